/* assay-feature-fdlp.c: temporal centroids of sub-band envelopes by frequency-domain linear
 * prediction (FDLP; the paper's B2).
 *
 * Linear prediction along the DCT of a second of sound models the envelope over time, as along time
 * it models the spectrum (Athineos and Ellis, 2003). Each channel takes its stretch of the DCT
 * under a Hann window; the model's envelope is 1 / |A|^2 at evenly spaced times. A frame's value is
 * the centroid of the envelope inside it, 0 at its first and 1 at its last sample. Segments overlap
 * by half and are used in their middle. */
#include <math.h>
#include <string.h>

#include "replay/assay-feature-family-private.h"
#include "replay/assay-filter-bank-private.h"
#include "signal/assay-fft.h"

#define BLOCK_FRAMES 1000
/* Samples of a segment and from one to the next. */
#define SEGMENT 16000u
#define STEP (SEGMENT / 2)
/* Envelope values of a segment: one every 20 samples. */
#define POINTS 800u
#define SPACING (SEGMENT / POINTS)
/* White noise beneath the model, of the energy: 60 dB down. */
#define NOISE 1e-6

typedef struct
{
  AssayFeatureOptions options;
  double *edges; /* Hz, channels + 2 */
} Tables;

static gpointer
prepare (const AssayFeatureOptions *options, gboolean levels, AssayFeatureReach *reach)
{
  Tables *tables = g_new0 (Tables, 1);

  tables->options = *options;
  tables->edges = assay_filter_bank_edges (options);
  *reach = (AssayFeatureReach){ .before = SEGMENT, .after = SEGMENT, .block_frames = BLOCK_FRAMES };
  return tables;
}

static void
release (gpointer data)
{
  Tables *tables = data;

  g_free (tables->edges);
  g_free (tables);
}

/* What one block works with. */
typedef struct
{
  AssayFft *dct;      /* of twice the segment: its even extension */
  AssayFft *response; /* of twice the points */
  double *stretch;    /* 2 × SEGMENT */
  AssayComplex *bins;
  double *cosines;   /* SEGMENT: the DCT */
  double *envelopes; /* channels × POINTS, of the segment in hand */
} Bench;

/* DCT-II of the segment that begins at sample @at of the block, by its even extension. */
static void
transform (Bench *bench, const AssayFeatureBlock *block, gssize at)
{
  for (gsize t = 0; t < SEGMENT; t++)
    {
      double value = assay_feature_block_sample (block, at + (gssize) t);

      bench->stretch[t] = value;
      bench->stretch[2 * SEGMENT - 1 - t] = value;
    }
  assay_fft_forward (bench->dct, bench->stretch, bench->bins);
  for (gsize k = 0; k < SEGMENT; k++)
    {
      double angle = -G_PI * (double) k / (2.0 * SEGMENT);

      bench->cosines[k] = bench->bins[k].re * cos (angle) - bench->bins[k].im * sin (angle);
    }
}

/* The prediction polynomial of @n values under a Hann window: order + 1 coefficients, the first 1.
 * Autocorrelation method and Levinson's recursion. */
static void
predict (const double *values, gsize n, guint order, double *a)
{
  g_autofree double *windowed = g_new (double, n);
  double r[ASSAY_FEATURE_LPC_MOST + 1] = { 0 }, error;

  for (gsize i = 0; i < n; i++)
    windowed[i] = values[i] * (0.5 - 0.5 * cos (2 * G_PI * ((double) i + 0.5) / (double) n));
  for (guint lag = 0; lag <= order && lag < n; lag++)
    for (gsize i = lag; i < n; i++)
      r[lag] += windowed[i] * windowed[i - lag];
  memset (a, 0, (order + 1) * sizeof *a);
  a[0] = 1;
  /* Keeps silence and pure pulses solvable. */
  error = r[0] * (1 + NOISE) + 1e-30;
  for (guint i = 1; i <= order; i++)
    {
      double sum = r[i], turned[ASSAY_FEATURE_LPC_MOST + 1];

      for (guint j = 1; j < i; j++)
        sum += a[j] * r[i - j];
      memcpy (turned, a, sizeof *a * (i + 1));
      a[i] = -sum / error;
      for (guint j = 1; j < i; j++)
        a[j] = turned[j] + a[i] * turned[i - j];
      error *= 1 - a[i] * a[i];
      error = MAX (error, 1e-30);
    }
}

