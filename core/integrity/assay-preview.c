/* assay-preview.c: decodes the picture and its preview and compares them. */
#include "integrity/assay-preview-private.h"

#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "media/assay-jpeg-pixels.h"

/* A preview has at most so many bytes; Exif cannot hold more in one segment, other containers can.
 */
#define MOST_PREVIEW_BYTES (4 * 1024 * 1024)

/* The luminance of an RGB picture. Free with g_free(). */
static guint8 *
make_grey (AssayImage *image, AssayGrey *grey)
{
  gsize size;
  const guint8 *rgb = g_bytes_get_data (assay_image_get_pixels (image), &size);
  guint8 *pixels = g_malloc (size / 3 + 1);

  for (gsize i = 0; i < size / 3; i++)
    pixels[i] = (guint8) ((77u * rgb[3 * i] + 150u * rgb[3 * i + 1] + 29u * rgb[3 * i + 2] + 128u)
                          / 256u);
  *grey = (AssayGrey){ pixels, assay_image_get_width (image), assay_image_get_height (image) };
  return pixels;
}

/* Where the preview stands in the file; FALSE if there is none of JPEG form. */
static gboolean
find_preview (const AssayInspection *inspection, guint64 *offset, guint64 *length)
{
  const AssayFact *at = assay_inspection_find (inspection, "exif.thumbnail.offset");
  const AssayFact *bytes = assay_inspection_find (inspection, "exif.thumbnail.bytes");
  const AssayFact *format = assay_inspection_find (inspection, "exif.thumbnail.format");

  if (at == NULL || bytes == NULL || at->integer <= 0 || bytes->integer <= 0
      || bytes->integer > MOST_PREVIEW_BYTES)
    return FALSE;
  if (format != NULL && g_strcmp0 (format->text, "jpeg") != 0)
    return FALSE;
  *offset = (guint64) at->integer;
  *length = (guint64) bytes->integer;
  return TRUE;
}

static void
compare (AssayPreview *self)
{
  AssayGrey picture;
  AssayGrey preview;
  g_autofree guint8 *picture_pixels = make_grey (self->picture, &picture);
  g_autofree guint8 *preview_pixels = make_grey (self->preview, &preview);

  self->compared = assay_preview_compare (&picture, &preview, &self->comparison);
}

AssayPreview *
assay_preview_load (const AssayInspection *inspection,
                    AssaySource *source,
                    guint least,
                    GCancellable *cancellable)
{
  g_autoptr (AssayPreview) self = g_new0 (AssayPreview, 1);
  gboolean whole = FALSE;
  guint64 offset;
  guint64 length;

  if (strcmp (assay_inspection_get_format (inspection)->id, "jpeg") != 0)
    return NULL;
  self->picture = assay_jpeg_pixels (source, 0, assay_source_get_size (source), "thumbnail",
                                     N_ ("Thumbnail"), least, &self->whole, cancellable, NULL);
  if (self->picture == NULL)
    return NULL;
  if (find_preview (inspection, &offset, &length))
    self->preview = assay_jpeg_pixels (source, offset, length, "preview", N_ ("Preview"), 0, &whole,
                                       cancellable, NULL);
  if (self->preview != NULL && self->whole && whole)
    compare (self);
  return g_steal_pointer (&self);
}

void
assay_preview_free (AssayPreview *self)
{
  g_clear_pointer (&self->picture, assay_image_unref);
  g_clear_pointer (&self->preview, assay_image_unref);
  g_free (self);
}

void
assay_preview_add_facts (const AssayPreview *self, AssayInspection *inspection)
{
  const AssayPreviewComparison *found = &self->comparison;
  const struct
  {
    const char *name;
    double value;
  } facts[] = {
    { "derived.image.aspect", found->picture_aspect },
    { "derived.thumbnail.aspect", found->preview_aspect },
    { "derived.thumbnail.aspect_difference", found->aspect_difference },
    { "derived.thumbnail.deviation", found->deviation },
    { "derived.thumbnail.correlation", found->correlation },
    { "derived.thumbnail.inner_correlation", found->inner_correlation },
    { "derived.thumbnail.residual_max", found->residual_max },
    { "derived.thumbnail.residual_median", found->residual_median },
    { "derived.thumbnail.residual_ratio", found->residual_ratio },
    { "derived.thumbnail.residual_x", found->residual_x },
    { "derived.thumbnail.residual_y", found->residual_y },
  };

  if (!self->compared)
    return;
  /* Rounded before any rule compares them, so that the last bits of a decoder decide nothing. */
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    assay_inspection_real (inspection, facts[i].name, assay_number_round (facts[i].value, 4), NULL,
                           G_MAXUINT64, 0);
}

AssayPlot *
assay_preview_plot (const AssayPreview *self)
{
  static const AssayAxis x = { N_ ("Part of the width"), "", ASSAY_SCALE_LINEAR, 0, 1 };
  static const AssayAxis y = { N_ ("Part of the height"), "", ASSAY_SCALE_LINEAR, 0, 1 };
  static const AssayAxis value = { N_ ("Difference"), "levels", ASSAY_SCALE_LINEAR, 0, 0 };
  AssayPlotBuilder *plot = assay_plot_builder_new (
      "preview_difference", N_ ("Difference of picture and preview"), &x, &y);

  assay_plot_builder_heat (plot, N_ ("Difference"), self->comparison.residual, ASSAY_PREVIEW_ROWS,
                           ASSAY_PREVIEW_COLUMNS, 0, 1, 0, 1, &value, "magma", 1);
  return assay_plot_builder_end (plot);
}
