/* assay-sound-preview.c: streams of outlines, spectrogram columns and samples. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "sound/assay-sound-bins.h"
#include "sound/assay-sound-levels.h"
#include "sound/assay-sound-track.h"
#include "sound/assay-sound.h"

/* Sound of one unit of an outline: 11 s at 48 kHz; a whole number of bins. */
#define ENVELOPE_FRAMES (512u * 1024u)
/* Read at once for it; a whole number of bins. */
#define ENVELOPE_BLOCK (16u * 1024u)
/* Transforms that lie side by side where going to a place costs more than reading on there. */
#define RUN_FRAMES 4u

typedef enum
{
  KIND_ENVELOPE,
  KIND_SPECTRUM,
  KIND_SAMPLES,
} Kind;

typedef struct
{
  Kind kind;
  AssayDecoder *decoder;
  AssaySoundTrack *track;
  GCancellable *cancellable; /* borrowed */
  guint channels;            /* shown */
  AssaySoundLevels *levels;  /* spectrum */
  guint window, channel;
  double hop;        /* samples between transforms */
  double *picked;    /* window */
  double start, end; /* s: the range */
  guint columns;     /* 0 without a range */
} Stream;

static void
stream_close (gpointer data)
{
  Stream *self = data;

  g_clear_pointer (&self->track, assay_sound_track_free);
  g_clear_pointer (&self->decoder, assay_decoder_unref);
  g_clear_pointer (&self->levels, assay_sound_levels_free);
  g_free (self->picked);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Stream, stream_close)

static void
open_spectrum (Stream *self, AssayParameters *parameters)
{
  double overlap = (double) assay_parameters_get_int (parameters, "overlap") / 100.0;

  self->window = (guint) assay_parameters_get_int (parameters, "window");
  self->channel = MIN ((guint) assay_parameters_get_int (parameters, "channel"), self->channels);
  self->hop = MAX (self->window * (1.0 - overlap), 1.0);
  self->levels
      = assay_sound_levels_new (self->window, assay_parameters_get_text (parameters, "shape"));
  self->picked = g_new (double, self->window);
}

static gpointer
stream_open (AssayToolJob *job, GError **error)
{
  g_autoptr (Stream) self = g_new0 (Stream, 1);
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  const char *kind = assay_parameters_get_text (parameters, "kind");

  if (assay_tool_job_get_n_inputs (job) == 0)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                           _ ("There is nothing to show"));
      return NULL;
    }
  self->kind = g_str_equal (kind, "spectrum")  ? KIND_SPECTRUM
               : g_str_equal (kind, "samples") ? KIND_SAMPLES
                                               : KIND_ENVELOPE;
  self->cancellable = assay_tool_job_get_cancellable (job);
  self->decoder = assay_decoder_new (assay_tool_job_get_input (job, 0)->source,
                                     assay_tool_job_get_threads (job), self->cancellable, error);
  if (self->decoder == NULL)
    return NULL;
  self->track = assay_sound_track_new (self->decoder, error);
  if (self->track == NULL)
    return NULL;
  self->channels = MIN (assay_sound_track_get_channels (self->track), ASSAY_SOUND_CHANNELS);
  if (self->kind == KIND_SPECTRUM)
    open_spectrum (self, parameters);
  return g_steal_pointer (&self);
}

static gboolean
refuse (GError **error)
{
  g_set_error_literal (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                       _ ("This part cannot be shown"));
  return FALSE;
}

static gboolean
stream_seek (gpointer data, double seconds, GError **error)
{
  return refuse (error); /* ranges say where, outlines go on */
}

static gboolean
stream_range (gpointer data, double start, double end, guint columns, GError **error)
{
  Stream *self = data;
  double values = (end - start) * assay_sound_track_get_rate (self->track) * self->channels;

  if (self->kind == KIND_ENVELOPE || start < -1e6 || end > 1e9 || columns > ASSAY_SOUND_COLUMNS
      || (self->kind == KIND_SAMPLES && values > ASSAY_SOUND_VALUES))
    return refuse (error);
  self->start = start;
  self->end = end;
  self->columns = columns;
  return TRUE;
}

/* Appends the bins of up to ENVELOPE_BLOCK frames; how many frames there were, -1 with an error. */
static gssize
measure_block (Stream *self, float *samples, GArray *bins, GError **error)
{
  guint stride = assay_sound_track_get_channels (self->track);
  gssize got = assay_sound_track_read (self->track, samples, ENVELOPE_BLOCK, error);
  guint before = bins->len;

  if (got <= 0)
    return got;
  g_array_set_size (bins, before
                              + ((guint) got + ASSAY_SOUND_BIN - 1) / ASSAY_SOUND_BIN
                                    * self->channels * ASSAY_SOUND_BIN_VALUES);
  assay_sound_bins_measure (samples, (gsize) got, stride, self->channels,
                            &g_array_index (bins, float, before));
  return got;
}

