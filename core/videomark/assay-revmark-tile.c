/* assay-revmark-tile.c: layers on whole planes: flattening, folding to a tile, finding the tile's
 * place. */
#include <math.h>
#include <string.h>

#include "signal/assay-fft.h"
#include "videomark/assay-revmark-place.h"
#include "videomark/assay-revmark-step-private.h"

/* How far the spread of bits at one place is drawn to that of all places; rounds of fitting. */
#define SHRINK 0.5
#define ROUNDS 4

/* A symmetric filter: @taps[0] in the middle. */
typedef struct
{
  float *taps;
  guint radius;
} Filter;

static void
clear_filter (Filter *self)
{
  g_free (self->taps);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Filter, clear_filter)

static Filter
gauss (double sigma)
{
  Filter self = { .radius = (guint) ceil (3 * sigma) };
  double sum = 1;

  self.taps = g_new (float, self.radius + 1);
  for (guint k = 1; k <= self.radius; k++)
    sum += 2 * exp (-(double) k * k / (2 * sigma * sigma));
  for (guint k = 0; k <= self.radius; k++)
    self.taps[k] = (float) (exp (-(double) k * k / (2 * sigma * sigma)) / sum);
  return self;
}

static Filter
box (guint window)
{
  Filter self = { .radius = window / 2 };

  self.taps = g_new (float, self.radius + 1);
  for (guint k = 0; k <= self.radius; k++)
    self.taps[k] = 1.0f / (float) window;
  return self;
}

static void
filter_row (const Filter *self, const float *in, gsize n, float *padded, float *out)
{
  guint r = self->radius;

  for (guint k = 0; k < r; k++)
    {
      padded[k] = in[0];
      padded[r + n + k] = in[n - 1];
    }
  memcpy (padded + r, in, n * sizeof *in);
  for (gsize x = 0; x < n; x++)
    out[x] = self->taps[0] * padded[r + x];
  for (guint k = 1; k <= r; k++)
    for (gsize x = 0; x < n; x++)
      out[x] += self->taps[k] * (padded[r + x - k] + padded[r + x + k]);
}

/* Both directions, the border repeated. @work: as large as the plane. */
static void
filter_plane (
    const Filter *self, const float *in, gsize rows, gsize columns, float *work, float *out)
{
  g_autofree float *padded = g_new (float, columns + 2 * (gsize) self->radius);

  for (gsize y = 0; y < rows; y++)
    filter_row (self, in + y * columns, columns, padded, work + y * columns);
  for (gsize y = 0; y < rows; y++)
    {
      float *to = out + y * columns;

      for (gsize x = 0; x < columns; x++)
        to[x] = self->taps[0] * work[y * columns + x];
      for (gsize k = 1; k <= self->radius; k++)
        {
          const float *above = work + (y < k ? 0 : y - k) * columns;
          const float *below = work + MIN (y + k, rows - 1) * columns;

          for (gsize x = 0; x < columns; x++)
            to[x] += self->taps[k] * (above[x] + below[x]);
        }
    }
}

/* What a blur leaves, and its local root mean square. */
static void
detail (const AssayRevmarkLayer *layer,
        const float *plane,
        gsize rows,
        gsize columns,
        float *d,
        float *rms)
{
  gsize n = rows * columns;
  g_auto (Filter) blur = gauss (layer->sigma);
  g_auto (Filter) window = box (layer->window);
  g_autofree float *work = g_new (float, n);
  g_autofree float *squares = g_new (float, n);

  filter_plane (&blur, plane, rows, columns, work, d);
  for (gsize i = 0; i < n; i++)
    {
      d[i] = plane[i] - d[i];
      squares[i] = d[i] * d[i];
    }
  filter_plane (&window, squares, rows, columns, work, rms);
  for (gsize i = 0; i < n; i++)
    rms[i] = sqrtf (MAX (rms[i], 0.0f) + 1e-12f);
}

typedef void (*PlaneFunc) (
    const AssayRevmarkLayer *layer, const float *plane, gsize rows, gsize columns, float *out);

static void
whiten_plane (
    const AssayRevmarkLayer *layer, const float *plane, gsize rows, gsize columns, float *out)
{
  gsize n = rows * columns;
  g_autofree float *rms = g_new (float, n);
  float clip = (float) layer->clip;

  detail (layer, plane, rows, columns, out, rms);
  for (gsize i = 0; i < n; i++)
    out[i] = CLAMP (out[i] / (rms[i] + (float) layer->floor), -clip, clip);
}

static void
deviation_plane (
    const AssayRevmarkLayer *layer, const float *plane, gsize rows, gsize columns, float *out)
{
  g_autofree float *d = g_new (float, rows *columns);

  detail (layer, plane, rows, columns, d, out);
}

