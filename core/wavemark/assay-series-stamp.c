/* assay-series-stamp.c: one form for a time stamp, however it is written. */
#include "wavemark/assay-series-stamp.h"

#include <math.h>
#include <string.h>

#include "wavemark/assay-series-number.h"
#include "wavemark/assay-series-pattern.h"

#define MOST_LENGTH 64u
/* The years people count in, as seconds since 1970: 1990 to 2099. */
#define FROM_SECOND 631152000.0
#define TO_SECOND 4102444800.0

/* Days since 1970 in the proleptic Gregorian calendar. */
static gint64
days_of (const AssaySeriesMoment *moment)
{
  gint64 year = moment->year - (moment->month <= 2);
  gint64 era = (year >= 0 ? year : year - 399) / 400;
  gint64 in_era = year - era * 400;
  gint64 in_year = (153 * (moment->month + (moment->month > 2 ? -3 : 9)) + 2) / 5 + moment->day - 1;

  return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 + in_year - 719468;
}

static gsize
print_time (gint64 ms, char *stamp)
{
  gsize length = 1;

  stamp[0] = 't';
  if (ms < 0)
    stamp[length++] = '-';
  length
      += assay_series_number_digits (ms < 0 ? 0 - (guint64) ms : (guint64) ms, 1, stamp + length);
  stamp[length] = '\0';
  return length;
}

static gsize
print_moment (const AssaySeriesMoment *moment, char *stamp)
{
  gint64 days = days_of (moment);

  if (moment->counted)
    return print_time (moment->seconds * 1000 + moment->ms, stamp);
  if (moment->month < 1 || moment->month > 12 || moment->day < 1 || moment->day > 31
      || moment->hour > 24 || moment->minute > 59 || moment->second > 60 || moment->year_day > 366)
    return 0;
  if (moment->year_day > 0)
    days = days_of (&(AssaySeriesMoment){ .year = moment->year, .month = 1 }) + moment->year_day;
  return print_time (
      (days * 86400 + moment->hour * 3600 + (moment->minute - moment->offset) * 60 + moment->second)
              * 1000
          + moment->ms,
      stamp);
}

/* What follows the time: nothing, or a zone, perhaps behind spaces. */
static gboolean
end_with_zone (AssaySeriesCursor *self, AssaySeriesMoment *moment)
{
  while (assay_series_cursor_char (self, " "))
    continue;
  return self->at == self->end
         || (assay_series_cursor_zone (self, moment) && self->at == self->end);
}

/* ISO 8601 extended: year, month, day, time; each may end it. */
static gboolean
parse_iso (AssaySeriesCursor *self, AssaySeriesMoment *moment)
{
  *moment = (AssaySeriesMoment) ASSAY_SERIES_MOMENT_INIT;
  if (!assay_series_cursor_number (self, 4, 4, &moment->year)
      || !assay_series_cursor_char (self, "-/")
      || !assay_series_cursor_number (self, 1, 2, &moment->month))
    return FALSE;
  if (self->at == self->end)
    return TRUE;
  if (!assay_series_cursor_char (self, "-/")
      || !assay_series_cursor_number (self, 1, 2, &moment->day))
    return FALSE;
  if (self->at == self->end)
    return TRUE;
  if (!assay_series_cursor_char (self, "Tt ")
      || !assay_series_cursor_number (self, 1, 2, &moment->hour)
      || !assay_series_cursor_char (self, ":")
      || !assay_series_cursor_number (self, 2, 2, &moment->minute))
    return FALSE;
  if (assay_series_cursor_char (self, ":"))
    {
      if (!assay_series_cursor_number (self, 2, 2, &moment->second))
        return FALSE;
      if (assay_series_cursor_char (self, ".,"))
        assay_series_cursor_fraction (self, moment);
    }
  return end_with_zone (self, moment);
}

/* Whichever mark the table has for decimals. */
static gboolean
parse_number (const char *text, gsize length, AssaySeriesNumber *number)
{
  return assay_series_number_parse (text, length, '.', number)
         || assay_series_number_parse (text, length, ',', number);
}

static gsize
print_epoch (const char *text, gsize length, double per_second, char *stamp)
{
  AssaySeriesNumber number;

  if (!parse_number (text, length, &number) || fabs (number.value) > 1e15)
    return 0;
  return print_time ((gint64) llround (number.value * 1000.0 / per_second), stamp);
}

/* A plain number without needless zeros: "7", "7.0", "7,0" and "+7" are one. */
static gsize
print_number (const char *text, gsize length, char *stamp)
{
  AssaySeriesNumber number;
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (!parse_number (text, length, &number))
    return 0;
  g_ascii_dtostr (digits, sizeof digits, number.value + 0.0);
  return (gsize) g_snprintf (stamp, ASSAY_SERIES_STAMP_SIZE, "n%s", digits);
}

static gsize
print_text (const char *text, gsize length, char *stamp)
{
  stamp[0] = 's';
  if (length <= MOST_LENGTH)
    {
      memcpy (stamp + 1, text, length);
      stamp[length + 1] = '\0';
      return length + 1;
    }

  g_autofree char *hash
      = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) text, length);

  return (gsize) g_snprintf (stamp, ASSAY_SERIES_STAMP_SIZE, "s%s", hash);
}

gsize
assay_series_stamp_canonical (const char *text,
                              gsize length,
                              const char *format,
                              char stamp[ASSAY_SERIES_STAMP_SIZE])
{
  gsize written = 0;
  gboolean free_form = format == NULL || *format == '\0';
  AssaySeriesMoment moment;

  while (length > 0 && g_ascii_isspace (*text))
    {
      text++;
      length--;
    }
  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;
  if (length == 0)
    return 0;

  AssaySeriesCursor cursor = { text, text + length };

  if (!free_form && g_str_equal (format, "epoch"))
    written = print_epoch (text, length, 1.0, stamp);
  else if (!free_form && g_str_equal (format, "epoch-ms"))
    written = print_epoch (text, length, 1000.0, stamp);
  else if (!free_form ? assay_series_pattern_read (&cursor, format, &moment)
                      : parse_iso (&cursor, &moment))
    written = print_moment (&moment, stamp);
  if (written == 0)
    written = print_number (text, length, stamp);
  return written != 0 ? written : print_text (text, length, stamp);
}

/* Digits at @at, at most four. */
static gsize
count_digits (const char *text, gsize length, gsize at)
{
  gsize n = 0;

  while (n < 4 && at + n < length && g_ascii_isdigit (text[at + n]))
    n++;
  return n;
}

gboolean
assay_series_stamp_is_date (const char *text, gsize length)
{
  gsize day = count_digits (text, length, 0);
  gsize month = count_digits (text, length, day + 1);
  gsize year = count_digits (text, length, day + month + 2);
  gsize end = day + month + year + 2;

  return day > 0 && month > 0 && year > 0 && strchr ("/.-", text[day]) != NULL
         && text[day] == text[day + month + 1]
         && (length == end || text[end] == ' ' || text[end] == 'T');
}

gboolean
assay_series_stamp_is_epoch (double value)
{
  double second = value >= FROM_SECOND * 1000.0 ? value / 1000.0 : value;

  return second >= FROM_SECOND && second < TO_SECOND && !(fabs (value - floor (value)) > 0.0);
}
