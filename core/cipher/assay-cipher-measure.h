/* assay-cipher-measure.h: original and encrypted pictures compared as the paper does (Hamidouche et
 * al., ICASSP 2015, section 4). Only assay-worker-media links it. */
#pragma once

#include "cipher/assay-cipher-pass.h"

G_BEGIN_DECLS

/* Sums over the luma of pairs of pictures. */
typedef struct
{
  guint64 pictures;
  double psnr;           /* Σ dB; equal pictures count as 100 dB */
  double ssim;           /* Σ; windows of 8×8 samples with a step of 8 */
  double eq;             /* Σ; Σ over the 256 levels of |difference of the histograms| / 256 */
  double hd;             /* Σ; share of differing bits of 8-bit samples */
  double hd_expected;    /* Σ; the same if the samples were unrelated, but each picture had as many
                            ones in each of its eight bit planes as it has */
  guint64 bits;          /* Σ; of one side's samples */
  double correlation[2]; /* Σ; of horizontal neighbours: original, encrypted */
  double psnr_inside;    /* dB, of all pictures: within regions; NaN without any */
} AssayCipherMeasure;

/**
 * assay_cipher_measure_pair:
 * @a, @b: (array length=width × height): 8-bit luma without gaps
 * @psnr: (out): of this pair, dB
 */
void assay_cipher_measure_pair (AssayCipherMeasure *self,
                                const guint8 *a,
                                const guint8 *b,
                                guint width,
                                guint height,
                                double *psnr);

/* Decodes the source of @pass and the job's output "encrypted" side by side; adds metrics and plots
 * to @builder: PSNR beside encryption space along the video, histograms of the first pair; where
 * regions were encrypted PSNR within and outside of them. FALSE with what a decoder says,
 * ASSAY_CIPHER_ERROR_MALFORMED if the two do not have the same number of pictures. */
gboolean assay_cipher_measure (AssayCipherMeasure *self,
                               AssayToolJob *job,
                               const AssayCipherPass *pass,
                               AssayResultBuilder *builder,
                               GError **error);

G_END_DECLS
