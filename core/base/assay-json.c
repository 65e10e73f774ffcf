/* assay-json.c: JSON text from json-glib trees, in one of three styles. */
#include "base/assay-json.h"

#include <math.h>
#include <string.h>

typedef struct
{
  GString *text;
  AssayJsonStyle style;
} Writer;

static void write_node (Writer *writer, JsonNode *node, guint depth);

static void
write_string (Writer *writer, const char *value)
{
  GString *text = writer->text;

  g_string_append_c (text, '"');
  for (const guchar *at = (const guchar *) value; *at != '\0'; at++)
    {
      /* RFC 8785 3.2.2.2: the short escapes where there is one, \u00xx for other controls. */
      static const char named[] = "\b\t\n\f\r\"\\";
      static const char letters[] = "btnfr\"\\";
      const char *found = strchr (named, *at);

      if (found != NULL)
        g_string_append_printf (text, "\\%c", letters[found - named]);
      else if (*at < 0x20)
        g_string_append_printf (text, "\\u%04x", *at);
      else
        g_string_append_c (text, (char) *at);
    }
  g_string_append_c (text, '"');
}

/* Whole numbers below it are exact in a double. */
#define EXACT 9007199254740992.0

/* The shortest text that reads back as the same double; whole numbers as people write them. */
static void
write_double (Writer *writer, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  char format[8];

  if (!isfinite (value))
    {
      g_string_append (writer->text, "null");
      return;
    }
  if (fabs (value) < EXACT && !(floor (value) < value))
    {
      g_ascii_formatd (buffer, sizeof buffer, "%.1f", value);
      g_string_append (writer->text, buffer);
      return;
    }
  for (guint digits = 1; digits <= 17; digits++)
    {
      g_snprintf (format, sizeof format, "%%.%ug", digits);
      g_ascii_formatd (buffer, sizeof buffer, format, value);

      double back = g_ascii_strtod (buffer, NULL);

      if (!(back < value) && !(back > value))
        break;
    }
  g_string_append (writer->text, buffer);
  if (strpbrk (buffer, ".e") == NULL)
    g_string_append (writer->text, ".0");
}

static void
write_break (Writer *writer, guint depth)
{
  if (writer->style != ASSAY_JSON_PRETTY)
    return;
  g_string_append_c (writer->text, '\n');
  for (guint i = 0; i < depth; i++)
    g_string_append (writer->text, "  ");
}

static void
write_array (Writer *writer, JsonArray *array, guint depth)
{
  guint n = json_array_get_length (array);

  g_string_append_c (writer->text, '[');
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (writer->text, ',');
      write_break (writer, depth + 1);
      write_node (writer, json_array_get_element (array, i), depth + 1);
    }
  if (n > 0)
    write_break (writer, depth);
  g_string_append_c (writer->text, ']');
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (a, b);
}

static void
write_object (Writer *writer, JsonObject *object, guint depth)
{
  g_autoptr (GList) members = json_object_get_members (object);
  gboolean first = TRUE;

  /* Sorting UTF-8 by bytes equals RFC 8785's UTF-16 order for the ASCII names that are allowed
   * here. */
  if (writer->style == ASSAY_JSON_CANONICAL)
    members = g_list_sort (members, compare_names);
  g_string_append_c (writer->text, '{');
  for (GList *at = members; at != NULL; at = at->next)
    {
      if (!first)
        g_string_append_c (writer->text, ',');
      first = FALSE;
      write_break (writer, depth + 1);
      write_string (writer, at->data);
      g_string_append (writer->text, writer->style == ASSAY_JSON_PRETTY ? ": " : ":");
      write_node (writer, json_object_get_member (object, at->data), depth + 1);
    }
  if (!first)
    write_break (writer, depth);
  g_string_append_c (writer->text, '}');
}

static void
write_value (Writer *writer, JsonNode *node)
{
  GType type = json_node_get_value_type (node);

  if (type == G_TYPE_STRING)
    write_string (writer, json_node_get_string (node));
  else if (type == G_TYPE_BOOLEAN)
    g_string_append (writer->text, json_node_get_boolean (node) ? "true" : "false");
  else if (type == G_TYPE_DOUBLE)
    write_double (writer, json_node_get_double (node));
  else
    g_string_append_printf (writer->text, "%" G_GINT64_FORMAT, json_node_get_int (node));
}

static void
write_node (Writer *writer, JsonNode *node, guint depth)
{
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      write_object (writer, json_node_get_object (node), depth);
      break;
    case JSON_NODE_ARRAY:
      write_array (writer, json_node_get_array (node), depth);
      break;
    case JSON_NODE_VALUE:
      write_value (writer, node);
      break;
    case JSON_NODE_NULL:
      g_string_append (writer->text, "null");
      break;
    }
}

char *
assay_json_text (JsonNode *node, AssayJsonStyle style)
{
  Writer writer = { .text = g_string_new (NULL), .style = style };

  write_node (&writer, node, 0);
  return g_string_free (writer.text, FALSE);
}

static JsonNode *
find_member (JsonObject *object, const char *member, JsonNodeType type)
{
  JsonNode *node = object == NULL ? NULL : json_object_get_member (object, member);

  return node != NULL && JSON_NODE_TYPE (node) == type ? node : NULL;
}

const char *
assay_json_string (JsonObject *object, const char *member, const char *fallback)
{
  JsonNode *node = find_member (object, member, JSON_NODE_VALUE);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    return fallback;
  return json_node_get_string (node);
}

gint64
assay_json_int (JsonObject *object, const char *member, gint64 fallback)
{
  JsonNode *node = find_member (object, member, JSON_NODE_VALUE);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_INT64)
    return fallback;
  return json_node_get_int (node);
}

gboolean
assay_json_bool (JsonObject *object, const char *member, gboolean fallback)
{
  JsonNode *node = find_member (object, member, JSON_NODE_VALUE);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return fallback;
  return json_node_get_boolean (node);
}

JsonObject *
assay_json_object (JsonObject *object, const char *member)
{
  JsonNode *node = find_member (object, member, JSON_NODE_OBJECT);

  return node == NULL ? NULL : json_node_get_object (node);
}

JsonArray *
assay_json_array (JsonObject *object, const char *member)
{
  JsonNode *node = find_member (object, member, JSON_NODE_ARRAY);

  return node == NULL ? NULL : json_node_get_array (node);
}
