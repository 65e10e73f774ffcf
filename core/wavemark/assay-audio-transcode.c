/* assay-audio-transcode.c: written by FFmpeg's encoders, read by its decoders. */
#include "wavemark/assay-audio-transcode.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

static gboolean
read_back (AssayAudioClip *clip, AssayToolJob *job, int fd, GError **error)
{
  g_autoptr (AssaySource) source = assay_source_new_fd (fd, error);
  g_autoptr (AssayDecoder) decoder = NULL;
  gint stream;

  if (source != NULL)
    decoder = assay_decoder_new (source, 1, assay_tool_job_get_cancellable (job), error);
  if (decoder == NULL)
    return FALSE;
  stream = assay_decoder_find (decoder, ASSAY_STREAM_AUDIO);
  for (guint c = 0; c < clip->n_channels; c++)
    g_array_set_size (clip->channels[c], 0);
  return assay_audio_clip_load (clip, job, decoder, (guint) MAX (stream, 0), error);
}

gboolean
assay_audio_clip_transcode (AssayAudioClip *clip,
                            AssayToolJob *job,
                            int fd,
                            AssaySoundFormat format,
                            guint bit_rate,
                            GError **error)
{
  AssaySoundForm form = { .format = format, .channels = clip->n_channels, .bit_rate = bit_rate };
  guint rate = clip->rate;
  g_autoptr (GError) trouble = NULL;

  form.rate = assay_sound_nearest_rate (format, rate);
  if (form.rate != rate)
    assay_audio_clip_convert (clip, form.rate);
  if (!assay_audio_clip_write (clip, job, fd, &form, &trouble))
    {
      /* MP3 holds two channels: a robustness test goes on with what can be done to such a sound. */
      if (g_error_matches (trouble, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED))
        g_set_error_literal (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_NOT_APPLICABLE,
                             trouble->message);
      else
        g_propagate_error (error, g_steal_pointer (&trouble));
      return FALSE;
    }
  clip->rate = rate;
  if (!read_back (clip, job, fd, error))
    return FALSE;
  if (ftruncate (fd, 0) == 0)
    return TRUE;
  g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_IO,
                       _ ("The sound cannot be written"));
  return FALSE;
}
