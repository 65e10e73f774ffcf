/* assay-receipt-verify.c: the tool `receipt.verify`: what the receipt proves, and what differs. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <openssl/crypto.h>
#include <string.h>

#include "media/assay-media-error.h"
#include "report-verify/assay-receipt-check-private.h"
#include "report-verify/assay-report-verify.h"

static void
add_finding (AssayResultBuilder *builder, const char *rule, const char *name, const char *value)
{
  AssayFindingBuilder *finding = assay_finding_builder_new (rule, ASSAY_SEVERITY_COMPROMISED);
  assay_finding_builder_text (finding, name, value);
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
}

/* Whether the key @hex is one of @known, given in full or by its fingerprint. */
static gboolean
is_known (char **known, const char *hex)
{
  g_autoptr (GBytes) raw = assay_text_unhex (hex);
  g_autofree char *hash
      = raw == NULL ? g_strdup ("") : g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, raw);
  g_autofree char *actor = g_strdup_printf ("ed25519:%.16s", hash);
  for (char **one = known; *one != NULL; one++)
    if (g_ascii_strcasecmp (*one, hex) == 0 || g_ascii_strcasecmp (*one, actor) == 0)
      return TRUE;
  return FALSE;
}

/* Every key of the receipt must be a known one: the checkpoint may have another than the entry. */
static void
check_keys (AssayResultBuilder *builder, const AssayReceiptCheck *check, const char *given)
{
  g_auto (GStrv) known = g_strsplit_set (given, " ,;\t\n", -1);
  if (given[0] == '\0')
    {
      AssayFindingBuilder *finding = assay_finding_builder_new ("RCP-07", ASSAY_SEVERITY_INFO);
      assay_finding_builder_text (finding, "keys", check->keys);
      assay_result_builder_finding (builder, assay_finding_builder_end (finding));
      return;
    }
  for (guint i = 0; i < check->hex->len; i++)
    if (!is_known (known, check->hex->pdata[i]))
      add_finding (builder, "RCP-06", "key", check->hex->pdata[i]);
}

static gboolean
check_original (AssayToolJob *job,
                AssayResultBuilder *builder,
                const AssayReceiptCheck *check,
                GError **error)
{
  const AssayToolInput *original = assay_tool_job_find_input (job, "original");
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  if (original == NULL)
    {
      assay_result_builder_not_run (builder, "RCP-05",
                                    N_ ("The file that was handed in was not given."));
      return TRUE;
    }
  if (!assay_source_update_checksum (original->source, sum, assay_tool_job_get_progress (job),
                                     assay_tool_job_get_cancellable (job), error))
    return FALSE;
  if (strcmp (g_checksum_get_string (sum), check->sha256) != 0)
    add_finding (builder, "RCP-05", "sha256", g_checksum_get_string (sum));
  return TRUE;
}

static void
report (AssayResultBuilder *builder, const AssayReceiptCheck *check)
{
  g_autofree char *item = g_strdup_printf ("%" G_GUINT64_FORMAT, check->item);
  assay_result_builder_answer (builder, "sha256", check->sha256);
  assay_result_builder_answer (builder, "exhibit", item);
  assay_result_builder_answer (builder, "time", check->time);
  assay_result_builder_answer (builder, "ledger", check->log);
  assay_result_builder_answer (builder, "keys", check->keys);
  if (check->name != NULL && check->name_fits)
    assay_result_builder_answer (builder, "name", check->name);
  assay_result_builder_metric (builder, "entry", (double) check->seq);
  assay_result_builder_metric (builder, "covered", (double) check->covered);
  if (!check->entry)
    add_finding (builder, "RCP-01", "signer", check->actor);
  if (!check->checkpoint)
    add_finding (builder, "RCP-02", "keys", check->keys);
  if (!check->path)
    add_finding (builder, "RCP-03", "entry", item);
  if (check->name == NULL)
    assay_result_builder_not_run (builder, "RCP-04", N_ ("The receipt shows no name."));
  else if (!check->name_fits)
    add_finding (builder, "RCP-04", "name", check->name);
}

AssayResult *
assay_receipt_verify_run (AssayToolJob *job, GError **error)
{
  const AssayToolInput *input = assay_tool_job_find_input (job, "input");
  const guint64 size = assay_source_get_size (input->source);
  OPENSSL_init_crypto (OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
  g_auto (AssayReceiptCheck) check = { .form = FALSE };
  if (size <= ASSAY_RECEIPT_LIMIT)
    {
      g_autoptr (GBytes) bytes = assay_source_read (input->source, 0, (gsize) size, error);
      if (bytes == NULL)
        return NULL;
      assay_receipt_check (&check, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
    }
  if (!check.form)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_MALFORMED,
                           _ ("The file is no receipt of Assay."));
      return NULL;
    }
  g_autoptr (AssayResultBuilder) builder = assay_result_builder_new (&assay_receipt_verify_info);
  report (builder, &check);
  check_keys (builder, &check,
              assay_parameters_get_text (assay_tool_job_get_parameters (job), "key"));
  if (!check_original (job, builder, &check, error))
    return NULL;
  assay_result_builder_verdict_from_findings (builder);
  return assay_result_builder_end (g_steal_pointer (&builder), error);
}
