/* assay-receipt.c: putting a receipt together from the ledger. */
#include "case/assay-receipt.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "base/assay-base.h"
#include "case/assay-case-db-private.h"
#include "case/assay-case-private.h"
#include "case/assay-checkpoint-private.h"

typedef struct
{
  gint64 seq;
  char *body;
  char *signature; /* hex */
  char *note;
  AssayCheckpoint checkpoint;
} Parts;

static void
parts_clear (Parts *self)
{
  g_free (self->body);
  g_free (self->signature);
  g_free (self->note);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parts, parts_clear)

static gboolean
damaged (GError **error)
{
  if (error != NULL && *error == NULL)
    g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
                         _ ("The ledger cannot prove this exhibit; verify the case first."));
  return FALSE;
}

static gboolean
read_parts (AssayCase *self, guint exhibit, Parts *parts, GError **error)
{
  g_autoptr (sqlite3_stmt) row
      = assay_db_query (self->reader, error,
                        "SELECT seq, body, sig FROM ledger WHERE seq=(SELECT entry FROM exhibit "
                        "WHERE item=?)",
                        "i", (gint64) exhibit);
  if (row == NULL || !assay_db_step (row, error))
    return damaged (error);
  g_autoptr (GBytes) signature = assay_db_blob (row, 2);
  parts->seq = sqlite3_column_int64 (row, 0);
  parts->body = g_strdup (assay_db_text (row, 1));
  parts->signature
      = assay_text_hex (g_bytes_get_data (signature, NULL), g_bytes_get_size (signature));
  parts->note = assay_case_get_checkpoint (self, 0, NULL);
  if (parts->note == NULL
      || !assay_keyring_read_checkpoint (self->keyring, parts->note, &parts->checkpoint, error)
      || parts->checkpoint.size < parts->seq)
    return damaged (error);
  return TRUE;
}

/* The audit path, and the proof that it leads to the root that was signed. */
static gboolean
add_path (AssayCase *self, const Parts *parts, GString *text, GError **error)
{
  g_autoptr (GByteArray) leaves = g_byte_array_new ();
  g_autoptr (GError) trouble = NULL;
  g_autoptr (sqlite3_stmt) rows = assay_db_query (
      self->reader, &trouble, "SELECT body||char(10) FROM ledger WHERE seq<=? ORDER BY seq", "i",
      parts->checkpoint.size);
  AssayMerkle tree;
  assay_merkle_init (&tree);
  while (rows != NULL && assay_db_step (rows, &trouble))
    {
      guint8 leaf[ASSAY_HASH_SIZE];
      const char *entry = assay_db_text (rows, 0);
      const gsize length = strlen (entry);
      assay_merkle_leaf (entry, length, leaf);
      assay_merkle_append_leaf (&tree, leaf);
      g_byte_array_append (leaves, leaf, sizeof leaf);
    }
  if (trouble != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&trouble));
      return FALSE;
    }
  guint8 root[ASSAY_HASH_SIZE];
  assay_merkle_root (&tree, root);
  if (memcmp (root, parts->checkpoint.root, sizeof root) != 0)
    return damaged (error);
  g_autoptr (GByteArray) path
      = assay_merkle_path (leaves->data, (gsize) tree.size, (gsize) parts->seq - 1);
  for (guint i = 0; i < path->len; i += ASSAY_HASH_SIZE)
    {
      g_autofree char *node = g_base64_encode (path->data + i, ASSAY_HASH_SIZE);
      g_string_append_printf (text, "%s\n", node);
    }
  return TRUE;
}

