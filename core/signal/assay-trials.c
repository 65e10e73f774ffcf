/* assay-trials.c: operating points, equal error rate and detection cost. */
#include "signal/assay-trials.h"

#include <math.h>

#include "base/assay-numbers.h"
#include "signal/assay-trials-private.h"

AssayTrials *
assay_trials_new (gsize n)
{
  AssayTrials *self = g_new0 (AssayTrials, 1);

  self->n = n;
  self->scores = g_new0 (double, n);
  self->genuine = g_new0 (gboolean, n);
  self->groups = g_new0 (guint, n);
  return self;
}

void
assay_trials_free (AssayTrials *self)
{
  if (self == NULL)
    return;
  g_free (self->scores);
  g_free (self->genuine);
  g_free (self->groups);
  g_free (self);
}

gsize
assay_trials_count (const AssayTrials *self, gboolean genuine)
{
  gsize n = 0;

  for (gsize i = 0; i < self->n; i++)
    n += (self->genuine[i] != FALSE) == (genuine != FALSE);
  return n;
}

gsize *
assay_trials_order (const AssayTrials *self)
{
  return assay_order_doubles (self->scores, self->n);
}

/* Trials of one score: from @first of @order to what is returned. */
gsize
assay_trials_tie (const AssayTrials *self, const gsize *order, gsize first)
{
  gsize last = first + 1;

  while (last < self->n && !(self->scores[order[last]] > self->scores[order[first]]))
    last++;
  return last;
}

GArray *
assay_trials_roc (const AssayTrials *self)
{
  GArray *points = g_array_new (FALSE, FALSE, sizeof (AssayOperatingPoint));
  g_autofree gsize *order = assay_trials_order (self);
  double n_genuine = (double) MAX (assay_trials_count (self, TRUE), 1);
  double n_spoof = (double) MAX (assay_trials_count (self, FALSE), 1);
  gsize missed = 0;
  gsize rejected = 0;
  gsize next;

  for (gsize i = 0; i < self->n; i = next)
    {
      AssayOperatingPoint point = { .threshold = self->scores[order[i]],
                                    .miss = (double) missed / n_genuine,
                                    .false_alarm = 1 - (double) rejected / n_spoof };

      g_array_append_val (points, point);
      next = assay_trials_tie (self, order, i);
      for (gsize j = i; j < next; j++)
        if (self->genuine[order[j]])
          missed++;
        else
          rejected++;
    }

  AssayOperatingPoint none = { .threshold = INFINITY, .miss = 1, .false_alarm = 0 };

  g_array_append_val (points, none);
  return points;
}

static double
middle (double low, double high)
{
  return isfinite (high) ? (low + high) / 2 : low;
}

double
assay_trials_eer (const AssayTrials *self, double *threshold)
{
  g_autoptr (GArray) points = assay_trials_roc (self);
  guint i = 1;

  while (i + 1 < points->len
         && g_array_index (points, AssayOperatingPoint, i).miss
                < g_array_index (points, AssayOperatingPoint, i).false_alarm)
    i++;
  if (points->len < 2)
    return 0.5;

  const AssayOperatingPoint *before = &g_array_index (points, AssayOperatingPoint, i - 1);
  const AssayOperatingPoint *after = &g_array_index (points, AssayOperatingPoint, i);
  double gap = before->false_alarm - before->miss;
  double step = gap + (after->miss - after->false_alarm);
  double share = step > 0 ? gap / step : 0;

  if (threshold != NULL)
    *threshold = middle (before->threshold, after->threshold);
  return before->false_alarm + share * (after->false_alarm - before->false_alarm);
}

double
assay_trials_min_dcf (const AssayTrials *self,
                      double prior,
                      double cost_miss,
                      double cost_false_alarm)
{
  g_autoptr (GArray) points = assay_trials_roc (self);
  double miss = cost_miss * prior;
  double alarm = cost_false_alarm * (1 - prior);
  double best = MIN (miss, alarm);

  for (guint i = 0; i < points->len; i++)
    {
      const AssayOperatingPoint *point = &g_array_index (points, AssayOperatingPoint, i);

      best = MIN (best, miss * point->miss + alarm * point->false_alarm);
    }
  return best / MIN (miss, alarm);
}
