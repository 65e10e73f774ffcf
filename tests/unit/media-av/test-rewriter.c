/* test-rewriter.c: videos decoded, changed, encoded: what must stay stays to the bit, what fails
 * leaves nothing. */
#include "av-test.h"

#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "media/assay-video-rewriter.h"

static const AssayVideoForm lossless = { .codec = ASSAY_VIDEO_CODEC_FFV1, .quality = -1 };
static const AssayVideoForm h264
    = { .codec = ASSAY_VIDEO_CODEC_H264, .quality = 20, .preset = "ultrafast" };

static AssaySource *
evaluation_clip (void)
{
  g_autofree char *path = av_test_path ("../video/eval/00_sav_1.mkv");
  int fd;
  AssaySource *source;

  if (path == NULL)
    return NULL;
  fd = open (path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    {
      g_test_skip ("the evaluation clips are not there");
      return NULL;
    }
  source = assay_source_new_fd (fd, NULL);
  close (fd);
  return source;
}

static gboolean
write_same (AssayVideoRewriter *rewriter,
            AssayVideoPicture *picture,
            gpointer user_data,
            GError **error)
{
  return picture == NULL || assay_video_rewriter_write (rewriter, picture, error);
}

/* @source rewritten into memory; its bytes are read at once. NULL with @error. */
static AssaySource *
rewrite (AssaySource *source,
         const AssayVideoForm *form,
         guint threads,
         AssayVideoRewriteFunc func,
         gpointer user_data,
         AssayVideoRewritten *written,
         GError **error)
{
  int fd = memfd_create ("output", MFD_CLOEXEC);
  g_autoptr (AssayVideoRewriter) rewriter
      = assay_video_rewriter_new (source, -1, form, threads, NULL, error);
  AssaySource *made = NULL;
  struct stat status;

  if (rewriter != NULL && assay_video_rewriter_run (rewriter, fd, func, user_data, NULL, error))
    made = assay_source_new_fd (fd, error);
  if (rewriter != NULL && written != NULL)
    *written = *assay_video_rewriter_get_written (rewriter);
  g_assert_cmpint (fstat (fd, &status), ==, 0);
  if (made == NULL)
    g_assert_cmpint (status.st_size, ==, 0);
  close (fd);
  return made;
}

/* All samples and times of all pictures. */
static char *
digest_pictures (AssaySource *source, guint *n, gboolean times)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayDecoder) decoder = assay_decoder_new (source, 1, NULL, &error);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (AssayVideoReader) reader = NULL;
  AssayVideoFrame *frame;

  g_assert_no_error (error);
  reader = assay_video_reader_new (
      decoder, (guint) assay_decoder_find (decoder, ASSAY_STREAM_VIDEO), &error);
  g_assert_no_error (error);
  *n = 0;
  while ((frame = assay_video_reader_next (reader, &error)) != NULL)
    {
      gint64 milliseconds = (gint64) (frame->seconds * 1000.0 + 0.5);

      for (guint plane = 0; plane < frame->n_planes; plane++)
        for (guint y = 0; y < frame->height >> (plane == 0 ? 0 : frame->shift_y); y++)
          g_checksum_update (
              sum, frame->plane[plane] + y * frame->stride[plane],
              (gssize) ((frame->width >> (plane == 0 ? 0 : frame->shift_x)) * frame->sample));
      if (times)
        g_checksum_update (sum, (const guchar *) &milliseconds, sizeof milliseconds);
      (*n)++;
      assay_video_frame_free (frame);
    }
  g_assert_no_error (error);
  return g_strdup (g_checksum_get_string (sum));
}

static void
test_lossless (void)
{
  g_autoptr (AssaySource) source = evaluation_clip ();
  g_autoptr (GError) error = NULL;
  g_autoptr (AssaySource) made = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  AssayVideoRewritten written;
  guint n_before;
  guint n_after;

  if (source == NULL)
    return;
  made = rewrite (source, &lossless, 2, write_same, NULL, &written, &error);
  g_assert_no_error (error);
  before = digest_pictures (source, &n_before, TRUE);
  after = digest_pictures (made, &n_after, TRUE);
  g_assert_cmpuint (n_before, ==, 8);
  g_assert_cmpuint (n_after, ==, 8);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpstr (written.pixel_format, ==, "bgr0");
  g_assert_cmpstr (written.container, ==, "matroska");
}

