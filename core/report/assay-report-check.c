/* assay-report-check.c: a quick check as report data: no case, nothing kept. */
#include "config.h"

#include "report/assay-report-data-private.h"

static AssayReportRun *
make_run (AssayOutcome *outcome, AssayReportExhibit *exhibit)
{
  AssayReportRun *run = assay_report_run_new ();
  AssayParameters *parameters = assay_outcome_get_parameters (outcome);
  g_autoptr (JsonNode) settings = assay_parameters_to_json (parameters, NULL);
  run->info = assay_parameters_get_info (parameters);
  run->tool = g_strdup (run->info->id);
  run->version = g_strdup (run->info->version);
  run->parameters = assay_json_text (settings, ASSAY_JSON_COMPACT);
  run->result = assay_result_ref (assay_outcome_get_result (outcome));
  run->document = assay_outcome_to_json (outcome);
  run->made = assay_outcome_get_n_outputs (outcome) > 0;
  run->error = g_strdup ("");
  run->sandbox = g_strdup (assay_outcome_get_sandbox (outcome));
  run->libraries = g_strdup (assay_outcome_get_libraries (outcome));
  run->started = assay_outcome_get_started (outcome);
  run->ended = assay_outcome_get_ended (outcome);

  g_autoptr (JsonNode) result = assay_result_to_json (run->result, TRUE);
  g_autofree char *canonical = assay_json_text (result, ASSAY_JSON_CANONICAL);
  run->result_sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, canonical, -1);

  AssayOutcomeInput input = { 0 };
  if (assay_outcome_get_n_inputs (outcome) > 0)
    assay_outcome_get_input (outcome, 0, &input);
  run->input_sha256 = g_strdup (input.sha256 != NULL ? input.sha256 : "");
  if (exhibit->sha256 == NULL && input.sha256 != NULL)
    {
      g_free (exhibit->name);
      exhibit->name = assay_report_line (input.name, -1);
      exhibit->size = input.size;
      exhibit->sha256 = g_strdup (input.sha256);
    }
  return run;
}

static void
take_answers (AssayReportExhibit *exhibit, const AssayReportRun *run)
{
  const char *type = assay_result_get_answer (run->result, "type");
  if (exhibit->mime == NULL && type != NULL)
    exhibit->mime = assay_text_visible (type, -1);
  if (g_str_equal (run->tool, "integrity"))
    exhibit->verdict = exhibit->change = assay_result_get_verdict (run->result);
  AssayImage *thumbnail = assay_result_find_image (run->result, "thumbnail");
  if (exhibit->thumbnail == NULL && thumbnail != NULL)
    exhibit->thumbnail = assay_image_ref (thumbnail);
}

AssayReport *
assay_report_new_for_check (const AssayReportCheck *checks,
                            guint n_checks,
                            const AssayReportOptions *options,
                            GError **error)
{
  g_autoptr (AssayReportData) data = assay_report_data_new (options);
  gint64 last = 0;
  data->quick = TRUE;
  for (guint i = 0; i < n_checks; i++)
    {
      AssayReportExhibit *exhibit = assay_report_exhibit_new ();
      exhibit->number = i + 1;
      exhibit->name = assay_report_line (checks[i].name != NULL ? checks[i].name : "", -1);
      exhibit->error = checks[i].error != NULL ? assay_text_visible (checks[i].error->message, -1)
                                               : g_strdup ("");
      for (guint r = 0; r < checks[i].n_outcomes; r++)
        {
          AssayReportRun *run = make_run (checks[i].outcomes[r], exhibit);
          g_ptr_array_add (exhibit->runs, run);
          take_answers (exhibit, run);
          last = MAX (last, run->ended);
        }
      if (exhibit->sha256 == NULL)
        exhibit->sha256 = g_strdup ("");
      g_ptr_array_add (data->exhibits, exhibit);
    }
  data->n_exhibits = n_checks;
  if (!assay_report_data_set_date (data, last, error))
    return NULL;
  assay_report_data_redact (data);
  return assay_report_new_from_data (g_steal_pointer (&data), error);
}
