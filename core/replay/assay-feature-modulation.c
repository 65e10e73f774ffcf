/* assay-feature-modulation.c: modulation spectrum of each band's envelope around a frame: its
 * energy and its centroid frequency, after the modulation features that the paper compares with.
 *
 * The envelope is the square root of the power in a mel-spaced band, sampled every hop; 32 frames
 * around the one in question, their mean taken out, a Hann window, 16 bins above 0 Hz. */
#include <math.h>

#include "replay/assay-band-power-private.h"
#include "replay/assay-feature-family-private.h"
#include "replay/assay-filter-bank-private.h"

#define BLOCK_FRAMES 1000
/* Frames of one modulation spectrum. */
#define SPAN 32u
#define BINS (SPAN / 2)

typedef struct
{
  AssayFeatureOptions options;
  AssayBandPower power;
  double weights[SPAN];
  double cosine[BINS][SPAN]; /* bins 1 … BINS */
  double sine[BINS][SPAN];
} Tables;

static gpointer
prepare (const AssayFeatureOptions *options, gboolean levels, AssayFeatureReach *reach)
{
  Tables *tables = g_new0 (Tables, 1);
  g_autofree double *edges = assay_filter_bank_edges (options);

  tables->options = *options;
  assay_band_power_init (&tables->power, options->window, 512, edges, options->channels);
  for (guint t = 0; t < SPAN; t++)
    {
      tables->weights[t] = 0.5 - 0.5 * cos (2 * G_PI * (t + 0.5) / SPAN);
      for (guint b = 0; b < BINS; b++)
        {
          tables->cosine[b][t] = cos (2 * G_PI * ((b + 1) * t % SPAN) / SPAN);
          tables->sine[b][t] = sin (2 * G_PI * ((b + 1) * t % SPAN) / SPAN);
        }
    }
  *reach = (AssayFeatureReach){ .before = (gsize) SPAN / 2 * options->hop + 1,
                                .after = (gsize) SPAN / 2 * options->hop,
                                .block_frames = BLOCK_FRAMES };
  return tables;
}

static void
release (gpointer data)
{
  Tables *tables = data;

  assay_band_power_clear (&tables->power);
  g_free (tables);
}

/* Energy and centroid (Hz) of the modulation of one band; @envelope has SPAN values. */
static void
describe (const Tables *tables, double *envelope, double *energy, double *centroid)
{
  double mean = 0, sum = 0, moment = 0;

  for (guint t = 0; t < SPAN; t++)
    mean += envelope[t] / SPAN;
  for (guint t = 0; t < SPAN; t++)
    envelope[t] = (envelope[t] - mean) * tables->weights[t];
  for (guint b = 0; b < BINS; b++)
    {
      double re = 0, im = 0;

      for (guint t = 0; t < SPAN; t++)
        {
          re += envelope[t] * tables->cosine[b][t];
          im += envelope[t] * tables->sine[b][t];
        }
      sum += re * re + im * im;
      moment += (b + 1) * (re * re + im * im);
    }
  *energy = log (sum + tables->options.log_floor);
  /* A steady band has no modulation: what rounding leaves of it says nothing. */
  *centroid = sum > 1e-24 ? moment / sum * ASSAY_FEATURE_RATE / (tables->options.hop * SPAN) : 0;
}

static void
compute (gconstpointer data, const AssayFeatureBlock *block, double *rows)
{
  const Tables *tables = data;
  guint n = tables->power.n, hop = tables->options.hop;
  gssize first = -(gssize) MIN (SPAN / 2, block->before / hop);
  gssize end = MIN ((gssize) (block->n_frames + SPAN / 2),
                    (gssize) ((block->n - tables->options.window) / hop) + 1);
  g_autofree double *bands = g_new (double, (gsize) (end - first) * n);
  g_autoptr (AssayFft) fft = assay_fft_new (tables->power.length);

  for (gssize i = first; i < end; i++)
    assay_band_power_frame (&tables->power, block, i * hop, fft, bands + (i - first) * n);
  for (gsize i = 0; i < block->n_frames; i++)
    for (guint c = 0; c < n; c++)
      {
        double envelope[SPAN];

        /* Before the first and behind the last frame the ends repeat. */
        for (guint t = 0; t < SPAN; t++)
          {
            gssize at = CLAMP ((gssize) (i + t) - (gssize) SPAN / 2, first, end - 1);

            envelope[t] = sqrt (bands[(at - first) * n + c]);
          }
        describe (tables, envelope, &rows[i * 2 * n + c], &rows[i * 2 * n + n + c]);
      }
}

const AssayFeatureFamily assay_feature_family_modulation = {
  .prepare = prepare,
  .compute = compute,
  .release = release,
};
