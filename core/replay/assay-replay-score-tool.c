/* assay-replay-score-tool.c: the tool `replay.score`. */
#include <math.h>
#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "media/assay-media-error.h"
#include "replay/assay-replay-input.h"
#include "replay/assay-replay-recordings.h"
#include "replay/assay-replay-score-private.h"
#include "replay/assay-replay-statistics.h"
#include "replay/assay-replay-tool-model.h"
#include "replay/assay-replay.h"

#define PIECE ((gsize) ASSAY_REPLAY_PIECE * ASSAY_FEATURE_RATE)
typedef AssayReplayScoreRun Run;

/* The profile that is drawn beside the score. */
static gboolean
add_profile (Run *run, const double *samples, gsize n, GError **error)
{
  AssayReplayProfile profile;
  double share = 1.0 / (run->score->pieces + 1);

  if (!assay_replay_profile_measure (samples, n, assay_tool_job_get_threads (run->job), &profile,
                                     assay_tool_job_get_cancellable (run->job), error))
    return FALSE;
  for (guint kind = 0; kind < ASSAY_REPLAY_PROFILES; kind++)
    for (guint b = 0; b < ASSAY_REPLAY_PROFILE_BANDS; b++)
      run->profile->values[kind][b]
          += share * (profile.values[kind][b] - run->profile->values[kind][b]);
  return TRUE;
}

static gboolean
score_piece (Run *run, const double *samples, gsize n, GError **error)
{
  if (run->stretches != NULL
      && !assay_replay_stretches_add (run->stretches, samples, n,
                                      assay_tool_job_get_threads (run->job),
                                      assay_tool_job_get_cancellable (run->job), error))
    return FALSE;
  if (assay_replay_is_constant (samples, n))
    {
      run->constant |= fabs (samples[0]) > 0;
      assay_replay_score_pass (run->score, n);
      return TRUE;
    }
  assay_long_spectrum_add (run->spectrum, samples, n);
  if (run->profile != NULL && !add_profile (run, samples, n, error))
    return FALSE;
  return assay_replay_score_add (run->score, run->detector, samples, n,
                                 assay_tool_job_get_threads (run->job),
                                 assay_tool_job_get_cancellable (run->job), error);
}

/* What is held at the end, in equal pieces. */
static gboolean
score_rest (Run *run, GError **error)
{
  gsize n = run->n_held;

  if (n < ASSAY_REPLAY_STATISTICS_LEAST && run->score->pieces == 0)
    {
      const double least = ASSAY_REPLAY_STATISTICS_LEAST / 16000.0;

      if (run->region)
        g_set_error (
            error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_INVALID,
            _ ("The region holds less than %.2f s of sound; that is too little to say anything"),
            least);
      else
        g_set_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_TRUNCATED,
                     _ ("The sound is shorter than %.2f s; that is too little to say anything"),
                     least);
      return FALSE;
    }
  for (gsize p = 0; n >= ASSAY_REPLAY_STATISTICS_LEAST && p < assay_replay_pieces_count (n); p++)
    {
      gsize first = assay_replay_pieces_start (n, p);

      if (!score_piece (run, run->held + first, assay_replay_pieces_start (n, p + 1) - first,
                        error))
        return FALSE;
    }
  return run->stretches == NULL
         || assay_replay_stretches_end (run->stretches, assay_tool_job_get_threads (run->job),
                                        assay_tool_job_get_cancellable (run->job), error);
}

/* All of @audio, piece after piece. */
static gboolean
score_sound (Run *run, AssayReplayAudio *audio, GError **error)
{
  const AssayReplayAudioInfo *info = assay_replay_audio_get_info (audio);
  gssize got = 1;

  while (got > 0)
    {
      if (run->n_held == 2 * PIECE)
        {
          if (!score_piece (run, run->held, PIECE, error))
            return FALSE;
          memmove (run->held, run->held + PIECE, PIECE * sizeof *run->held);
          run->n_held = PIECE;
        }
      got = assay_replay_audio_read (audio, run->held + run->n_held, 2 * PIECE - run->n_held,
                                     error);
      if (got < 0)
        return FALSE;
      run->n_held += (gsize) got;
      assay_progress_set_count (assay_tool_job_get_progress (run->job), info->n_decoded,
                                (guint64) (info->duration * info->rate), N_ ("Scoring"));
    }
  return score_rest (run, error);
}

/* @region: (nullable): of @source */
static gboolean
score_source (Run *run, AssaySource *source, const AssayRegion *region, GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (run->job);
  g_autoptr (AssayReplayAudio) audio = assay_replay_audio_open (
      source, (guint) assay_parameters_get_int (parameters, "channel"), ASSAY_FEATURE_RATE,
      assay_tool_job_get_cancellable (run->job), error);

  if (audio == NULL)
    return FALSE;
  run->region = region != NULL
                && (assay_region_get_start (region) >= 0 || assay_region_get_end (region) >= 0);
  run->start = region == NULL ? 0 : MAX (assay_region_get_start (region), 0);
  if (!assay_replay_audio_restrict (audio, region, error) || !score_sound (run, audio, error))
    return FALSE;
  return assay_replay_audio_get_damage (audio, &run->damage, error);
}

