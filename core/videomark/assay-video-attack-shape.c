/* assay-video-attack-shape.c: changes of where the pixels are and how many. */
#include "config.h"

#include <math.h>
#include <string.h>

#include "videomark/assay-video-attack.h"

/* Smaller is no picture for a codec. */
#define LEAST_SIDE 16u

/* @side · @share in whole samples of colour, at least LEAST_SIDE where @side is. */
static guint
share_of (guint side, double share, guint shift)
{
  guint wanted = (guint) rint (side * share / (1u << shift)) << shift;

  return MAX (wanted, MIN (side, LEAST_SIDE));
}

/* Rows of @from, beginning at (x, y), to the top left or to @to_x, @to_y; all even. */
static void
copy_part (const AssayVideoPicture *from,
           guint x,
           guint y,
           AssayVideoPicture *to,
           guint to_x,
           guint to_y,
           guint width,
           guint height)
{
  for (guint plane = 0; plane < from->n_planes; plane++)
    {
      gboolean chroma = from->planes == ASSAY_PLANES_YUV && (plane == 1 || plane == 2);
      guint shift_x = chroma ? from->shift_x : 0;
      guint shift_y = chroma ? from->shift_y : 0;
      gsize bytes = (gsize) ((width + (1u << shift_x) - 1) >> shift_x) * from->sample;
      guint rows = (height + (1u << shift_y) - 1) >> shift_y;

      for (guint row = 0; row < rows; row++)
        memcpy (to->plane[plane] + (gsize) ((to_y >> shift_y) + row) * to->stride[plane]
                    + (gsize) (to_x >> shift_x) * to->sample,
                from->plane[plane] + (gsize) ((y >> shift_y) + row) * from->stride[plane]
                    + (gsize) (x >> shift_x) * from->sample,
                bytes);
    }
}

/* An even number of 0..@room, the same for all pictures of the run; @which: another one. */
static guint
draw_place (const AssayVideoAttack *self, guint room, gint64 which)
{
  AssayRandom random;

  assay_video_attack_seed (self, -1 - which, &random);
  return 2u * (guint) assay_random_below (&random, (guint64) room / 2 + 1);
}

AssayVideoPicture *
assay_video_attack_crop (const AssayVideoAttack *self, AssayVideoPicture *picture, GError **error)
{
  g_autoptr (AssayVideoPicture) source = picture;
  guint width = MIN (share_of (source->width, self->amount, source->shift_x), source->width);
  guint height = MIN (share_of (source->height, self->amount, source->shift_y), source->height);
  AssayVideoPicture *out = assay_video_picture_new_like (source, width, height, error);

  if (out != NULL)
    copy_part (source, draw_place (self, source->width - width, 0),
               draw_place (self, source->height - height, 1), out, 0, 0, width, height);
  return out;
}

AssayVideoPicture *
assay_video_attack_resize (const AssayVideoAttack *self, AssayVideoPicture *picture, GError **error)
{
  g_autoptr (AssayVideoPicture) source = picture;

  return assay_video_picture_scale (source, share_of (source->width, self->amount, source->shift_x),
                                    share_of (source->height, self->amount, source->shift_y),
                                    error);
}

AssayVideoPicture *
assay_video_attack_aspect (const AssayVideoAttack *self, AssayVideoPicture *picture, GError **error)
{
  g_autoptr (AssayVideoPicture) source = picture;

  return assay_video_picture_scale (source, share_of (source->width, self->amount, source->shift_x),
                                    source->height, error);
}

AssayVideoPicture *
assay_video_attack_letterbox (const AssayVideoAttack *self,
                              AssayVideoPicture *picture,
                              GError **error)
{
  g_autoptr (AssayVideoPicture) source = picture;
  guint bar = 2u * (guint) rint (source->height * self->amount / 4.0);
  AssayVideoPicture *out
      = assay_video_picture_new_like (source, source->width, source->height + 2 * bar, error);

  if (out != NULL)
    copy_part (source, 0, 0, out, 0, bar, source->width, source->height);
  return out;
}

