/* assay-replay-profile.c: centroids averaged over a recording, and their spread over many. */
#include "replay/assay-replay-profile.h"

#include <math.h>
#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/assay-numbers.h"
#include "replay/assay-replay-spectra-private.h"

#define N_BANDS ASSAY_REPLAY_PROFILE_BANDS
#define K 6
/* Far below any magnitude of sound that is not digital silence. */
#define MAGNITUDE_FLOOR 1e-30

static gboolean
measure_feature (AssayFeature feature,
                 const double *samples,
                 gsize n,
                 guint threads,
                 double *means,
                 GCancellable *cancellable,
                 GError **error)
{
  AssayFeatureOptions options = assay_feature_options_default (feature);
  g_autoptr (AssayFeatureMatrix) matrix = NULL;

  options.k = K;
  options.dc = FALSE;
  options.deltas = FALSE;
  matrix = assay_replay_features_extract (samples, n, &options, threads, cancellable, error);
  if (matrix == NULL)
    return FALSE;
  g_return_val_if_fail (matrix->n_columns == N_BANDS, FALSE);
  memset (means, 0, N_BANDS * sizeof *means);
  for (gsize i = 0; i < matrix->n_frames; i++)
    for (guint b = 0; b < N_BANDS; b++)
      means[b] += matrix->values[i * N_BANDS + b] / (double) matrix->n_frames;
  return TRUE;
}

gboolean
assay_replay_profile_measure (const double *samples,
                              gsize n,
                              guint threads,
                              AssayReplayProfile *profile,
                              GCancellable *cancellable,
                              GError **error)
{
  double *magnitudes = profile->values[ASSAY_REPLAY_PROFILE_CM];
  double mean = 0;

  if (!measure_feature (ASSAY_FEATURE_CF, samples, n, threads,
                        profile->values[ASSAY_REPLAY_PROFILE_CF], cancellable, error)
      || !measure_feature (ASSAY_FEATURE_CM, samples, n, threads, magnitudes, cancellable, error))
    return FALSE;
  for (guint b = 0; b < N_BANDS; b++)
    {
      magnitudes[b] = 20 * log10 (magnitudes[b] + MAGNITUDE_FLOOR);
      mean += magnitudes[b] / N_BANDS;
    }
  for (guint b = 0; b < N_BANDS; b++)
    magnitudes[b] -= mean;
  return TRUE;
}

void
assay_replay_bands_learn (const AssayReplayProfile *profiles,
                          const gboolean *genuine,
                          gsize n,
                          AssayReplayBands *bands)
{
  static const double shares[] = { 0.1, 0.5, 0.9 };
  g_autofree double *sorted = g_new (double, MAX (n, 1));

  for (guint class = 0; class < 2; class ++)
    for (guint kind = 0; kind < ASSAY_REPLAY_PROFILES; kind++)
      for (guint b = 0; b < N_BANDS; b++)
        {
          gsize count = 0;

          for (gsize i = 0; i < n; i++)
            if ((genuine[i] ? 0u : 1u) == class)
              sorted[count++] = profiles[i].values[kind][b];
          g_return_if_fail (count > 0);
          assay_sort_doubles (sorted, count);
          for (guint q = 0; q < G_N_ELEMENTS (shares); q++)
            bands->values[class][kind][q][b] = assay_quantile (sorted, count, shares[q]);
        }
}

void
assay_replay_bands_write (const AssayReplayBands *self, AssayModelFile *file)
{
  assay_model_file_add (file, "profiles", ASSAY_MODEL_SINGLE, &self->values[0][0][0][0],
                        sizeof self->values / sizeof self->values[0][0][0], N_BANDS);
}

gboolean
assay_replay_bands_read (AssayReplayBands *self, AssayModelFile *file, GError **error)
{
  gsize rows = sizeof self->values / sizeof self->values[0][0][0];
  gsize columns = N_BANDS;
  const double *values = assay_model_file_get (file, "profiles", &rows, &columns, error);

  if (values == NULL)
    return FALSE;
  memcpy (self->values, values, sizeof self->values);
  return TRUE;
}

AssayPlot *
assay_replay_bands_plot (const AssayReplayBands *self,
                         const AssayReplayProfile *profile,
                         AssayReplayProfileKind kind)
{
  gboolean hertz = kind == ASSAY_REPLAY_PROFILE_CF;
  const AssayAxis x = { .title = N_ ("Band"), .unit = "", .minimum = 1, .maximum = N_BANDS };
  const AssayAxis y
      = { .title = hertz ? N_ ("Centroid frequency") : N_ ("Centroid magnitude above the mean"),
          .unit = hertz ? "Hz" : "dB" };
  AssayPlotBuilder *builder = assay_plot_builder_new (
      hertz ? "profile-cf" : "profile-cm",
      hertz ? N_ ("Centroid frequencies on what the model knows (10 to 90 per cent of each class)")
            : N_ ("Centroid magnitudes on what the model knows (10 to 90 per cent of each class)"),
      &x, &y);
  static const char *const names[] = { N_ ("Genuine recordings"), N_ ("Replayed recordings") };
  double bands[N_BANDS];

  for (guint b = 0; b < N_BANDS; b++)
    bands[b] = b + 1;
  for (guint class = 0; class < 2; class ++)
    assay_plot_builder_series (builder, ASSAY_SERIES_BAND, names[class], bands,
                               self->values[class][kind][0], self->values[class][kind][2], N_BANDS,
                               2);
  assay_plot_builder_series (builder, ASSAY_SERIES_LINE, N_ ("This recording"), bands,
                             profile->values[kind], NULL, N_BANDS, 2);
  return assay_plot_builder_end (builder);
}
