/* assay-time-private.h: dates as picture formats write them. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  ASSAY_TIME_OK,
  ASSAY_TIME_UNSET,   /* nothing but blanks, zeros and separators */
  ASSAY_TIME_INVALID, /* neither unset nor a date of the calendar */
} AssayTimeState;

/* "2004:10:09 16:44:06" of Exif, with any usual separator; the clock may be missing (midnight
 * then). ms since 1970 as if UTC. */
AssayTimeState assay_time_parse_exif (const char *text, gint64 *unix_ms);

/* "+02:00", "-0330", "Z": minutes east of Greenwich. FALSE if it is none. */
gboolean assay_time_parse_zone (const char *text, int *minutes);

/* ISO 8601 as XMP uses it: a date, with or without clock, fraction and zone. */
gboolean assay_time_parse_iso (const char *text, gint64 *unix_ms, gboolean *zoned);

/* From calendar fields; FALSE if they are no moment between years 1 and 9999. */
gboolean assay_time_from_fields (
    guint year, guint month, guint day, guint hour, guint minute, guint second, gint64 *unix_ms);

G_END_DECLS
