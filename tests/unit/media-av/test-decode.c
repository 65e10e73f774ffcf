/* test-decode.c: decoding against values of other programs, against itself after seeking, and on
 * damage. */
#include "av-test.h"

#include "config.h"

#include <math.h>
#include <string.h>

#include "media/assay-decode.h"

static AssayDecoder *
open_decoder (const char *name)
{
  g_autoptr (AssaySource) source = av_test_source (name);
  g_autoptr (GError) error = NULL;
  AssayDecoder *decoder;

  if (source == NULL)
    return NULL;
  decoder = assay_decoder_new (source, 2, NULL, &error);
  g_assert_no_error (error);
  return decoder;
}

/* Size, frame count, rate and channels as mediainfo gives them. */
static void
test_streams (void)
{
  static const struct
  {
    const char *file, *video, *audio;
    guint width, height, rate, channels;
  } cases[] = {
    { "vid_android14_pixel.mp4", "hevc", "aac", 1920, 1080, 48000, 2 },
    { "vid_apple_iphone12promax.mov", "hevc", "aac", 1920, 1080, 44100, 2 },
    { "der_reenc_x264__android601.mp4", "h264", "aac", 1920, 1080, 48000, 2 },
    { "der_reenc_webm__android14_pixel.webm", "vp8", NULL, 640, 360, 0, 0 },
    { "der_remux_mkv__android601.mkv", "h264", "aac", 1920, 1080, 48000, 2 },
    { "vid_kodak.avi", "mjpeg", "pcm_s16le", 320, 240, 22050, 1 },
    { "aud_sine.flac", NULL, "flac", 0, 0, 44100, 1 },
    { "aud_sine.ogg", NULL, "vorbis", 0, 0, 44100, 1 },
    { "aud_sine.mp3", NULL, "mp3", 0, 0, 44100, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AssayDecoder) decoder = open_decoder (cases[i].file);
      gint video, audio;

      if (decoder == NULL)
        return;
      video = assay_decoder_find (decoder, ASSAY_STREAM_VIDEO);
      audio = assay_decoder_find (decoder, ASSAY_STREAM_AUDIO);
      g_assert_true ((cases[i].video != NULL) == (video >= 0));
      if (video >= 0)
        {
          const AssayStreamInfo *info = assay_decoder_get_stream (decoder, (guint) video);

          g_assert_cmpstr (info->codec, ==, cases[i].video);
          g_assert_cmpuint (info->width, ==, cases[i].width);
          g_assert_cmpuint (info->height, ==, cases[i].height);
        }
      g_assert_true ((cases[i].audio != NULL) == (audio >= 0));
      if (audio < 0)
        continue;
      g_assert_cmpstr (assay_decoder_get_stream (decoder, (guint) audio)->codec, ==,
                       cases[i].audio);
      g_assert_cmpuint (assay_decoder_get_stream (decoder, (guint) audio)->rate, ==, cases[i].rate);
      g_assert_cmpuint (assay_decoder_get_stream (decoder, (guint) audio)->channels, ==,
                        cases[i].channels);
    }
}

static void
test_facts (void)
{
  g_autoptr (AssayDecoder) decoder = open_decoder ("vid_apple_iphone12promax.mov");
  g_autoptr (AssayInspection) inspection = assay_inspection_new ();

  if (decoder == NULL)
    return;
  assay_decoder_note_facts (decoder, inspection);
  g_assert_cmpstr (av_test_text (inspection, "stream[1].codec"), ==, "hevc");
  g_assert_cmpstr (av_test_text (inspection, "stream[1].kind"), ==, "video");
  g_assert_cmpint (av_test_int (inspection, "stream[1].rotation"), ==, 90);
  g_assert_cmpint (av_test_int (inspection, "stream[1].frames"), ==, 9);
  g_assert_cmpfloat_with_epsilon (av_test_real (inspection, "stream[1].fps"), 30.0, 0.01);
}

