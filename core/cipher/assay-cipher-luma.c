/* assay-cipher-luma.c: see the header. */
#include "cipher/assay-cipher-luma.h"

#include <string.h>

#include "base/assay-base.h"

void
assay_cipher_luma_clear (AssayCipherLuma *self)
{
  g_clear_pointer (&self->samples, g_free);
  self->room = 0;
}

static void
copy_row (const guint8 *row, const AssayVideoFrame *frame, guint8 *out)
{
  guint shift = frame->depth > 8 ? frame->depth - 8 : 0;

  if (frame->sample == 1)
    {
      memcpy (out, row, frame->width);
      return;
    }
  for (guint x = 0; x < frame->width; x++)
    {
      guint16 sample;

      memcpy (&sample, row + 2 * (gsize) x, sizeof sample);
      out[x] = (guint8) (sample >> shift);
    }
}

gboolean
assay_cipher_luma_take (AssayCipherLuma *self, const AssayVideoFrame *frame, GError **error)
{
  gsize n = (gsize) frame->width * frame->height;

  if (n > self->room)
    {
      assay_cipher_luma_clear (self);
      self->samples = assay_try_alloc (n, 1, ASSAY_LIMIT_PIXELS, error);
      if (self->samples == NULL)
        return FALSE;
      self->room = n;
    }
  self->width = frame->width;
  self->height = frame->height;
  for (guint y = 0; y < frame->height; y++)
    copy_row (frame->plane[0] + (gsize) y * frame->stride[0], frame,
              self->samples + (gsize) y * frame->width);
  return TRUE;
}