static void
spectrum_plane (
    const AssayRevmarkLayer *layer, const float *plane, gsize rows, gsize columns, float *out)
{
  g_autoptr (AssayFftPlane) fft = assay_fft_plane_new (rows, columns);
  double *values = assay_fft_plane_values (fft);
  AssayComplex *bins = assay_fft_plane_bins (fft);
  gsize n = rows * columns;

  for (gsize i = 0; i < n; i++)
    values[i] = (double) plane[i];
  assay_fft_plane_forward (fft);
  for (gsize i = 0; i < rows * (columns / 2 + 1); i++)
    {
      double power = bins[i].re * bins[i].re + bins[i].im * bins[i].im;
      double factor = pow (power + layer->floor * layer->floor, -layer->power / 2);

      bins[i].re *= factor;
      bins[i].im *= factor;
    }
  bins[0] = (AssayComplex){ 0, 0 };
  assay_fft_plane_inverse (fft);
  for (gsize i = 0; i < n; i++)
    out[i] = (float) (values[i] / (double) n);
}

/* Each channel of each frame by itself. */
static void
each_plane (const AssayRevmarkStep *step, PlaneFunc func)
{
  gsize rows = step->from[0].rows;
  gsize columns = step->from[0].columns;
  gsize n = rows * columns;
  gsize channels = step->from[0].channels;
  g_autofree float *plane = g_new (float, n);
  g_autofree float *answer = g_new (float, n);

  for (gsize t = 0; t < step->from[0].frames; t++)
    for (gsize c = 0; c < channels; c++)
      {
        const float *in = step->in[0] + t * n * channels + c;
        float *out = step->out + t * n * channels + c;

        for (gsize i = 0; i < n; i++)
          plane[i] = in[i * channels];
        func (step->layer, plane, rows, columns, answer);
        for (gsize i = 0; i < n; i++)
          out[i * channels] = answer[i];
      }
}

void
assay_revmark_whiten (const AssayRevmarkStep *step)
{
  each_plane (step, whiten_plane);
}

void
assay_revmark_deviation (const AssayRevmarkStep *step)
{
  each_plane (step, deviation_plane);
}

void
assay_revmark_spectrum (const AssayRevmarkStep *step)
{
  each_plane (step, spectrum_plane);
}

/* How many of @n numbers are congruent to @at modulo @period. */
static gsize
congruent (gsize n, gsize at, gsize period)
{
  return at < n ? (n - at - 1) / period + 1 : 0;
}

void
assay_revmark_fold (const AssayRevmarkStep *step)
{
  const AssayRevmarkShape *from = &step->from[0];
  gsize period = step->layer->period;
  gsize channels = from->channels;
  g_autofree double *sums = g_new (double, period *period *channels);

  for (gsize t = 0; t < from->frames; t++)
    {
      float *to = step->out + t * period * period * channels;

      memset (sums, 0, period * period * channels * sizeof *sums);
      for (gsize y = 0; y < from->rows; y++)
        {
          const float *row = step->in[0] + assay_revmark_row (from, t * from->rows + y);
          double *sum = sums + y % period * period * channels;

          for (gsize x = 0; x < from->columns; x++)
            for (gsize c = 0; c < channels; c++)
              sum[x % period * channels + c] += (double) row[x * channels + c];
        }
      for (gsize i = 0; i < period * period * channels; i++)
        {
          gsize count = congruent (from->rows, i / channels / period, period)
                        * congruent (from->columns, i / channels % period, period);

          to[i] = (float) (sums[i] / (double) MAX (1, count));
        }
    }
}

/* bins += conjugate of @a times those of @plane. */
static void
add_products (const AssayComplex *a, const AssayComplex *b, gsize n, AssayComplex *sum)
{
  for (gsize i = 0; i < n; i++)
    {
      sum[i].re += a[i].re * b[i].re + a[i].im * b[i].im;
      sum[i].im += a[i].re * b[i].im - a[i].im * b[i].re;
    }
}

