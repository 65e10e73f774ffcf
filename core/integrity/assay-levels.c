/* assay-levels.c: histograms of luminance and colours. */
#include "integrity/assay-levels-private.h"

#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#define LEVELS 256

void
assay_levels_count (const AssayImage *image, AssayLevels *levels)
{
  const guint step = assay_pixels_size (assay_image_get_format (image));
  GBytes *bytes = assay_image_get_pixels (image);
  gsize size;
  const guint8 *pixels = g_bytes_get_data (bytes, &size);

  memset (levels, 0, sizeof *levels);
  for (gsize i = 0; i + step <= size; i += step)
    {
      const guint8 red = pixels[i];
      const guint8 green = step > 1 ? pixels[i + 1] : red;
      const guint8 blue = step > 1 ? pixels[i + 2] : red;

      levels->luminance[(77u * red + 150u * green + 29u * blue + 128u) / 256u]++;
      levels->colours[0][red]++;
      levels->colours[1][green]++;
      levels->colours[2][blue]++;
      levels->pixels++;
    }
}

double
assay_levels_mean (const AssayLevels *levels)
{
  guint64 sum = 0;

  for (guint i = 0; i < LEVELS; i++)
    sum += i * levels->luminance[i];
  return levels->pixels > 0 ? (double) sum / (double) levels->pixels : 0;
}

guint
assay_levels_gaps (const AssayLevels *levels)
{
  guint first = 0;
  guint last = LEVELS - 1;
  guint gaps = 0;

  while (first < LEVELS && levels->luminance[first] == 0)
    first++;
  while (last > first && levels->luminance[last] == 0)
    last--;
  for (guint i = first; i < last; i++)
    if (levels->luminance[i] == 0)
      gaps++;
  return gaps;
}

static void
shares (const guint64 *counts, guint64 pixels, double *x, double *y)
{
  for (guint i = 0; i < LEVELS; i++)
    {
      x[i] = i;
      y[i] = pixels > 0 ? 100.0 * (double) counts[i] / (double) pixels : 0;
    }
}

static const AssayAxis level_axis = { N_ ("Level"), "", ASSAY_SCALE_LINEAR, 0, 255 };
static const AssayAxis share_axis = { N_ ("Share of the pixels"), "%", ASSAY_SCALE_LINEAR, 0, 0 };

AssayPlot *
assay_levels_plot_luminance (const AssayLevels *levels)
{
  AssayPlotBuilder *plot
      = assay_plot_builder_new ("luminance", N_ ("Luminance histogram"), &level_axis, &share_axis);
  double x[LEVELS];
  double y[LEVELS];

  shares (levels->luminance, levels->pixels, x, y);
  assay_plot_builder_series (plot, ASSAY_SERIES_HISTOGRAM, N_ ("Luminance"), x, y, NULL, LEVELS, 4);
  assay_plot_builder_link (plot, "levels");
  return assay_plot_builder_end (plot);
}

AssayPlot *
assay_levels_plot_colours (const AssayLevels *levels)
{
  static const char *const names[] = { N_ ("Red"), N_ ("Green"), N_ ("Blue") };
  AssayPlotBuilder *plot
      = assay_plot_builder_new ("colours", N_ ("Colour histogram"), &level_axis, &share_axis);
  double x[LEVELS];
  double y[LEVELS];

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      shares (levels->colours[i], levels->pixels, x, y);
      assay_plot_builder_series (plot, ASSAY_SERIES_STEP, names[i], x, y, NULL, LEVELS, 4);
    }
  assay_plot_builder_link (plot, "levels");
  return assay_plot_builder_end (plot);
}
