/* assay-replay-spectrogram.c: the tool `replay.spectrogram`: levels over time and frequency with
 * the examiner's own window and axes. Memory does not grow with the recording: where the columns
 * are full, neighbours are joined. */
#include <math.h>
#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "media/assay-media-error.h"
#include "replay/assay-replay-input.h"
#include "replay/assay-replay.h"
#include "signal/assay-fft.h"

/* What a page shows; twice as many columns are held before neighbours are joined. */
#define MOST_COLUMNS 320u
#define MOST_ROWS 520u
#define BLOCK 16384u
/* dB: the rounding of 24 bits lies above it. */
#define LOWEST_LEVEL (-160.0)

typedef struct
{
  guint window;
  guint hop;
  guint rate;
  double *shape;
  double gain; /* of power, so that a sine of full scale has 1 */
  AssayFft *fft;
  guint first_bin; /* shown */
  guint bins;
  guint each_bin; /* joined in a row */
  guint rows;
  double *columns; /* 2 MOST_COLUMNS × rows: sums of power */
  guint n_columns;
  guint64 each;   /* transforms in a full column */
  guint64 filled; /* of the last one */
  guint64 transforms;
} Spectrogram;

static void
spectrogram_clear (Spectrogram *self)
{
  g_clear_pointer (&self->fft, assay_fft_free);
  g_free (self->shape);
  g_free (self->columns);
}

/* Cosine sums of Harris, Proc. IEEE 66 (1978). */
static void
fill_shape (Spectrogram *self, const char *name)
{
  static const struct
  {
    const char *name;
    double terms[4];
  } shapes[] = {
    { "hann", { 0.5, 0.5, 0, 0 } },
    { "hamming", { 0.54, 0.46, 0, 0 } },
    { "blackman-harris", { 0.35875, 0.48829, 0.14128, 0.01168 } },
    { "rectangular", { 1, 0, 0, 0 } },
  };
  const double *terms = shapes[0].terms;
  double sum = 0;

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    if (strcmp (shapes[i].name, name) == 0)
      terms = shapes[i].terms;
  self->shape = g_new (double, self->window);
  for (guint i = 0; i < self->window; i++)
    {
      const double angle = 2 * G_PI * i / self->window;

      self->shape[i] = terms[0] - terms[1] * cos (angle) + terms[2] * cos (2 * angle)
                       - terms[3] * cos (3 * angle);
      sum += self->shape[i];
    }
  self->gain = 4 / (sum * sum);
}

/* Which bins are shown. FALSE with INVALID where there are none. */
static gboolean
choose_bins (Spectrogram *self, AssayParameters *parameters, GError **error)
{
  const double width = (double) self->rate / self->window;
  const double lowest = assay_parameters_get_real (parameters, "lowest");
  const double asked = assay_parameters_get_real (parameters, "highest");
  const double highest = asked > 0 ? MIN (asked, self->rate / 2.0) : self->rate / 2.0;
  const guint last = (guint) (highest / width + 0.5);

  self->first_bin = (guint) (lowest / width + 0.5);
  if (!(lowest < highest) || last <= self->first_bin)
    {
      g_set_error (
          error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_INVALID,
          _ ("From %.0f to %.0f Hz there is nothing to show: the sampling rate is %u Hz and "
             "a window tells %.1f Hz apart"),
          lowest, highest, self->rate, width);
      return FALSE;
    }
  self->bins = last - self->first_bin + 1;
  self->each_bin = (self->bins + MOST_ROWS - 1) / MOST_ROWS;
  self->rows = (self->bins + self->each_bin - 1) / self->each_bin;
  return TRUE;
}

static gboolean
spectrogram_init (Spectrogram *self, AssayParameters *parameters, guint rate, GError **error)
{
  const gint64 overlap = assay_parameters_get_int (parameters, "overlap");

  self->rate = rate;
  self->window = (guint) assay_parameters_get_int (parameters, "window");
  self->hop = MAX ((guint) (self->window * (100 - overlap) / 100), 1);
  self->each = 1;
  if (!choose_bins (self, parameters, error))
    return FALSE;
  fill_shape (self, assay_parameters_get_text (parameters, "shape"));
  self->fft = assay_fft_new (self->window);
  self->columns = g_new0 (double, 2 * MOST_COLUMNS * (gsize) self->rows);
  return TRUE;
}

