/* assay-parse-webp.c: WebP, a RIFF file (RFC 9649): chunks, canvas, bitstream headers and metadata.
 */
#include "config.h"

#include <string.h>

#include "media/assay-parsers-still-private.h"

typedef struct
{
  AssaySource *source;
  AssayInspection *inspection;
  GCancellable *cancellable;
  GString *chunks;
  guint frames;
  gboolean sized;
} Webp;

static void
set_size (Webp *self, guint64 width, guint64 height, guint64 offset, guint64 length)
{
  if (self->sized)
    return;
  self->sized = TRUE;
  assay_inspection_int (self->inspection, "image.width", (gint64) width, NULL, offset, length);
  assay_inspection_int (self->inspection, "image.height", (gint64) height, NULL, offset, length);
}

/* Section 2.7.1: flags, then canvas width and height less one. */
static void
read_extended (Webp *self, AssayReader *reader)
{
  guint64 offset = assay_reader_offset (reader);
  guint8 flags = assay_reader_read_u8 (reader);

  assay_reader_skip (reader, 3);

  guint32 width = assay_reader_read_u24_le (reader) + 1;
  guint32 height = assay_reader_read_u24_le (reader) + 1;

  if (!assay_reader_ok (reader))
    return;
  assay_inspection_int (self->inspection, "webp.flags", flags, NULL, offset, 1);
  assay_inspection_bool (self->inspection, "webp.alpha", (flags & 0x10) != 0, offset, 1);
  assay_inspection_bool (self->inspection, "webp.animated", (flags & 0x02) != 0, offset, 1);
  set_size (self, width, height, offset + 4, 6);
}

/* RFC 6386 9.1: frame tag, start code, sizes of 14 bits with scale above. */
static void
read_lossy (Webp *self, AssayReader *reader)
{
  guint64 offset = assay_reader_offset (reader);

  assay_reader_skip (reader, 3);

  guint32 start = assay_reader_read_u24_be (reader);
  guint width = assay_reader_read_u16_le (reader) & 0x3fffu;
  guint height = assay_reader_read_u16_le (reader) & 0x3fffu;

  if (!assay_reader_ok (reader))
    return;
  if (start != 0x9d012a)
    assay_inspection_problem (self->inspection, "malformed", offset, "VP8 start code %06x", start);
  assay_inspection_bool (self->inspection, "webp.lossless", FALSE, offset, 3);
  set_size (self, width, height, offset + 6, 4);
}

