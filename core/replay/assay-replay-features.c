/* assay-replay-features.c: the feature matrix of a recording that is in memory. */
#include "replay/assay-replay-features.h"

#include <string.h>

#include "base/assay-base.h"
#include "replay/assay-feature-finish-private.h"
#include "replay/assay-feature-stream.h"

/* An hour of 240 columns has 0.7 GB. */
#define MOST_BYTES ((gsize) 2 * 1024 * 1024 * 1024)
/* Samples between two looks at the cancellable. */
#define PUSHED 160000

AssayFeatureMatrix *
assay_feature_matrix_new (gsize n_frames, gsize n_columns, GError **error)
{
  AssayFeatureMatrix *self;
  double *values;
  gsize n;

  if (!g_size_checked_mul (&n, n_frames, n_columns))
    n = G_MAXSIZE / sizeof (double);
  values = assay_try_alloc (n, sizeof (double), MOST_BYTES, error);
  if (values == NULL)
    return NULL;
  self = g_new (AssayFeatureMatrix, 1);
  self->n_frames = n_frames;
  self->n_columns = n_columns;
  self->values = values;
  return self;
}

void
assay_feature_matrix_free (AssayFeatureMatrix *self)
{
  if (self == NULL)
    return;
  g_free (self->values);
  g_free (self);
}

typedef struct
{
  AssayFeatureMatrix *matrix; /* of static values */
  gsize at;
} Collector;

static gboolean
collect (const double *rows, gsize n_frames, gpointer user_data, GError **error)
{
  Collector *collector = user_data;
  gsize columns = collector->matrix->n_columns;

  memcpy (collector->matrix->values + collector->at * columns, rows,
          n_frames * columns * sizeof *rows);
  collector->at += n_frames;
  return TRUE;
}

static AssayFeatureMatrix *
extract_static (const double *samples,
                gsize n,
                const AssayFeatureOptions *options,
                guint threads,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (AssayFeatureMatrix) matrix = NULL;
  Collector collector = { 0 };
  g_autoptr (AssayFeatureStream) stream
      = assay_feature_stream_new (options, FALSE, threads, cancellable, collect, &collector);

  matrix = assay_feature_matrix_new (MAX (assay_feature_options_frames (options, n), 1),
                                     assay_feature_stream_get_n_columns (stream), error);
  if (matrix == NULL)
    return NULL;
  collector.matrix = matrix;
  for (gsize at = 0; at < n; at += PUSHED)
    if (!assay_feature_stream_push (stream, samples + at, MIN (PUSHED, n - at), error))
      return NULL;
  if (!assay_feature_stream_end (stream, error))
    return NULL;
  return g_steal_pointer (&matrix);
}

static void
normalise (AssayFeatureMatrix *matrix)
{
  g_autoptr (AssayFeatureMoments) moments = assay_feature_moments_new (matrix->n_columns);

  assay_feature_moments_mean (moments, matrix->values, matrix->n_frames);
  assay_feature_moments_mean_end (moments);
  assay_feature_moments_deviation (moments, matrix->values, matrix->n_frames);
  assay_feature_moments_deviation_end (moments);
  assay_feature_moments_apply (moments, matrix->values, matrix->n_frames);
}

AssayFeatureMatrix *
assay_replay_features_extract (const double *samples,
                               gsize n,
                               const AssayFeatureOptions *options,
                               guint threads,
                               GCancellable *cancellable,
                               GError **error)
{
  g_autoptr (AssayFeatureMatrix) statics = NULL;
  g_autoptr (AssayFeatureMatrix) stacked = NULL;

  if (!assay_feature_options_check (options, error))
    return NULL;
  statics = extract_static (samples, n, options, threads, cancellable, error);
  if (statics == NULL || !options->deltas)
    return g_steal_pointer (&statics);
  if (options->mvn && options->mvn_first)
    normalise (statics);
  stacked = assay_feature_matrix_new (statics->n_frames, 3 * statics->n_columns, error);
  if (stacked == NULL)
    return NULL;
  assay_feature_append_deltas (statics->values, statics->n_columns, 0, statics->n_frames,
                               statics->n_frames, options->delta_width, 0, statics->n_frames,
                               stacked->values);
  if (options->mvn && !options->mvn_first)
    normalise (stacked);
  return g_steal_pointer (&stacked);
}
