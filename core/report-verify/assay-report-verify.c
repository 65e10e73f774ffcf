/* assay-report-verify.c: the tool `report.verify`: what was checked, and what differs. */
#include "report-verify/assay-report-verify.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <openssl/crypto.h>
#include <string.h>

#include "media/assay-media-error.h"
#include "report-verify/assay-ledger-check-private.h"
#include "report-verify/assay-pdf-stamp-private.h"
#include "report-verify/assay-timestamp-check-private.h"

static void
add_signature_finding (AssayResultBuilder *builder, const AssayPdfSignature *signature, gsize size)
{
  static const struct
  {
    AssaySignatureState state;
    const char *rule;
  } rules[] = {
    { ASSAY_SIGNATURE_RANGE, "RPT-02" },
    { ASSAY_SIGNATURE_FORM, "RPT-03" },
    { ASSAY_SIGNATURE_DIFFERS, "RPT-04" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if (rules[i].state == signature->state)
      {
        AssayFindingBuilder *finding
            = assay_finding_builder_new (rules[i].rule, ASSAY_SEVERITY_COMPROMISED);
        assay_finding_builder_place (finding, "byte_range", signature->offset, 0);
        assay_finding_builder_text (finding, "signer", signature->subject);
        assay_result_builder_finding (builder, assay_finding_builder_end (finding));
        return;
      }
  /* A later signature over what was appended is somebody else's word for it: it makes no earlier
   * signature reach further. */
  if (signature->covered < size)
    {
      AssayFindingBuilder *finding
          = assay_finding_builder_new ("RPT-05", ASSAY_SEVERITY_COMPROMISED);
      assay_finding_builder_place (finding, "appended", signature->covered,
                                   size - signature->covered);
      assay_finding_builder_text (finding, "signer", signature->subject);
      assay_result_builder_finding (builder, assay_finding_builder_end (finding));
    }
  if (signature->self_signed)
    {
      AssayFindingBuilder *finding = assay_finding_builder_new ("RPT-06", ASSAY_SEVERITY_INFO);
      assay_finding_builder_text (finding, "signer", signature->subject);
      assay_finding_builder_text (finding, "certificate_sha256", signature->fingerprint);
      assay_result_builder_finding (builder, assay_finding_builder_end (finding));
    }
  if (g_str_equal (signature->digest, "sha1") || g_str_equal (signature->digest, "md5"))
    {
      AssayFindingBuilder *finding = assay_finding_builder_new ("RPT-07", ASSAY_SEVERITY_ATTENTION);
      assay_finding_builder_text (finding, "digest", signature->digest);
      assay_result_builder_finding (builder, assay_finding_builder_end (finding));
    }
}

/* A token that stands in the signature: who says when it was made, and whether that holds. */
static void
check_stamp (AssayResultBuilder *builder,
             const AssayPdfFile *file,
             const AssayPdfSignature *signature)
{
  g_autoptr (GBytes) token = assay_pdf_stamp_find (file, signature);
  g_autoptr (GBytes) value = token == NULL ? NULL : assay_pdf_stamp_value (file, signature);
  g_auto (AssayTimestampCheck) check = { .form = FALSE };
  if (value == NULL)
    return;
  assay_timestamp_check_token (&check, token, value, NULL);
  const gboolean sound = check.form && check.answers && check.signed_by;
  AssayFindingBuilder *finding = assay_finding_builder_new (
      sound ? "RPT-14" : "RPT-15", sound ? ASSAY_SEVERITY_INFO : ASSAY_SEVERITY_COMPROMISED);
  assay_finding_builder_text (finding, "authority", check.form ? check.authority : "");
  assay_finding_builder_text (finding, "time", check.form ? check.time : "");
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
  if (!sound)
    return;
  assay_result_builder_answer (builder, "authority", check.authority);
  assay_result_builder_answer (builder, "time", check.time);
}

static void
add_signature_table (AssayResultBuilder *builder, const GPtrArray *signatures)
{
  static const AssayColumn columns[] = {
    { "state", N_ ("State"), ASSAY_COLUMN_TERM, "", 0 },
    { "signer", N_ ("Signer"), ASSAY_COLUMN_TEXT, "", 0 },
    { "certificate_sha256", N_ ("Certificate SHA-256"), ASSAY_COLUMN_HEX, "", 0 },
    { "digest", N_ ("Digest"), ASSAY_COLUMN_TEXT, "", 0 },
    { "covered", N_ ("Covered"), ASSAY_COLUMN_SIZE, "bytes", 0 },
  };
  static const char *const states[] = {
    [ASSAY_SIGNATURE_VALID] = N_ ("valid"),
    [ASSAY_SIGNATURE_RANGE] = N_ ("covers the wrong bytes"),
    [ASSAY_SIGNATURE_FORM] = N_ ("cannot be read"),
    [ASSAY_SIGNATURE_DIFFERS] = N_ ("content was changed"),
  };
  AssayTableBuilder *table
      = assay_table_builder_new ("signatures", N_ ("Signatures"), columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < signatures->len; i++)
    {
      const AssayPdfSignature *signature = signatures->pdata[i];
      assay_table_builder_text (table, states[signature->state]);
      assay_table_builder_text (table, signature->subject);
      assay_table_builder_text (table, signature->fingerprint);
      assay_table_builder_text (table, signature->digest);
      assay_table_builder_int (table, (gint64) signature->covered);
      assay_table_builder_row (table, 0);
    }
  assay_result_builder_table (builder, assay_table_builder_end (table));
}

static void
check_signatures (AssayResultBuilder *builder, const AssayPdfFile *file)
{
  gsize size;
  assay_pdf_file_get_data (file, &size);
  g_autoptr (GPtrArray) signatures = assay_pdf_signatures (file);
  assay_result_builder_metric (builder, "signatures", signatures->len);
  if (signatures->len == 0)
    {
      AssayFindingBuilder *finding = assay_finding_builder_new ("RPT-01", ASSAY_SEVERITY_ATTENTION);
      assay_result_builder_finding (builder, assay_finding_builder_end (finding));
      return;
    }
  if (signatures->len > 1)
    {
      AssayFindingBuilder *finding = assay_finding_builder_new ("RPT-16", ASSAY_SEVERITY_ATTENTION);
      assay_finding_builder_int (finding, "signatures", signatures->len, "");
      assay_result_builder_finding (builder, assay_finding_builder_end (finding));
    }
  for (guint i = 0; i < signatures->len; i++)
    {
      const AssayPdfSignature *signature = signatures->pdata[i];
      add_signature_finding (builder, signature, size);
      /* Nobody is named as the signer of a file that only begins with what was signed. */
      if (signature->state != ASSAY_SIGNATURE_VALID || signature->covered < size)
        continue;
      assay_result_builder_answer (builder, "signer", signature->subject);
      assay_result_builder_answer (builder, "certificate_sha256", signature->fingerprint);
      check_stamp (builder, file, signature);
    }
  add_signature_table (builder, signatures);
}

static GBytes *
find_attachment (const GPtrArray *attachments, const char *name)
{
  for (guint i = 0; i < attachments->len; i++)
    {
      const AssayPdfAttachment *attachment = attachments->pdata[i];
      if (g_str_equal (attachment->name, name))
        return attachment->bytes;
    }
  return NULL;
}

static void
add_attachment_table (AssayResultBuilder *builder, const GPtrArray *attachments)
{
  static const AssayColumn columns[] = {
    { "name", N_ ("Name"), ASSAY_COLUMN_TEXT, "", 0 },
    { "size", N_ ("Size"), ASSAY_COLUMN_SIZE, "bytes", 0 },
    { "sha256", N_ ("SHA-256"), ASSAY_COLUMN_HEX, "", 0 },
  };
  AssayTableBuilder *table = assay_table_builder_new ("attachments", N_ ("Attachments"), columns,
                                                      G_N_ELEMENTS (columns));
  for (guint i = 0; i < attachments->len; i++)
    {
      const AssayPdfAttachment *attachment = attachments->pdata[i];
      assay_table_builder_text (table, attachment->name);
      if (attachment->bytes != NULL)
        {
          g_autofree char *hash
              = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, attachment->bytes);
          assay_table_builder_int (table, (gint64) g_bytes_get_size (attachment->bytes));
          assay_table_builder_text (table, hash);
        }
      assay_table_builder_row (table, 0);
      if (attachment->bytes == NULL)
        {
          AssayFindingBuilder *finding
              = assay_finding_builder_new ("RPT-08", ASSAY_SEVERITY_ATTENTION);
          assay_finding_builder_text (finding, "name", attachment->name);
          assay_result_builder_finding (builder, assay_finding_builder_end (finding));
        }
    }
  assay_result_builder_table (builder, assay_table_builder_end (table));
}

/* The hashes that the results name must be those of files taken in. */
static void
check_findings (AssayResultBuilder *builder, GBytes *findings, const AssayLedgerCheck *check)
{
  gsize size;
  const char *text = g_bytes_get_data (findings, &size);
  g_autoptr (JsonNode) node = assay_json_parse (text, (gssize) size, ASSAY_LIMIT_DEPTH, NULL);
  JsonObject *root
      = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonArray *exhibits = root != NULL ? assay_json_array (root, "exhibits") : NULL;
  for (guint i = 0; exhibits != NULL && i < json_array_get_length (exhibits); i++)
    {
      JsonNode *element = json_array_get_element (exhibits, i);
      if (!JSON_NODE_HOLDS_OBJECT (element))
        continue;
      const char *hash = assay_json_string (json_node_get_object (element), "sha256", "");
      if (g_hash_table_contains (check->hashes, hash))
        continue;
      AssayFindingBuilder *finding
          = assay_finding_builder_new ("RPT-13", ASSAY_SEVERITY_COMPROMISED);
      g_autofree char *shown = assay_text_visible (hash, -1);
      assay_finding_builder_text (finding, "sha256", shown);
      assay_result_builder_finding (builder, assay_finding_builder_end (finding));
    }
}

static void
check_ledger (AssayResultBuilder *builder, const GPtrArray *attachments)
{
  GBytes *ledger = find_attachment (attachments, "ledger.jsonl");
  GBytes *signatures = find_attachment (attachments, "ledger.sig");
  GBytes *pem = find_attachment (attachments, "examiner.pub.pem");
  GBytes *findings = find_attachment (attachments, "findings.json");
  if (ledger == NULL || signatures == NULL || pem == NULL)
    {
      assay_result_builder_not_run (builder, "RPT-10",
                                    N_ ("No ledger with its signatures and key is attached."));
      assay_result_builder_not_run (builder, "RPT-12", N_ ("No checkpoint is attached."));
      assay_result_builder_not_run (builder, "RPT-13",
                                    N_ ("There is no sound ledger with findings to compare."));
      return;
    }
  AssayLedgerCheck check;
  assay_ledger_check (&check, ledger, signatures, pem,
                      find_attachment (attachments, "checkpoint.note"));
  assay_result_builder_metric (builder, "entries", (double) check.n_entries);
  assay_result_builder_answer (builder, "head", check.head);
  assay_ledger_check_report (&check, builder);
  if (check.size == 0)
    assay_result_builder_not_run (builder, "RPT-12", N_ ("No checkpoint is attached."));
  if (findings != NULL && check.state == ASSAY_LEDGER_SOUND)
    check_findings (builder, findings, &check);
  else
    assay_result_builder_not_run (builder, "RPT-13",
                                  N_ ("There is no sound ledger with findings to compare."));
  assay_ledger_check_clear (&check);
}

static void
check_attachments (AssayResultBuilder *builder, const AssayPdfFile *file)
{
  static const char *const rules[] = { "RPT-08", "RPT-10", "RPT-12", "RPT-13" };
  if (!assay_pdf_file_has_objects (file))
    {
      for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
        assay_result_builder_not_run (
            builder, rules[i],
            N_ ("The file is not in the form that Assay writes, so its attachments were not "
                "read."));
      return;
    }
  g_autoptr (GPtrArray) attachments = assay_pdf_file_attachments (file);
  assay_result_builder_metric (builder, "attachments", attachments->len);
  if (attachments->len > 0)
    add_attachment_table (builder, attachments);
  check_ledger (builder, attachments);
}

AssayResult *
assay_report_verify_run (AssayToolJob *job, GError **error)
{
  const AssayToolInput *input = assay_tool_job_find_input (job, "input");
  const guint64 size = assay_source_get_size (input->source);
  /* No configuration file: the sandbox would refuse it anyway. */
  OPENSSL_init_crypto (OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
  if (size > ASSAY_LIMIT_BLOCK)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_LIMIT,
                           _ ("The file is larger than reports can be."));
      return NULL;
    }
  g_autoptr (GBytes) bytes = assay_source_read (input->source, 0, (gsize) size, error);
  if (bytes == NULL)
    return NULL;
  g_autoptr (AssayPdfFile) file = assay_pdf_file_new (bytes);
  if (file == NULL)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_MALFORMED,
                           _ ("The file is no PDF."));
      return NULL;
    }
  g_autoptr (AssayResultBuilder) builder = assay_result_builder_new (&assay_report_verify_info);
  assay_result_builder_answer (builder, "type", "application/pdf");
  check_signatures (builder, file);
  if (g_cancellable_set_error_if_cancelled (assay_tool_job_get_cancellable (job), error))
    return NULL;
  check_attachments (builder, file);
  assay_result_builder_verdict_from_findings (builder);
  return assay_result_builder_end (g_steal_pointer (&builder), error);
}
