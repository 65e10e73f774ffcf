/* assay-revmark-marker.c: segments marked by a network: seen at its size, the residual enlarged. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/assay-base.h"
#include "videomark/assay-revmark-scheme-private.h"
#include "videomark/assay-video-strength.h"

/* A network's residual is not a mask: what enlarging it took away may be more. */
#define MOST_FACTOR 4
/* Of the planes of a YUV picture in the mean square of R, G and B, by BT.601. */
static const double plane_shares[]
    = { 1, (0.344136 * 0.344136 + 1.772 * 1.772) / 3, (0.714136 * 0.714136 + 1.402 * 1.402) / 3 };

typedef struct
{
  const AssayRevmarkShared *shared;
  AssayRevmarkCoder *coder;
  AssayRevmarkGrid grid;
  guint8 bits[ASSAY_VIDEO_BITS];
  double psnr;
  guint width, height;
  gsize frame;     /* numbers of a frame as the network sees it */
  float *rgb;      /* a segment of it */
  float *residual; /* the same */
  float *work;     /* one plane of it */
  float *plane;    /* one plane of a picture */
  float factor;
} Marker;

void
assay_revmark_marker_free (gpointer marker)
{
  Marker *self = marker;

  g_clear_pointer (&self->coder, assay_revmark_coder_free);
  g_free (self->rgb);
  g_free (self->residual);
  g_free (self->work);
  g_free (self->plane);
  g_free (self);
}

static gboolean
get_ready (Marker *self, GError **error)
{
  const AssayRevmarkCard *card = self->shared->card;

  if (MIN (self->width, self->height) < ASSAY_VIDEO_LEAST_SIDE
      || MAX (self->width, self->height) > ASSAY_VIDEO_MOST_MARKED)
    {
      g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_LIMIT,
                   _ ("A picture of %u × %u pixels cannot be marked: sides from %d to %d can"),
                   self->width, self->height, ASSAY_VIDEO_LEAST_SIDE, ASSAY_VIDEO_MOST_MARKED);
      return FALSE;
    }
  if (!assay_revmark_grid_init (&self->grid, self->width, self->height, card->side,
                                assay_revmark_scale (self->width, self->height)))
    return assay_revmark_fail ("side", error);
  self->coder = assay_revmark_coder_new (card, self->grid.rows, self->grid.columns, TRUE,
                                         self->shared->threads, error);
  if (self->coder == NULL)
    return FALSE;
  self->plane = assay_try_alloc ((gsize) self->width * self->height, sizeof (float),
                                 ASSAY_LIMIT_PIXELS * 4ul, error);
  if (self->plane == NULL)
    return FALSE;
  self->frame = (gsize) self->grid.rows * self->grid.columns * 3;
  self->rgb = g_new (float, card->frames * self->frame);
  self->residual = g_new (float, card->frames * self->frame);
  self->work = g_new (float, self->frame / 3);
  return TRUE;
}

gpointer
assay_revmark_marker_new (
    gpointer shared, const guint8 *payload, double psnr, guint width, guint height, GError **error)
{
  Marker *self = g_new0 (Marker, 1);

  self->shared = shared;
  self->psnr = psnr;
  self->width = width;
  self->height = height;
  assay_revmark_key_hide (&self->shared->key, payload, self->bits);
  if (!get_ready (self, error))
    g_clear_pointer (&self, assay_revmark_marker_free);
  return self;
}

static AssayVideoPlane
plane_of (const AssayVideoLuma *picture, guint plane)
{
  return plane < picture->n ? picture->planes[plane] : picture->chroma[plane - picture->n];
}

static float
unit_of (const AssayVideoLuma *picture, guint plane)
{
  return plane < picture->n ? picture->step : picture->chroma_step;
}

/* self->plane: what plane @plane of picture @index gets, in 1/255. */
static void
enlarge (Marker *self, guint index, const AssayVideoLuma *picture, guint plane)
{
  AssayVideoPlane to = plane_of (picture, plane);

  assay_revmark_enlarge (self->residual + index * self->frame, &self->grid,
                         assay_revmark_shares (picture, plane), to.width, to.height,
                         self->grid.across * to.width / self->width,
                         self->grid.down * to.height / self->height, self->work, self->plane);
}

/* Mean square of R, G and B, in 1/255, from the sums of squares of the planes' samples. What luma
 * and chroma have in common is left out: 2 per cent at most. */
static double
mean_square (const AssayVideoLuma *picture, const double *squares, guint row_step)
{
  double sum = 0;

  for (guint p = 0; p < picture->n + picture->n_chroma; p++)
    {
      AssayVideoPlane plane = plane_of (picture, p);
      double unit = (double) unit_of (picture, p);
      double n = (double) plane.width * ((plane.height + row_step - 1) / row_step);

      sum += squares[p] / (unit * unit * n) * (picture->n == 3 ? 1.0 / 3 : plane_shares[p]);
    }
  return sum;
}

/* What @factor would change in picture @index. */
static double
measure (gpointer marker, guint index, AssayVideoPicture *picture, double factor, guint row_step)
{
  Marker *self = marker;
  AssayVideoLuma luma;
  double squares[3];

  assay_video_luma_of_picture (picture, &luma);
  for (guint p = 0; p < luma.n + luma.n_chroma; p++)
    {
      AssayVideoPlane plane = plane_of (&luma, p);

      enlarge (self, index, &luma, p);
      squares[p] = assay_video_plane_error (&plane, self->plane,
                                            (float) (factor * (double) unit_of (&luma, p)),
                                            luma.least, luma.most, row_step);
    }
  return mean_square (&luma, squares, row_step);
}

gboolean
assay_revmark_marker_plan (gpointer marker,
                           GPtrArray *pictures,
                           GCancellable *cancellable,
                           GError **error)
{
  Marker *self = marker;
  guint n = MIN (pictures->len, self->shared->card->frames);

  for (guint i = 0; i < n; i++)
    {
      AssayVideoLuma luma;

      assay_video_luma_of_picture (g_ptr_array_index (pictures, i), &luma);
      assay_revmark_see (&luma, &self->grid, self->rgb + i * self->frame);
    }
  if (!assay_revmark_coder_mark (self->coder, self->rgb, n, self->bits, self->psnr, self->residual,
                                 cancellable, error))
    return FALSE;
  self->factor = assay_video_strength_find (pictures, self->width, self->height, self->psnr,
                                            MOST_FACTOR, measure, self);
  return TRUE;
}

const float *
assay_revmark_marker_difference (gpointer marker, float *factor)
{
  static const AssayRevmarkShares luma = { 0.299f, 0.587f, 0.114f };
  Marker *self = marker;

  assay_revmark_enlarge (self->residual, &self->grid, luma, self->width, self->height,
                         self->grid.across, self->grid.down, self->work, self->plane);
  *factor = self->factor;
  return self->plane;
}

double
assay_revmark_marker_mark (gpointer marker, guint index, AssayVideoPicture *picture)
{
  Marker *self = marker;
  AssayVideoLuma luma;
  double squares[3] = { 0, 0, 0 };

  assay_video_luma_of_picture (picture, &luma);
  for (guint p = 0; p < luma.n + luma.n_chroma; p++)
    {
      AssayVideoPlane plane = plane_of (&luma, p);

      enlarge (self, index, &luma, p);
      assay_video_plane_add (&plane, self->plane, self->factor * unit_of (&luma, p), luma.least,
                             luma.most, &squares[p]);
    }
  return mean_square (&luma, squares, 1);
}
