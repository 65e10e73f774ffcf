/* assay-anchor.c: files in anchors/ and the entries that name them. Answers are parsed by the
 * worker; here they are bytes. */
#include "case/assay-anchor.h"

#include "config.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <openssl/rand.h>
#include <string.h>
#include <unistd.h>

#include "base/assay-base.h"
#include "base/assay-timestamp-request.h"
#include "case/assay-case-error-private.h"
#include "case/assay-case-private.h"
#include "case/assay-files-private.h"
#include "worker/assay-tool-list.h"

static GBytes *
make_request (const char *note, GError **error)
{
  guint8 nonce[ASSAY_TIMESTAMP_NONCE];
  guint8 digest[ASSAY_HASH_SIZE];

  assay_sha256 (note, strlen (note), digest);
  if (RAND_bytes (nonce, sizeof nonce) == 1)
    return assay_timestamp_request_new (digest, nonce);
  g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_IO,
                       _ ("This computer gives no random numbers."));
  return NULL;
}

GBytes *
assay_case_request_timestamp (AssayCase *self, gint64 *size, GError **error)
{
  g_autofree char *note = assay_case_make_checkpoint (self, error);
  if (note == NULL)
    return NULL;
  *size = g_ascii_strtoll (strchr (note, '\n') + 1, NULL, 10);
  g_autofree char *name = g_strdup_printf ("anchors/%" PRId64 ".tsq", *size);
  /* Kept but never recorded: nobody has it. With the entry the next checkpoint is another. */
  g_autoptr (GBytes) request = assay_read_named (self->folder, name, ASSAY_ANCHOR_LIMIT, NULL);
  if (request == NULL)
    {
      request = make_request (note, error);
      if (request == NULL
          || !assay_write_named (self->folder, name, g_bytes_get_data (request, NULL),
                                 g_bytes_get_size (request), error))
        return NULL;
    }
  return g_steal_pointer (&request);
}

gboolean
assay_case_record_request (AssayCase *self, gint64 size, GBytes *request, GError **error)
{
  g_autoptr (AssayEntry) entry = assay_entry_new ("checkpoint.anchor");
  JsonObject *data = assay_entry_get_data (entry);
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, request);
  json_object_set_int_member (data, "checkpoint", size);
  json_object_set_string_member (data, "kind", "request");
  json_object_set_string_member (data, "request_sha256", hash);
  return assay_case_append (self, entry, NULL, error);
}

gint64
assay_case_find_request (AssayCase *self)
{
  const int fd = openat (self->folder, "anchors", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  g_autoptr (GPtrArray) names = fd < 0 ? NULL : assay_list_folder (fd, NULL);
  gint64 newest = 0;
  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      const char *name = names->pdata[i];
      char *end = NULL;
      const gint64 size = g_ascii_strtoll (name, &end, 10);
      if (strcmp (end, ".tsq") == 0)
        newest = MAX (newest, size);
    }
  assay_close (fd);
  return newest;
}

static AssayEntry *
describe (
    AssayCase *self, gint64 size, GBytes *proof, const char *file, const AssayAnchorFacts *facts)
{
  AssayEntry *entry = assay_entry_new ("checkpoint.anchor");
  JsonObject *data = assay_entry_get_data (entry);
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, proof);
  g_autofree char *name = g_strdup_printf ("anchors/%" PRId64 ".tsq", size);
  g_autoptr (GBytes) request = assay_read_named (self->folder, name, ASSAY_ANCHOR_LIMIT, NULL);
  json_object_set_int_member (data, "checkpoint", size);
  json_object_set_string_member (data, "file", file);
  json_object_set_string_member (data, "kind", facts->kind);
  json_object_set_string_member (data, "sha256", hash);
  if (strcmp (facts->kind, "rfc3161") != 0)
    return entry;
  g_autofree char *asked
      = request == NULL ? g_strdup ("") : g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, request);
  json_object_set_string_member (data, "authority", facts->authority);
  json_object_set_boolean_member (data, "chain", facts->chain);
  json_object_set_string_member (data, "policy", facts->policy);
  json_object_set_string_member (data, "request_sha256", asked);
  json_object_set_string_member (data, "serial", facts->serial);
  json_object_set_string_member (data, "stamped", facts->time);
  return entry;
}

