/* assay-finding-json.c: findings as JSON: plain for scripts, typed in the canonical form. */
#include "model/assay-finding.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/assay-json.h"
#include "base/assay-text.h"
#include "model/assay-model-error.h"
#include "model/assay-model-json-private.h"

static const char *const type_ids[] = { "text", "int", "real", "bool", "place", "time" };

static JsonNode *
time_node (double seconds, gboolean canonical)
{
  return assay_model_json_real (seconds, 3, canonical);
}

static JsonNode *
plain_value (const AssayObserved *observed, gboolean canonical)
{
  JsonObject *object = NULL;

  switch (observed->type)
    {
    case ASSAY_OBSERVED_TEXT:
      return json_node_init_string (json_node_alloc (), observed->text);
    case ASSAY_OBSERVED_INT:
      return assay_model_json_int (observed->integer);
    case ASSAY_OBSERVED_REAL:
      return assay_model_json_real (observed->real, observed->digits, canonical);
    case ASSAY_OBSERVED_BOOL:
      return json_node_init_boolean (json_node_alloc (), observed->integer != 0);
    case ASSAY_OBSERVED_PLACE:
      object = json_object_new ();
      json_object_set_member (object, "offset", assay_model_json_int ((gint64) observed->offset));
      json_object_set_member (object, "length", assay_model_json_int (observed->integer));
      break;
    case ASSAY_OBSERVED_TIME:
      object = json_object_new ();
      json_object_set_member (object, "start", time_node (observed->real, canonical));
      /* A moment has no end; the canonical form is hashed and keeps what it always had. */
      if (canonical || observed->end >= observed->real)
        json_object_set_member (object, "end", time_node (observed->end, canonical));
      break;
    }

  JsonNode *node = json_node_init_object (json_node_alloc (), object);

  json_object_unref (object);
  return node;
}

static void
add_typed (JsonArray *array, const AssayObserved *observed)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "name", observed->name);
  json_object_set_string_member (object, "type", type_ids[observed->type]);
  json_object_set_member (object, "value", plain_value (observed, TRUE));
  if (observed->unit[0] != '\0')
    json_object_set_string_member (object, "unit", observed->unit);
  if (observed->type == ASSAY_OBSERVED_REAL)
    json_object_set_int_member (object, "digits", observed->digits);
  json_array_add_object_element (array, object);
}

JsonNode *
assay_finding_to_json (const AssayFinding *self, gboolean canonical)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonObject *values = canonical ? NULL : json_object_new ();
  JsonArray *typed = canonical ? json_array_new () : NULL;
  AssayObserved observed;

  json_object_set_string_member (object, "rule", assay_finding_get_rule (self));
  json_object_set_string_member (object, "severity",
                                 assay_severity_id (assay_finding_get_severity (self)));
  for (guint i = 0; i < assay_finding_get_n_observed (self); i++)
    {
      assay_finding_get_observed (self, i, &observed);
      if (canonical)
        add_typed (typed, &observed);
      else
        json_object_set_member (values, observed.name, plain_value (&observed, FALSE));
    }
  if (canonical)
    json_object_set_array_member (object, "observed", typed);
  else
    json_object_set_object_member (object, "observed", values);
  return json_node_init_object (json_node_alloc (), object);
}

static void
read_pair (AssayFindingBuilder *builder, const char *name, const char *type, JsonObject *pair)
{
  if (g_str_equal (type, "place"))
    assay_finding_builder_place (
        builder, name,
        (guint64) assay_model_json_read_int (json_object_get_member (pair, "offset"), 0),
        (guint64) assay_model_json_read_int (json_object_get_member (pair, "length"), 0));
  else
    assay_finding_builder_time (
        builder, name, assay_model_json_read_real (json_object_get_member (pair, "start"), 0),
        assay_model_json_read_real (json_object_get_member (pair, "end"), -1));
}

static void
read_typed (AssayFindingBuilder *builder, JsonObject *object)
{
  const char *name = assay_json_string (object, "name", "");
  const char *type = assay_json_string (object, "type", "");
  const char *unit = assay_json_string (object, "unit", "");
  JsonNode *value = json_object_get_member (object, "value");

  if (value != NULL && JSON_NODE_HOLDS_OBJECT (value))
    read_pair (builder, name, type, json_node_get_object (value));
  else if (g_str_equal (type, "text"))
    assay_finding_builder_text (builder, name, assay_json_string (object, "value", ""));
  else if (g_str_equal (type, "int"))
    assay_finding_builder_int (builder, name, assay_model_json_read_int (value, 0), unit);
  else if (g_str_equal (type, "real"))
    assay_finding_builder_real (builder, name, assay_model_json_read_real (value, 0),
                                (guint) CLAMP (assay_json_int (object, "digits", 0), 0, 15), unit);
  else
    assay_finding_builder_bool (builder, name, assay_json_bool (object, "value", FALSE));
}

AssayFinding *
assay_finding_from_json (JsonObject *object, GError **error)
{
  AssaySeverity severity;
  const char *rule = assay_json_string (object, "rule", "");
  JsonArray *observed = assay_json_array (object, "observed");

  if (rule[0] == '\0'
      || !assay_severity_parse (assay_json_string (object, "severity", ""), &severity)
      || observed == NULL)
    {
      g_set_error_literal (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                           _ ("A stored finding cannot be read"));
      return NULL;
    }

  AssayFindingBuilder *builder = assay_finding_builder_new (rule, severity);

  for (guint i = 0; i < json_array_get_length (observed); i++)
    {
      JsonNode *node = json_array_get_element (observed, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        read_typed (builder, json_node_get_object (node));
    }
  return assay_finding_builder_end (builder);
}
