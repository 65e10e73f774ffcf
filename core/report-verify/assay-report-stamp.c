/* assay-report-stamp.c: the tools `report.request` and `report.stamp`: from a signed report to one
 * that says when it was signed (REPORT E5; EN 319 142-1, from level B-B to B-T). */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <openssl/crypto.h>

#include "base/assay-base.h"
#include "media/assay-media-error.h"
#include "report-verify/assay-pdf-stamp-private.h"
#include "report-verify/assay-report-verify.h"
#include "report-verify/assay-timestamp-check-private.h"

/* Tokens are a few KiB; the system's certificates a few hundred. */
#define MOST_SIZE ((gsize) 4 * 1024 * 1024)

typedef struct
{
  AssayPdfFile *file;
  GPtrArray *signatures;
  const AssayPdfSignature *last; /* in signatures */
  GBytes *value;                 /* of its signer */
} Report;

static void
report_clear (Report *self)
{
  g_clear_pointer (&self->value, g_bytes_unref);
  g_clear_pointer (&self->signatures, g_ptr_array_unref);
  g_clear_pointer (&self->file, assay_pdf_file_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Report, report_clear)

static gboolean
fail (GError **error, const char *message)
{
  g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_MALFORMED, message);
  return FALSE;
}

/* Fills @self with a report whose last signature is valid, covers all of it, and has no time stamp.
 */
static gboolean
read_report (Report *self, AssayToolJob *job, GError **error)
{
  g_autoptr (GBytes) bytes = assay_source_read_all (
      assay_tool_job_find_input (job, "input")->source, ASSAY_LIMIT_BLOCK, error);
  g_autoptr (GBytes) token = NULL;

  if (bytes == NULL)
    return FALSE;
  self->file = assay_pdf_file_new (bytes);
  if (self->file == NULL)
    return fail (error, _ ("The file is no PDF."));
  self->signatures = assay_pdf_signatures (self->file);
  if (self->signatures->len > 0)
    self->last = self->signatures->pdata[self->signatures->len - 1];
  if (self->last == NULL || self->last->state != ASSAY_SIGNATURE_VALID
      || self->last->covered != g_bytes_get_size (bytes))
    return fail (error, _ ("The report has no valid signature over the whole file."));
  token = assay_pdf_stamp_find (self->file, self->last);
  if (token != NULL)
    return fail (error, _ ("The signature has a time stamp already."));
  self->value = assay_pdf_stamp_value (self->file, self->last);
  return self->value != NULL
         || fail (error, _ ("The report is signed by more than one signer at once."));
}

static gboolean
write_output (AssayToolJob *job, const char *role, GBytes *bytes, GError **error)
{
  return assay_write_output (assay_tool_job_get_output (job, role), 0,
                             g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
}

AssayResult *
assay_report_request_run (AssayToolJob *job, GError **error)
{
  g_auto (Report) report = { NULL };

  OPENSSL_init_crypto (OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
  if (!read_report (&report, job, error))
    return NULL;

  g_autoptr (GBytes) request = assay_pdf_stamp_request (report.value);
  g_autofree char *imprint = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, report.value);

  if (!write_output (job, "request", request, error))
    return NULL;

  g_autoptr (AssayResultBuilder) builder = assay_result_builder_new (&assay_report_request_info);

  assay_result_builder_answer (builder, "sha256", imprint);
  assay_result_builder_answer (builder, "signer", report.last->subject);
  return assay_result_builder_end (g_steal_pointer (&builder), error);
}

static gboolean
is_sound (const AssayTimestampCheck *check, gboolean anchored, GError **error)
{
  if (!check->form)
    return fail (error, _ ("The answer is no time stamp."));
  if (!check->granted)
    return fail (error, _ ("The authority gave no time stamp."));
  if (!check->answers)
    return fail (error, _ ("The time stamp is for something else than this signature."));
  if (!check->signed_by)
    return fail (error, _ ("The time stamp is not validly signed by an authority for time."));
  if (anchored && !check->chain)
    return fail (error, _ ("The time stamp's authority is none of those that you trust."));
  return TRUE;
}

static AssayResult *
describe (const Report *report, const AssayTimestampCheck *check, gboolean anchored, GError **error)
{
  g_autoptr (AssayResultBuilder) builder = assay_result_builder_new (&assay_report_stamp_info);

  assay_result_builder_answer (builder, "time", check->time);
  assay_result_builder_answer (builder, "authority", check->authority);
  assay_result_builder_answer (builder, "serial", check->serial);
  assay_result_builder_answer (builder, "policy", check->policy);
  assay_result_builder_answer (builder, "chain", check->chain ? "verified" : "not verified");
  assay_result_builder_answer (builder, "signer", report->last->subject);
  if (!anchored)
    {
      AssayFindingBuilder *finding = assay_finding_builder_new ("TSP-06", ASSAY_SEVERITY_INFO);

      assay_finding_builder_text (finding, "authority", check->authority);
      assay_finding_builder_text (finding, "time", check->time);
      assay_result_builder_finding (builder, assay_finding_builder_end (finding));
    }
  assay_result_builder_verdict_from_findings (builder);
  return assay_result_builder_end (g_steal_pointer (&builder), error);
}

AssayResult *
assay_report_stamp_run (AssayToolJob *job, GError **error)
{
  const gboolean anchored
      = !assay_parameters_is_empty (assay_tool_job_get_parameters (job), "anchors");
  g_auto (Report) report = { NULL };
  g_auto (AssayTimestampCheck) check = { .form = FALSE };
  g_autoptr (AssaySource) source = NULL;
  g_autoptr (GBytes) anchors = NULL;

  OPENSSL_init_crypto (OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
  if (!read_report (&report, job, error))
    return NULL;

  g_autoptr (GBytes) answer
      = assay_source_read_all (assay_tool_job_find_input (job, "answer")->source, MOST_SIZE, error);

  if (answer == NULL)
    return NULL;
  if (anchored)
    {
      source = assay_tool_job_open_file (job, "anchors", error);
      anchors = source == NULL ? NULL : assay_source_read_all (source, MOST_SIZE, error);
      if (anchors == NULL)
        return NULL;
    }

  g_autoptr (GBytes) request = assay_pdf_stamp_request (report.value);

  assay_timestamp_check (&check, answer, request, report.value, anchors);
  if (!is_sound (&check, anchored, error))
    return NULL;

  g_autoptr (GBytes) stamped = assay_pdf_stamp_place (report.file, report.last, answer);

  if (stamped == NULL)
    (void) fail (error, _ ("The signature has no room for this time stamp."));
  if (stamped == NULL || !write_output (job, "stamped", stamped, error))
    return NULL;
  return describe (&report, &check, anchored, error);
}