/* step->weights: transforms of the patterns, as assay_revmark_pack_match() made them. */
void
assay_revmark_match (const AssayRevmarkStep *step)
{
  gsize period = step->layer->period;
  gsize area = period * period;
  gsize n = period * (period / 2 + 1);
  gsize channels = step->from[0].channels;
  const AssayComplex *patterns = (const AssayComplex *) (gconstpointer) step->weights;
  g_autoptr (AssayFftPlane) fft = assay_fft_plane_new (period, period);
  double *values = assay_fft_plane_values (fft);
  AssayComplex *bins = assay_fft_plane_bins (fft);
  g_autofree AssayComplex *seen = g_new (AssayComplex, n * channels);

  for (gsize c = 0; c < channels; c++)
    {
      for (gsize i = 0; i < area; i++)
        values[i] = (double) step->in[0][i * channels + c];
      assay_fft_plane_forward (fft);
      memcpy (seen + c * n, bins, n * sizeof *bins);
    }
  for (gsize b = 0; b < step->layer->out; b++)
    {
      memset (bins, 0, n * sizeof *bins);
      for (gsize c = 0; c < channels; c++)
        add_products (seen + c * n, patterns + (b * channels + c) * n, n, bins);
      assay_fft_plane_inverse (fft);
      for (gsize i = 0; i < area; i++)
        step->out[i * step->to.channels + b]
            = (float) (step->layer->gain * values[i] / (double) area);
    }
}

void
assay_revmark_match_in_place (const AssayRevmarkStep *step)
{
  gsize channels = step->from[0].channels;
  gsize n = step->layer->weight.columns;
  gsize area = n / channels;

  memset (step->out, 0, assay_revmark_shape_size (&step->to) * sizeof *step->out);
  for (gsize b = 0; b < step->layer->out; b++)
    {
      const double *pattern = step->layer->weight.values + b * n;
      double sum = 0;

      for (gsize i = 0; i < n; i++)
        sum += (double) step->in[0][i % area * channels + i / area] * pattern[i];
      step->out[b] = (float) (step->layer->gain * sum);
    }
  assay_revmark_activate (step->layer, step->out, step->layer->out);
}

AssayComplex *
assay_revmark_pack_match (const AssayRevmarkLayer *layer)
{
  gsize area = (gsize) layer->period * layer->period;
  gsize n = (gsize) layer->period * (layer->period / 2 + 1);
  gsize planes = layer->weight.rows * (layer->weight.columns / area);
  g_autoptr (AssayFftPlane) fft = assay_fft_plane_new (layer->period, layer->period);
  AssayComplex *packed = g_new (AssayComplex, planes * n);

  for (gsize i = 0; i < planes; i++)
    {
      memcpy (assay_fft_plane_values (fft), layer->weight.values + i * area,
              area * sizeof (double));
      assay_fft_plane_forward (fft);
      memcpy (packed + i * n, assay_fft_plane_bins (fft), n * sizeof *packed);
    }
  return packed;
}

double
assay_revmark_place_ordinary (const float *bits, gsize n)
{
  double sum = 0;

  for (gsize b = 0; b < n; b++)
    sum += (double) bits[b] * (double) bits[b];
  return sum / (double) n;
}

/* What is left of @square around two points ± @point, drawn towards @ordinary: 96 numbers alone
 * would seem narrow by chance at one of thousands of places. */
static double
spread (double square, double point, double ordinary)
{
  return (MAX (square - point * point, 0.0) + SHRINK * ordinary) / (1 + SHRINK);
}

double
assay_revmark_place_score (const float *bits, guint n, double ordinary)
{
  double square = assay_revmark_place_ordinary (bits, n);
  double point = 0;
  double score;

  if (!(ordinary > 0))
    return 0;
  for (guint b = 0; b < n; b++)
    point += fabs ((double) bits[b]) / n;

  double variance = spread (square, point, ordinary);

  for (guint round = 0; round < ROUNDS; round++)
    {
      double scale = point / variance;

      point = 0;
      for (guint b = 0; b < n; b++)
        point += (double) bits[b] * tanh ((double) bits[b] * scale) / n;
      variance = spread (square, point, ordinary);
    }
  score = n
          * (log (ordinary / variance) / 2 - (square + point * point) / (2 * variance)
             + square / (2 * ordinary));
  for (guint b = 0; b < n; b++)
    {
      double z = fabs ((double) bits[b] * point / variance);

      score += z + log1p (exp (-2 * z)) - G_LN2;
    }
  return score;
}

gsize
assay_revmark_place_best (const float *places, gsize n, guint bits, double prior)
{
  double ordinary = assay_revmark_place_ordinary (places, n * bits);
  gsize best = 0;
  double most = -INFINITY;

  for (gsize i = 0; i < n; i++)
    {
      double score
          = assay_revmark_place_score (places + i * bits, bits, ordinary) + (i == 0 ? prior : 0);

      if (score > most)
        {
          most = score;
          best = i;
        }
    }
  return best;
}

void
assay_revmark_pick (const AssayRevmarkStep *step)
{
  const AssayRevmarkShape *from = &step->from[0];
  gsize n = (gsize) from->rows * from->columns;
  gsize best = assay_revmark_place_best (step->in[0], n, from->channels, step->layer->prior);

  memcpy (step->out, step->in[0] + best * from->channels, from->channels * sizeof *step->out);
}
