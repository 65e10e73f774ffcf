/* assay-audio-tempo.c: pieces of the sound, laid down at another pace where they fit. */
#include "wavemark/assay-audio-tempo.h"

#include <math.h>
#include <string.h>

#include "signal/assay-fft.h"

/* Pieces a second, at least. */
#define PIECES 24u
/* The last sixteenth of the lags is not looked at. */
#define UNUSED 16

typedef struct
{
  gint64 from; /* sample of the sound that it begins at; below 0 silence precedes the sound */
  gint64 to;   /* … of the result */
  gsize n;     /* samples that there are of it */
  AssayComplex *bins; /* (owned): of its loudest channel */
} Piece;

typedef struct
{
  const AssayAudioClip *sound;
  AssayAudioClip out;
  double factor;
  gsize window;  /* of a piece */
  double *hann;  /* window */
  AssayFft *fft; /* of two pieces */
  Piece pieces[2];
  gint64 written; /* samples of @out */
} Stretch;

static void
clear_stretch (Stretch *self)
{
  g_free (self->hann);
  g_free (self->pieces[0].bins);
  g_free (self->pieces[1].bins);
  g_clear_pointer (&self->fft, assay_fft_free);
  assay_audio_clip_clear (&self->out);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stretch, clear_stretch)

static double
sample_of (const Stretch *self, guint c, gint64 at)
{
  const GArray *channel = self->sound->channels[c];

  return at >= 0 && at < channel->len ? g_array_index (channel, double, at) : 0;
}

static void
init_stretch (Stretch *self, const AssayAudioClip *sound, double factor)
{
  guint least = sound->rate / PIECES;

  *self = (Stretch){ .sound = sound, .factor = factor, .window = 1 };
  while (self->window < least)
    self->window *= 2;
  self->hann = g_new (double, self->window);
  for (gsize i = 0; i < self->window; i++)
    self->hann[i] = 0.5 * (1 - cos (2 * G_PI * (double) i / ((double) self->window - 1)));
  self->fft = assay_fft_new (2 * self->window);
  for (guint i = 0; i < 2; i++)
    self->pieces[i].bins = g_new (AssayComplex, assay_fft_get_n_bins (self->fft));
  assay_audio_clip_init (&self->out, sound->n_channels, sound->rate);
}

/* What there is of @piece, and its spectrum: at each sample the channel that is loudest there,
 * silence behind it. */
static void
load (Stretch *self, Piece *piece)
{
  gint64 length = (gint64) assay_audio_clip_length (self->sound);
  double *values = assay_fft_values (self->fft);

  piece->n = (gsize) CLAMP (length - piece->from, 0, (gint64) self->window);
  memset (values, 0, 2 * self->window * sizeof *values);
  for (gsize i = 0; i < piece->n; i++)
    for (guint c = 0; c < self->sound->n_channels; c++)
      {
        double value = sample_of (self, c, piece->from + (gint64) i);

        if (fabs (value) > fabs (values[i]))
          values[i] = value;
      }
  assay_fft_run_forward (self->fft);
  memcpy (piece->bins, assay_fft_bins (self->fft),
          assay_fft_get_n_bins (self->fft) * sizeof *piece->bins);
}

/* By how many samples @now should begin earlier to go on as @before does. */
static gint64
find_correction (Stretch *self, const Piece *before, const Piece *now)
{
  gint64 half = (gint64) self->window / 2;
  gint64 drift
      = (gint64) ((double) (before->to + half) * self->factor - (double) (before->from + half));
  gint64 window = (gint64) self->window;
  gint64 first = CLAMP (-drift, 0, window);
  gint64 last = MAX (MIN (window - drift, window - window / UNUSED), 0);
  AssayComplex *bins = assay_fft_bins (self->fft);
  const double *lags = assay_fft_values (self->fft);
  double best = -G_MAXDOUBLE;
  gint64 correction = -drift;

  for (gsize k = 0; k < assay_fft_get_n_bins (self->fft); k++)
    {
      AssayComplex a = before->bins[k], b = now->bins[k];

      bins[k] = (AssayComplex){ a.re * b.re + a.im * b.im, a.im * b.re - a.re * b.im };
    }
  assay_fft_run_inverse (self->fft);
  for (gint64 lag = first; lag < last; lag++)
    {
      double score
          = lags[lag] * (double) (drift + lag) * (double) (lag - first) * (double) (last - lag);

      if (score > best)
        {
          best = score;
          correction = lag - half;
        }
    }
  return correction;
}

/* What two pieces have together, faded into each other. */
static void
blend (Stretch *self, const Piece *before, const Piece *now)
{
  gint64 end = MIN (before->to + (gint64) before->n, now->to + (gint64) now->n);

  for (; self->written < end; self->written++)
    {
      gint64 a = self->written - before->to, b = self->written - now->to;
      gboolean preceding = now->from + b < 0;

      for (guint c = 0; c < self->sound->n_channels; c++)
        {
          double value = sample_of (self, c, before->from + a);

          if (!preceding)
            value = value * self->hann[a] + sample_of (self, c, now->from + b) * self->hann[b];
          g_array_append_val (self->out.channels[c], value);
        }
    }
}

/* The rest of the last piece, as it is. */
static void
finish (Stretch *self, const Piece *last)
{
  for (; self->written < last->to + (gint64) last->n; self->written++)
    for (guint c = 0; c < self->sound->n_channels; c++)
      {
        double value = sample_of (self, c, last->from + self->written - last->to);

        g_array_append_val (self->out.channels[c], value);
      }
}

void
assay_audio_clip_tempo (AssayAudioClip *self, double factor)
{
  g_auto (Stretch) stretch = { 0 };
  gint64 length = (gint64) assay_audio_clip_length (self);
  gint64 half;
  Piece *before, *now;

  init_stretch (&stretch, self, factor);
  half = (gint64) stretch.window / 2;
  /* At its own pace it stays as it is: laid down in pieces it would lose what is behind the last.
   */
  if (length <= 2 * half || !(fabs (factor - 1) > 0))
    return;
  before = &stretch.pieces[0];
  now = &stretch.pieces[1];
  /* Half a piece before the sound, so that its first half fades in before there is anything. */
  before->from = before->to = -half;
  load (&stretch, before);
  do
    {
      gint64 correction;

      now->from = before->from + (gint64) ((double) half * factor);
      now->to = before->to + half;
      load (&stretch, now);
      correction = find_correction (&stretch, before, now);
      if (correction != 0)
        {
          now->from -= correction;
          load (&stretch, now);
        }
      blend (&stretch, before, now);
      before = now;
      now = &stretch.pieces[now == &stretch.pieces[0]];
    }
  while (before->n == stretch.window && before->from + (gint64) before->n < length);
  finish (&stretch, before);
  assay_audio_clip_clear (self);
  *self = stretch.out;
  stretch.out = (AssayAudioClip){ 0 };
}