/* Ten bits stay ten bits: to the sample without loss, and in H.264. */
static void
test_deep (void)
{
  g_autofree char *path = av_test_path ("../hevc/x_main10.hevc");
  int fd = path != NULL ? open (path, O_RDONLY | O_CLOEXEC) : -1;
  g_autoptr (AssaySource) source = fd >= 0 ? assay_source_new_fd (fd, NULL) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (AssaySource) made = NULL;
  g_autoptr (AssaySource) coded = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  AssayVideoRewritten written;
  guint n_before;
  guint n_after;

  if (source == NULL)
    return;
  close (fd);
  made = rewrite (source, &lossless, 2, write_same, NULL, &written, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (written.pixel_format, ==, "yuv420p10le");
  before = digest_pictures (source, &n_before, FALSE);
  after = digest_pictures (made, &n_after, FALSE);
  g_assert_cmpuint (n_before, ==, n_after);
  g_assert_cmpstr (before, ==, after);
  coded = rewrite (source, &h264, 2, write_same, NULL, &written, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (written.pixel_format, ==, "yuv420p10le");
}

typedef struct
{
  GChecksum *sum;
  guint stream;
  guint n;
  double first;
} Packets;

static gboolean
on_packet (const AssayPacket *packet, gpointer user_data)
{
  Packets *packets = user_data;
  gint64 tick;

  if (packet->stream != packets->stream)
    return TRUE;
  tick = (gint64) (packet->seconds * 48000.0 + (packet->seconds < 0 ? -0.5 : 0.5));
  g_checksum_update (packets->sum, (const guchar *) &tick, sizeof tick);
  g_checksum_update (packets->sum, (const guchar *) &packet->size, sizeof packet->size);
  packets->n++;
  return TRUE;
}

/* Sizes and times of the sound's packets; and the samples that they decode to. */
static char *
digest_sound (AssaySource *source)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayDecoder) decoder = assay_decoder_new (source, 1, NULL, &error);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gint stream = assay_decoder_find (decoder, ASSAY_STREAM_AUDIO);
  Packets packets = { sum, (guint) stream, 0, 0 };
  g_autoptr (AssayAudioReader) reader = NULL;
  float samples[4096];
  gssize got;

  g_assert_cmpint (stream, >=, 0);
  g_assert_true (assay_decoder_walk_packets (decoder, on_packet, &packets, &error));
  g_assert_cmpuint (packets.n, >, 0);
  reader = assay_audio_reader_new (decoder, (guint) stream, 0, 1, &error);
  g_assert_no_error (error);
  while ((got = assay_audio_reader_read (reader, samples, G_N_ELEMENTS (samples), &error)) > 0)
    g_checksum_update (sum, (const guchar *) samples, got * (gssize) sizeof *samples);
  g_assert_no_error (error);
  return g_strdup (g_checksum_get_string (sum));
}

/* A telephone's film, to be turned when shown: sound, times and direction stay. */
static void
test_others_kept (void)
{
  g_autoptr (AssaySource) source = av_test_source ("vid_apple_iphone6.mov");
  g_autoptr (GError) error = NULL;
  g_autoptr (AssaySource) made = NULL;
  g_autoptr (AssayDecoder) decoder = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  AssayVideoRewritten written;
  const AssayStreamInfo *video;

  if (source == NULL)
    return;
  made = rewrite (source, &h264, 2, write_same, NULL, &written, &error);
  g_assert_no_error (error);
  before = digest_sound (source);
  after = digest_sound (made);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpstr (written.container, ==, "mov");
  g_assert_cmpuint (written.copied, ==, 1);
  g_assert_cmpuint (written.left_out, ==, 2);
  decoder = assay_decoder_new (made, 1, NULL, &error);
  video = assay_decoder_get_stream (decoder,
                                    (guint) assay_decoder_find (decoder, ASSAY_STREAM_VIDEO));
  g_assert_cmpuint (video->rotation, ==, 90);
  g_assert_cmpint (video->frames, ==, 120);
}

