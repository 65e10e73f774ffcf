/* assay-video-luma.c: what of a decoded picture carries the mark. */
#include "videomark/assay-video-luma.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/assay-model-error.h"
#include "signal/assay-mark.h"
#include "videomark/assay-video-payload.h"

/* BT.601; the difference is the same in all three, so any weights read it alike. */
#define RED 0.299f
#define GREEN 0.587f
#define BLUE 0.114f
/* A picture that others are predicted from is coded finer than they are, and they keep of it only
 * what does not move. Of shares from 1 to 20 the bits of CRF 28 are best at 5 to 10. */
#define INTRA_SHARE 6

static void
describe (
    AssayVideoLuma *luma, AssayPlanes planes, guint depth, gboolean full, guint width, guint height)
{
  guint whole = (1u << depth) - 1;
  guint part = 1u << (depth - 8);

  *luma = (AssayVideoLuma){ .n = planes == ASSAY_PLANES_RGB ? 3 : 1, .share = 1 };
  if (planes == ASSAY_PLANES_RGB || full)
    {
      luma->most = whole;
      luma->step = (float) whole / 255.0f;
    }
  else
    {
      /* Video range; what lies outside it is left alone but for the codes that are reserved. */
      luma->least = part;
      luma->most = whole - part;
      luma->step = 219.0f / 255.0f * (float) part;
      luma->offset = -16.0f * 255.0f / 219.0f;
    }
  for (guint i = 0; i < luma->n; i++)
    {
      static const float shares[] = { GREEN, BLUE, RED };

      luma->planes[i]
          = (AssayVideoPlane){ .step = 1, .width = width, .height = height, .depth = depth };
      luma->weights[i] = (luma->n == 3 ? shares[i] : 1.0f) / luma->step;
    }
}

/* The caller reads only; planes of a decoder are shared. */
static guint8 *
unconst (const guint8 *bytes)
{
  union
  {
    const guint8 *in;
    guint8 *out;
  } pointer = { bytes };

  return pointer.out;
}

/* Beside a luma: U and V. */
static void
describe_chroma (AssayVideoLuma *luma, gboolean full, guint shift_x, guint shift_y)
{
  const AssayVideoPlane *first = &luma->planes[0];
  float part = (float) (1u << (first->depth - 8));

  luma->n_chroma = 2;
  luma->chroma_step = full ? luma->step : 224.0f / 255.0f * part;
  for (guint i = 0; i < 2; i++)
    {
      luma->chroma[i] = *first;
      /* Odd sides have a sample more. */
      luma->chroma[i].width = (first->width + (1u << shift_x) - 1) >> shift_x;
      luma->chroma[i].height = (first->height + (1u << shift_y) - 1) >> shift_y;
    }
}

void
assay_video_luma_of_frame (const AssayVideoFrame *frame, AssayVideoLuma *luma)
{
  describe (luma, frame->planes, frame->depth, frame->full_range, frame->width, frame->height);
  if (frame->type == 'I')
    luma->share = INTRA_SHARE;
  for (guint i = 0; i < luma->n; i++)
    {
      luma->planes[i].data = unconst (frame->plane[i]);
      luma->planes[i].stride = frame->stride[i];
    }
  if (frame->planes != ASSAY_PLANES_YUV)
    return;
  describe_chroma (luma, frame->full_range, frame->shift_x, frame->shift_y);
  for (guint i = 0; i < 2; i++)
    {
      luma->chroma[i].data = unconst (frame->plane[i + 1]);
      luma->chroma[i].stride = frame->stride[i + 1];
    }
}

void
assay_video_luma_of_picture (AssayVideoPicture *picture, AssayVideoLuma *luma)
{
  describe (luma, picture->planes, picture->depth, picture->full_range, picture->width,
            picture->height);
  for (guint i = 0; i < luma->n; i++)
    {
      luma->planes[i].data = picture->plane[i];
      luma->planes[i].stride = picture->stride[i];
    }
  if (picture->planes != ASSAY_PLANES_YUV)
    return;
  describe_chroma (luma, picture->full_range, picture->shift_x, picture->shift_y);
  for (guint i = 0; i < 2; i++)
    {
      luma->chroma[i].data = picture->plane[i + 1];
      luma->chroma[i].stride = picture->stride[i + 1];
    }
}

void
assay_video_luma_of_image (AssayImage *image, AssayVideoLuma *luma)
{
  AssayPixels format = assay_image_get_format (image);
  gboolean grey = format == ASSAY_PIXELS_GREY8;
  const guint8 *pixels = g_bytes_get_data (assay_image_get_pixels (image), NULL);
  /* Where G, B and R stand in a packed pixel. */
  static const guint places[] = { 1, 2, 0 };

  describe (luma, grey ? ASSAY_PLANES_GREY : ASSAY_PLANES_RGB, 8, TRUE,
            assay_image_get_width (image), assay_image_get_height (image));
  for (guint i = 0; i < luma->n; i++)
    {
      luma->planes[i].data = unconst (pixels + (grey ? 0 : places[i]));
      luma->planes[i].stride = assay_image_get_stride (image);
      luma->planes[i].step = assay_pixels_size (format);
    }
}

static void
add_times (const AssayVideoLuma *luma, float share, float *sum)
{
  for (guint i = 0; i < luma->n; i++)
    assay_video_plane_sum (&luma->planes[i], share * luma->weights[i],
                           i == 0 ? share * luma->offset : 0, sum);
}

void
assay_video_luma_add (const AssayVideoLuma *luma, float *sum)
{
  add_times (luma, 1, sum);
}

void
assay_video_luma_add_share (const AssayVideoLuma *luma, float *sum)
{
  add_times (luma, luma->share, sum);
}

guint8 *
assay_video_bits (AssayParameters *parameters,
                  const char *payload,
                  const char *name,
                  guint *n_bits,
                  GError **error)
{
  g_autoptr (GError) failure = NULL;
  guint wanted = strcmp (payload, "raw") == 0 ? ASSAY_VIDEO_PAYLOAD_BITS : ASSAY_VIDEO_MESSAGE_BITS;
  g_autofree guint8 *bits = assay_mark_parse (assay_parameters_get_text (parameters, name),
                                              ASSAY_MARK_MOST_BITS, n_bits, &failure);

  if (bits == NULL)
    g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID, "%s: %s", name,
                 failure->message);
  else if (*n_bits != wanted)
    g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                 _ ("%s: has %u bits; this payload has %u, which are %u hexadecimal digits"), name,
                 *n_bits, wanted, wanted / 4);
  else
    return g_steal_pointer (&bits);
  return NULL;
}
