/* everything-plots.c: plots of test.everything: each kind of series, scale and annotation. */
#include <math.h>

#include "test-tools.h"

#define POINTS 64

static AssayAxis
axis (const char *title, const char *unit, AssayScale scale)
{
  return (AssayAxis){ .title = title, .unit = unit, .scale = scale };
}

/* A wave, its band and its points, over time, with marks. */
static AssayPlot *
make_wave (double level)
{
  const AssayAxis x = axis ("Time", "s", ASSAY_SCALE_TIME);
  const AssayAxis y = axis ("Level", "dB", ASSAY_SCALE_LINEAR);
  const AssayAxis right = axis ("Share", "%", ASSAY_SCALE_LINEAR);
  AssayPlotBuilder *builder = assay_plot_builder_new ("wave", "Wave", &x, &y);
  double xs[POINTS];
  double ys[POINTS];
  double low[POINTS];

  for (guint i = 0; i < POINTS; i++)
    {
      xs[i] = (double) i / 10;
      ys[i] = level * sin ((double) i / 5);
      low[i] = ys[i] - 1;
    }
  assay_plot_builder_series (builder, ASSAY_SERIES_BAND, "Range", xs, ys, low, POINTS, 3);
  assay_plot_builder_series (builder, ASSAY_SERIES_LINE, "Wave", xs, ys, NULL, POINTS, 3);
  assay_plot_builder_series (builder, ASSAY_SERIES_STEP, "Steps", xs, low, NULL, POINTS, 3);
  assay_plot_builder_series (builder, ASSAY_SERIES_SCATTER, "Points", xs, low, NULL, POINTS, 3);
  assay_plot_builder_annotation (builder, ASSAY_ANNOTATION_VERTICAL, 1, 0, 0, "a line");
  assay_plot_builder_annotation (builder, ASSAY_ANNOTATION_HORIZONTAL, 0, -3, 0, "a level");
  assay_plot_builder_annotation (builder, ASSAY_ANNOTATION_SPAN, 2, 0, 3, "a span");
  assay_plot_builder_annotation (builder, ASSAY_ANNOTATION_POINT, 4, 0, 0, "a point");
  assay_plot_builder_right_axis (builder, &right);
  assay_plot_builder_series (builder, ASSAY_SERIES_LINE, "Share", xs, xs, NULL, POINTS, 1);
  assay_plot_builder_link (builder, "time");
  return assay_plot_builder_end (builder);
}

/* Bars over named places. */
static AssayPlot *
make_bars (void)
{
  static const char *const names[] = { "I", "P", "B", NULL };
  const AssayAxis x = axis ("Type", "", ASSAY_SCALE_NAMES);
  const AssayAxis y = axis ("Size", "bytes", ASSAY_SCALE_LOG);
  const double xs[] = { 0, 1, 2 };
  const double ys[] = { 50000, 9000, 1200 };
  AssayPlotBuilder *builder = assay_plot_builder_new ("bars", "Bars", &x, &y);

  assay_plot_builder_names (builder, FALSE, names);
  assay_plot_builder_series (builder, ASSAY_SERIES_BAR, "Frames", xs, ys, NULL, 3, 0);
  return assay_plot_builder_end (builder);
}

static AssayPlot *
make_histogram (void)
{
  const AssayAxis x = axis ("Frequency", "Hz", ASSAY_SCALE_MEL);
  const AssayAxis y = axis ("Count", "", ASSAY_SCALE_LINEAR);
  AssayPlotBuilder *builder = assay_plot_builder_new ("histogram", "Histogram", &x, &y);
  double xs[POINTS];
  double ys[POINTS];

  for (guint i = 0; i < POINTS; i++)
    {
      xs[i] = 100.0 * i;
      ys[i] = (double) ((i * 37) % 50);
    }
  assay_plot_builder_series (builder, ASSAY_SERIES_HISTOGRAM, "Values", xs, ys, NULL, POINTS, 0);
  assay_plot_builder_series (builder, ASSAY_SERIES_STEM, "Peaks", xs, ys, NULL, 8, 0);
  return assay_plot_builder_end (builder);
}

/* A DET curve: both axes probit. */
static AssayPlot *
make_det (void)
{
  const AssayAxis x = axis ("False alarms", "", ASSAY_SCALE_PROBIT);
  const AssayAxis y = axis ("Misses", "", ASSAY_SCALE_PROBIT);
  AssayPlotBuilder *builder = assay_plot_builder_new ("det", "Errors", &x, &y);
  double xs[POINTS];
  double ys[POINTS];

  for (guint i = 0; i < POINTS; i++)
    {
      xs[i] = (i + 1.0) / (POINTS + 1);
      ys[i] = 1 - xs[i];
    }
  assay_plot_builder_series (builder, ASSAY_SERIES_LINE, "DET", xs, ys, NULL, POINTS, 4);
  return assay_plot_builder_end (builder);
}

static AssayPlot *
make_polar (void)
{
  const AssayAxis x = axis ("Angle", "rad", ASSAY_SCALE_LINEAR);
  const AssayAxis y = axis ("Radius", "", ASSAY_SCALE_LINEAR);
  AssayPlotBuilder *builder = assay_plot_builder_new ("polar", "Directions", &x, &y);
  double xs[POINTS];
  double ys[POINTS];

  for (guint i = 0; i < POINTS; i++)
    {
      xs[i] = 2 * G_PI * i / POINTS;
      ys[i] = 1 + cos (3 * xs[i]);
    }
  assay_plot_builder_series (builder, ASSAY_SERIES_POLAR, "Radius", xs, ys, NULL, POINTS, 4);
  return assay_plot_builder_end (builder);
}

/* A spectrogram and a picture in the same coordinates. */
static AssayPlot *
make_heat (void)
{
  const AssayAxis x = axis ("Time", "s", ASSAY_SCALE_TIME);
  const AssayAxis y = axis ("Frequency", "Hz", ASSAY_SCALE_LINEAR);
  const AssayAxis value = axis ("Level", "dB", ASSAY_SCALE_LINEAR);
  AssayPlotBuilder *builder = assay_plot_builder_new ("heat", "Spectrogram", &x, &y);
  double values[16 * 32];
  guint8 pixels[8 * 8];

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    values[i] = -60 + (double) ((i * 13) % 60);
  for (guint i = 0; i < G_N_ELEMENTS (pixels); i++)
    pixels[i] = (guint8) (i * 4);

  g_autoptr (GBytes) bytes = g_bytes_new (pixels, sizeof pixels);
  g_autoptr (AssayImage) image
      = assay_image_new ("patch", "A patch", ASSAY_PIXELS_GREY8, 8, 8, bytes, NULL);

  assay_plot_builder_heat (builder, "Level", values, 16, 32, 0, 6.4, 0, 8000, &value, "magma", 1);
  assay_plot_builder_image (builder, "Patch", image, 1, 2, 1000, 2000);
  assay_plot_builder_link (builder, "time");
  return assay_plot_builder_end (builder);
}

void
test_everything_add_plots (AssayResultBuilder *builder, double level)
{
  assay_result_builder_plot (builder, make_wave (level));
  assay_result_builder_plot (builder, make_bars ());
  assay_result_builder_plot (builder, make_histogram ());
  assay_result_builder_plot (builder, make_det ());
  assay_result_builder_plot (builder, make_polar ());
  assay_result_builder_plot (builder, make_heat ());
}