/* Two columns become one. */
static void
join_columns (Spectrogram *self)
{
  for (guint c = 0; c < MOST_COLUMNS; c++)
    for (guint r = 0; r < self->rows; r++)
      self->columns[c * (gsize) self->rows + r]
          = self->columns[2 * c * (gsize) self->rows + r]
            + self->columns[(2 * c + 1) * (gsize) self->rows + r];
  memset (self->columns + MOST_COLUMNS * (gsize) self->rows, 0,
          MOST_COLUMNS * (gsize) self->rows * sizeof *self->columns);
  self->n_columns = MOST_COLUMNS;
  self->each *= 2;
  self->filled = self->each;
}

static void
add_transform (Spectrogram *self, const double *samples)
{
  double *values = assay_fft_values (self->fft);
  const AssayComplex *bins = assay_fft_bins (self->fft);
  double *column;

  for (guint i = 0; i < self->window; i++)
    values[i] = samples[i] * self->shape[i];
  assay_fft_run_forward (self->fft);
  if (self->n_columns == 2 * MOST_COLUMNS && self->filled == self->each)
    join_columns (self);
  if (self->n_columns == 0 || self->filled == self->each)
    {
      self->n_columns++;
      self->filled = 0;
    }
  column = self->columns + (self->n_columns - 1) * (gsize) self->rows;
  for (guint i = 0; i < self->bins; i++)
    {
      const guint b = self->first_bin + i;
      /* 0 Hz and half the rate have no mirror image to share with. */
      const double share = b == 0 || 2 * b == self->window ? 0.25 : 1;

      column[i / self->each_bin] += share * (bins[b].re * bins[b].re + bins[b].im * bins[b].im);
    }
  self->filled++;
  self->transforms++;
}

static gboolean
read_all (Spectrogram *self, AssayReplayAudio *audio, AssayToolJob *job, GError **error)
{
  const AssayReplayAudioInfo *info = assay_replay_audio_get_info (audio);
  g_autofree double *held = g_new (double, (gsize) self->window + BLOCK);
  gsize n = 0;

  for (;;)
    {
      const gssize got = assay_replay_audio_read (audio, held + n, BLOCK, error);
      gsize at = 0;

      if (got < 0
          || g_cancellable_set_error_if_cancelled (assay_tool_job_get_cancellable (job), error))
        return FALSE;
      n += (gsize) got;
      for (; at + self->window <= n; at += self->hop)
        add_transform (self, held + at);
      memmove (held, held + at, (n - at) * sizeof *held);
      n -= at;
      if (got == 0)
        break;
      assay_progress_set_count (assay_tool_job_get_progress (job), info->n_decoded,
                                (guint64) (info->duration * info->rate), N_ ("Analysing"));
    }
  if (self->n_columns > 0)
    return TRUE;
  g_set_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_TRUNCATED,
               _ ("The sound is shorter than a window of %u samples"), self->window);
  return FALSE;
}

/* dB, rows × columns, the lowest frequency first; @most: (out): the highest of them. */
static double *
make_levels (const Spectrogram *self, double *most)
{
  double *levels = g_new (double, (gsize) self->rows * self->n_columns);

  *most = LOWEST_LEVEL;
  for (guint c = 0; c < self->n_columns; c++)
    for (guint r = 0; r < self->rows; r++)
      {
        const guint64 transforms = c + 1 < self->n_columns ? self->each : self->filled;
        const guint bins = MIN (self->each_bin, self->bins - r * self->each_bin);
        const double power
            = self->gain * self->columns[c * (gsize) self->rows + r] / ((double) transforms * bins);
        double *level = &levels[r * (gsize) self->n_columns + c];

        *level = MAX (10 * log10 (MAX (power, 1e-30)), LOWEST_LEVEL);
        *most = MAX (*most, *level);
      }
  return levels;
}

