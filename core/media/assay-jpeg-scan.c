/* assay-jpeg-scan.c: finds the end of entropy-coded data (T.81 F.1.2.3: FF 00 is data, FF D0 … D7
 * restarts). Nothing is decoded; the bytes pass through a buffer once. */
#include "config.h"

#include <string.h>

#include "media/assay-jpeg-private.h"

#define SCAN_BUFFER 65536

/* Markers that may follow coded data; anything else is damage and is passed over, as decoders do.
 */
static gboolean
ends_scan (guint8 code)
{
  gboolean restart = code >= 0xd0 && code <= 0xd7;

  return (code >= 0xc0 && code <= 0xef && !restart && code != 0xc8) || code == 0xfe;
}

static void
count_restart (AssayJpeg *self, guint8 code, guint *next)
{
  self->restarts++;
  if ((code & 7u) != *next)
    self->restart_disorder++;
  *next = (code + 1u) & 7u;
}

/* Position in @data of the FF that ends the scan, or where to go on when the buffer ends (a
 * trailing FF is left for the next buffer). */
static gsize
scan_buffer (AssayJpeg *self, const guint8 *data, gsize size, guint *restart, gboolean *found)
{
  gsize at = 0;

  *found = FALSE;
  while (at < size)
    {
      const guint8 *mark = memchr (data + at, 0xff, size - at);

      if (mark == NULL)
        return size;
      at = (gsize) (mark - data);
      if (at + 1 >= size)
        return at;

      guint8 code = data[at + 1];

      if (ends_scan (code))
        {
          *found = TRUE;
          return at;
        }
      if (code >= 0xd0 && code <= 0xd7)
        count_restart (self, code, restart);
      else if (code != 0 && code != 0xff)
        self->stray++;
      at += code == 0xff ? 1 : 2;
    }
  return at;
}

void
assay_jpeg_scan (AssayJpeg *self)
{
  g_autofree guint8 *buffer = g_malloc (SCAN_BUFFER);
  guint64 start = self->position;
  guint restart = 0;
  gboolean found = FALSE;

  while (!found && !g_cancellable_is_cancelled (self->cancellable))
    {
      gssize got = assay_source_read_into (self->source, self->position, buffer, SCAN_BUFFER, NULL);
      gsize used = got < 2 ? 0 : scan_buffer (self, buffer, (gsize) got, &restart, &found);

      self->position += used;
      if (!found && (got < SCAN_BUFFER || used == 0))
        {
          self->position = self->size;
          break;
        }
    }
  self->entropy += self->position - start;
  assay_inspection_element (self->inspection, "coded data", start, 0, self->position - start, "");
}
