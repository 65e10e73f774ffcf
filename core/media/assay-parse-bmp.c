/* assay-parse-bmp.c: the headers of a Windows or OS/2 bitmap. */
#include "config.h"

#include "media/assay-parsers-still-private.h"
#include "media/assay-window-private.h"

static void
add_int (
    AssayInspection *inspection, const char *name, gint64 value, guint64 offset, guint64 length)
{
  assay_inspection_int (inspection, name, value, NULL, offset, length);
}

/* Bytes of pixels without compression: rows are padded to four bytes. 0 when it cannot be said. */
static guint64
pixel_bytes (guint64 width, guint64 height, guint bits, guint32 compression)
{
  guint64 row_bits;
  guint64 total;

  if ((compression != 0 && compression != 3)
      || __builtin_mul_overflow (width, (guint64) bits, &row_bits) || row_bits > G_MAXUINT64 - 31
      || __builtin_mul_overflow ((row_bits + 31) / 32 * 4, height, &total))
    return 0;
  return total;
}

#define RLE8 1
#define RLE4 2

/* Where run-length coding stops: at its end mark, behind the last row, or for want of data. */
typedef struct
{
  guint64 row;
  guint64 offset;
  gboolean ended;
} Run;

/* Rows that run-length coded data of the file tells, up to @height. A jump may leave pixels out, so
 * rows are counted and not pixels. */
static void
walk_runs (AssaySource *source, guint64 height, gboolean wide, Run *run, GCancellable *cancellable)
{
  g_auto (AssayWindow) window = { NULL };
  AssayReader code;

  assay_window_init (&window, source);
  while (run->row < height && !run->ended && !g_cancellable_is_cancelled (cancellable)
         && assay_window_reader (&window, run->offset, 2, &code))
    {
      const guint repeated = assay_reader_read_u8 (&code);
      const guint count = assay_reader_read_u8 (&code);

      run->offset += 2;
      if (repeated != 0)
        continue;
      if (count == 0)
        run->row++;
      else if (count == 1)
        run->ended = TRUE;
      else if (count == 2 && assay_window_reader (&window, run->offset, 2, &code))
        {
          assay_reader_skip (&code, 1);
          run->row += assay_reader_read_u8 (&code);
          run->offset += 2;
        }
      else
        run->offset += ((wide ? count : (count + 1) / 2) + 1) / 2 * 2;
    }
}

static void
check_runs (AssaySource *source,
            AssayInspection *inspection,
            guint64 pixels,
            guint64 height,
            guint32 compression,
            GCancellable *cancellable)
{
  Run run = { .offset = pixels };

  if (compression != RLE8 && compression != RLE4)
    return;
  walk_runs (source, height, compression == RLE8, &run, cancellable);
  /* The last row needs no end of line. */
  if (run.row + 1 < height && !g_cancellable_is_cancelled (cancellable))
    assay_inspection_problem (inspection, "truncated", pixels,
                              "%" G_GUINT64_FORMAT " rows declared, %" G_GUINT64_FORMAT
                              " are in the data",
                              height, run.row + 1);
}

void
assay_parse_bmp (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable)
{
  guint8 data[64];
  guint64 size = assay_source_get_size (source);
  gssize got = assay_source_read_into (source, 0, data, sizeof data, NULL);
  AssayReader reader;

  assay_reader_init (&reader, data, got < 0 ? 0 : (gsize) got, 0);
  assay_reader_skip (&reader, 2);

  guint32 declared = assay_reader_read_u32_le (&reader);

  assay_reader_skip (&reader, 4);

  guint32 pixels = assay_reader_read_u32_le (&reader);
  guint32 header = assay_reader_read_u32_le (&reader);
  gboolean core = header == 12;
  gint64 width
      = core ? assay_reader_read_u16_le (&reader) : (gint32) assay_reader_read_u32_le (&reader);
  gint64 height
      = core ? assay_reader_read_u16_le (&reader) : (gint32) assay_reader_read_u32_le (&reader);

  assay_reader_skip (&reader, 2);

  guint bits = assay_reader_read_u16_le (&reader);
  guint32 compression = core || header == 16 ? 0 : assay_reader_read_u32_le (&reader);

  if (!assay_reader_ok (&reader))
    {
      assay_inspection_problem (inspection, "truncated", 0, "bitmap header");
      return;
    }
  assay_inspection_element (inspection, "file header", 0, 14, 14, "");
  assay_inspection_element (inspection, "information header", 14, 4,
                            MIN ((guint64) header, size - 14), "");
  add_int (inspection, "image.width", ABS (width), 18, core ? 2 : 4);
  add_int (inspection, "image.height", ABS (height), core ? 20 : 22, core ? 2 : 4);
  add_int (inspection, "image.bits", bits, core ? 24 : 28, 2);
  add_int (inspection, "bmp.header", header, 14, 4);
  add_int (inspection, "bmp.bits", bits, core ? 24 : 28, 2);
  add_int (inspection, "bmp.compression", compression, 30, 4);
  add_int (inspection, "bmp.data_offset", pixels, 10, 4);
  assay_inspection_bool (inspection, "bmp.top_down", height < 0, core ? 20 : 22, core ? 2 : 4);

  guint64 bytes = pixel_bytes ((guint64) ABS (width), (guint64) ABS (height), bits, compression);
  guint64 end = pixels <= G_MAXUINT64 - bytes ? pixels + bytes : G_MAXUINT64;

  if (pixels > size || (bytes > 0 && end > size))
    assay_inspection_problem (
        inspection, "truncated", pixels,
        "pixels need %" G_GUINT64_FORMAT " bytes, the file has %" G_GUINT64_FORMAT, end, size);
  else if (bytes == 0)
    check_runs (source, inspection, pixels, (guint64) ABS (height), compression, cancellable);
  else
    {
      assay_inspection_element (inspection, "pixels", pixels, 0, bytes, "");
      /* The declared size may count padding behind the pixels. */
      assay_parse_trailer (source, inspection, declared > end && declared <= size ? declared : end,
                           cancellable);
    }
}
