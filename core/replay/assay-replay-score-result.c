/* assay-replay-score-result.c: what a run of `replay.score` says. */
#include <math.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "replay/assay-replay-info.h"
#include "replay/assay-replay-plots.h"
#include "replay/assay-replay-score-private.h"
#include "replay/assay-replay-tool-model.h"

/* Share of the recordings of the other class beyond which a score is nothing unusual. */
#define USUAL 0.05
#define MOST_TOLD 8u

/* Share of the sorted scores below @value. */
static double
share_below (const double *sorted, gsize n, double value)
{
  gsize below = 0;

  while (below < n && sorted[below] < value)
    below++;
  return (double) below / (double) n;
}

static void
add_condition (AssayTableBuilder *builder,
               const char *title,
               double value,
               double low,
               double high,
               const char *unit,
               gboolean outside)
{
  assay_table_builder_text (builder, title);
  assay_table_builder_real (builder, value);
  assay_table_builder_real (builder, low);
  assay_table_builder_real (builder, high);
  assay_table_builder_text (builder, unit);
  assay_table_builder_text (builder, outside ? N_ ("No") : N_ ("Yes"));
  assay_table_builder_row (builder, 0);
}

/* What the recording is like beside what the model learned from, and its score beside those that
 * the model was measured with. */
static AssayTable *
condition_table (const AssayReplayScoreRun *run)
{
  static const AssayColumn columns[] = {
    { "condition", N_ ("Condition"), ASSAY_COLUMN_TERM, "", 0 },
    { "value", N_ ("This recording"), ASSAY_COLUMN_REAL, "", 3 },
    { "low", N_ ("Known, from"), ASSAY_COLUMN_REAL, "", 3 },
    { "high", N_ ("Known, to"), ASSAY_COLUMN_REAL, "", 3 },
    { "unit", N_ ("Unit"), ASSAY_COLUMN_TEXT, "", 0 },
    { "inside", N_ ("Inside"), ASSAY_COLUMN_TERM, "", 0 },
  };
  const double seconds = (double) run->score->n_samples / ASSAY_FEATURE_RATE;
  const guint outside = assay_replay_score_outside (run->score, run->detector);
  double low;
  double high;
  AssayTableBuilder *builder = assay_table_builder_new (
      "conditions", N_ ("Recording against training"), columns, G_N_ELEMENTS (columns));

  assay_replay_detector_score_range (run->detector, &low, &high);
  for (guint c = 0; c < ASSAY_REPLAY_CONDITIONS; c++)
    {
      const AssayReplayConditionInfo *info = assay_replay_condition_info (c);
      gboolean length = c == ASSAY_REPLAY_DURATION;

      /* Long recordings are scored in pieces: none is too long. */
      add_condition (builder, info->title, length ? seconds : run->score->conditions[c],
                     run->detector->range.low[c],
                     length ? (double) NAN : run->detector->range.high[c], info->unit,
                     (outside >> c & 1) != 0);
    }
  add_condition (builder, N_ ("Score"), run->score->llr, low, high, "",
                 (outside & ASSAY_REPLAY_OUTSIDE_SCORE) != 0);
  return assay_table_builder_end (builder);
}

/* How much each system contributes: weights × scores and the constant add up to the ratio
 * before it is limited. */
static AssayTable *
system_table (const AssayReplayScoreRun *run)
{
  static const AssayColumn columns[] = {
    { "system", N_ ("System"), ASSAY_COLUMN_TERM, "", 0 },
    { "score", N_ ("Score"), ASSAY_COLUMN_REAL, "", 4 },
    { "weight", N_ ("Weight in the fusion"), ASSAY_COLUMN_REAL, "", 4 },
    { "share", N_ ("Part of the ratio before it is limited"), ASSAY_COLUMN_REAL, "", 3 },
  };
  AssayTableBuilder *builder
      = assay_table_builder_new ("systems", N_ ("Systems"), columns, G_N_ELEMENTS (columns));
  const AssayReplayDetector *detector = run->detector;

  for (guint i = 0; i < detector->systems->len; i++)
    {
      const AssayReplaySystem *system = detector->systems->pdata[i];
      g_autofree char *design = assay_replay_design_to_short_text (&system->design);

      assay_table_builder_text (builder, design);
      assay_table_builder_real (builder, run->score->systems[i]);
      assay_table_builder_real (builder, detector->fusion[i]);
      assay_table_builder_real (builder, detector->fusion[i] * run->score->systems[i]);
      assay_table_builder_row (builder, 0);
    }
  assay_table_builder_text (builder, N_ ("Constant of the fusion"));
  assay_table_builder_real (builder, NAN);
  assay_table_builder_real (builder, NAN);
  assay_table_builder_real (builder, detector->fusion[detector->systems->len]);
  assay_table_builder_row (builder, 0);
  return assay_table_builder_end (builder);
}

