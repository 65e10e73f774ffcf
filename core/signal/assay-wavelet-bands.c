/* assay-wavelet-bands.c: the coefficients of a transform of several steps. */
#include <string.h>
#include <sys/mman.h>

#include "signal/assay-wavelet-private.h"

/* From this size on pages of 2 MiB are asked for: with small ones the first touch of the memory
 * takes longer than the transform. */
#define LARGE (G_GUINT64_CONSTANT (4) << 20)
#define HUGE_PAGE (2u << 20)
#define CACHE_LINE 64u

static double *
coefficients_new (gsize n)
{
  gboolean large = n * sizeof (double) >= LARGE;
  double *self = g_aligned_alloc (MAX (n, 1), sizeof *self, large ? HUGE_PAGE : CACHE_LINE);

  if (large)
    (void) madvise (self, n * sizeof *self, MADV_HUGEPAGE);
  return self;
}

AssayWaveletBands *
assay_wavelet_bands_new (AssayWavelet wavelet, AssayWaveletBorder border, gsize n, guint levels)
{
  AssayWaveletBands *self = g_new0 (AssayWaveletBands, 1);
  gsize all;
  double *next;

  self->wavelet = wavelet;
  self->border = border;
  self->levels = levels;
  self->lengths = g_new (gsize, levels + 1);
  self->details = g_new0 (double *, MAX (levels, 1));
  self->lengths[0] = n;
  for (guint i = 0; i < levels; i++)
    self->lengths[i + 1] = assay_wavelet_get_n_approximation (wavelet, self->lengths[i]);
  all = self->lengths[levels];
  for (guint i = 0; i < levels; i++)
    all += assay_wavelet_bands_get_n_detail (self, i);
  self->approximation = coefficients_new (all);
  next = self->approximation + self->lengths[levels];
  for (guint i = levels; i-- > 0;)
    {
      self->details[i] = next;
      next += assay_wavelet_bands_get_n_detail (self, i);
    }
  return self;
}

/* Without the lifted ones: their steps take the values apart in place. */
static gboolean
is_filter_bank (const AssayWaveletBands *self)
{
  return self->wavelet <= ASSAY_WAVELET_SYM4;
}

/* One whole step after the other. */
static void
analyse_steps (AssayWaveletBands *self, const double *x)
{
  g_autofree double *before = NULL;

  for (guint i = 0; i < self->levels; i++)
    {
      gboolean last = i + 1 == self->levels;
      g_autofree double *after = last ? NULL : g_new (double, self->lengths[i + 1]);

      assay_wavelet_forward (self->wavelet, self->border, i == 0 ? x : before, self->lengths[i],
                             last ? self->approximation : after, self->details[i]);
      g_free (before);
      before = g_steal_pointer (&after);
    }
}

void
assay_wavelet_bands_analyse (AssayWaveletBands *self, const double *x)
{
  if (self->levels == 0)
    memcpy (self->approximation, x, self->lengths[0] * sizeof *x);
  else if (is_filter_bank (self) && self->border != ASSAY_WAVELET_PERIODIC)
    assay_wavelet_cascade_analyse (self, x);
  else
    analyse_steps (self, x); /* a period's beginning is its end, which a cascade has not seen */
}

AssayWaveletBands *
assay_wavelet_decompose (
    AssayWavelet wavelet, AssayWaveletBorder border, const double *x, gsize n, guint levels)
{
  AssayWaveletBands *self = assay_wavelet_bands_new (wavelet, border, n, levels);

  assay_wavelet_bands_analyse (self, x);
  return self;
}

static void
synthesise_steps (const AssayWaveletBands *self, double *x)
{
  g_autofree double *coarse = NULL;

  for (guint i = self->levels; i-- > 0;)
    {
      g_autofree double *finer = i > 0 ? g_new (double, self->lengths[i]) : NULL;

      assay_wavelet_inverse (self->wavelet, self->border,
                             coarse != NULL ? coarse : self->approximation, self->details[i],
                             finer != NULL ? finer : x, self->lengths[i]);
      g_free (coarse);
      coarse = g_steal_pointer (&finer);
    }
}

void
assay_wavelet_recompose (const AssayWaveletBands *bands, double *x)
{
  if (bands->levels == 0)
    memcpy (x, bands->approximation, bands->lengths[0] * sizeof *x);
  else if (is_filter_bank (bands))
    assay_wavelet_cascade_synthesise (bands, x);
  else
    synthesise_steps (bands, x);
}

gsize
assay_wavelet_bands_get_n_detail (const AssayWaveletBands *bands, guint level)
{
  return assay_wavelet_get_n_detail (bands->wavelet, bands->lengths[level]);
}

void
assay_wavelet_bands_free (AssayWaveletBands *bands)
{
  g_aligned_free (bands->approximation); /* and all details behind it */
  g_free (bands->details);
  g_free (bands->lengths);
  g_free (bands);
}
