/* assay-parse-png.c: the chunks of a PNG (ISO/IEC 15948, with APNG and the C2PA chunk), each with
 * its checksum. */
#include "config.h"

#include <string.h>
#include <zlib.h>

#include "media/assay-inflate-private.h"
#include "media/assay-parsers-still-private.h"
#include "media/assay-png-private.h"
#include "media/assay-time-private.h"

#define STEP 65536
/* Damaged chunks that are told one by one. */
#define PROBLEMS_LISTED 20

typedef struct
{
  AssaySource *source;
  AssayInspection *inspection;
  GCancellable *cancellable;
  guint64 size;
  guint64 position;
  GString *chunks;
  char last[5];
  guint run;
  guint crc_errors;
  gsize budget;
  AssayPngPixels pixels;
  guint64 first; /* place of the first IDAT, 0 before it */
  gboolean own;  /* compressed in another way than the standard's */
} Png;

static void
add_int (
    AssayInspection *inspection, const char *name, guint64 value, guint64 offset, guint64 length)
{
  assay_inspection_int (inspection, name, (gint64) value, NULL, offset, length);
}

static void
read_header (Png *self, AssayReader *reader)
{
  AssayInspection *inspection = self->inspection;
  static const guint8 channels[] = { 1, 0, 3, 1, 2, 0, 4 };
  guint64 offset = assay_reader_offset (reader);
  guint32 width = assay_reader_read_u32_be (reader);
  guint32 height = assay_reader_read_u32_be (reader);
  guint8 bits = assay_reader_read_u8 (reader);
  guint8 colour = assay_reader_read_u8 (reader);
  guint8 compression = assay_reader_read_u8 (reader);
  guint8 filter = assay_reader_read_u8 (reader);
  guint8 interlace = assay_reader_read_u8 (reader);

  if (!assay_reader_ok (reader))
    return;
  add_int (inspection, "image.width", width, offset, 4);
  add_int (inspection, "image.height", height, offset + 4, 4);
  add_int (inspection, "image.bits", bits, offset + 8, 1);
  add_int (inspection, "image.channels", colour < sizeof channels ? channels[colour] : 0,
           offset + 9, 1);
  add_int (inspection, "png.colour_type", colour, offset + 9, 1);
  add_int (inspection, "png.compression", compression, offset + 10, 1);
  add_int (inspection, "png.filter", filter, offset + 11, 1);
  add_int (inspection, "png.interlace", interlace, offset + 12, 1);
  if (colour < sizeof channels && channels[colour] > 0 && bits <= 16 && compression == 0
      && filter == 0 && interlace <= 1 && self->first == 0)
    assay_png_pixels_begin (&self->pixels, width, height, (guint) bits * channels[colour],
                            interlace == 1);
}

static void
read_time (AssayInspection *inspection, AssayReader *reader)
{
  guint64 offset = assay_reader_offset (reader);
  guint year = assay_reader_read_u16_be (reader);
  guint fields[5];
  gint64 unix_ms;

  for (gsize i = 0; i < 5; i++)
    fields[i] = assay_reader_read_u8 (reader);
  if (!assay_reader_ok (reader))
    return;
  if (assay_time_from_fields (year, fields[0], fields[1], fields[2], fields[3], fields[4],
                              &unix_ms))
    assay_inspection_time (inspection, "png.time", unix_ms, TRUE, NULL, offset, 7);
  else
    assay_inspection_problem (inspection, "bad-value", offset, "tIME is no date");
}

static void
read_density (AssayInspection *inspection, AssayReader *reader)
{
  guint64 offset = assay_reader_offset (reader);
  guint32 x = assay_reader_read_u32_be (reader);
  guint32 y = assay_reader_read_u32_be (reader);
  guint8 unit = assay_reader_read_u8 (reader);

  if (!assay_reader_ok (reader))
    return;
  add_int (inspection, "png.x_density", x, offset, 4);
  add_int (inspection, "png.y_density", y, offset + 4, 4);
  add_int (inspection, "png.density_unit", unit, offset + 8, 1);
}

