/* assay-series-stamp.c: one form for a time stamp, however it is written. */
#include "wavemark/assay-series-stamp.h"

#include <math.h>
#include <string.h>

#include "wavemark/assay-series-number.h"

#define MOST_LENGTH 64u

typedef struct
{
  const char *at;
  const char *end;
} Cursor;

/* Between @least and @most digits. */
static gboolean
take_number (Cursor *self, guint least, guint most, int *value)
{
  guint n = 0;

  *value = 0;
  for (; n < most && self->at < self->end && g_ascii_isdigit (*self->at); n++)
    *value = *value * 10 + (*self->at++ - '0');
  return n >= least;
}

static gboolean
take_char (Cursor *self, const char *any)
{
  if (self->at == self->end || strchr (any, *self->at) == NULL)
    return FALSE;
  self->at++;
  return TRUE;
}

typedef struct
{
  int year, month, day, hour, minute, second, ms, offset; /* offset in minutes */
} Moment;

/* Days since 1970 in the proleptic Gregorian calendar. */
static gint64
days_of (const Moment *moment)
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
print_moment (const Moment *moment, char *stamp)
{
  gint64 seconds = days_of (moment) * 86400 + moment->hour * 3600
                   + (moment->minute - moment->offset) * 60 + moment->second;

  if (moment->month < 1 || moment->month > 12 || moment->day < 1 || moment->day > 31
      || moment->hour > 24 || moment->minute > 59 || moment->second > 60)
    return 0;
  return print_time (seconds * 1000 + moment->ms, stamp);
}

/* Digits behind the point of seconds, as milliseconds. */
static void
take_fraction (Cursor *self, Moment *moment)
{
  int weight = 100;

  for (; self->at < self->end && g_ascii_isdigit (*self->at); self->at++, weight /= 10)
    moment->ms += (*self->at - '0') * weight;
}

static gboolean
take_zone (Cursor *self, Moment *moment)
{
  int hours;
  int minutes = 0;
  gboolean west;

  while (take_char (self, " "))
    continue;
  if (self->at == self->end || take_char (self, "Zz"))
    return self->at == self->end;
  west = *self->at == '-';
  if (!take_char (self, "+-") || !take_number (self, 2, 2, &hours))
    return FALSE;
  take_char (self, ":");
  if (self->at < self->end && !take_number (self, 2, 2, &minutes))
    return FALSE;
  moment->offset = (hours * 60 + minutes) * (west ? -1 : 1);
  return self->at == self->end;
}

/* ISO 8601 extended: year, month, day, time; each may end it. */
static gboolean
parse_iso (Cursor *self, Moment *moment)
{
  *moment = (Moment){ .month = 1, .day = 1 };
  if (!take_number (self, 4, 4, &moment->year) || !take_char (self, "-/")
      || !take_number (self, 1, 2, &moment->month))
    return FALSE;
  if (self->at == self->end)
    return TRUE;
  if (!take_char (self, "-/") || !take_number (self, 1, 2, &moment->day))
    return FALSE;
  if (self->at == self->end)
    return TRUE;
  if (!take_char (self, "Tt ") || !take_number (self, 1, 2, &moment->hour) || !take_char (self, ":")
      || !take_number (self, 2, 2, &moment->minute))
    return FALSE;
  if (take_char (self, ":"))
    {
      if (!take_number (self, 2, 2, &moment->second))
        return FALSE;
      if (take_char (self, ".,"))
        take_fraction (self, moment);
    }
  return take_zone (self, moment);
}

/* A pattern of %Y %m %d %H %M %S and other characters as they are. */
static gboolean
parse_pattern (Cursor *self, const char *pattern, Moment *moment)
{
  *moment = (Moment){ .month = 1, .day = 1 };
  for (const char *at = pattern; *at != '\0'; at++)
    {
      int *part = NULL;

      if (*at == '%')
        switch (*++at)
          {
          case 'Y':
            if (!take_number (self, 4, 4, &moment->year))
              return FALSE;
            continue;
          case 'm':
            part = &moment->month;
            break;
          case 'd':
            part = &moment->day;
            break;
          case 'H':
            part = &moment->hour;
            break;
          case 'M':
            part = &moment->minute;
            break;
          case 'S':
            part = &moment->second;
            break;
          default:
            return FALSE;
          }
      if (part != NULL ? !take_number (self, 1, 2, part)
                       : self->at == self->end || *self->at++ != *at)
        return FALSE;
    }
  return self->at == self->end;
}

static gsize
print_epoch (const char *text, gsize length, double per_second, char *stamp)
{
  AssaySeriesNumber number;

  if (!assay_series_number_parse (text, length, '.', &number) || fabs (number.value) > 1e15)
    return 0;
  return print_time ((gint64) llround (number.value * 1000.0 / per_second), stamp);
}

/* A plain number without needless zeros: "7", "7.0" and "+7" are one. */
static gsize
print_number (const char *text, gsize length, char *stamp)
{
  AssaySeriesNumber number;
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (!assay_series_number_parse (text, length, '.', &number))
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
  Moment moment;

  while (length > 0 && g_ascii_isspace (*text))
    {
      text++;
      length--;
    }
  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;
  if (length == 0)
    return 0;

  Cursor cursor = { text, text + length };

  if (!free_form && g_str_equal (format, "epoch"))
    written = print_epoch (text, length, 1.0, stamp);
  else if (!free_form && g_str_equal (format, "epoch-ms"))
    written = print_epoch (text, length, 1000.0, stamp);
  else if (!free_form ? parse_pattern (&cursor, format, &moment) : parse_iso (&cursor, &moment))
    written = print_moment (&moment, stamp);
  if (written == 0)
    written = print_number (text, length, stamp);
  return written != 0 ? written : print_text (text, length, stamp);
}
