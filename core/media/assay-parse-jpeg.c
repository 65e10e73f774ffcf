/* assay-parse-jpeg.c: the walk over a JPEG's segments, from SOI to the last byte (T.81 Annex B).
 * What the segments hold is read in assay-jpeg-*.c. */
#include "config.h"

#include <string.h>

#include "media/assay-jpeg-private.h"
#include "media/assay-parsers-still-private.h"

enum
{
  SOI = 0xd8,
  EOI = 0xd9,
  SOS = 0xda,
  DQT = 0xdb,
  DNL = 0xdc,
  DRI = 0xdd,
  DHT = 0xc4,
  COM = 0xfe,
  APP0 = 0xe0,
  APP15 = 0xef,
};

static const char *
marker_name (guint8 marker, char *buffer, gsize size)
{
  static const struct
  {
    guint8 marker;
    const char *name;
  } names[] = { { SOI, "SOI" },  { EOI, "EOI" },  { SOS, "SOS" }, { DQT, "DQT" },  { DNL, "DNL" },
                { DRI, "DRI" },  { DHT, "DHT" },  { COM, "COM" }, { 0xcc, "DAC" }, { 0xc8, "JPG" },
                { 0xde, "DHP" }, { 0xdf, "EXP" }, { 0x01, "TEM" } };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (names[i].marker == marker)
      return names[i].name;
  if (marker >= APP0 && marker <= APP15)
    g_snprintf (buffer, size, "APP%d", marker - APP0);
  else if (marker >= 0xc0 && marker <= 0xcf)
    g_snprintf (buffer, size, "SOF%d", marker - 0xc0);
  else if (marker >= 0xd0 && marker <= 0xd7)
    g_snprintf (buffer, size, "RST%d", marker - 0xd0);
  else
    g_snprintf (buffer, size, "FF%02X", marker);
  return buffer;
}

static gboolean
stands_alone (guint8 marker)
{
  return marker == 0x01 || (marker >= 0xd0 && marker <= EOI);
}

static gboolean
is_frame (guint8 marker)
{
  return marker >= 0xc0 && marker <= 0xcf && marker != DHT && marker != 0xc8 && marker != 0xcc;
}

/* How many of @size bytes, at least two, come before the next FF with a code behind it; all but the
 * last if there is none. Those that are no fill (FF FF) are added to @damage. */
static gsize
skip_to_marker (const guint8 *bytes, gsize size, guint8 *marker, guint64 *damage)
{
  gsize at = 0;

  while (at + 1 < size)
    {
      const guint8 *mark = memchr (bytes + at, 0xff, size - 1 - at);
      gsize next = mark != NULL ? (gsize) (mark - bytes) : size - 1;

      *damage += next - at;
      at = next;
      if (mark == NULL)
        break;
      if (mark[1] != 0xff && mark[1] != 0)
        {
          *marker = mark[1];
          break;
        }
      at++;
    }
  return at;
}

/* Moves to the next marker. Bytes in between are damage. */
static gboolean
next_marker (AssayJpeg *self, guint8 *marker)
{
  guint8 buffer[4096];
  guint64 start = self->position;
  guint64 damage = 0;

  *marker = 0;
  while (*marker == 0 && !g_cancellable_is_cancelled (self->cancellable))
    {
      gssize got
          = assay_source_read_into (self->source, self->position, buffer, sizeof buffer, NULL);

      if (got < 2)
        return FALSE;
      self->position += skip_to_marker (buffer, (gsize) got, marker, &damage);
    }
  if (damage > 0)
    assay_inspection_problem (self->inspection, "malformed", start,
                              "%" G_GUINT64_FORMAT " bytes that belong to no segment", damage);
  return *marker != 0;
}

static void
add_comment (AssayJpeg *self, const guint8 *data, gsize size, guint64 offset)
{
  g_autofree char *text = g_strndup ((const char *) data, MIN (size, ASSAY_LIMIT_TEXT));

  assay_inspection_text (self->inspection, "jpeg.comment", text, offset, size);
}

static void
read_segment (AssayJpeg *self, guint8 marker, const guint8 *data, gsize size, guint64 offset)
{
  AssayReader reader;

  assay_reader_init (&reader, data, size, offset);
  if (marker >= APP0 && marker <= APP15)
    assay_jpeg_app (self, marker, data, size, offset);
  else if (is_frame (marker))
    assay_jpeg_frame (self, marker, &reader);
  else if (marker == DQT)
    assay_jpeg_quantisation (self, &reader);
  else if (marker == DHT)
    assay_jpeg_huffman (self, &reader);
  else if (marker == DRI)
    self->restart_interval = assay_reader_read_u16_be (&reader);
  else if (marker == DNL)
    self->height = assay_reader_read_u16_be (&reader);
  else if (marker == COM)
    add_comment (self, data, size, offset);
  if (!assay_reader_ok (&reader))
    assay_inspection_problem (self->inspection, "truncated", offset,
                              "segment of %" G_GSIZE_FORMAT " bytes ends within its fields", size);
}

