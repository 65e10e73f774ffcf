/* assay-filter-bank.c: the second-order filters of the paper on the mel scale. */
#include "replay/assay-filter-bank-private.h"

#include <math.h>

double
assay_mel_from_hertz (double hertz)
{
  return 2595.0 * log10 (1.0 + hertz / 700.0);
}

double
assay_mel_to_hertz (double mel)
{
  return 700.0 * (pow (10.0, mel / 2595.0) - 1.0);
}

double *
assay_filter_bank_edges (const AssayFeatureOptions *options)
{
  guint n = options->channels;
  double *edges = g_new (double, n + 2);
  double low = assay_mel_from_hertz (options->low);
  double span = assay_mel_from_hertz (options->high) - low;

  for (guint i = 0; i < n + 2; i++)
    {
      if (options->grid == ASSAY_FEATURE_GRID_INNER)
        edges[i] = assay_mel_to_hertz (low + span * i / (n + 1));
      else
        edges[i] = assay_mel_to_hertz (low + span / (n - 1) * ((double) i - 1));
    }
  return edges;
}

static double
bandwidth_of (const AssayFeatureOptions *options, const double *edges, guint i)
{
  double full = edges[i + 2] - edges[i];

  switch (options->bandwidth)
    {
    case ASSAY_FEATURE_BANDWIDTH_FULL:
      return full * options->bandwidth_scale;
    case ASSAY_FEATURE_BANDWIDTH_HALF:
      return full / 2 * options->bandwidth_scale;
    case ASSAY_FEATURE_BANDWIDTH_ERB:
      return (24.7 + 0.108 * edges[i + 1]) * options->bandwidth_scale;
    }
  g_return_val_if_reached (full);
}

/* Complex value of (1 - z^-2) / (1 + a1 z^-1 + a2 z^-2) at @omega rad a sample. */
static void
respond (const AssayFilterBank *self, guint i, double omega, double *re, double *im)
{
  double c1 = cos (omega), s1 = -sin (omega);
  double c2 = cos (2 * omega), s2 = -sin (2 * omega);
  double top_re = 1 - c2, top_im = -s2;
  double low_re = 1 + self->a1[i] * c1 + self->a2[i] * c2;
  double low_im = self->a1[i] * s1 + self->a2[i] * s2;
  double scale = self->gain[i] / (low_re * low_re + low_im * low_im);

  *re = (top_re * low_re + top_im * low_im) * scale;
  *im = (top_im * low_re - top_re * low_im) * scale;
}

static void
fill_channel (AssayFilterBank *self,
              const AssayFeatureOptions *options,
              const double *edges,
              guint i)
{
  double re, im;

  self->centre[i] = edges[i + 1];
  self->bandwidth[i] = bandwidth_of (options, edges, i);
  self->radius[i] = options->linear_radius ? 1 - G_PI * self->bandwidth[i] / ASSAY_FEATURE_RATE
                                           : exp (-G_PI * self->bandwidth[i] / ASSAY_FEATURE_RATE);
  /* A wide linear radius would turn the poles round: such a filter remembers nothing. */
  self->radius[i] = MAX (self->radius[i], 0);
  self->theta[i] = 2 * G_PI * self->centre[i] / ASSAY_FEATURE_RATE;
  self->a1[i] = -2 * self->radius[i] * cos (self->theta[i]);
  self->a2[i] = self->radius[i] * self->radius[i];
  self->gain[i] = 1;
  if (!options->unit_gain)
    return;
  respond (self, i, self->theta[i], &re, &im);
  /* A centre on 0 Hz or half the rate is a zero of the filter: nothing to normalise. */
  if (hypot (re, im) > 1e-9)
    self->gain[i] = 1 / hypot (re, im);
}

AssayFilterBank *
assay_filter_bank_new (const AssayFeatureOptions *options)
{
  AssayFilterBank *self = g_new0 (AssayFilterBank, 1);
  g_autofree double *edges = assay_filter_bank_edges (options);

  self->n = options->channels;
  self->centre = g_new (double, self->n);
  self->bandwidth = g_new (double, self->n);
  self->radius = g_new (double, self->n);
  self->theta = g_new (double, self->n);
  self->a1 = g_new (double, self->n);
  self->a2 = g_new (double, self->n);
  self->gain = g_new (double, self->n);
  for (guint i = 0; i < self->n; i++)
    fill_channel (self, options, edges, i);
  return self;
}

void
assay_filter_bank_free (AssayFilterBank *self)
{
  if (self == NULL)
    return;
  g_free (self->centre);
  g_free (self->bandwidth);
  g_free (self->radius);
  g_free (self->theta);
  g_free (self->a1);
  g_free (self->a2);
  g_free (self->gain);
  g_free (self);
}

gsize
assay_filter_bank_memory (const AssayFilterBank *self)
{
  double slowest = 0;

  for (guint i = 0; i < self->n; i++)
    slowest = MAX (slowest, self->radius[i]);
  /* The narrowest bandwidth that the options allow forgets within a few seconds. */
  return slowest > 0 ? (gsize) MIN (ceil (log (1e-30) / log (MIN (slowest, 1 - 1e-5))), 160000) : 2;
}

void
assay_spatial_difference (double *y, guint n, gboolean last)
{
  for (guint i = 0; i + 1 < n; i++)
    y[i] = y[i + 1] - y[i];
  y[n - 1] = last ? y[n - 2] : 0;
}

void
assay_filter_bank_response (
    const AssayFilterBank *self, guint channel, guint k, double *levels, gsize n)
{
  g_autofree double *re = g_new (double, self->n);
  g_autofree double *im = g_new (double, self->n);

  for (gsize f = 0; f < n; f++)
    {
      double omega = G_PI * (double) f / (double) (n - 1);

      for (guint i = 0; i < self->n; i++)
        respond (self, i, omega, &re[i], &im[i]);
      for (guint j = 0; j < k; j++)
        {
          assay_spatial_difference (re, self->n, j + 1 == k);
          assay_spatial_difference (im, self->n, j + 1 == k);
        }
      levels[f] = 20 * log10 (hypot (re[channel], im[channel]) + 1e-15);
    }
}
