/* assay-series-pattern.h: time stamps of a form that somebody named: "%d.%m.%Y %H:%M". */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is left to read of a cell. */
typedef struct
{
  const char *at;
  const char *end;
} AssaySeriesCursor;

typedef struct
{
  int year, month, day; /* month and day from 1 */
  int hour, minute, second, ms;
  int offset;    /* of the zone, in minutes */
  int year_day;  /* from 1; 0 if month and day count */
  int afternoon; /* 0 or 1 if @hour is one of twelve; else -1 */
  gboolean counted;
  gint64 seconds; /* since 1970, if @counted: the rest counts for nothing but @ms */
} AssaySeriesMoment;

#define ASSAY_SERIES_MOMENT_INIT                                                                   \
  {                                                                                                \
    .month = 1, .day = 1, .afternoon = -1                                                          \
  }

/* Between @least and @most digits. */
gboolean assay_series_cursor_number (AssaySeriesCursor *self, guint least, guint most, int *value);
/* One character of @any. */
gboolean assay_series_cursor_char (AssaySeriesCursor *self, const char *any);
/* Digits behind the point of seconds, as milliseconds. */
void assay_series_cursor_fraction (AssaySeriesCursor *self, AssaySeriesMoment *moment);
/* "Z", "+01:00", "-0730" or "+02". */
gboolean assay_series_cursor_zone (AssaySeriesCursor *self, AssaySeriesMoment *moment);

/**
 * assay_series_pattern_read:
 * @pattern: as strptime() has them: %Y %y %m %d %e %H %I %p %M %S %j %s %z %b %B %h %a %A (names in
 *   English), %F %T %R %D, %% and, for digits behind the point of seconds, %f; other characters
 *   stand for themselves
 *
 * Returns: whether all of the cell has this form
 */
gboolean
assay_series_pattern_read (AssaySeriesCursor *self, const char *pattern, AssaySeriesMoment *moment);

/* "", "epoch", "epoch-ms" or a pattern; else %ASSAY_MODEL_ERROR_INVALID. */
gboolean assay_series_pattern_check (const char *pattern, GError **error);

G_END_DECLS
