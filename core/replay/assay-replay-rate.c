/* assay-replay-rate.c: a detector over a whole protocol, and its error rates. */
#include <math.h>
#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/assay-numbers.h"
#include "replay/assay-replay-spectra-private.h"
#include "replay/assay-replay-train.h"

#define DRAWS 1000
#define DRAW_SEED 20190512
/* Quantile of the normal distribution for 95 %. */
#define NORMAL_95 1.959964

static gboolean
score_one (AssayToolJob *job,
           AssayReplayRecordings *recordings,
           const AssayReplayDetector *detector,
           gsize index,
           AssayReplayScore *score,
           GError **error)
{
  gsize n;
  g_autofree double *samples = assay_replay_recordings_load (recordings, index, &n, error);

  for (gsize p = 0; samples != NULL && p < assay_replay_pieces_count (n); p++)
    {
      gsize first = assay_replay_pieces_start (n, p);
      gsize last = assay_replay_pieces_start (n, p + 1);

      if (!assay_replay_score_add (score, detector, samples + first, last - first,
                                   assay_tool_job_get_threads (job),
                                   assay_tool_job_get_cancellable (job), error))
        return FALSE;
    }
  return samples != NULL;
}

AssayTrials *
assay_replay_score_all (AssayToolJob *job,
                        AssayReplayRecordings *recordings,
                        const AssayReplayDetector *detector,
                        AssayProgress *progress,
                        gboolean *outside,
                        GError **error)
{
  const AssayReplayProtocol *protocol = assay_replay_recordings_get_protocol (recordings);
  gsize n = assay_replay_protocol_get_n (protocol);
  g_autoptr (AssayTrials) trials = assay_trials_new (n);

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (AssayReplayScore) score = assay_replay_score_new (detector);

      if (!score_one (job, recordings, detector, i, score, error))
        return NULL;
      trials->scores[i] = score->llr;
      trials->genuine[i] = assay_replay_protocol_get (protocol, i)->genuine;
      trials->groups[i] = assay_replay_protocol_get_talker (protocol, i);
      if (outside != NULL)
        outside[i] = assay_replay_score_outside (score, detector) != 0;
      assay_progress_set_count (progress, i + 1, n, N_ ("Scoring recordings"));
    }
  return g_steal_pointer (&trials);
}

static double
measure_eer (const AssayTrials *trials, gpointer user_data)
{
  return assay_trials_eer (trials, NULL);
}

/* Wilson, JASA 22 (1927): an interval of a share that is none of zero width at 0 and 1. */
static void
count_interval (const AssayTrials *trials, AssayReplayRates *rates)
{
  const gsize n = MIN (assay_trials_count (trials, TRUE), assay_trials_count (trials, FALSE));
  const double part = NORMAL_95 * NORMAL_95 / (double) MAX (n, 1);
  const double middle = (rates->eer + part / 2) / (1 + part);
  const double half = sqrt (part * (rates->eer * (1 - rates->eer) + part / 4)) / (1 + part);

  rates->counted = TRUE;
  rates->eer_low = MIN (MAX (middle - half, 0), rates->eer);
  rates->eer_high = MAX (MIN (middle + half, 1), rates->eer);
}

gboolean
assay_replay_rate (const AssayTrials *trials,
                   guint threads,
                   AssayReplayRates *rates,
                   GCancellable *cancellable,
                   GError **error)
{
  rates->trials = trials->n;
  rates->eer = assay_trials_eer (trials, NULL);
  rates->cllr = assay_trials_cllr (trials);
  rates->counted = FALSE;
  if (!assay_trials_bootstrap (trials, measure_eer, NULL, DRAWS, DRAW_SEED, threads,
                               &rates->eer_low, &rates->eer_high, cancellable, error))
    return FALSE;
  if (!(rates->eer_high > rates->eer_low))
    count_interval (trials, rates);
  return TRUE;
}

static double *
sorted_scores (const AssayTrials *trials, gboolean genuine, gsize *n)
{
  double *scores = g_new (double, MAX (trials->n, 1));

  *n = 0;
  for (gsize i = 0; i < trials->n; i++)
    if (trials->genuine[i] == genuine)
      scores[(*n)++] = trials->scores[i];
  assay_sort_doubles (scores, *n);
  return scores;
}

void
assay_replay_detector_keep_scores (AssayReplayDetector *self, const AssayTrials *trials)
{
  g_free (self->genuine);
  g_free (self->spoof);
  self->genuine = sorted_scores (trials, TRUE, &self->n_genuine);
  self->spoof = sorted_scores (trials, FALSE, &self->n_spoof);
  assay_trials_eer (trials, &self->threshold);
}
