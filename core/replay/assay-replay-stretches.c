/* assay-replay-stretches.c: the score of every 2.5 s of a recording. */
#include "replay/assay-replay-stretches.h"

#include <math.h>

#include "base/assay-numbers.h"
#include "base/assay-parallel.h"
#include "replay/assay-replay-spectra-private.h"
#include "replay/assay-replay-statistics.h"
#include "signal/assay-logistic.h"

/* Of assay_replay_stretches_find(). */
#define PLACE_SCORE (-4.5)
#define PLACE_FALL 7.0
#define USUAL_QUANTILE 0.75

struct _AssayReplayStretches
{
  const AssayReplayDetector *detector;
  GArray *stretches;
  GArray *held;      /* double: what later stretches still need */
  guint64 held_from; /* number of the first of them, since the first that was added */
  guint64 next;      /* number of the sample that the next stretch begins with */
};

/* Stretches that are scored side by side. */
typedef struct
{
  const AssayReplayStretches *self;
  AssayReplayStretch *stretches;
  GCancellable *cancellable;
  GError **errors; /* one a stretch */
} Batch;

AssayReplayStretches *
assay_replay_stretches_new (const AssayReplayDetector *detector)
{
  AssayReplayStretches *self = g_new0 (AssayReplayStretches, 1);

  self->detector = detector;
  self->stretches = g_array_new (FALSE, TRUE, sizeof (AssayReplayStretch));
  self->held = g_array_new (FALSE, FALSE, sizeof (double));
  return self;
}

void
assay_replay_stretches_free (AssayReplayStretches *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->stretches);
  g_array_unref (self->held);
  g_free (self);
}

static gboolean
is_silent (const double *samples, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (fabs (samples[i]) > 0)
      return FALSE;
  return TRUE;
}

static gboolean
score_systems (const AssayReplayDetector *detector,
               const double *samples,
               gsize n,
               AssayReplayStretch *stretch,
               GCancellable *cancellable,
               GError **error)
{
  guint n_systems = detector->systems->len;
  g_autofree double *scores = g_new (double, n_systems);

  for (guint i = 0; i < n_systems; i++)
    {
      const AssayReplaySystem *system = detector->systems->pdata[i];
      g_autoptr (AssayFeatureMatrix) features
          = assay_replay_design_extract (&system->design, samples, n, 1, cancellable, error);

      if (features == NULL)
        return FALSE;
      scores[i] = assay_replay_system_score (system, features, NULL);
      if (system->design.kind == ASSAY_REPLAY_STATISTICS)
        stretch->steady += detector->fusion[i] * scores[i];
    }
  stretch->llr = assay_logistic_apply (detector->fusion, scores, n_systems);
  return TRUE;
}

static void
score_batch (gsize first, gsize last, gpointer user_data)
{
  const Batch *batch = user_data;
  const AssayReplayStretches *self = batch->self;

  for (gsize i = first; i < last; i++)
    {
      AssayReplayStretch *stretch = &batch->stretches[i];
      guint64 from = (guint64) (stretch->start * ASSAY_FEATURE_RATE + 0.5);
      gsize n = (gsize) ((stretch->end - stretch->start) * ASSAY_FEATURE_RATE + 0.5);
      const double *samples = &g_array_index (self->held, double, from - self->held_from);
      double conditions[ASSAY_REPLAY_CONDITIONS];

      stretch->llr = NAN;
      if (is_silent (samples, n))
        continue;
      if (!score_systems (self->detector, samples, n, stretch, batch->cancellable,
                          &batch->errors[i]))
        continue;
      assay_replay_conditions_measure (samples, n, conditions);
      stretch->inside = assay_replay_range_outside (&self->detector->range, conditions) == 0;
    }
}

/* Stretches of @length samples, @step apart, from number @first on. */
static gboolean
score_some (AssayReplayStretches *self,
            guint64 first,
            gsize length,
            gsize count,
            guint threads,
            GCancellable *cancellable,
            GError **error)
{
  guint old = self->stretches->len;
  g_autofree GError **errors = g_new0 (GError *, MAX (count, 1));
  Batch batch = { .self = self, .cancellable = cancellable, .errors = errors };
  gboolean good;

  g_array_set_size (self->stretches, old + (guint) count);
  batch.stretches = &g_array_index (self->stretches, AssayReplayStretch, old);
  for (gsize i = 0; i < count; i++)
    {
      guint64 start = first + i * ASSAY_REPLAY_STRETCH_STEP;

      batch.stretches[i].start = (double) start / ASSAY_FEATURE_RATE;
      batch.stretches[i].end = (double) (start + length) / ASSAY_FEATURE_RATE;
    }
  good = assay_parallel_for (count, 1, threads, score_batch, &batch, cancellable, error);
  for (gsize i = 0; i < count; i++)
    if (good && errors[i] != NULL)
      {
        good = FALSE;
        g_propagate_error (error, errors[i]);
      }
    else
      g_clear_error (&errors[i]);
  return good;
}

