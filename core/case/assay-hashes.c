/* assay-hashes.c: OpenSSL digests as pipeline consumers. */
#include "case/assay-hashes-private.h"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <openssl/evp.h>
#include <string.h>

#include "base/assay-text.h"
#include "case/assay-case-error-private.h"

#define ALGORITHMS 4

struct _AssayHasher
{
  EVP_MD_CTX *contexts[ALGORITHMS]; /* NULL: not computed */
};

AssayHasher *
assay_hasher_new (AssayHashSet set)
{
  const EVP_MD *const digests[ALGORITHMS] = {
    EVP_sha256 (),
    (set & ASSAY_HASH_SHA512) != 0 ? EVP_sha512 () : NULL,
    (set & ASSAY_HASH_MATCHING) != 0 ? EVP_sha1 () : NULL,
    (set & ASSAY_HASH_MATCHING) != 0 ? EVP_md5 () : NULL,
  };
  AssayHasher *self = g_new0 (AssayHasher, 1);
  for (guint i = 0; i < ALGORITHMS; i++)
    {
      if (digests[i] == NULL)
        continue;
      self->contexts[i] = EVP_MD_CTX_new ();
      /* A system in FIPS mode has no MD5: the match key is then missing, the proof is not. */
      if (EVP_DigestInit_ex (self->contexts[i], digests[i], NULL) != 1)
        g_clear_pointer (&self->contexts[i], EVP_MD_CTX_free);
    }
  return self;
}

void
assay_hasher_free (AssayHasher *self)
{
  for (guint i = 0; i < ALGORITHMS; i++)
    EVP_MD_CTX_free (self->contexts[i]);
  g_free (self);
}

static gboolean
update (const guint8 *data, gsize size, gpointer user_data)
{
  EVP_MD_CTX *context = user_data;
  return EVP_DigestUpdate (context, data, size) == 1;
}

guint
assay_hasher_get_consumers (AssayHasher *self, AssayConsumer *consumers)
{
  guint count = 0;
  for (guint i = 0; i < ALGORITHMS; i++)
    if (self->contexts[i] != NULL)
      consumers[count++] = (AssayConsumer){ update, self->contexts[i] };
  return count;
}

static void
finish_one (EVP_MD_CTX *context, char *text, gsize size)
{
  text[0] = '\0';
  guint8 digest[EVP_MAX_MD_SIZE];
  guint length = 0;
  if (context == NULL || EVP_DigestFinal_ex (context, digest, &length) != 1)
    return;
  g_autofree char *hex = assay_text_hex (digest, length);
  (void) g_strlcpy (text, hex, size);
}

void
assay_hasher_finish (AssayHasher *self, AssayHashes *hashes)
{
  finish_one (self->contexts[0], hashes->sha256, sizeof hashes->sha256);
  finish_one (self->contexts[1], hashes->sha512, sizeof hashes->sha512);
  finish_one (self->contexts[2], hashes->sha1, sizeof hashes->sha1);
  finish_one (self->contexts[3], hashes->md5, sizeof hashes->md5);
}

gboolean
assay_hash_descriptor (int fd,
                       guint64 expected,
                       AssayHashSet set,
                       AssayProgress *progress,
                       GCancellable *cancellable,
                       AssayHashes *hashes,
                       guint64 *size,
                       GError **error)
{
  g_autoptr (AssayHasher) hasher = assay_hasher_new (set);
  AssayConsumer consumers[ALGORITHMS];
  const AssayPipeline pipeline = {
    .fd = fd,
    .limit = expected + 1, /* one more shows that there is more */
    .consumers = consumers,
    .n_consumers = assay_hasher_get_consumers (hasher, consumers),
    .total = expected,
    .progress = progress,
    .what = N_ ("Checking"),
  };
  AssayPipelineEnd end;
  assay_pipeline_run (&pipeline, cancellable, &end);
  if (size != NULL)
    *size = end.read;
  if (end.cancelled)
    {
      (void) g_cancellable_set_error_if_cancelled (cancellable, error);
      return FALSE;
    }
  if (end.read_error != 0 || end.consume_error != 0)
    {
      assay_case_set_errno (error, end.read_error != 0 ? end.read_error : end.consume_error,
                            _ ("The bytes could not be read"));
      return FALSE;
    }
  assay_hasher_finish (hasher, hashes);
  return TRUE;
}
