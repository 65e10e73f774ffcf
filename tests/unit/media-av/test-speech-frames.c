/* test-speech-frames.c: packets of AMR with several frames, which FFmpeg's decoder does not split.
 */
#include <glib.h>
#include <string.h>

#include "av-test.h"
#include "media/assay-decode.h"
#include "media/assay-speech-frames-private.h"

static void
test_first (void)
{
  const guint8 fastest[] = { 7 << 3, 0 }; /* 12.2 kbit/s: 32 bytes with the head */
  const guint8 nothing[] = { 15 << 3, 0 };
  const guint8 wide[] = { 8 << 3, 0 };

  g_assert_cmpint (assay_speech_frames_first (AV_CODEC_ID_AMR_NB, fastest, 1600), ==, 32);
  g_assert_cmpint (assay_speech_frames_first (AV_CODEC_ID_AMR_NB, fastest, 33), ==, 32);
  g_assert_cmpint (assay_speech_frames_first (AV_CODEC_ID_AMR_NB, fastest, 32), ==, 0);
  g_assert_cmpint (assay_speech_frames_first (AV_CODEC_ID_AMR_NB, fastest, 2), ==, 0);
  g_assert_cmpint (assay_speech_frames_first (AV_CODEC_ID_AMR_NB, nothing, 2), ==, 1);
  g_assert_cmpint (assay_speech_frames_first (AV_CODEC_ID_AMR_WB, wide, 62), ==, 61);
  g_assert_cmpint (assay_speech_frames_first (AV_CODEC_ID_AMR_NB, NULL, 0), ==, 0);
  g_assert_cmpint (assay_speech_frames_first (AV_CODEC_ID_AAC, fastest, 1600), ==, 0);
}

/* All of the sound, and the same after going back into the middle of a packet. */
static void
test_whole_and_back (void)
{
  g_autoptr (AssaySource) source = av_test_source ("vid_phone2004.3gp");
  g_autoptr (AssayDecoder) decoder = NULL;
  g_autoptr (AssayAudioReader) reader = NULL;
  g_autofree float *whole = g_new (float, 200000);
  float again[800];
  gssize n;

  if (source == NULL)
    return;
  decoder = assay_decoder_new (source, 1, NULL, NULL);
  reader = assay_audio_reader_new (
      decoder, (guint) assay_decoder_find (decoder, ASSAY_STREAM_AUDIO), 0, 0, NULL);
  n = assay_audio_reader_read (reader, whole, 200000, NULL);
  g_assert_cmpint (n, ==, 760 * 160);
  for (guint64 at = 7; at < 120000; at += 9973)
    {
      g_assert_true (assay_audio_reader_seek (reader, at, NULL));
      g_assert_cmpint (assay_audio_reader_read (reader, again, 800, NULL), ==, 800);
      /* The synthesis remembers what was before; an unbroken run differs in the last bits. */
      for (guint i = 0; i < 800; i++)
        g_assert_cmpfloat (ABS (again[i] - whole[at + i]), <, 1e-3f);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/media/speech-frames/first", test_first);
  g_test_add_func ("/media/speech-frames/whole-and-back", test_whole_and_back);
  return g_test_run ();
}
