/* assay-report-attach.c: the files inside the PDF: results as data, the ledger with its proofs, and
 * a script that checks it. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "report/assay-report-verify-script.h"
#include "report/assay-report-writer-private.h"

/* Needs bash, openssl and coreutils only. Written against CUSTODY §4 and §5. */
static GBytes *
verify_script (void)
{
  /* Compiled in, so it is there. */
  return g_resource_lookup_data (assay_report_verify_script_get_resource (),
                                 "/org/assay/report/verify-ledger.sh", G_RESOURCE_LOOKUP_FLAGS_NONE,
                                 NULL);
}

static void
attachment_free (gpointer data)
{
  AssayAttachment *self = data;
  g_free (self->name);
  g_free (self->sha256);
  g_bytes_unref (self->bytes);
  g_free (self);
}

static void
attach (GPtrArray *list,
        const char *name,
        const char *mime,
        const char *relationship,
        const char *title,
        const char *data,
        gsize size)
{
  AssayAttachment *attachment = g_new0 (AssayAttachment, 1);
  attachment->name = g_strdup (name);
  attachment->mime = mime;
  attachment->relationship = relationship;
  attachment->title = title;
  attachment->bytes = g_bytes_new (data, size);
  attachment->sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) data, size);
  g_ptr_array_add (list, attachment);
}

/* Role and hash of each input beside the exhibit: without them a run cannot be repeated. */
static void
add_inputs (JsonObject *object, const AssayReportRun *run)
{
  g_auto (GStrv) lines = g_strsplit (run->others != NULL ? run->others : "", "\n", -1);
  JsonArray *inputs = json_array_new ();
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (lines[i], " ", 2);
      if (g_strv_length (parts) != 2)
        continue;
      JsonObject *input = json_object_new ();
      json_object_set_string_member (input, "role", parts[0]);
      json_object_set_string_member (input, "sha256", parts[1]);
      json_array_add_object_element (inputs, input);
    }
  if (json_array_get_length (inputs) > 0)
    json_object_set_array_member (object, "inputs", inputs);
  else
    json_array_unref (inputs);
}

static JsonNode *
run_document (const AssayReportRun *run)
{
  if (run->document != NULL)
    return json_node_ref (run->document);
  JsonObject *object = json_object_new ();
  json_object_set_string_member (object, "tool", run->tool);
  json_object_set_string_member (object, "version", run->version);
  json_object_set_int_member (object, "entry", run->entry);
  json_object_set_string_member (object, "input_sha256", run->input_sha256);
  add_inputs (object, run);
  json_object_set_string_member (object, "result_sha256", run->result_sha256);
  if (run->parameters != NULL)
    {
      JsonNode *parameters = assay_json_parse (run->parameters, -1, 8, NULL);
      if (parameters != NULL)
        json_object_set_member (object, "parameters", parameters);
    }
  if (run->result != NULL)
    json_object_set_member (object, "result", assay_result_to_json (run->result, TRUE));
  if (run->error != NULL && *run->error != '\0')
    json_object_set_string_member (object, "error", run->error);
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, object);
  return node;
}

/* In the redacted version: rule and severity, without the observed texts. */
static JsonNode *
redacted_document (const AssayReportRun *run)
{
  JsonArray *findings = json_array_new ();
  for (guint i = 0; run->result != NULL && i < assay_result_get_n_findings (run->result); i++)
    {
      const AssayFinding *finding = assay_result_get_finding (run->result, i);
      JsonObject *object = json_object_new ();
      json_object_set_string_member (object, "rule", assay_finding_get_rule (finding));
      json_object_set_string_member (object, "severity",
                                     assay_severity_id (assay_finding_get_severity (finding)));
      json_array_add_object_element (findings, object);
    }
  JsonObject *object = json_object_new ();
  json_object_set_string_member (object, "tool", run->tool);
  json_object_set_string_member (object, "version", run->version);
  json_object_set_string_member (object, "result_sha256", run->result_sha256);
  json_object_set_array_member (object, "findings", findings);
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, object);
  return node;
}

static JsonObject *
exhibit_document (const AssayReportExhibit *exhibit, gboolean redacted)
{
  JsonObject *object = json_object_new ();
  JsonArray *runs = json_array_new ();
  json_object_set_int_member (object, "number", exhibit->number);
  json_object_set_string_member (object, "name", exhibit->name);
  json_object_set_int_member (object, "size", (gint64) exhibit->size);
  json_object_set_string_member (object, "sha256", exhibit->sha256);
  json_object_set_string_member (object, "verdict", assay_verdict_id (exhibit->verdict));
  for (guint i = 0; i < exhibit->runs->len; i++)
    json_array_add_element (runs, redacted ? redacted_document (exhibit->runs->pdata[i])
                                           : run_document (exhibit->runs->pdata[i]));
  json_object_set_array_member (object, "runs", runs);
  return object;
}

static void
attach_findings (GPtrArray *list, const AssayReportData *data)
{
  const gboolean redacted = assay_report_options_get_redacted (data->options);
  JsonObject *root = json_object_new ();
  JsonArray *exhibits = json_array_new ();
  json_object_set_string_member (root, "report", data->id);
  json_object_set_string_member (root, "assay", data->version);
  json_object_set_string_member (root, "catalogue_sha256", assay_catalogue_get_hash ());
  if (!data->quick)
    {
      json_object_set_string_member (root, "case", data->case_uuid);
      json_object_set_int_member (root, "upto", data->upto);
    }
  for (guint i = 0; i < data->exhibits->len; i++)
    json_array_add_object_element (exhibits, exhibit_document (data->exhibits->pdata[i], redacted));
  json_object_set_array_member (root, "exhibits", exhibits);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, root);
  g_autofree char *text = assay_json_text (node, ASSAY_JSON_PRETTY);
  attach (list, "findings.json", "application/json", "Data", N_ ("Results of every tool, as data"),
          text, strlen (text));
}

GPtrArray *
assay_report_attachments (const AssayReportData *data)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (attachment_free);
  attach_findings (list, data);
  /* The ledger holds commitments in place of personal values, so a redacted report can carry it. */
  if (data->quick)
    return list;
  attach (list, "ledger.jsonl", "application/jsonl", "Source", N_ ("Ledger entries, one a line"),
          data->ledger->str, data->ledger->len);
  attach (list, "ledger.sig", "text/plain", "Supplement",
          N_ ("Ed25519 signature of each entry, in hexadecimal"), data->signatures->str,
          data->signatures->len);
  if (data->checkpoint != NULL)
    attach (list, "checkpoint.note", "text/plain", "Supplement", N_ ("Checkpoint of the ledger"),
            data->checkpoint, strlen (data->checkpoint));
  if (data->public_pem != NULL)
    attach (list, "examiner.pub.pem", "application/x-pem-file", "Supplement",
            N_ ("Public key of the examiner"), data->public_pem, strlen (data->public_pem));
  g_autoptr (GBytes) script = verify_script ();
  gsize size;
  const char *text = g_bytes_get_data (script, &size);
  attach (list, "verify.sh", "application/x-sh", "Supplement", N_ ("Script that checks the ledger"),
          text, size);
  return list;
}
