/* assay-replay-train-tool.c: the tool `replay.train`. */
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "replay/assay-replay-plots.h"
#include "replay/assay-replay-tool-model.h"
#include "replay/assay-replay-train.h"
#include "replay/assay-replay.h"

static gboolean
add_design (GArray *designs, const char *text, GError **error)
{
  AssayReplayDesign design;

  if (!assay_replay_design_parse (text, &design, error))
    return FALSE;
  g_array_append_val (designs, design);
  return TRUE;
}

/* The one system of the plain parameters. */
static char *
single_design (AssayParameters *parameters)
{
  static const char *const copied[] = { "k", "dc", "mvn", "deltas", "components" };
  const char *feature = assay_parameters_get_text (parameters, "feature");
  GString *text = g_string_new ("feature=");

  g_string_append (text, feature);
  for (guint i = 0; strcmp (feature, "statistics") != 0 && i < G_N_ELEMENTS (copied); i++)
    {
      g_autofree char *value = assay_parameters_to_text (parameters, copied[i], NULL);

      g_string_append_printf (text, " %s=%s", copied[i], value);
    }
  return g_string_free (text, FALSE);
}

static gboolean
read_designs (AssayParameters *parameters, GArray *designs, GError **error)
{
  g_autofree char *single = single_design (parameters);
  const char *several = assay_parameters_get_text (parameters, "systems");
  g_auto (GStrv) texts = g_strsplit (several[0] != '\0' ? several : single, ";", 64);

  for (guint i = 0; texts[i] != NULL; i++)
    if (g_strstrip (texts[i])[0] != '\0' && !add_design (designs, texts[i], error))
      return FALSE;
  if (designs->len >= 1 && designs->len <= ASSAY_REPLAY_SYSTEMS_MOST)
    return TRUE;
  g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_INVALID,
               _ ("There must be 1 to %d systems"), ASSAY_REPLAY_SYSTEMS_MOST);
  return FALSE;
}

static gboolean
read_plan (AssayToolJob *job,
           AssayReplayRecordings *recordings,
           AssayReplayPlan *plan,
           GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  gboolean protocols = strcmp (assay_parameters_get_text (parameters, "cross"), "protocols") == 0;

  plan->cross = protocols ? ASSAY_REPLAY_CROSS_PROTOCOLS : ASSAY_REPLAY_CROSS_TALKERS;
  plan->folds = (guint) assay_parameters_get_int (parameters, "folds");
  plan->rounds = (guint) assay_parameters_get_int (parameters, "rounds");
  plan->copies = (guint) assay_parameters_get_int (parameters, "copies");
  plan->seed = (guint64) assay_parameters_get_int (parameters, "seed");
  if (protocols && assay_replay_recordings_get_n_origins (recordings) < 2)
    {
      g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_INVALID,
                           _ ("Protocols can only be kept apart when there are at least two"));
      return FALSE;
    }
  return read_designs (parameters, plan->designs, error);
}

/* Everything that decides over the model, so that legs of different trainings are never joined. */
static char *
describe_plan (AssayReplayRecordings *recordings, const AssayReplayPlan *plan)
{
  const AssayReplayProtocol *protocol = assay_replay_recordings_get_protocol (recordings);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < assay_replay_protocol_get_n (protocol); i++)
    {
      const AssayReplayTrial *trial = assay_replay_protocol_get (protocol, i);
      g_autofree char *line
          = g_strdup_printf ("%u %s %d %s\n", assay_replay_recordings_get_origin (recordings, i),
                             trial->file, trial->genuine, trial->talker);

      g_checksum_update (checksum, (const guchar *) line, -1);
    }
  for (guint i = 0; i < plan->designs->len; i++)
    {
      g_autofree char *design
          = assay_replay_design_to_text (&g_array_index (plan->designs, AssayReplayDesign, i));

      g_string_append_printf (text, "%s; ", design);
    }
  g_string_append_printf (text, "cross=%d folds=%u rounds=%u seed=%" G_GUINT64_FORMAT " trials=%s",
                          (int) plan->cross, plan->folds, plan->rounds, plan->seed,
                          g_checksum_get_string (checksum));
  return g_string_free (text, FALSE);
}

