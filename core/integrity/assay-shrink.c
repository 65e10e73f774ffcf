/* assay-shrink.c: box averaging. */
#include "integrity/assay-shrink-private.h"

#include "base/assay-base.h"

typedef struct
{
  const guint8 *pixels;
  gsize stride;
  guint channels;
} Rows;

/* Mean of one channel over the rectangle. */
static guint8
mean_of (const Rows *rows, guint x0, guint x1, guint y0, guint y1, guint channel)
{
  const guint64 n = (guint64) (x1 - x0) * (y1 - y0);
  guint64 sum = 0;

  for (guint y = y0; y < y1; y++)
    for (guint x = x0; x < x1; x++)
      sum += rows->pixels[y * rows->stride + (gsize) x * rows->channels + channel];
  return (guint8) ((sum + n / 2) / n);
}

AssayImage *
assay_shrink (AssayImage *image, const char *id, const char *title, guint most, GError **error)
{
  const guint width = assay_image_get_width (image);
  const guint height = assay_image_get_height (image);
  const guint longer = MAX (width, height);
  const guint to_width
      = longer <= most ? width : MAX (1u, (guint) ((guint64) width * most / longer));
  const guint to_height
      = longer <= most ? height : MAX (1u, (guint) ((guint64) height * most / longer));
  const Rows rows
      = { g_bytes_get_data (assay_image_get_pixels (image), NULL), assay_image_get_stride (image),
          assay_pixels_size (assay_image_get_format (image)) };
  const gsize size = (gsize) to_width * to_height * rows.channels;
  guint8 *pixels = assay_try_alloc (size, 1, (gsize) ASSAY_LIMIT_PIXELS * 4, error);
  g_autoptr (GBytes) bytes = NULL;

  if (pixels == NULL)
    return NULL;
  for (guint y = 0; y < to_height; y++)
    for (guint x = 0; x < to_width; x++)
      {
        const guint x0 = (guint) ((guint64) x * width / to_width);
        const guint x1 = (guint) ((guint64) (x + 1) * width / to_width);
        const guint y0 = (guint) ((guint64) y * height / to_height);
        const guint y1 = (guint) ((guint64) (y + 1) * height / to_height);

        for (guint channel = 0; channel < rows.channels; channel++)
          pixels[((gsize) y * to_width + x) * rows.channels + channel]
              = mean_of (&rows, x0, x1, y0, y1, channel);
      }
  bytes = g_bytes_new_take (pixels, size);
  return assay_image_new (id, title, assay_image_get_format (image), to_width, to_height, bytes,
                          error);
}
