/* assay-run-entry.c: runs in the words of the ledger. Numbers that are not integers travel as text,
 * texts of people as commitments, secrets as keyed fingerprints. */
#include "case/assay-run-entry-private.h"

#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "base/assay-base.h"
#include "case/assay-files-private.h"
#include "case/assay-hashes-private.h"
#include "case/assay-key-store.h"
#include "model/assay-catalogue.h"

#define INPUTS_LISTED 64u
#define MOST_KEY_FILE (1024 * 1024)

/* The same secret has the same fingerprint within a case, and none that can be looked up: the key
 * comes from a signature that only the examiner can make (Ed25519 is deterministic). */
static GBytes *
fingerprint_key (AssayCase *self)
{
  g_autofree char *text
      = g_strconcat ("assay secret fingerprint/", assay_ledger_get_log (self->ledger), "\n", NULL);
  guint8 signature[64];
  if (!assay_examiner_key_sign (self->key, text, strlen (text), signature, NULL))
    return NULL;
  guint8 key[ASSAY_HASH_SIZE];
  assay_sha256 (signature, sizeof signature, key);
  return g_bytes_new (key, sizeof key);
}

/* Of a key file the name and, as of a passphrase, a keyed fingerprint: where it lies concerns
 * nobody who reads a report. */
static char *
describe_key_file (const AssayParameters *parameters, const char *name, GBytes *key)
{
  const char *path = assay_parameters_get_text (parameters, name);
  g_autofree char *base = *path != '\0' ? g_path_get_basename (path) : g_strdup ("");
  const int fd = *path != '\0' ? open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) : -1;
  struct stat info;
  g_autoptr (GBytes) bytes = NULL;

  if (key != NULL && fd >= 0 && fstat (fd, &info) == 0 && S_ISREG (info.st_mode) && info.st_size > 0
      && info.st_size <= MOST_KEY_FILE)
    bytes = assay_read_file (fd, (gsize) info.st_size, NULL);
  assay_close (fd);
  if (bytes == NULL)
    return g_steal_pointer (&base);

  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autofree char *fingerprint = assay_secret_fingerprint (key, data, size);
  return g_strdup_printf ("%s %s", base, fingerprint);
}

/* Of a secret the keyed fingerprint. A key of the key store has besides the fingerprint under which
 * its owner knows it and may have registered it: without it nobody could show that it is this key.
 * What is not stored has none, since a short passphrase could be guessed by it; one that was stored
 * has it, and a guess costs as much as at the key file (Argon2id). */
static char *
describe_secret (const AssayParameters *parameters, const char *name, GBytes *key)
{
  GBytes *secret = assay_parameters_get_secret (parameters, name);
  g_autofree char *text = assay_parameters_to_text (parameters, name, key);
  g_autofree char *stored
      = secret != NULL && key != NULL ? assay_key_store_recognise (NULL, secret) : NULL;

  return stored == NULL ? g_steal_pointer (&text)
                        : g_strdup_printf ("%s argon2id:%s", text, stored);
}

static char *
describe (const AssayParameters *parameters, const AssayParameterInfo *info, GBytes *key)
{
  if (info->confidential)
    return describe_key_file (parameters, info->name, key);
  if (info->type == ASSAY_PARAMETER_SECRET)
    return describe_secret (parameters, info->name, key);
  return assay_parameters_to_text (parameters, info->name, key);
}

