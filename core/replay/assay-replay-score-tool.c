/* assay-replay-score-tool.c: the tool `replay.score`. */
#include <math.h>
#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "media/assay-media-error.h"
#include "replay/assay-long-spectrum.h"
#include "replay/assay-replay-input.h"
#include "replay/assay-replay-plots.h"
#include "replay/assay-replay-recordings.h"
#include "replay/assay-replay-statistics.h"
#include "replay/assay-replay-tool-model.h"
#include "replay/assay-replay.h"

#define PIECE ((gsize) ASSAY_REPLAY_PIECE * ASSAY_FEATURE_RATE)
/* Share of the recordings of the other class beyond which a score is nothing unusual. */
#define USUAL 0.05

typedef struct
{
  AssayToolJob *job;
  AssayReplayDetector *detector;
  AssayReplayScore *score;
  AssayLongSpectrum *spectrum;
  AssayReplayProfile *profile; /* mean over the pieces; NULL: not wanted */
  double *held; /* up to two pieces that wait for more, because the last ones are made equal */
  gsize n_held;
  double start;          /* s: of the region */
  double reference_mean; /* mean log-likelihood ratio of the references */
  double stated;         /* s: of a file that ended too early; else 0 */
  guint64 not_finite;
} Run;

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
  double peak = 0;

  for (gsize i = 0; i < n; i++)
    peak = MAX (peak, fabs (samples[i]));
  /* Digital silence has no features that mean anything. */
  if (!(peak > 0))
    return TRUE;
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
      g_set_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_TRUNCATED,
                   _ ("The sound is shorter than %.2f s; that is too little to say anything"),
                   ASSAY_REPLAY_STATISTICS_LEAST / 16000.0);
      return FALSE;
    }
  for (gsize p = 0; n >= ASSAY_REPLAY_STATISTICS_LEAST && p < assay_replay_pieces_count (n); p++)
    {
      gsize first = assay_replay_pieces_start (n, p);

      if (!score_piece (run, run->held + first, assay_replay_pieces_start (n, p + 1) - first,
                        error))
        return FALSE;
    }
  return TRUE;
}

/* Passes over @n samples at most. */
static gboolean
skip (AssayReplayAudio *audio, gsize n, double *work, GError **error)
{
  while (n > 0)
    {
      gssize got = assay_replay_audio_read (audio, work, MIN (n, PIECE), error);

      if (got <= 0)
        return got == 0;
      n -= (gsize) got;
    }
  return TRUE;
}

/* @most samples from where the sound stands, piece after piece. */
static gboolean
score_sound (Run *run, AssayReplayAudio *audio, gsize most, GError **error)
{
  const AssayReplayAudioInfo *info = assay_replay_audio_get_info (audio);
  gssize got = 1;

  while (got > 0 && most > 0)
    {
      if (run->n_held == 2 * PIECE)
        {
          if (!score_piece (run, run->held, PIECE, error))
            return FALSE;
          memmove (run->held, run->held + PIECE, PIECE * sizeof *run->held);
          run->n_held = PIECE;
        }
      got = assay_replay_audio_read (audio, run->held + run->n_held,
                                     MIN (most, 2 * PIECE - run->n_held), error);
      if (got < 0)
        return FALSE;
      run->n_held += (gsize) got;
      most -= (gsize) got;
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
  double end = region == NULL ? 0 : assay_region_get_end (region);
  g_autoptr (AssayReplayAudio) audio = assay_replay_audio_open (
      source, (guint) assay_parameters_get_int (parameters, "channel"), ASSAY_FEATURE_RATE,
      assay_tool_job_get_cancellable (run->job), error);
  const AssayReplayAudioInfo *info;

  if (audio == NULL)
    return FALSE;
  run->start = region == NULL ? 0 : MAX (assay_region_get_start (region), 0);
  if (!skip (audio, (gsize) (MIN (run->start, 1e9) * ASSAY_FEATURE_RATE), run->held, error)
      || !score_sound (run, audio,
                       end > run->start ? (gsize) (MIN (end - run->start, 1e9) * ASSAY_FEATURE_RATE)
                                        : G_MAXSSIZE,
                       error))
    return FALSE;
  info = assay_replay_audio_get_info (audio);
  run->not_finite = info->not_finite;
  if (end <= run->start)
    run->stated = assay_replay_audio_get_stated (audio);
  return TRUE;
}

/* Everything of @source; there must be something to score in it. */
static gboolean
score_all (Run *run, AssaySource *source, const AssayRegion *region, GError **error)
{
  if (!score_source (run, source, region, error))
    return FALSE;
  if (run->score->pieces > 0)
    return TRUE;
  g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_MALFORMED,
                       _ ("The sound is digital silence; there is nothing to score"));
  return FALSE;
}

