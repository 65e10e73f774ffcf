/* assay-import-tables.c: case.db built anew from the lines of a bag. Nothing is believed: entries
 * are parsed as strictly as verification does, and verification follows. */
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/assay-base.h"
#include "case/assay-case-db-private.h"
#include "case/assay-case-error-private.h"
#include "case/assay-case-private.h"
#include "case/assay-files-private.h"
#include "case/assay-import-private.h"
#include "case/assay-projection-private.h"

/* Lines of a text that was read whole. */
typedef struct
{
  char *text;
  char *save;
  gboolean begun;
} Lines;

static void
lines_clear (Lines *self)
{
  g_free (self->text);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Lines, lines_clear)

static gboolean
read_lines (AssayImport *self, const char *name, Lines *lines, GError **error)
{
  g_autoptr (GBytes) bytes = assay_import_read (self, name, ASSAY_IMPORT_TEXT_LIMIT, error);
  if (bytes == NULL)
    return FALSE;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  lines->text = g_strndup (data, size);
  return TRUE;
}

static char *
next_line (Lines *self)
{
  char *line = strtok_r (self->begun ? NULL : self->text, "\n", &self->save);
  self->begun = TRUE;
  return line;
}

static gboolean
malformed (GError **error, const char *name)
{
  g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
               _ ("“%s” of the export does not have the form that it must have."), name);
  return FALSE;
}

static gboolean
add_entry (
    AssayImport *self, sqlite3 *db, gint64 seq, const char *body, const char *hex, GError **error)
{
  g_autoptr (JsonNode) root = assay_entry_parse (body, error);
  g_autoptr (GBytes) signature = hex == NULL ? NULL : assay_text_unhex (hex);
  if (root == NULL)
    return FALSE;
  JsonObject *entry = json_node_get_object (root);
  if (signature == NULL || g_bytes_get_size (signature) != 64)
    return malformed (error, "data/ledger.sig");
  if (seq == 1)
    {
      self->uuid = g_strdup (assay_json_string (assay_json_object (entry, "data"), "case", ""));
      if (!g_uuid_string_is_valid (self->uuid))
        return malformed (error, "data/ledger.jsonl");
    }
  return assay_db_run (db, error, "INSERT INTO ledger VALUES(?,?,?)", "isb", seq, body, signature)
         && assay_projection_apply (db, entry, error);
}

static gboolean
add_ledger (AssayImport *self, sqlite3 *db, GError **error)
{
  g_auto (Lines) bodies = { NULL };
  g_auto (Lines) signatures = { NULL };
  if (!read_lines (self, "data/ledger.jsonl", &bodies, error)
      || !read_lines (self, "data/ledger.sig", &signatures, error))
    return FALSE;
  gint64 seq = 0;
  for (const char *body = next_line (&bodies); body != NULL; body = next_line (&bodies))
    {
      if (g_cancellable_set_error_if_cancelled (self->cancellable, error)
          || !add_entry (self, db, ++seq, body, next_line (&signatures), error))
        return FALSE;
    }
  return seq > 0 || malformed (error, "data/ledger.jsonl");
}

/* "SIZE HEX-OF-NOTE". */
static gboolean
add_checkpoints (AssayImport *self, sqlite3 *db, GError **error)
{
  g_auto (Lines) lines = { NULL };
  if (!read_lines (self, "data/checkpoints.txt", &lines, error))
    return FALSE;
  for (const char *line = next_line (&lines); line != NULL; line = next_line (&lines))
    {
      g_auto (GStrv) words = g_strsplit (line, " ", 3);
      guint64 size = 0;
      g_autoptr (GBytes) note = g_strv_length (words) == 2 ? assay_text_unhex (words[1]) : NULL;
      if (note == NULL || !g_ascii_string_to_unsigned (words[0], 10, 1, G_MAXINT64, &size, NULL))
        return malformed (error, "data/checkpoints.txt");
      g_autofree char *text = g_strndup (g_bytes_get_data (note, NULL), g_bytes_get_size (note));
      if (!assay_db_run (db, error, "INSERT INTO checkpoint VALUES(?,?)", "is", (gint64) size,
                         text))
        return FALSE;
    }
  return TRUE;
}

