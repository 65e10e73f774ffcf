/* assay-feature-triangular.c: CM of triangular filters in the DCT domain (the paper's Table 1,
 * third row): frames of half overlap, orthonormal DCT-II, a triangle for each channel, inverse DCT,
 * overlap and add; then as the filter bank's signals. */
#include <math.h>
#include <string.h>

#include "replay/assay-envelope-private.h"
#include "replay/assay-feature-family-private.h"
#include "replay/assay-filter-bank-private.h"

#define BLOCK_FRAMES 500

/* Bins of a channel's triangle that are not 0. */
typedef struct
{
  gsize first;
  gsize n;
  double *weights;
} Triangle;

typedef struct
{
  AssayEnvelopeTables envelope;
  double *dct;    /* window × window */
  double *window; /* square root of a periodic Hann window */
  Triangle *triangles;
} Tables;

static void
fill_triangle (Triangle *triangle, const double *edges, gsize n)
{
  triangle->weights = g_new (double, n);
  for (gsize b = 0; b < n; b++)
    {
      double f = (double) b * ASSAY_FEATURE_RATE / (double) (2 * n);
      double weight
          = MIN ((f - edges[0]) / (edges[1] - edges[0]), (edges[2] - f) / (edges[2] - edges[1]));

      if (!(weight > 0))
        continue;
      if (triangle->n == 0)
        triangle->first = b;
      triangle->weights[triangle->n++] = weight;
    }
}

static gpointer
prepare (const AssayFeatureOptions *options, gboolean levels, AssayFeatureReach *reach)
{
  Tables *tables = g_new0 (Tables, 1);
  g_autofree double *edges = assay_filter_bank_edges (options);
  guint n = options->window;

  assay_envelope_tables_init (&tables->envelope, options, levels);
  tables->dct = assay_feature_dct_matrix (n, n);
  tables->window = g_new (double, n);
  for (guint t = 0; t < n; t++)
    tables->window[t] = sqrt (0.5 - 0.5 * cos (2 * G_PI * t / n));
  tables->triangles = g_new0 (Triangle, options->channels);
  for (guint c = 0; c < options->channels; c++)
    fill_triangle (&tables->triangles[c], edges + c, n);
  *reach = (AssayFeatureReach){ .before = n, .after = n, .block_frames = BLOCK_FRAMES };
  return tables;
}

static void
release (gpointer data)
{
  Tables *tables = data;

  for (guint c = 0; c < tables->envelope.options.channels; c++)
    g_free (tables->triangles[c].weights);
  g_free (tables->triangles);
  g_free (tables->window);
  g_free (tables->dct);
  assay_envelope_tables_clear (&tables->envelope);
  g_free (tables);
}

/* Adds the frame of samples @at … to @sum (window rows of channels). */
static void
add_frame (const Tables *tables, const AssayFeatureBlock *block, gssize at, double *sum)
{
  const AssayFeatureOptions *options = &tables->envelope.options;
  gsize n = options->window, stride = tables->envelope.stride;
  g_autofree double *in = g_new (double, n);
  g_autofree double *bins = g_new (double, n);
  g_autofree double *out = g_new (double, n);

  for (gsize t = 0; t < n; t++)
    in[t] = assay_feature_block_sample (block, at + (gssize) t) * tables->window[t];
  assay_feature_transform (tables->dct, n, n, in, bins);
  for (guint c = 0; c < options->channels; c++)
    {
      const Triangle *triangle = &tables->triangles[c];

      memset (out, 0, n * sizeof *out);
      for (gsize b = 0; b < triangle->n; b++)
        {
          double value = bins[triangle->first + b] * triangle->weights[b];
          const double *wave = tables->dct + (triangle->first + b) * n;

          for (gsize t = 0; t < n; t++)
            out[t] += value * wave[t];
        }
      for (gsize t = 0; t < n; t++)
        sum[t * stride + c] += out[t] * tables->window[t];
    }
}

/* @n rows of channel signals into the frames. */
static void
feed (AssayEnvelope *envelope, const double *rows, gsize n)
{
  gsize stride = envelope->tables->stride;

  while (n > 0)
    {
      gsize fit;
      double *place = assay_envelope_next (envelope, &fit);
      gsize now = MIN (n, fit);

      memcpy (place, rows, now * stride * sizeof *rows);
      assay_envelope_advance (envelope, now);
      rows += now * stride;
      n -= now;
    }
}

static void
compute (gconstpointer data, const AssayFeatureBlock *block, double *rows)
{
  const Tables *tables = data;
  const AssayFeatureOptions *options = &tables->envelope.options;
  gsize half = options->window / 2, stride = tables->envelope.stride;
  gsize width = tables->envelope.n_columns + (tables->envelope.levels ? options->channels : 0);
  g_autofree double *sum = g_new0 (double, 2 * half * stride);
  /* Frames begin at whole multiples of half a window from the recording's start. */
  gssize at = -(gssize) (block->start % half);
  gsize wanted = options->window; /* samples that the next frame of values ends with */
  gsize done = 0, frame = 0;
  AssayEnvelope envelope;

  assay_envelope_init (&envelope, &tables->envelope);
  add_frame (tables, block, at - (gssize) half, sum);
  while (frame < block->n_frames)
    {
      gsize skip = at < 0 ? (gsize) -at : 0;
      gsize used = skip;

      memmove (sum, sum + half * stride, half * stride * sizeof *sum);
      memset (sum + half * stride, 0, half * stride * sizeof *sum);
      add_frame (tables, block, at, sum);
      while (used < half && frame < block->n_frames)
        {
          gsize now = MIN (half - used, wanted - done);

          feed (&envelope, sum + used * stride, now);
          used += now;
          done += now;
          if (done < wanted)
            continue;
          assay_envelope_frame (&envelope, rows + frame++ * width);
          wanted += options->hop;
        }
      at += (gssize) half;
    }
  assay_envelope_clear (&envelope);
}

const AssayFeatureFamily assay_feature_family_triangular = {
  .prepare = prepare,
  .compute = compute,
  .release = release,
};
