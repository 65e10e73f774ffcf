/* assay-png-private.h: what the files of the PNG parser share. */
#pragma once

#include <zlib.h>

#include "media/assay-parser-private.h"

G_BEGIN_DECLS

/* tEXt, zTXt and iTXt (ISO/IEC 15948, 11.3.4); blocks that programs hide in them go to their
 * parsers. @offset is that of
 * @data[0]. @budget is what may still be decompressed of this file, and is used up: a file may hold
 * thousands of bombs. */
void assay_png_text (AssayInspection *inspection,
                     const char *type,
                     const guint8 *data,
                     gsize size,
                     guint64 offset,
                     gsize *budget,
                     GCancellable *cancellable);

/* assay-png-pixels.c: whether the picture data can be as large as the declared size needs. All zero
 * is a picture of which nothing is known, and nothing is said. */
typedef struct
{
  guint64 needed;   /* bytes of the filtered rows; G_MAXUINT64 when they are more than that */
  guint64 packed;   /* bytes of IDAT met */
  guint64 unpacked; /* bytes they give, at most one step more than needed */
  gboolean counting;
  gboolean open; /* the stream is to be ended */
  int status;
  z_stream stream;
} AssayPngPixels;

/* @width and @height are below 2^32; @bits are those of one pixel, at most 64. */
void assay_png_pixels_begin (
    AssayPngPixels *self, guint64 width, guint64 height, guint bits, gboolean interlaced);
/* The next bytes of IDAT, at most G_MAXUINT. */
void assay_png_pixels_feed (AssayPngPixels *self, const guint8 *data, gsize size);
/* Problems "truncated" and "malformed" at @offset, that of the first IDAT; once all were fed. */
void
assay_png_pixels_judge (const AssayPngPixels *self, AssayInspection *inspection, guint64 offset);
void assay_png_pixels_clear (AssayPngPixels *self);

G_END_DECLS
