/* assay-video-convert.c: pixel formats: which one an encoder gets, and frames in another format,
 * size or direction. */
#include "media/assay-video-rewriter-private.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <string.h>

#define FLAGS                                                                                      \
  (SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP | SWS_BITEXACT)

enum AVPixelFormat
assay_video_modern_format (enum AVPixelFormat format)
{
  switch (format)
    {
    case AV_PIX_FMT_YUVJ420P:
      return AV_PIX_FMT_YUV420P;
    case AV_PIX_FMT_YUVJ422P:
      return AV_PIX_FMT_YUV422P;
    case AV_PIX_FMT_YUVJ444P:
      return AV_PIX_FMT_YUV444P;
    case AV_PIX_FMT_YUVJ440P:
      return AV_PIX_FMT_YUV440P;
    case AV_PIX_FMT_YUVJ411P:
      return AV_PIX_FMT_YUV411P;
    default:
      return format;
    }
}

gboolean
assay_video_format_is_rgb (enum AVPixelFormat format)
{
  const AVPixFmtDescriptor *descriptor = av_pix_fmt_desc_get (format);

  return descriptor != NULL
         && (descriptor->flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL)) != 0;
}

enum AVColorSpace
assay_video_matrix (const AVFrame *frame)
{
  switch (frame->colorspace)
    {
    case AVCOL_SPC_BT709:
    case AVCOL_SPC_FCC:
    case AVCOL_SPC_BT470BG:
    case AVCOL_SPC_SMPTE170M:
    case AVCOL_SPC_SMPTE240M:
    case AVCOL_SPC_BT2020_NCL:
    case AVCOL_SPC_BT2020_CL:
      return frame->colorspace;
    default:
      return frame->height >= 720 ? AVCOL_SPC_BT709 : AVCOL_SPC_SMPTE170M;
    }
}

/* Red, green and blue of @depth bits in planes. */
static enum AVPixelFormat
planar_rgb (int depth, gboolean alpha)
{
  if (depth <= 8)
    return alpha ? AV_PIX_FMT_GBRAP : AV_PIX_FMT_GBRP;
  if (depth <= 10)
    return alpha ? AV_PIX_FMT_GBRAP10 : AV_PIX_FMT_GBRP10;
  if (depth <= 12)
    return alpha ? AV_PIX_FMT_GBRAP12 : AV_PIX_FMT_GBRP12;
  return alpha ? AV_PIX_FMT_GBRAP16 : AV_PIX_FMT_GBRP16;
}

static enum AVPixelFormat
planar_yuv (const AVPixFmtDescriptor *source, int depth, gboolean alpha)
{
  const char *sampling = source->log2_chroma_w == 0   ? "444"
                         : source->log2_chroma_h == 0 ? "422"
                                                      : "420";
  g_autofree char *name = NULL;
  enum AVPixelFormat format;

  if ((source->flags & AV_PIX_FMT_FLAG_RGB) != 0 || source->nb_components < 3)
    sampling = "420";
  if (depth > 8)
    name = g_strdup_printf ("yuv%s%sp%d%s", alpha ? "a" : "", sampling, depth,
                            G_BYTE_ORDER == G_LITTLE_ENDIAN ? "le" : "be");
  else
    name = g_strdup_printf ("yuv%s%sp", alpha ? "a" : "", sampling);
  format = av_get_pix_fmt (name);
  return format != AV_PIX_FMT_NONE ? format : AV_PIX_FMT_YUV420P;
}

enum AVPixelFormat
assay_video_planar_format (enum AVPixelFormat format)
{
  const AVPixFmtDescriptor *descriptor;
  gboolean alpha;
  int depth;

  format = assay_video_modern_format (format);
  descriptor = av_pix_fmt_desc_get (format);
  if (descriptor == NULL || (descriptor->flags & AV_PIX_FMT_FLAG_HWACCEL) != 0)
    return AV_PIX_FMT_NONE;
  alpha = (descriptor->flags & AV_PIX_FMT_FLAG_ALPHA) != 0;
  depth = descriptor->comp[0].depth;
  if (assay_video_format_is_rgb (format))
    return planar_rgb (depth, alpha);
  if (descriptor->nb_components <= 2 && !alpha)
    return depth <= 8 ? AV_PIX_FMT_GRAY8 : depth <= 10 ? AV_PIX_FMT_GRAY10 : AV_PIX_FMT_GRAY16;
  if (descriptor->nb_components <= 2)
    return planar_rgb (depth, TRUE); /* grey with alpha has no planes of its own */
  if (depth <= 8
      && (descriptor->flags & (AV_PIX_FMT_FLAG_PLANAR | AV_PIX_FMT_FLAG_BITSTREAM))
             == AV_PIX_FMT_FLAG_PLANAR
      && descriptor->comp[1].step == 1)
    return format;
  return planar_yuv (descriptor, depth > 12 ? 16 : depth > 10 ? 12 : depth > 8 ? 10 : 8, alpha);
}

