/* assay-exif.c: an Exif block: our walk for places and order, libexif for the wording and for maker
 * notes. */
#include "config.h"

#include <string.h>

#include "media/assay-tiff-private.h"

/* libexif reads no more than this of a block; so no more is copied for it. */
#define LIBEXIF_MOST 65535

/* libexif wants the JPEG identifier before the TIFF header. It must not "repeat the specification"
 * by adding tags that the file does not have. NULL if it finds nothing. */
static ExifData *
read_with_libexif (const guint8 *data, gsize size)
{
  static const char identifier[6] = "Exif\0";
  gsize length = MIN (size, LIBEXIF_MOST - sizeof identifier);
  g_autofree guint8 *copy = g_malloc (length + sizeof identifier);
  ExifData *words = exif_data_new ();

  if (words == NULL)
    return NULL;
  memcpy (copy, identifier, sizeof identifier);
  memcpy (copy + sizeof identifier, data, length);
  exif_data_unset_option (words, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
  exif_data_unset_option (words, EXIF_DATA_OPTION_IGNORE_UNKNOWN_TAGS);
  exif_data_set_option (words, EXIF_DATA_OPTION_DONT_CHANGE_MAKER_NOTE);
  exif_data_load_data (words, copy, (guint) (length + sizeof identifier));
  return words;
}

/* libexif copies each value, and values of a hostile block may all be the whole block: thousands of
 * entries of 64 KiB. */
static gboolean
is_harmless (const AssayTiff *tiff)
{
  g_autoptr (AssayInspection) scratch = assay_inspection_new ();
  AssayTiff survey = *tiff;
  guint64 total = 0;

  survey.inspection = scratch;
  survey.survey = TRUE;
  if (assay_tiff_walk (&survey))
    for (guint i = 0; i < survey.extents->len; i++)
      {
        const AssayTiffExtent *extent = &g_array_index (survey.extents, AssayTiffExtent, i);

        total += extent->end - extent->start;
      }
  assay_tiff_clear (&survey);
  return total <= 4 * tiff->size;
}

void
assay_block_exif (AssayInspection *inspection,
                  const guint8 *data,
                  gsize size,
                  guint64 base,
                  GCancellable *cancellable)
{
  gboolean first = assay_inspection_find (inspection, "exif.present") == NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (AssaySource) source = assay_source_new_bytes (bytes);
  AssayTiff tiff = { .source = source,
                     .size = size,
                     .base = base,
                     .inspection = inspection,
                     .cancellable = cancellable };

  assay_inspection_bool (inspection, "exif.present", TRUE, base, size);
  tiff.words = size >= 8 && is_harmless (&tiff) ? read_with_libexif (data, size) : NULL;
  if (!assay_tiff_walk (&tiff))
    assay_inspection_problem (inspection, "malformed", base, "Exif without TIFF header");
  else if (first)
    {
      assay_tiff_walk_facts (&tiff);
      assay_tiff_layout_facts (&tiff);
      assay_makernote (&tiff);
      assay_exif_derived (&tiff);
    }
  assay_tiff_clear (&tiff);
  g_clear_pointer (&tiff.words, exif_data_unref);
}
