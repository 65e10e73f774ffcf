/* assay-series-pattern.c: time stamps of a form that somebody named. Not strptime() itself: that
 * depends on the locale, needs a terminated text and knows no fractions. */
#include "wavemark/assay-series-pattern.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <stddef.h>
#include <string.h>

#include "model/assay-model-error.h"

/* POSIX: years of two digits from here on are of the 20th century. */
#define CENTURY_TURNS 69

typedef struct
{
  char code;
  guint8 least, most; /* digits */
  gsize at;           /* of an int of the moment */
} Number;

static const Number numbers[] = {
  { 'Y', 4, 4, offsetof (AssaySeriesMoment, year) },
  { 'm', 1, 2, offsetof (AssaySeriesMoment, month) },
  { 'd', 1, 2, offsetof (AssaySeriesMoment, day) },
  { 'e', 1, 2, offsetof (AssaySeriesMoment, day) },
  { 'H', 1, 2, offsetof (AssaySeriesMoment, hour) },
  { 'I', 1, 2, offsetof (AssaySeriesMoment, hour) },
  { 'M', 1, 2, offsetof (AssaySeriesMoment, minute) },
  { 'S', 1, 2, offsetof (AssaySeriesMoment, second) },
  { 'j', 1, 3, offsetof (AssaySeriesMoment, year_day) },
};

static const struct
{
  char code;
  const char *pattern;
} shorts[] = { { 'F', "%Y-%m-%d" }, { 'T', "%H:%M:%S" }, { 'R', "%H:%M" }, { 'D', "%m/%d/%y" } };

static const char *const months[]
    = { "january", "february", "march",     "april",   "may",      "june",
        "july",    "august",   "september", "october", "november", "december" };
static const char *const days[]
    = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday" };

/* Codes that are neither numbers nor short for others. */
#define OTHERS "yfpszbBhaA%"

gboolean
assay_series_cursor_number (AssaySeriesCursor *self, guint least, guint most, int *value)
{
  guint n = 0;

  *value = 0;
  for (; n < most && self->at < self->end && g_ascii_isdigit (*self->at); n++)
    *value = *value * 10 + (*self->at++ - '0');
  return n >= least;
}

gboolean
assay_series_cursor_char (AssaySeriesCursor *self, const char *any)
{
  if (self->at == self->end || *self->at == '\0' || strchr (any, *self->at) == NULL)
    return FALSE;
  self->at++;
  return TRUE;
}

void
assay_series_cursor_fraction (AssaySeriesCursor *self, AssaySeriesMoment *moment)
{
  int weight = 100;

  for (; self->at < self->end && g_ascii_isdigit (*self->at); self->at++, weight /= 10)
    moment->ms += (*self->at - '0') * weight;
}

gboolean
assay_series_cursor_zone (AssaySeriesCursor *self, AssaySeriesMoment *moment)
{
  int hours, minutes = 0;
  gboolean west;

  if (assay_series_cursor_char (self, "Zz"))
    return TRUE;
  west = self->at < self->end && *self->at == '-';
  if (!assay_series_cursor_char (self, "+-") || !assay_series_cursor_number (self, 2, 2, &hours))
    return FALSE;
  if ((assay_series_cursor_char (self, ":")
       || (self->at < self->end && g_ascii_isdigit (*self->at)))
      && !assay_series_cursor_number (self, 2, 2, &minutes))
    return FALSE;
  moment->offset = (hours * 60 + minutes) * (west ? -1 : 1);
  return TRUE;
}

/* The letters that follow are one of @names or its first three; -1. */
static int
take_name (AssaySeriesCursor *self, const char *const *names, guint n)
{
  gsize length = 0;

  while (self->at + length < self->end && g_ascii_isalpha (self->at[length]))
    length++;
  for (guint i = 0; i < n; i++)
    if ((length == 3 || length == strlen (names[i]))
        && g_ascii_strncasecmp (self->at, names[i], length) == 0)
      {
        self->at += length;
        return (int) i;
      }
  return -1;
}