/* Where an earlier leg left off, and how far this one goes. */
static AssayReplayLegs *
open_legs (AssayToolJob *job,
           AssayReplayRecordings *recordings,
           const AssayReplayPlan *plan,
           GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  g_autofree char *text = describe_plan (recordings, plan);
  g_autoptr (AssayReplayLegs) legs
      = assay_replay_legs_new (text, (guint) assay_parameters_get_int (parameters, "leg"));
  g_autoptr (GBytes) bytes = NULL;

  if (assay_parameters_is_empty (parameters, "resume"))
    return g_steal_pointer (&legs);
  bytes = assay_replay_read_model_file (job, "resume", error);
  if (bytes == NULL || !assay_replay_legs_resume (legs, bytes, error))
    return NULL;
  return g_steal_pointer (&legs);
}

/* What people want to know of a model: on what it was trained, and how. */
static void
fill_card (AssayToolJob *job, AssayReplayRecordings *recordings, AssayReplayDetector *detector)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  static const char *const copied[] = { "cross", "folds", "rounds", "copies", "seed" };
  const AssayReplayProtocol *protocol = assay_replay_recordings_get_protocol (recordings);
  g_autofree char *hash = assay_replay_recordings_get_hash (recordings);
  JsonObject *training = json_object_new ();

  json_object_set_string_member (detector->card, "note",
                                 assay_parameters_get_text (parameters, "note"));
  json_object_set_int_member (training, "recordings",
                              (gint64) assay_replay_protocol_get_n (protocol));
  json_object_set_int_member (training, "genuine",
                              (gint64) assay_replay_protocol_count (protocol, TRUE));
  json_object_set_int_member (training, "spoof",
                              (gint64) assay_replay_protocol_count (protocol, FALSE));
  json_object_set_int_member (training, "talkers", assay_replay_protocol_get_n_talkers (protocol));
  json_object_set_string_member (training, "samples_sha256", hash);
  for (guint i = 0; i < G_N_ELEMENTS (copied); i++)
    {
      g_autofree char *value = assay_parameters_to_text (parameters, copied[i], NULL);

      json_object_set_string_member (training, copied[i], value);
    }
  json_object_set_object_member (detector->card, "training", training);
}

/* Rates on @recordings, which training never saw. */
static gboolean
measure_held_out (AssayToolJob *job,
                  AssayReplayRecordings *recordings,
                  AssayReplayDetector *detector,
                  GError **error)
{
  g_autoptr (AssayTrials) trials = NULL;
  g_autoptr (AssayProgress) progress
      = assay_progress_sub (assay_tool_job_get_progress (job), 0.9, 1);

  trials = assay_replay_score_all (job, recordings, detector, progress, NULL, error);
  if (trials == NULL
      || !assay_replay_rate (trials, assay_tool_job_get_threads (job), &detector->held_out,
                             assay_tool_job_get_cancellable (job), error))
    return FALSE;
  assay_replay_detector_keep_scores (detector, trials);
  return TRUE;
}

static void
add_rates (AssayResultBuilder *builder, const char *prefix, const AssayReplayRates *rates)
{
  const struct
  {
    const char *name;
    double value;
  } values[] = {
    { "eer", 100 * rates->eer },
    { "eer_low", 100 * rates->eer_low },
    { "eer_high", 100 * rates->eer_high },
    { "cllr", rates->cllr },
  };

  for (guint i = 0; rates->trials > 0 && i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *name = g_strconcat (prefix, values[i].name, NULL);

      assay_result_builder_metric (builder, name, values[i].value);
    }
}

static AssayTable *
system_table (const AssayReplayDetector *detector)
{
  static const AssayColumn columns[] = {
    { "system", N_ ("System"), ASSAY_COLUMN_TEXT, "", 0 },
    { "weight", N_ ("Weight in the fusion"), ASSAY_COLUMN_REAL, "", 4 },
  };
  AssayTableBuilder *builder
      = assay_table_builder_new ("systems", N_ ("Systems"), columns, G_N_ELEMENTS (columns));

  for (guint i = 0; i < detector->systems->len; i++)
    {
      const AssayReplaySystem *system = detector->systems->pdata[i];
      g_autofree char *design = assay_replay_design_to_short_text (&system->design);

      assay_table_builder_text (builder, design);
      assay_table_builder_real (builder, detector->fusion[i]);
      assay_table_builder_row (builder, 0);
    }
  return assay_table_builder_end (builder);
}

