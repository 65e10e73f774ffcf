/* assay-parse-tiff.c: TIFF files and the camera raw formats built on them: the same walk as Exif,
 * over the file. */
#include "config.h"

#include <string.h>

#include "media/assay-parsers-still-private.h"
#include "media/assay-tiff-private.h"

/* The format-neutral names for what IFD0 says of the picture. */
static void
image_facts (AssayInspection *inspection, guint pages)
{
  static const struct
  {
    const char *tag;
    const char *fact;
  } pairs[] = { { "exif.ifd0.ImageWidth", "image.width" },
                { "exif.ifd0.ImageLength", "image.height" },
                { "exif.ifd0.SamplesPerPixel", "image.channels" } };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      const AssayFact *tag = assay_inspection_find (inspection, pairs[i].tag);

      if (tag != NULL && tag->type == ASSAY_FACT_INT)
        assay_inspection_int (inspection, pairs[i].fact, tag->integer, NULL, tag->offset,
                              tag->length);
    }

  const AssayFact *bits = assay_inspection_find (inspection, "exif.ifd0.BitsPerSample");

  /* "8 8 8": one number for each channel, alike in all files met. */
  if (bits != NULL)
    assay_inspection_int (inspection, "image.bits", g_ascii_strtoll (bits->text, NULL, 10), NULL,
                          bits->offset, bits->length);
  assay_inspection_int (inspection, "image.frames", pages, NULL, ASSAY_OFFSET_NONE, 0);
}

static guint
count_pages (const AssayTiff *tiff)
{
  g_auto (GStrv) ifds = g_strsplit (tiff->order->str, " ", -1);
  guint pages = 0;

  for (guint i = 0; ifds[i] != NULL; i++)
    pages += g_str_has_prefix (ifds[i], "ifd") ? 1 : 0;
  return pages;
}

void
assay_parse_tiff (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable)
{
  AssayTiff tiff = { .source = source,
                     .size = assay_source_get_size (source),
                     .inspection = inspection,
                     .cancellable = cancellable };

  assay_inspection_element (inspection, "header", 0, 8, 8, "");
  if (!assay_tiff_walk (&tiff))
    {
      assay_inspection_problem (inspection, "malformed", 0, "no TIFF header");
    }
  else
    {
      /* Only what a camera would write makes it Exif; width and strips are TIFF's own. */
      if (assay_inspection_find (inspection, "exif.ifd0.Make") != NULL
          || strstr (tiff.order->str, "exif") != NULL)
        assay_inspection_bool (inspection, "exif.present", TRUE, ASSAY_OFFSET_NONE, 0);
      assay_tiff_walk_facts (&tiff);
      assay_makernote (&tiff);
      assay_exif_derived (&tiff);
      image_facts (inspection, count_pages (&tiff));
    }
  assay_tiff_clear (&tiff);
}
