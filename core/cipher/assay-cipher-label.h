/* assay-cipher-label.h: what a slice segment says of itself to everybody: its header, where its
 * codewords and some of its bins stand, the interval at these. Encryption changes none of it, so
 * the one who decrypts finds the same label, whatever became of the segments before. */
#pragma once

#include "cipher/assay-cipher-keystream.h"
#include "cipher/assay-cipher-repeats.h"
#include "cipher/assay-hevc-parser.h"

G_BEGIN_DECLS

/**
 * assay_cipher_label_read:
 * @key: of the stream's key streams
 * @scratch: emptied and used
 * @label: (out): HMAC-SHA-256 of all that, its first bytes
 *
 * Entry points do not count: they change with emulation prevention.
 */
void assay_cipher_label_read (const AssayHevcSliceSegment *segment,
                              const guint8 key[ASSAY_CIPHER_KEY_SIZE],
                              GByteArray *scratch,
                              guint8 label[ASSAY_CIPHER_LABEL]);

G_END_DECLS
