/* assay-examine-plots.c: spectrum, floor, level, hum and histogram as plots. */
#include <math.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "replay/examine/assay-examine-private.h"

/* Values of one curve over time: more cannot be seen. */
#define MOST_VALUES 20000u
/* References that are drawn. */
#define MOST_REFERENCES 4u
/* dB below the loudest place. */
#define SPECTROGRAM_RANGE 90

static const AssayAxis time_axis = { N_ ("Time"), "s", ASSAY_SCALE_TIME, 0, 0 };
static const AssayAxis level_axis = { N_ ("Level"), "dB", ASSAY_SCALE_LINEAR, 0, 0 };

static void
add_spectrum (const AssayExamination *self, const char *name, AssayPlotBuilder *plot)
{
  const gsize bins = self->spectrum->bins;
  g_autofree double *x = g_new (double, bins);
  g_autofree double *y = g_new (double, bins);

  assay_sound_spectrum_levels (self->spectrum, y);
  for (gsize k = 0; k < bins; k++)
    x[k] = assay_sound_spectrum_frequency (self->spectrum, k);
  assay_plot_builder_series (plot, ASSAY_SERIES_LINE, name, x + 1, y + 1, NULL, bins - 1, 2);
}

static void
plot_spectrum (const AssayExamination *self,
               const GPtrArray *references,
               AssayResultBuilder *builder)
{
  static const char *const names[MOST_REFERENCES]
      = { N_ ("Reference 1"), N_ ("Reference 2"), N_ ("Reference 3"), N_ ("Reference 4") };
  const AssayAxis frequency = { N_ ("Frequency"), "Hz", ASSAY_SCALE_LINEAR, 0, self->rate / 2.0 };
  AssayPlotBuilder *plot = assay_plot_builder_new ("spectrum", N_ ("Long-term average spectrum"),
                                                   &frequency, &level_axis);

  add_spectrum (self, N_ ("Recording"), plot);
  for (guint i = 0; i < MIN (references->len, MOST_REFERENCES); i++)
    add_spectrum (g_ptr_array_index (references, i), names[i], plot);
  if (self->edge.frequency > 0)
    assay_plot_builder_annotation (plot, ASSAY_ANNOTATION_VERTICAL, self->edge.frequency, 0, 0,
                                   assay_examine_spectrum_ends (self) ? N_ ("End of the spectrum")
                                                                      : N_ ("Largest drop"));
  assay_result_builder_plot (builder, assay_plot_builder_end (plot));
}

/* Frames of assay_sound_spectrum_new (), averaged over time and frequency to what a page shows. */
static void
plot_spectrogram (const AssayExamination *self, AssayResultBuilder *builder)
{
  const AssaySoundSpectrum *spectrum = self->spectrum;
  const AssayAxis frequency = { N_ ("Frequency"), "Hz", ASSAY_SCALE_LINEAR, 0, self->rate / 2.0 };
  AssayAxis value = level_axis;
  const gsize columns = assay_sound_picture_get_columns (spectrum->picture);
  g_autofree double *levels = g_new (double, ASSAY_SOUND_PICTURE_ROWS *MAX (columns, 1));
  const double end = (double) columns * (double) assay_sound_picture_get_each (spectrum->picture)
                     * assay_sound_spectrum_step (spectrum);
  AssayPlotBuilder *plot;
  double most = -120;

  if (columns < 2)
    return;
  assay_sound_picture_levels (spectrum->picture, levels);
  for (gsize i = 0; i < ASSAY_SOUND_PICTURE_ROWS * columns; i++)
    most = MAX (most, levels[i]);
  value.maximum = ceil (most / 10) * 10;
  value.minimum = value.maximum - SPECTROGRAM_RANGE;
  plot = assay_plot_builder_new ("spectrogram", N_ ("Spectrogram"), &time_axis, &frequency);
  assay_plot_builder_heat (plot, N_ ("Level"), levels, ASSAY_SOUND_PICTURE_ROWS, columns,
                           self->start, self->start + end, 0, self->rate / 2.0, &value, "magma", 1);
  assay_plot_builder_link (plot, "time");
  assay_result_builder_plot (builder, assay_plot_builder_end (plot));
}

static void
plot_floor (const AssayExamination *self, AssayResultBuilder *builder)
{
  g_autofree double *at = g_new (double, MAX (self->n_floor, 1));
  AssayPlotBuilder *plot;

  if (self->n_floor < 2)
    return;
  for (gsize i = 0; i < self->n_floor; i++)
    at[i] = self->start + self->floor_at[i];
  plot = assay_plot_builder_new ("floor", N_ ("Noise floor"), &time_axis, &level_axis);
  assay_plot_builder_series (plot, ASSAY_SERIES_LINE, N_ ("Quietest tenth of 3 s"), at, self->floor,
                             NULL, MIN (self->n_floor, ASSAY_LIMIT_SERIES), 2);
  for (guint i = 0; i < MIN (self->steps->len, 8u); i++)
    {
      const AssayFloorStep *step = &g_array_index (self->steps, AssayFloorStep, i);

      if (step->distance >= ASSAY_EXAMINE_STEP)
        assay_plot_builder_annotation (plot, ASSAY_ANNOTATION_VERTICAL, self->start + step->at, 0,
                                       0, N_ ("Change of the noise floor"));
    }
  assay_plot_builder_link (plot, "time");
  assay_result_builder_plot (builder, assay_plot_builder_end (plot));
}

