/* assay-video-report.c: what is told about a marking. */
#include "videomark/assay-video-report.h"

#include <math.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "videomark/assay-video-quality.h"

/* Values of a plot; twice as many halve their density. */
#define MOST_VALUES 20000u
/* Longer side of the difference picture, px, and how much it is enlarged in contrast. */
#define PICTURE_SIDE 960u
#define CONTRAST 16.0f
/* The grid on which two differences are compared. */
#define GRID 4u

void
assay_video_report_init (AssayVideoReport *self)
{
  *self = (AssayVideoReport){ .step = 1 };
  self->seconds = g_array_new (FALSE, FALSE, sizeof (double));
  self->psnr = g_array_new (FALSE, FALSE, sizeof (double));
  self->ssim = g_array_new (FALSE, FALSE, sizeof (double));
  self->change = g_array_new (FALSE, FALSE, sizeof (double));
  self->changed = g_array_new (FALSE, FALSE, sizeof (double));
}

void
assay_video_report_clear (AssayVideoReport *self)
{
  g_clear_pointer (&self->seconds, g_array_unref);
  g_clear_pointer (&self->psnr, g_array_unref);
  g_clear_pointer (&self->ssim, g_array_unref);
  g_clear_pointer (&self->change, g_array_unref);
  g_clear_pointer (&self->changed, g_array_unref);
  g_clear_pointer (&self->difference, assay_image_unref);
  g_clear_pointer (&self->previous, g_free);
}

/* Grey 128 where nothing changed. */
static AssayImage *
draw (const float *difference, guint width, guint height, float factor)
{
  guint scale = 1 + (MAX (width, height) - 1) / PICTURE_SIDE;
  guint columns = width / scale;
  guint rows = height / scale;
  g_autofree guint8 *pixels = g_new (guint8, (gsize) columns * rows);
  g_autoptr (GBytes) bytes = NULL;

  for (guint y = 0; y < rows; y++)
    for (guint x = 0; x < columns; x++)
      {
        float value = difference[(gsize) y * scale * width + (gsize) x * scale];

        pixels[(gsize) y * columns + x]
            = (guint8) CLAMP (128.5f + CONTRAST * factor * value, 0.0f, 255.0f);
      }
  bytes = g_bytes_new_take (g_steal_pointer (&pixels), (gsize) columns * rows);
  return assay_image_new ("difference", N_ ("Difference, 16 times as strong"), ASSAY_PIXELS_GREY8,
                          columns, rows, bytes, NULL);
}

void
assay_video_report_difference (
    AssayVideoReport *self, const float *difference, guint width, guint height, float factor)
{
  gsize n = (gsize) ((width + GRID - 1) / GRID) * ((height + GRID - 1) / GRID);
  gboolean first = self->previous == NULL;
  double sum = 0;
  gsize at = 0;

  if (first)
    {
      self->previous = g_new0 (float, n);
      self->difference = draw (difference, width, height, factor);
    }
  for (guint y = 0; y < height; y += GRID)
    for (guint x = 0; x < width; x += GRID, at++)
      {
        float value = factor * difference[(gsize) y * width + x];

        sum += fabs ((double) (value - self->previous[at]));
        self->previous[at] = value;
      }
  self->segments++;
  if (first)
    return;
  sum /= (double) MAX (1, n);
  self->change_sum += sum;
  if (self->change->len < MOST_VALUES)
    {
      g_array_append_val (self->change, sum);
      g_array_append_val (self->changed, self->last);
    }
}

/* Every other value goes. */
static void
thin_out (GArray *values)
{
  for (guint i = 0; 2 * i < values->len; i++)
    g_array_index (values, double, i) = g_array_index (values, double, 2 * i);
  g_array_set_size (values, (values->len + 1) / 2);
}

void
assay_video_report_picture (AssayVideoReport *self, double seconds, double mean_square, double ssim)
{
  double psnr = assay_video_psnr (mean_square);

  self->square += mean_square;
  self->last = seconds;
  if (self->pictures++ % self->step != 0)
    return;
  g_array_append_val (self->psnr, psnr);
  g_array_append_val (self->ssim, ssim);
  g_array_append_val (self->seconds, seconds);
  if (self->psnr->len < MOST_VALUES)
    return;
  thin_out (self->psnr);
  thin_out (self->ssim);
  thin_out (self->seconds);
  self->step *= 2;
}

void
assay_video_report_similarity (AssayVideoReport *self, double ssim)
{
  self->similarity += ssim;
  self->compared++;
}

static void
plot (AssayResultBuilder *builder,
      const char *id,
      const char *title,
      const AssayAxis *axis,
      guint digits,
      const GArray *x,
      const GArray *y)
{
  static const AssayAxis time = { N_ ("Time"), "", ASSAY_SCALE_TIME, 0, 0 };
  AssayPlotBuilder *plot;

  if (y->len < 2)
    return;
  plot = assay_plot_builder_new (id, title, &time, axis);
  assay_plot_builder_series (plot, ASSAY_SERIES_LINE, axis->title,
                             (const double *) (gconstpointer) x->data,
                             (const double *) (gconstpointer) y->data, NULL, y->len, digits);
  assay_plot_builder_link (plot, "time");
  assay_result_builder_plot (builder, assay_plot_builder_end (plot));
}

/* Whole dB around all values: thousandths are no difference to see. */
static void
plot_psnr (const AssayVideoReport *self, AssayResultBuilder *builder)
{
  AssayAxis axis = { N_ ("Original to difference"), "dB", ASSAY_SCALE_LINEAR, 100, 0 };

  for (guint i = 0; i < self->psnr->len; i++)
    {
      double value = g_array_index (self->psnr, double, i);

      axis.minimum = MIN (axis.minimum, floor (value));
      axis.maximum = MAX (axis.maximum, ceil (value));
    }
  axis.maximum = MAX (axis.maximum, axis.minimum + 1);
  plot (builder, "psnr", N_ ("Quality of each frame"), &axis, 3, self->seconds, self->psnr);
}

double
assay_video_report_get_similarity (const AssayVideoReport *self)
{
  return self->similarity / (double) MAX (1, self->compared);
}

void
assay_video_report_fill (AssayVideoReport *self, AssayResultBuilder *builder)
{
  static const AssayAxis similarity
      = { N_ ("Structural similarity"), "", ASSAY_SCALE_LINEAR, 0, 0 };
  static const AssayAxis change = { N_ ("Mean change"), "", ASSAY_SCALE_LINEAR, 0, 0 };
  double pictures = (double) MAX (1, self->pictures);

  assay_result_builder_metric (builder, "psnr", assay_video_psnr (self->square / pictures));
  assay_result_builder_metric (builder, "ssim", assay_video_report_get_similarity (self));
  assay_result_builder_metric (builder, "frames", (double) self->pictures);
  assay_result_builder_metric (builder, "segments", (double) self->segments);
  /* The mark changes between segments alone; told as the mean over all pictures, of 255. */
  assay_result_builder_metric (builder, "flicker", self->change_sum / pictures);
  plot_psnr (self, builder);
  plot (builder, "ssim", N_ ("Similarity of each frame"), &similarity, 4, self->seconds,
        self->ssim);
  plot (builder, "flicker", N_ ("Change of the mark at each segment"), &change, 3, self->changed,
        self->change);
  if (self->difference != NULL)
    assay_result_builder_image (builder, assay_image_ref (self->difference));
}
