/* assay-model-json.c: numbers in the two JSON forms of the model. */
#include "model/assay-model-json-private.h"

#include <math.h>

#include "base/assay-limits.h"
#include "base/assay-text.h"

#define EXACT ((gint64) 1 << 53)

JsonNode *
assay_model_json_real (double value, guint digits, gboolean canonical)
{
  if (!canonical && isfinite (value))
    return json_node_init_double (json_node_alloc (), assay_number_round (value, digits));
  if (!canonical)
    return json_node_init_null (json_node_alloc ());

  g_autofree char *text = assay_number_text (value, digits);

  return json_node_init_string (json_node_alloc (), text);
}

JsonNode *
assay_model_json_int (gint64 value)
{
  if (value > -EXACT && value < EXACT)
    return json_node_init_int (json_node_alloc (), value);

  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  return json_node_init_string (json_node_alloc (), text);
}

double
assay_model_json_read_real (JsonNode *node, double fallback)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return fallback;
  if (json_node_get_value_type (node) != G_TYPE_STRING)
    return json_node_get_double (node);

  const char *text = json_node_get_string (node);

  if (g_str_equal (text, "nan"))
    return NAN;
  if (g_str_equal (text, "inf"))
    return INFINITY;
  if (g_str_equal (text, "-inf"))
    return -INFINITY;
  return g_ascii_strtod (text, NULL);
}

gint64
assay_model_json_read_int (JsonNode *node, gint64 fallback)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return fallback;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_ascii_strtoll (json_node_get_string (node), NULL, 10);
  return json_node_get_int (node);
}

JsonArray *
assay_model_json_reals (const double *values, gsize n, guint digits, gboolean canonical)
{
  JsonArray *array = json_array_sized_new ((guint) n);

  for (gsize i = 0; i < n; i++)
    json_array_add_element (array, assay_model_json_real (values[i], digits, canonical));
  return array;
}

double *
assay_model_json_read_reals (JsonArray *array, gsize *n)
{
  *n = array == NULL ? 0 : json_array_get_length (array);
  if (array == NULL || *n > ASSAY_LIMIT_SERIES)
    return NULL;

  double *values = g_new (double, MAX (*n, 1));

  for (gsize i = 0; i < *n; i++)
    values[i] = assay_model_json_read_real (json_array_get_element (array, (guint) i), NAN);
  return values;
}
