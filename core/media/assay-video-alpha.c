/* assay-video-alpha.c: whether pictures are transparent anywhere, whatever their format. */
#include <libavutil/intreadwrite.h>
#include <libavutil/pixdesc.h>

#include "media/assay-video-private.h"
#include "media/assay-video-rewriter-private.h"

/* WebM's transparency is a second video beside the first, which FFmpeg's own decoders leave. Its
 * tag may outlive a conversion into a codec that has the transparency in the pictures. */
gboolean
assay_video_stream_hides_alpha (const AVStream *stream)
{
  const AVDictionaryEntry *mode = av_dict_get (stream->metadata, "alpha_mode", NULL, 0);

  return (stream->codecpar->codec_id == AV_CODEC_ID_VP8
          || stream->codecpar->codec_id == AV_CODEC_ID_VP9)
         && mode != NULL && g_str_equal (mode->value, "1");
}

/* Colours from a palette of 256, each with its own alpha in the highest byte. */
static gboolean
uses_transparent_colour (const AVFrame *frame)
{
  const guint8 *palette = frame->data[1];

  for (int y = 0; y < frame->height; y++)
    {
      const guint8 *row = frame->data[0] + (gssize) y * frame->linesize[0];

      for (int x = 0; x < frame->width; x++)
        if (AV_RN32 (palette + 4 * (gsize) row[x]) >> 24 != 0xff)
          return TRUE;
    }
  return FALSE;
}

gboolean
assay_video_frame_is_transparent (const AVFrame *frame)
{
  const AVPixFmtDescriptor *format = av_pix_fmt_desc_get (frame->format);
  const AVComponentDescriptor *alpha;
  guint full;

  if (format == NULL || (format->flags & AV_PIX_FMT_FLAG_ALPHA) == 0
      || (format->flags & (AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_BITSTREAM)) != 0)
    return FALSE;
  if ((format->flags & AV_PIX_FMT_FLAG_PAL) != 0)
    return uses_transparent_colour (frame);
  alpha = &format->comp[format->nb_components - 1];
  full = (1u << alpha->depth) - 1;
  for (int y = 0; y < frame->height; y++)
    {
      const guint8 *at
          = frame->data[alpha->plane] + (gssize) y * frame->linesize[alpha->plane] + alpha->offset;

      for (int x = 0; x < frame->width; x++, at += alpha->step)
        {
          guint wide = alpha->depth <= 8                           ? *at
                       : (format->flags & AV_PIX_FMT_FLAG_BE) != 0 ? AV_RB16 (at)
                                                                   : AV_RL16 (at);

          if ((wide >> alpha->shift & full) != full)
            return TRUE;
        }
    }
  return FALSE;
}
