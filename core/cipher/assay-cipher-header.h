/* assay-cipher-header.h: what an encrypted stream carries to be decrypted: two user-data SEI
 * messages (ITU-T H.265 D.2.7), one before the first picture, one behind the last.
 *
 * header: UUID 16, version 1, generator 1, mode 1, elements 1, hash SEI 1, KDF kind 1, passes 1,
 *   memory 1, lanes 1, salt 16, nonce 16, layers 8, key check 8, HMAC of all before 16: 89 bytes
 * seal: UUID 16, number of slice segments 4, number of units 4, HMAC-SHA-256 32: 56 bytes
 * The seal's HMAC covers every unit of the encrypted stream but the seal: a stream that was cut,
 * changed or put in another order is told from one that is whole. With framing 160 bytes a stream.
 */
#pragma once

#include "cipher/assay-cipher-key.h"
#include "cipher/assay-hevc-nal.h"

G_BEGIN_DECLS

#define ASSAY_CIPHER_VERSION 1
#define ASSAY_CIPHER_LAYERS 64

/* What becomes of the decoded picture hashes, which are wrong for the encrypted pictures. */
typedef enum
{
  ASSAY_HASH_SEI_KEEP,  /* they prove exact decryption */
  ASSAY_HASH_SEI_STRIP, /* gone; decryption cannot bring them back */
  ASSAY_N_HASH_SEI,
} AssayHashSei;

typedef struct
{
  AssayGenerator generator;
  guint mode;     /* one AssayCipherMode bit */
  guint elements; /* 1 << AssayCipherClass */
  AssayHashSei hash_sei;
  guint64 layers; /* 1 << nuh_layer_id; bits above 0 have no meaning yet */
  AssayCipherKdf kdf;
  guint8 nonce[ASSAY_CIPHER_NONCE];
} AssayCipherHeader;

/* A NAL unit with its header and emulation prevention. */
GBytes *assay_cipher_header_write (const AssayCipherHeader *self,
                                   const AssayCipherKeys *keys) G_GNUC_WARN_UNUSED_RESULT;

/* Whether @nal is such a header, of whatever version. */
gboolean assay_cipher_header_is (const AssayHevcNal *nal);
/* FALSE with ASSAY_CIPHER_ERROR_MALFORMED, or _UNSUPPORTED for another version. */
gboolean
assay_cipher_header_read (AssayCipherHeader *self, const AssayHevcNal *nal, GError **error);
/* Of a header that could be read: FALSE with ASSAY_CIPHER_ERROR_KEY (wrong key) or _ALTERED. */
gboolean
assay_cipher_header_check (const AssayHevcNal *nal, const AssayCipherKeys *keys, GError **error);

typedef struct
{
  guint32 segments; /* slice segments */
  guint32 units;    /* NAL units, the header among them, the seal not */
  guint8 digest[32];
} AssayCipherSeal;

/* @temporal_id: of the picture that it stands behind. */
GBytes *assay_cipher_seal_write (const AssayCipherSeal *self,
                                 guint temporal_id) G_GNUC_WARN_UNUSED_RESULT;
/* Whether @nal is a seal; then @self is filled. */
gboolean assay_cipher_seal_read (AssayCipherSeal *self, const AssayHevcNal *nal);

G_END_DECLS