/* Envelopes of all channels over the segment. */
static void
model (Bench *bench, const Tables *tables)
{
  guint order = tables->options.lpc_order;
  double a[ASSAY_FEATURE_LPC_MOST + 1];

  for (guint c = 0; c < tables->options.channels; c++)
    {
      /* Coefficient k of the DCT stands for k / 2 times its second's inverse. */
      double scale = 2.0 * SEGMENT / ASSAY_FEATURE_RATE;
      gsize first = (gsize) MAX (tables->edges[c] * scale, 0);
      gsize end = MIN ((gsize) ceil (tables->edges[c + 2] * scale), SEGMENT);
      double *envelope = bench->envelopes + (gsize) c * POINTS;

      predict (bench->cosines + first, end - first, order, a);
      memset (bench->stretch, 0, 2 * (gsize) POINTS * sizeof *bench->stretch);
      memcpy (bench->stretch, a, (order + 1) * sizeof *a);
      assay_fft_forward (bench->response, bench->stretch, bench->bins);
      for (gsize p = 0; p < POINTS; p++)
        envelope[p]
            = 1
              / MAX (bench->bins[p].re * bench->bins[p].re + bench->bins[p].im * bench->bins[p].im,
                     1e-30);
    }
}

/* Centroid of @envelope over the frame that begins at sample @at of the segment. */
static double
centroid (const double *envelope, gsize at, gsize window)
{
  double sum = 0, moment = 0;
  gsize first = (at + SPACING - 1) / SPACING;
  gsize last = MIN ((at + window - 1) / SPACING, POINTS - 1);

  for (gsize p = first; p <= last; p++)
    {
      sum += envelope[p];
      moment += envelope[p] * (double) (p * SPACING - at);
    }
  return moment / (sum * (double) (window - 1));
}

static void
compute (gconstpointer data, const AssayFeatureBlock *block, double *rows)
{
  const Tables *tables = data;
  const AssayFeatureOptions *options = &tables->options;
  gsize middle = options->window / 2, segment = 0;
  Bench bench = { .dct = assay_fft_new (2 * SEGMENT), .response = assay_fft_new (2 * POINTS) };

  bench.stretch = g_new (double, 2 * SEGMENT);
  bench.bins = g_new (AssayComplex, SEGMENT + 1);
  bench.cosines = g_new (double, SEGMENT);
  bench.envelopes = g_new (double, (gsize) options->channels *POINTS);
  for (gsize i = 0; i < block->n_frames; i++)
    {
      gsize at = i * options->hop;
      /* Segment s is used where its middle half lies: from sample s × STEP of the block on. */
      gsize wanted = 1 + (at + middle) / STEP;
      gsize place;

      if (wanted != segment)
        {
          segment = wanted;
          transform (&bench, block, (gssize) ((segment - 1) * STEP) - (gssize) (STEP / 2));
          model (&bench, tables);
        }
      place = at + STEP / 2 - (segment - 1) * STEP;
      for (guint c = 0; c < options->channels; c++)
        rows[i * options->channels + c]
            = centroid (bench.envelopes + (gsize) c * POINTS, place, options->window);
    }
  assay_fft_free (bench.dct);
  assay_fft_free (bench.response);
  g_free (bench.stretch);
  g_free (bench.bins);
  g_free (bench.cosines);
  g_free (bench.envelopes);
}

const AssayFeatureFamily assay_feature_family_fdlp = {
  .prepare = prepare,
  .compute = compute,
  .release = release,
};
