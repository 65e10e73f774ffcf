/* assay-video-frame.c: one decoded picture as planes that any tool can read, whatever the codec
 * gave. */
#include "media/assay-video-private.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <libavutil/pixdesc.h>

struct _AssayVideoFrameBox
{
  AssayVideoFrame shown; /* first: both are one pointer */
  AVFrame *frame;
};

/* Planes of whole samples in this machine's byte order: what AssayVideoFrame promises. */
static gboolean
format_is_plain (const AVPixFmtDescriptor *descriptor)
{
  const guint64 odd = AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BITSTREAM | AV_PIX_FMT_FLAG_HWACCEL
                      | AV_PIX_FMT_FLAG_FLOAT | AV_PIX_FMT_FLAG_BAYER;
  int depth = descriptor->comp[0].depth;

  if ((descriptor->flags & odd) != 0
      || (depth > 8 && (descriptor->flags & AV_PIX_FMT_FLAG_BE) != 0))
    return FALSE;
  if (descriptor->nb_components > 1 && (descriptor->flags & AV_PIX_FMT_FLAG_PLANAR) == 0)
    return FALSE;
  for (int i = 0; i < descriptor->nb_components; i++)
    if (descriptor->comp[i].step != (depth > 8 ? 2 : 1) || descriptor->comp[i].shift != 0
        || descriptor->comp[i].depth != depth)
      return FALSE;
  return depth <= 16;
}

/* The plain format that holds the same samples as @format. */
static enum AVPixelFormat
plain_format (enum AVPixelFormat format)
{
  static const enum AVPixelFormat yuv[3][3] = {
    { AV_PIX_FMT_YUV444P, AV_PIX_FMT_YUV440P, AV_PIX_FMT_NONE },
    { AV_PIX_FMT_YUV422P, AV_PIX_FMT_YUV420P, AV_PIX_FMT_NONE },
    { AV_PIX_FMT_YUV411P, AV_PIX_FMT_NONE, AV_PIX_FMT_YUV410P },
  };
  const AVPixFmtDescriptor *descriptor = av_pix_fmt_desc_get (format);
  gboolean deep;

  if (descriptor == NULL || (descriptor->flags & AV_PIX_FMT_FLAG_HWACCEL) != 0)
    return AV_PIX_FMT_NONE;
  if (format_is_plain (descriptor))
    return format;
  deep = descriptor->comp[0].depth > 8;
  if (descriptor->nb_components <= 2 && (descriptor->flags & AV_PIX_FMT_FLAG_PAL) == 0)
    return deep ? AV_PIX_FMT_GRAY16 : AV_PIX_FMT_GRAY8;
  if ((descriptor->flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL)) != 0)
    return deep ? AV_PIX_FMT_GBRP16 : AV_PIX_FMT_GBRP;
  if (descriptor->log2_chroma_w > 2 || descriptor->log2_chroma_h > 2)
    return AV_PIX_FMT_NONE;
  if (!deep)
    return yuv[descriptor->log2_chroma_w][descriptor->log2_chroma_h];
  if (descriptor->log2_chroma_w == 0)
    return AV_PIX_FMT_YUV444P16;
  return descriptor->log2_chroma_h == 0 ? AV_PIX_FMT_YUV422P16 : AV_PIX_FMT_YUV420P16;
}

/* @frame in @format, properties kept; NULL with an error. */
static AVFrame *
convert_frame (const AVFrame *frame, enum AVPixelFormat format, GError **error)
{
  AVFrame *out = av_frame_alloc ();
  struct SwsContext *scaler;
  int code = AVERROR (ENOMEM);

  if (out != NULL)
    {
      out->width = frame->width;
      out->height = frame->height;
      out->format = format;
      code = av_frame_get_buffer (out, 0);
    }
  if (code >= 0)
    code = av_frame_copy_props (out, frame);
  scaler = code >= 0
               ? sws_getContext (frame->width, frame->height, frame->format, frame->width,
                                 frame->height, format, SWS_POINT | SWS_ACCURATE_RND | SWS_BITEXACT,
                                 NULL, NULL, NULL)
               : NULL;
  if (scaler != NULL)
    code = sws_scale (scaler, (const uint8_t *const *) frame->data, frame->linesize, 0,
                      frame->height, out->data, out->linesize);
  else if (code >= 0)
    code = AVERROR_PATCHWELCOME;
  sws_freeContext (scaler);
  if (code < 0)
    {
      av_frame_free (&out);
      assay_decode_set_error (error, NULL, code);
    }
  return out;
}

