/* assay-video-picture.c: pictures that may be changed, over FFmpeg's frames. */
#include "media/assay-video-rewriter-private.h"

#include "config.h"

#include <libavutil/imgutils.h>
#include <libavutil/pixdesc.h>
#include <string.h>

typedef struct
{
  AssayVideoPicture shown; /* first: both are one pointer */
  gatomicrefcount references;
  AVFrame *frame;
} Box;

AVFrame *
assay_video_frame_alloc (enum AVPixelFormat format, int width, int height, GError **error)
{
  AVFrame *frame = av_frame_alloc ();
  int code = AVERROR (ENOMEM);

  if (frame != NULL)
    {
      frame->format = format;
      frame->width = width;
      frame->height = height;
      code = av_frame_get_buffer (frame, 0);
    }
  if (code >= 0)
    return frame;
  av_frame_free (&frame);
  assay_decode_set_error (error, NULL, code);
  return NULL;
}

/* Kr and Kb of the matrix (ITU-T H.273, table 4). */
static void
set_luma (AssayVideoPicture *self, const AVFrame *frame)
{
  self->red = 0.299;
  self->blue = 0.114;
  if (self->planes != ASSAY_PLANES_YUV)
    return;
  switch (assay_video_matrix (frame))
    {
    case AVCOL_SPC_BT709:
      self->red = 0.2126;
      self->blue = 0.0722;
      break;
    case AVCOL_SPC_BT2020_NCL:
    case AVCOL_SPC_BT2020_CL:
      self->red = 0.2627;
      self->blue = 0.0593;
      break;
    default:
      break;
    }
}

static void
show_planes (Box *self)
{
  AssayVideoPicture *shown = &self->shown;

  for (guint i = 0; i < shown->n_planes && i < 4; i++)
    {
      shown->plane[i] = self->frame->data[i];
      shown->stride[i] = (gsize) self->frame->linesize[i];
    }
}

AssayVideoPicture *
assay_video_picture_new_frame (AVFrame *frame, GError **error)
{
  const AVPixFmtDescriptor *descriptor = av_pix_fmt_desc_get (frame->format);
  Box *self = g_new0 (Box, 1);
  AssayVideoPicture *shown = &self->shown;

  g_atomic_ref_count_init (&self->references);
  self->frame = frame;
  shown->alpha = (descriptor->flags & AV_PIX_FMT_FLAG_ALPHA) != 0;
  shown->n_planes = descriptor->nb_components;
  shown->planes = (descriptor->flags & AV_PIX_FMT_FLAG_RGB) != 0 ? ASSAY_PLANES_RGB
                  : shown->n_planes < 3                          ? ASSAY_PLANES_GREY
                                                                 : ASSAY_PLANES_YUV;
  shown->width = (guint) frame->width;
  shown->height = (guint) frame->height;
  shown->depth = (guint) descriptor->comp[0].depth;
  shown->sample = shown->depth > 8 ? 2 : 1;
  shown->shift_x = descriptor->log2_chroma_w;
  shown->shift_y = descriptor->log2_chroma_h;
  shown->full_range = frame->color_range == AVCOL_RANGE_JPEG || shown->planes == ASSAY_PLANES_RGB;
  shown->key = frame->key_frame != 0;
  shown->corrupt = (frame->flags & AV_FRAME_FLAG_CORRUPT) != 0 || frame->decode_error_flags != 0;
  set_luma (shown, frame);
  show_planes (self);
  return shown;
}

AVFrame *
assay_video_picture_get_frame (AssayVideoPicture *self)
{
  return ((Box *) self)->frame;
}

AssayVideoPicture *
assay_video_picture_ref (AssayVideoPicture *self)
{
  g_atomic_ref_count_inc (&((Box *) self)->references);
  return self;
}

void
assay_video_picture_unref (AssayVideoPicture *self)
{
  Box *box = (Box *) self;

  if (!g_atomic_ref_count_dec (&box->references))
    return;
  av_frame_free (&box->frame);
  g_free (box);
}

/* @frame as a picture with the times of @like. */
static AssayVideoPicture *
new_as (AVFrame *frame, const AssayVideoPicture *like, GError **error)
{
  AssayVideoPicture *self;

  if (frame == NULL)
    return NULL;
  self = assay_video_picture_new_frame (frame, error);
  if (self == NULL)
    return NULL;
  self->index = like->index;
  self->pts = like->pts;
  self->duration = like->duration;
  self->seconds = like->seconds;
  self->key = like->key;
  self->corrupt = like->corrupt;
  return self;
}

AssayVideoPicture *
assay_video_picture_own (AssayVideoPicture *self, GError **error)
{
  g_autoptr (AssayVideoPicture) shared = self;
  Box *box = (Box *) self;
  AVFrame *copy;

  if (g_atomic_ref_count_compare (&box->references, 1) && av_frame_is_writable (box->frame) > 0)
    return g_steal_pointer (&shared);
  copy = assay_video_frame_alloc (box->frame->format, box->frame->width, box->frame->height, error);
  if (copy == NULL)
    return NULL;
  if (av_frame_copy (copy, box->frame) < 0 || av_frame_copy_props (copy, box->frame) < 0)
    {
      av_frame_free (&copy);
      assay_decode_set_error (error, NULL, AVERROR (ENOMEM));
      return NULL;
    }
  return new_as (copy, self, error);
}

AssayVideoPicture *
assay_video_picture_new_like (const AssayVideoPicture *self,
                              guint width,
                              guint height,
                              GError **error)
{
  const AVFrame *frame = ((const Box *) self)->frame;
  AVFrame *made = assay_video_frame_alloc (frame->format, (int) width, (int) height, error);
  ptrdiff_t strides[4];

  if (made == NULL)
    return NULL;
  for (guint i = 0; i < 4; i++)
    strides[i] = made->linesize[i];
  if (av_frame_copy_props (made, frame) < 0
      || av_image_fill_black (made->data, strides, frame->format, frame->color_range, (int) width,
                              (int) height)
             < 0)
    {
      av_frame_free (&made);
      assay_decode_set_error (error, NULL, AVERROR (ENOMEM));
      return NULL;
    }
  return new_as (made, self, error);
}

AssayVideoPicture *
assay_video_picture_scale (const AssayVideoPicture *self, guint width, guint height, GError **error)
{
  const AVFrame *frame = ((const Box *) self)->frame;
  AssayVideoConverter converter = { NULL };
  AVFrame *made = assay_video_converter_convert (&converter, frame, frame->format, (int) width,
                                                 (int) height, self->full_range, error);

  assay_video_converter_clear (&converter);
  return new_as (made, self, error);
}

static guint
subsampled (guint side, guint shift)
{
  return (side + (1u << shift) - 1) >> shift;
}

static gboolean
is_chroma (const AssayVideoPicture *self, guint plane)
{
  return self->planes == ASSAY_PLANES_YUV && (plane == 1 || plane == 2);
}

guint
assay_video_picture_plane_width (const AssayVideoPicture *self, guint plane)
{
  return subsampled (self->width, is_chroma (self, plane) ? self->shift_x : 0);
}

guint
assay_video_picture_plane_height (const AssayVideoPicture *self, guint plane)
{
  return subsampled (self->height, is_chroma (self, plane) ? self->shift_y : 0);
}
