/* assay-mixture-kernel-private.h: the inner loop of all mixtures, plain and for AVX2.
 *
 * For a tile of ASSAY_MIXTURE_TILE components: out = sum_d x_d (x_d a_d + b_d), d upwards. Each sum
 * belongs to one frame and one component and stands in one lane, so every level gives the same
 * bits. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ASSAY_MIXTURE_TILE 8

/* @tile: n_columns × 2 × ASSAY_MIXTURE_TILE: a of the eight components, then b.
 * @out: frame f, component c at out[f * stride + c]. */
typedef void (*AssayMixtureKernel) (const double *frames,
                                    gsize n_frames,
                                    gsize n_columns,
                                    const double *tile,
                                    double *out,
                                    gsize stride);

void assay_mixture_kernel_c (const double *frames,
                             gsize n_frames,
                             gsize n_columns,
                             const double *tile,
                             double *out,
                             gsize stride);
#if defined(__x86_64__)
void assay_mixture_kernel_avx2 (const double *frames,
                                gsize n_frames,
                                gsize n_columns,
                                const double *tile,
                                double *out,
                                gsize stride);
#endif

/* The fastest of this processor; without @avx2 the plain one. */
AssayMixtureKernel assay_mixture_kernel_choose (gboolean avx2);
/* Whether this processor has AVX2. */
gboolean assay_mixture_kernel_has_avx2 (void);

G_END_DECLS
