/* assay-time.c: reading dates. Only the calendar; what a date means is for the rules. */
#include "media/assay-time-private.h"

#include <string.h>

gboolean
assay_time_from_fields (
    guint year, guint month, guint day, guint hour, guint minute, guint second, gint64 *unix_ms)
{
  if (year < 1 || year > 9999 || month < 1 || month > 12
      || !g_date_valid_dmy ((GDateDay) MIN (day, 255), (GDateMonth) month, (GDateYear) year)
      || hour > 23 || minute > 59 || second > 60)
    return FALSE;

  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);

  /* Julian day 719163 of GDate (which counts from 1 January of year 1) is 1 January 1970. */
  gint64 days = (gint64) g_date_get_julian (&date) - 719163;

  *unix_ms = ((days * 24 + hour) * 60 + minute) * 60000 + (gint64) second * 1000;
  return TRUE;
}

/* The next number of at most @digits digits; FALSE without a digit. */
static gboolean
take_number (const char **at, guint digits, guint *value)
{
  guint taken = 0;

  *value = 0;
  while (taken < digits && g_ascii_isdigit (**at))
    {
      *value = *value * 10 + (guint) (**at - '0');
      (*at)++;
      taken++;
    }
  return taken > 0;
}

static gboolean
take_separator (const char **at, const char *allowed)
{
  if (**at == '\0' || strchr (allowed, **at) == NULL)
    return FALSE;
  (*at)++;
  return TRUE;
}

static gboolean
is_unset (const char *text)
{
  return text[strspn (text, " 0:-/.")] == '\0';
}

AssayTimeState
assay_time_parse_exif (const char *text, gint64 *unix_ms)
{
  guint fields[6] = { 0 };
  const char *at = text + strspn (text, " ");

  if (is_unset (text))
    return ASSAY_TIME_UNSET;
  for (gsize i = 0; i < 3; i++)
    {
      if ((i > 0 && !take_separator (&at, ":-/. "))
          || !take_number (&at, i == 0 ? 4 : 2, &fields[i]))
        return ASSAY_TIME_INVALID;
    }
  at += strspn (at, " T");
  for (gsize i = 3; i < 6 && *at != '\0'; i++)
    {
      if ((i > 3 && !take_separator (&at, ":.-")) || !take_number (&at, 2, &fields[i]))
        return ASSAY_TIME_INVALID;
    }
  return assay_time_from_fields (fields[0], fields[1], fields[2], fields[3], fields[4], fields[5],
                                 unix_ms)
             ? ASSAY_TIME_OK
             : ASSAY_TIME_INVALID;
}

gboolean
assay_time_parse_zone (const char *text, int *minutes)
{
  guint hour;
  guint minute = 0;
  const char *at = text + 1;

  *minutes = 0;
  if (*text == 'Z' || *text == 'z')
    return TRUE;
  if (*text != '+' && *text != '-')
    return FALSE;
  if (!take_number (&at, 2, &hour))
    return FALSE;
  take_separator (&at, ":");
  take_number (&at, 2, &minute);
  if (hour > 14 || minute > 59)
    return FALSE;
  *minutes = (int) (hour * 60 + minute) * (*text == '-' ? -1 : 1);
  return TRUE;
}

/* ".644": thousandths, further digits dropped. */
static gint64
take_fraction (const char **at)
{
  gint64 value = 0;
  gint64 scale = 100;

  if (**at != '.')
    return 0;
  for ((*at)++; g_ascii_isdigit (**at); (*at)++)
    {
      value += (**at - '0') * scale;
      scale /= 10;
    }
  return value;
}

gboolean
assay_time_parse_iso (const char *text, gint64 *unix_ms, gboolean *zoned)
{
  guint fields[6] = { 0, 1, 1, 0, 0, 0 };
  const char *at = text;
  int minutes = 0;

  *zoned = FALSE;
  if (!take_number (&at, 4, &fields[0]) || at - text != 4)
    return FALSE;
  for (gsize i = 1; i < 3 && take_separator (&at, "-:"); i++)
    if (!take_number (&at, 2, &fields[i]))
      return FALSE;
  if (take_separator (&at, "T "))
    for (gsize i = 3; i < 6 && (i == 3 || take_separator (&at, ":")); i++)
      if (!take_number (&at, 2, &fields[i]))
        return FALSE;

  gint64 fraction = take_fraction (&at);

  if (*at != '\0')
    *zoned = assay_time_parse_zone (at, &minutes);
  if (!assay_time_from_fields (fields[0], fields[1], fields[2], fields[3], fields[4], fields[5],
                               unix_ms))
    return FALSE;
  *unix_ms += fraction - (gint64) minutes * 60000;
  return TRUE;
}