/* A finding with the score and how often the model is wrong: neither stands without the other. */
static AssayFindingBuilder *
finding_new (const AssayReplayScoreRun *run, const char *rule, AssaySeverity severity)
{
  const AssayReplayRates *rates = assay_replay_model_rates (run->detector);
  AssayFindingBuilder *builder = assay_finding_builder_new (rule, severity);

  assay_finding_builder_time (builder, "heard", run->start,
                              run->start + (double) run->score->n_samples / ASSAY_FEATURE_RATE);
  assay_finding_builder_real (builder, "llr",
                              assay_replay_detector_bound (run->detector, run->score->llr), 3, "");
  assay_finding_builder_real (builder, "threshold", run->detector->threshold, 3, "");
  assay_finding_builder_real (builder, "model_eer", 100 * rates->eer, 2, "%");
  assay_finding_builder_real (builder, "model_eer_low", 100 * rates->eer_low, 2, "%");
  assay_finding_builder_real (builder, "model_eer_high", 100 * rates->eer_high, 2, "%");
  assay_finding_builder_text (builder, "measured_on",
                              assay_replay_model_measured_on (run->detector));
  assay_finding_builder_text (builder, "trained_on", assay_replay_model_note (run->detector));
  assay_finding_builder_text (builder, "model", run->detector->hash);
  return builder;
}

static void
add_domain_finding (AssayResultBuilder *builder, const AssayReplayScoreRun *run)
{
  AssayFindingBuilder *finding = finding_new (run, "RPL-04", ASSAY_SEVERITY_INFO);
  const guint outside = assay_replay_score_outside (run->score, run->detector);

  for (guint c = 0; c < ASSAY_REPLAY_CONDITIONS; c++)
    if ((outside >> c & 1) != 0)
      {
        const AssayReplayConditionInfo *info = assay_replay_condition_info (c);

        g_autofree char *name = g_strconcat ("condition.", info->id, NULL);

        assay_finding_builder_real (finding, name, run->score->conditions[c], info->digits,
                                    info->unit);
      }
  if ((outside & ASSAY_REPLAY_OUTSIDE_SCORE) != 0)
    assay_finding_builder_real (finding, "score", run->score->llr, 3, "");
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
}

/* RPL-05: stretches that sound like a loudspeaker in a recording that does not, with their times.
 */
static void
add_places (AssayResultBuilder *builder, const AssayReplayScoreRun *run, const GArray *places)
{
  AssayFindingBuilder *finding = finding_new (run, "RPL-05", ASSAY_SEVERITY_ATTENTION);

  for (guint i = 0; i < MIN (places->len, MOST_TOLD); i++)
    {
      const AssayReplayPlace *place = &g_array_index (places, AssayReplayPlace, i);
      g_autofree char *stretch = g_strdup_printf ("stretch.%u", i + 1);
      g_autofree char *lowest = g_strdup_printf ("lowest.%u", i + 1);

      assay_finding_builder_time (finding, stretch, run->start + place->start,
                                  run->start + place->end);
      assay_finding_builder_real (
          finding, lowest, assay_replay_detector_bound (run->detector, place->lowest), 3, "");
    }
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
}

/* The rule of the score itself, for a recording inside the training conditions. */
static const char *
score_rule (const AssayReplayScoreRun *run,
            double genuine_below,
            double above,
            const GArray *places)
{
  const double llr = run->score->llr;

  if (genuine_below <= USUAL && llr < run->detector->threshold)
    return "RPL-01";
  if (above <= USUAL && llr > run->detector->threshold && places->len == 0)
    return "RPL-02";
  return "RPL-03";
}

/* The same as a term of assay_answer_words(). */
static const char *
sounds (const char *rule, gboolean in_part)
{
  if (g_str_equal (rule, "RPL-01"))
    return "loudspeaker";
  if (in_part)
    return "in-part";
  return g_str_equal (rule, "RPL-02") ? "voice" : "undecided";
}

/* The score says nothing, for @reason: a verdict comes of what was found broken, if anything. */
static void
draw_none (AssayResultBuilder *builder, const AssayReplayScoreRun *run, const char *reason)
{
  const gboolean damaged = assay_replay_damage_is_told (&run->damage);

  assay_result_builder_not_run (builder, damaged ? "RPL-01" : NULL, reason);
  if (damaged)
    assay_result_builder_verdict_from_findings (builder);
}

/* The score speaks only inside the training conditions, and never above "attention". Without a
 * finding that says something there is no verdict. */
