/* assay-wave-length.c: see the header. */
#include "media/assay-wave-length.h"

/* What stands before the samples is looked for in so many bytes. */
#define HEAD ((gsize) 65536)
/* From the start of the chunk `fmt ` to the bytes a second. */
#define BEFORE_BYTE_RATE 8u

double
assay_wave_missing (AssaySource *source)
{
  const guint64 size = assay_source_get_size (source);
  g_autoptr (GBytes) head = assay_source_read (source, 0, (gsize) MIN (size, HEAD), NULL);
  AssayReader reader;
  guint32 byte_rate = 0;

  if (head == NULL)
    return 0;
  assay_reader_init_bytes (&reader, head, 0);
  if (!assay_reader_match (&reader, "RIFF", 4) || !assay_reader_skip (&reader, 4)
      || !assay_reader_match (&reader, "WAVE", 4))
    return 0;
  while (assay_reader_left (&reader) >= 8)
    {
      const gboolean data = assay_reader_match (&reader, "data", 4);
      const gboolean format = !data && assay_reader_match (&reader, "fmt ", 4);
      guint64 length;

      if (!data && !format)
        assay_reader_skip (&reader, 4);
      length = assay_reader_read_u32_le (&reader);
      if (data)
        {
          const guint64 there = size - assay_reader_offset (&reader);

          return length != 0 && length != G_MAXUINT32 && length > there && byte_rate > 0
                     ? (double) (length - there) / byte_rate
                     : 0;
        }
      length += length % 2;
      if (format && length >= BEFORE_BYTE_RATE + 4)
        {
          if (!assay_reader_skip (&reader, BEFORE_BYTE_RATE))
            return 0;
          byte_rate = assay_reader_read_u32_le (&reader);
          length -= BEFORE_BYTE_RATE + 4;
        }
      if (!assay_reader_skip (&reader, (gsize) length))
        return 0;
    }
  return 0;
}
