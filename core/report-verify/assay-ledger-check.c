/* assay-ledger-check.c: walks ledger.jsonl and ledger.sig side by side, and holds the checkpoint
 * against what it walked. */
#include "report-verify/assay-ledger-check-private.h"

#include "config.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <string.h>

#include "base/assay-base.h"
#include "report-verify/assay-ledger-keys-private.h"

#define HASH 32
#define ORIGIN "assay-case/"
#define ENTRY_DEPTH 8
/* A tree of 2^48 leaves is beyond any ledger. */
#define MOST_LEVELS 48

/* Lines of a foreign text, without copying. */
typedef struct
{
  const char *p;
  const char *end;
} Lines;

static gboolean
next_line (Lines *self, const char **start, gsize *length)
{
  if (self->p >= self->end)
    return FALSE;
  const char *stop = memchr (self->p, '\n', (gsize) (self->end - self->p));
  *start = self->p;
  *length = (gsize) ((stop != NULL ? stop : self->end) - self->p);
  self->p = stop != NULL ? stop + 1 : self->end;
  return TRUE;
}

static void
lines_init (Lines *self, GBytes *bytes)
{
  gsize size;
  self->p = g_bytes_get_data (bytes, &size);
  self->end = self->p + size;
}

static void
sha256 (const char *prefix, gsize n_prefix, const void *data, gsize size, guint8 out[HASH])
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length = HASH;
  g_checksum_update (sum, (const guchar *) prefix, (gssize) n_prefix);
  g_checksum_update (sum, data, (gssize) size);
  g_checksum_get_digest (sum, out, &length);
}

/* RFC 9162 2.1: a stack of complete subtrees, joined as soon as two have the same height. */
typedef struct
{
  guint8 nodes[MOST_LEVELS][HASH];
  guint heights[MOST_LEVELS];
  guint n;
} Tree;

static void
join_top (Tree *self)
{
  guint8 both[2 * HASH];
  memcpy (both, self->nodes[self->n - 2], HASH);
  memcpy (both + HASH, self->nodes[self->n - 1], HASH);
  self->n--;
  sha256 ("\x01", 1, both, sizeof both, self->nodes[self->n - 1]);
}

static void
tree_add (Tree *self, const void *entry, gsize size)
{
  if (self->n == MOST_LEVELS)
    return;
  sha256 ("\x00", 1, entry, size, self->nodes[self->n]);
  self->heights[self->n++] = 0;
  while (self->n >= 2 && self->heights[self->n - 1] == self->heights[self->n - 2])
    {
      join_top (self);
      self->heights[self->n - 1]++;
    }
}

static void
tree_root (Tree self, guint8 root[HASH])
{
  while (self.n >= 2)
    join_top (&self);
  if (self.n == 1)
    memcpy (root, self.nodes[0], HASH);
  else
    sha256 ("", 0, "", 0, root);
}

static EVP_PKEY *
read_key (GBytes *pem)
{
  gsize size;
  const void *data = g_bytes_get_data (pem, &size);
  BIO *bio = size <= 4096 ? BIO_new_mem_buf (data, (int) size) : NULL;
  EVP_PKEY *key = bio != NULL ? PEM_read_bio_PUBKEY (bio, NULL, NULL, NULL) : NULL;
  BIO_free (bio);
  if (key != NULL && EVP_PKEY_get_id (key) != EVP_PKEY_ED25519)
    g_clear_pointer (&key, EVP_PKEY_free);
  return key;
}