static AssayPlot *
make_plot (const Spectrogram *self,
           AssayParameters *parameters,
           double start,
           const double *levels,
           double most)
{
  static const char *const names[] = { "linear", "log", "mel" };
  static const AssayScale scales[] = { ASSAY_SCALE_LINEAR, ASSAY_SCALE_LOG, ASSAY_SCALE_MEL };
  const char *name = assay_parameters_get_text (parameters, "scale");
  const double width = (double) self->rate / self->window;
  /* Half a window around the middle of the first transform is not shown: only its step. */
  const double from = start + ((double) self->window - self->hop) / 2 / self->rate;
  const double to = from + (double) self->n_columns * (double) self->each * self->hop / self->rate;
  const double low = (self->first_bin - 0.5) * width;
  const double high = low + self->rows * self->each_bin * width;
  const AssayAxis x = { N_ ("Time"), "s", ASSAY_SCALE_TIME, from, to };
  AssayAxis y
      = { N_ ("Frequency"), "Hz", ASSAY_SCALE_LINEAR, MAX (low, 0), MIN (high, self->rate / 2.0) };
  const char *top = assay_parameters_get_text (parameters, "top");
  AssayAxis value
      = { N_ ("Level"), "dB", ASSAY_SCALE_LINEAR, 0,
          strcmp (top, "loudest") == 0 ? ceil (most / 10) * 10 : g_ascii_strtod (top, NULL) };
  AssayPlotBuilder *plot;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (name, names[i]) == 0)
      y.scale = scales[i];
  /* A logarithmic axis has no 0. */
  if (y.scale == ASSAY_SCALE_LOG)
    y.minimum = MAX (y.minimum, width / 2);
  value.minimum = value.maximum - (double) assay_parameters_get_int (parameters, "range");
  plot = assay_plot_builder_new ("spectrogram", N_ ("Spectrogram"), &x, &y);
  assay_plot_builder_heat (plot, N_ ("Level"), levels, self->rows, self->n_columns, from, to, low,
                           high, &value, "magma", 1);
  assay_plot_builder_link (plot, "time");
  return assay_plot_builder_end (plot);
}

static AssayResult *
make_result (const Spectrogram *self,
             AssayParameters *parameters,
             const AssayReplayAudioInfo *info,
             const AssayReplayDamage *damage,
             double start,
             GError **error)
{
  AssayResultBuilder *builder = assay_result_builder_new (&assay_replay_spectrogram_info);
  g_autofree double *levels = NULL;
  double most;

  levels = make_levels (self, &most);
  assay_result_builder_metric (builder, "duration", (double) info->n_counted / info->rate);
  assay_result_builder_metric (builder, "rate", self->rate);
  assay_result_builder_metric (builder, "column",
                               (double) self->each * self->hop / (double) self->rate);
  assay_result_builder_metric (builder, "row", (double) self->each_bin * self->rate / self->window);
  assay_result_builder_metric (builder, "highest_level", most);
  assay_result_builder_plot (builder, make_plot (self, parameters, start, levels, most));
  assay_replay_damage_findings (damage, builder);
  return assay_result_builder_end (builder, error);
}

AssayResult *
assay_replay_spectrogram_run (AssayToolJob *job, GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  const AssayRegion *region = assay_parameters_get_region (parameters, "region");
  const double start = region == NULL ? 0 : MAX (assay_region_get_start (region), 0);
  g_autoptr (AssayReplayAudio) audio
      = assay_replay_audio_open (assay_tool_job_get_input (job, 0)->source,
                                 (guint) assay_parameters_get_int (parameters, "channel"), 0,
                                 assay_tool_job_get_cancellable (job), error);
  Spectrogram self = { 0 };
  AssayReplayDamage damage;
  AssayResult *result = NULL;

  if (audio == NULL)
    return NULL;
  if (spectrogram_init (&self, parameters, assay_replay_audio_get_info (audio)->rate, error)
      && assay_replay_audio_restrict (audio, region, error) && read_all (&self, audio, job, error)
      && assay_replay_audio_get_damage (audio, &damage, error))
    result = make_result (&self, parameters, assay_replay_audio_get_info (audio), &damage, start,
                          error);
  spectrogram_clear (&self);
  return result;
}
