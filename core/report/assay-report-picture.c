/* assay-report-picture.c: the small picture of an exhibit as a report may show it. */
#include "config.h"

#include "report/assay-report-writer-private.h"

enum
{
  CELLS = 7, /* of the grid that is left of a picture */
  SIDE = 84, /* pixels of the longer side that it is drawn in */
};

/* Mean colours of a coarse grid. */
static void
reduce (const AssayImage *image, double mean[CELLS][CELLS][3])
{
  const guint width = assay_image_get_width (image);
  const guint height = assay_image_get_height (image);
  const guint step = assay_pixels_size (assay_image_get_format (image));
  const gboolean grey = assay_image_get_format (image) == ASSAY_PIXELS_GREY8;
  const guint8 *pixels = g_bytes_get_data (assay_image_get_pixels (image), NULL);
  for (guint r = 0; r < CELLS; r++)
    for (guint c = 0; c < CELLS; c++)
      {
        const guint x0 = (guint) ((guint64) width * c / CELLS);
        const guint x1 = MAX (x0 + 1, (guint) ((guint64) width * (c + 1) / CELLS));
        const guint y0 = (guint) ((guint64) height * r / CELLS);
        const guint y1 = MAX (y0 + 1, (guint) ((guint64) height * (r + 1) / CELLS));
        for (guint y = y0; y < y1; y++)
          for (guint x = x0; x < x1; x++)
            for (guint k = 0; k < 3; k++)
              mean[r][c][k] += pixels[((gsize) y * width + x) * step + (grey ? 0 : k)];
        for (guint k = 0; k < 3; k++)
          mean[r][c][k] /= (double) (x1 - x0) * (y1 - y0);
      }
}

/* Stretched smoothly: shapes and faces are gone before the PDF sees the picture. */
static AssayImage *
blur (const AssayImage *image)
{
  const guint longer = MAX (assay_image_get_width (image), assay_image_get_height (image));
  const guint width = MAX (1, SIDE * assay_image_get_width (image) / longer);
  const guint height = MAX (1, SIDE * assay_image_get_height (image) / longer);
  double mean[CELLS][CELLS][3] = { 0 };
  reduce (image, mean);

  guint8 *out = g_malloc ((gsize) width * height * 3);
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        const double fy = CLAMP ((y + 0.5) * CELLS / height - 0.5, 0, CELLS - 1.001);
        const double fx = CLAMP ((x + 0.5) * CELLS / width - 0.5, 0, CELLS - 1.001);
        const guint r = (guint) fy;
        const guint c = (guint) fx;
        for (guint k = 0; k < 3; k++)
          {
            const double top = mean[r][c][k] + (fx - c) * (mean[r][c + 1][k] - mean[r][c][k]);
            const double low
                = mean[r + 1][c][k] + (fx - c) * (mean[r + 1][c + 1][k] - mean[r + 1][c][k]);
            out[((gsize) y * width + x) * 3 + k] = (guint8) (top + (fy - r) * (low - top) + 0.5);
          }
      }
  g_autoptr (GBytes) bytes = g_bytes_new_take (out, (gsize) width * height * 3);
  return assay_image_new ("blurred", "", ASSAY_PIXELS_RGB8, width, height, bytes, NULL);
}

AssayImage *
assay_writer_picture (const AssayReportWriter *self,
                      const AssayReportExhibit *exhibit,
                      gboolean *blurred)
{
  *blurred = FALSE;
  if (exhibit->thumbnail == NULL
      || !assay_report_options_get_thumbnails (self->data->options, blurred))
    return NULL;
  *blurred = *blurred || assay_report_options_get_redacted (self->data->options);
  return *blurred ? blur (exhibit->thumbnail) : assay_image_ref (exhibit->thumbnail);
}
