/* assay-replay-score.c: one recording against a detector, piece after piece. */
#include <math.h>

#include "replay/assay-replay-detector.h"
#include "signal/assay-logistic.h"

AssayReplayScore *
assay_replay_score_new (const AssayReplayDetector *detector)
{
  AssayReplayScore *self = g_new0 (AssayReplayScore, 1);

  self->systems = g_new0 (double, detector->systems->len);
  self->windows = g_array_new (FALSE, TRUE, sizeof (double));
  return self;
}

void
assay_replay_score_free (AssayReplayScore *self)
{
  if (self == NULL)
    return;
  g_free (self->systems);
  g_array_unref (self->windows);
  g_free (self);
}

/* Mean of the rows whose middle falls into each window, weighed into @windows. */
static void
add_windows (const AssayReplaySystem *system,
             const double *rows,
             gsize n_rows,
             double weight,
             double *windows,
             gsize n_windows)
{
  gsize hop = system->design.options.hop;
  gsize middle = system->design.options.window / 2;
  g_autofree double *sums = g_new0 (double, n_windows);
  g_autofree gsize *counts = g_new0 (gsize, n_windows);
  double last = n_rows > 0 ? rows[0] : 0;

  for (gsize i = 0; i < n_rows; i++)
    {
      gsize window = MIN ((i * hop + middle) / ASSAY_REPLAY_WINDOW, n_windows - 1);

      sums[window] += rows[i];
      counts[window]++;
    }
  /* A window without a row (a hop longer than it, the rest at the end) repeats the one before. */
  for (gsize i = 0; i < n_windows; i++)
    {
      if (counts[i] > 0)
        last = sums[i] / (double) counts[i];
      windows[i] += weight * last;
    }
}

static void
note_conditions (AssayReplayScore *self,
                 const AssayReplayDetector *detector,
                 const double *samples,
                 gsize n)
{
  double values[ASSAY_REPLAY_CONDITIONS];
  guint outside;

  assay_replay_conditions_measure (samples, n, values);
  outside = assay_replay_range_outside (&detector->range, values);
  for (guint c = 0; c < ASSAY_REPLAY_CONDITIONS; c++)
    if (self->pieces == 0 || (outside >> c & ~(self->outside >> c) & 1u) != 0)
      self->conditions[c] = values[c];
  self->outside |= outside;
}

void
assay_replay_score_pass (AssayReplayScore *self, gsize n)
{
  guint old = self->windows->len;

  g_array_set_size (self->windows, old + (guint) MAX (n / ASSAY_REPLAY_WINDOW, 1));
  for (guint i = old; i < self->windows->len; i++)
    g_array_index (self->windows, double, i) = NAN;
  self->n_samples += n;
}

gboolean
assay_replay_score_add (AssayReplayScore *self,
                        const AssayReplayDetector *detector,
                        const double *samples,
                        gsize n,
                        guint threads,
                        GCancellable *cancellable,
                        GError **error)
{
  guint n_systems = detector->systems->len;
  gsize n_windows = n / ASSAY_REPLAY_WINDOW;
  g_autofree double *scores = g_new0 (double, n_systems);
  g_autofree double *windows = g_new0 (double, MAX (n_windows, 1));
  double llr;

  n_windows = MAX (n_windows, 1);
  for (gsize i = 0; i < n_windows; i++)
    windows[i] = detector->fusion[n_systems];
  for (guint i = 0; i < n_systems; i++)
    {
      const AssayReplaySystem *system = detector->systems->pdata[i];
      g_autoptr (AssayFeatureMatrix) features
          = assay_replay_design_extract (&system->design, samples, n, threads, cancellable, error);

      if (features == NULL)
        return FALSE;

      g_autofree double *rows = g_new (double, MAX (features->n_frames, 1));

      scores[i] = assay_replay_system_score (system, features, rows);
      if (system->design.kind == ASSAY_REPLAY_MIXTURES)
        add_windows (system, rows, features->n_frames, detector->fusion[i], windows, n_windows);
    }
  note_conditions (self, detector, samples, n);
  llr = assay_logistic_apply (detector->fusion, scores, n_systems);
  self->llr = (self->llr * self->pieces + llr) / (self->pieces + 1);
  for (guint i = 0; i < n_systems; i++)
    self->systems[i] = (self->systems[i] * self->pieces + scores[i]) / (self->pieces + 1);
  g_array_append_vals (self->windows, windows, (guint) n_windows);
  self->pieces++;
  self->n_samples += n;
  return TRUE;
}

guint
assay_replay_score_outside (const AssayReplayScore *self, const AssayReplayDetector *detector)
{
  double low;
  double high;

  assay_replay_detector_score_range (detector, &low, &high);
  return self->outside | (self->llr >= low && self->llr <= high ? 0 : ASSAY_REPLAY_OUTSIDE_SCORE);
}