/* Share of the sorted scores below @value. */
static double
share_below (const double *sorted, gsize n, double value)
{
  gsize below = 0;

  while (below < n && sorted[below] < value)
    below++;
  return (double) below / (double) n;
}

static AssayTable *
condition_table (const Run *run)
{
  static const AssayColumn columns[] = {
    { "condition", N_ ("Condition"), ASSAY_COLUMN_TERM, "", 0 },
    { "value", N_ ("This recording"), ASSAY_COLUMN_REAL, "", 3 },
    { "low", N_ ("Training, from"), ASSAY_COLUMN_REAL, "", 3 },
    { "high", N_ ("Training, to"), ASSAY_COLUMN_REAL, "", 3 },
    { "unit", N_ ("Unit"), ASSAY_COLUMN_TEXT, "", 0 },
    { "inside", N_ ("Inside"), ASSAY_COLUMN_TERM, "", 0 },
  };
  AssayTableBuilder *builder = assay_table_builder_new (
      "conditions", N_ ("Recording against training"), columns, G_N_ELEMENTS (columns));

  for (guint c = 0; c < ASSAY_REPLAY_CONDITIONS; c++)
    {
      const AssayReplayConditionInfo *info = assay_replay_condition_info (c);

      assay_table_builder_text (builder, info->title);
      assay_table_builder_real (builder, run->score->conditions[c]);
      assay_table_builder_real (builder, run->detector->range.low[c]);
      assay_table_builder_real (builder, run->detector->range.high[c]);
      assay_table_builder_text (builder, info->unit);
      assay_table_builder_text (builder,
                                (run->score->outside >> c & 1) != 0 ? N_ ("No") : N_ ("Yes"));
      assay_table_builder_row (builder, 0);
    }
  return assay_table_builder_end (builder);
}

/* How much each system contributes: weights × scores and the constant add up to the ratio. */
static AssayTable *
system_table (const Run *run)
{
  static const AssayColumn columns[] = {
    { "system", N_ ("System"), ASSAY_COLUMN_TEXT, "", 0 },
    { "score", N_ ("Score"), ASSAY_COLUMN_REAL, "", 4 },
    { "weight", N_ ("Weight in the fusion"), ASSAY_COLUMN_REAL, "", 4 },
    { "share", N_ ("Part of the log-likelihood ratio"), ASSAY_COLUMN_REAL, "", 3 },
  };
  AssayTableBuilder *builder
      = assay_table_builder_new ("systems", N_ ("Systems"), columns, G_N_ELEMENTS (columns));
  const AssayReplayDetector *detector = run->detector;

  for (guint i = 0; i < detector->systems->len; i++)
    {
      const AssayReplaySystem *system = detector->systems->pdata[i];
      g_autofree char *design = assay_replay_design_to_text (&system->design);

      assay_table_builder_text (builder, design);
      assay_table_builder_real (builder, run->score->systems[i]);
      assay_table_builder_real (builder, detector->fusion[i]);
      assay_table_builder_real (builder, detector->fusion[i] * run->score->systems[i]);
      assay_table_builder_row (builder, 0);
    }
  return assay_table_builder_end (builder);
}

/* A finding with the score and how often the model is wrong: neither stands without the other. */
static AssayFindingBuilder *
finding_new (const Run *run, const char *rule, AssaySeverity severity)
{
  const AssayReplayRates *rates = assay_replay_model_rates (run->detector);
  AssayFindingBuilder *builder = assay_finding_builder_new (rule, severity);

  assay_finding_builder_real (builder, "llr", run->score->llr, 3, "");
  assay_finding_builder_real (builder, "threshold", run->detector->threshold, 3, "");
  assay_finding_builder_real (builder, "model_eer", 100 * rates->eer, 2, "%");
  assay_finding_builder_real (builder, "model_eer_low", 100 * rates->eer_low, 2, "%");
  assay_finding_builder_real (builder, "model_eer_high", 100 * rates->eer_high, 2, "%");
  assay_finding_builder_text (builder, "trained_on", assay_replay_model_note (run->detector));
  assay_finding_builder_text (builder, "model", run->detector->hash);
  return builder;
}

