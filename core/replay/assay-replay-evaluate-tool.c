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

typedef struct
{
  AssayReplayDetector *detector;
  AssayReplayRecordings *recordings;
  const AssayReplayProtocol *protocol; /* of @recordings */
  AssayTrials *trials;
  gboolean *outside; /* of each trial: the training conditions */
  AssayReplayRates rates;
} Evaluation;

static void
evaluation_clear (Evaluation *self)
{
  g_clear_pointer (&self->detector, assay_replay_detector_free);
  g_clear_pointer (&self->recordings, assay_replay_recordings_free);
  g_clear_pointer (&self->trials, assay_trials_free);
  g_clear_pointer (&self->outside, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Evaluation, evaluation_clear)

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
write_scores (AssayToolJob *job, const Evaluation *self, GError **error)
{
  int fd = assay_tool_job_get_output (job, "scores");
  const char *form = assay_parameters_get_text (assay_tool_job_get_parameters (job), "form");
  g_autoptr (GString) text = g_string_new (NULL);
  gsize done = 0;

  if (fd < 0)
    return TRUE;
  for (gsize i = 0; i < self->trials->n; i++)
    append_line (text, form, assay_replay_protocol_get (self->protocol, i),
                 self->trials->scores[i]);
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

static gsize
count_outside (const Evaluation *self)
{
  gsize n = 0;

  for (gsize i = 0; i < self->trials->n; i++)
    n += self->outside[i] ? 1 : 0;
  return n;
}

static void
add_metrics (AssayResultBuilder *builder, const Evaluation *self)
{
  const AssayTrials *trials = self->trials;

  if (self->rates.counted)
    assay_result_builder_answer (builder, "interval", "number of recordings");
  assay_result_builder_metric (builder, "eer", 100 * self->rates.eer);
  assay_result_builder_metric (builder, "eer_low", 100 * self->rates.eer_low);
  assay_result_builder_metric (builder, "eer_high", 100 * self->rates.eer_high);
  assay_result_builder_metric (builder, "eer_hull", 100 * assay_trials_eer_hull (trials));
  assay_result_builder_metric (builder, "cllr", self->rates.cllr);
  assay_result_builder_metric (builder, "min_cllr", assay_trials_min_cllr (trials));
  assay_result_builder_metric (
      builder, "min_dcf",
      assay_trials_min_dcf (trials, PRIOR_GENUINE, COST_MISS, COST_FALSE_ALARM));
  assay_result_builder_metric (builder, "trials", (double) trials->n);
  assay_result_builder_metric (builder, "genuine", (double) assay_trials_count (trials, TRUE));
  assay_result_builder_metric (builder, "spoof", (double) assay_trials_count (trials, FALSE));
  assay_result_builder_metric (builder, "out_of_domain", (double) count_outside (self));
  assay_result_builder_metric (builder, "damaged",
                               (double) assay_replay_recordings_count_damaged (self->recordings));
}

/* The score as it counts here and in the file of scores, and the ratio that replay.score quotes. */
static AssayTable *
score_table (const Evaluation *self)
{
  static const AssayColumn columns[] = {
    { "file", N_ ("File"), ASSAY_COLUMN_TEXT, "", 0 },
    { "label", N_ ("Label"), ASSAY_COLUMN_TERM, "", 0 },
    { "score", N_ ("Score before it was limited"), ASSAY_COLUMN_REAL, "", 3 },
    { "llr", N_ ("Log-likelihood ratio"), ASSAY_COLUMN_REAL, "", 3 },
    { "inside", N_ ("Inside the training conditions"), ASSAY_COLUMN_TERM, "", 0 },
    { "damaged", N_ ("Damaged or incomplete"), ASSAY_COLUMN_TERM, "", 0 },
  };
  AssayTableBuilder *builder
      = assay_table_builder_new ("scores", N_ ("Scores"), columns, G_N_ELEMENTS (columns));

  for (gsize i = 0; i < self->trials->n; i++)
    {
      const double score = self->trials->scores[i];
      const gboolean damaged = assay_replay_recordings_is_damaged (self->recordings, i);

      assay_table_builder_text (builder, assay_replay_protocol_get (self->protocol, i)->file);
      assay_table_builder_text (builder,
                                self->trials->genuine[i] ? N_ ("genuine") : N_ ("replayed"));
      assay_table_builder_real (builder, score);
      assay_table_builder_real (builder, assay_replay_detector_bound (self->detector, score));
      assay_table_builder_text (builder, self->outside[i] ? N_ ("No") : N_ ("Yes"));
      assay_table_builder_text (builder, damaged ? N_ ("Yes") : N_ ("No"));
      assay_table_builder_row (builder, 0);
    }
  return assay_table_builder_end (builder);
}

static AssayResult *
make_result (Evaluation *self, GError **error)
{
  AssayResultBuilder *builder = assay_result_builder_new (&assay_replay_evaluate_info);
  AssayReplayDetector *detector = self->detector;

  add_metrics (builder, self);
  assay_replay_add_model (builder, detector);
  assay_result_builder_table (builder, score_table (self));
  assay_replay_detector_keep_scores (detector, self->trials);
  assay_result_builder_plot (builder, assay_replay_plot_det (self->trials));
  assay_result_builder_plot (builder, assay_replay_plot_calibration (self->trials));
  assay_result_builder_plot (
      builder, assay_replay_plot_placement (detector->genuine, detector->n_genuine, detector->spoof,
                                            detector->n_spoof, detector->threshold, NAN));
  return assay_result_builder_end (builder, error);
}

AssayResult *
assay_replay_evaluate_run (AssayToolJob *job, GError **error)
{
  g_auto (Evaluation) self = { .detector = assay_replay_open_model (job, error) };

  if (self.detector == NULL)
    return NULL;
  self.recordings = assay_replay_recordings_new (job, error);
  if (self.recordings == NULL)
    return NULL;
  self.protocol = assay_replay_recordings_get_protocol (self.recordings);
  self.outside = g_new0 (gboolean, assay_replay_protocol_get_n (self.protocol));
  self.trials = assay_replay_score_all (job, self.recordings, self.detector,
                                        assay_tool_job_get_progress (job), self.outside, error);
  if (self.trials == NULL
      || !assay_replay_rate (self.trials, assay_tool_job_get_threads (job), &self.rates,
                             assay_tool_job_get_cancellable (job), error)
      || !write_scores (job, &self, error))
    return NULL;
  return make_result (&self, error);
}
