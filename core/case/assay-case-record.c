/* assay-case-record.c: what people do with a case beyond intake: edit, note, erase; what programs
 * record; checkpoints. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assay-base.h"
#include "case/assay-case-db-private.h"
#include "case/assay-case-error-private.h"
#include "case/assay-case-private.h"
#include "case/assay-case-thumbnail-private.h"
#include "case/assay-fault-private.h"
#include "case/assay-files-private.h"

/* A note must fit an entry's reveal and a screen. */
#define TEXT_LIMIT 16384u

gboolean
assay_case_check_text (const char *text, GError **error)
{
  if (!g_utf8_validate (text, -1, NULL))
    g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_INVALID,
                         _ ("The text is not valid UTF-8."));
  else if (strlen (text) > TEXT_LIMIT)
    g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_INVALID,
                 _ ("The text has %zu bytes; at most %u are kept."), strlen (text), TEXT_LIMIT);
  else
    return TRUE;
  return FALSE;
}

gboolean
assay_case_is_blank (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (!g_unichar_isspace (g_utf8_get_char (at)))
      return FALSE;
  return TRUE;
}

static gboolean
check_exhibit (AssayCase *self, guint number, GError **error)
{
  if (number == 0 || assay_case_get_exhibit (self, number) != NULL)
    return TRUE;
  g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_NOT_FOUND,
               _ ("The case has no exhibit %u."), number);
  return FALSE;
}

static void
add_edit (AssayEntry *entry, const char *member, const char *before, const char *after)
{
  if (after == NULL || strcmp (before, after) == 0)
    return;
  JsonObject *edit = json_object_new ();
  assay_entry_set_personal (entry, edit, "old", before, -1);
  assay_entry_set_personal (entry, edit, "new", after, -1);
  json_object_set_object_member (assay_entry_get_data (entry), member, edit);
}

AssayEntry *
assay_case_edit_entry (AssayCase *self,
                       const char *title,
                       const char *reference,
                       const char *examiner)
{
  g_autoptr (AssayEntry) entry = assay_entry_new ("note");
  add_edit (entry, "title", assay_case_get_title (self), title);
  add_edit (entry, "reference", assay_case_get_reference (self), reference);
  add_edit (entry, "examiner", assay_case_get_examiner (self), examiner);
  return json_object_get_size (assay_entry_get_data (entry)) == 0 ? NULL : g_steal_pointer (&entry);
}

gboolean
assay_case_edit (
    AssayCase *self, const char *title, const char *reference, const char *examiner, GError **error)
{
  const char *const texts[] = { title, reference, examiner };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i] != NULL && !assay_case_check_text (texts[i], error))
      return FALSE;
  if (title != NULL && assay_case_is_blank (title))
    {
      g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_INVALID,
                           _ ("A case needs a title."));
      return FALSE;
    }
  g_autoptr (AssayEntry) entry = assay_case_edit_entry (self, title, reference, examiner);
  return entry == NULL
         || (assay_case_append (self, entry, NULL, error) && assay_case_reload (self, error));
}

gboolean
assay_case_note (AssayCase *self, guint exhibit, const char *text, GError **error)
{
  if (!assay_case_check_text (text, error) || !check_exhibit (self, exhibit, error))
    return FALSE;
  if (assay_case_is_blank (text))
    {
      g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_INVALID,
                           _ ("The note is empty."));
      return FALSE;
    }
  g_autoptr (AssayEntry) entry = assay_entry_new ("note");
  JsonObject *data = assay_entry_get_data (entry);
  if (exhibit != 0)
    json_object_set_int_member (data, "item", exhibit);
  assay_entry_set_personal (entry, data, "text", text, -1);
  if (!assay_case_append (self, entry, NULL, error))
    return FALSE;
  g_rec_mutex_lock (&self->reading);
  const gboolean done
      = exhibit == 0 || assay_case_reload_exhibit (self, self->reader, exhibit, error);
  g_rec_mutex_unlock (&self->reading);
  return done;
}

int
assay_case_open_exhibit (AssayCase *self, guint number, GError **error)
{
  if (number == 0 || !check_exhibit (self, number, error))
    return -1;
  AssayExhibit *exhibit = assay_case_get_exhibit (self, number);
  if (assay_exhibit_get_state (exhibit) == ASSAY_CUSTODY_ERASED)
    {
      const guint same = assay_case_find_same (self, number);
      if (same != 0)
        g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_ERASED,
                     _ ("Exhibit %u was erased on purpose; exhibit %u has the same bytes."), number,
                     same);
      else if (assay_case_keeps_bytes (self, number))
        g_set_error (
            error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_ERASED,
            _ ("Exhibit %u was erased on purpose; the result of a run has the same bytes."),
            number);
      else
        g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_ERASED,
                     _ ("The bytes of exhibit %u were deleted on purpose; its entries remain."),
                     number);
      return -1;
    }
  if (self->vault == NULL)
    {
      g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_READ_ONLY,
                           _ ("The case was closed."));
      return -1;
    }
  return assay_vault_open_object (self->vault, assay_exhibit_get_sha256 (exhibit), error);
}

/* The entry comes first: after a crash between the two, start-up finishes the deletion. It says
 * what becomes of the bytes, because "erased" alone would claim that they are gone. */
