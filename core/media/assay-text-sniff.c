/* assay-text-sniff.c: telling text from other bytes, tables from other text. Works on the first
 * kilobytes only. */
#include "media/assay-text-sniff-private.h"

#include <string.h>

const char *
assay_encoding_name (AssayEncoding encoding)
{
  static const char *const names[]
      = { "binary", "ascii", "utf-8", "utf-8-bom", "utf-16le", "utf-16be", "8-bit" };

  return names[encoding];
}

static gboolean
is_text_control (guint8 byte)
{
  return byte == '\t' || byte == '\n' || byte == '\r' || byte == '\f' || byte == 0x1b;
}

/* UTF-8 up to a character that the end cuts off. */
static gboolean
is_utf8_prefix (const guint8 *data, gsize size)
{
  const char *end;

  if (g_utf8_validate_len ((const char *) data, size, &end))
    return TRUE;

  gsize left = size - (gsize) (end - (const char *) data);

  return left < 4 && g_utf8_get_char_validated (end, (gssize) left) == (gunichar) -2;
}

/* Whether the units behind a byte order mark are letters: no control characters, surrogates only in
 * pairs. */
static gboolean
is_utf16 (const guint8 *data, gsize size, gboolean big_endian)
{
  gboolean high = FALSE;

  for (gsize i = 2; i + 1 < size; i += 2)
    {
      guint unit = big_endian ? (guint) (data[i] << 8 | data[i + 1])
                              : (guint) (data[i + 1] << 8 | data[i]);
      gboolean low = unit >= 0xdc00 && unit <= 0xdfff;

      if (low != high || unit == 0xffff || (unit < 0x20 && !is_text_control ((guint8) unit)))
        return FALSE;
      high = unit >= 0xd800 && unit <= 0xdbff;
    }
  return size >= 4;
}