/* "assay-case/…", size, root, "chain …", empty line, signature line. */
static gboolean
check_note (const AssayLedgerCheck *self,
            const AssayLedgerKeys *keys,
            GBytes *note,
            const guint8 root[HASH])
{
  gsize size;
  const char *data = g_bytes_get_data (note, &size);
  if (size > 4096)
    return FALSE;
  g_autofree char *text = g_strndup (data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", 8);
  if (g_strv_length (lines) < 6 || *lines[4] != '\0')
    return FALSE;
  g_autofree char *chain = g_strconcat ("chain ", self->head, NULL);
  gsize n_root = 0;
  g_autofree guchar *claimed = g_base64_decode (lines[2], &n_root);
  g_autofree char *signed_text
      = g_strdup_printf ("%s\n%s\n%s\n%s\n", lines[0], lines[1], lines[2], lines[3]);
  return g_str_equal (lines[3], chain) && n_root == HASH && memcmp (claimed, root, HASH) == 0
         && g_str_has_prefix (lines[0], ORIGIN)
         && assay_ledger_keys_check_note (keys, self->n_entries, lines[0] + strlen (ORIGIN),
                                          signed_text, lines[5]);
}

/* What one entry says that matters here. */
static void
read_entry (AssayLedgerCheck *self, JsonObject *root)
{
  JsonObject *data = assay_json_object (root, "data");
  if (data != NULL && g_str_equal (assay_json_string (root, "event", ""), "intake"))
    g_hash_table_add (self->hashes, g_strdup (assay_json_string (data, "sha256", "")));
}

/* Entry 1 carries the key: the attached one must be the same. */
static gboolean
start_keys (AssayLedgerKeys *keys, JsonObject *root, EVP_PKEY *key)
{
  JsonObject *data = assay_json_object (root, "data");
  guint8 raw[HASH];
  gsize size = sizeof raw;
  if (data == NULL || EVP_PKEY_get_raw_public_key (key, raw, &size) != 1)
    return FALSE;
  g_autofree char *hex = assay_text_hex (raw, size);
  return g_str_equal (assay_json_string (data, "public_key", ""), hex)
         && assay_ledger_keys_start (keys, hex);
}

static AssayLedgerState
check_line (AssayLedgerCheck *self,
            EVP_PKEY *key,
            AssayLedgerKeys *keys,
            const char *entry,
            GBytes *signature)
{
  const guint64 number = self->n_entries + 1;
  g_autofree char *link
      = g_strdup_printf (",\"prev\":\"%s\",\"seq\":%" G_GUINT64_FORMAT ",", self->head, number);
  if (strstr (entry, link) == NULL)
    return ASSAY_LEDGER_CHAIN;
  g_autoptr (JsonNode) node = assay_json_parse (entry, -1, ENTRY_DEPTH, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return number == 1 ? ASSAY_LEDGER_KEY : ASSAY_LEDGER_CHAIN;
  JsonObject *root = json_node_get_object (node);
  if (number == 1 && !start_keys (keys, root, key))
    return ASSAY_LEDGER_KEY;
  if (!assay_ledger_keys_check (keys, assay_json_string (root, "actor", ""), number, entry,
                                strlen (entry), signature))
    return ASSAY_LEDGER_SIGNATURE;
  if (!assay_ledger_keys_apply (keys, number, root))
    return ASSAY_LEDGER_KEY;
  read_entry (self, root);
  return ASSAY_LEDGER_SOUND;
}

static guint64
note_size (GBytes *note)
{
  gsize size;
  const char *data = g_bytes_get_data (note, &size);
  const char *second = memchr (data, '\n', size);
  if (second == NULL)
    return 0;
  g_autofree char *text = g_strndup (second + 1, MIN (20, size - (gsize) (second + 1 - data)));
  return g_ascii_strtoull (text, NULL, 10);
}

/* The signature of the next line, NULL if there is none. */
static GBytes *
next_signature (Lines *proofs)
{
  const char *text;
  gsize length;
  if (!next_line (proofs, &text, &length))
    return NULL;
  g_autofree char *hex = g_strndup (text, MIN (length, 256));
  return assay_text_unhex (hex);
}

static void
walk (AssayLedgerCheck *self, EVP_PKEY *key, GBytes *ledger, GBytes *signatures, GBytes *note)
{
  Lines entries;
  Lines proofs;
  Tree tree = { .n = 0 };
  const char *line;
  gsize length;
  gboolean fits = note == NULL;
  g_autoptr (AssayLedgerKeys) keys = assay_ledger_keys_new ();
  lines_init (&entries, ledger);
  lines_init (&proofs, signatures);
  while (next_line (&entries, &line, &length))
    {
      g_autoptr (GBytes) signature = next_signature (&proofs);
      g_autofree char *entry
          = g_strdup_printf ("%.*s\n", (int) MIN (length, ASSAY_LIMIT_BLOCK), line);
      self->state = check_line (self, key, keys, entry, signature);
      if (self->state != ASSAY_LEDGER_SOUND)
        {
          self->entry = self->n_entries + 1;
          return;
        }
      guint8 hash[HASH];
      sha256 ("", 0, entry, strlen (entry), hash);
      g_autofree char *hex = assay_text_hex (hash, HASH);
      g_strlcpy (self->head, hex, sizeof self->head);
      self->n_entries++;
      tree_add (&tree, entry, strlen (entry));
      if (note != NULL && self->n_entries == self->size)
        {
          guint8 root[HASH];
          tree_root (tree, root);
          fits = check_note (self, keys, note, root);
        }
    }
  if (!fits)
    self->state = ASSAY_LEDGER_CHECKPOINT;
}

void
assay_ledger_check (
    AssayLedgerCheck *self, GBytes *ledger, GBytes *signatures, GBytes *pem, GBytes *note)
{
  *self = (AssayLedgerCheck){ .state = ASSAY_LEDGER_KEY };
  self->hashes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  memset (self->head, '0', 64);
  EVP_PKEY *key = read_key (pem);
  if (key == NULL)
    return;
  self->state = ASSAY_LEDGER_SOUND;
  self->size = note != NULL ? note_size (note) : 0;
  walk (self, key, ledger, signatures, note);
  EVP_PKEY_free (key);
}

void
assay_ledger_check_clear (AssayLedgerCheck *self)
{
  g_clear_pointer (&self->hashes, g_hash_table_unref);
}

void
assay_ledger_check_report (const AssayLedgerCheck *self, AssayResultBuilder *builder)
{
  static const char *const rules[] = {
    [ASSAY_LEDGER_KEY] = "RPT-09",
    [ASSAY_LEDGER_CHAIN] = "RPT-10",
    [ASSAY_LEDGER_SIGNATURE] = "RPT-11",
    [ASSAY_LEDGER_CHECKPOINT] = "RPT-12",
  };
  if (self->state == ASSAY_LEDGER_SOUND)
    return;
  AssayFindingBuilder *finding
      = assay_finding_builder_new (rules[self->state], ASSAY_SEVERITY_COMPROMISED);
  assay_finding_builder_int (finding, "entry", (gint64) self->entry, "");
  assay_finding_builder_int (finding, "checkpoint_size", (gint64) self->size, "");
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
}
