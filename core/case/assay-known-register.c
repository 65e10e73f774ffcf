/* assay-known-register.c: known genuine recordings of a case, read from and written to the ledger.
 */
#include "case/assay-known-register.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/assay-base.h"
#include "base/assay-json.h"
#include "base/assay-text.h"
#include "case/assay-case-error-private.h"
#include "case/assay-case-private.h"
#include "case/assay-files-private.h"

#define EVENT "enrol"

void
assay_known_free (AssayKnown *self)
{
  g_free (self->subject);
  g_free (self->time);
  g_free (self);
}

gboolean
assay_known_apply (const AssayToolInfo *info)
{
  return assay_tool_info_input (info, ASSAY_KNOWN_ROLE) != NULL;
}

static int
compare_exhibits (gconstpointer a, gconstpointer b)
{
  const AssayKnown *first = *(AssayKnown *const *) a;
  const AssayKnown *second = *(AssayKnown *const *) b;

  return first->exhibit < second->exhibit ? -1 : first->exhibit > second->exhibit;
}

static AssayKnown *
read_entry (const AssayLedgerEntry *entry, JsonObject *data)
{
  AssayKnown *known = g_new0 (AssayKnown, 1);
  const char *subject = assay_json_string (data, "subject", "");

  known->exhibit = entry->exhibit;
  /* A value that was deleted stands as its commitment. */
  known->subject = g_strdup (g_str_has_prefix (subject, ASSAY_PERSONAL) ? "" : subject);
  known->entry = entry->seq;
  known->time = g_strdup (entry->time);
  return known;
}

/* What the walk through the ledger has found so far. */
typedef struct
{
  GHashTable *known; /* exhibit to AssayKnown */
  GCancellable *cancellable;
} Walk;

static gboolean
on_entry (const AssayLedgerEntry *entry, gpointer user_data)
{
  const Walk *walk = user_data;
  GHashTable *known = walk->known;
  g_autoptr (JsonNode) root = NULL;
  JsonObject *data = NULL;

  if (g_cancellable_is_cancelled (walk->cancellable))
    return FALSE;
  if (strcmp (entry->event, EVENT) != 0 || entry->exhibit == 0)
    return TRUE;
  root = assay_json_parse (entry->revealed, -1, ASSAY_ENTRY_DEPTH, NULL);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    data = assay_json_object (json_node_get_object (root), "data");
  if (data == NULL)
    return TRUE;
  if (assay_json_bool (data, "known", FALSE))
    g_hash_table_replace (known, GUINT_TO_POINTER (entry->exhibit), read_entry (entry, data));
  else
    g_hash_table_remove (known, GUINT_TO_POINTER (entry->exhibit));
  return TRUE;
}

GPtrArray *
assay_known_register_list (AssayCase *opened, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) known
      = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) assay_known_free);
  Walk walk = { known, cancellable };
  GPtrArray *list;
  GHashTableIter iter;
  gpointer value;

  if (!assay_case_foreach_entry (opened, 1, 0, on_entry, &walk, error)
      || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  list = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_known_free);
  g_hash_table_iter_init (&iter, known);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      g_hash_table_iter_steal (&iter);
      g_ptr_array_add (list, value);
    }
  g_ptr_array_sort (list, compare_exhibits);
  return list;
}

static gboolean
is_known (AssayCase *opened, guint exhibit, gboolean *known, GError **error)
{
  g_autoptr (GPtrArray) list = assay_known_register_list (opened, NULL, error);

  *known = FALSE;
  for (guint i = 0; list != NULL && i < list->len; i++)
    *known = *known || ((AssayKnown *) list->pdata[i])->exhibit == exhibit;
  return list != NULL;
}

static gboolean
check (AssayCase *opened, guint number, const char *subject, GError **error)
{
  AssayExhibit *exhibit = assay_case_get_exhibit (opened, number);
  gboolean known;

  if (exhibit == NULL)
    {
      g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_NOT_FOUND,
                   _ ("The case has no exhibit %u."), number);
      return FALSE;
    }
  if (subject == NULL)
    {
      if (!is_known (opened, number, &known, error))
        return FALSE;
      if (!known)
        g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_INVALID,
                     _ ("Exhibit %u is no known recording."), number);
      return known;
    }
  if (subject[0] == '\0' || strlen (subject) > ASSAY_KNOWN_TEXT_LIMIT
      || !g_utf8_validate (subject, -1, NULL))
    {
      g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_INVALID,
                           _ ("Say in at most 1024 bytes who speaks or what device recorded."));
      return FALSE;
    }
  if (assay_exhibit_get_state (exhibit) != ASSAY_CUSTODY_ERASED)
    return TRUE;
  g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_ERASED,
               _ ("The bytes of exhibit %u were deleted."), number);
  return FALSE;
}