AssayTextKind
assay_text_kind (const guint8 *data, gsize size)
{
  gboolean high = FALSE;

  if (size >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    return (AssayTextKind){ .encoding = ASSAY_ENCODING_UTF8_BOM, .start = 3 };
  if (size >= 2 && memcmp (data, "\xff\xfe", 2) == 0 && is_utf16 (data, size, FALSE))
    return (AssayTextKind){ .encoding = ASSAY_ENCODING_UTF16_LE, .start = 2 };
  if (size >= 2 && memcmp (data, "\xfe\xff", 2) == 0 && is_utf16 (data, size, TRUE))
    return (AssayTextKind){ .encoding = ASSAY_ENCODING_UTF16_BE, .start = 2 };
  for (gsize i = 0; i < size; i++)
    {
      if (data[i] < 0x20 && !is_text_control (data[i]))
        return (AssayTextKind){ .encoding = ASSAY_ENCODING_BINARY };
      high |= data[i] >= 0x7f;
    }
  if (size == 0 || !high)
    return (AssayTextKind){ .encoding = size == 0 ? ASSAY_ENCODING_BINARY : ASSAY_ENCODING_ASCII };
  if (is_utf8_prefix (data, size))
    return (AssayTextKind){ .encoding = ASSAY_ENCODING_UTF8 };

  /* C1 controls are no letters in any 8-bit Western code, and text is mostly ASCII. */
  gsize strange = 0;

  for (gsize i = 0; i < size; i++)
    strange += data[i] >= 0x7f;
  return (AssayTextKind){ .encoding
                          = strange * 4 < size ? ASSAY_ENCODING_LATIN1 : ASSAY_ENCODING_BINARY };
}

/* Delimiters outside of quotes in the line at @data; *@next is where the following line begins. */
static guint
count_delimiters (
    const guint8 *data, gsize size, char delimiter, gsize *next, gboolean *quoted, gboolean *whole)
{
  gboolean inside = FALSE;
  guint count = 0;
  gsize at = 0;

  *whole = FALSE;
  for (; at < size; at++)
    {
      guint8 byte = data[at];

      if (byte == '"')
        inside = !inside;
      if (byte == '"')
        *quoted = TRUE;
      if (!inside && byte == (guint8) delimiter)
        count++;
      if (!inside && (byte == '\n' || byte == '\r'))
        {
          *whole = TRUE;
          break;
        }
    }
  while (at < size && (data[at] == '\n' || data[at] == '\r'))
    at++;
  *next = at;
  return count;
}

/* Lines that agree with the first one, of at most 64; 0 when the delimiter does not occur in it. */
static guint
agreeing_lines (
    const guint8 *data, gsize size, char delimiter, guint *lines, guint *columns, gboolean *quoted)
{
  guint agree = 0;
  guint first = 0;
  gsize at = 0;

  *lines = 0;
  while (at < size && *lines < 64)
    {
      gsize step;
      gboolean whole;
      guint count = count_delimiters (data + at, size - at, delimiter, &step, quoted, &whole);

      if (!whole && *lines > 0)
        break;
      if (*lines == 0)
        first = count;
      agree += count == first;
      (*lines)++;
      at += step;
    }
  *columns = first + 1;
  return first == 0 ? 0 : agree;
}

gboolean
assay_text_is_number (const char *text)
{
  char *end;

  text += strspn (text, " \t\"");
  g_ascii_strtod (text, &end);
  return end != text && end[strspn (end, " \t\"\r")] == '\0';
}

/* Numbers are short; a longer line is none. */
static gboolean
is_number_line (const guint8 *line, gsize length)
{
  char text[64];

  if (length >= sizeof text)
    return FALSE;
  memcpy (text, line, length);
  text[length] = '\0';
  return assay_text_is_number (text);
}

/* A single column is a table when all lines but perhaps the first are numbers. */
static gboolean
is_number_column (const guint8 *data, gsize size)
{
  guint lines = 0;
  guint numbers = 0;

  for (gsize at = 0; at < size && lines < 64;)
    {
      gsize length = 0;

      while (at + length < size && data[at + length] != '\n')
        length++;
      if (at + length == size && lines > 0)
        break;

      gsize bare = length > 0 && data[at + length - 1] == '\r' ? length - 1 : length;

      if (bare > 0)
        lines++;
      if (is_number_line (data + at, bare))
        numbers++;
      at += length + 1;
    }
  return lines >= 2 && numbers + 1 >= lines;
}

gboolean
assay_table_guess (const guint8 *data, gsize size, AssayTableDialect *dialect)
{
  static const char delimiters[] = { ',', ';', '\t', '|' };
  double best = 0.0;

  *dialect = (AssayTableDialect){ 0 };
  for (gsize i = 0; i < sizeof delimiters; i++)
    {
      guint lines;
      guint columns;
      gboolean quoted = FALSE;
      guint agree = agreeing_lines (data, size, delimiters[i], &lines, &columns, &quoted);
      double share = lines < 2 ? 0.0 : (double) agree / lines;

      /* Prose has commas too, but not the same number in nine of ten lines. */
      if (share < 0.9 || share * columns <= best)
        continue;
      best = share * columns;
      *dialect
          = (AssayTableDialect){ .delimiter = delimiters[i], .columns = columns, .quoted = quoted };
    }
  if (dialect->delimiter != 0)
    return TRUE;
  if (!is_number_column (data, size))
    return FALSE;
  dialect->columns = 1;
  return TRUE;
}

static gboolean
begins (const char *text, gsize size, const char *word)
{
  gsize length = strlen (word);

  return size >= length && g_ascii_strncasecmp (text, word, length) == 0;
}

const char *
assay_text_sniff (const guint8 *data, gsize size)
{
  AssayTextKind kind = assay_text_kind (data, size);
  AssayTableDialect dialect;

  if (kind.encoding == ASSAY_ENCODING_BINARY)
    return NULL;
  if (kind.encoding == ASSAY_ENCODING_UTF16_LE || kind.encoding == ASSAY_ENCODING_UTF16_BE)
    return "text";
  data += kind.start;
  size -= kind.start;
  while (size > 0 && g_ascii_isspace (*data))
    {
      data++;
      size--;
    }
  if (size == 0)
    return "text";

  const char *text = (const char *) data;

  if (begins (text, size, "<svg")
      || (begins (text, size, "<?xml") && g_strstr_len (text, (gssize) size, "<svg") != NULL))
    return "svg";
  if (begins (text, size, "<!doctype html") || begins (text, size, "<html"))
    return "html";
  if (begins (text, size, "<?xml") || begins (text, size, "<?xpacket")
      || begins (text, size, "<x:xmpmeta"))
    return "xml";
  if ((text[0] == '{' || text[0] == '[') && size > 1
      && strchr ("\"{[ \t\r\n]}-0123456789tfn", text[1]) != NULL)
    return "json";
  if (assay_table_guess (data, size, &dialect))
    return dialect.delimiter == '\t' ? "tsv" : "csv";
  return "text";
}
