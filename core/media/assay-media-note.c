/* assay-media-note.c: facts that all containers state alike: device, time and place of recording.
 */
#include "media/assay-media-note-private.h"

#include "config.h"

#include "media/assay-encoder-scan-private.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef void (*NoteFunc) (AssayInspection *inspection,
                          const char *text,
                          guint64 offset,
                          guint64 length);

typedef struct
{
  const char *key; /* case ignored */
  const char *fact;
  NoteFunc func; /* instead of a plain text */
} Tag;

static const Tag tags[] = {
  { "com.apple.quicktime.make", "media.make", NULL },
  { "com.android.manufacturer", "media.make", NULL },
  { "©mak", "media.make", NULL },
  { "make", "media.make", NULL },
  { "com.apple.quicktime.model", "media.model", NULL },
  { "com.android.model", "media.model", NULL },
  { "©mod", "media.model", NULL },
  { "model", "media.model", NULL },
  { "com.apple.quicktime.software", "media.software", NULL },
  { "©swr", "media.software", NULL },
  { "software", "media.software", NULL },
  { "com.android.version", "media.android_version", NULL },
  { "com.apple.quicktime.creationdate", NULL, assay_media_note_created },
  { "©day", NULL, assay_media_note_created },
  { "IDIT", NULL, assay_media_note_created },
  { "ICRD", NULL, assay_media_note_created },
  { "date", NULL, assay_media_note_created },
  { "creation_time", NULL, assay_media_note_created },
  { "com.apple.quicktime.location.ISO6709", NULL, assay_media_note_position },
  { "©xyz", NULL, assay_media_note_position },
  { "location", NULL, assay_media_note_position },
  { "©too", NULL, assay_encoder_note },
  { "©enc", NULL, assay_encoder_note },
  { "ISFT", NULL, assay_encoder_note },
  { "encoder", NULL, assay_encoder_note },
  { "encoded_by", NULL, assay_encoder_note },
  { "TSSE", NULL, assay_encoder_note },
  { "TENC", NULL, assay_encoder_note },
};

void
assay_media_note_tag (
    AssayInspection *inspection, const char *key, const char *value, guint64 offset, guint64 length)
{
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    if (g_ascii_strcasecmp (tags[i].key, key) == 0)
      {
        if (tags[i].func != NULL)
          tags[i].func (inspection, value, offset, length);
        else if (*value != '\0')
          assay_inspection_text (inspection, tags[i].fact, value, offset, length);
        return;
      }
}

/* One signed number of ISO 6709: @whole is how many digits its degrees have (2 or 3; 0 for
 * heights). */
static gboolean
read_angle (const char **text, guint whole, double *value)
{
  const char *p = *text;
  double number, scale;
  gsize digits;
  char *end;

  if (*p != '+' && *p != '-')
    return FALSE;
  digits = strspn (p + 1, "0123456789");
  if (digits == 0 || digits > 9)
    return FALSE;
  number = g_ascii_strtod (p + 1, &end);
  if (whole > 0 && digits > whole)
    { /* DDMM.m or DDMMSS.s */
      gboolean seconds = digits > whole + 2;

      scale = seconds ? 10000.0 : 100.0;
      double degrees = floor (number / scale);
      double rest = number - degrees * scale;
      double minutes = seconds ? floor (rest / 100.0) : rest;

      number = degrees + minutes / 60.0 + (seconds ? (rest - minutes * 100.0) / 3600.0 : 0.0);
    }
  *value = *p == '-' ? -number : number;
  *text = end;
  return isfinite (number);
}

void
assay_media_note_position (AssayInspection *inspection,
                           const char *text,
                           guint64 offset,
                           guint64 length)
{
  double latitude, longitude, altitude;

  if (!read_angle (&text, 2, &latitude) || !read_angle (&text, 3, &longitude))
    return;
  assay_inspection_real (inspection, "media.gps.latitude", latitude, NULL, offset, length);
  assay_inspection_real (inspection, "media.gps.longitude", longitude, NULL, offset, length);
  if (read_angle (&text, 0, &altitude))
    assay_inspection_real (inspection, "media.gps.altitude", altitude, NULL, offset, length);
}

typedef struct
{
  gint year, month, day, hour, minute, second;
} Stamp;

static gboolean
read_digits (const char **text, guint n, gint *value)
{
  *value = 0;
  for (guint i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit (**text))
        return FALSE;
      *value = *value * 10 + (*(*text)++ - '0');
    }
  return TRUE;
}

/* "2021-05-25T09:21:51", "2021:05:25 09:21:51", with T or blank between. */
static gboolean
read_iso (const char **text, Stamp *s)
{
  gint *const parts[] = { &s->month, &s->day, &s->hour, &s->minute, &s->second };

  if (!read_digits (text, 4, &s->year))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (**text == '\0' || strchr ("-:T ", **text) == NULL)
        return FALSE;
      (*text)++;
      if (!read_digits (text, 2, parts[i]))
        return FALSE;
    }
  return TRUE;
}

/* C's asctime form, as RIFF IDIT has it: "Fri Apr 05 15:27:54 2002". */
static gboolean
read_asctime (const char *text, Stamp *s)
{
  static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
  char month[4] = { 0 };
  char weekday[4] = { 0 };

  if (sscanf (text, "%3s %3s %d %d:%d:%d %d", weekday, month, &s->day, &s->hour, &s->minute,
              &s->second, &s->year)
      != 7)
    return FALSE;
  for (gint i = 0; i < 12; i++)
    if (g_ascii_strncasecmp (months + 3 * i, month, 3) == 0)
      s->month = i + 1;
  return s->month > 0;
}

/* Minutes east of UTC of "Z", "+0200", "-07:00"; FALSE without a zone. */
static gboolean
read_zone (const char *text, gint *minutes)
{
  gint hour, minute = 0;
  gboolean west;

  *minutes = 0;
  if (*text == '.')
    text += 1 + strspn (text + 1, "0123456789");
  west = *text == '-';
  if (*text == 'Z')
    return TRUE;
  if (*text != '+' && *text != '-')
    return FALSE;
  text++;
  if (!read_digits (&text, 2, &hour))
    return FALSE;
  if (*text == ':')
    text++;
  read_digits (&text, 2, &minute);
  *minutes = (hour * 60 + minute) * (west ? -1 : 1);
  return hour <= 14 && minute < 60;
}

void
assay_media_note_created (AssayInspection *inspection,
                          const char *text,
                          guint64 offset,
                          guint64 length)
{
  Stamp s = { 0 };
  const char *rest = text;
  g_autoptr (GDateTime) time = NULL;
  gboolean zoned;
  gint minutes = 0;

  if (!read_iso (&rest, &s))
    {
      s = (Stamp){ 0 };
      if (!read_asctime (text, &s))
        return;
      rest = NULL; /* never has a zone */
    }
  zoned = rest != NULL && read_zone (rest, &minutes);
  if (s.year < 1 || s.year > 9999 || s.second > 59)
    return;
  time = g_date_time_new_utc (s.year, s.month, s.day, s.hour, s.minute, s.second);
  if (time != NULL)
    assay_inspection_time (inspection, "media.created",
                           (g_date_time_to_unix (time) - minutes * 60) * 1000, zoned, text, offset,
                           length);
}