gboolean
assay_case_add_anchor (
    AssayCase *self, gint64 size, GBytes *proof, const AssayAnchorFacts *facts, GError **error)
{
  if (!assay_case_check_writable (self, error))
    return FALSE;
  g_autofree char *note = g_strdup_printf ("anchors/%" PRId64 ".note", size);
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, proof);
  g_autofree char *file = g_strdup_printf ("anchors/%" PRId64 "-%.8s.%s", size, hash,
                                           strcmp (facts->kind, "rfc3161") == 0 ? "tsr" : "proof");
  if (faccessat (self->folder, note, F_OK, AT_SYMLINK_NOFOLLOW) != 0)
    {
      g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_NOT_FOUND,
                   _ ("The case has no checkpoint file over %" PRId64 " entries."), size);
      return FALSE;
    }
  if (faccessat (self->folder, file, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
    {
      g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_EXISTS, _ ("“%s” is there already."),
                   file);
      return FALSE;
    }
  g_autoptr (AssayEntry) entry = describe (self, size, proof, file, facts);
  if (!assay_write_named (self->folder, file, g_bytes_get_data (proof, NULL),
                          g_bytes_get_size (proof), error))
    return FALSE;
  if (assay_case_append (self, entry, NULL, error))
    return TRUE;
  (void) unlinkat (self->folder, file, 0); /* nobody was told of it */
  return FALSE;
}

AssayOutcome *
assay_case_check_timestamp (AssayCase *self,
                            gint64 size,
                            const char *name,
                            GBytes *proof,
                            const char *anchors,
                            AssayClient *client,
                            AssayProgress *progress,
                            GCancellable *cancellable,
                            GError **error)
{
  const AssayToolInfo *info = assay_tool_list_find ("timestamp.verify");
  const char *folder = assay_case_get_path (self);
  g_autofree char *asked = g_strdup_printf ("%s/anchors/%" PRId64 ".tsq", folder, size);
  g_autofree char *note = g_strdup_printf ("%s/anchors/%" PRId64 ".note", folder, size);
  g_autoptr (AssayParametersBuilder) builder = assay_parameters_builder_new (info);
  if (anchors != NULL && !assay_parameters_builder_set (builder, "anchors", anchors, error))
    return NULL;
  g_autoptr (AssayParameters) parameters
      = assay_parameters_builder_end (g_steal_pointer (&builder), error);
  g_autoptr (AssayRequest) request = parameters == NULL ? NULL : assay_request_new (parameters);
  if (request == NULL || !assay_request_add_input_bytes (request, "input", name, proof, error)
      || !assay_request_add_input_path (request, "request", asked, error)
      || !assay_request_add_input_path (request, "note", note, error))
    return NULL;
  return assay_client_run (client, request, progress, cancellable, error);
}

gboolean
assay_case_add_timestamp (
    AssayCase *self, gint64 size, GBytes *proof, AssayOutcome *outcome, GError **error)
{
  const AssayResult *result = assay_outcome_get_result (outcome);
  const AssayAnchorFacts facts = {
    .kind = "rfc3161",
    .time = assay_result_get_answer (result, "time"),
    .authority = assay_result_get_answer (result, "authority"),
    .serial = assay_result_get_answer (result, "serial"),
    .policy = assay_result_get_answer (result, "policy"),
    .chain = g_strcmp0 (assay_result_get_answer (result, "chain"), "verified") == 0,
  };
  if (assay_result_get_verdict (result) == ASSAY_VERDICT_CLEAR)
    return assay_case_add_anchor (self, size, proof, &facts, error);
  g_set_error_literal (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
                       _ ("It is not a valid answer to the newest request of this case."));
  return FALSE;
}
