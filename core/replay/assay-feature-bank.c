/* assay-feature-bank.c: centroid frequency and centroid magnitude of the paper's filter bank. */
#include <string.h>

#include "replay/assay-envelope-private.h"
#include "replay/assay-feature-family-private.h"
#include "replay/assay-filter-bank-private.h"

#define BLOCK_FRAMES 1000

typedef struct
{
  AssayEnvelopeTables envelope;
  AssayBankCoefficients coefficients;
  double *values[3]; /* gain, a1, a2 */
} Tables;

static double *
padded (const double *values, guint n, guint stride)
{
  double *copy = assay_envelope_aligned (stride);

  memcpy (copy, values, n * sizeof *copy);
  return copy;
}

static gpointer
prepare (const AssayFeatureOptions *options, gboolean levels, AssayFeatureReach *reach)
{
  Tables *tables = g_new0 (Tables, 1);
  g_autoptr (AssayFilterBank) bank = assay_filter_bank_new (options);
  guint stride;

  assay_envelope_tables_init (&tables->envelope, options, levels);
  stride = tables->envelope.stride;
  tables->values[0] = padded (bank->gain, bank->n, stride);
  tables->values[1] = padded (bank->a1, bank->n, stride);
  tables->values[2] = padded (bank->a2, bank->n, stride);
  tables->coefficients = (AssayBankCoefficients){
    .stride = stride,
    .used = (bank->n + 15) / 16 * 16,
    .gain = tables->values[0],
    .a1 = tables->values[1],
    .a2 = tables->values[2],
  };
  *reach = (AssayFeatureReach){ .before = assay_filter_bank_memory (bank),
                                .block_frames = BLOCK_FRAMES };
  return tables;
}

static void
release (gpointer data)
{
  Tables *tables = data;

  for (guint i = 0; i < G_N_ELEMENTS (tables->values); i++)
    g_aligned_free (tables->values[i]);
  assay_envelope_tables_clear (&tables->envelope);
  g_free (tables);
}

/* @n samples more through the filters; with @keep also into the frames. */
static void
filter (const Tables *tables,
        AssayEnvelope *envelope,
        double *state,
        const double *x,
        gsize n,
        gboolean keep)
{
  while (n > 0)
    {
      gsize fit;
      double *rows = assay_envelope_next (envelope, &fit);
      gsize now = MIN (n, fit);

      envelope->kernel->filter (&tables->coefficients, state, state + tables->coefficients.stride,
                                x, now, rows);
      if (keep)
        assay_envelope_advance (envelope, now);
      x += now;
      n -= now;
    }
}

static void
compute (gconstpointer data, const AssayFeatureBlock *block, double *rows)
{
  const Tables *tables = data;
  const AssayFeatureOptions *options = &tables->envelope.options;
  gsize overlap = options->window - options->hop;
  gsize width = tables->envelope.n_columns + (tables->envelope.levels ? options->channels : 0);
  double *state = assay_envelope_aligned (2 * (gsize) tables->coefficients.stride);
  AssayEnvelope envelope;

  assay_envelope_init (&envelope, &tables->envelope);
  filter (tables, &envelope, state, block->samples - block->before, block->before, FALSE);
  filter (tables, &envelope, state, block->samples, overlap, TRUE);
  for (gsize i = 0; i < block->n_frames; i++)
    {
      filter (tables, &envelope, state, block->samples + overlap + i * options->hop, options->hop,
              TRUE);
      assay_envelope_frame (&envelope, rows + i * width);
    }
  assay_envelope_clear (&envelope);
  g_aligned_free (state);
}

const AssayFeatureFamily assay_feature_family_bank = {
  .prepare = prepare,
  .compute = compute,
  .release = release,
};
