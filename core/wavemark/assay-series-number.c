/* assay-series-number.c: a number in a cell: its value, how it is written, and written again. */
#include "wavemark/assay-series-number.h"

#include <math.h>
#include <string.h>

#define MOST_LENGTH 64u
/* Exact in a double with room to spare. */
#define MOST_QUANTA 1e15
#define LARGEST 1e300
#define SMALLEST 1e-300

/* Copies the trimmed cell with a point for its mark and counts its decimals; FALSE if it is not of
 * the form. */
static gboolean
normalise (const char *text, gsize length, char decimal, char *copy, AssaySeriesNumber *number)
{
  gboolean mark = FALSE;
  guint digits = 0;
  gsize i = 0;
  gsize n = 0;

  if (i < length && (text[i] == '-' || text[i] == '+'))
    copy[n++] = text[i++];
  for (; i < length && (g_ascii_isdigit (text[i]) || (text[i] == decimal && !mark)); i++)
    {
      mark = mark || text[i] == decimal;
      digits += g_ascii_isdigit (text[i]);
      number->decimals += mark && text[i] != decimal;
      copy[n++] = text[i] == decimal ? '.' : text[i];
    }
  if (digits == 0)
    return FALSE;
  if (i < length && (text[i] == 'e' || text[i] == 'E'))
    {
      gsize from = i + 1;
      char *end;

      memcpy (copy + n, text + i, length - i);
      copy[n + length - i] = '\0';
      number->exponent = (int) g_ascii_strtoll (copy + n + 1, &end, 10);
      number->scientific = TRUE;
      return from < length && *end == '\0' && ABS (number->exponent) <= 300
             && !g_ascii_isspace (text[from]);
    }
  copy[n] = '\0';
  return i == length;
}

/* Powers of ten that a double holds exactly. */
static const double tens[]
    = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15 };

/* The value of a normalised mantissa of up to 15 digits: one division of two exact numbers, which
 * rounds as reading the text does. */
static double
short_value (const char *copy, guint decimals)
{
  gint64 mantissa = 0;

  for (const char *at = copy; *at != '\0'; at++)
    if (g_ascii_isdigit (*at))
      mantissa = mantissa * 10 + (*at - '0');
  return copysign ((double) mantissa / tens[decimals], *copy == '-' ? -1.0 : 1.0);
}

gboolean
assay_series_number_parse (const char *text, gsize length, char decimal, AssaySeriesNumber *number)
{
  char copy[MOST_LENGTH + 1];
  double size;

  while (length > 0 && (*text == ' ' || *text == '\t'))
    {
      text++;
      length--;
    }
  while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
    length--;
  *number = (AssaySeriesNumber){ 0 };
  if (length == 0 || length > MOST_LENGTH || !normalise (text, length, decimal, copy, number))
    return FALSE;
  /* A sign, 15 digits and a mark at most. */
  number->value = !number->scientific && strlen (copy) <= 15 ? short_value (copy, number->decimals)
                                                             : g_ascii_strtod (copy, NULL);
  number->quantum = pow (10.0, number->exponent - (double) number->decimals);
  size = fabs (number->value);
  if (!isfinite (number->value) || !(number->quantum > SMALLEST) || size > LARGEST)
    return FALSE;
  return size <= MOST_QUANTA * number->quantum || number->decimals > 0;
}

gsize
assay_series_number_print (const AssaySeriesNumber *number,
                           double value,
                           char decimal,
                           char text[ASSAY_SERIES_NUMBER_SIZE])
{
  char format[16];
  gsize length;

  g_snprintf (format, sizeof format, "%%.%uf", MIN (number->decimals, MOST_LENGTH));
  g_ascii_formatd (text, ASSAY_SERIES_NUMBER_SIZE, format,
                   value / pow (10.0, (double) number->exponent));
  length = strlen (text);
  if (decimal != '.')
    g_strdelimit (text, ".", decimal);
  if (number->scientific)
    length += (gsize) g_snprintf (text + length, ASSAY_SERIES_NUMBER_SIZE - length, "e%d",
                                  number->exponent);
  return length;
}

double
assay_series_number_round (const AssaySeriesNumber *number, double value)
{
  char text[ASSAY_SERIES_NUMBER_SIZE];
  AssaySeriesNumber written;
  gsize length;

  if (!number->scientific && number->decimals < G_N_ELEMENTS (tens)
      && fabs (value) * tens[number->decimals] < MOST_QUANTA)
    return rint (value * tens[number->decimals]) / tens[number->decimals];
  length = assay_series_number_print (number, value, '.', text);
  return assay_series_number_parse (text, length, '.', &written) ? written.value : value;
}
