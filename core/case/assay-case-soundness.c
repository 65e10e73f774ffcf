/* assay-case-soundness.c: what is checked whenever a case is opened (CUSTODY §7): the whole chain,
 * the newest signatures, the newest checkpoint, every text that was kept, the public keys. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "base/assay-base.h"
#include "case/assay-case-db-private.h"
#include "case/assay-case-private.h"
#include "case/assay-checkpoint-private.h"
#include "case/assay-examiner-key-private.h"

/* Signatures cost twenty times what hashes do. */
#define TAIL 100

char *
assay_case_check_entry (
    AssayCase *self, gint64 seq, const char *body, GBytes *signature, const char *prev)
{
  g_autoptr (JsonNode) root = assay_entry_parse (body, NULL);
  if (root == NULL)
    return g_strdup_printf (_ ("Ledger entry %" PRId64 " is malformed."), seq);
  JsonObject *entry = json_node_get_object (root);
  if (prev != NULL && strcmp (assay_json_string (entry, "prev", ""), prev) != 0)
    return g_strdup_printf (_ ("Ledger entry %" PRId64 " does not continue the entry before it."),
                            seq);
  AssayVerifier *verifier
      = assay_keyring_find (self->keyring, assay_json_string (entry, "actor", ""), seq);
  g_autofree char *bytes = g_strconcat (body, "\n", NULL);
  if (verifier == NULL || g_bytes_get_size (signature) != 64
      || !assay_verifier_check (verifier, bytes, strlen (bytes),
                                g_bytes_get_data (signature, NULL)))
    return g_strdup_printf (_ ("The signature of ledger entry %" PRId64 " does not fit."), seq);
  return NULL;
}

/* Whether @body continues the entry with the hash @prev. The members stand side by side in every
 * canonical entry (CUSTODY §4), and a quotation mark inside of a text is escaped, so no text of an
 * entry can say this in their place. */
static gboolean
continues (const char *body, const char *prev, gint64 seq)
{
  char link[160];
  (void) g_snprintf (link, sizeof link, ",\"prev\":\"%s\",\"seq\":%" PRId64 ",", prev, seq);
  return strstr (body, link) != NULL;
}

/* An old entry cannot be changed alone: the next one names its hash, and so on up to those whose
 * signatures are checked here. */
static char *
check_entries (AssayCase *self)
{
  const gint64 newest = assay_db_number (self->reader, "SELECT max(seq) FROM ledger", 0);
  g_autoptr (sqlite3_stmt) rows
      = assay_db_prepare (self->reader, "SELECT seq, body, sig FROM ledger ORDER BY seq", NULL);
  char prev[2 * ASSAY_HASH_SIZE + 1];
  memset (prev, '0', sizeof prev - 1);
  prev[sizeof prev - 1] = '\0';
  gint64 count = 0;
  while (rows != NULL && assay_db_step (rows, NULL))
    {
      const gint64 seq = sqlite3_column_int64 (rows, 0);
      const char *body = assay_db_text (rows, 1);
      if (seq != ++count || !continues (body, prev, seq))
        return g_strdup_printf (
            _ ("Ledger entry %" PRId64 " does not continue the entry before it."), seq);
      if (seq > newest - TAIL)
        {
          g_autoptr (GBytes) signature = assay_db_blob (rows, 2);
          char *wrong = assay_case_check_entry (self, seq, body, signature, prev);
          if (wrong != NULL)
            return wrong;
        }
      assay_case_note_retention (self, seq, body);
      guint8 hash[ASSAY_HASH_SIZE];
      assay_entry_hash (body, hash);
      g_autofree char *text = assay_text_hex (hash, sizeof hash);
      (void) g_strlcpy (prev, text, sizeof prev);
    }
  return count == 0 || count != newest ? g_strdup (_ ("The ledger cannot be read.")) : NULL;
}

/* The root is left to full verification; the chain head already binds everything before it. */
static char *
check_checkpoint (AssayCase *self)
{
  g_autoptr (sqlite3_stmt) row = assay_db_prepare (
      self->reader, "SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1", NULL);
  if (row == NULL || !assay_db_step (row, NULL))
    return g_strdup (_ ("The case has no checkpoint."));
  AssayCheckpoint checkpoint;
  g_autoptr (GError) error = NULL;
  if (!assay_keyring_read_checkpoint (self->keyring, assay_db_text (row, 0), &checkpoint, &error))
    return g_strdup (error->message);
  g_autoptr (sqlite3_stmt) entry = assay_db_query (
      self->reader, NULL, "SELECT body FROM ledger WHERE seq=?", "i", checkpoint.size);
  if (entry == NULL || !assay_db_step (entry, NULL))
    return g_strdup_printf (
        _ ("The newest checkpoint covers %" PRId64 " entries, but the ledger is shorter."),
        checkpoint.size);
  guint8 hash[ASSAY_HASH_SIZE];
  assay_entry_hash (assay_db_text (entry, 0), hash);
  if (memcmp (hash, checkpoint.head, sizeof hash) != 0)
    return g_strdup_printf (
        _ ("Ledger entry %" PRId64 " is not the one that its checkpoint names."), checkpoint.size);
  return NULL;
}

/* A name, a title or a note that somebody else wrote must not be taken for the recorded one. */
static char *
check_kept_texts (AssayCase *self)
{
  g_autoptr (sqlite3_stmt) row = assay_db_prepare (
      self->reader, "SELECT commitment FROM reveal WHERE " ASSAY_KEPT_TEXT " IS NULL LIMIT 1",
      NULL);
  if (row == NULL)
    return g_strdup (_ ("The texts of the case cannot be read."));
  if (!assay_db_step (row, NULL))
    return NULL;
  return g_strdup_printf (
      _ ("The text kept for commitment %s is not the one that was committed to."),
      assay_db_text (row, 0));
}

/* A stranger would verify the ledger with them. */
static char *
check_key_files (AssayCase *self)
{
  for (guint i = 0; i < assay_keyring_get_size (self->keyring); i++)
    {
      char *wrong = assay_case_check_key_file (self, assay_keyring_get (self->keyring, i));
      if (wrong != NULL)
        return wrong;
    }
  return NULL;
}

char *
assay_case_check_opened (AssayCase *self)
{
  static char *(*const checks[]) (AssayCase *)
      = { check_entries, check_checkpoint, check_kept_texts, check_key_files };
  char *wrong = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (checks) && wrong == NULL; i++)
    wrong = checks[i](self);
  return wrong;
}
