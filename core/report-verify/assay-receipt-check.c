/* assay-receipt-check.c: reading a receipt strictly, and proving it with nothing but what is in it.
 */
#include "report-verify/assay-receipt-check-private.h"

#include "config.h"

#include <string.h>

#include "base/assay-base.h"
#include "report-verify/assay-ledger-keys-private.h"

#define HASH 32
#define ENTRY_DEPTH 8
#define MOST_LEVELS 64u
#define MOST_LINES 128
#define ORIGIN "assay-case/"

typedef struct
{
  char *entry; /* with its newline */
  GBytes *signature;
  guint64 index;
  guint8 path[MOST_LEVELS][HASH];
  guint levels;
  char **note; /* the lines after the empty one; borrowed */
} Parts;

static void
parts_clear (Parts *self)
{
  g_free (self->entry);
  g_clear_pointer (&self->signature, g_bytes_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parts, parts_clear)

static gboolean
read_hash (const char *text, guint8 hash[HASH])
{
  gsize size = 0;
  g_autofree guchar *data = g_base64_decode (text, &size);
  g_autofree char *again = g_base64_encode (data, size);
  if (size != HASH || strcmp (again, text) != 0)
    return FALSE;
  memcpy (hash, data, HASH);
  return TRUE;
}

/* "name SALT VALUE": shown only if the entry commits to it. */
static gboolean
read_name (AssayReceiptCheck *self, const Parts *parts, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", 3);
  if (g_strv_length (words) != 2 || self->name != NULL)
    return FALSE;
  g_autoptr (GBytes) salt = assay_text_unhex (words[0]);
  gsize size = 0;
  g_autofree guchar *value = g_base64_decode (words[1], &size);
  g_autofree char *again = g_base64_encode (value, size);
  if (salt == NULL || strcmp (again, words[1]) != 0)
    return FALSE;
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (sum, g_bytes_get_data (salt, NULL), (gssize) g_bytes_get_size (salt));
  g_checksum_update (sum, value, (gssize) size);
  g_autofree char *stands
      = g_strdup_printf ("\"name\":\"sha256-salted:%s\"", g_checksum_get_string (sum));
  g_autofree char *encoded
      = g_strdup_printf ("\"name_b64\":\"sha256-salted:%s\"", g_checksum_get_string (sum));
  self->name_fits = strstr (parts->entry, stands) != NULL || strstr (parts->entry, encoded) != NULL;
  self->name = assay_text_visible ((const char *) value, (gssize) size);
  return TRUE;
}

/* One line before the path; each kind in its place. */
static gboolean
read_line (AssayReceiptCheck *self, Parts *parts, const char *line)
{
  if (parts->entry == NULL && g_str_has_prefix (line, "entry "))
    parts->entry = g_strconcat (line + strlen ("entry "), "\n", NULL);
  else if (parts->entry != NULL && parts->signature == NULL
           && g_str_has_prefix (line, "signature "))
    parts->signature = assay_text_unhex (line + strlen ("signature "));
  else if (parts->signature != NULL && self->hex->len < 2 && g_str_has_prefix (line, "key ")
           && strlen (line) == strlen ("key ") + 2 * HASH)
    g_ptr_array_add (self->hex, g_strdup (line + strlen ("key ")));
  else if (self->hex->len > 0 && g_str_has_prefix (line, "name "))
    return read_name (self, parts, line + strlen ("name "));
  else
    return FALSE;
  return parts->entry != NULL;
}

static gboolean
read_parts (AssayReceiptCheck *self, Parts *parts, char **lines)
{
  if (strcmp (lines[0], "assay-receipt/v1") != 0)
    return FALSE;
  char **line = lines + 1;
  for (; *line != NULL && !g_str_has_prefix (*line, "index "); line++)
    if (!read_line (self, parts, *line))
      return FALSE;
  if (*line == NULL || self->hex->len == 0
      || !g_ascii_string_to_unsigned (*line + strlen ("index "), 10, 0, G_MAXINT64, &parts->index,
                                      NULL))
    return FALSE;
  for (line++; *line != NULL && **line != '\0'; line++)
    if (parts->levels == MOST_LEVELS || !read_hash (*line, parts->path[parts->levels++]))
      return FALSE;
  parts->note = *line == NULL ? line : line + 1;
  /* Four lines, an empty one, the signature, and nothing after its newline. */
  return g_strv_length (parts->note) == 7 && *parts->note[4] == '\0' && *parts->note[6] == '\0';
}

static void
node_hash (const guint8 *left, const guint8 *right, guint8 out[HASH])
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length = HASH;
  g_checksum_update (sum, (const guchar *) "\x01", 1);
  g_checksum_update (sum, left, HASH);
  g_checksum_update (sum, right, HASH);
  g_checksum_get_digest (sum, out, &length);
}

