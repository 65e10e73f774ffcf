/* assay-trials-bootstrap.c: how far a rate can move with other speakers. */
#include "base/assay-numbers.h"
#include "base/assay-parallel.h"
#include "signal/assay-random.h"
#include "signal/assay-trials.h"

/* A set with a group of only one class may be drawn a few times without the other. */
#define MOST_TRIES 100

typedef struct
{
  const AssayTrials *trials;
  AssayTrialsMeasure measure;
  gpointer user_data;
  guint64 seed;
  guint n_groups;
  gsize *starts;  /* n_groups + 1: of the trials of a group in members */
  gsize *members; /* indices of trials, group after group */
  double *values; /* of each draw */
} Bootstrap;

static void
list_members (Bootstrap *self)
{
  const AssayTrials *trials = self->trials;

  for (gsize i = 0; i < trials->n; i++)
    self->n_groups = MAX (self->n_groups, trials->groups[i] + 1);
  self->starts = g_new0 (gsize, self->n_groups + 1);
  self->members = g_new (gsize, MAX (trials->n, 1));
  for (gsize i = 0; i < trials->n; i++)
    self->starts[trials->groups[i] + 1]++;
  for (guint g = 0; g < self->n_groups; g++)
    self->starts[g + 1] += self->starts[g];

  g_autofree gsize *next = g_memdup2 (self->starts, (self->n_groups + 1) * sizeof (gsize));

  for (gsize i = 0; i < trials->n; i++)
    self->members[next[trials->groups[i]]++] = i;
}

static AssayTrials *
draw_trials (const Bootstrap *self, AssayRandom *random)
{
  g_autofree guint *groups = g_new (guint, self->n_groups);
  gsize n = 0;

  for (guint g = 0; g < self->n_groups; g++)
    {
      groups[g] = (guint) assay_random_below (random, self->n_groups);
      n += self->starts[groups[g] + 1] - self->starts[groups[g]];
    }

  AssayTrials *drawn = assay_trials_new (n);

  n = 0;
  for (guint g = 0; g < self->n_groups; g++)
    for (gsize i = self->starts[groups[g]]; i < self->starts[groups[g] + 1]; i++)
      {
        drawn->scores[n] = self->trials->scores[self->members[i]];
        drawn->genuine[n] = self->trials->genuine[self->members[i]];
        drawn->groups[n++] = g;
      }
  return drawn;
}

static void
draw_values (gsize first, gsize last, gpointer user_data)
{
  Bootstrap *self = user_data;

  for (gsize draw = first; draw < last; draw++)
    {
      AssayRandom random;

      assay_random_init (&random, self->seed + draw * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));
      for (guint attempt = 0; attempt < MOST_TRIES; attempt++)
        {
          g_autoptr (AssayTrials) drawn = draw_trials (self, &random);

          if (assay_trials_count (drawn, TRUE) == 0 || assay_trials_count (drawn, FALSE) == 0)
            continue;
          self->values[draw] = self->measure (drawn, self->user_data);
          break;
        }
    }
}

gboolean
assay_trials_bootstrap (const AssayTrials *self,
                        AssayTrialsMeasure measure,
                        gpointer user_data,
                        guint draws,
                        guint64 seed,
                        guint threads,
                        double *low,
                        double *high,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autofree double *values = g_new0 (double, draws);
  Bootstrap bootstrap = {
    .trials = self, .measure = measure, .user_data = user_data, .seed = seed, .values = values
  };
  gboolean done;

  g_return_val_if_fail (draws > 0 && self->n > 0, FALSE);
  list_members (&bootstrap);
  done = assay_parallel_for (draws, 16, threads, draw_values, &bootstrap, cancellable, error);
  g_free (bootstrap.starts);
  g_free (bootstrap.members);
  assay_sort_doubles (values, draws);
  *low = assay_quantile (values, draws, 0.025);
  *high = assay_quantile (values, draws, 0.975);
  return done;
}
