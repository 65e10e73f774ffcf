/* sample-plots.c: plots for the tests of the layout and the painters. */
#include "sample-plots.h"

#include <math.h>

#define N 2048

/* A small generator, so that the data are the same everywhere. */
static double
noise (guint32 *state)
{
  *state = *state * 1664525u + 1013904223u;
  return (*state >> 8) / 16777216.0 - 0.5;
}

static AssayPlot *
spectrum (void)
{
  const AssayAxis x = { "Frequency", "Hz", ASSAY_SCALE_LINEAR, 0, 8000 };
  const AssayAxis y = { "Level", "dB", ASSAY_SCALE_LINEAR, 0, 0 };
  AssayPlotBuilder *builder = assay_plot_builder_new ("spectrum", "Mean spectrum", &x, &y);
  g_autofree double *f = g_new (double, N);
  g_autofree double *a = g_new (double, N);
  g_autofree double *b = g_new (double, N);
  guint32 state = 1;

  for (guint i = 0; i < N; i++)
    {
      f[i] = i * 8000.0 / N;
      a[i] = -20.0 - 30.0 * f[i] / 8000.0 + 14.0 * exp (-pow ((f[i] - 1020.0) / 60.0, 2))
             + 5.0 * noise (&state);
      b[i] = -26.0 - 42.0 * f[i] / 8000.0 + 4.0 * noise (&state);
    }
  assay_plot_builder_series (builder, ASSAY_SERIES_LINE, "Questioned recording", f, a, NULL, N, 1);
  assay_plot_builder_series (builder, ASSAY_SERIES_LINE, "Reference", f, b, NULL, N, 1);
  assay_plot_builder_annotation (builder, ASSAY_ANNOTATION_VERTICAL, 3400.0, 0, 0,
                                 "Telephone band");
  assay_plot_builder_annotation (builder, ASSAY_ANNOTATION_HORIZONTAL, 0, -60.0, 0, "Noise floor");
  assay_plot_builder_annotation (builder, ASSAY_ANNOTATION_POINT, 1020.0, a[261], 0, "1020 Hz");
  return assay_plot_builder_end (builder);
}

static AssayPlot *
histogram (void)
{
  const AssayAxis x = { "Luminance", "", ASSAY_SCALE_LINEAR, 0, 256 };
  const AssayAxis y = { "Pixels", "", ASSAY_SCALE_LINEAR, 0, 0 };
  AssayPlotBuilder *builder = assay_plot_builder_new ("histogram", "Luminance histogram", &x, &y);
  static const char *const names[] = { "Red", "Green", "Blue" };
  guint32 state = 5;

  for (guint k = 0; k < 3; k++)
    {
      double left[256];
      double count[256];

      for (guint i = 0; i < 256; i++)
        {
          left[i] = i;
          count[i] = floor (120000.0 * exp (-pow ((i - 70.0 - 45.0 * k) / 38.0, 2))
                            * (1.0 + 0.2 * noise (&state)));
        }
      assay_plot_builder_series (builder, ASSAY_SERIES_HISTOGRAM, names[k], left, count, NULL, 256,
                                 0);
    }
  return assay_plot_builder_end (builder);
}

static AssayPlot *
frames (guint n, const char *title)
{
  const AssayAxis x = { "Time", "", ASSAY_SCALE_TIME, 0, 0 };
  const AssayAxis y = { "Frame size", "KiB", ASSAY_SCALE_LINEAR, 0, 0 };
  const AssayAxis rate = { "Bit rate", "kbit/s", ASSAY_SCALE_LINEAR, 0, 0 };
  AssayPlotBuilder *builder = assay_plot_builder_new ("frames", title, &x, &y);
  static const char *const names[] = { "I frames", "P frames", "B frames" };
  g_autofree double *t = g_new (double, n);
  g_autofree double *size = g_new (double, n);
  g_autofree double *mean = g_new (double, n);
  guint32 state = 9;

  for (guint k = 0; k < 3; k++)
    {
      guint count = 0;

      for (guint i = 0; i < n; i++)
        {
          guint type = i % 30 == 0 ? 0 : i % 3 == 0 ? 1 : 2;

          if (type != k)
            continue;
          t[count] = i / 30.0;
          size[count++] = (type == 0 ? 90.0 : type == 1 ? 30.0 : 12.0) * (1.0 + noise (&state));
        }
      assay_plot_builder_series (builder, ASSAY_SERIES_BAR, names[k], t, size, NULL, count, 1);
    }
  assay_plot_builder_right_axis (builder, &rate);
  for (guint i = 0; i < n; i++)
    {
      t[i] = i / 30.0;
      mean[i] = 3800.0 + 600.0 * sin (t[i] / 2.0);
    }
  assay_plot_builder_series (builder, ASSAY_SERIES_STEP, "Mean bit rate", t, mean, NULL, n, 0);
  assay_plot_builder_annotation (builder, ASSAY_ANNOTATION_SPAN, n / 90.0, 0, n / 70.0,
                                 "Re-encoded part");
  return assay_plot_builder_end (builder);
}