/* PCM must come out as the file has it: value / 32768. */
static void
test_pcm_exact (void)
{
  g_autoptr (AssayDecoder) decoder = open_decoder ("aud_sine.wav");
  g_autofree char *path = NULL;
  g_autofree char *data = NULL;
  g_autofree float *samples = g_new (float, 70000);
  g_autoptr (AssayAudioReader) reader = NULL;
  g_autoptr (GError) error = NULL;

  if (decoder == NULL)
    return;
  path = av_test_path ("aud_sine.wav");
  g_assert_true (g_file_get_contents (path, &data, NULL, NULL));
  reader = assay_audio_reader_new (decoder, 0, 0, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpint (assay_audio_reader_read (reader, samples, 70000, &error), ==, 66150);
  g_assert_no_error (error);
  for (gsize i = 0; i < 66150; i++)
    {
      gint16 value;

      memcpy (&value, data + 78 + 2 * i, 2);
      if (fabsf (samples[i] - GINT16_FROM_LE (value) / 32768.0f) > 0.0f)
        g_error ("sample %" G_GSIZE_FORMAT, i);
    }
  g_assert_cmpint (assay_audio_reader_read (reader, samples, 10, &error), ==, 0);
}

static float *
read_all (AssayAudioReader *reader, gsize *frames)
{
  guint channels = assay_audio_reader_get_channels (reader);
  gsize room = 1 << 20;
  float *samples = g_new (float, room *channels);
  g_autoptr (GError) error = NULL;
  gssize got = assay_audio_reader_read (reader, samples, room, &error);

  g_assert_no_error (error);
  g_assert_cmpint (got, >, 0);
  *frames = (gsize) got;
  return samples;
}

/* Reading after a seek gives the values of an unbroken run; @rate 0 and resampled. */
static void
check_audio_seeks (const char *file, guint rate, guint channels, float tolerance)
{
  g_autoptr (AssayDecoder) decoder = open_decoder (file);
  g_autoptr (AssayAudioReader) reader = NULL;
  g_autofree float *all = NULL;
  g_autofree float *part = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  gsize frames;
  guint width;
  gint stream;

  if (decoder == NULL)
    return;
  stream = assay_decoder_find (decoder, ASSAY_STREAM_AUDIO);
  reader = assay_audio_reader_new (decoder, (guint) stream, rate, channels, &error);
  g_assert_no_error (error);
  all = read_all (reader, &frames);
  width = assay_audio_reader_get_channels (reader);
  part = g_new (float, 500 * width);
  for (guint i = 0; i < 24; i++)
    {
      guint64 at = (guint64) (g_rand_double (rand) * (double) (frames - 500));
      gssize got;

      g_assert_true (assay_audio_reader_seek (reader, at, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (assay_audio_reader_get_position (reader), ==, at);
      got = assay_audio_reader_read (reader, part, 500, &error);
      g_assert_no_error (error);
      g_assert_cmpint (got, ==, 500);
      for (gsize k = 0; k < 500 * width; k++)
        if (fabsf (part[k] - all[at * width + k]) > tolerance)
          g_error ("%s: %" G_GUINT64_FORMAT " + %" G_GSIZE_FORMAT ": %g != %g", file, at, k,
                   (double) part[k], (double) all[at * width + k]);
    }
  g_assert_true (assay_audio_reader_seek (reader, frames + 1000, &error));
  g_assert_cmpint (assay_audio_reader_read (reader, part, 500, &error), ==, 0);
}

static void
test_audio_seek (void)
{
  static const char *const files[]
      = { "aud_sine.wav",        "aud_sine.flac",         "aud_sine.mp3",
          "aud_sine.ogg",        "aud_sine.m4a",          "vid_kodak.avi",
          "vid_c2pa_video1.mp4", "vid_apple_iphone6.mov", "vid_qt_export.3gp" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_test_message ("%s", files[i]);
      check_audio_seeks (files[i], 0, 0, 0.0f);
      check_audio_seeks (files[i], 16000, 1, 1e-6f);
    }
}

/* A sine of known frequency keeps its length and its energy at another rate. */
static void
test_resample (void)
{
  g_autoptr (AssayDecoder) decoder = open_decoder ("aud_sine.wav");
  g_autoptr (AssayAudioReader) plain = NULL;
  g_autoptr (AssayAudioReader) slow = NULL;
  g_autofree float *a = NULL;
  g_autofree float *b = NULL;
  gsize n, m;
  double energy_a = 0.0, energy_b = 0.0;

  if (decoder == NULL)
    return;
  plain = assay_audio_reader_new (decoder, 0, 0, 0, NULL);
  slow = assay_audio_reader_new (decoder, 0, 16000, 1, NULL);
  a = read_all (plain, &n);
  b = read_all (slow, &m);
  g_assert_cmpint (ABS ((gint64) m - (gint64) (n * 16000 / 44100)), <=, 1);
  for (gsize i = 0; i < n; i++)
    energy_a += (double) a[i] * (double) a[i] / (double) n;
  for (gsize i = 0; i < m; i++)
    energy_b += (double) b[i] * (double) b[i] / (double) m;
  g_assert_cmpfloat_with_epsilon (energy_a, energy_b, 0.01 * energy_a);
}

static guint32
frame_hash (const AssayVideoFrame *frame)
{
  guint32 hash = 2166136261u;

  for (guint p = 0; p < frame->n_planes; p++)
    {
      gboolean chroma = frame->planes == ASSAY_PLANES_YUV && (p == 1 || p == 2);
      gsize width
          = chroma ? (frame->width + (1u << frame->shift_x) - 1) >> frame->shift_x : frame->width;
      gsize height
          = chroma ? (frame->height + (1u << frame->shift_y) - 1) >> frame->shift_y : frame->height;

      for (gsize y = 0; y < height; y++)
        for (gsize x = 0; x < width * frame->sample; x++)
          hash = (hash ^ frame->plane[p][y * frame->stride[p] + x]) * 16777619u;
    }
  return hash;
}

/* All frames in order, then each again by number and by time. */
static void
check_video_seeks (const char *file, guint expected, const char *pixel_format)
{
  g_autoptr (AssayDecoder) decoder = open_decoder (file);
  g_autoptr (AssayVideoReader) reader = NULL;
  g_autoptr (GArray) hashes = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GError) error = NULL;
  AssayVideoFrame *frame;

  if (decoder == NULL)
    return;
  reader = assay_video_reader_new (
      decoder, (guint) assay_decoder_find (decoder, ASSAY_STREAM_VIDEO), &error);
  g_assert_no_error (error);
  while ((frame = assay_video_reader_next (reader, &error)) != NULL)
    {
      guint32 hash = frame_hash (frame);

      g_assert_cmpint (frame->index, ==, hashes->len);
      g_assert_cmpstr (frame->pixel_format, ==, pixel_format);
      g_array_append_val (hashes, hash);
      g_array_append_val (times, frame->seconds);
      assay_video_frame_free (frame);
    }
  g_assert_no_error (error);
  g_assert_cmpuint (hashes->len, ==, expected);
  for (guint i = 0; i < expected; i++)
    {
      guint index = (i * 7 + 3) % expected;

      g_assert_true (assay_video_reader_seek_frame (reader, index, &error));
      frame = assay_video_reader_next (reader, &error);
      g_assert_no_error (error);
      g_assert_nonnull (frame);
      g_assert_cmpint (frame->index, ==, index);
      g_assert_cmpuint (frame_hash (frame), ==, g_array_index (hashes, guint32, index));
      assay_video_frame_free (frame);
      g_assert_true (
          assay_video_reader_seek (reader, g_array_index (times, double, index), &error));
      frame = assay_video_reader_next (reader, &error);
      g_assert_nonnull (frame);
      g_assert_cmpuint (frame_hash (frame), ==, g_array_index (hashes, guint32, index));
      assay_video_frame_free (frame);
      frame = assay_video_reader_next (reader, &error);
      g_assert_true ((frame == NULL) == (index + 1 == expected));
      if (frame != NULL)
        {
          g_assert_cmpuint (frame_hash (frame), ==, g_array_index (hashes, guint32, index + 1));
          assay_video_frame_free (frame);
        }
    }
}

static void
test_video_seek (void)
{
  check_video_seeks ("vid_android14_pixel.mp4", 9, "yuv420p10le");
  check_video_seeks ("der_reenc_webm__android14_pixel.webm", 9, "yuv420p");
  check_video_seeks ("der_reenc_x264__android601.mp4", 3, "yuv420p");
  check_video_seeks ("vid_kodak.avi", 41, "yuvj422p");
}

typedef struct
{
  guint types[128], keys, total;
  guint64 bytes;
} PacketCount;

static gboolean
on_packet (const AssayPacket *packet, gpointer user_data)
{
  PacketCount *count = user_data;

  if (packet->stream != 0)
    return TRUE;
  count->types[(guint) packet->type & 127]++;
  count->keys += packet->key ? 1 : 0;
  count->bytes += packet->size;
  return ++count->total > 0;
}

static gboolean
on_first_packet (const AssayPacket *packet, gpointer user_data)
{
  ++*(guint *) user_data;
  return FALSE;
}

/* The packets are the samples that the parser finds in the tables, and every one has a type. */
static void
test_packets (void)
{
  g_autoptr (AssayDecoder) decoder = open_decoder ("der_reenc_x264__apple_iphone6.mp4");
  g_autoptr (AssayInspection) inspection
      = av_test_inspect_file ("der_reenc_x264__apple_iphone6.mp4");
  g_autoptr (GError) error = NULL;
  PacketCount count = { 0 };
  guint seen = 0;

  if (decoder == NULL)
    return;
  g_assert_true (assay_decoder_walk_packets (decoder, on_packet, &count, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count.total, ==, av_test_int (inspection, "bmff.track[1].sample.count"));
  g_assert_cmpint ((gint64) count.bytes, ==,
                   av_test_int (inspection, "bmff.track[1].sample.bytes"));
  g_assert_cmpint (count.keys, ==, av_test_int (inspection, "bmff.track[1].sample.sync"));
  g_assert_cmpuint (count.types['I'] + count.types['P'] + count.types['B'], ==, count.total);
  g_assert_cmpuint (count.types['B'], >, 0);
  g_assert_true (assay_decoder_walk_packets (decoder, on_first_packet, &seen, &error));
  g_assert_cmpuint (seen, ==, 1);
}

static void
test_refusals (void)
{
  static const char *const files[] = { "bad_huge_mdat.mp4", "bad_nested_moov_1000.mp4",
                                       "bad_box_size4.mov", "der_truncated__android601.mp4",
                                       "SOURCES.md",        "bad_heif_negsize.heif" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (AssaySource) source = av_test_source (files[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayDecoder) decoder = NULL;
      g_autoptr (AssayImage) image = NULL;

      if (source == NULL)
        return;
      decoder = assay_decoder_new (source, 1, NULL, &error);
      g_assert_null (decoder);
      g_assert_true (error->domain == ASSAY_MEDIA_ERROR);
      g_clear_error (&error);
      image = assay_decode_picture (source, "a", "", 0, 0, NULL, &error);
      g_assert_null (image);
      g_assert_true (error->domain == ASSAY_MEDIA_ERROR);
    }
}

static void
test_cancel (void)
{
  g_autoptr (AssaySource) source = av_test_source ("vid_apple_iphone6.mov");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  if (source == NULL)
    return;
  g_cancellable_cancel (cancellable);
  g_assert_null (assay_decoder_new (source, 1, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Damaged files: anything may come out but a crash or a hang. */
static void
decode_damaged (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (AssaySource) source = assay_source_new_bytes (bytes);
  g_autoptr (AssayDecoder) decoder = assay_decoder_new (source, 2, NULL, NULL);
  g_autofree float *samples = g_new (float, 8 * 4096);
  gint stream;

  if (decoder == NULL)
    return;
  stream = assay_decoder_find (decoder, ASSAY_STREAM_VIDEO);
  if (stream >= 0)
    {
      g_autoptr (AssayVideoReader) reader = assay_video_reader_new (decoder, (guint) stream, NULL);

      for (guint i = 0; reader != NULL && i < 3; i++)
        {
          g_autoptr (AssayVideoFrame) frame = assay_video_reader_next (reader, NULL);
          g_autoptr (AssayImage) image
              = frame != NULL ? assay_video_frame_to_image (frame, "a", "", 64, NULL) : NULL;
        }
      if (reader != NULL && assay_video_reader_seek (reader, 0.1, NULL))
        {
          g_autoptr (AssayVideoFrame) frame = assay_video_reader_next (reader, NULL);
        }
    }
  stream = assay_decoder_find (decoder, ASSAY_STREAM_AUDIO);
  if (stream >= 0)
    {
      g_autoptr (AssayAudioReader) reader
          = assay_audio_reader_new (decoder, (guint) stream, 0, 1, NULL);

      if (reader != NULL && assay_audio_reader_read (reader, samples, 4096, NULL) > 0
          && assay_audio_reader_seek (reader, 10, NULL))
        g_assert_cmpint (assay_audio_reader_read (reader, samples, 4096, NULL), <=, 4096);
    }
}

static void
test_mutations (void)
{
  static const char *const files[]
      = { "vid_qt_export.3gp", "aud_sine.mp3",      "aud_sine.ogg",
          "aud_sine.m4a",      "vid_phone2004.3gp", "der_reenc_mpeg4_avi__android601.avi" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = av_test_path (files[i]);
      g_autofree char *data = NULL;
      gsize size;

      if (path == NULL)
        return;
      g_assert_true (g_file_get_contents (path, &data, &size, NULL));
      for (guint k = 0; k < 12; k++)
        {
          g_autofree guint8 *copy = g_memdup2 (data, size);

          for (guint n = 0; n < 6; n++)
            copy[g_rand_int_range (rand, 0, (gint) size)]
                = (guint8) g_rand_int_range (rand, 0, 256);
          decode_damaged (copy, size);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  assay_decoder_prewarm ();
  g_test_add_func ("/media/decode/streams", test_streams);
  g_test_add_func ("/media/decode/facts", test_facts);
  g_test_add_func ("/media/decode/pcm-exact", test_pcm_exact);
  g_test_add_func ("/media/decode/audio-seek", test_audio_seek);
  g_test_add_func ("/media/decode/resample", test_resample);
  g_test_add_func ("/media/decode/video-seek", test_video_seek);
  g_test_add_func ("/media/decode/packets", test_packets);
  g_test_add_func ("/media/decode/refusals", test_refusals);
  g_test_add_func ("/media/decode/cancel", test_cancel);
  g_test_add_func ("/media/decode/mutations", test_mutations);
  return g_test_run ();
}
