/* assay-image-changes.c: see the header. */
#include "model/assay-image-changes.h"

#include "config.h"

#include <string.h>

/* The first pixel of a row of @n with its middle at or behind @edge. */
static guint
first_behind (double edge, guint n)
{
  double middle = CLAMP (edge - 0.5, 0.0, (double) n);
  guint at = (guint) middle;

  return at < middle ? at + 1 : at;
}

/* Which pixels of row @y are in a rectangle. */
static void
find_inside (const AssayRegionKey *rectangles, guint n, guint y, guint8 *inside, guint width)
{
  double middle = y + 0.5;

  memset (inside, 0, width);
  for (guint i = 0; i < n; i++)
    {
      const AssayRegionKey *r = &rectangles[i];
      guint from = first_behind (r->x, width);
      guint to = first_behind (r->x + r->width, width);

      if (middle >= r->y && middle < r->y + r->height && to > from)
        memset (inside + from, 1, to - from);
    }
}

/* From one sample of a pixel to the next: grey has one for all three. */
static gsize
sample_step (const AssayImage *image)
{
  return assay_image_get_format (image) == ASSAY_PIXELS_GREY8 ? 0 : 1;
}

gboolean
assay_image_count_changes (const AssayImage *a,
                           const AssayImage *b,
                           const AssayRegionKey *rectangles,
                           guint n,
                           guint8 *mask,
                           AssayImageChanges *changes)
{
  const guint8 *p = g_bytes_get_data (assay_image_get_pixels (a), NULL);
  const guint8 *q = g_bytes_get_data (assay_image_get_pixels (b), NULL);
  gsize pixel[2] = { assay_pixels_size (assay_image_get_format (a)),
                     assay_pixels_size (assay_image_get_format (b)) };
  gsize step[2] = { sample_step (a), sample_step (b) };
  guint width = assay_image_get_width (a);
  guint height = assay_image_get_height (a);
  g_autofree guint8 *inside = g_malloc (width);

  *changes = (AssayImageChanges){ 0 };
  if (width != assay_image_get_width (b) || height != assay_image_get_height (b))
    return FALSE;
  for (guint y = 0; y < height; y++)
    {
      find_inside (rectangles, n, y, inside, width);
      for (guint x = 0; x < width; x++, p += pixel[0], q += pixel[1])
        {
          gboolean unlike
              = p[0] != q[0] || p[step[0]] != q[step[1]] || p[2 * step[0]] != q[2 * step[1]];

          changes->inside += inside[x];
          changes->inside_changed += unlike && inside[x] != 0;
          changes->outside_changed += unlike && inside[x] == 0;
          if (mask != NULL)
            *mask++ = unlike && inside[x] == 0;
        }
    }
  changes->outside = (guint64) width * height - changes->inside;
  return TRUE;
}