static AssayPlot *
few_frames (void)
{
  return frames (90, "Frame sizes by type");
}

static AssayPlot *
many_frames (void)
{
  return frames (30000, "Frame sizes of a long video");
}

static AssayPlot *
stacked (void)
{
  const AssayAxis x = { "Attack", "", ASSAY_SCALE_NAMES, 0, 0 };
  const AssayAxis y = { "Bits", "%", ASSAY_SCALE_LINEAR, 0, 100 };
  static const char *const names[]
      = { "None",     "JPEG quality 90", "JPEG quality 50", "Scaling to one half",
          "Cropping", "Gaussian noise",  "Median filter",   "Rotation by 2°",
          NULL };
  const double at[] = { 0, 1, 2, 3, 4, 5, 6, 7 };
  const double right[] = { 100, 98, 81, 76, 70, 88, 64, 52 };
  const double wrong[] = { 0, 1, 12, 15, 20, 7, 24, 30 };
  AssayPlotBuilder *builder = assay_plot_builder_new ("attacks", "Robustness test", &x, &y);

  assay_plot_builder_names (builder, FALSE, names);
  assay_plot_builder_series (builder, ASSAY_SERIES_BAR, "Read correctly", at, right, NULL, 8, 0);
  assay_plot_builder_series (builder, ASSAY_SERIES_BAR, "Read wrongly", at, wrong, NULL, 8, 0);
  return assay_plot_builder_end (builder);
}

static AssayPlot *
detection (void)
{
  const AssayAxis x = { "False alarms", "", ASSAY_SCALE_PROBIT, 0.001, 0.6 };
  const AssayAxis y = { "Misses", "", ASSAY_SCALE_PROBIT, 0.001, 0.6 };
  AssayPlotBuilder *builder = assay_plot_builder_new ("det", "Detection error trade-off", &x, &y);
  double far[200];
  double miss[200];
  double low[200];
  double high[200];

  for (guint i = 0; i < 200; i++)
    {
      double z = -3.4 + 0.02 * i;

      far[i] = 0.5 * erfc (-z / G_SQRT2);
      miss[i] = 0.5 * erfc ((z + 2.7) / G_SQRT2);
      low[i] = 0.5 * erfc ((z + 2.9) / G_SQRT2);
      high[i] = 0.5 * erfc ((z + 2.5) / G_SQRT2);
    }
  assay_plot_builder_series (builder, ASSAY_SERIES_BAND, "95 % interval", far, high, low, 200, 4);
  assay_plot_builder_series (builder, ASSAY_SERIES_LINE, "Test set", far, miss, NULL, 200, 4);
  assay_plot_builder_annotation (builder, ASSAY_ANNOTATION_POINT, 0.0885, 0.0885, 0,
                                 "Equal errors: 8.9 %");
  return assay_plot_builder_end (builder);
}

