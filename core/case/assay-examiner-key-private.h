/* assay-examiner-key-private.h: verifying signatures. */
#pragma once

#include "case/assay-examiner-key.h"

G_BEGIN_DECLS

/* Whether @signature is that of the key with @public_key (raw, 32 bytes) over @data. */
gboolean assay_ed25519_verify (const guint8 public_key[32],
                               const void *data,
                               gsize size,
                               const guint8 signature[64]);
/* "ed25519:" and the first 16 hex of SHA-256(public key). */
char *assay_ed25519_actor (const guint8 public_key[32]) G_GNUC_WARN_UNUSED_RESULT;

/* Many verifications with one key: the key is set up once. */
typedef struct _AssayVerifier AssayVerifier;
AssayVerifier *assay_verifier_new (const guint8 public_key[32]) G_GNUC_WARN_UNUSED_RESULT;
gboolean assay_verifier_check (AssayVerifier *self,
                               const void *data,
                               gsize size,
                               const guint8 signature[64]);
void assay_verifier_free (AssayVerifier *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayVerifier, assay_verifier_free)

G_END_DECLS
