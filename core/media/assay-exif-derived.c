/* assay-exif-derived.c: what follows from several Exif tags together: moments, the position, where
 * the thumbnail is. */
#include "config.h"

#include <string.h>

#include "media/assay-tiff-private.h"
#include "media/assay-time-private.h"

static const char *
text_of (const AssayTiff *self, const char *name)
{
  const AssayFact *fact = assay_inspection_find (self->inspection, name);

  return fact != NULL ? fact->text : NULL;
}

/* SubSecTime: digits behind the decimal point of the second. */
static gint64
thousandths (const char *digits)
{
  gint64 value = 0;
  gint64 scale = 100;

  for (; digits != NULL && g_ascii_isdigit (*digits); digits++, scale /= 10)
    value += (*digits - '0') * scale;
  return value;
}

static void
add_time (AssayTiff *self,
          const char *name,
          const char *date_tag,
          const char *fraction_tag,
          const char *zone_tag)
{
  const AssayFact *date = assay_inspection_find (self->inspection, date_tag);
  const char *zone = text_of (self, zone_tag);
  gint64 unix_ms = 0;
  int minutes = 0;

  if (date == NULL || date->type != ASSAY_FACT_TEXT)
    return;

  AssayTimeState state = assay_time_parse_exif (date->text, &unix_ms);

  if (state == ASSAY_TIME_INVALID)
    {
      g_autofree char *invalid = g_strconcat (name, ".invalid", NULL);

      assay_inspection_text (self->inspection, invalid, date->text, date->offset, date->length);
    }
  if (state != ASSAY_TIME_OK)
    return;

  const char *fraction = text_of (self, fraction_tag);
  gboolean zoned = zone != NULL && assay_time_parse_zone (zone, &minutes);
  g_autofree char *shown = g_strconcat (date->text, zoned ? " " : NULL, zone, NULL);

  unix_ms += thousandths (fraction) - (gint64) minutes * 60000;
  assay_inspection_time (self->inspection, name, unix_ms, zoned, shown, date->offset, date->length);
}

/* Degrees, minutes and seconds as the value text has them, "46 31 12.5"; FALSE without a number of
 * degrees. */
static gboolean
read_triple (const char *text, double parts[3])
{
  parts[0] = parts[1] = parts[2] = 0.0;
  for (gsize i = 0; i < 3 && *text != '\0'; i++)
    {
      char *end;

      parts[i] = g_ascii_strtod (text, &end);
      if (end == text)
        return i > 0;
      text = end;
    }
  return TRUE;
}

static void
add_coordinate (AssayTiff *self, const char *name, const char *tag, const char *reference_tag)
{
  const AssayFact *value = assay_inspection_find (self->inspection, tag);
  const char *reference = text_of (self, reference_tag);
  double parts[3];

  if (value == NULL || !read_triple (value->text, parts))
    return;

  double degrees = parts[0] + parts[1] / 60.0 + parts[2] / 3600.0;

  if (reference != NULL
      && (*reference == 'S' || *reference == 's' || *reference == 'W' || *reference == 'w'))
    degrees = -degrees;
  assay_inspection_real (self->inspection, name, degrees, NULL, value->offset, value->length);
}

static void
add_altitude (AssayTiff *self)
{
  const AssayFact *value = assay_inspection_find (self->inspection, "exif.gps.GPSAltitude");
  const AssayFact *reference = assay_inspection_find (self->inspection, "exif.gps.GPSAltitudeRef");

  if (value == NULL || value->type != ASSAY_FACT_REAL)
    return;

  gboolean below
      = reference != NULL && reference->type == ASSAY_FACT_INT && reference->integer == 1;

  assay_inspection_real (self->inspection, "gps.altitude", below ? -value->real : value->real, NULL,
                         value->offset, value->length);
}

/* 6 January 1980, when GPS time begins: phones without a fix write the start of Unix time. */
#define GPS_EPOCH_MS G_GINT64_CONSTANT (315964800000)

static void
add_gps_time (AssayTiff *self)
{
  const AssayFact *date = assay_inspection_find (self->inspection, "exif.gps.GPSDateStamp");
  const AssayFact *clock = assay_inspection_find (self->inspection, "exif.gps.GPSTimeStamp");
  gint64 unix_ms;
  double parts[3];

  if (date == NULL || assay_time_parse_exif (date->text, &unix_ms) != ASSAY_TIME_OK)
    return;
  if (unix_ms < GPS_EPOCH_MS)
    {
      assay_inspection_text (self->inspection, "gps.time.invalid", date->text, date->offset,
                             date->length);
      return;
    }
  if (clock == NULL || !read_triple (clock->text, parts) || !(parts[0] >= 0.0 && parts[0] < 24.0)
      || !(parts[1] >= 0.0 && parts[1] < 60.0) || !(parts[2] >= 0.0 && parts[2] < 61.0))
    {
      assay_inspection_time (self->inspection, "gps.date", unix_ms, TRUE, NULL, date->offset,
                             date->length);
      return;
    }
  unix_ms += (gint64) ((parts[0] * 3600.0 + parts[1] * 60.0 + parts[2]) * 1000.0);
  assay_inspection_time (self->inspection, "gps.time", unix_ms, TRUE, NULL, date->offset,
                         date->length);
}