static void
add_domain_finding (AssayResultBuilder *builder, const Run *run)
{
  AssayFindingBuilder *finding = finding_new (run, "RPL-04", ASSAY_SEVERITY_INFO);

  for (guint c = 0; c < ASSAY_REPLAY_CONDITIONS; c++)
    if ((run->score->outside >> c & 1) != 0)
      {
        const AssayReplayConditionInfo *info = assay_replay_condition_info (c);

        assay_finding_builder_real (finding, info->id, run->score->conditions[c], info->digits,
                                    info->unit);
      }
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
}

/* The score speaks only inside the training conditions, and never above "attention". */
static void
add_findings (AssayResultBuilder *builder, const Run *run, double genuine_below, double above)
{
  if (run->score->outside != 0)
    add_domain_finding (builder, run);
  else if (genuine_below <= USUAL && run->score->llr < run->detector->threshold)
    assay_result_builder_finding (
        builder, assay_finding_builder_end (finding_new (run, "RPL-01", ASSAY_SEVERITY_ATTENTION)));
  else if (above <= USUAL && run->score->llr > run->detector->threshold)
    assay_result_builder_finding (
        builder, assay_finding_builder_end (finding_new (run, "RPL-02", ASSAY_SEVERITY_INFO)));
  else
    assay_result_builder_finding (
        builder, assay_finding_builder_end (finding_new (run, "RPL-03", ASSAY_SEVERITY_INFO)));
}

static void
add_metrics (AssayResultBuilder *builder, const Run *run, double genuine_below, double above)
{
  const AssayReplayRates *rates = assay_replay_model_rates (run->detector);

  assay_result_builder_metric (builder, "llr", run->score->llr);
  assay_result_builder_metric (builder, "out_of_domain", run->score->outside != 0);
  assay_result_builder_metric (builder, "threshold", run->detector->threshold);
  assay_result_builder_metric (builder, "genuine_below", 100 * genuine_below);
  assay_result_builder_metric (builder, "replayed_above", 100 * above);
  assay_result_builder_metric (builder, "model_eer", 100 * rates->eer);
  assay_result_builder_metric (builder, "model_eer_low", 100 * rates->eer_low);
  assay_result_builder_metric (builder, "model_eer_high", 100 * rates->eer_high);
  assay_result_builder_metric (builder, "duration",
                               (double) run->score->n_samples / ASSAY_FEATURE_RATE);
  if (run->stated > 0)
    assay_result_builder_metric (builder, "stated", run->stated);
  if (run->not_finite > 0)
    assay_result_builder_metric (builder, "not_finite", (double) run->not_finite);
  assay_result_builder_metric (builder, "pieces", run->score->pieces);
}

/* One row a reference; their mean tells how recordings of this person or device score. */
static void
add_reference (const AssayToolInput *input,
               const Run *run,
               const AssayReplayScore *score,
               AssayTableBuilder *table)
{
  assay_table_builder_text (table, input->name);
  assay_table_builder_real (table, score->llr);
  assay_table_builder_real (table, run->score->llr - score->llr);
  assay_table_builder_text (table, score->outside == 0 ? N_ ("Yes") : N_ ("No"));
  assay_table_builder_row (table, 0);
}

/* Scores the recordings that the examiner knows to be genuine, with the same model. */
static gboolean
score_references (
    Run *run, AssayLongSpectrum *spectrum, AssayTableBuilder *table, guint *n, GError **error)
{
  for (guint i = 0; i < assay_tool_job_get_n_inputs (run->job); i++)
    {
      const AssayToolInput *input = assay_tool_job_get_input (run->job, i);
      g_autoptr (AssayReplayScore) score = assay_replay_score_new (run->detector);
      Run reference = { .job = run->job,
                        .detector = run->detector,
                        .score = score,
                        .spectrum = spectrum,
                        .held = run->held };

      if (strcmp (input->role, "reference") != 0)
        continue;
      if (!score_all (&reference, input->source, NULL, error))
        {
          g_prefix_error (error, "%s: ", input->name);
          return FALSE;
        }
      assay_long_spectrum_break (spectrum);
      add_reference (input, run, score, table);
      run->reference_mean += (score->llr - run->reference_mean) / (*n + 1);
      (*n)++;
    }
  return TRUE;
}