static AssayPlot *
spectrogram (void)
{
  const AssayAxis x = { "Time", "", ASSAY_SCALE_TIME, 0, 0 };
  const AssayAxis y = { "Frequency", "Hz", ASSAY_SCALE_MEL, 0, 8000 };
  const AssayAxis value = { "Level", "dB", ASSAY_SCALE_LINEAR, 0, 0 };
  AssayPlotBuilder *builder = assay_plot_builder_new ("spectrogram", "Spectrogram", &x, &y);
  gsize rows = 256;
  gsize columns = 500;
  g_autofree double *values = g_new (double, rows *columns);
  guint32 state = 3;

  for (gsize r = 0; r < rows; r++)
    {
      for (gsize c = 0; c < columns; c++)
        {
          double f = 8000.0 * (double) r / (double) rows;
          double pitch = 220.0 + 80.0 * sin ((double) c / 40.0);
          double harmonic = fabs (fmod (f, pitch) / pitch - 0.5) * 2.0;

          values[r * columns + c]
              = -80.0 + 50.0 * pow (harmonic, 6) * exp (-f / 3000.0) + 8.0 * noise (&state);
        }
    }
  assay_plot_builder_heat (builder, "Level", values, rows, columns, 0.0, 12.5, 0.0, 8000.0, &value,
                           "magma", 1);
  assay_plot_builder_annotation (builder, ASSAY_ANNOTATION_VERTICAL, 6.2, 0, 0, "Cut");
  return assay_plot_builder_end (builder);
}

static AssayPlot *
matrix (void)
{
  const AssayAxis x = { "Decided", "", ASSAY_SCALE_NAMES, 0, 0 };
  const AssayAxis y = { "True", "", ASSAY_SCALE_NAMES, 0, 0 };
  const AssayAxis value = { "Difference", "", ASSAY_SCALE_LINEAR, 0, 0 };
  static const char *const names[] = { "Genuine", "Replayed", "Converted", "Synthetic", NULL };
  const double values[]
      = { 0.9, -0.2, 0.1, 0.0, -0.4, 0.7, 0.1, -0.1, 0.2, NAN, 0.5, 0.3, 0, -0.8, 0.1, 1.0 };
  AssayPlotBuilder *builder = assay_plot_builder_new ("matrix", "Confusion", &x, &y);

  assay_plot_builder_names (builder, FALSE, names);
  assay_plot_builder_names (builder, TRUE, names);
  assay_plot_builder_heat (builder, "Difference", values, 4, 4, -0.5, 3.5, -0.5, 3.5, &value,
                           "diverging", 2);
  return assay_plot_builder_end (builder);
}

static AssayPlot *
directions (void)
{
  const AssayAxis x = { "Angle", "rad", ASSAY_SCALE_LINEAR, 0, 0 };
  const AssayAxis y = { "Energy", "dB", ASSAY_SCALE_LINEAR, 0, 0 };
  AssayPlotBuilder *builder
      = assay_plot_builder_new ("directions", "Wavelet energy by direction", &x, &y);
  double angle[181];
  double a[181];
  double b[181];

  for (guint i = 0; i <= 180; i++)
    {
      angle[i] = i * G_PI / 90.0;
      a[i] = 10.0 + 6.0 * cos (3.0 * angle[i]);
      b[i] = 8.0 + 2.0 * sin (2.0 * angle[i]);
    }
  assay_plot_builder_series (builder, ASSAY_SERIES_POLAR, "Left", angle, a, NULL, 181, 1);
  assay_plot_builder_series (builder, ASSAY_SERIES_POLAR, "Right", angle, b, NULL, 181, 1);
  return assay_plot_builder_end (builder);
}

static AssayPlot *
scatter (void)
{
  const AssayAxis x = { "File size", "bytes", ASSAY_SCALE_LOG, 0, 0 };
  const AssayAxis y = { "Score", "", ASSAY_SCALE_LINEAR, 0, 0 };
  AssayPlotBuilder *builder = assay_plot_builder_new ("scatter", "Scores by size", &x, &y);
  double size[300];
  double score[300];
  guint32 state = 77;

  for (guint i = 0; i < 300; i++)
    {
      size[i] = pow (10.0, 4.5 + 4.0 * noise (&state));
      score[i] = 0.4 + 0.3 * noise (&state) + 0.05 * log10 (size[i]);
    }
  assay_plot_builder_series (builder, ASSAY_SERIES_SCATTER, "Files", size, score, NULL, 300, 3);
  return assay_plot_builder_end (builder);
}

