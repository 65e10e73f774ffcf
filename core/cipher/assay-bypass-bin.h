/* assay-bypass-bin.h: what the parser of slice data tells about bins that may be replaced.
 *
 * A bypass bin splits the interval in halves without a probability: whatever its value, range and
 * shifts stay the same (ITU-T H.265, 9.3.4.3.4). Where no later parsing depends on the value, it
 * may be flipped, and the arithmetic codeword, read as one large number, changes by plus or minus
 * the range at the bin's bit position. That is all a cipher needs to know; it never encodes. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Syntax elements of Hamidouche et al., ICASSP 2015, section 3. */
typedef enum
{
  ASSAY_CIPHER_COEFF_SIGN, /* coeff_sign_flag */
  ASSAY_CIPHER_TR_SUFFIX,  /* coeff_abs_level_remaining, suffix of the truncated Rice part */
  ASSAY_CIPHER_EG_SUFFIX,  /* coeff_abs_level_remaining, suffix of the Exp-Golomb part */
  ASSAY_CIPHER_MVD_SUFFIX, /* abs_mvd_minus2, suffix of the Exp-Golomb code */
  ASSAY_CIPHER_MVD_SIGN,   /* mvd_sign_flag */
  ASSAY_CIPHER_DQP_SIGN,   /* cu_qp_delta_sign_flag */
  ASSAY_CIPHER_N_CLASSES,
} AssayCipherClass;

/* Which bins are free. */
typedef enum
{
  ASSAY_CIPHER_MODE_PAPER = 1 << 0,    /* Algorithm 3.1 as published */
  ASSAY_CIPHER_MODE_EXACT = 1 << 1,    /* the condition that it approximates, derived */
  ASSAY_CIPHER_MODE_EXTENDED = 1 << 2, /* and where the Rice parameter is at its cap, or not used
                                          again */
} AssayCipherMode;

/* Bins of a run at most: those of the longest Exp-Golomb suffix. */
#define ASSAY_BYPASS_RUN 21

/* Bypass bins of one class that follow each other. In masks and in the value the last bin is the
 * least bit. Algorithm 3.1 and the derived condition agree wherever version 1 of the standard can
 * come to (p from 1 to 3). */
typedef struct
{
  guint32 position; /* bit of the RBSP, 0 the first of the NAL unit's header: the one that the last
                       bin shifted in, to which the last bit of range is aligned */
  guint16 range;    /* 256 to 510, at all of them */
  guint8 element;   /* AssayCipherClass */
  guint8 n;         /* 1 to ASSAY_BYPASS_RUN */
  guint32 value;
  guint32 free;     /* which may be flipped in the modes "paper" and "exact" */
  guint32 extended; /* in the mode "extended": these and more */
} AssayBypassRun;

/* Which bins of a run may be flipped in @mode. */
static inline guint32
assay_bypass_run_free (const AssayBypassRun *self, AssayCipherMode mode)
{
  return mode == ASSAY_CIPHER_MODE_EXTENDED ? self->extended : self->free;
}

/* One arithmetic codeword: from an initialisation of the engine to a terminating bin of 1 (end of
 * the slice segment, of a substream, or before PCM samples). Its last bit is the 1 that follows. */
typedef struct
{
  guint32 first_bit; /* of the RBSP; a multiple of 8 */
  guint32 end_bit;   /* behind the stop bit */
  guint32 first_run; /* index of the first run of bins in it */
  guint32 substream; /* number in the slice segment, counted from 0 */
  guint8 tail;       /* offset minus range when it ended: 0 or 1 */
} AssayCodeword;

/* Where a coding tree unit begins. */
typedef struct
{
  guint32 address;   /* in raster scan of the picture */
  guint32 first_run; /* index of its first run of bins */
  guint32 position;  /* bit of the RBSP that the engine had read up to when it began */
} AssayCodedUnit;

G_END_DECLS