/* A segment with a length. FALSE if the file ends within it. */
static gboolean
take_segment (AssayJpeg *self, guint8 marker)
{
  guint8 head[4];
  char name_buffer[8];
  char label_buffer[32];
  const char *name = marker_name (marker, name_buffer, sizeof name_buffer);
  guint64 start = self->position;

  if (assay_source_read_into (self->source, start, head, sizeof head, NULL) != sizeof head)
    return FALSE;

  gsize length = (gsize) head[2] << 8 | head[3];
  guint64 available = self->size - start - 2;
  gboolean whole = length <= available;
  gsize payload = length < 2 ? 0 : (gsize) MIN ((guint64) length, available) - 2;
  g_autoptr (GBytes) bytes = assay_source_read (self->source, start + 4, payload, NULL);
  const guint8 *data = bytes != NULL ? g_bytes_get_data (bytes, NULL) : NULL;

  if (data == NULL)
    payload = 0;

  const char *label
      = assay_jpeg_app_label (marker, data, payload, label_buffer, sizeof label_buffer);
  gboolean opened = assay_inspection_open (self->inspection, name, start, 4, payload + 4, label);

  if (*label != '\0' && marker >= APP0 && marker <= APP15 && self->apps->len < 4096)
    g_string_append_printf (self->apps, "%s%s:%s", self->apps->len > 0 ? " " : "", name, label);
  if (length < 2)
    assay_inspection_problem (self->inspection, "malformed", start,
                              "segment length %" G_GSIZE_FORMAT, length);
  if (!whole)
    assay_inspection_problem (self->inspection, "overrun", start,
                              "declared %" G_GSIZE_FORMAT ", available %" G_GUINT64_FORMAT, length,
                              available);
  read_segment (self, marker, data, payload, start + 4);
  if (opened)
    assay_inspection_close (self->inspection);
  self->position = start + 4 + payload;
  return whole;
}

static void
note_marker (AssayJpeg *self, guint8 marker)
{
  if (self->segments->len < 16384)
    g_string_append_printf (self->segments, "%s%02X", self->segments->len > 0 ? " " : "", marker);
}

static void
walk (AssayJpeg *self)
{
  guint8 marker;
  guint segments = 0;

  while (next_marker (self, &marker) && segments++ < ASSAY_LIMIT_ELEMENTS)
    {
      char buffer[8];

      if (marker == EOI || marker == SOI)
        {
          /* A second SOI without EOI: another picture was joined to a cut one. It goes to the
           * trailer. */
          if (marker == SOI)
            assay_inspection_problem (self->inspection, "order", self->position,
                                      "SOI before EOI of the picture");
          else
            assay_inspection_element (self->inspection, "EOI", self->position, 2, 2, "");
          self->end = self->position + (marker == EOI ? 2 : 0);
          assay_inspection_bool (self->inspection, "jpeg.eoi", marker == EOI, self->position, 2);
          return;
        }
      note_marker (self, marker);
      if (stands_alone (marker))
        {
          assay_inspection_element (self->inspection, marker_name (marker, buffer, sizeof buffer),
                                    self->position, 2, 2, "");
          self->position += 2;
          continue;
        }
      if (!take_segment (self, marker))
        break;
      if (marker == SOS)
        {
          self->scans++;
          assay_jpeg_scan (self);
        }
    }
  assay_inspection_bool (self->inspection, "jpeg.eoi", FALSE, ASSAY_OFFSET_NONE, 0);
  assay_inspection_problem (self->inspection, self->scans > 0 ? "truncated" : "missing",
                            self->position, "no EOI marker");
}

static void
add_int (AssayJpeg *self, const char *name, guint64 value)
{
  assay_inspection_int (self->inspection, name, (gint64) value, NULL, ASSAY_OFFSET_NONE, 0);
}

static void
summary_facts (AssayJpeg *self)
{
  assay_inspection_text (self->inspection, "jpeg.segments", self->segments->str, ASSAY_OFFSET_NONE,
                         0);
  assay_inspection_text (self->inspection, "jpeg.apps", self->apps->str, ASSAY_OFFSET_NONE, 0);
  add_int (self, "jpeg.frames", self->frames);
  add_int (self, "jpeg.scans", self->scans);
  add_int (self, "jpeg.entropy.bytes", self->entropy);
  add_int (self, "jpeg.restart.interval", self->restart_interval);
  add_int (self, "jpeg.restart.markers", self->restarts);
  add_int (self, "jpeg.restart.disorder", self->restart_disorder);
  /* A height of 0 stands until a DNL segment says it (ITU-T T.81, B.2.5); a frame that never gets
   * one has no size, and its 0 is a fact. */
  if (self->frames > 0)
    assay_inspection_int (self->inspection, "image.width", self->width, NULL, self->size_offset + 2,
                          2);
  if (self->frames > 0)
    assay_inspection_int (self->inspection, "image.height", self->height, NULL, self->size_offset,
                          2);
  if (self->frames == 0)
    assay_inspection_problem (self->inspection, "missing", ASSAY_OFFSET_NONE, "no frame (SOF)");
  if (self->scans == 0)
    assay_inspection_problem (self->inspection, "missing", ASSAY_OFFSET_NONE, "no scan (SOS)");
  if (self->stray > 0)
    assay_inspection_problem (self->inspection, "malformed", ASSAY_OFFSET_NONE,
                              "%u reserved markers within coded data", self->stray);
}

void
assay_parse_jpeg (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable)
{
  AssayJpeg self = { .source = source,
                     .inspection = inspection,
                     .cancellable = cancellable,
                     .size = assay_source_get_size (source),
                     .position = 2,
                     .segments = g_string_new (NULL),
                     .apps = g_string_new (NULL),
                     .huffman_standard = TRUE };

  assay_inspection_element (inspection, "SOI", 0, 2, 2, "");
  walk (&self);
  assay_jpeg_parts_finish (&self);
  assay_jpeg_table_facts (&self);
  summary_facts (&self);
  if (self.end > 0)
    assay_parse_trailer (source, inspection, self.end, cancellable);
  assay_jpeg_parts_clear (&self);
  g_string_free (self.segments, TRUE);
  g_string_free (self.apps, TRUE);
}
