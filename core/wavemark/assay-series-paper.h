/* assay-series-paper.h: scheme "paper": the published wavelet mark for data sets.
 *
 * Raave, Isler and Erkin, "Dataset Watermarking Using the Discrete Wavelet Transform", SECRYPT
 * 2025, Algorithms 1 and 2: each section of f_Barker values, less one, is transformed; every
 * approximation coefficient's size becomes a number of the reference set 1, mult, mult² … whose
 * place is odd for a 1 and even for a 0; f_bin neighbours carry one bit. The paper's quantiser is
 * read as "the largest reference number not above", which reproduces its tables; "nearest" is an
 * option of both ends. There is no key. Instead of the paper's imaginary Barker marks a reader may
 * slide the section over the series and keep the offset whose votes are the clearest.
 */
#pragma once

#include <gio/gio.h>

#include "signal/assay-wavelet.h"

G_BEGIN_DECLS

/* Offsets that a blind reader tries: a section is found after a cut anywhere in so many rows. */
#define ASSAY_SERIES_PAPER_OFFSETS 20000u

typedef struct
{
  guint section; /* f_Barker: values */
  guint repeat;  /* f_bin: coefficients a bit */
  guint levels;  /* dwt */
  double mult;   /* > 1 */
  AssayWavelet wavelet;
  gboolean nearest;
} AssaySeriesPaper;

/* Bits that one section carries. */
guint assay_series_paper_get_capacity (const AssaySeriesPaper *self);
/* How many coefficients a bit has where nobody says it: the paper's 11, or the largest odd number
 * with which a mark of @n_bits fits a section; 1 if none does. Odd, so that votes do not tie. */
guint assay_series_paper_fit_repeat (const AssaySeriesPaper *self, guint n_bits);
/* Number of reference set @size falls to, counted from 1. */
guint assay_series_paper_place (const AssaySeriesPaper *self, double size);
/* Marks all whole sections of @x in place with @n_bits <= capacity, until @cancellable (nullable)
 * is cancelled; returns their number. */
gsize assay_series_paper_embed (const AssaySeriesPaper *self,
                                double *x,
                                gsize n,
                                const guint8 *bits,
                                guint n_bits,
                                GCancellable *cancellable);
/* The size of each approximation coefficient of the whole sections of @x as a power of mult, so
 * that reference numbers are whole; sizes below 1 count as 1. Returns: their number, at most 2n,
 * which is what @powers has room for. */
gsize
assay_series_paper_powers (const AssaySeriesPaper *self, const double *x, gsize n, double *powers);
/**
 * assay_series_paper_read:
 * @from, @most: the section is taken at the clearest of @most places from @from on, at the last
 *   whole one if that is behind it
 * @cancellable: (nullable): ends it early
 * @votes: (out): n_bits shares of odd places, 0..1
 * @offset: (out): where the section was taken
 *
 * Returns: offsets tried, 0 if the series has no whole section
 */
guint assay_series_paper_read (const AssaySeriesPaper *self,
                               const double *x,
                               gsize n,
                               gsize from,
                               gsize most,
                               guint n_bits,
                               GCancellable *cancellable,
                               double *votes,
                               gsize *offset);

G_END_DECLS
