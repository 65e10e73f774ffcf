/* assay-shrink.c: box averaging. */
#include "integrity/assay-shrink-private.h"

#include "base/assay-base.h"

typedef struct
{
  const guint8 *pixels;
  gsize stride;
  guint channels;
} Rows;

/* Means of all channels over the rectangle. A rectangle has at most ASSAY_LIMIT_PIXELS pixels, so
 * 64 bits hold the sums. */
static void
mean_of (const Rows *rows, guint x0, guint x1, guint y0, guint y1, guint8 *means)
{
  const guint64 n = (guint64) (x1 - x0) * (y1 - y0);
  guint64 sums[4] = { 0 };

  for (guint y = y0; y < y1; y++)
    {
      const guint8 *pixel = rows->pixels + y * rows->stride + (gsize) x0 * rows->channels;

      for (guint x = x0; x < x1; x++, pixel += rows->channels)
        for (guint channel = 0; channel < rows->channels; channel++)
          sums[channel] += pixel[channel];
    }
  for (guint channel = 0; channel < rows->channels; channel++)
    means[channel] = (guint8) ((sums[channel] + n / 2) / n);
}

AssayImage *
assay_shrink (AssayImage *image, const char *id, const char *title, guint most, GError **error)
{
  const guint width = assay_image_get_width (image);
  const guint height = assay_image_get_height (image);
  const guint longer = MAX (width, height);
  const guint to_width = MAX (1u, (guint) ((guint64) width * MIN (most, longer) / longer));
  const guint to_height = MAX (1u, (guint) ((guint64) height * MIN (most, longer) / longer));
  const Rows rows
      = { g_bytes_get_data (assay_image_get_pixels (image), NULL), assay_image_get_stride (image),
          assay_pixels_size (assay_image_get_format (image)) };
  const gsize size = (gsize) to_width * to_height * rows.channels;
  guint8 *pixels;
  g_autoptr (GBytes) bytes = NULL;

  if (longer <= most)
    return assay_image_new (id, title, assay_image_get_format (image), width, height,
                            assay_image_get_pixels (image), error);
  pixels = assay_try_alloc (size, 1, (gsize) ASSAY_LIMIT_PIXELS * 4, error);
  if (pixels == NULL)
    return NULL;
  for (guint y = 0; y < to_height; y++)
    for (guint x = 0; x < to_width; x++)
      {
        const guint x0 = (guint) ((guint64) x * width / to_width);
        const guint x1 = (guint) ((guint64) (x + 1) * width / to_width);
        const guint y0 = (guint) ((guint64) y * height / to_height);
        const guint y1 = (guint) ((guint64) (y + 1) * height / to_height);

        mean_of (&rows, x0, x1, y0, y1, pixels + ((gsize) y * to_width + x) * rows.channels);
      }
  bytes = g_bytes_new_take (pixels, size);
  return assay_image_new (id, title, assay_image_get_format (image), to_width, to_height, bytes,
                          error);
}
