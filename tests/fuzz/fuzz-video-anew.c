/* fuzz-video-anew.c: a foreign video decoded, encoded anew by libx265, changed and decoded again,
 * as the preview of an encryption does with video that is not HEVC.
 *
 * The last byte chooses how long a group is and which bits of each packet the change turns over,
 * so that the second decoder meets damage too. What costs seconds an execution is left alone: large
 * pictures and long videos. */
#include "media/assay-decode.h"
#include "media/assay-video-anew.h"

#define LARGEST_SIDE 96u
#define LONGEST 16u

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);
const char *__lsan_default_suppressions (void);

/* dav1d as in fuzz-decode.c; libx265 3.5 keeps some 2 KiB of each encoder that is closed,
 * libavcodec 5.1 eight bytes of each picture that is in it then. */
const char *
__lsan_default_suppressions (void)
{
  return "leak:libdav1d.so\nleak:libx265.so\nleak:avcodec_send_frame";
}

/* Whether there are pictures, few, and small ones alone. */
static gboolean
is_small (AssayDecoder *decoder, guint stream)
{
  g_autoptr (AssayVideoReader) reader = assay_video_reader_new (decoder, stream, NULL);
  guint n = 0;

  for (; reader != NULL && n <= LONGEST; n++)
    {
      g_autoptr (AssayVideoFrame) frame = assay_video_reader_next (reader, NULL);

      if (frame == NULL)
        break;
      if (MAX (frame->width, frame->height) > LARGEST_SIDE)
        return FALSE;
    }
  return n > 0 && n <= LONGEST;
}

/* @user_data: which bit of each 32nd byte behind the start is turned over; 0 for none. */
static gboolean
turn_bits (const guint8 *data,
           gsize size,
           gint64 frame,
           GByteArray *out,
           gpointer user_data,
           GError **error)
{
  const guint8 *bits = user_data;

  g_byte_array_append (out, data, (guint) size);
  for (gsize at = 24; *bits != 0 && at < size; at += 32)
    out->data[at] ^= *bits;
  return TRUE;
}

static void
read_pictures (AssayVideoAnew *anew, guint most)
{
  for (guint i = 0; i < most; i++)
    {
      g_autoptr (AssayVideoFrame) frame = assay_video_anew_next (anew, NULL);

      if (frame == NULL)
        return;
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const AssayVideoForm form
      = { .codec = ASSAY_VIDEO_CODEC_H265, .quality = 30, .preset = "ultrafast" };
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size > 0 ? size - 1 : 0);
  g_autoptr (AssaySource) source = assay_source_new_bytes (bytes);
  g_autoptr (AssayDecoder) decoder = assay_decoder_new (source, 1, NULL, NULL);
  gint stream = decoder != NULL ? assay_decoder_find (decoder, ASSAY_STREAM_VIDEO) : -1;
  guint8 choice = size > 0 ? data[size - 1] : 0;
  guint8 bits = choice >> 4;
  g_autoptr (AssayVideoAnew) anew = NULL;

  if (stream < 0 || !is_small (decoder, (guint) stream))
    return 0;
  anew = assay_video_anew_new (decoder, (guint) stream, &form, 1u + (choice & 3u), NULL);
  if (anew == NULL)
    return 0;
  assay_video_anew_set_change (anew, turn_bits, &bits);
  read_pictures (anew, 6);
  if (assay_video_anew_seek (anew, 0.1, NULL))
    read_pictures (anew, 2);
  return 0;
}