static void
add_parameter (AssayEntry *entry,
               JsonObject *object,
               const AssayParameters *parameters,
               const AssayParameterInfo *info,
               GBytes *key)
{
  g_autofree char *text = describe (parameters, info, key);
  switch (info->type)
    {
    case ASSAY_PARAMETER_BOOL:
      json_object_set_boolean_member (object, info->name,
                                      assay_parameters_get_bool (parameters, info->name));
      break;
    case ASSAY_PARAMETER_TEXT:
    case ASSAY_PARAMETER_FILE:
    case ASSAY_PARAMETER_FOLDER:
      assay_entry_set_personal (entry, object, info->name, text, -1);
      break;
    case ASSAY_PARAMETER_INT: /* as text: may pass 2^53 */
    case ASSAY_PARAMETER_REAL:
    case ASSAY_PARAMETER_CHOICE:
    case ASSAY_PARAMETER_SECRET:
    case ASSAY_PARAMETER_REGION:
    case ASSAY_PARAMETER_EXHIBIT:
      json_object_set_string_member (object, info->name, text);
      break;
    }
}

/* A model or protocol file is part of what makes a run repeatable. */
static void
add_file_hash (JsonObject *files, const AssayParameters *parameters, const char *name)
{
  if (assay_parameters_is_empty (parameters, name))
    return;
  const int fd = open (assay_parameters_get_text (parameters, name),
                       O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  struct stat info;
  AssayHashes hashes = { .sha256 = "" };
  if (fd >= 0 && fstat (fd, &info) == 0 && S_ISREG (info.st_mode))
    (void) assay_hash_descriptor (fd, (guint64) info.st_size, ASSAY_HASH_SHA256, NULL, NULL,
                                  &hashes, NULL, NULL);
  assay_close (fd);
  json_object_set_string_member (files, name, hashes.sha256);
}

AssayEntry *
assay_run_entry_new (AssayCase *self, guint exhibit, const AssayParameters *parameters)
{
  const AssayToolInfo *info = assay_parameters_get_info (parameters);
  AssayEntry *entry = assay_entry_new ("analyse");
  JsonObject *data = assay_entry_get_data (entry);
  JsonObject *values = json_object_new ();
  JsonObject *files = json_object_new ();
  g_autoptr (GBytes) key = fingerprint_key (self);
  for (const AssayParameterInfo *one = info->parameters; one != NULL && one->name != NULL; one++)
    {
      add_parameter (entry, values, parameters, one, key);
      if (one->type == ASSAY_PARAMETER_FILE && !one->confidential)
        add_file_hash (files, parameters, one->name);
    }
  json_object_set_int_member (data, "item", exhibit);
  json_object_set_string_member (data, "module", info->id);
  json_object_set_string_member (data, "version", info->version);
  json_object_set_string_member (data, "program", "Assay " ASSAY_VERSION);
  json_object_set_string_member (data, "catalogue", assay_catalogue_get_hash ());
  json_object_set_object_member (data, "parameters", values);
  json_object_set_object_member (data, "files", files);
  return entry;
}

static void
set_times (JsonObject *data, gint64 started, gint64 ended)
{
  g_autofree char *from = assay_time_text (started);
  g_autofree char *to = assay_time_text (ended);
  json_object_set_string_member (data, "started", from);
  json_object_set_string_member (data, "ended", to);
}

static JsonObject *
describe_input (AssayEntry *entry, const AssayOutcomeInput *input, gboolean named)
{
  JsonObject *object = json_object_new ();
  json_object_set_string_member (object, "role", input->role);
  json_object_set_string_member (object, "sha256", input->sha256 == NULL ? "" : input->sha256);
  json_object_set_int_member (object, "size", (gint64) input->size);
  if (named)
    assay_entry_set_personal (entry, object, "name", input->name, -1);
  return object;
}

/* The exhibit, then what came with it. A folder can have thousands of files and an entry has a
 * limit: the first ones are listed, all are bound by a hash over lines of role, SHA-256 and size.
 */
static void
add_inputs (AssayEntry *entry, AssayOutcome *outcome)
{
  JsonObject *data = assay_entry_get_data (entry);
  JsonArray *inputs = json_array_new ();
  g_autoptr (GString) lines = g_string_new (NULL);
  const guint count = assay_outcome_get_n_inputs (outcome);
  for (guint i = 0; i < count; i++)
    {
      AssayOutcomeInput input;
      assay_outcome_get_input (outcome, i, &input);
      g_string_append_printf (lines, "%s %s %" G_GUINT64_FORMAT "\n", input.role,
                              input.sha256 == NULL ? "" : input.sha256, input.size);
      if (i < INPUTS_LISTED) /* the name of the exhibit is known */
        json_array_add_object_element (inputs, describe_input (entry, &input, i > 0));
    }
  json_object_set_array_member (data, "inputs", inputs);
  if (count <= INPUTS_LISTED)
    return;
  g_autofree char *hash = assay_sha256_text (lines->str, lines->len);
  json_object_set_int_member (data, "inputs_total", count);
  json_object_set_string_member (data, "inputs_sha256", hash);
}

/* Outputs in the case are named, so that verification can look for them; where a person put another
 * file is personal. */
static void
add_outputs (AssayEntry *entry, AssayCase *self, AssayOutcome *outcome)
{
  JsonArray *outputs = json_array_new ();
  g_autofree char *inside = g_strconcat (self->path, "/results/", NULL);
  for (guint i = 0; i < assay_outcome_get_n_outputs (outcome); i++)
    {
      AssayOutcomeOutput output;
      assay_outcome_get_output (outcome, i, &output);
      JsonObject *object = json_object_new ();
      json_object_set_string_member (object, "role", output.role);
      json_object_set_string_member (object, "sha256", output.sha256);
      json_object_set_int_member (object, "size", (gint64) output.size);
      if (g_str_has_prefix (output.path, inside))
        json_object_set_string_member (object, "file", output.path + strlen (self->path) + 1);
      else
        assay_entry_set_personal (entry, object, "path", output.path, -1);
      json_array_add_object_element (outputs, object);
    }
  json_object_set_array_member (assay_entry_get_data (entry), "outputs", outputs);
}

void
assay_run_entry_set_outcome (AssayEntry *entry,
                             AssayCase *self,
                             AssayOutcome *outcome,
                             const char *sha256)
{
  JsonObject *data = assay_entry_get_data (entry);
  AssayResult *result = assay_outcome_get_result (outcome);
  const char *type = assay_result_get_answer (result, "type");
  const char *sandbox = assay_outcome_get_sandbox (outcome);
  const char *libraries = assay_outcome_get_libraries (outcome);
  json_object_set_string_member (data, "exit", "done");
  json_object_set_string_member (data, "result", sha256);
  json_object_set_string_member (data, "verdict",
                                 assay_verdict_id (assay_result_get_verdict (result)));
  if (type != NULL)
    json_object_set_string_member (data, "type", type);
  json_object_set_string_member (data, "sandbox", sandbox == NULL ? "" : sandbox);
  json_object_set_string_member (data, "libraries", libraries == NULL ? "" : libraries);
  set_times (data, assay_outcome_get_started (outcome), assay_outcome_get_ended (outcome));
  add_inputs (entry, outcome);
  add_outputs (entry, self, outcome);
}

void
assay_run_entry_set_failure (AssayEntry *entry,
                             AssayExhibit *exhibit,
                             gint64 started,
                             const GError *failure)
{
  JsonObject *data = assay_entry_get_data (entry);
  JsonArray *inputs = json_array_new ();
  JsonObject *input = json_object_new ();
  const gboolean cancelled = g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  json_object_set_string_member (input, "sha256", assay_exhibit_get_sha256 (exhibit));
  json_array_add_object_element (inputs, input);
  json_object_set_array_member (data, "inputs", inputs);
  json_object_set_string_member (data, "exit", cancelled ? "cancelled" : "failed");
  json_object_set_string_member (data, "error", g_quark_to_string (failure->domain));
  json_object_set_int_member (data, "code", failure->code);
  assay_entry_set_personal (entry, data, "message", failure->message, -1);
  set_times (data, started, g_get_real_time () / 1000);
}