/* Matroska has no word for it: the pictures themselves are turned. */
static void
test_turned (void)
{
  g_autoptr (AssaySource) source = av_test_source ("vid_apple_iphone6.mov");
  g_autoptr (GError) error = NULL;
  g_autoptr (AssaySource) made = NULL;
  AssayVideoRewritten written;

  if (source == NULL)
    return;
  made = rewrite (source, &lossless, 2, write_same, NULL, &written, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (written.width, ==, 320);
  g_assert_cmpuint (written.height, ==, 568);
}

static gboolean
write_late (AssayVideoRewriter *rewriter,
            AssayVideoPicture *picture,
            gpointer user_data,
            GError **error)
{
  GPtrArray *held = user_data;

  if (picture != NULL)
    g_ptr_array_add (held, picture);
  if (picture != NULL && held->len < 2)
    return TRUE;
  for (guint i = 0; i < held->len; i++)
    {
      AssayVideoPicture *kept = held->pdata[i];
      gboolean twice = kept->index == 2;

      /* The second goes, the third comes twice. */
      if (kept->index == 1)
        assay_video_picture_unref (kept);
      else if ((twice
                && !assay_video_rewriter_write (rewriter, assay_video_picture_ref (kept), error))
               || !assay_video_rewriter_write (rewriter, kept, error))
        return FALSE;
    }
  g_ptr_array_set_size (held, 0);
  return TRUE;
}

static void
test_delay (void)
{
  g_autoptr (AssaySource) source = av_test_corpus ("vp8-opus.webm");
  g_autoptr (GPtrArray) held = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (AssaySource) made = NULL;
  g_autofree char *digest = NULL;
  AssayVideoRewritten written;
  guint n;

  made = rewrite (source, &h264, 1, write_late, held, &written, &error);
  g_assert_no_error (error);
  digest = digest_pictures (made, &n, FALSE);
  g_assert_cmpuint (written.read, ==, 3);
  g_assert_cmpuint (n, ==, written.read);
  g_assert_cmpuint (written.written, ==, n);
}

static void
test_repeatable (void)
{
  static const AssayVideoCodec codecs[] = { ASSAY_VIDEO_CODEC_FFV1, ASSAY_VIDEO_CODEC_H264,
                                            ASSAY_VIDEO_CODEC_H265, ASSAY_VIDEO_CODEC_MJPEG };
  g_autoptr (AssaySource) source = av_test_corpus ("h264-aac.mp4");

  for (guint i = 0; i < G_N_ELEMENTS (codecs); i++)
    {
      AssayVideoForm form
          = { .codec = codecs[i], .quality = -1, .preset = "veryfast", .drop_others = TRUE };
      g_autoptr (GError) error = NULL;
      g_autoptr (AssaySource) one = rewrite (source, &form, 1, write_same, NULL, NULL, &error);
      g_autoptr (AssaySource) two = rewrite (source, &form, 4, write_same, NULL, NULL, &error);
      g_autoptr (GBytes) a = NULL;
      g_autoptr (GBytes) b = NULL;

      g_assert_no_error (error);
      a = assay_source_read (one, 0, assay_source_get_size (one), &error);
      b = assay_source_read (two, 0, assay_source_get_size (two), &error);
      g_assert_true (g_bytes_equal (a, b));
      /* No program names itself (in the sound of the source one does). */
      g_assert_null (memmem (g_bytes_get_data (a, NULL), g_bytes_get_size (a), "x26", 3));
      g_assert_null (memmem (g_bytes_get_data (a, NULL), g_bytes_get_size (a), "Lavc", 4));
    }
}

static void
expect_failure (AssaySource *source, gint code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssaySource) made = rewrite (source, &h264, 1, write_same, NULL, NULL, &error);

  g_assert_null (made);
  g_assert_error (error, ASSAY_MEDIA_ERROR, code);
}

static void
test_failures (void)
{
  g_autoptr (AssaySource) sound = av_test_corpus ("flac.flac");
  g_autoptr (AssaySource) film = av_test_corpus ("h264-aac.mp4");
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr (AssaySource) empty = assay_source_new_bytes (nothing);
  g_autoptr (AssaySource) clip = evaluation_clip ();

  expect_failure (sound, ASSAY_MEDIA_ERROR_UNSUPPORTED);
  expect_failure (empty, ASSAY_MEDIA_ERROR_UNSUPPORTED);
  for (guint64 cut = 0; cut < 3 && clip != NULL; cut++)
    {
      g_autoptr (GBytes) bytes
          = assay_source_read (clip, 0, assay_source_get_size (clip) * (cut + 1) / 4, NULL);
      g_autoptr (AssaySource) part = assay_source_new_bytes (bytes);

      expect_failure (part, ASSAY_MEDIA_ERROR_TRUNCATED);
    }
}

