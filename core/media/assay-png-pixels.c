/* assay-png-pixels.c: counts what the IDAT chunks of a PNG unpack to, without keeping it. */
#include "config.h"

#include <string.h>

#include "media/assay-png-private.h"

/* Deflate gives at most 258 bytes for two bits (RFC 1951, 3.2.5). */
#define MOST_RATIO 1032u
/* Larger pictures are only held against the ratio: unpacking them would take seconds. */
#define MOST_COUNTED ((guint64) 1024 * 1024 * 1024)

/* Bytes of one pass: a filter type and the packed pixels of each row. */
static guint64
pass_bytes (guint64 width, guint64 height, guint bits)
{
  guint64 total;

  if (width == 0 || height == 0)
    return 0;
  /* Both are below 2^32 and @bits is at most 64: a row cannot overflow. */
  return __builtin_mul_overflow ((width * bits + 7) / 8 + 1, height, &total) ? G_MAXUINT64 : total;
}

/* ISO/IEC 15948, 8.2: every pass takes the pixels from a start in steps. */
static guint64
interlaced_bytes (guint64 width, guint64 height, guint bits)
{
  static const struct
  {
    guint x, y, dx, dy;
  } passes[] = { { 0, 0, 8, 8 }, { 4, 0, 8, 8 }, { 0, 4, 4, 8 }, { 2, 0, 4, 4 },
                 { 0, 2, 2, 4 }, { 1, 0, 2, 2 }, { 0, 1, 1, 2 } };
  guint64 total = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (passes); i++)
    {
      const guint64 columns = (width + passes[i].dx - 1 - passes[i].x) / passes[i].dx;
      const guint64 rows = (height + passes[i].dy - 1 - passes[i].y) / passes[i].dy;

      if (__builtin_add_overflow (total, pass_bytes (columns, rows, bits), &total))
        return G_MAXUINT64;
    }
  return total;
}

void
assay_png_pixels_begin (
    AssayPngPixels *self, guint64 width, guint64 height, guint bits, gboolean interlaced)
{
  assay_png_pixels_clear (self);
  self->needed
      = interlaced ? interlaced_bytes (width, height, bits) : pass_bytes (width, height, bits);
  self->counting
      = self->needed > 0 && self->needed <= MOST_COUNTED && inflateInit (&self->stream) == Z_OK;
  self->open = self->counting;
}

void
assay_png_pixels_feed (AssayPngPixels *self, const guint8 *data, gsize size)
{
  guint8 buffer[32768];

  self->packed += size;
  if (!self->counting)
    return;
  /* zlib does not write through next_in; its type is older than const. */
  self->stream.next_in = (Bytef *) (guintptr) data;
  self->stream.avail_in = (uInt) size;
  while (self->status == Z_OK && self->unpacked <= self->needed)
    {
      self->stream.next_out = buffer;
      self->stream.avail_out = sizeof buffer;
      self->status = inflate (&self->stream, Z_NO_FLUSH);
      self->unpacked += sizeof buffer - self->stream.avail_out;
      if (self->stream.avail_out != 0 && self->stream.avail_in == 0)
        break;
    }
  /* Without input there is nothing to do yet: the next chunk goes on. */
  if (self->status == Z_BUF_ERROR)
    self->status = Z_OK;
}

void
assay_png_pixels_judge (const AssayPngPixels *self, AssayInspection *inspection, guint64 offset)
{
  if (self->needed == 0)
    return;
  if (self->needed == G_MAXUINT64)
    assay_inspection_problem (inspection, "truncated", offset,
                              "pixels need 2^64 bytes or more, IDAT has %" G_GUINT64_FORMAT,
                              self->packed);
  else if (self->packed < self->needed / MOST_RATIO)
    assay_inspection_problem (inspection, "truncated", offset,
                              "pixels need %" G_GUINT64_FORMAT " bytes, %" G_GUINT64_FORMAT
                              " bytes of IDAT cannot unpack to them",
                              self->needed, self->packed);
  else if (self->counting && self->unpacked > self->needed)
    assay_inspection_problem (inspection, "malformed", offset,
                              "pixels need %" G_GUINT64_FORMAT " bytes, IDAT unpacks to more",
                              self->needed);
  else if (self->counting && self->status != Z_OK && self->status != Z_STREAM_END)
    assay_inspection_problem (inspection, "malformed", offset,
                              "IDAT is damaged after %" G_GUINT64_FORMAT " bytes", self->unpacked);
  else if (self->counting && self->unpacked < self->needed)
    assay_inspection_problem (inspection, "truncated", offset,
                              "pixels need %" G_GUINT64_FORMAT
                              " bytes, IDAT unpacks to %" G_GUINT64_FORMAT,
                              self->needed, self->unpacked);
}

void
assay_png_pixels_clear (AssayPngPixels *self)
{
  if (self->open)
    inflateEnd (&self->stream);
  memset (self, 0, sizeof *self);
}