/* Shade of the ground at (x, y): blocks that move with the pictures. */
static guint
ground_shade (const AssayVideoPicture *picture, guint x, guint y)
{
  guint step = MAX (picture->width / 12, 8u);

  return 64 + ((x + (guint) (picture->index & 0xff)) / step * 37 + y / step * 53) % 96;
}

/* A grey field: what the small picture lies on. */
static void
paint_ground (AssayVideoPicture *picture)
{
  guint planes = picture->planes == ASSAY_PLANES_RGB ? 3 : 1;

  for (guint plane = 0; plane < planes; plane++)
    for (guint y = 0; y < picture->height; y++)
      {
        guint8 *row = picture->plane[plane] + (gsize) y * picture->stride[plane];

        for (guint x = 0; x < picture->width; x++)
          {
            guint shade = ground_shade (picture, x, y);

            if (picture->sample == 1)
              row[x] = (guint8) shade;
            else
              ((guint16 *) (gpointer) row)[x] = (guint16) (shade << (picture->depth - 8));
          }
      }
}

AssayVideoPicture *
assay_video_attack_inset (const AssayVideoAttack *self, AssayVideoPicture *picture, GError **error)
{
  g_autoptr (AssayVideoPicture) source = picture;
  guint width = MIN (share_of (source->width, self->amount, source->shift_x), source->width);
  guint height = MIN (share_of (source->height, self->amount, source->shift_y), source->height);
  g_autoptr (AssayVideoPicture) small = assay_video_picture_scale (source, width, height, error);
  AssayVideoPicture *out;

  if (small == NULL)
    return NULL;
  out = assay_video_picture_new_like (source, source->width, source->height, error);
  if (out == NULL)
    return NULL;
  paint_ground (out);
  copy_part (small, 0, 0, out, draw_place (self, source->width - width, 0),
             draw_place (self, source->height - height, 1), width, height);
  return out;
}

static double
sample_at (const AssayVideoPicture *picture, guint plane, double x, double y)
{
  gint left = (gint) floor (x);
  gint top = (gint) floor (y);
  double sum = 0;

  for (gint dy = 0; dy < 2; dy++)
    for (gint dx = 0; dx < 2; dx++)
      {
        gint at_x = left + dx;
        gint at_y = top + dy;
        double weight
            = (dx == 1 ? x - left : 1.0 - (x - left)) * (dy == 1 ? y - top : 1.0 - (y - top));
        const guint8 *row;

        if (at_x < 0 || at_y < 0 || at_x >= (gint) picture->width || at_y >= (gint) picture->height)
          continue;
        row = picture->plane[plane] + (gsize) at_y * picture->stride[plane];
        sum += weight
               * (picture->sample == 1 ? row[at_x] : ((const guint16 *) (gconstpointer) row)[at_x]);
      }
  return sum;
}

/* About the middle, with linear interpolation; what comes from outside is black. */
AssayVideoPicture *
assay_video_attack_rotate (const AssayVideoAttack *self, AssayVideoPicture *picture, GError **error)
{
  g_autoptr (AssayVideoPicture) source = picture;
  AssayVideoPicture *out
      = assay_video_picture_new_like (source, source->width, source->height, error);
  double cosine = cos (self->amount * G_PI / 180.0);
  double sine = sin (self->amount * G_PI / 180.0);
  double middle_x = (source->width - 1) / 2.0;
  double middle_y = (source->height - 1) / 2.0;

  for (guint plane = 0; out != NULL && plane < source->n_planes; plane++)
    for (guint y = 0; y < source->height; y++)
      for (guint x = 0; x < source->width; x++)
        {
          double from_x = middle_x + cosine * (x - middle_x) + sine * (y - middle_y);
          double from_y = middle_y - sine * (x - middle_x) + cosine * (y - middle_y);
          double value = rint (sample_at (source, plane, from_x, from_y));
          guint8 *row = out->plane[plane] + (gsize) y * out->stride[plane];

          if (out->sample == 1)
            row[x] = (guint8) value;
          else
            ((guint16 *) (gpointer) row)[x] = (guint16) value;
        }
  return out;
}
