/* assay-substream-patch.h: bypass bins of a finished CABAC codeword are changed in place, without
 * an arithmetic encoder.
 *
 * A bypass bin (H.265 9.3.4.3.4) halves the interval and changes neither ivlCurrRange nor the
 * number of bits read. If bin i is 1, its range R_i has been added to the interval's lower end with
 * the weight of the last bit that was read. So the codeword with other bypass bins is the old one,
 * taken as one large number, plus the sum of ±R_i at those weights. Only the last bit, which the
 * encoder sets to 1 whatever the number says (9.3.4.5, EncodeFlush), has to be put right
 * afterwards. Where nothing is flipped, nothing is written: the null cipher is the identity by
 * construction. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bins of one call of assay_substream_patch_add() at most. */
#define ASSAY_SUBSTREAM_PATCH_BINS 32

/* What is to be added to one codeword. Its fields are private; for one thread. */
typedef struct
{
  gint64 *limbs; /* 32 bits each, in the order of the bytes; the first stands before the codeword */
  gsize capacity;
  gsize used;      /* limbs from the first to the last that is not zero */
  guint64 n_bits;  /* of the codeword's bytes */
  gboolean failed; /* a change lay beyond the codeword */
} AssaySubstreamPatch;

void assay_substream_patch_init (AssaySubstreamPatch *self);
void assay_substream_patch_clear (AssaySubstreamPatch *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AssaySubstreamPatch, assay_substream_patch_clear)

/**
 * assay_substream_patch_begin:
 * @size: bytes that the codeword can have at most; it begins where ivlOffset was read
 *
 * Forgets changes that have not been applied. The memory is kept for the next codeword.
 *
 * Returns: %FALSE if @size cannot be held, with ASSAY_BASE_ERROR_LIMIT
 */
gboolean assay_substream_patch_begin (AssaySubstreamPatch *self, gsize size, GError **error);

/**
 * assay_substream_patch_add:
 * @bit: how many bits of the codeword have been read when the last of the bins is known
 * @range: ivlCurrRange during the bins, 256 .. 510
 * @difference: new value less old value of up to 32 bins in sequence, the first the most
 *   significant
 */
static inline void
assay_substream_patch_add (AssaySubstreamPatch *self, guint64 bit, guint range, gint64 difference)
{
  guint shift = (guint) (31 - ((bit - 1) & 31));
  gsize limb = (gsize) ((bit - 1) >> 5) + 1;
  gint64 product = difference * (gint64) range; /* 9 + 33 bits */
  gint64 low = (product & 0xffffffff) << shift; /* the two halves, so that nothing overflows */
  gint64 high = (product >> 32) * ((gint64) 1 << shift) + (low >> 32);

  if (bit == 0 || bit > self->n_bits)
    {
      self->failed = TRUE;
      return;
    }
  self->limbs[limb] += low & 0xffffffff;
  self->limbs[limb - 1] += high;
  if (limb >= self->used)
    self->used = limb + 1;
}

/**
 * assay_substream_patch_apply:
 * @bytes: (array length=size): the codeword, changed in place
 * @stop_bit: how many bits have been read when the terminating bin is decoded: the last of them is
 *   the bit that the encoder set to 1
 * @surplus: ivlOffset less ivlCurrRange at that bin, 0 or 1
 *
 * Returns: %FALSE if the codeword cannot be that of an encoder: a change beyond its end, a stop bit
 *   that is 0, a carry out of its front. @bytes are then as before
 */
gboolean assay_substream_patch_apply (
    AssaySubstreamPatch *self, guint8 *bytes, gsize size, guint64 stop_bit, guint surplus);

G_END_DECLS