enum AVPixelFormat
assay_video_encoder_format (const AVCodec *codec, enum AVPixelFormat source, gboolean rgb)
{
  enum AVPixelFormat wanted = assay_video_planar_format (source);
  const AVPixFmtDescriptor *descriptor = av_pix_fmt_desc_get (wanted);
  gboolean exact = codec->id == AV_CODEC_ID_FFV1 || codec->id == AV_CODEC_ID_PNG;
  gboolean alpha;
  int depth;

  if (descriptor == NULL)
    return AV_PIX_FMT_NONE;
  alpha = (descriptor->flags & AV_PIX_FMT_FLAG_ALPHA) != 0;
  depth = descriptor->comp[0].depth;
  if (exact && (rgb || codec->id == AV_CODEC_ID_PNG) && descriptor->nb_components >= 3)
    wanted = planar_rgb (depth, alpha);
  else if (codec->id == AV_CODEC_ID_MJPEG)
    wanted = planar_yuv (descriptor, 8, FALSE);
  else if (!exact)
    wanted = planar_yuv (descriptor, MIN (depth, codec->id == AV_CODEC_ID_H264 ? 10 : 12),
                         alpha && codec->id == AV_CODEC_ID_VP9);
  if (wanted == AV_PIX_FMT_GBRP && codec->id == AV_CODEC_ID_FFV1)
    wanted = AV_PIX_FMT_0RGB32; /* 8-bit planes are unknown to the encoder; the same samples */
  if (wanted == AV_PIX_FMT_GBRAP && codec->id == AV_CODEC_ID_FFV1)
    wanted = AV_PIX_FMT_RGB32;
  return avcodec_find_best_pix_fmt_of_list (codec->pix_fmts, wanted, alpha, NULL);
}

void
assay_video_converter_clear (AssayVideoConverter *self)
{
  sws_freeContext (self->scaler);
  self->scaler = NULL;
}

static gboolean
is_full (const AVFrame *frame)
{
  return frame->color_range == AVCOL_RANGE_JPEG
         || assay_video_modern_format (frame->format) != (enum AVPixelFormat) frame->format
         || assay_video_format_is_rgb (frame->format);
}

/* The matrix of both ends is that of the YUV one. */
static void
set_colours (struct SwsContext *scaler, const AVFrame *frame, gboolean full)
{
  const int *matrix = sws_getCoefficients ((int) assay_video_matrix (frame));

  sws_setColorspaceDetails (scaler, matrix, is_full (frame), matrix, full, 0, 1 << 16, 1 << 16);
}

/* The scaler's alpha is one too high for half of all values. */
static void
copy_alpha (const AVFrame *from, AVFrame *to)
{
  const AVPixFmtDescriptor *in = av_pix_fmt_desc_get (from->format);
  const AVPixFmtDescriptor *out = av_pix_fmt_desc_get (to->format);
  const AVComponentDescriptor *a = &in->comp[in->nb_components - 1];
  const AVComponentDescriptor *b = &out->comp[out->nb_components - 1];
  gboolean wide = a->depth > 8;
  gboolean swap = wide && ((in->flags ^ out->flags) & AV_PIX_FMT_FLAG_BE) != 0;

  if ((in->flags & out->flags & AV_PIX_FMT_FLAG_ALPHA) == 0
      || ((in->flags | out->flags) & (AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BITSTREAM)) != 0
      || from->width != to->width || from->height != to->height || a->depth != b->depth
      || a->shift != b->shift)
    return;
  for (int y = 0; y < to->height; y++)
    {
      const guint8 *source
          = from->data[a->plane] + (gssize) y * from->linesize[a->plane] + a->offset;
      guint8 *target = to->data[b->plane] + (gssize) y * to->linesize[b->plane] + b->offset;

      for (int x = 0; x < to->width; x++, source += a->step, target += b->step)
        {
          target[0] = source[swap ? 1 : 0];
          if (wide)
            target[1] = source[swap ? 0 : 1];
        }
    }
}

