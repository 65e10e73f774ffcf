/* assay-feature-finish.c: deltas, accelerations and normalisation of static values. */
#include "replay/assay-feature-finish-private.h"

#include <math.h>
#include <string.h>

/* Of a mean over some thousand frames, relative. */
#define ROUNDING 1e-12

AssayFeatureMoments *
assay_feature_moments_new (gsize n_columns)
{
  AssayFeatureMoments *self = g_new0 (AssayFeatureMoments, 1);

  self->n_columns = n_columns;
  self->mean = g_new0 (double, n_columns);
  self->deviation = g_new0 (double, n_columns);
  return self;
}

void
assay_feature_moments_free (AssayFeatureMoments *self)
{
  if (self == NULL)
    return;
  g_free (self->mean);
  g_free (self->deviation);
  g_free (self);
}

void
assay_feature_moments_mean (AssayFeatureMoments *self, const double *rows, gsize n)
{
  for (gsize i = 0; i < n; i++)
    for (gsize c = 0; c < self->n_columns; c++)
      self->mean[c] += rows[i * self->n_columns + c];
  self->n += n;
}

void
assay_feature_moments_mean_end (AssayFeatureMoments *self)
{
  for (gsize c = 0; c < self->n_columns; c++)
    self->mean[c] /= (double) MAX (self->n, 1);
}

void
assay_feature_moments_deviation (AssayFeatureMoments *self, const double *rows, gsize n)
{
  for (gsize i = 0; i < n; i++)
    for (gsize c = 0; c < self->n_columns; c++)
      {
        double d = rows[i * self->n_columns + c] - self->mean[c];

        self->deviation[c] += d * d;
      }
}

void
assay_feature_moments_deviation_end (AssayFeatureMoments *self)
{
  for (gsize c = 0; c < self->n_columns; c++)
    {
      self->deviation[c] = sqrt (self->deviation[c] / (double) MAX (self->n, 1));
      /* A constant column, but for the rounding of its mean, becomes 0 and not that rounding
       * blown up. */
      if (self->deviation[c] <= ROUNDING * fmax (1, fabs (self->mean[c])))
        self->deviation[c] = INFINITY;
    }
}

void
assay_feature_moments_apply (const AssayFeatureMoments *self, double *rows, gsize n)
{
  for (gsize i = 0; i < n; i++)
    for (gsize c = 0; c < self->n_columns; c++)
      {
        double *value = &rows[i * self->n_columns + c];

        *value = (*value - self->mean[c]) / (self->deviation[c] + 1e-12);
      }
}

/* Index @frame + @offset kept inside 0 … n - 1. */
static gsize
clamp_frame (gsize frame, gssize offset, gsize n)
{
  gssize at = (gssize) frame + offset;

  return (gsize) CLAMP (at, 0, (gssize) n - 1);
}

/* Regression slope at @frame of rows that begin with frame @first_held. */
static void
slope (const double *rows,
       gsize n_columns,
       gsize first_held,
       gsize n_total,
       guint width,
       gsize frame,
       double *out)
{
  double norm = 0;

  memset (out, 0, n_columns * sizeof *out);
  for (guint i = 1; i <= width; i++)
    {
      const double *later
          = rows + (clamp_frame (frame, (gssize) i, n_total) - first_held) * n_columns;
      const double *earlier
          = rows + (clamp_frame (frame, -(gssize) i, n_total) - first_held) * n_columns;

      for (gsize c = 0; c < n_columns; c++)
        out[c] += i * (later[c] - earlier[c]);
      norm += 2.0 * i * i;
    }
  for (gsize c = 0; c < n_columns; c++)
    out[c] /= norm;
}

void
assay_feature_append_deltas (const double *statics,
                             gsize n_columns,
                             gsize first_held,
                             gsize n_held,
                             gsize n_total,
                             guint width,
                             gsize first,
                             gsize n,
                             double *out)
{
  gsize from = first > width ? first - width : 0;
  gsize to = MIN (first + n + width, n_total);
  g_autofree double *deltas = g_new (double, (to - from) * n_columns);

  g_return_if_fail (from >= first_held && to <= first_held + n_held);
  for (gsize frame = from; frame < to; frame++)
    slope (statics, n_columns, first_held, n_total, width, frame,
           deltas + (frame - from) * n_columns);
  for (gsize i = 0; i < n; i++)
    {
      double *row = out + i * 3 * n_columns;

      memcpy (row, statics + (first + i - first_held) * n_columns, n_columns * sizeof *row);
      memcpy (row + n_columns, deltas + (first + i - from) * n_columns, n_columns * sizeof *row);
      slope (deltas, n_columns, from, n_total, width, first + i, row + 2 * n_columns);
    }
}
