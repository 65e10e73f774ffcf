/* assay-video-titles.c: subtitles of MP4 (3GPP TS 26.245) as the plain text that Matroska holds.
 *
 * The words stay as they are, byte for byte; colours, places and fonts are left behind. */
#include <libavutil/intreadwrite.h>
#include <string.h>

#include "media/assay-video-rewriter-private.h"

gboolean
assay_video_titles_fit (const AVOutputFormat *format, const AVCodecParameters *parameters)
{
  return parameters->codec_id == AV_CODEC_ID_MOV_TEXT && g_str_equal (format->name, "matroska");
}

void
assay_video_titles_set (AVCodecParameters *parameters)
{
  av_freep (&parameters->extradata);
  parameters->extradata_size = 0;
  parameters->codec_id = AV_CODEC_ID_SUBRIP;
  parameters->codec_tag = 0;
}

/* UTF-16 begins with a mark of its order of bytes. */
static char *
read_text (const guint8 *data, gsize size)
{
  gboolean big = size >= 2 && data[0] == 0xfe && data[1] == 0xff;
  gboolean little = size >= 2 && data[0] == 0xff && data[1] == 0xfe;

  if (big || little)
    return g_convert ((const char *) data + 2, (gssize) size - 2, "UTF-8",
                      big ? "UTF-16BE" : "UTF-16LE", NULL, NULL, NULL);
  return g_utf8_make_valid ((const char *) data, (gssize) size);
}

gboolean
assay_video_titles_convert (AVPacket *packet)
{
  gsize size = (gsize) MAX (packet->size, 0);
  gsize length = size >= 2 ? MIN (AV_RB16 (packet->data), size - 2) : 0;
  g_autofree char *text = length > 0 ? read_text (packet->data + 2, length) : NULL;
  gsize n = text != NULL ? strlen (text) : 0;
  AVPacket *plain = n > 0 ? av_packet_alloc () : NULL;
  gboolean made = plain != NULL && av_new_packet (plain, (int) n) >= 0
                  && av_packet_copy_props (plain, packet) >= 0;

  if (made)
    {
      memcpy (plain->data, text, n);
      av_packet_unref (packet);
      av_packet_move_ref (packet, plain);
    }
  av_packet_free (&plain);
  return made;
}
