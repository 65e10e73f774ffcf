/* assay-feature-file.c: feature matrices of hours of sound, kept in files instead of memory. */
#include "replay/assay-feature-file-private.h"

#include <errno.h>
#include <unistd.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "replay/assay-feature-finish-private.h"
#include "signal/assay-npy.h"

/* Rows worked on at once. */
#define ROWS 4096

/* A matrix of doubles in a file. */
typedef struct
{
  int fd;
  guint64 offset; /* bytes before the first row */
  gsize n_frames;
  gsize n_columns;
} FileMatrix;

static gboolean
read_rows (const FileMatrix *matrix, gsize first, gsize n, double *rows, GError **error)
{
  gsize size = n * matrix->n_columns * sizeof *rows;
  gsize done = 0;

  while (done < size)
    {
      guint64 place = matrix->offset + first * matrix->n_columns * sizeof *rows + done;
      gssize got = pread (matrix->fd, (guint8 *) rows + done, size - done, (off_t) place);

      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0)
        {
          g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_IO,
                       _ ("The working file cannot be read: %s"), g_strerror (errno));
          return FALSE;
        }
      done += (gsize) got;
    }
  return TRUE;
}

static gboolean
write_rows (const FileMatrix *matrix, gsize first, gsize n, const double *rows, GError **error)
{
  return assay_write_output (matrix->fd, matrix->offset + first * matrix->n_columns * sizeof *rows,
                             rows, n * matrix->n_columns * sizeof *rows, error);
}

typedef void (*MomentsPass) (AssayFeatureMoments *moments, const double *rows, gsize n);

static gboolean
walk_rows (const FileMatrix *matrix,
           AssayFeatureMoments *moments,
           MomentsPass pass,
           GCancellable *cancellable,
           GError **error)
{
  g_autofree double *rows = g_new (double, ROWS * matrix->n_columns);

  for (gsize first = 0; first < matrix->n_frames; first += ROWS)
    {
      gsize n = MIN (ROWS, matrix->n_frames - first);

      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !read_rows (matrix, first, n, rows, error))
        return FALSE;
      pass (moments, rows, n);
    }
  return TRUE;
}

static gboolean
apply_moments (const FileMatrix *matrix,
               AssayFeatureMoments *moments,
               GCancellable *cancellable,
               GError **error)
{
  g_autofree double *rows = g_new (double, ROWS * matrix->n_columns);

  for (gsize first = 0; first < matrix->n_frames; first += ROWS)
    {
      gsize n = MIN (ROWS, matrix->n_frames - first);

      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !read_rows (matrix, first, n, rows, error))
        return FALSE;
      assay_feature_moments_apply (moments, rows, n);
      if (!write_rows (matrix, first, n, rows, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
normalise (const FileMatrix *matrix, GCancellable *cancellable, GError **error)
{
  g_autoptr (AssayFeatureMoments) moments = assay_feature_moments_new (matrix->n_columns);

  if (!walk_rows (matrix, moments, assay_feature_moments_mean, cancellable, error))
    return FALSE;
  assay_feature_moments_mean_end (moments);
  if (!walk_rows (matrix, moments, assay_feature_moments_deviation, cancellable, error))
    return FALSE;
  assay_feature_moments_deviation_end (moments);
  return apply_moments (matrix, moments, cancellable, error);
}

/* Rows of @statics with deltas, or as they are, to @output. */
static gboolean
stack (const FileMatrix *statics,
       const FileMatrix *output,
       const AssayFeatureOptions *options,
       AssayProgress *progress,
       GCancellable *cancellable,
       GError **error)
{
  gsize margin = options->deltas ? 2 * (gsize) options->delta_width : 0;
  g_autofree double *held = g_new (double, (ROWS + 2 * margin) * statics->n_columns);
  g_autofree double *rows = g_new (double, ROWS * output->n_columns);

  for (gsize first = 0; first < statics->n_frames; first += ROWS)
    {
      gsize n = MIN (ROWS, statics->n_frames - first);
      gsize from = first > margin ? first - margin : 0;
      gsize to = MIN (first + n + margin, statics->n_frames);

      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !read_rows (statics, from, to - from, held, error))
        return FALSE;
      if (options->deltas)
        assay_feature_append_deltas (held, statics->n_columns, from, to - from, statics->n_frames,
                                     options->delta_width, first, n, rows);
      if (!write_rows (output, first, n, options->deltas ? rows : held, error))
        return FALSE;
      assay_progress_set (progress, (double) (first + n) / (double) statics->n_frames,
                          N_ ("Writing features"));
    }
  return TRUE;
}

gboolean
assay_feature_file_finish (int statics,
                           gsize n_frames,
                           const AssayFeatureOptions *options,
                           int output,
                           AssayProgress *progress,
                           GCancellable *cancellable,
                           GError **error)
{
  gsize columns = assay_feature_options_columns (options);
  FileMatrix in = { .fd = statics,
                    .n_frames = n_frames,
                    .n_columns = options->deltas ? columns / 3 : columns };
  FileMatrix out
      = { .fd = output, .offset = ASSAY_NPY_HEAD, .n_frames = n_frames, .n_columns = columns };
  gboolean normalised = options->mvn && options->deltas;
  guint8 head[ASSAY_NPY_HEAD];

  assay_npy_head (n_frames, columns, head);
  if (!assay_write_output (output, 0, head, sizeof head, error))
    return FALSE;
  if (normalised && options->mvn_first && !normalise (&in, cancellable, error))
    return FALSE;
  if (!stack (&in, &out, options, progress, cancellable, error))
    return FALSE;
  return !normalised || options->mvn_first || normalise (&out, cancellable, error);
}