/* Lowest and highest 10 ms level of each column. */
static void
plot_level (const AssayExamination *self, AssayResultBuilder *builder)
{
  const GArray *levels = self->decay->levels;
  const gsize each = MAX (levels->len / MOST_VALUES, 1);
  const gsize n = levels->len / each;
  g_autofree double *x = g_new (double, n + 1);
  g_autofree double *low = g_new (double, n + 1);
  g_autofree double *high = g_new (double, n + 1);
  AssayPlotBuilder *plot;

  if (n < 2)
    return;
  for (gsize i = 0; i < n; i++)
    {
      x[i] = self->start + (double) (i * each) * (double) self->decay->length / self->rate;
      low[i] = INFINITY;
      high[i] = -INFINITY;
      for (gsize j = i * each; j < (i + 1) * each; j++)
        {
          low[i] = MIN (low[i], (double) g_array_index (levels, float, j));
          high[i] = MAX (high[i], (double) g_array_index (levels, float, j));
        }
    }
  plot = assay_plot_builder_new ("level", N_ ("Level of the differences, 10 ms"), &time_axis,
                                 &level_axis);
  if (each > 1)
    assay_plot_builder_series (plot, ASSAY_SERIES_BAND, N_ ("Level"), x, low, high, n, 1);
  else
    assay_plot_builder_series (plot, ASSAY_SERIES_LINE, N_ ("Level"), x, high, NULL, n, 1);
  for (guint i = 0; i < MIN (self->joins->n_joins, 16u); i++)
    if (self->joins->joins[i].strength >= ASSAY_EXAMINE_JOIN)
      assay_plot_builder_annotation (plot, ASSAY_ANNOTATION_VERTICAL,
                                     self->start
                                         + (double) self->joins->joins[i].sample / self->rate,
                                     0, 0, N_ ("Samples that do not continue"));
  assay_plot_builder_link (plot, "time");
  assay_result_builder_plot (builder, assay_plot_builder_end (plot));
}

static void
plot_hum_curve (const AssayExamination *self,
                const char *id,
                const char *title,
                const AssayAxis *axis,
                const double *values,
                AssayResultBuilder *builder)
{
  const AssayHumTrack *track = self->track;
  const gsize each = MAX (track->n / MOST_VALUES, 1);
  const gsize n = track->n / each;
  g_autofree double *x = g_new (double, n + 1);
  g_autofree double *y = g_new (double, n + 1);
  AssayPlotBuilder *plot = assay_plot_builder_new (id, title, &time_axis, axis);

  for (gsize i = 0; i < n; i++)
    {
      x[i] = self->start + track->at[i * each];
      y[i] = isnan (track->track[i * each]) ? (double) NAN : values[i * each];
    }
  assay_plot_builder_series (plot, ASSAY_SERIES_LINE, title, x, y, NULL, n, 4);
  for (guint i = 0; i < MIN (track->jumps->len, 8u); i++)
    {
      const AssayHumJump *jump = &g_array_index (track->jumps, AssayHumJump, i);

      if (fabs (jump->jump) >= ASSAY_EXAMINE_JUMP)
        assay_plot_builder_annotation (plot, ASSAY_ANNOTATION_VERTICAL, self->start + jump->at, 0,
                                       0, N_ ("Jump of the hum’s phase"));
    }
  assay_plot_builder_link (plot, "time");
  assay_result_builder_plot (builder, assay_plot_builder_end (plot));
}

static void
plot_hum (const AssayExamination *self, AssayResultBuilder *builder)
{
  static const AssayAxis frequency = { N_ ("Frequency"), "Hz", ASSAY_SCALE_LINEAR, 0, 0 };
  static const AssayAxis phase = { N_ ("Phase"), "°", ASSAY_SCALE_LINEAR, 0, 0 };

  if (!assay_examine_hum_is_heard (self))
    return;
  plot_hum_curve (self, "hum-frequency", N_ ("Frequency of the hum"), &frequency,
                  self->track->track, builder);
  plot_hum_curve (self, "hum-phase", N_ ("Phase of the hum against a steady wave"), &phase,
                  self->track->phase, builder);
}

/* The middle of the histogram, where combs show; without a grid of 16 bits in 1024 wider bins. */
static void
plot_histogram (const AssayExamination *self, AssayResultBuilder *builder)
{
  static const AssayAxis value = { N_ ("Sample value, 16 bits"), "", ASSAY_SCALE_LINEAR, 0, 0 };
  static const AssayAxis count = { N_ ("Samples"), "", ASSAY_SCALE_LINEAR, 0, 0 };
  const guint shown = self->comb.levels > 0 ? MIN (self->comb.levels, 512) : 1024;
  const guint each = self->comb.levels > 0 ? 1 : ASSAY_SOUND_LEVELS / 1024;
  const guint first = (ASSAY_SOUND_LEVELS - shown * each) / 2;
  double x[1024];
  double y[1024];
  AssayPlotBuilder *plot
      = assay_plot_builder_new ("histogram", N_ ("Histogram of sample values"), &value, &count);

  for (guint i = 0; i < shown; i++)
    {
      x[i] = (double) (first + i * each) - ASSAY_SOUND_LEVELS / 2.0;
      y[i] = 0;
      for (guint j = 0; j < each; j++)
        y[i] += (double) self->values->counts[first + i * each + j];
    }
  assay_plot_builder_series (plot, ASSAY_SERIES_HISTOGRAM, N_ ("Samples"), x, y, NULL, shown, 0);
  assay_result_builder_plot (builder, assay_plot_builder_end (plot));
}

void
assay_examine_plots (const AssayExamination *self,
                     const GPtrArray *references,
                     AssayResultBuilder *builder)
{
  plot_spectrum (self, references, builder);
  plot_level (self, builder);
  plot_spectrogram (self, builder);
  plot_floor (self, builder);
  plot_hum (self, builder);
  plot_histogram (self, builder);
}