static gboolean
cancel_third (AssayVideoRewriter *rewriter,
              AssayVideoPicture *picture,
              gpointer user_data,
              GError **error)
{
  if (picture != NULL && picture->index == 2)
    g_cancellable_cancel (user_data);
  return write_same (rewriter, picture, NULL, error);
}

static void
test_cancel (void)
{
  g_autoptr (AssaySource) source = av_test_corpus ("h264-aac.mp4");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayVideoRewriter) rewriter
      = assay_video_rewriter_new (source, -1, &lossless, 1, cancellable, &error);
  int fd = memfd_create ("output", MFD_CLOEXEC);
  struct stat status;

  g_assert_no_error (error);
  g_assert_false (assay_video_rewriter_run (rewriter, fd, cancel_third, cancellable, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (fstat (fd, &status), ==, 0);
  g_assert_cmpint (status.st_size, ==, 0);
  close (fd);
}

/* What the function sets is what a lossless file gives back. */
static gboolean
paint (AssayVideoRewriter *rewriter, AssayVideoPicture *picture, gpointer user_data, GError **error)
{
  if (picture == NULL)
    return TRUE;
  for (guint plane = 0; plane < picture->n_planes; plane++)
    for (guint y = 0; y < assay_video_picture_plane_height (picture, plane); y++)
      for (guint x = 0; x < assay_video_picture_plane_width (picture, plane); x++)
        picture->plane[plane][y * picture->stride[plane] + x]
            = (guint8) (16 + (x * 7 + y * 3 + plane) % 200);
  return assay_video_rewriter_write (rewriter, picture, error);
}

static void
test_painted (void)
{
  for (guint rgb = 0; rgb < 2; rgb++)
    {
      AssayVideoForm form
          = { .codec = ASSAY_VIDEO_CODEC_FFV1,
              .samples = rgb ? ASSAY_VIDEO_SAMPLES_RGB : ASSAY_VIDEO_SAMPLES_ENCODED };
      g_autoptr (AssaySource) source = av_test_corpus ("vp8-opus.webm");
      g_autoptr (GError) error = NULL;
      g_autoptr (AssaySource) made = rewrite (source, &form, 1, paint, NULL, NULL, &error);
      g_autoptr (AssayDecoder) decoder = NULL;
      g_autoptr (AssayVideoReader) reader = NULL;
      g_autoptr (AssayVideoFrame) frame = NULL;

      g_assert_no_error (error);
      decoder = assay_decoder_new (made, 1, NULL, &error);
      reader = assay_video_reader_new (decoder, 0, &error);
      frame = assay_video_reader_next (reader, &error);
      g_assert_no_error (error);
      g_assert_cmpint (frame->planes, ==, rgb ? ASSAY_PLANES_RGB : ASSAY_PLANES_YUV);
      for (guint plane = 0; plane < 3; plane++)
        for (guint y = 0; y < 8; y++)
          for (guint x = 0; x < 8; x++)
            g_assert_cmpuint (frame->plane[plane][y * frame->stride[plane] + x], ==,
                              16 + (x * 7 + y * 3 + plane) % 200);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  assay_decoder_prewarm ();
  g_test_add_func ("/media/rewriter/lossless", test_lossless);
  g_test_add_func ("/media/rewriter/deep", test_deep);
  g_test_add_func ("/media/rewriter/others-kept", test_others_kept);
  g_test_add_func ("/media/rewriter/turned", test_turned);
  g_test_add_func ("/media/rewriter/delay", test_delay);
  g_test_add_func ("/media/rewriter/repeatable", test_repeatable);
  g_test_add_func ("/media/rewriter/failures", test_failures);
  g_test_add_func ("/media/rewriter/cancel", test_cancel);
  g_test_add_func ("/media/rewriter/painted", test_painted);
  return g_test_run ();
}
