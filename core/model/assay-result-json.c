/* assay-result-json.c: a result as JSON, and back from the canonical form. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/assay-json.h"
#include "model/assay-model-error.h"
#include "model/assay-model-json-private.h"
#include "model/assay-result-private.h"

static JsonObject *
answers_to_json (const AssayResult *self)
{
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < self->answers->len; i++)
    {
      const AssayResultPair *pair = &g_array_index (self->answers, AssayResultPair, i);

      json_object_set_string_member (object, pair->name, pair->value);
    }
  return object;
}

static JsonObject *
metrics_to_json (const AssayResult *self, gboolean canonical)
{
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < self->metrics->len; i++)
    {
      const AssayResultMetric *metric = &g_array_index (self->metrics, AssayResultMetric, i);
      JsonObject *entry = json_object_new ();

      json_object_set_member (
          entry, "value", assay_model_json_real (metric->value, metric->info->digits, canonical));
      json_object_set_string_member (entry, "unit",
                                     metric->info->unit == NULL ? "" : metric->info->unit);
      json_object_set_object_member (object, metric->info->name, entry);
    }
  return object;
}

static JsonArray *
not_run_to_json (const AssayResult *self)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->not_run->len; i++)
    {
      const AssayResultPair *pair = &g_array_index (self->not_run, AssayResultPair, i);
      JsonObject *entry = json_object_new ();

      json_object_set_string_member (entry, "rule", pair->name);
      json_object_set_string_member (entry, "reason", pair->value);
      json_array_add_object_element (array, entry);
    }
  return array;
}

JsonNode *
assay_result_to_json (const AssayResult *self, gboolean canonical)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *findings = json_array_new ();
  JsonArray *tables = json_array_new ();
  JsonArray *plots = json_array_new ();
  JsonArray *images = json_array_new ();

  for (guint i = 0; i < self->findings->len; i++)
    json_array_add_element (findings, assay_finding_to_json (self->findings->pdata[i], canonical));
  for (guint i = 0; i < self->tables->len; i++)
    json_array_add_element (tables, assay_table_to_json (self->tables->pdata[i], canonical));
  for (guint i = 0; i < self->plots->len; i++)
    json_array_add_element (plots, assay_plot_to_json (self->plots->pdata[i], canonical));
  for (guint i = 0; i < self->images->len; i++)
    json_array_add_element (images, assay_image_to_json (self->images->pdata[i]));
  json_object_set_string_member (object, "tool", self->info->id);
  json_object_set_string_member (object, "version", self->info->version);
  json_object_set_string_member (object, "verdict", assay_verdict_id (self->verdict));
  json_object_set_array_member (object, "findings", findings);
  json_object_set_object_member (object, "answers", answers_to_json (self));
  json_object_set_object_member (object, "metrics", metrics_to_json (self, canonical));
  json_object_set_array_member (object, "tables", tables);
  json_object_set_array_member (object, "plots", plots);
  json_object_set_array_member (object, "images", images);
  json_object_set_array_member (object, "not_run", not_run_to_json (self));
  return json_node_init_object (json_node_alloc (), object);
}

/* Calls @read for each object of the array @member; FALSE at the first that fails. */
static gboolean
read_objects (JsonObject *object,
              const char *member,
              AssayResultBuilder *builder,
              gboolean (*read) (AssayResultBuilder *builder, JsonObject *entry, GError **error),
              GError **error)
{
  JsonArray *array = assay_json_array (object, member);
  guint n = array == NULL ? 0 : json_array_get_length (array);

  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_OBJECT (node) && !read (builder, json_node_get_object (node), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_finding (AssayResultBuilder *builder, JsonObject *entry, GError **error)
{
  AssayFinding *finding = assay_finding_from_json (entry, error);

  if (finding != NULL)
    assay_result_builder_finding (builder, finding);
  return finding != NULL;
}

static gboolean
read_table (AssayResultBuilder *builder, JsonObject *entry, GError **error)
{
  AssayTable *table = assay_table_from_json (entry, error);

  if (table != NULL)
    assay_result_builder_table (builder, table);
  return table != NULL;
}

static gboolean
read_plot (AssayResultBuilder *builder, JsonObject *entry, GError **error)
{
  AssayPlot *plot = assay_plot_from_json (entry, error);

  if (plot != NULL)
    assay_result_builder_plot (builder, plot);
  return plot != NULL;
}

static gboolean
read_image (AssayResultBuilder *builder, JsonObject *entry, GError **error)
{
  assay_result_builder_stored_image (builder, assay_json_string (entry, "id", ""),
                                     assay_json_string (entry, "sha256", ""));
  return TRUE;
}

static gboolean
read_not_run (AssayResultBuilder *builder, JsonObject *entry, GError **error)
{
  assay_result_builder_not_run (builder, assay_json_string (entry, "rule", ""),
                                assay_json_string (entry, "reason", ""));
  return TRUE;
}

static void
read_named (AssayResultBuilder *builder, JsonObject *object, const AssayToolInfo *info)
{
  JsonObject *answers = assay_json_object (object, "answers");
  JsonObject *metrics = assay_json_object (object, "metrics");
  g_autoptr (GList) names = answers == NULL ? NULL : json_object_get_members (answers);

  for (GList *at = names; at != NULL; at = at->next)
    assay_result_builder_answer (builder, at->data, assay_json_string (answers, at->data, ""));
  for (const AssayMetricInfo *at = info->metrics; at != NULL && at->name != NULL; at++)
    {
      JsonObject *entry = metrics == NULL ? NULL : assay_json_object (metrics, at->name);

      if (entry != NULL)
        assay_result_builder_metric (
            builder, at->name,
            assay_model_json_read_real (json_object_get_member (entry, "value"), 0));
    }
}

AssayResult *
assay_result_from_json (const AssayToolInfo *info, JsonNode *node, GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  AssayVerdict verdict;

  if (object == NULL || !assay_verdict_parse (assay_json_string (object, "verdict", ""), &verdict))
    {
      g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                   _ ("The stored result of “%s” cannot be read"), info->id);
      return NULL;
    }

  g_autoptr (AssayResultBuilder) builder = assay_result_builder_new (info);

  assay_result_builder_verdict (builder, verdict);
  read_named (builder, object, info);
  if (!read_objects (object, "findings", builder, read_finding, error)
      || !read_objects (object, "tables", builder, read_table, error)
      || !read_objects (object, "plots", builder, read_plot, error)
      || !read_objects (object, "images", builder, read_image, error)
      || !read_objects (object, "not_run", builder, read_not_run, error))
    return NULL;
  return assay_result_builder_end (g_steal_pointer (&builder), error);
}
