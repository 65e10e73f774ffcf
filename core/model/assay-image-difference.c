/* assay-image-difference.c: what differs between two pictures of the same size. */
#include "model/assay-image.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/assay-model-error.h"

/* Red, green and blue of a pixel of any format. */
static inline void
read_pixel (const guint8 *pixel, AssayPixels format, guint8 rgb[3])
{
  gsize step = format == ASSAY_PIXELS_GREY8 ? 0 : 1;

  for (gsize i = 0; i < 3; i++)
    rgb[i] = pixel[i * step];
}

static void
fill (const AssayImage *a, const AssayImage *b, double gain, guint8 *out)
{
  const guint8 *first = g_bytes_get_data (assay_image_get_pixels (a), NULL);
  const guint8 *second = g_bytes_get_data (assay_image_get_pixels (b), NULL);
  gsize n = (gsize) assay_image_get_width (a) * assay_image_get_height (a);
  AssayPixels formats[2] = { assay_image_get_format (a), assay_image_get_format (b) };
  guint sizes[2] = { assay_pixels_size (formats[0]), assay_pixels_size (formats[1]) };
  guint8 table[256];

  for (guint i = 0; i < 256; i++)
    table[i] = (guint8) MIN (255.0, i * gain + 0.5);
  for (gsize i = 0; i < n; i++)
    {
      guint8 x[3];
      guint8 y[3];

      read_pixel (first + i * sizes[0], formats[0], x);
      read_pixel (second + i * sizes[1], formats[1], y);
      for (gsize c = 0; c < 3; c++)
        out[3 * i + c] = table[ABS (x[c] - y[c])];
    }
}

AssayImage *
assay_image_difference (const AssayImage *a, const AssayImage *b, double gain, GError **error)
{
  guint width = assay_image_get_width (a);
  guint height = assay_image_get_height (a);

  if (width != assay_image_get_width (b) || height != assay_image_get_height (b))
    {
      g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                   _ ("The pictures differ in size: %u × %u and %u × %u"), width, height,
                   assay_image_get_width (b), assay_image_get_height (b));
      return NULL;
    }

  gsize size = (gsize) width * height * 3;
  guint8 *pixels = g_malloc (size);

  fill (a, b, CLAMP (gain, 0.0, 255.0), pixels);

  g_autoptr (GBytes) bytes = g_bytes_new_take (pixels, size);

  return assay_image_new ("difference", N_ ("Difference"), ASSAY_PIXELS_RGB8, width, height, bytes,
                          error);
}
