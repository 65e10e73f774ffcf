/* assay-series-paper.c: scheme "paper": the published wavelet mark for data sets. */
#include "wavemark/assay-series-paper.h"

#include <math.h>

/* A coefficient that was set to a reference number is found there in spite of rounding. */
#define SLACK (1.0 + 1e-9)
/* A section that does not begin where the series does must look so much better than one that does:
 * rounding of the cells makes less of a difference. Where the bits that a mark repeats at the end
 * of a section happen to fit, a section and what is one bit beside it look the same. */
#define SURER 0.02
/* Coefficients a bit in the paper. */
#define USUAL_REPEAT 11u

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
assay_series_paper_fit_repeat (const AssaySeriesPaper *self, guint n_bits)
{
  guint fits = (guint) MIN (n_coefficients (self) / n_bits, USUAL_REPEAT);

  return fits == 0 ? 1 : fits - (fits % 2 == 0 ? 1 : 0);
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

/* How much a section looks like one, 0..1: coefficients that are on reference numbers and agree in
 * their bit add up to it. Those that straddle two sections, or touch the border of a window that is
 * not one, are anywhere. Votes alone do not tell a section from what is a few bits beside it: only
 * the bits that are repeated at its end could contradict. */
static double
clearness (const AssaySeriesPaper *self, guint n_bits, const AssayWaveletBands *bands)
{
  g_autofree double *sums = g_new0 (double, n_bits);
  gsize n = bands->lengths[self->levels];
  double all = 0.0;

  for (gsize i = 0; i < n; i++)
    if (fabs (bands->approximation[i]) >= 1.0)
      sums[i / self->repeat % n_bits] += cos (G_PI * power_of (self, bands->approximation[i]));
  for (guint bit = 0; bit < n_bits; bit++)
    all += fabs (sums[bit]);
  return all / (double) n;
}

static void
read_section (const AssaySeriesPaper *self,
              guint n_bits,
              const AssayWaveletBands *bands,
              double *votes)
{
  g_autofree guint *totals = g_new0 (guint, n_bits);
  guint groups = assay_series_paper_get_capacity (self);

  for (guint bit = 0; bit < n_bits; bit++)
    votes[bit] = 0.0;
  for (guint i = 0; i < groups * self->repeat; i++)
    {
      guint bit = i / self->repeat % n_bits;

      votes[bit] += assay_series_paper_place (self, fabs (bands->approximation[i])) % 2;
      totals[bit]++;
    }
  for (guint bit = 0; bit < n_bits; bit++)
    votes[bit] /= totals[bit];
}

/* Which of the @n places looks most like a section, together with those whole sections before and
 * behind it: what is beside one is beside all. */
static gsize
clearest (const double *clear, gsize n, gsize section)
{
  double most = -1.0;
  gsize best = 0;

  for (gsize i = 0; i < n; i++)
    {
      double others = 0.0;
      gsize count = 0;

      for (gsize other = i % section; other < n; other += section)
        {
          others += other == i ? 0.0 : clear[other];
          count += other == i ? 0 : 1;
        }
      others = clear[i] + (count > 0 ? others / (double) count : clear[i]);
      if (i > 0 && others <= most)
        continue;
      most = others + (i == 0 ? SURER : 0.0);
      best = i;
    }
  return best;
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
  gsize places = n < self->section ? 0 : n - self->section + 1;
  g_autofree double *clear = NULL;

  from = MIN (from, MAX (places, 1) - 1);
  most = MIN (most, places - MIN (from, places));
  clear = g_new0 (double, MAX (most, 1));
  for (gsize i = 0; i < most && !g_cancellable_is_cancelled (cancellable); i++)
    {
      transform (self, x + from + i, bands);
      clear[i] = clearness (self, n_bits, bands);
    }
  if (most == 0)
    return 0;
  *offset = from + clearest (clear, most, self->section);
  transform (self, x + *offset, bands);
  read_section (self, n_bits, bands, votes);
  return (guint) most;
}
