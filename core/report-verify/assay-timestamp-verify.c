/* assay-timestamp-verify.c: the tool `timestamp.verify`: what the time stamp says, and what does
 * not hold. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <openssl/crypto.h>

#include "media/assay-media-error.h"
#include "report-verify/assay-report-verify.h"
#include "report-verify/assay-timestamp-check-private.h"

/* Tokens are a few KiB; the system's certificates a few hundred. */
#define MOST_SIZE ((gsize) 4 * 1024 * 1024)

static GBytes *
read_input (AssayToolJob *job, const char *role, GError **error)
{
  return assay_source_read_all (assay_tool_job_find_input (job, role)->source, MOST_SIZE, error);
}

static void
add_finding (AssayResultBuilder *builder,
             const char *rule,
             AssaySeverity severity,
             const AssayTimestampCheck *check)
{
  AssayFindingBuilder *finding = assay_finding_builder_new (rule, severity);
  assay_finding_builder_text (finding, "authority", check->authority);
  assay_finding_builder_text (finding, "time", check->time);
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
}

static void
report (AssayResultBuilder *builder, const AssayTimestampCheck *check, gboolean anchored)
{
  const struct
  {
    gboolean holds;
    const char *rule;
  } steps[] = { { check->asked, "TSP-01" },
                { check->granted, "TSP-02" },
                { check->answers || !check->granted, "TSP-03" },
                { check->signed_by || !check->granted, "TSP-04" },
                { check->chain || !anchored || !check->signed_by, "TSP-05" } };
  assay_result_builder_answer (builder, "time", check->time);
  assay_result_builder_answer (builder, "authority", check->authority);
  assay_result_builder_answer (builder, "serial", check->serial);
  assay_result_builder_answer (builder, "policy", check->policy);
  assay_result_builder_answer (builder, "chain", check->chain ? "verified" : "not verified");
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (!steps[i].holds)
      add_finding (builder, steps[i].rule, ASSAY_SEVERITY_COMPROMISED, check);
  if (!anchored)
    add_finding (builder, "TSP-06", ASSAY_SEVERITY_INFO, check);
}

AssayResult *
assay_timestamp_verify_run (AssayToolJob *job, GError **error)
{
  OPENSSL_init_crypto (OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
  const gboolean anchored
      = !assay_parameters_is_empty (assay_tool_job_get_parameters (job), "anchors");
  g_autoptr (GBytes) response = read_input (job, "input", error);
  g_autoptr (GBytes) request = response == NULL ? NULL : read_input (job, "request", error);
  g_autoptr (GBytes) note = request == NULL ? NULL : read_input (job, "note", error);
  g_autoptr (AssaySource) source
      = note != NULL && anchored ? assay_tool_job_open_file (job, "anchors", error) : NULL;
  g_autoptr (GBytes) anchors
      = source == NULL ? NULL : assay_source_read_all (source, MOST_SIZE, error);
  if (note == NULL || (anchored && anchors == NULL))
    return NULL;
  g_auto (AssayTimestampCheck) check = { .form = FALSE };
  assay_timestamp_check (&check, response, request, note, anchors);
  if (!check.form)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_MALFORMED,
                           _ ("The file is no time stamp, or the request is none."));
      return NULL;
    }
  g_autoptr (AssayResultBuilder) builder = assay_result_builder_new (&assay_timestamp_verify_info);
  report (builder, &check, anchored);
  assay_result_builder_verdict_from_findings (builder);
  return assay_result_builder_end (g_steal_pointer (&builder), error);
}
