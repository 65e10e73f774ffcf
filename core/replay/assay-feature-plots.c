/* assay-feature-plots.c: the plots of the feature extraction. */
#include "replay/assay-feature-plots-private.h"

#include <math.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "replay/assay-filter-bank-private.h"

/* Points of a response: one every 20 Hz. */
#define POINTS 401

static AssayAxis
frequency_axis (void)
{
  return (AssayAxis){
    .title = N_ ("Frequency"), .unit = "Hz", .minimum = 0, .maximum = ASSAY_FEATURE_RATE / 2.0
  };
}

AssayPlot *
assay_feature_plot_responses (const AssayFeatureOptions *options, guint band)
{
  static const char *const names[]
      = { "k = 0", "k = 1", "k = 2", "k = 3", "k = 4", "k = 5", "k = 6", "k = 7", "k = 8" };
  const AssayAxis x = frequency_axis ();
  const AssayAxis y
      = { .title = N_ ("Level below the peak"), .unit = "dB", .minimum = -160, .maximum = 5 };
  g_autoptr (AssayFilterBank) bank = assay_filter_bank_new (options);
  AssayPlotBuilder *builder
      = assay_plot_builder_new ("responses", N_ ("Response of a band"), &x, &y);
  guint channel = MIN (band, bank->n) - 1;
  g_autofree char *link = g_strdup_printf ("steps:%u", options->k);
  double frequencies[POINTS], levels[POINTS];

  for (guint k = 0; k <= 8; k++)
    {
      double peak = -G_MAXDOUBLE;

      assay_filter_bank_response (bank, channel, k, levels, POINTS);
      for (guint i = 0; i < POINTS; i++)
        {
          frequencies[i] = ASSAY_FEATURE_RATE / 2.0 * i / (POINTS - 1);
          peak = MAX (peak, levels[i]);
        }
      for (guint i = 0; i < POINTS; i++)
        levels[i] = MAX (levels[i] - peak, y.minimum);
      assay_plot_builder_series (builder, ASSAY_SERIES_LINE, names[k], frequencies, levels, NULL,
                                 POINTS, 1);
    }
  assay_plot_builder_annotation (builder, ASSAY_ANNOTATION_VERTICAL, bank->centre[channel], 0, 0,
                                 N_ ("Centre"));
  assay_plot_builder_link (builder, link);
  return assay_plot_builder_end (builder);
}

/* What the columns are numbered by. */
static AssayAxis
column_axis (const AssayFeatureOptions *options, gboolean bands)
{
  if (bands)
    return (AssayAxis){ .title = N_ ("Band"), .unit = "" };
  if (options->feature == ASSAY_FEATURE_MODULATION)
    return (AssayAxis){ .title = N_ ("Column: energies, then centroids"), .unit = "" };
  return (AssayAxis){ .title = N_ ("Coefficient"), .unit = "" };
}

AssayPlot *
assay_feature_plot_profile (const AssayFeatureOptions *options,
                            const double *mean,
                            const double *deviation,
                            gsize n)
{
  gboolean hertz = options->feature == ASSAY_FEATURE_CF;
  gboolean magnitude = !options->deltas
                       && (options->feature == ASSAY_FEATURE_CM
                           || options->feature == ASSAY_FEATURE_CM_TRIANGULAR);
  gboolean bands = hertz || magnitude || options->feature == ASSAY_FEATURE_TC;
  const AssayAxis x = column_axis (options, bands);
  const AssayAxis y = { .title = hertz ? N_ ("Centroid frequency") : N_ ("Value"),
                        .unit = hertz ? "Hz" : "",
                        .scale = magnitude ? ASSAY_SCALE_LOG : ASSAY_SCALE_LINEAR };
  AssayPlotBuilder *builder
      = assay_plot_builder_new ("profile", N_ ("Profile of the features"), &x, &y);
  g_autofree double *place = g_new (double, n);
  g_autofree double *low = g_new (double, n);
  g_autofree double *high = g_new (double, n);
  /* Magnitudes after many differences are tiny. */
  guint digits = magnitude ? 12 : hertz ? 2 : 4;

  for (gsize i = 0; i < n; i++)
    {
      place[i] = (double) i + (bands ? 1 : 0);
      low[i] = mean[i] - deviation[i];
      high[i] = mean[i] + deviation[i];
    }
  assay_plot_builder_series (builder, ASSAY_SERIES_BAND, N_ ("One standard deviation"), place, low,
                             high, n, digits);
  assay_plot_builder_series (builder, ASSAY_SERIES_LINE, N_ ("Mean"), place, mean, NULL, n, digits);
  return assay_plot_builder_end (builder);
}

AssayPlot *
assay_feature_plot_cochleagram (
    const double *levels, gsize bands, gsize columns, double start, double end)
{
  const AssayAxis x = {
    .title = N_ ("Time"), .unit = "s", .scale = ASSAY_SCALE_TIME, .minimum = start, .maximum = end
  };
  const AssayAxis y
      = { .title = N_ ("Band"), .unit = "", .minimum = 0.5, .maximum = (double) bands + 0.5 };
  AssayAxis value = { .title = N_ ("Level"), .unit = "dB" };
  AssayPlotBuilder *builder = assay_plot_builder_new (
      "cochleagram", N_ ("Bands over time, after differentiation"), &x, &y);
  double most = -200;

  for (gsize i = 0; i < bands * columns; i++)
    most = MAX (most, levels[i]);
  value.maximum = ceil (most / 10) * 10;
  value.minimum = value.maximum - 100;
  assay_plot_builder_heat (builder, N_ ("Level"), levels, bands, columns, start, end, 0.5,
                           (double) bands + 0.5, &value, "magma", 1);
  assay_plot_builder_link (builder, "time");
  return assay_plot_builder_end (builder);
}
