/* assay-ledger-keys.c: the keys of a foreign ledger, entry by entry: the host's keyring is of no
 * use here, because the engine knows no case store. */
#include "report-verify/assay-ledger-keys-private.h"

#include "config.h"

#include <openssl/evp.h>
#include <string.h>

#include "base/assay-base.h"

#define RAW 32
#define SIGNATURE 64

typedef struct
{
  EVP_PKEY *key;
  char hex[2 * RAW + 1];
  char actor[25];
  guint64 added;
  guint64 retired; /* G_MAXUINT64 while in force */
} Key;

struct _AssayLedgerKeys
{
  Key keys[ASSAY_LEDGER_KEYS_MOST];
  guint n;
};

AssayLedgerKeys *
assay_ledger_keys_new (void)
{
  return g_new0 (AssayLedgerKeys, 1);
}

void
assay_ledger_keys_free (AssayLedgerKeys *self)
{
  for (guint i = 0; i < self->n; i++)
    EVP_PKEY_free (self->keys[i].key);
  g_free (self);
}

static gboolean
verify (EVP_PKEY *key, const void *data, gsize size, GBytes *signature)
{
  if (signature == NULL || g_bytes_get_size (signature) != SIGNATURE)
    return FALSE;
  EVP_MD_CTX *context = EVP_MD_CTX_new ();
  const gboolean valid
      = context != NULL && EVP_DigestVerifyInit (context, NULL, NULL, NULL, key) == 1
        && EVP_DigestVerify (context, g_bytes_get_data (signature, NULL), SIGNATURE, data, size)
               == 1;
  EVP_MD_CTX_free (context);
  return valid;
}

static Key *
find (AssayLedgerKeys *self, const char *hex)
{
  for (guint i = 0; i < self->n; i++)
    if (strcmp (self->keys[i].hex, hex) == 0)
      return &self->keys[i];
  return NULL;
}

static Key *
add (AssayLedgerKeys *self, const char *hex, guint64 entry)
{
  g_autoptr (GBytes) raw = assay_text_unhex (hex);
  if (raw == NULL || g_bytes_get_size (raw) != RAW || self->n == ASSAY_LEDGER_KEYS_MOST)
    return NULL;
  Key *key = &self->keys[self->n];
  key->key
      = EVP_PKEY_new_raw_public_key (EVP_PKEY_ED25519, NULL, g_bytes_get_data (raw, NULL), RAW);
  if (key->key == NULL)
    return NULL;
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, raw);
  g_autofree char *actor = g_strdup_printf ("ed25519:%.16s", hash);
  (void) g_strlcpy (key->actor, actor, sizeof key->actor);
  (void) g_strlcpy (key->hex, hex, sizeof key->hex);
  key->added = entry;
  key->retired = G_MAXUINT64;
  self->n++;
  return key;
}

gboolean
assay_ledger_keys_start (AssayLedgerKeys *self, const char *hex)
{
  return self->n == 0 && add (self, hex, 0) != NULL;
}

gboolean
assay_ledger_keys_check (const AssayLedgerKeys *self,
                         const char *actor,
                         guint64 entry,
                         const void *data,
                         gsize size,
                         GBytes *signature)
{
  for (guint i = 0; i < self->n; i++)
    {
      const Key *key = &self->keys[i];
      if (strcmp (key->actor, actor) == 0 && entry > key->added && entry <= key->retired)
        return verify (key->key, data, size, signature);
    }
  return FALSE;
}

/* First four bytes of SHA-256 (name || 0x0A || 0x01 || public key), as C2SP names a key. */
static gboolean
has_id (const Key *key, const char *origin, const guchar id[4])
{
  g_autoptr (GBytes) raw = assay_text_unhex (key->hex);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 hash[RAW];
  gsize length = sizeof hash;
  g_checksum_update (sum, (const guchar *) origin, (gssize) strlen (origin));
  g_checksum_update (sum, (const guchar *) "\n\x01", 2);
  g_checksum_update (sum, g_bytes_get_data (raw, NULL), RAW);
  g_checksum_get_digest (sum, hash, &length);
  return memcmp (hash, id, 4) == 0;
}

gboolean
assay_ledger_keys_check_note (
    const AssayLedgerKeys *self, guint64 entry, const char *log, const char *text, const char *line)
{
  g_autofree char *origin = g_strconcat ("assay-case/", log, NULL);
  g_autofree char *mark = g_strconcat ("\u2014 ", origin, " ", NULL);
  if (!g_str_has_prefix (line, mark))
    return FALSE;
  gsize size = 0;
  g_autofree guchar *tail = g_base64_decode (line + strlen (mark), &size);
  g_autofree char *again = g_base64_encode (tail, size);
  if (size != 4 + SIGNATURE || strcmp (again, line + strlen (mark)) != 0)
    return FALSE;
  g_autoptr (GBytes) signature = g_bytes_new (tail + 4, SIGNATURE);
  for (guint i = 0; i < self->n; i++)
    {
      const Key *key = &self->keys[i];
      if (entry >= key->added && entry < key->retired && has_id (key, origin, tail)
          && verify (key->key, text, strlen (text), signature))
        return TRUE;
    }
  return FALSE;
}

/* The new key itself signed that it joins this ledger, invited by the signer of the entry. */
static gboolean
apply_add (AssayLedgerKeys *self, guint64 entry, JsonObject *root, JsonObject *data)
{
  const char *hex = assay_json_string (data, "public_key", "");
  g_autoptr (GBytes) proof = assay_text_unhex (assay_json_string (data, "proof", ""));
  g_autofree char *text
      = g_strdup_printf ("assay-key/%s\n%s\n%s\n", assay_json_string (root, "log", ""),
                         assay_json_string (root, "actor", ""), hex);
  if (find (self, hex) != NULL)
    return FALSE;
  const Key *key = add (self, hex, entry);
  return key != NULL && verify (key->key, text, strlen (text), proof);
}

static gboolean
apply_retire (AssayLedgerKeys *self, guint64 entry, JsonObject *data)
{
  Key *key = find (self, assay_json_string (data, "public_key", ""));
  guint in_force = 0;
  for (guint i = 0; i < self->n; i++)
    in_force += self->keys[i].retired == G_MAXUINT64;
  if (key == NULL || key->retired != G_MAXUINT64 || in_force < 2)
    return FALSE;
  key->retired = entry;
  return TRUE;
}

gboolean
assay_ledger_keys_apply (AssayLedgerKeys *self, guint64 entry, JsonObject *root)
{
  const char *event = assay_json_string (root, "event", "");
  JsonObject *data = assay_json_object (root, "data");
  if (strcmp (event, "key.add") == 0)
    return data != NULL && apply_add (self, entry, root, data);
  if (strcmp (event, "key.retire") == 0)
    return data != NULL && apply_retire (self, entry, data);
  return TRUE;
}
