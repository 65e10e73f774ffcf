/* assay-mixture-train.c: variance floors and the EM rounds. */
#include "signal/assay-mixture-train.h"

#include <math.h>
#include <string.h>

#include "signal/assay-frames-walk-private.h"

#define PARTS ASSAY_FRAMES_PARTS
/* A posterior below e^-36 (2e-16) does not change a sum of ones. */
#define NEGLIGIBLE -36.0
/* A component with fewer frames has nothing to say about its mean. */
#define LEAST_FRAMES 1e-3
/* A constant column has no variance; this one keeps its logarithm finite. */
#define LEAST_VARIANCE 1e-12

/* Sums of one part. */
typedef struct
{
  double *counts;  /* n_components: posteriors */
  double *sums;    /* n_components × n_columns */
  double *squares; /* n_components × n_columns */
  double *joint;   /* of one block */
  double log_density;
} Part;

typedef struct
{
  gsize n_components;
  gsize n_columns;
  const AssayMixtureScorer *scorer; /* NULL: plain sums in one component */
  const double *centre;             /* n_columns: taken off before squaring */
  Part parts[PARTS];
} Sums;

static void
sums_init (Sums *self, gsize n_components, gsize n_columns, const AssayMixtureScorer *scorer)
{
  gsize n = n_components * n_columns;

  *self = (Sums){ .n_components = n_components, .n_columns = n_columns, .scorer = scorer };
  for (guint i = 0; i < PARTS; i++)
    {
      self->parts[i].counts = g_new0 (double, n_components);
      self->parts[i].sums = g_new0 (double, n);
      self->parts[i].squares = g_new0 (double, n);
      if (scorer != NULL)
        self->parts[i].joint
            = g_new (double, ASSAY_FRAMES_BLOCK *assay_mixture_scorer_get_stride (scorer));
    }
}

static void
sums_clear (Sums *self)
{
  for (guint i = 0; i < PARTS; i++)
    {
      g_free (self->parts[i].counts);
      g_free (self->parts[i].sums);
      g_free (self->parts[i].squares);
      g_free (self->parts[i].joint);
    }
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sums, sums_clear)

/* Joins all parts into the first, in their order. */
static const Part *
sums_join (Sums *self)
{
  gsize n = self->n_components * self->n_columns;
  Part *all = &self->parts[0];

  for (guint p = 1; p < PARTS; p++)
    {
      const Part *part = &self->parts[p];

      for (gsize i = 0; i < self->n_components; i++)
        all->counts[i] += part->counts[i];
      for (gsize i = 0; i < n; i++)
        {
          all->sums[i] += part->sums[i];
          all->squares[i] += part->squares[i];
        }
      all->log_density += part->log_density;
    }
  return all;
}

static void
add_frame (Sums *self, Part *part, gsize component, double posterior, const double *row)
{
  double *sums = part->sums + component * self->n_columns;
  double *squares = part->squares + component * self->n_columns;

  part->counts[component] += posterior;
  for (gsize d = 0; d < self->n_columns; d++)
    {
      double value = row[d] - self->centre[d];

      sums[d] += posterior * value;
      squares[d] += posterior * value * value;
    }
}

static gboolean
visit_plain (gpointer user_data, guint part, const double *rows, gsize n, GError **error)
{
  Sums *self = user_data;

  for (gsize f = 0; f < n; f++)
    add_frame (self, &self->parts[part], 0, 1, rows + f * self->n_columns);
  return TRUE;
}

/* Posteriors of one frame from its joint densities; adds it where it belongs. */
static void
share_out (Sums *self, Part *part, const double *joint, const double *row)
{
  double most = joint[0];
  double sum = 0;

  for (gsize c = 1; c < self->n_components; c++)
    most = MAX (most, joint[c]);
  for (gsize c = 0; c < self->n_components; c++)
    if (joint[c] - most > NEGLIGIBLE)
      sum += exp (joint[c] - most);
  part->log_density += most + log (sum);
  for (gsize c = 0; c < self->n_components; c++)
    if (joint[c] - most > NEGLIGIBLE)
      add_frame (self, part, c, exp (joint[c] - most) / sum, row);
}

