/* assay-json-parse.c: strict RFC 8259 reading into json-glib trees.
 *
 * json-glib's own parser accepts comments, single-quoted strings and duplicate members, and
 * recurses without a limit: a ledger that two readers understand differently proves nothing. */
#include "base/assay-json.h"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/assay-error.h"

typedef struct
{
  const char *at;
  const char *end;
  const char *start;
  guint depth;
  guint max_depth;
  gboolean too_deep;
} Parser;

static JsonNode *parse_value (Parser *parser);

static void
skip_space (Parser *parser)
{
  while (parser->at < parser->end && strchr (" \t\r\n", *parser->at) != NULL && *parser->at != '\0')
    parser->at++;
}

static gboolean
take (Parser *parser, char c)
{
  skip_space (parser);
  if (parser->at >= parser->end || *parser->at != c)
    return FALSE;
  parser->at++;
  return TRUE;
}

static gboolean
take_word (Parser *parser, const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (parser->end - parser->at) < length || memcmp (parser->at, word, length) != 0)
    return FALSE;
  parser->at += length;
  return TRUE;
}

/* The four digits of \uXXXX; -1 if they are not. */
static int
parse_unit (Parser *parser)
{
  int unit = 0;

  if (parser->end - parser->at < 4)
    return -1;
  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (parser->at[i]);

      if (digit < 0)
        return -1;
      unit = unit * 16 + digit;
    }
  parser->at += 4;
  return unit;
}

static gboolean
parse_unicode (Parser *parser, GString *text)
{
  int unit = parse_unit (parser);

  if (unit <= 0 || (unit >= 0xdc00 && unit <= 0xdfff))
    return FALSE;
  if (unit >= 0xd800 && unit <= 0xdbff)
    {
      int low;

      if (!take_word (parser, "\\u"))
        return FALSE;
      low = parse_unit (parser);
      if (low < 0xdc00 || low > 0xdfff)
        return FALSE;
      unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    }
  g_string_append_unichar (text, (gunichar) unit);
  return TRUE;
}

static gboolean
parse_escape (Parser *parser, GString *text)
{
  static const char letters[] = "btnfr\"\\/";
  static const char named[] = "\b\t\n\f\r\"\\/";

  if (parser->at >= parser->end)
    return FALSE;

  char c = *parser->at++;
  const char *found = c == '\0' ? NULL : strchr (letters, c);

  if (c == 'u')
    return parse_unicode (parser, text);
  if (found == NULL)
    return FALSE;
  g_string_append_c (text, named[found - letters]);
  return TRUE;
}

/* The text of a string whose opening quote was taken; NULL if it is malformed. */
static char *
parse_string (Parser *parser)
{
  GString *text = g_string_new (NULL);

  while (parser->at < parser->end)
    {
      char c = *parser->at++;

      if (c == '"' && g_utf8_validate_len (text->str, text->len, NULL))
        return g_string_free (text, FALSE);
      if ((guchar) c < 0x20 || c == '"' || (c == '\\' && !parse_escape (parser, text)))
        break;
      if (c != '\\')
        g_string_append_c (text, c);
    }
  g_string_free (text, TRUE);
  return NULL;
}

static gsize
skip_digits (Parser *parser)
{
  const char *first = parser->at;

  while (parser->at < parser->end && g_ascii_isdigit (*parser->at))
    parser->at++;
  return (gsize) (parser->at - first);
}

