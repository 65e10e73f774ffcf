/* assay-long-spectrum.c: mean power of half-overlapping Hann frames. */
#include "replay/assay-long-spectrum.h"

#include <math.h>
#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "replay/assay-replay-features.h"
#include "replay/assay-replay-input.h"
#include "signal/assay-fft.h"

#define LENGTH ASSAY_LONG_SPECTRUM_LENGTH
#define BINS ASSAY_LONG_SPECTRUM_BINS
/* Samples read at once. */
#define BLOCK 65536

struct _AssayLongSpectrum
{
  AssayFft *fft;
  double window[LENGTH];
  double pending[LENGTH];
  gsize n_pending;
  double power[BINS]; /* sums */
  guint64 n_spectra;
};

AssayLongSpectrum *
assay_long_spectrum_new (void)
{
  AssayLongSpectrum *self = g_new0 (AssayLongSpectrum, 1);

  self->fft = assay_fft_new (LENGTH);
  for (gsize t = 0; t < LENGTH; t++)
    self->window[t] = 0.5 - 0.5 * cos (2 * G_PI * (double) t / LENGTH);
  return self;
}

void
assay_long_spectrum_free (AssayLongSpectrum *self)
{
  if (self == NULL)
    return;
  assay_fft_free (self->fft);
  g_free (self);
}

static void
add_spectrum (AssayLongSpectrum *self)
{
  double weighted[LENGTH];
  AssayComplex bins[BINS];

  for (gsize t = 0; t < LENGTH; t++)
    weighted[t] = self->pending[t] * self->window[t];
  assay_fft_forward (self->fft, weighted, bins);
  for (gsize b = 0; b < BINS; b++)
    self->power[b] += bins[b].re * bins[b].re + bins[b].im * bins[b].im;
  self->n_spectra++;
}

void
assay_long_spectrum_add (AssayLongSpectrum *self, const double *samples, gsize n)
{
  while (n > 0)
    {
      gsize now = MIN (n, LENGTH - self->n_pending);

      memcpy (self->pending + self->n_pending, samples, now * sizeof *samples);
      self->n_pending += now;
      samples += now;
      n -= now;
      if (self->n_pending < LENGTH)
        return;
      add_spectrum (self);
      memmove (self->pending, self->pending + LENGTH / 2, LENGTH / 2 * sizeof *samples);
      self->n_pending = LENGTH / 2;
    }
}

void
assay_long_spectrum_break (AssayLongSpectrum *self)
{
  self->n_pending = 0;
}

void
assay_long_spectrum_levels (AssayLongSpectrum *self, double *levels)
{
  double scale = 16.0 / ((double) LENGTH * LENGTH);

  if (self->n_spectra == 0)
    {
      memset (self->pending + self->n_pending, 0,
              (LENGTH - self->n_pending) * sizeof *self->pending);
      add_spectrum (self);
    }
  for (gsize b = 0; b < BINS; b++)
    levels[b] = 10 * log10 (self->power[b] * scale / (double) self->n_spectra + 1e-20);
}

/* Mean of @levels where voices are loud and every device carries them. */
static double
middle_level (const double *levels)
{
  const guint first = 250 * LENGTH / ASSAY_FEATURE_RATE;
  const guint last = 4000 * LENGTH / ASSAY_FEATURE_RATE;
  double sum = 0;

  for (guint b = first; b < last; b++)
    sum += levels[b];
  return sum / (last - first);
}

AssayPlot *
assay_long_spectrum_plot (AssayLongSpectrum *self, AssayLongSpectrum *reference)
{
  const AssayAxis x = {
    .title = N_ ("Frequency"), .unit = "Hz", .minimum = 0, .maximum = ASSAY_FEATURE_RATE / 2.0
  };
  const AssayAxis y = { .title = N_ ("Level"), .unit = "dB" };
  AssayPlotBuilder *builder
      = assay_plot_builder_new ("ltas", N_ ("Long-term average spectrum"), &x, &y);
  double frequencies[BINS];
  double levels[BINS];
  double others[BINS];

  assay_long_spectrum_levels (self, levels);
  for (guint b = 0; b < BINS; b++)
    frequencies[b] = (double) b * ASSAY_FEATURE_RATE / LENGTH;
  assay_plot_builder_series (builder, ASSAY_SERIES_LINE, N_ ("This recording"), frequencies, levels,
                             NULL, BINS, 2);
  if (reference != NULL)
    {
      assay_long_spectrum_levels (reference, others);

      double move = middle_level (levels) - middle_level (others);

      for (guint b = 0; b < BINS; b++)
        others[b] += move;
      assay_plot_builder_series (builder, ASSAY_SERIES_LINE,
                                 N_ ("Reference recordings, at the same level"), frequencies,
                                 others, NULL, BINS, 2);
    }
  return assay_plot_builder_end (builder);
}

/* Whether what lies from @low to @high in @n samples is sound that can be compared. */
static gboolean
check_reference (guint64 n, double low, double high, GError **error)
{
  if (n >= LENGTH && high - low > 0)
    return TRUE;
  g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_MALFORMED,
                       n < LENGTH ? _ ("The recording is too short to be examined.")
                                  : _ ("The recording holds no sound that could be examined."));
  return FALSE;
}

static gboolean
read_reference (AssayLongSpectrum *self,
                AssaySource *source,
                guint channel,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (AssayReplayAudio) audio
      = assay_replay_audio_open (source, channel, ASSAY_FEATURE_RATE, cancellable, error);
  g_autofree double *samples = g_new (double, BLOCK);
  gssize n = audio == NULL ? -1 : 1;
  guint64 count = 0;
  double low = INFINITY;
  double high = -INFINITY;

  while (n > 0)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      n = assay_replay_audio_read (audio, samples, BLOCK, error);
      for (gssize i = 0; i < n; i++)
        {
          low = MIN (low, samples[i]);
          high = MAX (high, samples[i]);
        }
      if (n > 0)
        assay_long_spectrum_add (self, samples, (gsize) n);
      count += (guint64) MAX (n, 0);
    }
  assay_long_spectrum_break (self);
  return n == 0 && check_reference (count, low, high, error);
}

gboolean
assay_long_spectrum_read_references (
    AssayLongSpectrum *self, AssayToolJob *job, guint channel, guint *n, GError **error)
{
  *n = 0;
  for (guint i = 0; i < assay_tool_job_get_n_inputs (job); i++)
    {
      const AssayToolInput *input = assay_tool_job_get_input (job, i);

      if (strcmp (input->role, "reference") != 0)
        continue;
      if (!read_reference (self, input->source, channel, assay_tool_job_get_cancellable (job),
                           error))
        {
          g_prefix_error (error, "%s: ", input->name);
          return FALSE;
        }
      (*n)++;
    }
  return TRUE;
}