static gboolean
visit_mixture (gpointer user_data, guint part, const double *rows, gsize n, GError **error)
{
  Sums *self = user_data;
  Part *mine = &self->parts[part];
  gsize stride = assay_mixture_scorer_get_stride (self->scorer);

  assay_mixture_scorer_components (self->scorer, rows, n, mine->joint);
  for (gsize f = 0; f < n; f++)
    share_out (self, mine, mine->joint + f * stride, rows + f * self->n_columns);
  return TRUE;
}

gboolean
assay_mixture_floors (const AssayFrames *frames,
                      const AssayMixtureOptions *options,
                      double *floors,
                      GCancellable *cancellable,
                      GError **error)
{
  gsize columns = frames->n_columns;
  g_autofree double *centre = g_new0 (double, columns);
  g_auto (Sums) sums;

  sums_init (&sums, 1, columns, NULL);
  sums.centre = centre;
  /* The first frame is near enough to the mean that the squares do not cancel. */
  if (frames->n_frames > 0 && !frames->read (frames, 0, 1, centre, error))
    return FALSE;
  for (gsize d = 0; d < columns; d++)
    centre[d] = isfinite (centre[d]) ? centre[d] : 0;
  if (!assay_frames_walk (frames, options->threads, visit_plain, &sums, NULL, cancellable, error))
    return FALSE;

  const Part *all = sums_join (&sums);
  double n = MAX (all->counts[0], 1);

  for (gsize d = 0; d < columns; d++)
    {
      double mean = all->sums[d] / n;

      floors[d] = MAX (options->floor * (all->squares[d] / n - mean * mean), LEAST_VARIANCE);
    }
  return TRUE;
}

/* The maximisation: mean and variance of each component from the sums. */
static void
maximise (AssayMixture *self, const Part *all, const double *centre, const double *floors)
{
  double total = 0;

  for (gsize c = 0; c < self->n_components; c++)
    total += MAX (all->counts[c], LEAST_FRAMES);
  for (gsize c = 0; c < self->n_components; c++)
    {
      double n = all->counts[c];
      const double *sums = all->sums + c * self->n_columns;
      const double *squares = all->squares + c * self->n_columns;

      self->weights[c] = MAX (n, LEAST_FRAMES) / total;
      if (n < LEAST_FRAMES)
        continue;
      for (gsize d = 0; d < self->n_columns; d++)
        {
          double mean = sums[d] / n;

          self->means[c * self->n_columns + d] = centre[d] + mean;
          self->variances[c * self->n_columns + d] = MAX (squares[d] / n - mean * mean, floors[d]);
        }
    }
}

gboolean
assay_mixture_improve (AssayMixture *self,
                       const AssayFrames *frames,
                       const AssayMixtureOptions *options,
                       const double *floors,
                       double *log_density,
                       AssayProgress *progress,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (AssayMixtureScorer) scorer = assay_mixture_scorer_new (self);
  g_autofree double *centre = g_new0 (double, self->n_columns);
  g_auto (Sums) sums;

  sums_init (&sums, self->n_components, self->n_columns, scorer);
  for (gsize c = 0; c < self->n_components; c++)
    for (gsize d = 0; d < self->n_columns; d++)
      centre[d] += self->weights[c] * self->means[c * self->n_columns + d];
  sums.centre = centre;
  if (!assay_frames_walk (frames, options->threads, visit_mixture, &sums, progress, cancellable,
                          error))
    return FALSE;

  const Part *all = sums_join (&sums);

  if (log_density != NULL)
    *log_density = all->log_density / (double) MAX (frames->n_frames, 1);
  maximise (self, all, centre, floors);
  return TRUE;
}