/* RFC 9162 2.1.3.2. */
static gboolean
path_fits (const Parts *parts, guint64 size, const guint8 root[HASH])
{
  guint8 hash[HASH];
  gsize length = HASH;
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (sum, (const guchar *) "", 1); /* 0x00: a leaf */
  g_checksum_update (sum, (const guchar *) parts->entry, (gssize) strlen (parts->entry));
  g_checksum_get_digest (sum, hash, &length);
  if (parts->index >= size)
    return FALSE;
  guint64 fn = parts->index;
  guint64 sn = size - 1;
  for (guint i = 0; i < parts->levels; i++)
    {
      guint8 joined[HASH];
      if (sn == 0)
        return FALSE;
      const gboolean right = (fn & 1) != 0 || fn == sn;
      node_hash (right ? parts->path[i] : hash, right ? hash : parts->path[i], joined);
      memcpy (hash, joined, HASH);
      while (right && (fn & 1) == 0 && fn != 0)
        {
          fn >>= 1;
          sn >>= 1;
        }
      fn >>= 1;
      sn >>= 1;
    }
  return sn == 0 && memcmp (hash, root, HASH) == 0;
}

static void
check_note (AssayReceiptCheck *self, const Parts *parts, const AssayLedgerKeys *const *keys)
{
  char **lines = parts->note;
  guint8 root[HASH];
  g_autofree char *text
      = g_strdup_printf ("%s\n%s\n%s\n%s\n", lines[0], lines[1], lines[2], lines[3]);
  g_autofree char *origin = g_strconcat (ORIGIN, self->log, NULL);
  if (strcmp (lines[0], origin) != 0
      || !g_ascii_string_to_unsigned (lines[1], 10, 1, G_MAXINT64, &self->covered, NULL)
      || !read_hash (lines[2], root))
    return;
  for (guint i = 0; i < self->hex->len; i++)
    self->checkpoint |= assay_ledger_keys_check_note (keys[i], 0, self->log, text, lines[5]);
  self->path = path_fits (parts, self->covered, root);
}

/* What the entry says of the exhibit. FALSE if it is no intake of one. */
static gboolean
read_entry (AssayReceiptCheck *self, const Parts *parts)
{
  g_autoptr (JsonNode) node = assay_json_parse (parts->entry, -1, ENTRY_DEPTH, NULL);
  JsonObject *root
      = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonObject *data = root == NULL ? NULL : assay_json_object (root, "data");
  if (data == NULL || strcmp (assay_json_string (root, "event", ""), "intake") != 0)
    return FALSE;
  self->log = assay_text_visible (assay_json_string (root, "log", ""), -1);
  self->time = assay_text_visible (assay_json_string (root, "time", ""), -1);
  self->actor = assay_text_visible (assay_json_string (root, "actor", ""), -1);
  self->sha256 = assay_text_visible (assay_json_string (data, "sha256", ""), -1);
  self->seq = (guint64) MAX (assay_json_int (root, "seq", 0), 0);
  self->item = (guint64) MAX (assay_json_int (data, "item", 0), 0);
  self->size = (guint64) MAX (assay_json_int (data, "size", 0), 0);
  return self->item > 0 && self->seq == parts->index + 1;
}

static void
check_parts (AssayReceiptCheck *self, const Parts *parts)
{
  AssayLedgerKeys *keys[2] = { NULL, NULL };
  g_autoptr (GString) names = g_string_new (NULL);
  for (guint i = 0; i < self->hex->len; i++)
    {
      const char *hex = self->hex->pdata[i];
      g_autoptr (GBytes) raw = assay_text_unhex (hex);
      g_autofree char *hash
          = raw == NULL ? g_strdup ("") : g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, raw);
      g_string_append_printf (names, "%sed25519:%.16s", i > 0 ? " " : "", hash);
      keys[i] = assay_ledger_keys_new ();
      if (assay_ledger_keys_start (keys[i], hex))
        self->entry |= assay_ledger_keys_check (keys[i], self->actor, 1, parts->entry,
                                                strlen (parts->entry), parts->signature);
    }
  self->keys = g_string_free (g_steal_pointer (&names), FALSE);
  check_note (self, parts, (const AssayLedgerKeys *const *) keys);
  for (guint i = 0; i < self->hex->len; i++)
    assay_ledger_keys_free (keys[i]);
}

void
assay_receipt_check (AssayReceiptCheck *self, const char *text, gsize size)
{
  *self = (AssayReceiptCheck){ .name_fits = TRUE };
  self->hex = g_ptr_array_new_with_free_func (g_free);
  if (size > ASSAY_RECEIPT_LIMIT || memchr (text, '\0', size) != NULL)
    return;
  g_autofree char *copy = g_strndup (text, size);
  g_auto (GStrv) lines = g_strsplit (copy, "\n", MOST_LINES);
  g_auto (Parts) parts = { .entry = NULL };
  if (g_strv_length (lines) < 10 || !read_parts (self, &parts, lines) || !read_entry (self, &parts))
    return;
  self->form = TRUE;
  check_parts (self, &parts);
}

void
assay_receipt_check_clear (AssayReceiptCheck *self)
{
  g_clear_pointer (&self->hex, g_ptr_array_unref);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->keys, g_free);
  g_clear_pointer (&self->log, g_free);
  g_clear_pointer (&self->time, g_free);
  g_clear_pointer (&self->sha256, g_free);
  g_clear_pointer (&self->actor, g_free);
}