static AssayResult *
make_result (const AssayReplayDetector *detector, gsize size, gsize damaged, GError **error)
{
  AssayResultBuilder *builder = assay_result_builder_new (&assay_replay_train_info);
  g_autoptr (AssayTrials) trials = assay_replay_detector_trials (detector);

  assay_result_builder_metric (builder, "trials", (double) detector->crossed.trials);
  add_rates (builder, "", &detector->crossed);
  add_rates (builder, "held_out_", &detector->held_out);
  assay_result_builder_metric (builder, "damaged", (double) damaged);
  assay_result_builder_metric (builder, "size", (double) size);
  assay_result_builder_answer (builder, "finished", "yes");
  assay_result_builder_table (builder, system_table (detector));
  assay_result_builder_plot (builder, assay_replay_plot_det (trials));
  assay_result_builder_plot (builder, assay_replay_plot_calibration (trials));
  assay_result_builder_plot (
      builder, assay_replay_plot_placement (detector->genuine, detector->n_genuine, detector->spoof,
                                            detector->n_spoof, detector->threshold, NAN));
  return assay_result_builder_end (builder, error);
}

/* The leg ended before the training did: its file goes to the place of the model. */
static AssayResult *
finish_leg (AssayToolJob *job, AssayReplayLegs *legs, GError **error)
{
  g_autoptr (GBytes) bytes = assay_replay_legs_write (legs);
  AssayResultBuilder *builder;

  if (!assay_write_output (assay_tool_job_get_output (job, "model"), 0,
                           g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error))
    return NULL;
  builder = assay_result_builder_new (&assay_replay_train_info);
  assay_result_builder_metric (builder, "rounds_done", assay_replay_legs_get_rounds (legs));
  assay_result_builder_metric (builder, "size", (double) g_bytes_get_size (bytes));
  assay_result_builder_answer (builder, "finished", "no");
  return assay_result_builder_end (builder, error);
}

AssayResult *
assay_replay_train_run (AssayToolJob *job, GError **error)
{
  g_autoptr (AssayReplayRecordings) recordings = assay_replay_recordings_new (job, error);
  g_autoptr (AssayReplayRecordings) held_out = NULL;
  g_autoptr (GArray) designs = g_array_new (FALSE, FALSE, sizeof (AssayReplayDesign));
  AssayReplayPlan plan = { .designs = designs };
  g_autoptr (AssayReplayDetector) detector = NULL;
  g_autoptr (AssayReplayLegs) legs = NULL;
  g_autoptr (GError) stopped = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (recordings == NULL || !read_plan (job, recordings, &plan, error))
    return NULL;
  /* What is wrong with it is said before the hours of training. */
  if (!assay_parameters_is_empty (assay_tool_job_get_parameters (job), "evaluation"))
    {
      held_out = assay_replay_recordings_new_file (job, "evaluation", error);
      if (held_out == NULL)
        return NULL;
    }
  plan.legs = legs = open_legs (job, recordings, &plan, error);
  if (legs == NULL)
    return NULL;
  detector = assay_replay_train (job, recordings, &plan, &stopped);
  if (g_error_matches (stopped, G_IO_ERROR, G_IO_ERROR_PENDING))
    return finish_leg (job, legs, error);
  if (detector == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&stopped));
      return NULL;
    }
  fill_card (job, recordings, detector);
  if (held_out != NULL && !measure_held_out (job, held_out, detector, error))
    return NULL;
  bytes = assay_replay_detector_write (detector);
  if (!assay_write_output (assay_tool_job_get_output (job, "model"), 0,
                           g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error))
    return NULL;
  return make_result (detector, g_bytes_get_size (bytes),
                      assay_replay_recordings_count_damaged (recordings), error);
}
