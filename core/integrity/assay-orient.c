/* assay-orient.c: the eight orientations of Exif. */
#include "integrity/assay-orient-private.h"

#include <string.h>

#include "base/assay-base.h"

guint
assay_orientation_of (const AssayInspection *inspection)
{
  const AssayFact *fact = assay_inspection_find (inspection, "exif.ifd0.Orientation");

  if (fact == NULL || fact->type != ASSAY_FACT_INT || fact->integer < 1 || fact->integer > 8)
    return 1;
  return (guint) fact->integer;
}

/* Where in the stored picture the pixel (@x, @y) of the upright one stands. */
static void
find_stored (
    guint orientation, guint width, guint height, guint x, guint y, guint *from_x, guint *from_y)
{
  const gboolean turned = orientation >= 5;
  const guint u = turned ? y : x;
  const guint v = turned ? x : y;
  /* Which axis of the stored picture runs backwards. */
  const gboolean flip_x
      = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const gboolean flip_y
      = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;

  *from_x = flip_x ? width - 1 - u : u;
  *from_y = flip_y ? height - 1 - v : v;
}

AssayImage *
assay_orient (AssayImage *image, guint orientation, GError **error)
{
  const guint width = assay_image_get_width (image);
  const guint height = assay_image_get_height (image);
  const guint to_width = orientation >= 5 ? height : width;
  const guint to_height = orientation >= 5 ? width : height;
  const gsize step = assay_pixels_size (assay_image_get_format (image));
  const gsize size = (gsize) width * height * step;
  const guint8 *stored = g_bytes_get_data (assay_image_get_pixels (image), NULL);
  g_autoptr (GBytes) bytes = NULL;
  guint8 *pixels;

  if (orientation < 2 || orientation > 8)
    return assay_image_ref (image);
  pixels = assay_try_alloc (size, 1, (gsize) ASSAY_LIMIT_PIXELS * 4, error);
  if (pixels == NULL)
    return NULL;
  for (guint y = 0; y < to_height; y++)
    for (guint x = 0; x < to_width; x++)
      {
        guint from_x;
        guint from_y;

        find_stored (orientation, width, height, x, y, &from_x, &from_y);
        memcpy (pixels + ((gsize) y * to_width + x) * step,
                stored + ((gsize) from_y * width + from_x) * step, step);
      }
  bytes = g_bytes_new_take (pixels, size);
  return assay_image_new (assay_image_get_id (image), assay_image_get_title (image),
                          assay_image_get_format (image), to_width, to_height, bytes, error);
}
