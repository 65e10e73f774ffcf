/* assay-series-number.c: a number in a cell: its value, how it is written, and written again. */
#include "wavemark/assay-series-number.h"

#include <math.h>
#include <string.h>

#define MOST_LENGTH ASSAY_SERIES_NUMBER_MOST_LENGTH
#define MOST_DIGITS 15u
/* Exact in a double with room to spare. */
#define MOST_QUANTA 1e15
#define LARGEST 1e300
#define SMALLEST 1e-300

/* Plus sign and zeros in front. */
static void
note_form (const char *text, gsize length, char decimal, AssaySeriesNumber *number)
{
  gsize from = *text == '-' || *text == '+' ? 1 : 0;
  gsize end = from;

  number->plus = *text == '+';
  while (end < length && g_ascii_isdigit (text[end]))
    end++;
  number->whole = end == from && end < length && text[end] == decimal ? 0 : 1;
  if (end > from && text[from] == '0')
    number->whole = (guint8) (end - from);
}

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
  note_form (text, length, decimal, number);
  for (; i < length && (g_ascii_isdigit (text[i]) || (text[i] == decimal && !mark)); i++)
    {
      mark = mark || text[i] == decimal;
      digits += g_ascii_isdigit (text[i]);
      number->decimals += mark && text[i] != decimal;
      copy[n++] = text[i] == decimal ? '.' : text[i];
    }
  if (digits == 0)
    return FALSE;
  number->point = mark && number->decimals == 0;
  if (i < length && (text[i] == 'e' || text[i] == 'E'))
    {
      gsize from = i + 1;
      gsize signs = from < length && (text[from] == '+' || text[from] == '-');
      char *end;

      number->letter = text[i];
      number->power_sign = signs > 0 ? text[from] : '\0';
      number->power_digits = (guint8) (length - from - signs);
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

/* A number of up to 15 digits without an exponent, what nearly every cell is: one division of two
 * exact numbers, which rounds as reading the text does. FALSE if it is none. */
static gboolean
parse_short (const char *text, gsize length, char decimal, AssaySeriesNumber *number)
{
  gboolean negative = *text == '-';
  gboolean mark = FALSE;
  guint digits = 0;
  gint64 mantissa = 0;

  for (gsize i = negative || *text == '+' ? 1 : 0; i < length; i++)
    if (g_ascii_isdigit (text[i]) && digits < MOST_DIGITS)
      {
        mantissa = mantissa * 10 + (text[i] - '0');
        digits++;
        number->decimals += mark ? 1u : 0u;
      }
    else if (text[i] == decimal && !mark)
      mark = TRUE;
    else
      return FALSE;
  number->value = copysign ((double) mantissa / tens[number->decimals], negative ? -1.0 : 1.0);
  number->quantum = 1.0 / tens[number->decimals];
  number->point = mark && number->decimals == 0;
  note_form (text, length, decimal, number);
  return digits > 0;
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
  if (length == 0 || length > MOST_LENGTH)
    return FALSE;
  if (parse_short (text, length, decimal, number))
    return TRUE;
  *number = (AssaySeriesNumber){ 0 };
  if (!normalise (text, length, decimal, copy, number))
    return FALSE;
  number->value = g_ascii_strtod (copy, NULL);
  number->quantum = pow (10.0, number->exponent - (double) number->decimals);
  size = fabs (number->value);
  if (!isfinite (number->value) || !(number->quantum > SMALLEST) || size > LARGEST)
    return FALSE;
  return size <= MOST_QUANTA * number->quantum || number->decimals > 0;
}

gsize
assay_series_number_digits (guint64 value, guint least, char *text)
{
  char backwards[20];
  guint n = 0;

  for (; value > 0 || n < least; value /= 10)
    backwards[n++] = (char) ('0' + value % 10);
  for (guint i = 0; i < n; i++)
    text[i] = backwards[n - 1 - i];
  return n;
}

static gboolean
is_short (const AssaySeriesNumber *number, double value)
{
  return !number->scientific && number->decimals < G_N_ELEMENTS (tens)
         && fabs (value) * tens[number->decimals] < MOST_QUANTA;
}

/* Whole quanta, digit by digit. */
static gsize
print_short (const AssaySeriesNumber *number, double value, char decimal, char *text)
{
  guint64 quanta = (guint64) rint (fabs (value) * tens[number->decimals]);
  guint64 unit = (guint64) tens[number->decimals];
  gsize length = 0;

  if (signbit (value) || number->plus)
    text[length++] = signbit (value) ? '-' : '+';
  length += assay_series_number_digits (quanta / unit, MIN (number->whole, 20u), text + length);
  if (number->decimals > 0 || number->point)
    text[length++] = decimal;
  length += assay_series_number_digits (quanta % unit, number->decimals, text + length);
  text[length] = '\0';
  return length;
}

/* By the C library: an exponent, or more digits than a whole number of quanta holds. */
static gsize
print_long (const AssaySeriesNumber *number, double value, char decimal, char *text)
{
  guint decimals = MIN (number->decimals, MOST_LENGTH);
  char format[24];
  char digits[ASSAY_SERIES_NUMBER_SIZE];
  const char *at = digits;
  gsize length = 0;

  g_snprintf (format, sizeof format, "%%0%u.%uf",
              MAX (number->whole, 1u) + (decimals > 0 ? 1 + decimals : 0), decimals);
  g_ascii_formatd (digits, sizeof digits - 16, format,
                   fabs (value) / pow (10.0, (double) number->exponent));
  if (decimal != '.')
    g_strdelimit (digits, ".", decimal);
  if (number->whole == 0 && digits[0] == '0')
    at++;
  if (signbit (value) || number->plus)
    text[length++] = signbit (value) ? '-' : '+';
  length += g_strlcpy (text + length, at, ASSAY_SERIES_NUMBER_SIZE - length);
  if (number->point)
    text[length++] = decimal;
  text[length] = '\0';
  if (!number->scientific)
    return length;
  text[length++] = number->letter;
  if (number->power_sign != '\0')
    text[length++] = number->power_sign;
  length += (gsize) g_snprintf (text + length, ASSAY_SERIES_NUMBER_SIZE - length, "%0*d",
                                number->power_digits, ABS (number->exponent));
  return length;
}

gsize
assay_series_number_print (const AssaySeriesNumber *number,
                           double value,
                           char decimal,
                           char text[ASSAY_SERIES_NUMBER_SIZE])
{
  return is_short (number, value) ? print_short (number, value, decimal, text)
                                  : print_long (number, value, decimal, text);
}

double
assay_series_number_round (const AssaySeriesNumber *number, double value)
{
  char text[ASSAY_SERIES_NUMBER_SIZE];
  AssaySeriesNumber written;
  gsize length;

  if (is_short (number, value))
    return rint (value * tens[number->decimals]) / tens[number->decimals];
  length = assay_series_number_print (number, value, '.', text);
  return assay_series_number_parse (text, length, '.', &written) ? written.value : value;
}
