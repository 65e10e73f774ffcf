/* assay-outcome-json.c: the JSON document of a run, with words from the rule catalogue. */
#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/assay-base.h"
#include "model/assay-catalogue.h"
#include "model/assay-model-error.h"
#include "worker/assay-outcome-private.h"

/* A domain's names for its codes, as people and scripts read them. Domains of the engine are known
 * by name alone, because the host links none of their code. */
typedef struct
{
  const char *quark; /* as g_quark_to_string() gives it */
  const char *name;
  const char *codes[8];
} DomainNames;

static const DomainNames domains[] = {
  { "assay-base-error", "base", { "TRUNCATED", "MALFORMED", "LIMIT", "IO", "INVALID" } },
  { "assay-media-error", "media", { "TRUNCATED", "MALFORMED", "LIMIT", "UNSUPPORTED", "LOSSY" } },
  { "assay-cipher-error",
    "cipher",
    { "UNSUPPORTED", "MALFORMED", "TRUNCATED", "KEY", "ALTERED", "DIFFERENT", "OTHER_VIDEO" } },
  { "assay-model-error",
    "model",
    { "INVALID", "UNKNOWN_PARAMETER", "MISSING", "NEEDS_MEDIA", "NOT_APPLICABLE" } },
  { "assay-worker-error",
    "worker",
    { "DIED", "TIMED_OUT", "LIMIT", "PROTOCOL", "SANDBOX", "START" } },
};

/* The code's name; its number where no name is known. */
static char *
code_name (const DomainNames *names, const GError *error)
{
  if (error->domain == G_IO_ERROR && error->code == G_IO_ERROR_CANCELLED)
    return g_strdup ("CANCELLED");
  if (error->domain == G_IO_ERROR && error->code == G_IO_ERROR_EXISTS)
    return g_strdup ("EXISTS");
  for (guint i = 0; names != NULL && i < G_N_ELEMENTS (names->codes) && names->codes[i] != NULL;
       i++)
    if ((int) i == error->code)
      return g_strdup (names->codes[i]);
  return g_strdup_printf ("%d", error->code);
}

static JsonObject *
error_to_json (const GError *error)
{
  JsonObject *object = json_object_new ();
  const char *quark = g_quark_to_string (error->domain);
  const DomainNames *names = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (domains); i++)
    if (g_str_equal (domains[i].quark, quark))
      names = &domains[i];

  g_autofree char *code = code_name (names, error);

  json_object_set_string_member (object, "domain", names != NULL ? names->name : quark);
  json_object_set_string_member (object, "code", code);
  json_object_set_string_member (object, "message", error->message);
  return object;
}

static void
set_text_or_null (JsonObject *object, const char *member, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, member, text);
  else
    json_object_set_null_member (object, member);
}

/* @type is what the engine found the first input to be. */
static JsonArray *
inputs_to_json (const GArray *inputs, const char *type)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < inputs->len; i++)
    {
      const AssayRequestInput *input = &g_array_index (inputs, AssayRequestInput, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "role", input->role);
      json_object_set_string_member (object, "name", input->name);
      json_object_set_int_member (object, "size", (gint64) input->size);
      set_text_or_null (object, "sha256", input->sha256);
      set_text_or_null (object, "type", i == 0 ? type : NULL);
      json_array_add_object_element (array, object);
    }
  return array;
}

/* Adds the catalogue's words, in the language of the process, to each finding. */
static void
add_words (JsonArray *findings)
{
  for (guint i = 0; i < json_array_get_length (findings); i++)
    {
      JsonObject *finding = json_array_get_object_element (findings, i);
      const AssayRule *rule = assay_catalogue_find (assay_json_string (finding, "rule", ""));

      if (rule == NULL)
        continue;
      json_object_set_string_member (finding, "title", g_dgettext (NULL, rule->title));
      json_object_set_string_member (finding, "explanation", g_dgettext (NULL, rule->technical));
      json_object_set_string_member (finding, "innocent", g_dgettext (NULL, rule->innocent));
    }
}

/* Members in the order of DESIGN §4. */
static void
begin (JsonObject *document,
       const AssayToolInfo *info,
       JsonArray *inputs,
       AssayParameters *parameters)
{
  json_object_set_string_member (document, "tool", info->id);
  json_object_set_string_member (document, "version", info->version);
  json_object_set_array_member (document, "inputs", inputs);
  if (parameters != NULL)
    json_object_set_member (document, "parameters", assay_parameters_to_json (parameters, NULL));
  else
    json_object_set_object_member (document, "parameters", json_object_new ());
}

static void
copy_members (JsonObject *document, JsonObject *result)
{
  static const char *const names[]
      = { "verdict", "findings", "answers", "metrics", "tables", "plots", "images", "not_run" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (json_object_has_member (result, names[i]))
      json_object_set_member (document, names[i], json_object_dup_member (result, names[i]));
}

JsonNode *
assay_outcome_to_json (AssayOutcome *self)
{
  const AssayToolInfo *info = assay_parameters_get_info (self->parameters);
  g_autoptr (JsonObject) document = json_object_new ();
  g_autoptr (JsonNode) result = assay_result_to_json (self->result, FALSE);
  JsonArray *outputs = json_array_new ();

  begin (document, info,
         inputs_to_json (self->inputs, assay_result_get_answer (self->result, "type")),
         self->parameters);
  copy_members (document, json_node_get_object (result));
  add_words (json_object_get_array_member (document, "findings"));
  for (guint i = 0; i < self->outputs->len; i++)
    {
      JsonObject *object = json_object_new ();
      AssayOutcomeOutput output;

      assay_outcome_get_output (self, i, &output);
      json_object_set_string_member (object, "role", output.role);
      json_object_set_string_member (object, "path", output.path);
      json_object_set_int_member (object, "size", (gint64) output.size);
      json_object_set_string_member (object, "sha256", output.sha256);
      json_array_add_object_element (outputs, object);
    }
  json_object_set_array_member (document, "outputs", outputs);
  json_object_set_null_member (document, "error");
  return json_node_init_object (json_node_alloc (), document);
}

JsonNode *
assay_outcome_error_json (const AssayToolInfo *info, AssayRequest *request, const GError *error)
{
  static const char *const lists[] = { "tables", "plots", "images", "not_run", "outputs" };
  g_autoptr (JsonObject) document = json_object_new ();
  JsonArray *inputs = request != NULL ? inputs_to_json (request->inputs, NULL) : json_array_new ();

  begin (document, info, inputs, request != NULL ? request->parameters : NULL);
  json_object_set_string_member (document, "verdict",
                                 assay_verdict_id (ASSAY_VERDICT_NOT_APPLICABLE));
  json_object_set_array_member (document, "findings", json_array_new ());
  json_object_set_object_member (document, "answers", json_object_new ());
  json_object_set_object_member (document, "metrics", json_object_new ());
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    json_object_set_array_member (document, lists[i], json_array_new ());
  json_object_set_object_member (document, "error", error_to_json (error));
  return json_node_init_object (json_node_alloc (), document);
}