gboolean
assay_replay_stretches_add (AssayReplayStretches *self,
                            const double *samples,
                            gsize n,
                            guint threads,
                            GCancellable *cancellable,
                            GError **error)
{
  guint64 end;
  gsize count;
  guint64 needed;

  g_array_append_vals (self->held, samples, (guint) n);
  end = self->held_from + self->held->len;
  if (end < self->next + ASSAY_REPLAY_STRETCH)
    return TRUE;
  count = (gsize) ((end - self->next - ASSAY_REPLAY_STRETCH) / ASSAY_REPLAY_STRETCH_STEP + 1);
  if (!score_some (self, self->next, ASSAY_REPLAY_STRETCH, count, threads, cancellable, error))
    return FALSE;
  self->next += count * ASSAY_REPLAY_STRETCH_STEP;
  /* The last stretch of all begins less than a step before the next. */
  needed = self->next - ASSAY_REPLAY_STRETCH_STEP;
  g_array_remove_range (self->held, 0, (guint) (needed - self->held_from));
  self->held_from = needed;
  return TRUE;
}

gboolean
assay_replay_stretches_end (AssayReplayStretches *self,
                            guint threads,
                            GCancellable *cancellable,
                            GError **error)
{
  guint64 end = self->held_from + self->held->len;
  gsize length = (gsize) MIN (end, ASSAY_REPLAY_STRETCH);

  if (length < ASSAY_REPLAY_STATISTICS_LEAST
      || end == self->next - ASSAY_REPLAY_STRETCH_STEP + ASSAY_REPLAY_STRETCH)
    return TRUE;
  return score_some (self, end - length, length, 1, threads, cancellable, error);
}

GArray *
assay_replay_stretches_get (const AssayReplayStretches *self)
{
  return self->stretches;
}

/* What most of the recording scores; NaN where nothing counts. */
static double
usual_score (const GArray *stretches)
{
  g_autofree double *scores = g_new (double, MAX (stretches->len, 1));
  gsize n = 0;

  for (guint i = 0; i < stretches->len; i++)
    {
      const AssayReplayStretch *stretch = &g_array_index (stretches, AssayReplayStretch, i);

      if (stretch->inside)
        scores[n++] = stretch->llr;
    }
  if (n == 0)
    return NAN;
  assay_sort_doubles (scores, n);
  return assay_quantile (scores, n, USUAL_QUANTILE);
}

/* Where the straight line between the middles of two stretches has the score @level. */
static double
crossing (const AssayReplayStretch *a, const AssayReplayStretch *b, double level)
{
  double from = (a->start + a->end) / 2;
  double to = (b->start + b->end) / 2;
  double share = (level - a->llr) / (b->llr - a->llr);

  return isfinite (share) ? from + CLAMP (share, 0, 1) * (to - from) : from;
}

/* The place around stretch @lowest: as far as scores stay below half of the fall. Returns the first
 * stretch behind it. */
static guint
add_place (const GArray *stretches, guint lowest, double usual, GArray *places)
{
  const AssayReplayStretch *all = (const AssayReplayStretch *) (const void *) stretches->data;
  const double level = (usual + all[lowest].llr) / 2;
  guint first = lowest;
  guint last = lowest;
  AssayReplayPlace place = { .lowest = all[lowest].llr };

  while (first > 0 && all[first - 1].llr < level)
    first--;
  while (last + 1 < stretches->len && all[last + 1].llr < level)
    last++;
  place.start = first == 0 ? all[0].start : crossing (&all[first - 1], &all[first], level);
  place.end
      = last + 1 == stretches->len ? all[last].end : crossing (&all[last], &all[last + 1], level);
  g_array_append_val (places, place);
  return last + 1;
}

GArray *
assay_replay_stretches_find (const AssayReplayStretches *self)
{
  const AssayReplayStretch *all = (const AssayReplayStretch *) (const void *) self->stretches->data;
  const guint n = self->stretches->len;
  const double usual = usual_score (self->stretches);
  const double least = MIN (PLACE_SCORE, usual - PLACE_FALL);
  GArray *places = g_array_new (FALSE, FALSE, sizeof (AssayReplayPlace));
  guint i = 0;

  if (!(usual > self->detector->threshold))
    return places;
  while (i < n)
    {
      guint lowest = i;

      if (!all[i].inside || !(all[i].llr <= least))
        {
          i++;
          continue;
        }
      while (i < n && all[i].llr <= least)
        {
          if (all[i].inside && all[i].llr < all[lowest].llr)
            lowest = i;
          i++;
        }
      i = add_place (self->stretches, lowest, usual, places);
    }
  return places;
}
