/* assay-checkpoint.c: writing and reading checkpoint notes. A note may come from paper or from
 * another party: it is read as foreign bytes. */
#include "case/assay-checkpoint-private.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "base/assay-text.h"
#include "case/assay-case-error.h"
#include "case/assay-examiner-key-private.h"

#define ORIGIN "assay-case/"
#define SIGNATURE_MARK "\u2014 " ORIGIN
#define NOTE_LIMIT 4096
#define KEY_ID_SIZE 4
#define SIGNATURE_SIZE 64

/* First four bytes of SHA-256(name || 0x0A || 0x01 || public key): 0x01 stands for Ed25519. */
static void
key_id (const char *log, const guint8 public_key[32], guint8 id[KEY_ID_SIZE])
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  static const guint8 separator[] = { 0x0a, 0x01 };
  g_byte_array_append (bytes, (const guint8 *) ORIGIN, strlen (ORIGIN));
  g_byte_array_append (bytes, (const guint8 *) log, (guint) strlen (log));
  g_byte_array_append (bytes, separator, sizeof separator);
  g_byte_array_append (bytes, public_key, 32);
  guint8 hash[ASSAY_HASH_SIZE];
  assay_sha256 (bytes->data, bytes->len, hash);
  memcpy (id, hash, KEY_ID_SIZE);
}

char *
assay_checkpoint_write (const AssayCheckpoint *self, AssayExaminerKey *key, GError **error)
{
  g_autofree char *root = g_base64_encode (self->root, sizeof self->root);
  g_autofree char *head = assay_text_hex (self->head, sizeof self->head);
  g_autofree char *signed_part = g_strdup_printf (ORIGIN "%s\n%" PRId64 "\n%s\nchain %s\n",
                                                  self->log, self->size, root, head);
  guint8 signature[KEY_ID_SIZE + SIGNATURE_SIZE];
  key_id (self->log, assay_examiner_key_get_public (key), signature);
  if (!assay_examiner_key_sign (key, signed_part, strlen (signed_part), signature + KEY_ID_SIZE,
                                error))
    return NULL;
  g_autofree char *encoded = g_base64_encode (signature, sizeof signature);
  return g_strdup_printf ("%s\n" SIGNATURE_MARK "%s %s\n", signed_part, self->log, encoded);
}

static gboolean
fail (GError **error, const char *sentence)
{
  g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT, sentence);
  return FALSE;
}

static gboolean
copy_hash (GBytes *bytes, guint8 hash[ASSAY_HASH_SIZE])
{
  if (bytes == NULL || g_bytes_get_size (bytes) != ASSAY_HASH_SIZE)
    return FALSE;
  memcpy (hash, g_bytes_get_data (bytes, NULL), ASSAY_HASH_SIZE);
  return TRUE;
}

/* Strictly: GLib's reader skips what it does not know. */
static GBytes *
decode_base64 (const char *text)
{
  gsize size = 0;
  guchar *data = g_base64_decode (text, &size);
  g_autoptr (GBytes) bytes = g_bytes_new_take (data, size);
  g_autofree char *again = g_base64_encode (data, size);
  return strcmp (again, text) == 0 ? g_steal_pointer (&bytes) : NULL;
}

/* The four lines before the empty one. */
static gboolean
read_lines (char **lines, AssayCheckpoint *self)
{
  if (!g_str_has_prefix (lines[0], ORIGIN) || strlen (lines[0]) != strlen (ORIGIN) + 32)
    return FALSE;
  (void) g_strlcpy (self->log, lines[0] + strlen (ORIGIN), sizeof self->log);
  guint64 size = 0;
  if (!g_ascii_string_to_unsigned (lines[1], 10, 1, G_MAXINT64, &size, NULL))
    return FALSE;
  self->size = (gint64) size;
  g_autoptr (GBytes) root = decode_base64 (lines[2]);
  g_autoptr (GBytes) head
      = g_str_has_prefix (lines[3], "chain ") ? assay_text_unhex (lines[3] + 6) : NULL;
  return copy_hash (root, self->root) && copy_hash (head, self->head);
}

static gboolean
check_signature (const char *note,
                 const char *line,
                 const AssayCheckpoint *self,
                 const guint8 public_key[32],
                 GError **error)
{
  g_autofree char *mark = g_strconcat (SIGNATURE_MARK, self->log, " ", NULL);
  if (!g_str_has_prefix (line, mark))
    return fail (error, _ ("The checkpoint carries no signature of this case."));
  g_autoptr (GBytes) bytes = decode_base64 (line + strlen (mark));
  gsize size = 0;
  const guint8 *data = bytes == NULL ? NULL : g_bytes_get_data (bytes, &size);
  guint8 id[KEY_ID_SIZE];
  key_id (self->log, public_key, id);
  if (size != KEY_ID_SIZE + SIGNATURE_SIZE || memcmp (data, id, KEY_ID_SIZE) != 0)
    return fail (error, _ ("The checkpoint was signed with another key."));
  const gsize signed_size = (gsize) (strstr (note, "\n\n") + 1 - note);
  if (!assay_ed25519_verify (public_key, note, signed_size, data + KEY_ID_SIZE))
    return fail (error, _ ("The signature of the checkpoint does not fit its text."));
  return TRUE;
}

gboolean
assay_checkpoint_read (const char *note,
                       const guint8 public_key[32],
                       AssayCheckpoint *self,
                       GError **error)
{
  if (strnlen (note, NOTE_LIMIT) >= NOTE_LIMIT)
    return fail (error, _ ("The checkpoint is longer than a checkpoint can be."));
  g_auto (GStrv) lines = g_strsplit (note, "\n", -1);
  /* Four lines, an empty one, the signature, and the empty rest after the last newline. Nothing may
   * follow: it would be printed and handed on as if it were signed. */
  if (g_strv_length (lines) != 7 || lines[4][0] != '\0' || lines[6][0] != '\0'
      || !read_lines (lines, self))
    return fail (error, _ ("The checkpoint does not have the form of a checkpoint."));
  return check_signature (note, lines[5], self, public_key, error);
}
