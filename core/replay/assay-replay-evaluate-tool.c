/* assay-replay-evaluate-tool.c: the tool `replay.evaluate`. */
#include <errno.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "replay/assay-replay-plots.h"
#include "replay/assay-replay-tool-model.h"
#include "replay/assay-replay-train.h"
#include "replay/assay-replay.h"

/* Replay is rare, and to accept one costs ten times a needless doubt. */
#define PRIOR_GENUINE 0.95
#define COST_MISS 1
#define COST_FALSE_ALARM 10

static void
append_line (GString *text, const char *form, const AssayReplayTrial *trial, double score)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  const char *label = trial->genuine ? "genuine" : "spoof";

  g_ascii_formatd (number, sizeof number, "%.6f", score);
  if (strcmp (form, "asvspoof") == 0)
    g_string_append_printf (text, "%s %s\n", trial->file, number);
  else if (strcmp (form, "asvspoof2019") == 0)
    g_string_append_printf (text, "%s - %s %s\n", trial->file,
                            trial->genuine ? "bonafide" : "spoof", number);
  else
    g_string_append_printf (text, "%s %s %s\n", trial->file, number, label);
}

static gboolean
write_scores (AssayToolJob *job,
              const AssayReplayProtocol *protocol,
              const AssayTrials *trials,
              GError **error)
{
  int fd = assay_tool_job_get_output (job, "scores");
  const char *form = assay_parameters_get_text (assay_tool_job_get_parameters (job), "form");
  g_autoptr (GString) text = g_string_new (NULL);
  gsize done = 0;

  if (fd < 0)
    return TRUE;
  for (gsize i = 0; i < trials->n; i++)
    append_line (text, form, assay_replay_protocol_get (protocol, i), trials->scores[i]);
  while (done < text->len)
    {
      gssize part = write (fd, text->str + done, text->len - done);

      if (part <= 0)
        {
          g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_IO,
                       _ ("The scores cannot be written: %s"), g_strerror (errno));
          return FALSE;
        }
      done += (gsize) part;
    }
  return TRUE;
}

static void
add_metrics (AssayResultBuilder *builder,
             const AssayTrials *trials,
             const AssayReplayRates *rates,
             gsize outside)
{
  if (rates->counted)
    assay_result_builder_answer (builder, "interval", "number of recordings");
  assay_result_builder_metric (builder, "eer", 100 * rates->eer);
  assay_result_builder_metric (builder, "eer_low", 100 * rates->eer_low);
  assay_result_builder_metric (builder, "eer_high", 100 * rates->eer_high);
  assay_result_builder_metric (builder, "eer_hull", 100 * assay_trials_eer_hull (trials));
  assay_result_builder_metric (builder, "cllr", rates->cllr);
  assay_result_builder_metric (builder, "min_cllr", assay_trials_min_cllr (trials));
  assay_result_builder_metric (
      builder, "min_dcf",
      assay_trials_min_dcf (trials, PRIOR_GENUINE, COST_MISS, COST_FALSE_ALARM));
  assay_result_builder_metric (builder, "trials", (double) trials->n);
  assay_result_builder_metric (builder, "genuine", (double) assay_trials_count (trials, TRUE));
  assay_result_builder_metric (builder, "spoof", (double) assay_trials_count (trials, FALSE));
  assay_result_builder_metric (builder, "out_of_domain", (double) outside);
}

static AssayTable *
score_table (const AssayReplayProtocol *protocol, const AssayTrials *trials)
{
  static const AssayColumn columns[] = {
    { "file", N_ ("File"), ASSAY_COLUMN_TEXT, "", 0 },
    { "label", N_ ("Label"), ASSAY_COLUMN_TERM, "", 0 },
    { "llr", N_ ("Log-likelihood ratio"), ASSAY_COLUMN_REAL, "", 3 },
  };
  AssayTableBuilder *builder
      = assay_table_builder_new ("scores", N_ ("Scores"), columns, G_N_ELEMENTS (columns));

  for (gsize i = 0; i < trials->n; i++)
    {
      assay_table_builder_text (builder, assay_replay_protocol_get (protocol, i)->file);
      assay_table_builder_text (builder, trials->genuine[i] ? N_ ("genuine") : N_ ("replayed"));
      assay_table_builder_real (builder, trials->scores[i]);
      assay_table_builder_row (builder, 0);
    }
  return assay_table_builder_end (builder);
}

static AssayResult *
make_result (AssayReplayDetector *detector,
             const AssayReplayProtocol *protocol,
             const AssayTrials *trials,
             const AssayReplayRates *rates,
             gsize outside,
             GError **error)
{
  AssayResultBuilder *builder = assay_result_builder_new (&assay_replay_evaluate_info);

  add_metrics (builder, trials, rates, outside);
  assay_replay_add_model (builder, detector);
  assay_result_builder_table (builder, score_table (protocol, trials));
  assay_replay_detector_keep_scores (detector, trials);
  assay_result_builder_plot (builder, assay_replay_plot_det (trials));
  assay_result_builder_plot (builder, assay_replay_plot_calibration (trials));
  assay_result_builder_plot (
      builder, assay_replay_plot_placement (detector->genuine, detector->n_genuine, detector->spoof,
                                            detector->n_spoof, detector->threshold, NAN));
  return assay_result_builder_end (builder, error);
}

AssayResult *
assay_replay_evaluate_run (AssayToolJob *job, GError **error)
{
  g_autoptr (AssayReplayDetector) detector = assay_replay_open_model (job, error);
  g_autoptr (AssayReplayRecordings) recordings
      = detector == NULL ? NULL : assay_replay_recordings_new (job, error);
  g_autoptr (AssayTrials) trials = NULL;
  const AssayReplayProtocol *protocol;
  AssayReplayRates rates;
  gsize outside;

  if (recordings == NULL)
    return NULL;
  protocol = assay_replay_recordings_get_protocol (recordings);
  trials = assay_replay_score_all (job, recordings, detector, assay_tool_job_get_progress (job),
                                   &outside, error);
  if (trials == NULL
      || !assay_replay_rate (trials, assay_tool_job_get_threads (job), &rates,
                             assay_tool_job_get_cancellable (job), error)
      || !write_scores (job, protocol, trials, error))
    return NULL;
  return make_result (detector, protocol, trials, &rates, outside, error);
}