/* iCCP: name, NUL, method, zlib stream. */
static void
read_profile (AssayInspection *inspection, const guint8 *data, gsize size, guint64 offset)
{
  gsize name = strnlen ((const char *) data, MIN (size, 80));
  gboolean whole = FALSE;
  g_autofree char *text = g_strndup ((const char *) data, name);

  if (name + 2 > size)
    {
      assay_inspection_problem (inspection, "malformed", offset, "iCCP without name");
      return;
    }

  g_autoptr (GBytes) profile
      = assay_inflate (data + name + 2, size - name - 2, ASSAY_INFLATE_MOST, &whole);

  assay_inspection_text (inspection, "png.icc_name", text, offset, name);
  if (!whole)
    assay_inspection_problem (inspection, "malformed", offset, "iCCP is damaged or too large");
  if (profile != NULL)
    assay_block_icc (inspection, g_bytes_get_data (profile, NULL), g_bytes_get_size (profile),
                     ASSAY_OFFSET_NONE);
}

static void
read_animation (AssayInspection *inspection, AssayReader *reader)
{
  guint64 offset = assay_reader_offset (reader);

  assay_inspection_bool (inspection, "png.animated", TRUE, offset, 8);
  add_int (inspection, "image.frames", assay_reader_read_u32_be (reader), offset, 4);
}

/* Chunks that are read whole; the others pass only through the checksum. */
static gboolean
is_read (const char *type)
{
  static const char *const types[] = { "IHDR", "tEXt", "zTXt", "iTXt", "eXIf", "iCCP",
                                       "tIME", "pHYs", "acTL", "caBX", "gAMA", "sRGB" };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (strcmp (types[i], type) == 0)
      return TRUE;
  return FALSE;
}

static void
read_chunk (Png *self, const char *type, const guint8 *data, gsize size, guint64 offset)
{
  AssayReader reader;

  assay_reader_init (&reader, data, size, offset);
  if (strcmp (type, "IHDR") == 0)
    read_header (self, &reader);
  else if (strcmp (type, "tIME") == 0)
    read_time (self->inspection, &reader);
  else if (strcmp (type, "pHYs") == 0)
    read_density (self->inspection, &reader);
  else if (strcmp (type, "acTL") == 0)
    read_animation (self->inspection, &reader);
  else if (strcmp (type, "gAMA") == 0)
    assay_inspection_real (self->inspection, "png.gamma",
                           assay_reader_read_u32_be (&reader) / 100000.0, NULL, offset, 4);
  else if (strcmp (type, "sRGB") == 0)
    add_int (self->inspection, "png.srgb", assay_reader_read_u8 (&reader), offset, 1);
  else if (strcmp (type, "iCCP") == 0)
    read_profile (self->inspection, data, size, offset);
  else if (strcmp (type, "eXIf") == 0)
    assay_block_exif (self->inspection, data, size, offset, self->cancellable);
  else if (strcmp (type, "caBX") == 0)
    assay_block_jumbf (self->inspection, data, size, offset);
  else
    assay_png_text (self->inspection, type, data, size, offset, &self->budget, self->cancellable);
  if (!assay_reader_ok (&reader))
    assay_inspection_problem (self->inspection, "truncated", offset,
                              "%s of %" G_GSIZE_FORMAT " bytes", type, size);
}

/* CRC-32 over type and data, in steps; picture data is counted on the way. */
static guint32
checksum (Png *self, const char *type, guint64 offset, guint64 length)
{
  const gboolean picture = strcmp (type, "IDAT") == 0;
  guint8 buffer[STEP];
  uLong crc = crc32 (0, (const Bytef *) type, 4);

  while (length > 0 && !g_cancellable_is_cancelled (self->cancellable))
    {
      gssize got = assay_source_read_into (self->source, offset, buffer,
                                           (gsize) MIN (length, sizeof buffer), NULL);

      if (got <= 0)
        break;
      crc = crc32 (crc, buffer, (uInt) got);
      if (picture)
        assay_png_pixels_feed (&self->pixels, buffer, (gsize) got);
      offset += (guint64) got;
      length -= (guint64) got;
    }
  return (guint32) crc;
}

static void
flush_run (Png *self)
{
  if (self->run == 0 || self->chunks->len > 16384)
    return;
  g_string_append_printf (self->chunks, "%s%s", self->chunks->len > 0 ? " " : "", self->last);
  if (self->run > 1)
    g_string_append_printf (self->chunks, "*%u", self->run);
}

static void
note_type (Png *self, const char *type)
{
  if (strcmp (self->last, type) != 0)
    {
      flush_run (self);
      self->run = 0;
      memcpy (self->last, type, 5);
    }
  self->run++;
}

