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

/* In which modes a bin is free. */
typedef enum
{
  ASSAY_CIPHER_MODE_PAPER = 1 << 0,    /* Algorithm 3.1 as published */
  ASSAY_CIPHER_MODE_EXACT = 1 << 1,    /* the condition that it approximates, derived */
  ASSAY_CIPHER_MODE_EXTENDED = 1 << 2, /* and where the Rice parameter is at its cap, or not used
                                          again */
} AssayCipherMode;

#define ASSAY_CIPHER_MODE_ALL                                                                      \
  (ASSAY_CIPHER_MODE_PAPER | ASSAY_CIPHER_MODE_EXACT | ASSAY_CIPHER_MODE_EXTENDED)

typedef struct
{
  guint32 position; /* bit of the RBSP, 0 the first of the NAL unit's header: the one that the bin
                       shifted in, to which the last bit of range is aligned */
  guint16 range;    /* 256 to 510, at this bin */
  guint8 element;   /* AssayCipherClass */
  guint8 value : 1;
  guint8 modes : 7; /* AssayCipherMode bits */
} AssayBypassBin;

/* One arithmetic codeword: from an initialisation of the engine to a terminating bin of 1 (end of
 * the slice segment, of a substream, or before PCM samples). Its last bit is the 1 that follows. */
typedef struct
{
  guint32 first_bit; /* of the RBSP; a multiple of 8 */
  guint32 end_bit;   /* behind the stop bit */
  guint32 first_bin; /* index of the first bin in it */
  guint32 substream; /* number in the slice segment, counted from 0 */
  guint8 tail;       /* offset minus range when it ended: 0 or 1 */
} AssayCodeword;

/* Where a coding tree unit begins. */
typedef struct
{
  guint32 address;   /* in raster scan of the picture */
  guint32 first_bin; /* index of its first bin */
  guint32 position;  /* bit of the RBSP that the engine had read up to when it began */
} AssayCodedUnit;

G_END_DECLS
