/* assay-inflate.c: bounded decompression of metadata; zlib does the work. */
#include "media/assay-inflate-private.h"

#include "config.h"

#include <zlib.h>

#define STEP (16 * 1024)

GBytes *
assay_inflate (const guint8 *data, gsize size, gsize most, gboolean *whole)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  guint8 buffer[STEP];
  z_stream stream = { 0 };
  int status = Z_OK;

  *whole = FALSE;
  if (size == 0 || size > G_MAXUINT || inflateInit (&stream) != Z_OK)
    return NULL;

  /* zlib does not write through next_in; its type is older than const. */
  stream.next_in = (Bytef *) (guintptr) data;
  stream.avail_in = (uInt) size;
  while (status == Z_OK && out->len < most)
    {
      stream.next_out = buffer;
      stream.avail_out = (uInt) MIN (sizeof buffer, most - out->len);

      guint room = stream.avail_out;

      status = inflate (&stream, Z_NO_FLUSH);
      g_byte_array_append (out, buffer, room - stream.avail_out);
      if (room == stream.avail_out && status == Z_OK)
        break;
    }
  *whole = status == Z_STREAM_END;
  inflateEnd (&stream);
  return out->len == 0 ? NULL : g_byte_array_free_to_bytes (g_steal_pointer (&out));
}