static void
check_crc (Png *self, const char *type, guint64 offset, guint64 length, guint32 stored)
{
  guint32 found = checksum (self, type, offset, length);

  if (found == stored || g_cancellable_is_cancelled (self->cancellable))
    return;
  if (self->crc_errors++ < PROBLEMS_LISTED)
    assay_inspection_problem (self->inspection, "bad-crc", offset + length,
                              "%s: stored %08x, computed %08x", type, stored, found);
}

static gboolean
is_type (const char *type)
{
  for (gsize i = 0; i < 4; i++)
    if (!g_ascii_isalpha (type[i]))
      return FALSE;
  return TRUE;
}

/* One chunk; FALSE at IEND, or when no further one can be found. */
static gboolean
take_chunk (Png *self, gboolean *ended)
{
  guint8 head[8];
  guint8 stored[4];
  char type[5] = "";
  AssayReader reader;

  if (assay_source_read_into (self->source, self->position, head, 8, NULL) != 8)
    return FALSE;
  assay_reader_init (&reader, head, 8, self->position);

  guint64 length = assay_reader_read_u32_be (&reader);
  guint64 offset = self->position + 8;

  memcpy (type, head + 4, 4);
  if (!is_type (type) || length > G_MAXINT32)
    {
      assay_inspection_problem (self->inspection, "malformed", self->position,
                                "no chunk: type %02x%02x%02x%02x, length %" G_GUINT64_FORMAT,
                                head[4], head[5], head[6], head[7], length);
      return FALSE;
    }
  note_type (self, type);

  gboolean opened = assay_inspection_open (self->inspection, type, self->position, 8,
                                           MIN (length + 12, self->size - self->position), "");
  gboolean whole = assay_source_read_into (self->source, offset + length, stored, 4, NULL) == 4;

  if (!whole)
    assay_inspection_problem (self->inspection, "overrun", self->position,
                              "declared %" G_GUINT64_FORMAT ", available %" G_GUINT64_FORMAT,
                              length, self->size - offset);

  g_autoptr (GBytes) bytes = whole && is_read (type) && length <= ASSAY_LIMIT_BLOCK
                                 ? assay_source_read (self->source, offset, (gsize) length, NULL)
                                 : NULL;

  if (bytes != NULL)
    read_chunk (self, type, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), offset);
  if (self->first == 0 && strcmp (type, "IDAT") == 0)
    self->first = self->position;
  /* Apple's variant for telephones leaves the zlib header out. */
  self->own |= strcmp (type, "CgBI") == 0;
  if (whole)
    {
      assay_reader_init (&reader, stored, 4, 0);
      check_crc (self, type, offset, length, assay_reader_read_u32_be (&reader));
    }
  if (opened)
    assay_inspection_close (self->inspection);
  self->position = offset + length + 4;
  *ended = whole && strcmp (type, "IEND") == 0;
  return whole && !*ended;
}

void
assay_parse_png (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable)
{
  Png self = { .source = source,
               .inspection = inspection,
               .cancellable = cancellable,
               .size = assay_source_get_size (source),
               .position = 8,
               .chunks = g_string_new (NULL),
               .budget = 4 * ASSAY_INFLATE_MOST };
  gboolean ended = FALSE;
  guint count = 0;

  assay_inspection_element (inspection, "signature", 0, 8, 8, "");
  while (take_chunk (&self, &ended) && count++ < ASSAY_LIMIT_ELEMENTS
         && !g_cancellable_is_cancelled (cancellable))
    continue;
  flush_run (&self);
  /* A file that was cut off has its problem already, and one of too many chunks was not read whole.
   */
  if (ended && self.first > 0 && !self.own)
    assay_png_pixels_judge (&self.pixels, inspection, self.first);
  assay_png_pixels_clear (&self.pixels);
  assay_inspection_text (inspection, "png.chunks", self.chunks->str, ASSAY_OFFSET_NONE, 0);
  add_int (inspection, "png.crc_errors", self.crc_errors, ASSAY_OFFSET_NONE, 0);
  if (ended)
    assay_parse_trailer (source, inspection, self.position, cancellable);
  else
    assay_inspection_problem (inspection, "missing", MIN (self.position, self.size), "no IEND");
  g_string_free (self.chunks, TRUE);
}