static void
add_findings (AssayResultBuilder *builder,
              const AssayReplayScoreRun *run,
              double genuine_below,
              double above)
{
  g_autoptr (GArray) places = NULL;
  const char *rule;

  assay_replay_damage_findings (&run->damage, builder);
  if (assay_replay_score_outside (run->score, run->detector) != 0)
    {
      assay_result_builder_answer (builder, "sounds", "unknown");
      add_domain_finding (builder, run);
      draw_none (builder, run, N_ ("The detector does not know recordings of this kind."));
      return;
    }
  places = assay_replay_stretches_find (run->stretches);
  rule = score_rule (run, genuine_below, above, places);
  assay_result_builder_answer (builder, "sounds", sounds (rule, places->len > 0));
  assay_result_builder_finding (
      builder, assay_finding_builder_end (finding_new (
                   run, rule,
                   g_str_equal (rule, "RPL-01") ? ASSAY_SEVERITY_ATTENTION : ASSAY_SEVERITY_INFO)));
  if (places->len > 0)
    add_places (builder, run, places);
  if (g_str_equal (rule, "RPL-03") && places->len == 0)
    draw_none (builder, run, N_ ("The score lies where genuine and replayed recordings overlap."));
  else
    assay_result_builder_verdict_from_findings (builder);
}

static void
add_metrics (AssayResultBuilder *builder,
             const AssayReplayScoreRun *run,
             double genuine_below,
             double above)
{
  const AssayReplayRates *rates = assay_replay_model_rates (run->detector);

  assay_result_builder_metric (builder, "llr",
                               assay_replay_detector_bound (run->detector, run->score->llr));
  assay_result_builder_metric (builder, "score", run->score->llr);
  assay_result_builder_metric (builder, "out_of_domain",
                               assay_replay_score_outside (run->score, run->detector) != 0);
  assay_result_builder_metric (builder, "threshold", run->detector->threshold);
  /* Of a recording that the training recordings are unlike, their shares say nothing. */
  if (assay_replay_score_outside (run->score, run->detector) == 0)
    {
      assay_result_builder_metric (builder, "genuine_below", 100 * genuine_below);
      assay_result_builder_metric (builder, "replayed_above", 100 * above);
    }
  assay_result_builder_metric (builder, "model_eer", 100 * rates->eer);
  assay_result_builder_metric (builder, "model_eer_low", 100 * rates->eer_low);
  assay_result_builder_metric (builder, "model_eer_high", 100 * rates->eer_high);
  assay_result_builder_metric (builder, "duration",
                               (double) run->score->n_samples / ASSAY_FEATURE_RATE);
  if (run->damage.stated > 0)
    assay_result_builder_metric (builder, "stated", run->damage.stated);
  if (run->damage.not_finite > 0)
    assay_result_builder_metric (builder, "not_finite", (double) run->damage.not_finite);
  assay_result_builder_metric (builder, "pieces", run->score->pieces);
}

static void
add_plots (AssayResultBuilder *builder, const AssayReplayScoreRun *run)
{
  const AssayReplayDetector *detector = run->detector;
  g_autoptr (AssayTrials) trials = assay_replay_detector_trials (detector);
  const gboolean known = assay_replay_score_outside (run->score, detector) == 0;

  assay_result_builder_plot (
      builder, assay_replay_plot_time (run->score, assay_replay_stretches_get (run->stretches),
                                       detector->threshold, run->start, known));
  assay_result_builder_plot (builder, assay_replay_plot_placement (
                                          detector->genuine, detector->n_genuine, detector->spoof,
                                          detector->n_spoof, detector->threshold, run->score->llr));
  assay_result_builder_plot (builder, assay_replay_plot_det (trials));
  for (guint kind = 0; kind < ASSAY_REPLAY_PROFILES; kind++)
    assay_result_builder_plot (builder,
                               assay_replay_bands_plot (&detector->bands, run->profile, kind));
  assay_result_builder_plot (
      builder, assay_long_spectrum_plot (run->spectrum,
                                         run->n_references > 0 ? run->reference_spectrum : NULL));
}

AssayResult *
assay_replay_score_result (const AssayReplayScoreRun *run, GError **error)
{
  const AssayReplayDetector *detector = run->detector;
  AssayResultBuilder *builder = assay_result_builder_new (&assay_replay_score_info);
  double below = share_below (detector->genuine, detector->n_genuine, run->score->llr);
  double above = 1 - share_below (detector->spoof, detector->n_spoof, run->score->llr);

  add_metrics (builder, run, below, above);
  if (run->n_references > 0)
    {
      assay_result_builder_metric (builder, "reference_llr", run->reference_mean);
      assay_result_builder_table (builder, assay_table_ref (run->references));
    }
  add_findings (builder, run, below, above);
  assay_replay_add_model (builder, detector);
  assay_result_builder_table (builder, condition_table (run));
  assay_result_builder_table (builder, system_table (run));
  add_plots (builder, run);
  return assay_result_builder_end (builder, error);
}