static char
type_letter (enum AVPictureType type)
{
  switch (type)
    {
    case AV_PICTURE_TYPE_I:
    case AV_PICTURE_TYPE_SI:
      return 'I';
    case AV_PICTURE_TYPE_P:
    case AV_PICTURE_TYPE_S:
    case AV_PICTURE_TYPE_SP:
      return 'P';
    case AV_PICTURE_TYPE_B:
    case AV_PICTURE_TYPE_BI:
      return 'B';
    default:
      return '?';
    }
}

static void
describe (AssayVideoFrame *shown, const AVFrame *frame, const char *pixel_format)
{
  const AVPixFmtDescriptor *descriptor = av_pix_fmt_desc_get (frame->format);

  shown->key = frame->key_frame != 0;
  shown->corrupt = (frame->flags & AV_FRAME_FLAG_CORRUPT) != 0 || frame->decode_error_flags != 0;
  shown->interlaced = frame->interlaced_frame != 0;
  shown->type = type_letter (frame->pict_type);
  shown->width = (guint) frame->width;
  shown->height = (guint) frame->height;
  shown->n_planes = descriptor->nb_components;
  shown->depth = (guint) descriptor->comp[0].depth;
  shown->sample = shown->depth > 8 ? 2 : 1;
  shown->shift_x = descriptor->log2_chroma_w;
  shown->shift_y = descriptor->log2_chroma_h;
  shown->planes = (descriptor->flags & AV_PIX_FMT_FLAG_RGB) != 0 ? ASSAY_PLANES_RGB
                  : descriptor->nb_components == 1               ? ASSAY_PLANES_GREY
                                                                 : ASSAY_PLANES_YUV;
  shown->full_range = frame->color_range == AVCOL_RANGE_JPEG || shown->planes == ASSAY_PLANES_RGB;
  shown->pixel_format = pixel_format;
  for (guint i = 0; i < shown->n_planes && i < 4; i++)
    {
      shown->plane[i] = frame->data[i];
      shown->stride[i] = (gsize) frame->linesize[i];
    }
}

AssayVideoFrame *
assay_video_frame_new (const AVFrame *frame, GError **error)
{
  enum AVPixelFormat format = plain_format (frame->format);
  const char *name = av_get_pix_fmt_name (frame->format);
  AVFrame *kept;
  AssayVideoFrameBox *self;

  if (format == AV_PIX_FMT_NONE)
    {
      g_set_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                   _ ("Frames of the pixel format “%s” are not read"), name != NULL ? name : "?");
      return NULL;
    }
  kept = format == frame->format && frame->linesize[0] > 0 ? av_frame_clone (frame)
                                                           : convert_frame (frame, format, error);
  if (kept == NULL)
    {
      if (error != NULL && *error == NULL)
        assay_decode_set_error (error, NULL, AVERROR (ENOMEM));
      return NULL;
    }
  self = g_new0 (AssayVideoFrameBox, 1);
  self->frame = kept;
  describe (&self->shown, kept, name);
  return &self->shown;
}

const AVFrame *
assay_video_frame_get_frame (const AssayVideoFrame *self)
{
  return ((const AssayVideoFrameBox *) self)->frame;
}

void
assay_video_frame_free (AssayVideoFrame *self)
{
  AssayVideoFrameBox *box = (AssayVideoFrameBox *) self;

  av_frame_free (&box->frame);
  g_free (box);
}

AssayImage *
assay_video_frame_to_image (
    const AssayVideoFrame *self, const char *id, const char *title, guint max_side, GError **error)
{
  const AssayVideoFrameBox *box = (const AssayVideoFrameBox *) self;

  return assay_decode_frame_to_image (box->frame, id, title,
                                      assay_decode_orientation (self->rotation), max_side, error);
}
