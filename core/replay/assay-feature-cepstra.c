/* assay-feature-cepstra.c: MFCC and LFCC: logarithm and DCT of the power in mel-spaced or evenly
 * spaced bands. */
#include <math.h>

#include "replay/assay-band-power-private.h"
#include "replay/assay-feature-family-private.h"
#include "replay/assay-filter-bank-private.h"

#define BLOCK_FRAMES 1000

typedef struct
{
  AssayFeatureOptions options;
  AssayBandPower power;
  gsize n_columns;
  double *dct;
} Tables;

static double *
make_edges (const AssayFeatureOptions *options)
{
  gboolean mel = options->feature == ASSAY_FEATURE_MFCC;
  double low = mel ? assay_mel_from_hertz (options->low) : options->low;
  double high = mel ? assay_mel_from_hertz (options->high) : options->high;
  double *edges = g_new (double, options->filters + 2);

  for (guint i = 0; i < options->filters + 2; i++)
    {
      double place = low + (high - low) * i / (options->filters + 1);

      edges[i] = mel ? assay_mel_to_hertz (place) : place;
    }
  return edges;
}

static gpointer
prepare (const AssayFeatureOptions *options, gboolean levels, AssayFeatureReach *reach)
{
  Tables *tables = g_new0 (Tables, 1);
  g_autofree double *edges = make_edges (options);

  tables->options = *options;
  assay_band_power_init (&tables->power, options->window,
                         options->feature == ASSAY_FEATURE_MFCC ? 512 : 1024, edges,
                         options->filters);
  tables->n_columns = MIN (options->cepstra, options->filters);
  tables->dct = assay_feature_dct_matrix (options->filters, tables->n_columns);
  *reach = (AssayFeatureReach){ .before = 1, .block_frames = BLOCK_FRAMES };
  return tables;
}

static void
release (gpointer data)
{
  Tables *tables = data;

  assay_band_power_clear (&tables->power);
  g_free (tables->dct);
  g_free (tables);
}

static void
compute (gconstpointer data, const AssayFeatureBlock *block, double *rows)
{
  const Tables *tables = data;
  guint n = tables->power.n;
  g_autoptr (AssayFft) fft = assay_fft_new (tables->power.length);
  g_autofree double *bands = g_new (double, n);

  for (gsize i = 0; i < block->n_frames; i++)
    {
      assay_band_power_frame (&tables->power, block, (gssize) (i * tables->options.hop), fft,
                              bands);
      for (guint b = 0; b < n; b++)
        bands[b] = log (bands[b] + tables->options.log_floor);
      assay_feature_transform (tables->dct, n, tables->n_columns, bands,
                               rows + i * tables->n_columns);
    }
}

const AssayFeatureFamily assay_feature_family_cepstra = {
  .prepare = prepare,
  .compute = compute,
  .release = release,
};
