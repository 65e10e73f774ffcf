/* assay-fft.h: real Fourier transforms of any length and of planes, by FFTW with estimated plans.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  double re;
  double im;
} AssayComplex;

typedef struct _AssayFft AssayFft;

/**
 * assay_fft_new:
 * @length: samples of the real side, at least 1
 *
 * A plan for one thread at a time. Plans are estimated, never measured, so that the same
 * machine gives the same bytes in every run.
 */
AssayFft *assay_fft_new (gsize length) G_GNUC_WARN_UNUSED_RESULT;
void assay_fft_free (AssayFft *self);
/* length / 2 + 1 */
gsize assay_fft_get_n_bins (AssayFft *self);
/* @time: length reals, kept as they are; @bins: n_bins, no scaling. */
void assay_fft_forward (AssayFft *self, const double *time, AssayComplex *bins);
/* The inverse of forward, 1 / length included. @bins are kept as they are. */
void assay_fft_inverse (AssayFft *self, const AssayComplex *bins, double *time);
/* The buffers that the transforms work on, owned by @self: for those who fill and read them in
 * place, and have no use for copies. */
double *assay_fft_values (AssayFft *self);     /* length */
AssayComplex *assay_fft_bins (AssayFft *self); /* n_bins */
/* Values to bins, no scaling; the values are kept. */
void assay_fft_run_forward (AssayFft *self);
/* Bins to values, no scaling: both ways together multiply by the length. The bins are lost. */
void assay_fft_run_inverse (AssayFft *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayFft, assay_fft_free)

/* Planes. */
typedef struct _AssayFftPlane AssayFftPlane;

/**
 * assay_fft_plane_new:
 * @rows, @columns: at least 1
 *
 * For one thread at a time. Bins: rows × (columns / 2 + 1), row by row; row r holds the vertical
 * frequency r, or r - rows above rows / 2.
 */
AssayFftPlane *assay_fft_plane_new (gsize rows, gsize columns) G_GNUC_WARN_UNUSED_RESULT;
void assay_fft_plane_free (AssayFftPlane *self);
/* The buffers that the transforms work on, owned by @self. */
double *assay_fft_plane_values (AssayFftPlane *self);     /* rows × columns */
AssayComplex *assay_fft_plane_bins (AssayFftPlane *self); /* rows × (columns / 2 + 1) */
/* Values to bins, no scaling; the values are kept. */
void assay_fft_plane_forward (AssayFftPlane *self);
/* Bins to values, no scaling: both ways together multiply by rows × columns. The bins are lost. */
void assay_fft_plane_inverse (AssayFftPlane *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayFftPlane, assay_fft_plane_free)

G_END_DECLS
