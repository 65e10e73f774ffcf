/* assay-sound-track.c: see the header. It keeps what was decoded last, so that windows that overlap
 * and ranges that follow each other are decoded once. */
#include "sound/assay-sound-track.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#define BLOCK_FRAMES 2048u
/* Reading on is quicker than seeking up to this distance. */
#define NEAR_FRAMES 16384
/* Frames kept behind the wanted ones before the rest is dropped. */
#define KEPT_FRAMES 65536u
/* A seek gives up one packet; these lie before the place that is sought, larger at the second try:
 * packets of FLAC hold up to 65535 frames. */
static const gint64 leads[] = { 5120, 70000 };

struct _AssaySoundTrack
{
  AssayAudioReader *reader;
  guint rate;
  guint channels;
  gboolean quick;
  GArray *buffer; /* float */
  gint64 start;   /* sample of its first frame */
};

AssaySoundTrack *
assay_sound_track_new (AssayDecoder *decoder, GError **error)
{
  g_autoptr (AssaySoundTrack) self = g_new0 (AssaySoundTrack, 1);
  gint stream = assay_decoder_find (decoder, ASSAY_STREAM_AUDIO);

  self->buffer = g_array_new (FALSE, FALSE, sizeof (float));
  if (stream < 0)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                           _ ("The file holds no sound that can be decoded"));
      return NULL;
    }
  self->reader = assay_audio_reader_new (decoder, (guint) stream, 0, 0, error);
  if (self->reader == NULL)
    return NULL;
  self->rate = assay_audio_reader_get_rate (self->reader);
  self->channels = assay_audio_reader_get_channels (self->reader);
  self->quick = g_str_has_prefix (assay_decoder_get_stream (decoder, (guint) stream)->codec, "pcm");
  return g_steal_pointer (&self);
}

void
assay_sound_track_free (AssaySoundTrack *self)
{
  g_clear_pointer (&self->reader, assay_audio_reader_free);
  g_array_unref (self->buffer);
  g_free (self);
}

guint
assay_sound_track_get_rate (const AssaySoundTrack *self)
{
  return self->rate;
}

guint
assay_sound_track_get_channels (const AssaySoundTrack *self)
{
  return self->channels;
}

gboolean
assay_sound_track_is_quick (const AssaySoundTrack *self)
{
  return self->quick;
}

gssize
assay_sound_track_read (AssaySoundTrack *self, float *buffer, gsize frames, GError **error)
{
  return assay_audio_reader_read (self->reader, buffer, frames, error);
}

guint64
assay_sound_track_get_position (AssaySoundTrack *self)
{
  return assay_audio_reader_get_position (self->reader);
}

static gint64
end_of (const AssaySoundTrack *self)
{
  return self->start + (gint64) (self->buffer->len / self->channels);
}

/* Goes to a place at or before @first if the container allows it. */
static gboolean
seek (AssaySoundTrack *self, gint64 first, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (leads); i++)
    {
      double seconds = (double) MAX (first - leads[i], 0) / self->rate;

      if (!assay_audio_reader_seek_time (self->reader, seconds, error))
        return FALSE;
      if (assay_audio_reader_get_position (self->reader) <= (guint64) first)
        break;
    }
  g_array_set_size (self->buffer, 0);
  self->start = (gint64) assay_audio_reader_get_position (self->reader);
  return TRUE;
}

/* Forgets what lies before @first. */
static void
drop (AssaySoundTrack *self, gint64 first)
{
  gint64 old = MIN (first, end_of (self)) - self->start;

  if (old <= 0)
    return;
  g_array_remove_range (self->buffer, 0, (guint) old * self->channels);
  self->start += old;
}

/* Reads until @end is there; TRUE also at the end of the sound. */
static gboolean
read_to (AssaySoundTrack *self, gint64 first, gint64 end, GError **error)
{
  while (end_of (self) < end)
    {
      guint before = self->buffer->len;
      gssize got;

      g_array_set_size (self->buffer, before + BLOCK_FRAMES * self->channels);
      got = assay_audio_reader_read (self->reader, &g_array_index (self->buffer, float, before),
                                     BLOCK_FRAMES, error);
      g_array_set_size (self->buffer, before + (guint) MAX (got, 0) * self->channels);
      if (got < 0)
        return FALSE;
      if ((gsize) got < BLOCK_FRAMES)
        break;
      if (end_of (self) - self->start > (gint64) KEPT_FRAMES)
        drop (self, first);
    }
  return TRUE;
}

const float *
assay_sound_track_find (
    AssaySoundTrack *self, gint64 first, gsize frames, gint64 *found, gsize *n, GError **error)
{
  gint64 end = first + (gint64) frames;
  gint64 from = MAX (first, 0);

  *found = from;
  *n = 0;
  if (end <= 0)
    return NULL;
  if ((self->buffer->len == 0 || from < self->start || from > end_of (self) + NEAR_FRAMES)
      && !seek (self, from, error))
    return NULL;
  if (!read_to (self, from, end, error))
    return NULL;
  *found = MAX (from, self->start);
  if (*found >= MIN (end, end_of (self)))
    return NULL;
  *n = (gsize) (MIN (end, end_of (self)) - *found);
  return &g_array_index (self->buffer, float, (gsize) (*found - self->start) * self->channels);
}
