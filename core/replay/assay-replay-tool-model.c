/* assay-replay-tool-model.c: opens models and says what they are. */
#include "replay/assay-replay-tool-model.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/assay-json.h"

GBytes *
assay_replay_read_model_file (AssayToolJob *job, const char *parameter, GError **error)
{
  g_autoptr (AssaySource) source = assay_tool_job_open_file (job, parameter, error);

  if (source == NULL)
    return NULL;
  if (assay_source_get_size (source) > ASSAY_LIMIT_BLOCK)
    {
      g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_LIMIT,
                           _ ("The model file is larger than any model"));
      return NULL;
    }
  return assay_source_read (source, 0, (gsize) assay_source_get_size (source), error);
}

AssayReplayDetector *
assay_replay_open_model (AssayToolJob *job, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  AssayReplayDetector *detector;

  if (assay_parameters_is_empty (assay_tool_job_get_parameters (job), "model"))
    return assay_replay_detector_read_shipped (error);
  bytes = assay_replay_read_model_file (job, "model", error);
  detector = bytes == NULL ? NULL : assay_replay_detector_read (bytes, error);
  if (detector == NULL)
    {
      /* The host puts the recording's name before it: the model's has to be told apart. */
      const char *path = assay_parameters_get_text (assay_tool_job_get_parameters (job), "model");
      g_autofree char *base = g_path_get_basename (path);
      g_autofree char *name = assay_text_visible (base, -1);

      /* Translators: a file's name; what is wrong with it follows */
      g_prefix_error (error, _ ("Model “%s”: "), name);
    }
  return detector;
}

const AssayReplayRates *
assay_replay_model_rates (const AssayReplayDetector *detector)
{
  return detector->held_out.trials > 0 ? &detector->held_out : &detector->crossed;
}

const char *
assay_replay_model_note (const AssayReplayDetector *detector)
{
  const char *note = assay_json_string (detector->card, "note", "");

  return note[0] != '\0' ? note : "unknown recordings";
}

const char *
assay_replay_model_measured_on (const AssayReplayDetector *detector)
{
  return detector->held_out.trials > 0 ? "held-out recordings" : "cross-validation";
}

void
assay_replay_add_model (AssayResultBuilder *builder, const AssayReplayDetector *detector)
{
  assay_result_builder_answer (builder, "model", detector->hash);
  assay_result_builder_answer (builder, "model_origin", detector->shipped ? "shipped" : "chosen");
  assay_result_builder_answer (builder, "trained_on", assay_replay_model_note (detector));
  assay_result_builder_answer (builder, "measured_on", assay_replay_model_measured_on (detector));
}
