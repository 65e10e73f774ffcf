/* assay-audio-sound.c: what all audio tools do first. */
#include "wavemark/assay-audio-sound.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "signal/assay-mark.h"
#include "wavemark/assay-audio-plan.h"

#define LOWEST_RATE 8000u
#define HIGHEST_RATE 192000u
/* Values of all channels that are held. */
#define MOST_VALUES ((gsize) 200 * 1000 * 1000)

/* By its first bytes: Ogg and Matroska hold FLAC too. */
static gboolean
is_flac (AssaySource *source)
{
  char start[4];

  return assay_source_read_into (source, 0, (guint8 *) start, sizeof start, NULL)
             == (gssize) sizeof start
         && (memcmp (start, "fLaC", 4) == 0 || memcmp (start, "ID3", 3) == 0);
}

gboolean
assay_audio_sound_open (AssayAudioSound *self, AssayToolJob *job, GError **error)
{
  AssaySource *source = assay_tool_job_get_input (job, 0)->source;
  gint stream;

  if (assay_source_get_size (source) == 0)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_TRUNCATED,
                           _ ("The file is empty"));
      return FALSE;
    }
  self->decoder = assay_decoder_new (source, 1, assay_tool_job_get_cancellable (job), error);
  if (self->decoder == NULL)
    return FALSE;
  stream = assay_decoder_find (self->decoder, ASSAY_STREAM_AUDIO);
  if (stream < 0)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                           _ ("The file holds no sound that can be decoded"));
      return FALSE;
    }
  self->stream = (guint) stream;
  self->info = assay_decoder_get_stream (self->decoder, self->stream);
  self->flac = strcmp (self->info->codec, "flac") == 0 && is_flac (source);
  if (self->info->rate >= LOWEST_RATE && self->info->rate <= HIGHEST_RATE)
    return TRUE;
  g_set_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
               _ ("Sound of %u Hz cannot be marked: 8000 to 192000 Hz can"), self->info->rate);
  return FALSE;
}

void
assay_audio_sound_clear (AssayAudioSound *self)
{
  g_clear_pointer (&self->decoder, assay_decoder_unref);
}

AssayAudioReader *
assay_audio_sound_read (const AssayAudioSound *self, guint rate, guint channels, GError **error)
{
  return assay_audio_reader_new (self->decoder, self->stream, rate, channels, error);
}

AssaySoundForm
assay_audio_sound_form (const AssayAudioSound *self, const char *format)
{
  gboolean flac = strcmp (format, "flac") == 0 || (strcmp (format, "auto") == 0 && self->flac);
  AssaySoundForm form = { .format = flac ? ASSAY_SOUND_FLAC : ASSAY_SOUND_WAV,
                          .rate = self->info->rate,
                          .channels = self->info->channels };

  if (self->info->floating)
    form.sample = ASSAY_SOUND_FLOAT;
  else if (self->info->bits > 24)
    form.sample = ASSAY_SOUND_32;
  else if (self->info->bits > 16)
    form.sample = ASSAY_SOUND_24;
  return form;
}

gboolean
assay_audio_has_key (AssayParameters *parameters, GError **error)
{
  if (!assay_parameters_is_empty (parameters, "key"))
    return TRUE;
  g_set_error_literal (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_MISSING,
                       _ ("This method needs a key; give one with key="));
  return FALSE;
}

guint8 *
assay_audio_mark_bits (AssayParameters *parameters, const char *name, GError **error)
{
  g_autoptr (GError) failure = NULL;
  guint n_bits = 0;
  g_autofree guint8 *bits = assay_mark_parse (assay_parameters_get_text (parameters, name),
                                              ASSAY_MARK_MOST_BITS, &n_bits, &failure);

  if (bits == NULL)
    g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID, "%s: %s", name,
                 failure->message);
  else if (n_bits != ASSAY_AUDIO_BITS)
    g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                 _ ("The mark has %u bits, but this method holds %u: %u hexadecimal digits"),
                 n_bits, ASSAY_AUDIO_BITS, ASSAY_AUDIO_BITS / 4);
  else
    return g_steal_pointer (&bits);
  return NULL;
}

gboolean
assay_audio_clip_load (
    AssayAudioClip *clip, AssayToolJob *job, AssayDecoder *decoder, guint stream, GError **error)
{
  g_autoptr (AssayAudioReader) reader
      = assay_audio_reader_new (decoder, stream, clip->rate, clip->n_channels, error);
  g_autofree float *block = g_new (float, (gsize) ASSAY_AUDIO_BLOCK * clip->n_channels);
  gssize n;

  if (reader == NULL)
    return FALSE;
  while ((n = assay_audio_reader_read (reader, block, ASSAY_AUDIO_BLOCK, error)) > 0)
    {
      for (guint c = 0; c < clip->n_channels; c++)
        for (gssize i = 0; i < n; i++)
          {
            float sample = block[(gsize) i * clip->n_channels + c];
            double value = isfinite (sample) ? (double) sample : 0;

            g_array_append_val (clip->channels[c], value);
          }
      if (assay_audio_clip_length (clip) * clip->n_channels > MOST_VALUES)
        {
          g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_LIMIT,
                       _ ("Sounds of more than %zu million values cannot be worked on as a whole"),
                       MOST_VALUES / 1000000);
          return FALSE;
        }
      if (g_cancellable_set_error_if_cancelled (assay_tool_job_get_cancellable (job), error))
        return FALSE;
    }
  if (n == 0 && assay_audio_clip_length (clip) == 0)
    g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_TRUNCATED,
                         _ ("The sound is empty"));
  return n == 0 && assay_audio_clip_length (clip) > 0;
}

gboolean
assay_audio_clip_write (const AssayAudioClip *clip,
                        AssayToolJob *job,
                        int fd,
                        const AssaySoundForm *form,
                        GError **error)
{
  g_autoptr (AssaySoundWriter) writer = assay_sound_writer_new (fd, form, error);
  g_autofree float *block = g_new (float, (gsize) ASSAY_AUDIO_BLOCK * clip->n_channels);
  gsize length = assay_audio_clip_length (clip);

  if (writer == NULL)
    return FALSE;
  for (gsize at = 0; at < length; at += ASSAY_AUDIO_BLOCK)
    {
      gsize n = MIN (ASSAY_AUDIO_BLOCK, length - at);

      for (gsize i = 0; i < n; i++)
        for (guint c = 0; c < clip->n_channels; c++)
          block[i * clip->n_channels + c]
              = (float) g_array_index (clip->channels[c], double, at + i);
      if (!assay_sound_writer_write (writer, block, n, error)
          || g_cancellable_set_error_if_cancelled (assay_tool_job_get_cancellable (job), error))
        return FALSE;
    }
  return assay_sound_writer_end (writer, error);
}