static gboolean
next_envelope (Stream *self, AssayPreviewUnit *unit, GError **error)
{
  g_autofree float *samples
      = g_new (float, (gsize) ENVELOPE_BLOCK *assay_sound_track_get_channels (self->track));
  g_autoptr (GArray) bins = g_array_new (FALSE, FALSE, sizeof (float));
  gssize got = ENVELOPE_BLOCK;
  gsize size;

  unit->index = (gint64) assay_sound_track_get_position (self->track);
  unit->seconds = (double) unit->index / unit->rate;
  unit->channels = ASSAY_SOUND_BIN_VALUES * self->channels;
  for (guint frames = 0; frames < ENVELOPE_FRAMES && got == ENVELOPE_BLOCK;
       frames += ENVELOPE_BLOCK)
    {
      got = measure_block (self, samples, bins, error);
      if (got < 0)
        return FALSE;
    }
  unit->end = bins->len == 0;
  size = bins->len * sizeof (float);
  if (bins->len > 0)
    unit->samples = g_bytes_new_take (g_array_free (g_steal_pointer (&bins), FALSE), size);
  return TRUE;
}

/* One value of the chosen channel, or the mean of those shown. */
static double
pick (const Stream *self, const float *frame)
{
  double sum = 0.0;

  if (self->channel > 0)
    return isfinite (frame[self->channel - 1]) ? (double) frame[self->channel - 1] : 0.0;
  for (guint i = 0; i < self->channels; i++)
    sum += isfinite (frame[i]) ? (double) frame[i] : 0.0;
  return sum / self->channels;
}

/* The transform around sample @centre; outside of the sound there is silence. */
static gboolean
add_transform (Stream *self, gint64 centre, GError **error)
{
  guint stride = assay_sound_track_get_channels (self->track);
  gint64 first = centre - self->window / 2;
  GError *failure = NULL;
  gint64 found;
  gsize n;
  const float *frames
      = assay_sound_track_find (self->track, first, self->window, &found, &n, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  if (n == 0)
    return TRUE;
  for (guint i = 0; i < self->window; i++)
    self->picked[i] = 0.0;
  for (gsize i = 0; i < n; i++)
    self->picked[(gsize) (found - first) + i] = pick (self, frames + i * stride);
  assay_sound_levels_add (self->levels, self->picked);
  return TRUE;
}

/* Where transform @i of @n stands in a column of @step samples: even, or in runs of neighbours. */
static double
place_of (const Stream *self, guint i, guint n, double step)
{
  guint runs;

  if (n < ASSAY_SOUND_MOST_FRAMES || assay_sound_track_is_quick (self->track))
    return (i + 0.5) * step / n;
  runs = n / RUN_FRAMES;
  return (i / RUN_FRAMES + 0.5) * step / runs + (i % RUN_FRAMES) * self->hop;
}

static gboolean
fill_columns (Stream *self, guint8 *pixels, GError **error)
{
  guint rate = assay_sound_track_get_rate (self->track);
  double step = (self->end - self->start) * rate / self->columns;
  guint n = (guint) CLAMP (ceil (step / self->hop - 0.01), 1.0, (double) ASSAY_SOUND_MOST_FRAMES);

  for (guint column = 0; column < self->columns; column++)
    {
      double first = self->start * rate + column * step;

      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      for (guint i = 0; i < n; i++)
        if (!add_transform (self, (gint64) floor (first + place_of (self, i, n, step)), error))
          return FALSE;
      assay_sound_levels_take (self->levels, pixels + column, self->columns);
    }
  return TRUE;
}

static gboolean
next_spectrum (Stream *self, AssayPreviewUnit *unit, GError **error)
{
  guint rows = assay_sound_levels_get_n_rows (self->levels);
  gsize size = (gsize) rows * self->columns;
  g_autofree guint8 *pixels = g_malloc (size);
  g_autoptr (GBytes) bytes = NULL;

  if (!fill_columns (self, pixels, error))
    return FALSE;
  bytes = g_bytes_new_take (g_steal_pointer (&pixels), size);
  unit->seconds = self->start;
  unit->image
      = assay_image_new ("frame", "", ASSAY_PIXELS_GREY8, self->columns, rows, bytes, error);
  return unit->image != NULL;
}

static gboolean
next_samples (Stream *self, AssayPreviewUnit *unit, GError **error)
{
  guint stride = assay_sound_track_get_channels (self->track);
  gint64 first = llround (self->start * unit->rate);
  gsize wanted = (gsize) MAX (llround (self->end * unit->rate) - first, 1);
  g_autofree float *shown = NULL;
  GError *failure = NULL;
  gint64 found;
  gsize n;
  const float *frames = assay_sound_track_find (self->track, first, wanted, &found, &n, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  unit->index = found;
  unit->seconds = (double) found / unit->rate;
  unit->channels = self->channels;
  unit->end = n == 0;
  if (n == 0)
    return TRUE;
  shown = g_new (float, n * self->channels);
  for (gsize i = 0; i < n; i++)
    memcpy (shown + i * self->channels, frames + i * stride, self->channels * sizeof (float));
  unit->samples = g_bytes_new_take (g_steal_pointer (&shown), n * self->channels * sizeof (float));
  return TRUE;
}

static gboolean
stream_next (gpointer data, AssayPreviewUnit *unit, GError **error)
{
  Stream *self = data;

  memset (unit, 0, sizeof *unit);
  unit->duration = assay_decoder_get_duration (self->decoder);
  unit->rate = assay_sound_track_get_rate (self->track);
  if (self->kind == KIND_ENVELOPE)
    return next_envelope (self, unit, error);
  if (self->columns == 0)
    return refuse (error);
  return self->kind == KIND_SPECTRUM ? next_spectrum (self, unit, error)
                                     : next_samples (self, unit, error);
}

const AssayToolPreview assay_sound_preview = { .open = stream_open,
                                               .seek = stream_seek,
                                               .next = stream_next,
                                               .close = stream_close,
                                               .range = stream_range };
