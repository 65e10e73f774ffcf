/* assay-filter-bank-private.h: the second-order filters of the paper on the mel scale. */
#pragma once

#include "replay/assay-replay-features.h"

G_BEGIN_DECLS

/* Eq. (1): H(z) = gain (1 - z^-2) / (1 + a1 z^-1 + a2 z^-2), a1 = -2 r cos (theta), a2 = r^2. Each
 * array has n values. */
typedef struct
{
  guint n;
  double *centre;    /* Hz */
  double *bandwidth; /* Hz */
  double *radius;
  double *theta; /* rad a sample */
  double *a1;
  double *a2;
  double *gain;
} AssayFilterBank;

AssayFilterBank *
assay_filter_bank_new (const AssayFeatureOptions *options) G_GNUC_WARN_UNUSED_RESULT;
void assay_filter_bank_free (AssayFilterBank *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayFilterBank, assay_filter_bank_free)

/* 2595 log10 (1 + f / 700), after O'Shaughnessy, Speech Communication (1987), and back. */
double assay_mel_from_hertz (double hertz);
double assay_mel_to_hertz (double mel);

/* n + 2 edges of the channels in Hz: centre i is edge i + 1. For g_free(). */
double *assay_filter_bank_edges (const AssayFeatureOptions *options) G_GNUC_WARN_UNUSED_RESULT;

/* Samples after which the slowest filter has forgotten its state by a factor of 1e-30: what k
 * differences magnify stays below the rounding of doubles. */
gsize assay_filter_bank_memory (const AssayFilterBank *self);

/**
 * assay_filter_bank_response:
 * @levels: (array length=n): dB
 *
 * Magnitude of @channel after @k spatial differentiations at @n frequencies from 0 Hz to half the
 * rate. Differencing is linear, so it is the same combination of the complex responses.
 */
void assay_filter_bank_response (
    const AssayFilterBank *self, guint channel, guint k, double *levels, gsize n);

/* One iteration y[i] <- y[i+1] - y[i] over n channels: 0 in the last one when @last is FALSE, else
 * the value of the channel below it (the paper's padding). */
void assay_spatial_difference (double *y, guint n, gboolean last);

G_END_DECLS
