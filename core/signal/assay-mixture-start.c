/* assay-mixture-start.c: where EM begins: k-means++ and Lloyd's algorithm over a sample. */
#include "signal/assay-mixture-train.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/assay-error.h"
#include "base/assay-parallel.h"
#include "signal/assay-random.h"

/* Frames of the sample for each component, and at most. */
#define SAMPLE_EACH 64
#define SAMPLE_MOST 32768
#define ROUNDS 6
#define BLOCK 256

typedef struct
{
  gsize n;
  gsize columns;
  double *rows;      /* n × columns, scaled */
  double *distances; /* n: square of the distance to the nearest centre */
  guint *nearest;    /* n */
  double *centres;   /* components × columns, scaled */
  gsize first;       /* centres that are looked at: first .. last - 1 */
  gsize last;
} Sample;

static void
sample_clear (Sample *self)
{
  g_free (self->rows);
  g_free (self->distances);
  g_free (self->nearest);
  g_free (self->centres);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sample, sample_clear)

/* One frame from each of n equal stretches of all frames, at a place drawn by lot. */
static gboolean
draw (Sample *self,
      const AssayFrames *frames,
      const double *scale,
      AssayRandom *random,
      GCancellable *cancellable,
      GError **error)
{
  for (gsize i = 0; i < self->n; i++)
    {
      gsize from = (gsize) ((guint64) frames->n_frames * i / self->n);
      gsize to = (gsize) ((guint64) frames->n_frames * (i + 1) / self->n);
      gsize chosen = from + (gsize) assay_random_below (random, to - from);
      double *row = self->rows + i * self->columns;

      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !frames->read (frames, chosen, 1, row, error))
        return FALSE;
      for (gsize d = 0; d < self->columns; d++)
        row[d] *= scale[d];
    }
  return TRUE;
}

