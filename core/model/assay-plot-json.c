/* assay-plot-json.c: a plot as JSON, and back from the canonical form. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/assay-json.h"
#include "base/assay-limits.h"
#include "model/assay-model-error.h"
#include "model/assay-model-json-private.h"
#include "model/assay-plot-private.h"

static const char *const scale_ids[] = { "linear", "log", "mel", "probit", "time", "names" };
static const char *const series_ids[]
    = { "line", "band", "bar", "histogram", "stem", "scatter", "step", "polar" };
static const char *const annotation_ids[] = { "vertical", "horizontal", "span", "point" };

static guint
find_id (const char *const *ids, guint n, const char *id)
{
  for (guint i = 0; i < n; i++)
    if (g_str_equal (ids[i], id))
      return i;
  return 0;
}

static void
set_real (JsonObject *object, const char *member, double value, gboolean canonical)
{
  json_object_set_member (object, member, assay_model_json_real (value, 6, canonical));
}

static double
get_real (JsonObject *object, const char *member)
{
  return assay_model_json_read_real (json_object_get_member (object, member), 0);
}

static JsonObject *
axis_to_json (const AssayAxis *axis, gboolean canonical)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "title", axis->title);
  json_object_set_string_member (object, "unit", axis->unit);
  json_object_set_string_member (object, "scale", scale_ids[axis->scale]);
  set_real (object, "minimum", axis->minimum, canonical);
  set_real (object, "maximum", axis->maximum, canonical);
  return object;
}

static AssayAxis
axis_from_json (JsonObject *object)
{
  if (object == NULL)
    return (AssayAxis){ .title = "", .unit = "" };
  return (AssayAxis){ .title = assay_json_string (object, "title", ""),
                      .unit = assay_json_string (object, "unit", ""),
                      .scale = (AssayScale) find_id (scale_ids, G_N_ELEMENTS (scale_ids),
                                                     assay_json_string (object, "scale", "")),
                      .minimum = get_real (object, "minimum"),
                      .maximum = get_real (object, "maximum") };
}

static JsonObject *
series_to_json (const AssayPlotSeries *series, gboolean canonical)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "kind", series_ids[series->kind]);
  json_object_set_string_member (object, "name", series->name);
  json_object_set_int_member (object, "digits", series->digits);
  json_object_set_boolean_member (object, "right", series->right);
  json_object_set_array_member (object, "x",
                                assay_model_json_reals (series->x, series->n, 6, canonical));
  json_object_set_array_member (
      object, "y", assay_model_json_reals (series->y, series->n, series->digits, canonical));
  if (series->y2 != NULL)
    json_object_set_array_member (
        object, "y2", assay_model_json_reals (series->y2, series->n, series->digits, canonical));
  return object;
}

static JsonObject *
heat_to_json (const AssayPlotHeat *heat, gboolean canonical)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "name", heat->name);
  set_real (object, "x0", heat->x0, canonical);
  set_real (object, "x1", heat->x1, canonical);
  set_real (object, "y0", heat->y0, canonical);
  set_real (object, "y1", heat->y1, canonical);
  if (heat->image != NULL)
    {
      json_object_set_member (object, "image", assay_image_to_json (heat->image));
      return object;
    }
  json_object_set_int_member (object, "rows", (gint64) heat->rows);
  json_object_set_int_member (object, "columns", (gint64) heat->columns);
  json_object_set_int_member (object, "digits", heat->digits);
  json_object_set_string_member (object, "map", heat->map);
  json_object_set_object_member (object, "value", axis_to_json (&heat->value, canonical));
  json_object_set_array_member (
      object, "values",
      assay_model_json_reals (heat->values, heat->rows * heat->columns, heat->digits, canonical));
  return object;
}

static JsonObject *
annotation_to_json (const AssayAnnotation *annotation, gboolean canonical)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "kind", annotation_ids[annotation->kind]);
  json_object_set_string_member (object, "text", annotation->text);
  set_real (object, "x", annotation->x, canonical);
  set_real (object, "y", annotation->y, canonical);
  set_real (object, "x2", annotation->x2, canonical);
  return object;
}

static void
set_names (JsonObject *object, const char *member, const char *const *names)
{
  if (names == NULL)
    return;

  JsonArray *array = json_array_new ();

  for (guint i = 0; names[i] != NULL; i++)
    json_array_add_string_element (array, names[i]);
  json_object_set_array_member (object, member, array);
}

JsonNode *
assay_plot_to_json (const AssayPlot *self, gboolean canonical)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *series = json_array_new ();
  JsonArray *heats = json_array_new ();
  JsonArray *annotations = json_array_new ();

  for (guint i = 0; i < self->series->len; i++)
    json_array_add_object_element (
        series, series_to_json (&g_array_index (self->series, AssayPlotSeries, i), canonical));
  for (guint i = 0; i < self->heats->len; i++)
    json_array_add_object_element (
        heats, heat_to_json (&g_array_index (self->heats, AssayPlotHeat, i), canonical));
  for (guint i = 0; i < self->annotations->len; i++)
    json_array_add_object_element (
        annotations,
        annotation_to_json (&g_array_index (self->annotations, AssayAnnotation, i), canonical));
  json_object_set_string_member (object, "id", self->id);
  json_object_set_string_member (object, "title", self->title);
  json_object_set_string_member (object, "link", self->link);
  json_object_set_object_member (object, "x", axis_to_json (&self->x, canonical));
  json_object_set_object_member (object, "y", axis_to_json (&self->y, canonical));
  if (self->has_right)
    json_object_set_object_member (object, "right", axis_to_json (&self->right, canonical));
  set_names (object, "x_names", assay_plot_get_names (self, FALSE));
  set_names (object, "y_names", assay_plot_get_names (self, TRUE));
  json_object_set_array_member (object, "series", series);
  json_object_set_array_member (object, "heats", heats);
  json_object_set_array_member (object, "annotations", annotations);
  return json_node_init_object (json_node_alloc (), object);
}

static guint
read_digits (JsonObject *object)
{
  return (guint) CLAMP (assay_json_int (object, "digits", 0), 0, 15);
}

static void
read_series (AssayPlotBuilder *builder, JsonObject *plot, JsonObject *object)
{
  gsize n_x;
  gsize n_y;
  gsize n_y2;
  g_autofree double *x = assay_model_json_read_reals (assay_json_array (object, "x"), &n_x);
  g_autofree double *y = assay_model_json_read_reals (assay_json_array (object, "y"), &n_y);
  g_autofree double *y2 = assay_model_json_read_reals (assay_json_array (object, "y2"), &n_y2);
  guint kind
      = find_id (series_ids, G_N_ELEMENTS (series_ids), assay_json_string (object, "kind", ""));
  gboolean band = kind == ASSAY_SERIES_BAND;

  if (x == NULL || y == NULL || n_x != n_y || (band && (y2 == NULL || n_y2 != n_x)))
    return;
  if (assay_json_bool (object, "right", FALSE) && json_object_has_member (plot, "right"))
    {
      AssayAxis right = axis_from_json (assay_json_object (plot, "right"));

      assay_plot_builder_right_axis (builder, &right);
      json_object_remove_member (plot, "right");
    }
  assay_plot_builder_series (builder, (AssaySeriesKind) kind,
                             assay_json_string (object, "name", ""), x, y, band ? y2 : NULL, n_x,
                             read_digits (object));
}

static void
read_heat (AssayPlotBuilder *builder, JsonObject *object)
{
  gsize n;
  g_autofree double *values = assay_model_json_read_reals (assay_json_array (object, "values"), &n);
  gint64 rows = assay_json_int (object, "rows", 0);
  gint64 columns = assay_json_int (object, "columns", 0);
  AssayAxis value = axis_from_json (assay_json_object (object, "value"));

  if (values == NULL || rows <= 0 || columns <= 0 || rows > ASSAY_LIMIT_SERIES
      || columns > ASSAY_LIMIT_SERIES || (gsize) rows * (gsize) columns != n)
    return;
  assay_plot_builder_heat (builder, assay_json_string (object, "name", ""), values, (gsize) rows,
                           (gsize) columns, get_real (object, "x0"), get_real (object, "x1"),
                           get_real (object, "y0"), get_real (object, "y1"), &value,
                           assay_json_string (object, "map", ""), read_digits (object));
}

static void
read_names (AssayPlotBuilder *builder, gboolean y_axis, JsonArray *array)
{
  if (array == NULL)
    return;

  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      const char *name = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;

      g_ptr_array_add (names, (gpointer) (gsize) (name == NULL ? "" : name));
    }
  g_ptr_array_add (names, NULL);
  assay_plot_builder_names (builder, y_axis, (const char *const *) names->pdata);
}

static void
read_annotation (AssayPlotBuilder *builder, JsonObject *object)
{
  guint kind = find_id (annotation_ids, G_N_ELEMENTS (annotation_ids),
                        assay_json_string (object, "kind", ""));

  assay_plot_builder_annotation (builder, (AssayAnnotationKind) kind, get_real (object, "x"),
                                 get_real (object, "y"), get_real (object, "x2"),
                                 assay_json_string (object, "text", ""));
}

/* The element as object, or NULL. */
static JsonObject *
object_at (JsonArray *array, guint index)
{
  JsonNode *node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

AssayPlot *
assay_plot_from_json (JsonObject *object, GError **error)
{
  JsonArray *series = assay_json_array (object, "series");
  JsonArray *heats = assay_json_array (object, "heats");
  JsonArray *annotations = assay_json_array (object, "annotations");

  if (series == NULL || heats == NULL || annotations == NULL)
    {
      g_set_error_literal (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                           _ ("A stored plot cannot be read"));
      return NULL;
    }

  AssayAxis x = axis_from_json (assay_json_object (object, "x"));
  AssayAxis y = axis_from_json (assay_json_object (object, "y"));
  AssayPlotBuilder *builder = assay_plot_builder_new (
      assay_json_string (object, "id", ""), assay_json_string (object, "title", ""), &x, &y);

  assay_plot_builder_link (builder, assay_json_string (object, "link", ""));
  read_names (builder, FALSE, assay_json_array (object, "x_names"));
  read_names (builder, TRUE, assay_json_array (object, "y_names"));
  for (guint i = 0; i < json_array_get_length (series); i++)
    if (object_at (series, i) != NULL)
      read_series (builder, object, object_at (series, i));
  for (guint i = 0; i < json_array_get_length (heats); i++)
    if (object_at (heats, i) != NULL)
      read_heat (builder, object_at (heats, i));
  for (guint i = 0; i < json_array_get_length (annotations); i++)
    if (object_at (annotations, i) != NULL)
      read_annotation (builder, object_at (annotations, i));
  return assay_plot_builder_end (builder);
}