gboolean
assay_known_register_set (AssayCase *opened, guint exhibit, const char *subject, GError **error)
{
  g_autoptr (AssayEntry) entry = NULL;
  JsonObject *data;

  if (!check (opened, exhibit, subject, error))
    return FALSE;
  entry = assay_entry_new (EVENT);
  data = assay_entry_get_data (entry);
  json_object_set_int_member (data, "item", exhibit);
  json_object_set_boolean_member (data, "known", subject != NULL);
  if (subject != NULL)
    assay_entry_set_personal (entry, data, "subject", subject, -1);
  return assay_case_append (opened, entry, NULL, error);
}

static gboolean
add_input (AssayCase *opened, AssayExhibit *exhibit, AssayRequest *request, GError **error)
{
  const int fd = assay_case_open_exhibit (opened, assay_exhibit_get_number (exhibit), error);
  const gboolean added = fd >= 0
                         && assay_request_add_input (request, ASSAY_KNOWN_ROLE,
                                                     assay_exhibit_get_name (exhibit), fd, error);

  assay_close (fd);
  return added;
}

/* The same bytes taken in twice: a recording compared with itself always fits. */
static gboolean
is_same (AssayCase *opened, guint exhibit, AssayExhibit *other)
{
  AssayExhibit *asked = assay_case_get_exhibit (opened, exhibit);

  return asked != NULL
         && g_str_equal (assay_exhibit_get_sha256 (asked), assay_exhibit_get_sha256 (other));
}

/* What @exhibit can be compared with, of @list, which is emptied; and in @own its own subject. */
static GPtrArray *
choose_held (AssayCase *opened, guint exhibit, GPtrArray *list, char **own)
{
  GPtrArray *held = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_known_free);

  while (list->len > 0)
    {
      g_autoptr (AssayKnown) known = g_ptr_array_steal_index (list, 0);
      AssayExhibit *other = assay_case_get_exhibit (opened, known->exhibit);

      if (known->exhibit == exhibit && *known->subject != '\0')
        *own = g_strdup (known->subject);
      if (known->exhibit != exhibit && *known->subject != '\0' && other != NULL
          && assay_exhibit_get_state (other) != ASSAY_CUSTODY_ERASED
          && !is_same (opened, exhibit, other))
        g_ptr_array_add (held, g_steal_pointer (&known));
    }
  return held;
}

/* The only subject of @held, which is not empty. NULL with an error if there are several. */
static const char *
only_subject (const GPtrArray *held, GError **error)
{
  g_autoptr (GHashTable) subjects = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < held->len; i++)
    {
      const AssayKnown *known = held->pdata[i];
      g_autofree char *line = assay_text_line (known->subject, -1);

      if (g_hash_table_add (subjects, known->subject))
        g_string_append_printf (names, "%s“%s”", names->len > 0 ? ", " : "", line);
    }
  if (g_hash_table_size (subjects) == 1)
    return ((const AssayKnown *) held->pdata[0])->subject;
  g_set_error (
      error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_INVALID,
      _ ("There are known recordings of more than one speaker or device: %s. Choose whom or "
         "what this recording is compared with."),
      names->str);
  return NULL;
}

/* Leaves those of @subject in @held. */
static gboolean
keep_subject (GPtrArray *held, const char *subject, GError **error)
{
  g_autofree char *line = assay_text_line (subject, -1);

  for (guint i = held->len; i > 0; i--)
    if (strcmp (((const AssayKnown *) held->pdata[i - 1])->subject, subject) != 0)
      g_ptr_array_remove_index (held, i - 1);
  if (held->len == 0)
    g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_NOT_FOUND,
                 _ ("The case has no other known recording of “%s”."), line);
  return held->len > 0;
}

GPtrArray *
assay_known_register_add_inputs (
    AssayCase *opened, guint exhibit, const char *subject, AssayRequest *request, GError **error)
{
  g_autoptr (GPtrArray) list = assay_known_register_list (opened, NULL, error);
  g_autofree char *own = NULL;
  g_autofree char *chosen = NULL;
  g_autoptr (GPtrArray) held = NULL;

  if (list == NULL)
    return NULL;
  held = choose_held (opened, exhibit, list, &own);
  if (subject != NULL)
    chosen = g_strdup (subject);
  else if (own != NULL || held->len == 0)
    chosen = g_strdup (own != NULL ? own : "");
  else
    chosen = g_strdup (only_subject (held, error));
  if (chosen == NULL)
    return NULL;
  if (*chosen == '\0')
    g_ptr_array_set_size (held, 0);
  else if (!keep_subject (held, chosen, subject != NULL ? error : NULL) && subject != NULL)
    return NULL;
  if (held->len > ASSAY_KNOWN_MOST)
    g_ptr_array_set_size (held, ASSAY_KNOWN_MOST);
  for (guint i = 0; i < held->len; i++)
    {
      const AssayKnown *known = held->pdata[i];

      if (!add_input (opened, assay_case_get_exhibit (opened, known->exhibit), request, error))
        return NULL;
    }
  return g_steal_pointer (&held);
}