/* The keys that a reader needs: that of the entry, and that of the checkpoint if it is another. */
static void
add_keys (AssayCase *self, const Parts *parts, GString *text)
{
  g_autoptr (JsonNode) root = assay_entry_parse (parts->body, NULL);
  const char *actor
      = root == NULL ? "" : assay_json_string (json_node_get_object (root), "actor", "");
  for (guint i = 0; i < assay_keyring_get_size (self->keyring); i++)
    {
      const AssayKeyringKey *key = assay_keyring_get (self->keyring, i);
      AssayCheckpoint checkpoint;
      if (strcmp (key->actor, actor) != 0
          && !assay_checkpoint_read (parts->note, key->public_key, &checkpoint, NULL))
        continue;
      g_autofree char *hex = assay_text_hex (key->public_key, sizeof key->public_key);
      g_string_append_printf (text, "key %s\n", hex);
    }
}

static gboolean
add_name (AssayCase *self, const Parts *parts, GString *text, GError **error)
{
  g_autoptr (JsonNode) root = assay_entry_parse (parts->body, error);
  if (root == NULL)
    return FALSE;
  JsonObject *data = assay_json_object (json_node_get_object (root), "data");
  g_autofree char *stands = assay_entry_get_personal (data, "name");
  const char *commitment = assay_personal_commitment (stands);
  g_autoptr (sqlite3_stmt) row
      = assay_db_query (self->reader, error, "SELECT salt, value FROM reveal WHERE commitment=?",
                        "s", commitment == NULL ? "" : commitment);
  if (row == NULL)
    return FALSE;
  if (!assay_db_step (row, error)) /* deleted, as it may be */
    return error == NULL || *error == NULL;
  g_autoptr (GBytes) salt = assay_db_blob (row, 0);
  g_autofree char *hex = assay_text_hex (g_bytes_get_data (salt, NULL), g_bytes_get_size (salt));
  const char *value = assay_db_text (row, 1);
  g_autofree char *encoded = g_base64_encode ((const guchar *) value, strlen (value));
  g_string_append_printf (text, "name %s %s\n", hex, encoded);
  return TRUE;
}

static char *
write_receipt (AssayCase *self, guint exhibit, gboolean name, gint64 *size, GError **error)
{
  g_auto (Parts) parts = { .seq = 0 };
  if (self->reader == NULL || !read_parts (self, exhibit, &parts, error))
    {
      (void) damaged (error);
      return NULL;
    }
  *size = parts.checkpoint.size;
  g_autoptr (GString) text = g_string_new ("assay-receipt/v1\n");
  g_string_append_printf (text, "entry %s\nsignature %s\n", parts.body, parts.signature);
  add_keys (self, &parts, text);
  if (name && !add_name (self, &parts, text, error))
    return NULL;
  g_string_append_printf (text, "index %" PRId64 "\n", parts.seq - 1);
  if (!add_path (self, &parts, text, error))
    return NULL;
  g_string_append_printf (text, "\n%s", parts.note);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

gboolean
assay_case_record_receipt (
    AssayCase *self, guint exhibit, const char *receipt, gint64 size, GError **error)
{
  if (self->mode != ASSAY_CASE_WRITE)
    return TRUE;
  g_autoptr (AssayEntry) entry = assay_entry_new ("checkpoint.anchor");
  JsonObject *data = assay_entry_get_data (entry);
  g_autofree char *hash = assay_sha256_text (receipt, strlen (receipt));
  json_object_set_int_member (data, "checkpoint", size);
  json_object_set_int_member (data, "item", exhibit);
  json_object_set_string_member (data, "kind", "receipt");
  json_object_set_string_member (data, "sha256", hash);
  return assay_case_append (self, entry, NULL, error);
}

char *
assay_case_make_receipt (
    AssayCase *self, guint exhibit, gboolean name, gint64 *size, GError **error)
{
  if (exhibit == 0 || assay_case_get_exhibit (self, exhibit) == NULL)
    {
      g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_NOT_FOUND,
                   _ ("The case has no exhibit %u."), exhibit);
      return NULL;
    }
  g_rec_mutex_lock (&self->reading);
  char *receipt = write_receipt (self, exhibit, name, size, error);
  g_rec_mutex_unlock (&self->reading);
  return receipt;
}
