/* assay-cipher-seal.h: what the seal of a stream is computed from, unit after unit. */
#pragma once

#include "cipher/assay-cipher-header.h"

G_BEGIN_DECLS

/* A keyed hash over pieces in order. */
typedef struct _AssayCipherSum AssayCipherSum;

/* @purpose: two sums of one stream differ in it. */
AssayCipherSum *assay_cipher_sum_new (const AssayCipherKeys *keys,
                                      const char *purpose) G_GNUC_WARN_UNUSED_RESULT;
void assay_cipher_sum_free (AssayCipherSum *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayCipherSum, assay_cipher_sum_free)

/* Bytes as they come, wherever they are divided. */
void assay_cipher_sum_bytes (AssayCipherSum *self, const guint8 *data, gsize size);
/* A unit: its length, then its bytes. */
void assay_cipher_sum_unit (AssayCipherSum *self, const guint8 *data, gsize size);
/* HMAC-SHA-256, or its first bytes; once. */
void assay_cipher_sum_end (AssayCipherSum *self, guint8 *digest, gsize size);

/* What the seal says of a stream that was decrypted. */
typedef enum
{
  ASSAY_CIPHER_WHOLE,     /* as it was encrypted, and back as it was before */
  ASSAY_CIPHER_CUT,       /* its end is missing */
  ASSAY_CIPHER_ALTERED,   /* something in it was changed, left out, added or moved */
  ASSAY_CIPHER_DIFFERENT, /* as it was encrypted, but not back as it was before */
} AssayCipherState;

/* FALSE with ASSAY_CIPHER_ERROR _TRUNCATED, _ALTERED or _DIFFERENT unless it is whole. */
gboolean assay_cipher_state_check (AssayCipherState state, GError **error);

G_END_DECLS