static void
add_plots (AssayResultBuilder *builder, const Run *run, AssayLongSpectrum *references)
{
  const AssayReplayDetector *detector = run->detector;
  g_autoptr (AssayTrials) trials = assay_replay_detector_trials (detector);

  assay_result_builder_plot (builder,
                             assay_replay_plot_time (run->score, detector->threshold, run->start));
  assay_result_builder_plot (builder, assay_replay_plot_placement (
                                          detector->genuine, detector->n_genuine, detector->spoof,
                                          detector->n_spoof, detector->threshold, run->score->llr));
  assay_result_builder_plot (builder, assay_replay_plot_det (trials));
  for (guint kind = 0; kind < ASSAY_REPLAY_PROFILES; kind++)
    assay_result_builder_plot (builder,
                               assay_replay_bands_plot (&detector->bands, run->profile, kind));
  assay_result_builder_plot (builder, assay_long_spectrum_plot (run->spectrum, references));
}

static AssayResult *
make_result (Run *run, GError **error)
{
  static const AssayColumn columns[] = {
    { "recording", N_ ("Reference recording"), ASSAY_COLUMN_TEXT, "", 0 },
    { "llr", N_ ("Log-likelihood ratio"), ASSAY_COLUMN_REAL, "", 3 },
    { "difference", N_ ("This recording above it"), ASSAY_COLUMN_REAL, "", 3 },
    { "inside", N_ ("Inside the training conditions"), ASSAY_COLUMN_TERM, "", 0 },
  };
  g_autoptr (AssayLongSpectrum) references = assay_long_spectrum_new ();
  AssayTableBuilder *table = assay_table_builder_new (
      "references", N_ ("Recordings known to be genuine"), columns, G_N_ELEMENTS (columns));
  g_autoptr (AssayTable) known = NULL;
  guint n_references = 0;
  gboolean scored = score_references (run, references, table, &n_references, error);
  AssayResultBuilder *builder;

  known = assay_table_builder_end (table);
  if (!scored)
    return NULL;
  builder = assay_result_builder_new (&assay_replay_score_info);
  const AssayReplayDetector *detector = run->detector;
  double below = share_below (detector->genuine, detector->n_genuine, run->score->llr);
  double above = 1 - share_below (detector->spoof, detector->n_spoof, run->score->llr);

  add_metrics (builder, run, below, above);
  if (n_references > 0)
    {
      assay_result_builder_metric (builder, "reference_llr", run->reference_mean);
      assay_result_builder_table (builder, g_steal_pointer (&known));
    }
  assay_replay_add_model (builder, detector);
  add_findings (builder, run, below, above);
  assay_result_builder_table (builder, condition_table (run));
  assay_result_builder_table (builder, system_table (run));
  add_plots (builder, run, n_references > 0 ? references : NULL);
  /* Outside its conditions the score gives no verdict at all. */
  if (run->score->outside == 0)
    assay_result_builder_verdict_from_findings (builder);
  return assay_result_builder_end (builder, error);
}

AssayResult *
assay_replay_score_run (AssayToolJob *job, GError **error)
{
  g_autoptr (AssayReplayDetector) detector = assay_replay_open_model (job, error);
  g_autoptr (AssayReplayScore) score = NULL;
  g_autofree double *held = NULL;
  g_autoptr (AssayLongSpectrum) spectrum = assay_long_spectrum_new ();
  AssayReplayProfile profile = { 0 };
  Run run = { .job = job, .detector = detector, .spectrum = spectrum, .profile = &profile };

  if (detector == NULL)
    return NULL;
  run.score = score = assay_replay_score_new (detector);
  run.held = held = g_new (double, 2 * PIECE);
  if (!score_all (&run, assay_tool_job_get_input (job, 0)->source,
                  assay_parameters_get_region (assay_tool_job_get_parameters (job), "region"),
                  error))
    return NULL;
  return make_result (&run, error);
}
