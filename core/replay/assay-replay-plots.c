/* assay-replay-plots.c: DET curve, spread of scores, score over time. */
#include "replay/assay-replay-plots.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#define BINS 40
/* More windows than this are joined, so that a day of sound is still a plot. */
#define POINTS_MOST 20000

AssayPlot *
assay_replay_plot_det (const AssayTrials *trials)
{
  const AssayAxis x = { N_ ("Replayed recordings accepted"), "", ASSAY_SCALE_PROBIT, 0.001, 0.6 };
  const AssayAxis y = { N_ ("Genuine recordings rejected"), "", ASSAY_SCALE_PROBIT, 0.001, 0.6 };
  AssayPlotBuilder *builder = assay_plot_builder_new ("det", N_ ("Error trade-off"), &x, &y);
  g_autoptr (GArray) points = assay_trials_roc (trials);
  guint stride = points->len / POINTS_MOST + 1;
  g_autofree double *alarms = g_new (double, points->len);
  g_autofree double *misses = g_new (double, points->len);
  double diagonal[] = { 0.001, 0.6 };
  gsize n = 0;

  for (guint i = 0; i < points->len; i += stride)
    {
      const AssayOperatingPoint *point = &g_array_index (points, AssayOperatingPoint, i);

      if (!(point->false_alarm > 0) || !(point->miss > 0))
        continue;
      alarms[n] = point->false_alarm;
      misses[n++] = point->miss;
    }
  assay_plot_builder_series (builder, ASSAY_SERIES_LINE, N_ ("Model"), alarms, misses, NULL, n, 5);
  assay_plot_builder_series (builder, ASSAY_SERIES_LINE, N_ ("Equal rates"), diagonal, diagonal,
                             NULL, 2, 3);
  return assay_plot_builder_end (builder);
}

static int
compare_points (const void *a, const void *b)
{
  const double *x = a;
  const double *y = b;

  return x[0] < y[0] ? -1 : x[0] > y[0];
}

AssayPlot *
assay_replay_plot_calibration (const AssayTrials *trials)
{
  const AssayAxis x = { N_ ("Log-likelihood ratio"), "", ASSAY_SCALE_LINEAR, 0, 0 };
  const AssayAxis y = { N_ ("Best monotonic calibration (PAV)"), "", ASSAY_SCALE_LINEAR, 0, 0 };
  AssayPlotBuilder *builder
      = assay_plot_builder_new ("calibration", N_ ("Calibration of the scores"), &x, &y);
  g_autofree double *pav = g_new (double, MAX (trials->n, 1));
  g_autofree double *points = g_new (double, 2 * trials->n + 2);
  g_autofree double *scores = g_new (double, MAX (trials->n, 1));
  double ends[2];
  gsize n = 0;

  assay_trials_calibrate (trials, pav);
  /* Where one class is alone PAV says infinity, which is no point of a plot. */
  for (gsize i = 0; i < trials->n; i++)
    if (isfinite (pav[i]))
      {
        points[2 * n] = trials->scores[i];
        points[2 * n++ + 1] = pav[i];
      }
  qsort (points, n, 2 * sizeof *points, compare_points);
  for (gsize i = 0; i < n; i++)
    {
      scores[i] = points[2 * i];
      pav[i] = points[2 * i + 1];
    }
  ends[0] = n > 0 ? scores[0] : -1;
  ends[1] = n > 0 ? scores[n - 1] : 1;
  assay_plot_builder_series (builder, ASSAY_SERIES_LINE, N_ ("Model"), scores, pav, NULL, n, 4);
  assay_plot_builder_series (builder, ASSAY_SERIES_LINE, N_ ("Calibrated"), ends, ends, NULL, 2, 4);
  return assay_plot_builder_end (builder);
}

/* Share of the scores in each bin, %. */
static void
count_bins (const double *scores, gsize n, double low, double width, double *shares)
{
  memset (shares, 0, BINS * sizeof *shares);
  for (gsize i = 0; i < n; i++)
    {
      int bin = (int) floor ((scores[i] - low) / width);

      shares[CLAMP (bin, 0, BINS - 1)] += 100.0 / (double) n;
    }
}

AssayPlot *
assay_replay_plot_placement (const double *genuine,
                             gsize n_genuine,
                             const double *spoof,
                             gsize n_spoof,
                             double threshold,
                             double llr)
{
  const AssayAxis x
      = { N_ ("Log-likelihood ratio before it is limited"), "", ASSAY_SCALE_LINEAR, 0, 0 };
  const AssayAxis y = { N_ ("Recordings"), "%", ASSAY_SCALE_LINEAR, 0, 0 };
  AssayPlotBuilder *builder
      = assay_plot_builder_new ("placement", N_ ("Where the score lies"), &x, &y);
  double low = MIN (genuine[0], spoof[0]);
  double high = MAX (genuine[n_genuine - 1], spoof[n_spoof - 1]);
  double width = MAX ((high - low) / BINS, 1e-6);
  double edges[BINS];
  double shares[BINS];

  for (guint i = 0; i < BINS; i++)
    edges[i] = low + width * i;
  count_bins (genuine, n_genuine, low, width, shares);
  assay_plot_builder_series (builder, ASSAY_SERIES_STEP, N_ ("Genuine recordings"), edges, shares,
                             NULL, BINS, 3);
  count_bins (spoof, n_spoof, low, width, shares);
  assay_plot_builder_series (builder, ASSAY_SERIES_STEP, N_ ("Replayed recordings"), edges, shares,
                             NULL, BINS, 3);
  assay_plot_builder_annotation (builder, ASSAY_ANNOTATION_VERTICAL, threshold, 0, 0,
                                 N_ ("Threshold of equal error rates"));
  if (isfinite (llr))
    assay_plot_builder_annotation (builder, ASSAY_ANNOTATION_VERTICAL, llr, 0, 0,
                                   N_ ("This recording"));
  return assay_plot_builder_end (builder);
}

