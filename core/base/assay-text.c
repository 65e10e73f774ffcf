/* assay-text.c: foreign text made visible, numbers and times as data text. */
#include "base/assay-text.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/assay-limits.h"
#include "base/assay-text-hidden-private.h"

/* 0 at the end, for NUL and for bytes that are no character. */
static gunichar
valid_char (const char *at, const char *end)
{
  const gunichar c = at < end && *at != '\0' ? g_utf8_get_char_validated (at, end - at) : 0;

  return c == (gunichar) -1 || c == (gunichar) -2 ? 0 : c;
}

char *
assay_text_visible (const char *bytes, gssize length)
{
  gsize size = bytes == NULL ? 0 : length < 0 ? strlen (bytes) : (gsize) length;
  GString *text = g_string_sized_new (MIN (size, ASSAY_LIMIT_TEXT) + 16);
  const char *end = bytes == NULL ? NULL : bytes + size;
  gunichar before = 0;

  for (const char *at = bytes; at < end;)
    {
      if (text->len >= ASSAY_LIMIT_TEXT)
        {
          g_string_append (text, "…");
          break;
        }

      const gunichar c = valid_char (at, end);
      const char *next = c == 0 ? at + 1 : g_utf8_next_char (at);
      const gboolean hidden = c == 0 || assay_text_hides (c, before, valid_char (next, end));

      if (c == 0)
        g_string_append_printf (text, "\\x%02X", (guint) (guchar) *at);
      else if (hidden)
        g_string_append_printf (text, "\\u{%04X}", c);
      else
        g_string_append_unichar (text, c);
      before = hidden ? 0 : assay_text_leaves (c, before);
      at = next;
    }
  return g_string_free (text, FALSE);
}

char *
assay_text_line (const char *bytes, gssize length)
{
  g_autofree char *visible = assay_text_visible (bytes, length);
  GString *line = g_string_new (NULL);

  for (const char *at = visible; *at != '\0'; at++)
    if ((guchar) *at < 0x20)
      g_string_append_printf (line, "\\u{%04X}", (guint) *at);
    else
      g_string_append_c (line, *at);
  return g_string_free (line, FALSE);
}

char *
assay_text_hex (const guint8 *data, gsize size)
{
  static const char digits[] = "0123456789abcdef";
  char *text = g_malloc (size * 2 + 1);

  for (gsize i = 0; i < size; i++)
    {
      text[i * 2] = digits[data[i] >> 4];
      text[i * 2 + 1] = digits[data[i] & 15];
    }
  text[size * 2] = '\0';
  return text;
}

GBytes *
assay_text_unhex (const char *text)
{
  gsize length = strlen (text);

  if (length % 2 != 0)
    return NULL;

  g_autofree guint8 *data = g_malloc (length / 2 + 1);

  for (gsize i = 0; i < length / 2; i++)
    {
      int high = g_ascii_xdigit_value (text[i * 2]);
      int low = g_ascii_xdigit_value (text[i * 2 + 1]);

      if (high < 0 || low < 0)
        return NULL;
      data[i] = (guint8) (high << 4 | low);
    }
  return g_bytes_new_take (g_steal_pointer (&data), length / 2);
}

/* Half away from zero on the decimal value as written with 15 significant digits, so that 0.285 at
 * two digits is 0.29 although its double lies below: what a person would do with the number they
 * see. */
static double
round_half_away (double value, guint digits)
{
  static const double powers[]
      = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15 };
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  double scaled = value * powers[digits];

  if (fabs (scaled) >= 1e15)
    return value;
  g_ascii_formatd (buffer, sizeof buffer, "%.15g", scaled);
  return round (g_ascii_strtod (buffer, NULL)) / powers[digits];
}

char *
assay_number_text (double value, guint digits)
{
  if (isnan (value))
    return g_strdup ("nan");
  if (isinf (value))
    return g_strdup (value > 0 ? "inf" : "-inf");

  /* DBL_MAX has 309 digits before the point. */
  char buffer[512];
  char format[8];

  digits = MIN (digits, 15);
  g_snprintf (format, sizeof format, "%%.%uf", digits);
  g_ascii_formatd (buffer, sizeof buffer, format, round_half_away (value, digits));
  if (buffer[0] == '-' && strspn (buffer + 1, "0.") == strlen (buffer + 1))
    return g_strdup (buffer + 1);
  return g_strdup (buffer);
}

double
assay_number_round (double value, guint digits)
{
  if (!isfinite (value))
    return value;

  g_autofree char *text = assay_number_text (value, digits);

  return g_ascii_strtod (text, NULL);
}

char *
assay_time_text (gint64 unix_ms)
{
  gint64 seconds = unix_ms / 1000;
  gint64 rest = unix_ms % 1000;

  if (rest < 0)
    {
      seconds--;
      rest += 1000;
    }

  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);

  if (time == NULL)
    return g_strdup ("");
  return g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", g_date_time_get_year (time),
                          g_date_time_get_month (time), g_date_time_get_day_of_month (time),
                          g_date_time_get_hour (time), g_date_time_get_minute (time),
                          g_date_time_get_second (time), (int) rest);
}

const char *
assay_text_translate (const char *msgid)
{
  return msgid == NULL || *msgid == '\0' ? "" : g_dgettext (GETTEXT_PACKAGE, msgid);
}