static gboolean
erase_locked (AssayCase *self, AssayExhibit *exhibit, AssayEntry *entry, GError **error)
{
  if (!assay_case_check_writable (self, error))
    return FALSE;
  JsonObject *data = assay_entry_get_data (entry);
  guint same = 0;
  gboolean shared = TRUE;
  if (!assay_case_query_holder (assay_ledger_get_db (self->ledger),
                                assay_exhibit_get_sha256 (exhibit),
                                assay_exhibit_get_number (exhibit), &shared, &same, error))
    return FALSE; /* the database does not say, so nothing must be deleted */
  json_object_set_string_member (data, "object", shared ? "kept" : "deleted");
  if (same != 0)
    json_object_set_int_member (data, "same_as", same);
  if (!assay_ledger_write_marked (self->ledger, entry, NULL, error))
    return FALSE;
  assay_case_note_commit (self, "dispose");
  (void) assay_fault ("erase.committed");
  const gboolean removed
      = shared || assay_vault_remove (self->vault, assay_exhibit_get_sha256 (exhibit), error);
  return assay_case_reload_exhibit (self, assay_ledger_get_db (self->ledger),
                                    assay_exhibit_get_number (exhibit), error)
         && removed;
}

gboolean
assay_case_erase (AssayCase *self, guint exhibit, const char *reason, GError **error)
{
  AssayExhibit *item = assay_case_get_exhibit (self, exhibit);
  if (item == NULL || assay_exhibit_get_state (item) == ASSAY_CUSTODY_ERASED)
    {
      g_set_error (error, ASSAY_CASE_ERROR,
                   item == NULL ? ASSAY_CASE_ERROR_NOT_FOUND : ASSAY_CASE_ERROR_ERASED,
                   item == NULL ? _ ("The case has no exhibit %u.")
                                : _ ("Exhibit %u was erased before."),
                   exhibit);
      return FALSE;
    }
  if (reason != NULL && !assay_case_check_text (reason, error))
    return FALSE;
  g_autoptr (AssayEntry) entry = assay_entry_new ("dispose");
  JsonObject *data = assay_entry_get_data (entry);
  json_object_set_int_member (data, "item", exhibit);
  json_object_set_string_member (data, "sha256", assay_exhibit_get_sha256 (item));
  assay_entry_set_personal (entry, data, "reason", reason == NULL ? "" : reason, -1);
  assay_entry_set_personal (entry, data, "by", assay_case_get_examiner (self), -1);
  g_mutex_lock (&self->writing);
  const gboolean done = erase_locked (self, item, entry, error);
  g_mutex_unlock (&self->writing);
  return done && assay_thumbnail_remove (self->folder, exhibit, error);
}

/* Events that change tables have functions of their own; these may be recorded as they are. */
gboolean
assay_case_record (
    AssayCase *self, const char *event, guint exhibit, JsonNode *data, gint64 *seq, GError **error)
{
  static const char *const allowed[]
      = { "view", "report", "export", "checkpoint.anchor", "transfer", "case.close", NULL };
  if (!g_strv_contains (allowed, event))
    {
      g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_INVALID,
                   _ ("“%s” is no event that can be recorded by itself."), event);
      return FALSE;
    }
  if (!check_exhibit (self, exhibit, error))
    return FALSE;
  g_autoptr (AssayEntry) entry = assay_entry_new (event);
  if (data != NULL && JSON_NODE_HOLDS_OBJECT (data))
    {
      g_autoptr (JsonNode) copy = json_node_copy (data);
      assay_entry_set_data (entry, json_node_dup_object (copy));
    }
  if (exhibit != 0)
    json_object_set_int_member (assay_entry_get_data (entry), "item", exhibit);
  if (strcmp (event, "case.close") == 0)
    return assay_case_append_marked (self, entry, seq, error);
  return assay_case_append (self, entry, seq, error);
}

/* The note also stands as a file, so that it can be taken away without a database. */
static gboolean
write_anchor (AssayCase *self, const char *note, GError **error)
{
  if (mkdirat (self->folder, "anchors", 0700) != 0 && errno != EEXIST)
    {
      assay_case_set_errno (error, errno, _ ("The checkpoint could not be written"));
      return FALSE;
    }
  g_autofree char *name
      = g_strdup_printf ("anchors/%" PRId64 ".note", assay_ledger_get_size (self->ledger));
  return assay_write_named (self->folder, name, note, strlen (note), error);
}

static char *
checkpoint_locked (AssayCase *self, GError **error)
{
  if (!assay_case_check_writable (self, error) || !assay_ledger_begin (self->ledger, error))
    return NULL;
  g_autofree char *note = assay_ledger_checkpoint (self->ledger, error);
  /* The file comes first: it is true of the ledger whether or not the row follows, but a row
   * without its file would look as if somebody had taken it away. */
  if (note == NULL || !write_anchor (self, note, error))
    {
      assay_ledger_rollback (self->ledger);
      return NULL;
    }
  if (!assay_ledger_commit (self->ledger, error))
    return NULL;
  return g_steal_pointer (&note);
}

char *
assay_case_make_checkpoint (AssayCase *self, GError **error)
{
  g_mutex_lock (&self->writing);
  char *note = checkpoint_locked (self, error);
  g_mutex_unlock (&self->writing);
  return note;
}
