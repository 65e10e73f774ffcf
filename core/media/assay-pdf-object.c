/* assay-pdf-object.c: strings and dates of PDF. */
#include "media/assay-pdf-object-private.h"

#include <string.h>

#include "media/assay-time-private.h"

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\0';
}

/* Behind a backslash at *@at (7.3.4.2): up to three octal digits or a letter. */
static void
append_escape (GString *text, const char **at, const char *end)
{
  static const char letters[] = "nrtbf";
  static const char values[] = "\n\r\t\b\f";
  const char *letter = strchr (letters, **at);

  if (**at >= '0' && **at <= '7')
    {
      guint value = 0;

      for (guint digits = 0; digits < 3 && *at < end && **at >= '0' && **at <= '7'; digits++)
        value = value * 8 + (guint) (*(*at)++ - '0');
      g_string_append_c (text, (char) (value & 0xff));
      return;
    }
  if (**at != '\0' && letter != NULL)
    g_string_append_c (text, values[letter - letters]);
  else if (**at != '\n' && **at != '\r')
    g_string_append_c (text, **at);
  (*at)++;
}

static GString *
read_literal (const char *at, const char *end)
{
  GString *text = g_string_new (NULL);
  guint nested = 0;

  while (at < end && text->len < 65536)
    {
      char c = *at++;

      if (c == '\\' && at < end)
        {
          append_escape (text, &at, end);
          continue;
        }
      if (c == ')' && nested == 0)
        break;
      nested += c == '(' ? 1u : 0u;
      nested -= c == ')' ? 1u : 0u;
      g_string_append_c (text, c);
    }
  return text;
}

static GString *
read_hexadecimal (const char *at, const char *end)
{
  GString *text = g_string_new (NULL);
  int high = -1;

  for (; at < end && *at != '>' && text->len < 65536; at++)
    {
      int digit = g_ascii_xdigit_value (*at);

      if (digit < 0)
        continue;
      if (high >= 0)
        g_string_append_c (text, (char) (high << 4 | digit));
      high = high < 0 ? digit : -1;
    }
  if (high >= 0)
    g_string_append_c (text, (char) (high << 4));
  return text;
}

/* Text strings (7.9.2.2): UTF-16BE or UTF-8 with a mark, else PDFDocEncoding, whose letters are
 * Latin-1's. */
static char *
to_utf8 (const GString *text)
{
  if (text->len >= 2 && memcmp (text->str, "\xfe\xff", 2) == 0)
    return g_convert (text->str + 2, (gssize) ((text->len - 2) & ~(gsize) 1), "UTF-8", "UTF-16BE",
                      NULL, NULL, NULL);
  if (text->len >= 3 && memcmp (text->str, "\xef\xbb\xbf", 3) == 0)
    return g_strndup (text->str + 3, text->len - 3);
  if (g_utf8_validate_len (text->str, text->len, NULL))
    return g_strndup (text->str, text->len);
  return g_convert (text->str, (gssize) text->len, "UTF-8", "ISO-8859-1", NULL, NULL, NULL);
}

char *
assay_pdf_string (const char *data, gsize size, const char *key)
{
  const char *end = data + size;
  gsize length = strlen (key);
  const char *at = data;

  while ((at = memmem (at, (gsize) (end - at), key, length)) != NULL)
    {
      at += length;

      const char *value = at;

      while (value < end && is_space (*value))
        value++;
      if (value >= end || (*value != '(' && *value != '<') || (value + 1 < end && value[1] == '<'))
        continue;

      GString *text
          = *value == '(' ? read_literal (value + 1, end) : read_hexadecimal (value + 1, end);
      char *decoded = to_utf8 (text);

      g_string_free (text, TRUE);
      return decoded;
    }
  return NULL;
}

gboolean
assay_pdf_date (const char *text, gint64 *unix_ms, gboolean *zoned)
{
  static const guint widths[] = { 4, 2, 2, 2, 2, 2 };
  guint fields[6] = { 0, 1, 1, 0, 0, 0 };
  const char *at = g_str_has_prefix (text, "D:") ? text + 2 : text;
  int minutes = 0;

  *zoned = FALSE;
  for (gsize i = 0; i < 6; i++)
    {
      guint value = 0;
      guint taken = 0;

      for (; taken < widths[i] && g_ascii_isdigit (*at); taken++)
        value = value * 10 + (guint) (*at++ - '0');
      if (taken == 0 && i > 0)
        break;
      if (taken < widths[i])
        return FALSE;
      fields[i] = value;
    }
  if (*at != '\0')
    {
      g_autofree char *zone = g_strdelimit (g_strndup (at, 7), "'", ':');

      *zoned = assay_time_parse_zone (zone, &minutes);
    }
  if (!assay_time_from_fields (fields[0], fields[1], fields[2], fields[3], fields[4], fields[5],
                               unix_ms))
    return FALSE;
  *unix_ms -= (gint64) minutes * 60000;
  return TRUE;
}