/* RFC 9649 3.4: signature, then 14 bits each of width and height less one. */
static void
read_lossless (Webp *self, AssayReader *reader)
{
  guint64 offset = assay_reader_offset (reader);
  guint8 signature = assay_reader_read_u8 (reader);
  guint32 bits = assay_reader_read_u32_le (reader);

  if (!assay_reader_ok (reader))
    return;
  if (signature != 0x2f)
    assay_inspection_problem (self->inspection, "malformed", offset, "VP8L signature %02x",
                              signature);
  assay_inspection_bool (self->inspection, "webp.lossless", TRUE, offset, 1);
  set_size (self, (bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1, offset + 1, 4);
}

/* Chunks of RIFF's LIST INFO, which some writers leave loose among WebP's own. */
static gboolean
read_info (Webp *self, const char *type, const guint8 *data, gsize size, guint64 offset)
{
  static const char *const types[] = { "IART", "ICMT", "ICOP", "ICRD", "INAM", "ISFT" };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (strcmp (types[i], type) == 0)
      {
        g_autofree char *name = g_strconcat ("riff.info.", type, NULL);
        g_autofree char *text = g_strndup ((const char *) data, size);

        assay_inspection_text (self->inspection, name, text, offset, size);
        return TRUE;
      }
  return FALSE;
}

static void
read_chunk (Webp *self, const char *type, const guint8 *data, gsize size, guint64 offset)
{
  AssayReader reader;

  if (read_info (self, type, data, size, offset))
    return;
  assay_reader_init (&reader, data, size, offset);
  if (strcmp (type, "VP8X") == 0)
    read_extended (self, &reader);
  else if (strcmp (type, "VP8 ") == 0)
    read_lossy (self, &reader);
  else if (strcmp (type, "VP8L") == 0)
    read_lossless (self, &reader);
  else if (strcmp (type, "ANIM") == 0 && assay_reader_skip (&reader, 4))
    assay_inspection_int (self->inspection, "webp.loop", assay_reader_read_u16_le (&reader), NULL,
                          offset + 4, 2);
  else if (strcmp (type, "ICCP") == 0)
    assay_block_icc (self->inspection, data, size, offset);
  else if (strcmp (type, "XMP ") == 0)
    assay_block_xmp (self->inspection, data, size, offset);
  else if (strcmp (type, "C2PA") == 0)
    assay_block_jumbf (self->inspection, data, size, offset);
  else if (strcmp (type, "EXIF") == 0)
    {
      /* Some writers keep JPEG's identifier, which the standard does not have here. */
      gsize skip = size >= 6 && memcmp (data, "Exif\0", 6) == 0 ? 6 : 0;

      assay_block_exif (self->inspection, data + skip, size - skip, offset + skip,
                        self->cancellable);
    }
  if (!assay_reader_ok (&reader))
    assay_inspection_problem (self->inspection, "truncated", offset,
                              "%s of %" G_GSIZE_FORMAT " bytes", type, size);
}

/* How much of a chunk is wanted: metadata whole, bitstreams only their header. */
static gsize
wanted_bytes (const char *type, guint64 size)
{
  static const char *const whole[]
      = { "ICCP", "XMP ", "EXIF", "C2PA", "IART", "ICMT", "ICOP", "ICRD", "INAM", "ISFT" };

  for (gsize i = 0; i < G_N_ELEMENTS (whole); i++)
    if (strcmp (whole[i], type) == 0)
      return (gsize) MIN (size, ASSAY_LIMIT_BLOCK);
  return (gsize) MIN (size, 16);
}

/* One chunk at *@position; FALSE if none is whole there. */
static gboolean
take_chunk (Webp *self, guint64 *position, guint64 end)
{
  guint8 head[8];
  char type[5] = "";
  AssayReader reader;

  if (end - *position < 8 || assay_source_read_into (self->source, *position, head, 8, NULL) != 8)
    return FALSE;
  assay_reader_init (&reader, head + 4, 4, *position);
  memcpy (type, head, 4);

  guint64 size = assay_reader_read_u32_le (&reader);
  guint64 available = end - *position - 8;
  guint64 offset = *position + 8;

  if (self->chunks->len < 4096)
    g_string_append_printf (self->chunks, "%s%s", self->chunks->len > 0 ? " " : "", type);

  gboolean opened
      = assay_inspection_open (self->inspection, type, *position, 8, MIN (size, available) + 8, "");

  if (size > available)
    assay_inspection_problem (self->inspection, "overrun", *position,
                              "declared %" G_GUINT64_FORMAT ", available %" G_GUINT64_FORMAT, size,
                              available);

  g_autoptr (GBytes) bytes
      = assay_source_read (self->source, offset, wanted_bytes (type, MIN (size, available)), NULL);

  if (bytes != NULL)
    read_chunk (self, type, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), offset);
  self->frames += strcmp (type, "ANMF") == 0 ? 1 : 0;
  if (opened)
    assay_inspection_close (self->inspection);
  *position = offset + size + (size & 1);
  return size <= available && *position <= end;
}

void
assay_parse_webp (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable)
{
  Webp self = { .source = source,
                .inspection = inspection,
                .cancellable = cancellable,
                .chunks = g_string_new (NULL) };
  guint64 file_size = assay_source_get_size (source);
  guint64 position = 12;
  guint8 head[12];
  guint count = 0;
  AssayReader reader;

  if (assay_source_read_into (source, 0, head, sizeof head, NULL) == sizeof head)
    {
      assay_reader_init (&reader, head + 4, 4, 4);

      guint64 declared = assay_reader_read_u32_le (&reader);
      guint64 end = MIN (declared + 8, file_size);

      assay_inspection_int (inspection, "riff.declared", (gint64) declared, NULL, 4, 4);
      if (declared + 8 > file_size)
        assay_inspection_problem (inspection, "truncated", 4,
                                  "declared %" G_GUINT64_FORMAT ", available %" G_GUINT64_FORMAT,
                                  declared, file_size - 8);
      while (position < end && take_chunk (&self, &position, end) && count++ < ASSAY_LIMIT_ELEMENTS
             && !g_cancellable_is_cancelled (cancellable))
        continue;
      /* An odd size may leave the pad byte outside of what RIFF declares. */
      assay_parse_trailer (source, inspection, end + (declared & 1), cancellable);
    }
  if (self.frames > 0)
    assay_inspection_int (inspection, "image.frames", self.frames, NULL, ASSAY_OFFSET_NONE, 0);
  assay_inspection_text (inspection, "webp.chunks", self.chunks->str, ASSAY_OFFSET_NONE, 0);
  if (!self.sized)
    assay_inspection_problem (inspection, "missing", ASSAY_OFFSET_NONE, "no picture");
  g_string_free (self.chunks, TRUE);
}
