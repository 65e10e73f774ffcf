/* golden.c: reads tests/golden/signal/golden.json. */
#include "golden.h"

#include <json-glib/json-glib.h>
#include <math.h>

/* Read once: a test asks for hundreds of vectors of one file. */
static JsonObject *
golden_root (void)
{
  static JsonParser *parser;
  g_autoptr (GError) error = NULL;

  if (parser == NULL)
    {
      parser = json_parser_new ();
      json_parser_load_from_file (parser, GOLDEN_FILE, &error);
      g_assert_no_error (error);
    }
  return json_node_get_object (json_parser_get_root (parser));
}

double *
golden_read (const char *name, gsize n)
{
  double *values = g_new (double, n);
  JsonArray *array = json_object_get_array_member (golden_root (), name);

  g_assert_nonnull (array);
  g_assert_cmpuint (json_array_get_length (array), ==, n);
  for (guint i = 0; i < n; i++)
    values[i] = json_array_get_double_element (array, i);
  return values;
}

gboolean *
golden_read_classes (const char *name, gsize n)
{
  g_autofree double *values = golden_read (name, n);
  gboolean *classes = g_new (gboolean, n);

  for (gsize i = 0; i < n; i++)
    classes[i] = values[i] > 0.5;
  return classes;
}

void
golden_compare (const double *values, const char *name, gsize n, double relative)
{
  g_autofree double *expected = golden_read (name, n);

  for (gsize i = 0; i < n; i++)
    {
      double size = MAX (1, fabs (expected[i]));

      if (isfinite (values[i]) || fabs (expected[i]) < 1e8)
        g_assert_cmpfloat_with_epsilon (values[i], expected[i], relative * size);
      else
        g_assert_true ((values[i] > 0) == (expected[i] > 0));
    }
}