/* "COMMITMENT HEX-OF-SALT HEX-OF-VALUE". */
static gboolean
add_reveals (AssayImport *self, sqlite3 *db, GError **error)
{
  g_auto (Lines) lines = { NULL };
  if (!read_lines (self, "data/reveals.txt", &lines, error))
    return FALSE;
  for (const char *line = next_line (&lines); line != NULL; line = next_line (&lines))
    {
      g_auto (GStrv) words = g_strsplit (line, " ", 4);
      const gboolean three = g_strv_length (words) == 3;
      g_autoptr (GBytes) salt = three ? assay_text_unhex (words[1]) : NULL;
      g_autoptr (GBytes) value = three ? assay_text_unhex (words[2]) : NULL;
      if (salt == NULL || value == NULL)
        return malformed (error, "data/reveals.txt");
      g_autofree char *text = g_strndup (g_bytes_get_data (value, NULL), g_bytes_get_size (value));
      if (!assay_db_run (db, error, "INSERT INTO reveal VALUES(?,?,?)", "sbs", words[0], salt,
                         text))
        return FALSE;
    }
  return TRUE;
}

/* From the ledger, not from the files of the bag. */
static gboolean
write_keys (AssayImport *self, sqlite3 *db, GError **error)
{
  g_autoptr (sqlite3_stmt) row
      = assay_db_prepare (db, "SELECT public_key, log FROM casefile", error);
  if (row == NULL || !assay_db_step (row, error))
    return FALSE;
  g_autoptr (GBytes) first = assay_text_unhex (assay_db_text (row, 0));
  if (first == NULL || g_bytes_get_size (first) != 32)
    return malformed (error, "data/ledger.jsonl");
  g_autoptr (AssayKeyring) keyring = assay_keyring_load (db, g_bytes_get_data (first, NULL),
                                                         assay_db_text (row, 1), NULL, NULL, error);
  for (guint i = 0; keyring != NULL && i < assay_keyring_get_size (keyring); i++)
    {
      const AssayKeyringKey *key = assay_keyring_get (keyring, i);
      g_autofree char *name = assay_case_key_file (key);
      g_autofree char *pem = assay_ed25519_pem (key->public_key);
      if (pem == NULL || !assay_write_named (self->folder, name, pem, strlen (pem), error))
        return FALSE;
    }
  return keyring != NULL;
}

static gboolean
fill (AssayImport *self, sqlite3 *db, GError **error)
{
  return assay_db_exec (db, "BEGIN IMMEDIATE", error) && add_ledger (self, db, error)
         && add_checkpoints (self, db, error) && add_reveals (self, db, error)
         && assay_db_exec (db, "COMMIT", error);
}

gboolean
assay_import_tables (AssayImport *self, const char *path, GError **error)
{
  g_autoptr (sqlite3) db = assay_db_open_write (path, TRUE, error);
  return db != NULL && fill (self, db, error) && write_keys (self, db, error);
}

sqlite3 *
assay_import_tables_in_memory (AssayImport *self, GError **error)
{
  g_autoptr (sqlite3) db = assay_db_open_memory (TRUE, error);
  return db != NULL && fill (self, db, error) ? g_steal_pointer (&db) : NULL;
}

gboolean
assay_import_objects (AssayImport *self, const char *path, GError **error)
{
  g_autoptr (GError) trouble = NULL;
  g_autoptr (sqlite3) db = assay_db_open_read (path, error);
  g_autoptr (sqlite3_stmt) rows
      = db == NULL ? NULL
                   : assay_db_prepare (
                       db,
                       "SELECT sha256 FROM exhibit WHERE state<>'erased' UNION SELECT result FROM "
                       "run WHERE result<>''",
                       error);
  if (rows == NULL)
    return FALSE;
  while (assay_db_step (rows, &trouble))
    {
      const char *sha256 = assay_db_text (rows, 0);
      if (strlen (sha256) != 64 || strspn (sha256, "0123456789abcdef") != 64)
        return malformed (error, "data/ledger.jsonl");
      g_autofree char *shelf = g_strdup_printf ("vault/objects/%.2s", sha256);
      g_autofree char *target = g_strdup_printf ("%s/%s", shelf, sha256);
      g_autofree char *name = g_strdup_printf ("data/objects/%.2s/%s", sha256, sha256);
      if (mkdirat (self->folder, shelf, 0700) != 0 && errno != EEXIST)
        {
          assay_case_set_errno (error, errno, _ ("A folder of the vault could not be made"));
          return FALSE;
        }
      if (!assay_import_copy (self, name, target, 0400, error))
        return FALSE;
    }
  if (trouble == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&trouble));
  return FALSE;
}