static JsonNode *
parse_number (Parser *parser)
{
  const char *first = parser->at;
  gboolean real = FALSE;

  if (*parser->at == '-')
    parser->at++;

  const char *digits = parser->at;
  gsize n = skip_digits (parser);

  if (n == 0 || (n > 1 && *digits == '0'))
    return NULL;
  if (parser->at < parser->end && *parser->at == '.')
    {
      real = TRUE;
      parser->at++;
      if (skip_digits (parser) == 0)
        return NULL;
    }
  if (parser->at < parser->end && (*parser->at == 'e' || *parser->at == 'E'))
    {
      real = TRUE;
      parser->at++;
      if (parser->at < parser->end && (*parser->at == '+' || *parser->at == '-'))
        parser->at++;
      if (skip_digits (parser) == 0)
        return NULL;
    }
  if (parser->at - first > 64)
    return NULL;

  g_autofree char *text = g_strndup (first, (gsize) (parser->at - first));

  if (real)
    return json_node_init_double (json_node_alloc (), g_ascii_strtod (text, NULL));
  errno = 0;

  gint64 value = g_ascii_strtoll (text, NULL, 10);

  return errno != 0 ? NULL : json_node_init_int (json_node_alloc (), value);
}

static JsonNode *
parse_array (Parser *parser)
{
  g_autoptr (JsonArray) array = json_array_new ();

  if (!take (parser, ']'))
    {
      do
        {
          JsonNode *element = parse_value (parser);

          if (element == NULL)
            return NULL;
          json_array_add_element (array, element);
        }
      while (take (parser, ','));
      if (!take (parser, ']'))
        return NULL;
    }
  return json_node_init_array (json_node_alloc (), array);
}

static gboolean
parse_member (Parser *parser, JsonObject *object)
{
  if (!take (parser, '"'))
    return FALSE;

  g_autofree char *name = parse_string (parser);

  if (name == NULL || json_object_has_member (object, name) || !take (parser, ':'))
    return FALSE;

  JsonNode *value = parse_value (parser);

  if (value == NULL)
    return FALSE;
  json_object_set_member (object, name, value);
  return TRUE;
}

static JsonNode *
parse_object (Parser *parser)
{
  g_autoptr (JsonObject) object = json_object_new ();

  if (!take (parser, '}'))
    {
      do
        {
          if (!parse_member (parser, object))
            return NULL;
        }
      while (take (parser, ','));
      if (!take (parser, '}'))
        return NULL;
    }
  return json_node_init_object (json_node_alloc (), object);
}

static JsonNode *
parse_nested (Parser *parser, JsonNode *(*parse) (Parser *parser))
{
  if (parser->depth >= parser->max_depth)
    {
      parser->too_deep = TRUE;
      return NULL;
    }
  parser->depth++;
  parser->at++;

  JsonNode *node = parse (parser);

  parser->depth--;
  return node;
}

static JsonNode *
parse_value (Parser *parser)
{
  skip_space (parser);
  if (parser->at >= parser->end)
    return NULL;
  switch (*parser->at)
    {
    case '{':
      return parse_nested (parser, parse_object);
    case '[':
      return parse_nested (parser, parse_array);
    case '"':
      {
        parser->at++;

        g_autofree char *text = parse_string (parser);

        return text == NULL ? NULL : json_node_init_string (json_node_alloc (), text);
      }
    case 't':
      return take_word (parser, "true") ? json_node_init_boolean (json_node_alloc (), TRUE) : NULL;
    case 'f':
      return take_word (parser, "false") ? json_node_init_boolean (json_node_alloc (), FALSE)
                                         : NULL;
    case 'n':
      return take_word (parser, "null") ? json_node_init_null (json_node_alloc ()) : NULL;
    default:
      return parse_number (parser);
    }
}

JsonNode *
assay_json_parse (const char *text, gssize length, guint max_depth, GError **error)
{
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  Parser parser = { .at = text, .start = text, .end = text + size, .max_depth = max_depth };
  g_autoptr (JsonNode) root = parse_value (&parser);

  skip_space (&parser);
  if (root != NULL && parser.at == parser.end)
    return g_steal_pointer (&root);
  if (parser.too_deep)
    g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_LIMIT,
                 _ ("The JSON text is nested deeper than %u levels"), max_depth);
  else
    g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                 _ ("The JSON text is malformed near byte %zu"),
                 (gsize) (parser.at - parser.start));
  return NULL;
}