/* Everything of @source; there must be something to score in it. */
static gboolean
score_all (Run *run, AssaySource *source, const AssayRegion *region, GError **error)
{
  if (!score_source (run, source, region, error))
    return FALSE;
  if (run->score->pieces > 0)
    return TRUE;
  if (run->damage.not_finite > 0)
    g_set_error (
        error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_MALFORMED,
        _ ("%u samples are no numbers or too large for any sound, and there is nothing but "
           "digital silence beside them; there is nothing to score"),
        (guint) MIN (run->damage.not_finite, G_MAXUINT));
  else if (run->constant)
    g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_MALFORMED,
                         _ ("The sound has the same value throughout; there is nothing to score"));
  else
    g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_MALFORMED,
                         _ ("The sound is digital silence; there is nothing to score"));
  return FALSE;
}

/* One row a reference; their mean tells how recordings of this person or device score. */
static void
add_reference (const AssayToolInput *input,
               Run *run,
               const AssayReplayScore *score,
               AssayTableBuilder *table)
{
  double llr = assay_replay_detector_bound (run->detector, score->llr);

  assay_table_builder_text (table, input->name);
  assay_table_builder_real (table, llr);
  assay_table_builder_real (table,
                            assay_replay_detector_bound (run->detector, run->score->llr) - llr);
  assay_table_builder_text (
      table, assay_replay_score_outside (score, run->detector) == 0 ? N_ ("Yes") : N_ ("No"));
  assay_table_builder_row (table, 0);
  run->reference_mean += (llr - run->reference_mean) / (run->n_references + 1);
  run->n_references++;
}

/* Scores the recordings that the examiner knows to be genuine, with the same model. */
static gboolean
score_references (Run *run, AssayTableBuilder *table, GError **error)
{
  for (guint i = 0; i < assay_tool_job_get_n_inputs (run->job); i++)
    {
      const AssayToolInput *input = assay_tool_job_get_input (run->job, i);
      g_autoptr (AssayReplayScore) score = assay_replay_score_new (run->detector);
      Run reference = { .job = run->job,
                        .detector = run->detector,
                        .score = score,
                        .spectrum = run->reference_spectrum,
                        .held = run->held };

      if (strcmp (input->role, "reference") != 0)
        continue;
      if (!score_all (&reference, input->source, NULL, error))
        {
          g_prefix_error (error, "%s: ", input->name);
          return FALSE;
        }
      assay_long_spectrum_break (run->reference_spectrum);
      add_reference (input, run, score, table);
    }
  return TRUE;
}

static AssayResult *
make_result (Run *run, GError **error)
{
  static const AssayColumn columns[] = {
    { "recording", N_ ("Reference recording"), ASSAY_COLUMN_TEXT, "", 0 },
    { "llr", N_ ("Log-likelihood ratio"), ASSAY_COLUMN_REAL, "", 3 },
    { "difference", N_ ("This recording minus the reference"), ASSAY_COLUMN_REAL, "", 3 },
    { "inside", N_ ("Inside the training conditions"), ASSAY_COLUMN_TERM, "", 0 },
  };
  g_autoptr (AssayLongSpectrum) spectrum = assay_long_spectrum_new ();
  AssayTableBuilder *table = assay_table_builder_new (
      "references", N_ ("Recordings known to be genuine"), columns, G_N_ELEMENTS (columns));
  g_autoptr (AssayTable) known = NULL;
  gboolean scored;

  run->reference_spectrum = spectrum;
  scored = score_references (run, table, error);
  run->references = known = assay_table_builder_end (table);
  return scored ? assay_replay_score_result (run, error) : NULL;
}

AssayResult *
assay_replay_score_run (AssayToolJob *job, GError **error)
{
  g_autoptr (AssayReplayDetector) detector = assay_replay_open_model (job, error);
  g_autoptr (AssayReplayScore) score = NULL;
  g_autofree double *held = NULL;
  g_autoptr (AssayLongSpectrum) spectrum = assay_long_spectrum_new ();
  g_autoptr (AssayReplayStretches) stretches = NULL;
  AssayReplayProfile profile = { 0 };
  Run run = { .job = job, .detector = detector, .spectrum = spectrum, .profile = &profile };

  if (detector == NULL)
    return NULL;
  run.score = score = assay_replay_score_new (detector);
  run.stretches = stretches = assay_replay_stretches_new (detector);
  run.held = held = g_new (double, 2 * PIECE);
  if (!score_all (&run, assay_tool_job_get_input (job, 0)->source,
                  assay_parameters_get_region (assay_tool_job_get_parameters (job), "region"),
                  error))
    return NULL;
  return make_result (&run, error);
}
