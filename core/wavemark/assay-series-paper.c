/* assay-series-paper.c: scheme "paper": the published wavelet mark for data sets. */
#include "wavemark/assay-series-paper.h"

#include <math.h>

/* A coefficient that was set to a reference number is found there in spite of rounding. */
#define SLACK (1.0 + 1e-9)
/* A later section must look so much better: rounding of the cells makes less of a difference. */
#define SURER 0.002
/* Of the nearness to reference numbers beside the votes: one vote in a bit counts more. */
#define NEARNESS 0.1

static gsize
n_coefficients (const AssaySeriesPaper *self)
{
  gsize n = self->section;

  for (guint i = 0; i < self->levels; i++)
    n = assay_wavelet_get_n_approximation (self->wavelet, n);
  return n;
}

guint
assay_series_paper_get_capacity (const AssaySeriesPaper *self)
{
  return (guint) (n_coefficients (self) / self->repeat);
}

guint
assay_series_paper_place (const AssaySeriesPaper *self, double size)
{
  double below;

  if (!(size * SLACK >= 1.0))
    return 1;
  below = floor (log (size * SLACK) / log (self->mult));
  if (self->nearest && size - pow (self->mult, below) > pow (self->mult, below + 1.0) - size)
    below += 1.0;
  return (guint) MIN (below, 1e6) + 1;
}

static AssayWaveletBands *
bands_new (const AssaySeriesPaper *self)
{
  return assay_wavelet_bands_new (self->wavelet, ASSAY_WAVELET_SYMMETRIC, self->section,
                                  self->levels);
}

static void
transform (const AssaySeriesPaper *self, const double *x, AssayWaveletBands *bands)
{
  g_autofree double *less = g_new (double, self->section);

  for (guint i = 0; i < self->section; i++)
    less[i] = x[i] - 1.0;
  assay_wavelet_bands_analyse (bands, less);
}

gsize
assay_series_paper_embed (const AssaySeriesPaper *self,
                          double *x,
                          gsize n,
                          const guint8 *bits,
                          guint n_bits,
                          GCancellable *cancellable)
{
  gsize sections = n / self->section;
  g_autoptr (AssayWaveletBands) bands = bands_new (self);

  for (gsize at = 0; at < sections && !g_cancellable_is_cancelled (cancellable); at++)
    {
      double *section = x + at * self->section;

      transform (self, section, bands);
      for (gsize i = 0; i < bands->lengths[self->levels]; i++)
        {
          double *value = &bands->approximation[i];
          guint place = assay_series_paper_place (self, fabs (*value));

          if (place % 2 != bits[i / self->repeat % n_bits])
            place++;
          *value = copysign (pow (self->mult, place - 1.0), *value);
        }
      assay_wavelet_recompose (bands, section);
      for (guint i = 0; i < self->section; i++)
        section[i] += 1.0;
    }
  return sections;
}

static double
power_of (const AssaySeriesPaper *self, double coefficient)
{
  return log (MAX (fabs (coefficient), 1.0)) / log (self->mult);
}

/* How near the coefficients are to reference numbers, -1..1. Those that straddle two sections, or
 * touch the border of a window that is not one, are anywhere. */
static double
nearness (const AssaySeriesPaper *self, const AssayWaveletBands *bands)
{
  gsize n = bands->lengths[self->levels];
  double sum = 0.0;

  for (gsize i = 0; i < n; i++)
    if (fabs (bands->approximation[i]) >= 1.0)
      sum += cos (2.0 * G_PI * power_of (self, bands->approximation[i]));
  return sum / (double) n;
}

/* How much a section looks like one: how far its votes are from undecided, 0..1, and how near its
 * coefficients are to reference numbers. A mark shorter than the section is repeated in it, so a
 * section taken a bit too late contradicts itself. */
static double
read_section (const AssaySeriesPaper *self,
              const double *x,
              guint n_bits,
              AssayWaveletBands *bands,
              double *votes)
{
  g_autofree guint *totals = g_new0 (guint, n_bits);
  guint groups = assay_series_paper_get_capacity (self);
  double margin = 0.0;

  transform (self, x, bands);
  for (guint bit = 0; bit < n_bits; bit++)
    votes[bit] = 0.0;
  for (guint i = 0; i < groups * self->repeat; i++)
    {
      guint bit = i / self->repeat % n_bits;

      votes[bit] += assay_series_paper_place (self, fabs (bands->approximation[i])) % 2;
      totals[bit]++;
    }
  for (guint bit = 0; bit < n_bits; bit++)
    {
      votes[bit] /= totals[bit];
      margin += fabs (2.0 * votes[bit] - 1.0);
    }
  return margin / n_bits + NEARNESS * nearness (self, bands);
}

gsize
assay_series_paper_powers (const AssaySeriesPaper *self, const double *x, gsize n, double *powers)
{
  g_autoptr (AssayWaveletBands) bands = bands_new (self);
  gsize each = bands->lengths[self->levels];
  gsize sections = MIN (n / self->section, 2 * n / each);

  for (gsize at = 0; at < sections; at++)
    {
      transform (self, x + at * self->section, bands);
      for (gsize i = 0; i < each; i++)
        powers[at * each + i] = power_of (self, bands->approximation[i]);
    }
  return sections * each;
}

guint
assay_series_paper_read (const AssaySeriesPaper *self,
                         const double *x,
                         gsize n,
                         gsize from,
                         gsize most,
                         guint n_bits,
                         GCancellable *cancellable,
                         double *votes,
                         gsize *offset)
{
  g_autoptr (AssayWaveletBands) bands = bands_new (self);
  g_autofree double *tried = g_new (double, n_bits);
  gsize places = n < self->section ? 0 : n - self->section + 1;
  double best = -2.0;

  from = MIN (from, MAX (places, 1) - 1);
  most = MIN (most, places - MIN (from, places));
  for (gsize at = from; at < from + most && !g_cancellable_is_cancelled (cancellable); at++)
    {
      double margin = read_section (self, x + at, n_bits, bands, tried);

      if (margin <= best + SURER)
        continue;
      best = margin;
      *offset = at;
      for (guint i = 0; i < n_bits; i++)
        votes[i] = tried[i];
    }
  return (guint) most;
}