static double
square_distance (const double *a, const double *b, gsize n)
{
  /* Four sums, so that the additions do not wait for each other. */
  double sums[4] = { 0 };
  gsize whole = n - n % 4;

  for (gsize i = 0; i < whole; i += 4)
    for (guint j = 0; j < 4; j++)
      sums[j] += (a[i + j] - b[i + j]) * (a[i + j] - b[i + j]);
  for (gsize i = whole; i < n; i++)
    sums[0] += (a[i] - b[i]) * (a[i] - b[i]);
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

/* Whether one of the centres first .. last - 1 is nearer. Ties stay with the smaller index. */
static void
compare (gsize first, gsize last, gpointer user_data)
{
  Sample *self = user_data;

  for (gsize i = first; i < last; i++)
    for (gsize c = self->first; c < self->last; c++)
      {
        double distance = square_distance (self->rows + i * self->columns,
                                           self->centres + c * self->columns, self->columns);

        if (distance < self->distances[i])
          {
            self->distances[i] = distance;
            self->nearest[i] = (guint) c;
          }
      }
}

static void
take_centre (Sample *self, gsize centre, gsize row)
{
  memcpy (self->centres + centre * self->columns, self->rows + row * self->columns,
          self->columns * sizeof (double));
}

/* A row, drawn in proportion to the square of its distance. */
static gsize
draw_far (const Sample *self, AssayRandom *random)
{
  double total = 0;
  double left;
  gsize i;

  for (i = 0; i < self->n; i++)
    total += self->distances[i];
  left = assay_random_real (random) * total;
  for (i = 0; i + 1 < self->n; i++)
    {
      left -= self->distances[i];
      if (left < 0)
        break;
    }
  return i;
}

static gboolean
seed_centres (Sample *self,
              gsize n_components,
              const AssayMixtureOptions *options,
              AssayRandom *random,
              GCancellable *cancellable,
              GError **error)
{
  for (gsize i = 0; i < self->n; i++)
    self->distances[i] = INFINITY;
  for (gsize c = 0; c < n_components; c++)
    {
      take_centre (self, c,
                   c == 0 ? (gsize) assay_random_below (random, self->n) : draw_far (self, random));
      self->first = c;
      self->last = c + 1;
      if (!assay_parallel_for (self->n, BLOCK, options->threads, compare, self, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

/* Each centre to the mean of its rows; one without rows stays. */
static void
move_centres (Sample *self, gsize n_components)
{
  g_autofree double *sums = g_new0 (double, n_components * self->columns);
  g_autofree gsize *counts = g_new0 (gsize, n_components);

  for (gsize i = 0; i < self->n; i++)
    {
      double *sum = sums + self->nearest[i] * self->columns;

      counts[self->nearest[i]]++;
      for (gsize d = 0; d < self->columns; d++)
        sum[d] += self->rows[i * self->columns + d];
    }
  for (gsize c = 0; c < n_components; c++)
    for (gsize d = 0; d < self->columns && counts[c] > 0; d++)
      self->centres[c * self->columns + d] = sums[c * self->columns + d] / (double) counts[c];
}

static gboolean
settle (Sample *self,
        const AssayMixtureOptions *options,
        AssayProgress *progress,
        GCancellable *cancellable,
        GError **error)
{
  self->first = 0;
  self->last = options->n_components;
  for (guint round = 0; round < ROUNDS; round++)
    {
      move_centres (self, options->n_components);
      for (gsize i = 0; i < self->n; i++)
        self->distances[i] = INFINITY;
      if (!assay_parallel_for (self->n, BLOCK, options->threads, compare, self, cancellable, error))
        return FALSE;
      assay_progress_set (progress, (double) (round + 1) / ROUNDS, "");
    }
  return TRUE;
}

/* Weights, means and variances of the clusters, in the columns' own units. */
static AssayMixture *
make_mixture (const Sample *self, gsize n_components, const double *scale, const double *floors)
{
  AssayMixture *mixture = assay_mixture_new (n_components, self->columns);
  g_autofree gsize *counts = g_new0 (gsize, n_components);

  for (gsize i = 0; i < self->n; i++)
    {
      gsize offset = self->nearest[i] * self->columns;

      counts[self->nearest[i]]++;
      for (gsize d = 0; d < self->columns; d++)
        {
          double apart = self->rows[i * self->columns + d] - self->centres[offset + d];

          mixture->variances[offset + d] += apart * apart;
        }
    }
  for (gsize c = 0; c < n_components; c++)
    {
      mixture->weights[c] = ((double) counts[c] + 1) / (double) (self->n + n_components);
      for (gsize d = 0; d < self->columns; d++)
        {
          gsize i = c * self->columns + d;

          mixture->means[i] = self->centres[i] / scale[d];
          mixture->variances[i]
              = MAX (mixture->variances[i] / (double) MAX (counts[c], 1) / (scale[d] * scale[d]),
                     floors[d]);
        }
    }
  return mixture;
}

AssayMixture *
assay_mixture_start (const AssayFrames *frames,
                     const AssayMixtureOptions *options,
                     const double *floors,
                     AssayProgress *progress,
                     GCancellable *cancellable,
                     GError **error)
{
  gsize columns = frames->n_columns;
  g_autofree double *scale = g_new (double, columns);
  g_auto (Sample) sample = { .columns = columns };
  AssayRandom random;

  if (frames->n_frames / 2 < options->n_components)
    {
      g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_INVALID,
                   _ ("%zu frames are too few to train %zu components"), frames->n_frames,
                   options->n_components);
      return NULL;
    }
  sample.n
      = MIN (frames->n_frames, MIN (SAMPLE_MOST, MAX (SAMPLE_EACH * options->n_components, 4096)));
  sample.rows = g_new (double, sample.n *columns);
  sample.distances = g_new (double, sample.n);
  sample.nearest = g_new0 (guint, sample.n);
  sample.centres = g_new0 (double, options->n_components *columns);
  for (gsize d = 0; d < columns; d++)
    scale[d] = sqrt (options->floor / floors[d]);
  assay_random_init (&random, options->seed);
  if (!draw (&sample, frames, scale, &random, cancellable, error)
      || !seed_centres (&sample, options->n_components, options, &random, cancellable, error)
      || !settle (&sample, options, progress, cancellable, error))
    return NULL;
  return make_mixture (&sample, options->n_components, scale, floors);
}
