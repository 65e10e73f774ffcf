/* fuzz-decode.c: what Assay puts around FFmpeg and libheif: opening, two frames, a block of sound,
 * seeking. */
#include "media/assay-decode.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);
const char *__lsan_default_suppressions (void);

/* Debian's dav1d keeps a few bytes of a picture that it refuses: not ours to mend. */
const char *
__lsan_default_suppressions (void)
{
  return "leak:libdav1d.so";
}

static void
decode_video (AssayDecoder *decoder)
{
  gint stream = assay_decoder_find (decoder, ASSAY_STREAM_VIDEO);
  g_autoptr (AssayVideoReader) reader
      = stream >= 0 ? assay_video_reader_new (decoder, (guint) stream, NULL) : NULL;
  g_autoptr (AssayVideoFrame) frame
      = reader != NULL ? assay_video_reader_next (reader, NULL) : NULL;
  g_autoptr (AssayImage) image
      = frame != NULL ? assay_video_frame_to_image (frame, "a", "", 32, NULL) : NULL;

  if (image != NULL && assay_video_reader_seek_frame (reader, 1, NULL))
    {
      g_autoptr (AssayVideoFrame) second = assay_video_reader_next (reader, NULL);
    }
}

static void
decode_audio (AssayDecoder *decoder)
{
  gint stream = assay_decoder_find (decoder, ASSAY_STREAM_AUDIO);
  g_autoptr (AssayAudioReader) reader
      = stream >= 0 ? assay_audio_reader_new (decoder, (guint) stream, 16000, 1, NULL) : NULL;
  float samples[512];

  if (reader != NULL && assay_audio_reader_read (reader, samples, G_N_ELEMENTS (samples), NULL) > 0
      && assay_audio_reader_seek (reader, 7, NULL))
    assay_audio_reader_read (reader, samples, G_N_ELEMENTS (samples), NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (AssaySource) source = assay_source_new_bytes (bytes);
  g_autoptr (AssayDecoder) decoder = assay_decoder_new (source, 1, NULL, NULL);
  g_autoptr (AssayImage) picture = NULL;

  if (decoder != NULL)
    {
      decode_video (decoder);
      decode_audio (decoder);
    }
  picture = assay_decode_thumbnail (source, NULL, 32, NULL, NULL);
  return 0;
}
