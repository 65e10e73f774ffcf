/* assay-retention.c: the retention period as entries `retention` with the member "retain_until"; a
 * `note` with that member is what earlier versions wrote. */
#include "case/assay-retention.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/assay-base.h"
#include "case/assay-case-db-private.h"
#include "case/assay-case-private.h"

/* The first moment after @day, ms since 1970; 0 if it is no day of the form YYYY-MM-DD. */
static gint64
end_of (const char *day)
{
  if (strlen (day) != 10 || strspn (day, "0123456789-") != 10)
    return 0;
  g_autofree char *text = g_strdup_printf ("%sT00:00:00Z", day);
  g_autoptr (GDateTime) start = g_date_time_new_from_iso8601 (text, NULL);
  g_autoptr (GDateTime) end = start == NULL ? NULL : g_date_time_add_days (start, 1);
  return end == NULL ? 0 : g_date_time_to_unix (end) * 1000;
}

gboolean
assay_case_set_retention (AssayCase *self, const char *day, GError **error)
{
  if (day != NULL && end_of (day) <= 0)
    {
      g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_INVALID,
                   _ ("“%s” is no day of the form 2027-03-31."), day);
      return FALSE;
    }
  if (day != NULL && end_of (day) <= g_get_real_time () / 1000)
    {
      g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_INVALID,
                   _ ("%s is over; a retention period ends today or later."), day);
      return FALSE;
    }
  g_autoptr (AssayEntry) entry = assay_entry_new ("retention");
  json_object_set_string_member (assay_entry_get_data (entry), "retain_until",
                                 day == NULL ? "" : day);
  return assay_case_append (self, entry, NULL, error);
}

/* A quotation mark inside of a text is escaped, so that no text of an entry can look like a member.
 */
void
assay_case_note_retention (AssayCase *self, gint64 seq, const char *body)
{
  static const char *const events[] = { "retention", "note", NULL };

  self->retention_upto = seq;
  if (strstr (body, "\"retain_until\":\"") == NULL)
    return;
  g_autoptr (JsonNode) root = assay_entry_parse (body, NULL);
  JsonObject *entry = root == NULL ? NULL : json_node_get_object (root);
  JsonObject *data = entry == NULL ? NULL : assay_json_object (entry, "data");
  const char *day = data == NULL ? NULL : assay_json_string (data, "retain_until", NULL);
  if (day == NULL || !g_strv_contains (events, assay_json_string (entry, "event", "")))
    return;
  g_free (self->retention);
  self->retention = g_strdup (day);
}

/* Opening reads the whole ledger and notes the day by the way; what was added since is read here.
 */
char *
assay_case_get_retention (AssayCase *self)
{
  g_rec_mutex_lock (&self->reading);
  if (self->reader != NULL)
    {
      g_autoptr (sqlite3_stmt) rows = assay_db_query (
          self->reader, NULL, "SELECT seq, body FROM ledger WHERE seq>? ORDER BY seq", "i",
          self->retention_upto);
      while (rows != NULL && assay_db_step (rows, NULL))
        assay_case_note_retention (self, sqlite3_column_int64 (rows, 0), assay_db_text (rows, 1));
    }
  char *day = g_strdup (self->retention == NULL ? "" : self->retention);
  g_rec_mutex_unlock (&self->reading);
  return day;
}

static gboolean
is_over (AssayCase *self, gint64 now)
{
  g_autofree char *day = assay_case_get_retention (self);
  const gint64 end = end_of (day);
  return end > 0 && now >= end;
}

static gboolean
is_held (AssayExhibit *exhibit)
{
  return exhibit != NULL && assay_exhibit_get_state (exhibit) != ASSAY_CUSTODY_ERASED;
}

gboolean
assay_case_is_overdue (AssayCase *self, gint64 now)
{
  if (!is_over (self, now))
    return FALSE;
  for (guint i = 1; i <= assay_case_get_n_exhibits (self); i++)
    if (is_held (assay_case_get_exhibit (self, i)))
      return TRUE;
  return FALSE;
}

int
assay_case_erase_overdue (AssayCase *self, gint64 now, const char *reason, GError **error)
{
  if (!is_over (self, now))
    {
      g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_INVALID,
                           _ ("The retention period of the case is not over."));
      return -1;
    }
  int erased = 0;
  const guint n = assay_case_get_n_exhibits (self);
  for (guint i = 1; i <= n; i++)
    {
      if (!is_held (assay_case_get_exhibit (self, i)))
        continue;
      if (!assay_case_erase (self, i, reason, error))
        return -1;
      erased++;
    }
  return erased;
}