static gboolean
take_seconds (AssaySeriesCursor *self, AssaySeriesMoment *moment)
{
  gboolean negative = assay_series_cursor_char (self, "-");
  guint n = 0;

  moment->counted = TRUE;
  moment->seconds = 0;
  for (; n < 12 && self->at < self->end && g_ascii_isdigit (*self->at); n++)
    moment->seconds = moment->seconds * 10 + (*self->at++ - '0');
  if (negative)
    moment->seconds = -moment->seconds;
  return n > 0;
}

static gboolean
take_other (AssaySeriesCursor *self, char code, AssaySeriesMoment *moment)
{
  int value;

  switch (code)
    {
    case 'y':
      if (!assay_series_cursor_number (self, 2, 2, &value))
        return FALSE;
      moment->year = value + (value < CENTURY_TURNS ? 2000 : 1900);
      return TRUE;
    case 'f':
      if (self->at == self->end || !g_ascii_isdigit (*self->at))
        return FALSE;
      assay_series_cursor_fraction (self, moment);
      return TRUE;
    case 'p':
      moment->afternoon = self->at < self->end && g_ascii_tolower (*self->at) == 'p';
      return assay_series_cursor_char (self, "aApP") && assay_series_cursor_char (self, "mM");
    case 's':
      return take_seconds (self, moment);
    case 'z':
      return assay_series_cursor_zone (self, moment);
    case 'b':
    case 'B':
    case 'h':
      moment->month = take_name (self, months, G_N_ELEMENTS (months)) + 1;
      return moment->month > 0;
    case 'a':
    case 'A':
      return take_name (self, days, G_N_ELEMENTS (days)) >= 0;
    default:
      return code == '%' && assay_series_cursor_char (self, "%");
    }
}

static gboolean take (AssaySeriesCursor *self, const char *pattern, AssaySeriesMoment *moment);

static gboolean
take_code (AssaySeriesCursor *self, char code, AssaySeriesMoment *moment)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (numbers[i].code == code)
      {
        /* As strptime() has it: "%e" pads with a space. */
        while (assay_series_cursor_char (self, " "))
          continue;
        return assay_series_cursor_number (self, numbers[i].least, numbers[i].most,
                                           (int *) (gpointer) ((char *) moment + numbers[i].at));
      }
  for (guint i = 0; i < G_N_ELEMENTS (shorts); i++)
    if (shorts[i].code == code)
      return take (self, shorts[i].pattern, moment);
  return take_other (self, code, moment);
}

/* The beginning of what is left. */
static gboolean
take (AssaySeriesCursor *self, const char *pattern, AssaySeriesMoment *moment)
{
  for (const char *at = pattern; *at != '\0'; at++)
    if (*at == '%' ? !take_code (self, *++at, moment) : self->at == self->end || *self->at++ != *at)
      return FALSE;
  return TRUE;
}

gboolean
assay_series_pattern_read (AssaySeriesCursor *self, const char *pattern, AssaySeriesMoment *moment)
{
  *moment = (AssaySeriesMoment) ASSAY_SERIES_MOMENT_INIT;
  if (!take (self, pattern, moment) || self->at != self->end)
    return FALSE;
  if (moment->afternoon < 0)
    return TRUE;
  if (moment->hour < 1 || moment->hour > 12)
    return FALSE;
  moment->hour = moment->hour % 12 + 12 * moment->afternoon;
  return TRUE;
}

static gboolean
is_code (char code)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (numbers[i].code == code)
      return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (shorts); i++)
    if (shorts[i].code == code)
      return TRUE;
  return code != '\0' && strchr (OTHERS, code) != NULL;
}

gboolean
assay_series_pattern_check (const char *pattern, GError **error)
{
  gboolean any = FALSE;

  if (*pattern == '\0' || g_str_equal (pattern, "epoch") || g_str_equal (pattern, "epoch-ms"))
    return TRUE;
  for (const char *at = strchr (pattern, '%'); at != NULL; at = strchr (at + 2, '%'))
    {
      any = TRUE;
      if (is_code (at[1]))
        continue;
      any = FALSE;
      break;
    }
  if (!any)
    g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                 _ ("“%s” is no form of time stamps: give epoch, epoch-ms or a pattern such as "
                    "%%d.%%m.%%Y %%H:%%M, of the letters YymdeHIpMSfjszbBaAFTRD"),
                 pattern);
  return any;
}
