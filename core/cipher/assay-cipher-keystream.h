/* assay-cipher-keystream.h: the numbers that free bins are enciphered with, anew for each substream
 * of each slice segment.
 *
 * Each slice segment has a key of its own, which comes from the stream's and its label; the
 * stream's comes from a nonce. A place has a number of 128 bits that is no other place's under the
 * same key. So no key stream is ever used twice. */
#pragma once

#include <glib.h>

#include "cipher/assay-chaos.h"
#include "cipher/assay-cipher-repeats.h"

G_BEGIN_DECLS

#define ASSAY_CIPHER_KEY_SIZE 32

typedef enum
{
  ASSAY_GENERATOR_AES,   /* AES-256 in counter mode, exclusive or */
  ASSAY_GENERATOR_CHAOS, /* AssayChaos with the feedback of Eq. 3 and 4 */
  ASSAY_GENERATOR_NULL,  /* changes nothing: for tests and measurements */
  ASSAY_N_GENERATORS,
} AssayGenerator;

/* Where bins stand. All numbers are at most what their field in the counter holds. */
typedef struct
{
  guint layer;       /* nuh_layer_id, 6 bits */
  guint32 segment;   /* versions before 6: slice segments of the layer before it, 32 bits; else 0 */
  guint32 address;   /* slice_segment_address, 24 bits */
  guint32 substream; /* within the segment, 24 bits */
} AssayCipherPlace;

typedef struct _AssayKeyStream AssayKeyStream;

/* For one thread. @key: of this stream alone; copied. */
AssayKeyStream *
assay_key_stream_new (AssayGenerator generator,
                      const guint8 key[ASSAY_CIPHER_KEY_SIZE]) G_GNUC_WARN_UNUSED_RESULT;
void assay_key_stream_free (AssayKeyStream *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayKeyStream, assay_key_stream_free)

/* From now on places are those of one slice segment: the key is HMAC-SHA-256 (stream's key, label,
 * repeat). Without it all places have the stream's key. */
void assay_key_stream_set_segment (AssayKeyStream *self,
                                   const guint8 label[ASSAY_CIPHER_LABEL],
                                   const AssayCipherRepeat *repeat);
/* Begins the numbers of @place. */
void assay_key_stream_start (AssayKeyStream *self, const AssayCipherPlace *place);
/* @value: @length bits, 1 .. 32. Both take the next numbers; what one makes the other undoes when
 * values come in the same order with the same lengths.
 * Chaos: c = r XOR (k + c') mod 2^length with c' the result before it, cut or filled with zeros to
 * @length, at first a number from the key (Eq. 3, 4). */
guint32 assay_key_stream_encrypt (AssayKeyStream *self, guint32 value, guint length);
guint32 assay_key_stream_decrypt (AssayKeyStream *self, guint32 value, guint length);

G_END_DECLS