AVFrame *
assay_video_converter_convert (AssayVideoConverter *self,
                               const AVFrame *frame,
                               enum AVPixelFormat format,
                               int width,
                               int height,
                               gboolean full_range,
                               GError **error)
{
  enum AVPixelFormat from = assay_video_modern_format (frame->format);
  gboolean rgb = assay_video_format_is_rgb (format);
  gboolean full = full_range || rgb;
  AVFrame *out;
  int code;

  if (from == assay_video_modern_format (format) && frame->width == width && frame->height == height
      && frame->linesize[0] > 0 && is_full (frame) == full)
    {
      out = av_frame_clone (frame);
      if (out == NULL)
        assay_decode_set_error (error, NULL, AVERROR (ENOMEM));
      else
        out->format = format;
      return out;
    }
  out = assay_video_frame_alloc (format, width, height, error);
  if (out == NULL)
    return NULL;
  self->scaler
      = sws_getCachedContext (self->scaler, frame->width, frame->height, from, width, height,
                              assay_video_modern_format (format), FLAGS, NULL, NULL, NULL);
  code = self->scaler == NULL ? AVERROR_PATCHWELCOME : av_frame_copy_props (out, frame);
  if (code >= 0)
    {
      set_colours (self->scaler, frame, full);
      out->color_range = full ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
      if (rgb)
        out->colorspace = AVCOL_SPC_RGB;
      else if (frame->colorspace == AVCOL_SPC_RGB)
        out->colorspace = assay_video_matrix (frame);
      code = sws_scale (self->scaler, (const uint8_t *const *) frame->data, frame->linesize, 0,
                        frame->height, out->data, out->linesize);
      copy_alpha (frame, out);
    }
  if (code < 0)
    {
      av_frame_free (&out);
      assay_decode_set_error (error, NULL, code);
    }
  return out;
}

/* Row y of a plane, turned: @to is the first of @width samples of the new row. */
static void
turn_row (const guint8 *from,
          gsize stride,
          int width,
          int height,
          guint degrees,
          gsize sample,
          int y,
          guint8 *to,
          int to_width)
{
  for (int x = 0; x < to_width; x++)
    {
      int source_x = degrees == 90 ? y : degrees == 180 ? width - 1 - x : width - 1 - y;
      int source_y = degrees == 90 ? height - 1 - x : degrees == 180 ? height - 1 - y : x;

      memcpy (to + (gsize) x * sample, from + (gsize) source_y * stride + (gsize) source_x * sample,
              sample);
    }
}

AVFrame *
assay_video_frame_turn (const AVFrame *frame, guint degrees, GError **error)
{
  const AVPixFmtDescriptor *descriptor = av_pix_fmt_desc_get (frame->format);
  gboolean across = degrees == 90 || degrees == 270;
  AVFrame *out = assay_video_frame_alloc (frame->format, across ? frame->height : frame->width,
                                          across ? frame->width : frame->height, error);
  gsize sample = descriptor->comp[0].depth > 8 ? 2 : 1;

  if (out == NULL)
    return NULL;
  if (av_frame_copy_props (out, frame) < 0)
    {
      av_frame_free (&out);
      assay_decode_set_error (error, NULL, AVERROR (ENOMEM));
      return NULL;
    }
  assay_video_turn_fields (out, degrees);
  if (across && frame->sample_aspect_ratio.num > 0)
    out->sample_aspect_ratio = av_inv_q (frame->sample_aspect_ratio);
  for (int plane = 0; plane < descriptor->nb_components; plane++)
    {
      gboolean chroma = plane == 1 || plane == 2;
      int shift_x = chroma ? descriptor->log2_chroma_w : 0;
      int shift_y = chroma ? descriptor->log2_chroma_h : 0;
      int to_width = AV_CEIL_RSHIFT (out->width, shift_x);

      for (int y = 0; y < AV_CEIL_RSHIFT (out->height, shift_y); y++)
        turn_row (frame->data[plane], (gsize) frame->linesize[plane],
                  AV_CEIL_RSHIFT (frame->width, shift_x), AV_CEIL_RSHIFT (frame->height, shift_y),
                  degrees, sample, y, out->data[plane] + (gsize) y * (gsize) out->linesize[plane],
                  to_width);
    }
  return out;
}