/* Size of the picture in the thumbnail, from its own SOF; the tags of IFD1 repeat it rarely and
 * wrongly. */
static void
add_thumbnail_size (AssayTiff *self, const guint8 *data, gsize size)
{
  AssayReader reader;

  assay_reader_init (&reader, data, size, 0);
  assay_reader_skip (&reader, 2);
  while (assay_reader_ok (&reader) && assay_reader_left (&reader) >= 9)
    {
      guint8 mark = assay_reader_read_u8 (&reader);
      guint8 code = assay_reader_read_u8 (&reader);

      if (mark != 0xff || code == 0xda)
        return;
      if (code == 0xc0 || code == 0xc1 || code == 0xc2)
        {
          assay_reader_skip (&reader, 3);

          guint16 height = assay_reader_read_u16_be (&reader);
          guint16 width = assay_reader_read_u16_be (&reader);

          assay_inspection_int (self->inspection, "exif.thumbnail.width", width, NULL,
                                ASSAY_OFFSET_NONE, 0);
          assay_inspection_int (self->inspection, "exif.thumbnail.height", height, NULL,
                                ASSAY_OFFSET_NONE, 0);
          return;
        }

      guint16 length = assay_reader_read_u16_be (&reader);

      assay_reader_skip (&reader, length < 2 ? 0u : length - 2u);
    }
}

static void
add_thumbnail (AssayTiff *self)
{
  guint64 offset = assay_tiff_file_offset (self, self->thumbnail);

  if (self->thumbnail == 0 || self->thumbnail_size == 0)
    return;

  /* Some cameras declare a byte more than the segment has: what is there is the thumbnail, and the
   * rest is told. */
  guint64 available
      = self->thumbnail < self->size ? MIN (self->thumbnail_size, self->size - self->thumbnail) : 0;
  g_autoptr (GBytes) bytes
      = available > 0 ? assay_tiff_bytes (self, self->thumbnail, available) : NULL;

  if (available < self->thumbnail_size)
    assay_inspection_int (self->inspection, "exif.thumbnail.cut",
                          (gint64) (self->thumbnail_size - available), NULL, ASSAY_OFFSET_NONE, 0);
  if (bytes == NULL)
    {
      assay_inspection_problem (self->inspection, "out-of-range", assay_tiff_file_offset (self, 0),
                                "thumbnail of %" G_GUINT64_FORMAT " bytes at %" G_GUINT64_FORMAT
                                " of %" G_GUINT64_FORMAT,
                                self->thumbnail_size, self->thumbnail, self->size);
      return;
    }
  self->thumbnail_size = available;
  if (offset != ASSAY_OFFSET_NONE)
    assay_inspection_int (self->inspection, "exif.thumbnail.offset", (gint64) offset, NULL, offset,
                          self->thumbnail_size);
  assay_inspection_int (self->inspection, "exif.thumbnail.bytes", (gint64) self->thumbnail_size,
                        NULL, offset, self->thumbnail_size);
  assay_inspection_text (self->inspection, "exif.thumbnail.format",
                         self->thumbnail_rgb ? "rgb" : "jpeg", offset, self->thumbnail_size);
  assay_inspection_element (self->inspection, "thumbnail", offset, 0, self->thumbnail_size, "");
  if (!self->thumbnail_rgb)
    add_thumbnail_size (self, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

void
assay_exif_derived (AssayTiff *self)
{
  add_time (self, "exif.time.modified", "exif.ifd0.DateTime", "exif.exif.SubSecTime",
            "exif.exif.OffsetTime");
  add_time (self, "exif.time.original", "exif.exif.DateTimeOriginal",
            "exif.exif.SubSecTimeOriginal", "exif.exif.OffsetTimeOriginal");
  add_time (self, "exif.time.digitized", "exif.exif.DateTimeDigitized",
            "exif.exif.SubSecTimeDigitized", "exif.exif.OffsetTimeDigitized");
  add_coordinate (self, "gps.latitude", "exif.gps.GPSLatitude", "exif.gps.GPSLatitudeRef");
  add_coordinate (self, "gps.longitude", "exif.gps.GPSLongitude", "exif.gps.GPSLongitudeRef");
  add_altitude (self);
  add_gps_time (self);
  add_thumbnail (self);
}
