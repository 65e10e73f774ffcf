/* assay-painter-hpdf-image.c: pictures as libharu keeps them, each once in a document. */
#include "plot/assay-painter-hpdf-private.h"

/* Splits straight RGBA into what PDF wants: colours, and a mask of alphas. */
static HPDF_Image
load_rgba (HPDF_Doc document, AssayImage *image)
{
  guint width = assay_image_get_width (image);
  guint height = assay_image_get_height (image);
  gsize n = (gsize) width * height;
  const guint8 *pixels = g_bytes_get_data (assay_image_get_pixels (image), NULL);
  g_autofree guint8 *colours = g_malloc (n * 3);
  g_autofree guint8 *alphas = g_malloc (n);
  gboolean opaque = TRUE;
  HPDF_Image loaded;
  HPDF_Image mask;

  for (gsize i = 0; i < n; i++)
    {
      for (gsize k = 0; k < 3; k++)
        colours[3 * i + k] = pixels[4 * i + k];
      alphas[i] = pixels[4 * i + 3];
      opaque = opaque && alphas[i] == 0xff;
    }
  loaded = HPDF_LoadRawImageFromMem (document, colours, width, height, HPDF_CS_DEVICE_RGB, 8);
  if (opaque || loaded == NULL)
    return loaded;
  mask = HPDF_LoadRawImageFromMem (document, alphas, width, height, HPDF_CS_DEVICE_GRAY, 8);
  if (mask != NULL)
    HPDF_Image_AddSMask (loaded, mask);
  return loaded;
}

HPDF_Image
assay_hpdf_image (HPDF_Doc document, GHashTable *images, AssayImage *image)
{
  HPDF_Image loaded = g_hash_table_lookup (images, image);
  const guint8 *pixels;
  HPDF_ColorSpace space;

  if (loaded != NULL)
    return loaded;
  if (assay_image_get_format (image) == ASSAY_PIXELS_RGBA8)
    {
      loaded = load_rgba (document, image);
    }
  else
    {
      pixels = g_bytes_get_data (assay_image_get_pixels (image), NULL);
      space = assay_image_get_format (image) == ASSAY_PIXELS_GREY8 ? HPDF_CS_DEVICE_GRAY
                                                                   : HPDF_CS_DEVICE_RGB;
      loaded = HPDF_LoadRawImageFromMem (document, pixels, assay_image_get_width (image),
                                         assay_image_get_height (image), space, 8);
    }
  if (loaded != NULL)
    g_hash_table_insert (images, assay_image_ref (image), loaded);
  return loaded;
}