/* The part of the ratio that systems of whole stretches give at @time: of the stretch whose middle
 * is nearest. */
static double
steady_at (const GArray *stretches, double time, guint *nearest)
{
  const AssayReplayStretch *all = (const AssayReplayStretch *) (const void *) stretches->data;

  while (*nearest + 1 < stretches->len
         && fabs (all[*nearest + 1].start + all[*nearest + 1].end - 2 * time)
                <= fabs (all[*nearest].start + all[*nearest].end - 2 * time))
    (*nearest)++;
  return *nearest < stretches->len ? all[*nearest].steady : 0;
}

/* The mean of every @joined windows, at their middle. */
static void
add_windows (AssayPlotBuilder *builder,
             const AssayReplayScore *score,
             const GArray *stretches,
             double start,
             gsize joined)
{
  gsize n = score->windows->len;
  gsize points = (n + joined - 1) / joined;
  g_autofree double *times = g_new (double, MAX (points, 1));
  g_autofree double *values = g_new0 (double, MAX (points, 1));
  double width = (double) score->n_samples / ASSAY_FEATURE_RATE / (double) MAX (n, 1);
  guint nearest = 0;

  for (gsize p = 0; p < points; p++)
    {
      gsize last = MIN (n, (p + 1) * joined);
      double time = (double) (p * joined + last) / 2 * width;

      times[p] = start + time;
      for (gsize i = p * joined; i < last; i++)
        values[p] += g_array_index (score->windows, double, i) / (double) (last - p * joined);
      values[p] += steady_at (stretches, time, &nearest);
    }
  assay_plot_builder_series (builder, ASSAY_SERIES_LINE, N_ ("Every 10 ms"), times, values, NULL,
                             points, 3);
}

static void
add_stretches (AssayPlotBuilder *builder, const GArray *stretches, double start)
{
  g_autofree double *times = g_new (double, MAX (stretches->len, 1));
  g_autofree double *values = g_new (double, MAX (stretches->len, 1));

  /* one stretch is a level, not a curve: a legend without a line would puzzle */
  if (stretches->len < 2)
    return;
  for (guint i = 0; i < stretches->len; i++)
    {
      const AssayReplayStretch *stretch = &g_array_index (stretches, AssayReplayStretch, i);

      times[i] = start + (stretch->start + stretch->end) / 2;
      values[i] = stretch->llr;
    }
  assay_plot_builder_series (builder, ASSAY_SERIES_LINE, N_ ("Stretch of at most 2.5 s around it"),
                             times, values, NULL, stretches->len, 3);
}

AssayPlot *
assay_replay_plot_time (const AssayReplayScore *score,
                        const GArray *stretches,
                        double threshold,
                        double start,
                        gboolean known)
{
  const AssayAxis x = { N_ ("Time"), "s", ASSAY_SCALE_TIME, 0, 0 };
  const AssayAxis y
      = { N_ ("Log-likelihood ratio before it is limited"), "", ASSAY_SCALE_LINEAR, 0, 0 };
  AssayPlotBuilder *builder = assay_plot_builder_new (
      "llr-time",
      known ? N_ ("Score over time (changes within less than 2.5 s are not told apart)")
            : N_ ("Score over time (without meaning: the detector does not know such recordings)"),
      &x, &y);

  add_windows (builder, score, stretches, start, score->windows->len / POINTS_MOST + 1);
  add_stretches (builder, stretches, start);
  assay_plot_builder_annotation (builder, ASSAY_ANNOTATION_HORIZONTAL, 0, threshold, 0,
                                 N_ ("Threshold of equal error rates"));
  assay_plot_builder_link (builder, "time");
  return assay_plot_builder_end (builder);
}

AssayTrials *
assay_replay_detector_trials (const AssayReplayDetector *self)
{
  AssayTrials *trials = assay_trials_new (self->n_genuine + self->n_spoof);

  for (gsize i = 0; i < trials->n; i++)
    {
      trials->genuine[i] = i < self->n_genuine;
      trials->scores[i] = i < self->n_genuine ? self->genuine[i] : self->spoof[i - self->n_genuine];
      trials->groups[i] = (guint) i;
    }
  return trials;
}