static AssayPlot *
stems (void)
{
  const AssayAxis x = { "Lag", "samples", ASSAY_SCALE_LINEAR, 0, 0 };
  const AssayAxis y = { "Autocorrelation", "", ASSAY_SCALE_LINEAR, 0, 0 };
  AssayPlotBuilder *builder = assay_plot_builder_new ("stems", "Autocorrelation", &x, &y);
  double lag[41];
  double value[41];

  for (guint i = 0; i < 41; i++)
    {
      lag[i] = i;
      value[i] = exp (-(double) i / 14.0) * cos (i / 2.2);
    }
  assay_plot_builder_series (builder, ASSAY_SERIES_STEM, "Autocorrelation", lag, value, NULL, 41,
                             3);
  return assay_plot_builder_end (builder);
}

static AssayPlot *
picture (void)
{
  const AssayAxis x = { "Column", "px", ASSAY_SCALE_LINEAR, 0, 0 };
  const AssayAxis y = { "Row", "px", ASSAY_SCALE_LINEAR, 0, 0 };
  AssayPlotBuilder *builder = assay_plot_builder_new ("picture", "Error level", &x, &y);
  guint8 pixels[64 * 48 * 3];
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (AssayImage) image = NULL;

  for (guint i = 0; i < 64 * 48; i++)
    {
      pixels[3 * i] = (guint8) (4 * (i % 64));
      pixels[3 * i + 1] = (guint8) (5 * (i / 64));
      pixels[3 * i + 2] = i < 64 * 8 ? 255 : 40;
    }
  bytes = g_bytes_new (pixels, sizeof pixels);
  image = assay_image_new ("ela", "Error level", ASSAY_PIXELS_RGB8, 64, 48, bytes, NULL);
  assay_plot_builder_image (builder, "Error level", image, 0, 64, 48, 0);
  return assay_plot_builder_end (builder);
}

static AssayPlot *
empty (void)
{
  const AssayAxis x = { "Time", "s", ASSAY_SCALE_LINEAR, 0, 0 };
  const AssayAxis y = { "Level", "", ASSAY_SCALE_LOG, 0, 0 };
  AssayPlotBuilder *builder = assay_plot_builder_new ("empty", "Nothing to show", &x, &y);

  return assay_plot_builder_end (builder);
}

/* Gaps, infinities, a single point, values out of reach. */
static AssayPlot *
hostile (void)
{
  const AssayAxis x
      = { "A title that is far too long for any plot of this size, and goes on and on", "unit",
          ASSAY_SCALE_LINEAR, 0, 0 };
  const AssayAxis y = { "Another title without end, to be cut with an ellipsis somewhere here",
                        "µV", ASSAY_SCALE_LINEAR, 0, 0 };
  const double at[] = { 0, 1, 2, 3, 4, 5, 6 };
  const double value[] = { 1e-9, NAN, 3e-9, NAN, INFINITY, -4e-9, 1e-9 };
  AssayPlotBuilder *builder = assay_plot_builder_new (
      "hostile", "عنوان طويل جدا with a very long title that does not fit at all into the width",
      &x, &y);

  assay_plot_builder_series (builder, ASSAY_SERIES_LINE,
                             "A series whose name alone is wider than the whole plot is", at, value,
                             NULL, 7, 12);
  assay_plot_builder_series (builder, ASSAY_SERIES_LINE, "Second", at, value, NULL, 1, 12);
  for (guint i = 0; i < 60; i++)
    assay_plot_builder_annotation (builder, ASSAY_ANNOTATION_VERTICAL, i / 10.0, 0, 0,
                                   "Scene change");
  return assay_plot_builder_end (builder);
}

static const SamplePlot samples[] = {
  { "spectrum", spectrum },
  { "histogram", histogram },
  { "few-frames", few_frames },
  { "many-frames", many_frames },
  { "stacked", stacked },
  { "detection", detection },
  { "spectrogram", spectrogram },
  { "matrix", matrix },
  { "directions", directions },
  { "scatter", scatter },
  { "stems", stems },
  { "picture", picture },
  { "empty", empty },
  { "hostile", hostile },
};

guint
sample_plots_get_n (void)
{
  return G_N_ELEMENTS (samples);
}

const SamplePlot *
sample_plots_get (guint index)
{
  return &samples[index];
}

AssayPlot *
sample_plots_make (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      if (g_strcmp0 (samples[i].name, name) == 0)
        return samples[i].make ();
    }
  g_error ("no sample plot %s", name);
}
