/* assay-frame-image.c: a decoded frame as a picture for people: RGB, scaled, turned. */
#include "media/assay-decode-private.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <libavutil/pixdesc.h>
#include <string.h>

/* The size of a picture of @width × @height in a box of @max_side (0: as it is). */
static void
fit (guint *width, guint *height, guint max_side)
{
  guint longest = MAX (*width, *height);
  guint w = *width, h = *height;

  if (max_side == 0 || longest <= max_side)
    return;
  *width = MAX ((guint) (((guint64) w * max_side + longest / 2) / longest), 1);
  *height = MAX ((guint) (((guint64) h * max_side + longest / 2) / longest), 1);
}

/* Where the pixel of row @y, column @x of the turned picture comes from; Exif 2.32 4.6.4 tag
 * 0x0112. */
static gsize
source_of (guint orientation, guint width, guint height, guint x, guint y)
{
  switch (orientation)
    {
    case 2:
      return (gsize) y * width + (width - 1 - x);
    case 3:
      return (gsize) (height - 1 - y) * width + (width - 1 - x);
    case 4:
      return (gsize) (height - 1 - y) * width + x;
    case 5:
      return (gsize) x * width + y;
    case 6:
      return (gsize) (height - 1 - x) * width + y;
    case 7:
      return (gsize) (height - 1 - x) * width + (width - 1 - y);
    case 8:
      return (gsize) x * width + (width - 1 - y);
    default:
      return (gsize) y * width + x;
    }
}

/* @pixels turned by Exif's @orientation; sizes are updated. NULL with LIMIT. */
static GBytes *
turn (GBytes *pixels, guint *width, guint *height, guint bytes, guint orientation, GError **error)
{
  guint w = *width, h = *height;
  gsize size = (gsize) w * h * bytes;
  const guint8 *from = g_bytes_get_data (pixels, NULL);
  guint8 *to;

  if (orientation < 2 || orientation > 8)
    return g_bytes_ref (pixels);
  to = assay_try_alloc ((gsize) w * h, bytes, (gsize) ASSAY_LIMIT_PIXELS * 4, error);
  if (to == NULL)
    return NULL;
  if (orientation >= 5)
    {
      *width = h;
      *height = w;
    }
  for (guint y = 0; y < *height; y++)
    for (guint x = 0; x < *width; x++)
      memcpy (to + ((gsize) y * *width + x) * bytes,
              from + source_of (orientation, w, h, x, y) * bytes, bytes);
  return g_bytes_new_take (to, size);
}

static gboolean
frame_has_alpha (const AVFrame *frame)
{
  const AVPixFmtDescriptor *descriptor = av_pix_fmt_desc_get (frame->format);

  return descriptor != NULL
         && ((descriptor->flags & AV_PIX_FMT_FLAG_ALPHA) != 0 || frame->format == AV_PIX_FMT_PAL8);
}

/* swscale answers with colour tables by matrix and range; without them it would take every frame as
 * BT.601 limited. */
static void
set_colour (struct SwsContext *scaler, const AVFrame *frame)
{
  const AVPixFmtDescriptor *descriptor = av_pix_fmt_desc_get (frame->format);
  int space = SWS_CS_ITU601;
  gboolean full = frame->color_range == AVCOL_RANGE_JPEG;

  if (frame->colorspace == AVCOL_SPC_BT709
      || (frame->colorspace == AVCOL_SPC_UNSPECIFIED && frame->height >= 720))
    space = SWS_CS_ITU709;
  else if (frame->colorspace == AVCOL_SPC_BT2020_NCL || frame->colorspace == AVCOL_SPC_BT2020_CL)
    space = SWS_CS_BT2020;
  if (descriptor != NULL && (descriptor->flags & AV_PIX_FMT_FLAG_RGB) != 0)
    full = TRUE;
  sws_setColorspaceDetails (scaler, sws_getCoefficients (space), full,
                            sws_getCoefficients (SWS_CS_DEFAULT), 1, 0, 1 << 16, 1 << 16);
}

static guint8 *
scale_frame (const AVFrame *frame, guint width, guint height, gboolean alpha, GError **error)
{
  guint bytes = alpha ? 4 : 3;
  /* swscale's vector code writes up to a register behind each row. */
  gsize stride = ((gsize) width * bytes + 63) & ~(gsize) 63;
  guint8 *pixels
      = assay_try_alloc (stride, (gsize) height + 1, (gsize) ASSAY_LIMIT_PIXELS * 5, error);
  struct SwsContext *scaler;
  uint8_t *planes[4] = { pixels, NULL, NULL, NULL };
  int strides[4] = { (int) stride, 0, 0, 0 };
  int rows;

  if (pixels == NULL)
    return NULL;
  scaler = sws_getContext (frame->width, frame->height, frame->format, (int) width, (int) height,
                           alpha ? AV_PIX_FMT_RGBA : AV_PIX_FMT_RGB24,
                           SWS_AREA | SWS_ACCURATE_RND | SWS_BITEXACT | SWS_FULL_CHR_H_INT
                               | SWS_FULL_CHR_H_INP,
                           NULL, NULL, NULL);
  if (scaler != NULL)
    set_colour (scaler, frame);
  rows = scaler != NULL ? sws_scale (scaler, (const uint8_t *const *) frame->data, frame->linesize,
                                     0, frame->height, planes, strides)
                        : 0;
  sws_freeContext (scaler);
  if (rows <= 0)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                           _ ("The picture's pixel format cannot be shown"));
      g_free (pixels);
      return NULL;
    }
  for (guint y = 1; y < height; y++)
    memmove (pixels + (gsize) y * width * bytes, pixels + y * stride, (gsize) width * bytes);
  return pixels;
}

AssayImage *
assay_decode_frame_to_image (const AVFrame *frame,
                             const char *id,
                             const char *title,
                             guint orientation,
                             guint max_side,
                             GError **error)
{
  guint width = (guint) frame->width, height = (guint) frame->height;
  gboolean alpha = frame_has_alpha (frame);
  guint8 *pixels;
  g_autoptr (GBytes) packed = NULL;
  g_autoptr (GBytes) turned = NULL;

  if (frame->width <= 0 || frame->height <= 0 || (guint64) width * height > ASSAY_LIMIT_PIXELS)
    {
      g_set_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_LIMIT,
                   _ ("A picture of %d × %d pixels is too large"), frame->width, frame->height);
      return NULL;
    }
  fit (&width, &height, max_side);
  pixels = scale_frame (frame, width, height, alpha, error);
  if (pixels == NULL)
    return NULL;
  packed = g_bytes_new_take (pixels, (gsize) width * height * (alpha ? 4 : 3));
  turned = turn (packed, &width, &height, alpha ? 4 : 3, orientation, error);
  if (turned == NULL)
    return NULL;
  return assay_image_new (id, title, alpha ? ASSAY_PIXELS_RGBA8 : ASSAY_PIXELS_RGB8, width, height,
                          turned, error);
}
