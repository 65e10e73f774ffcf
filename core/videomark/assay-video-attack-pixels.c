/* assay-video-attack-pixels.c: changes of the samples where they are: noise, colours, a logo.
 * Pictures are red, green and blue. */
#include "config.h"

#include <math.h>
#include <string.h>

#include "videomark/assay-video-attack.h"

/* Of a screen filmed at full strength. */
#define SCREEN_SHRINK 0.4
#define SCREEN_GAMMA 0.3
#define SCREEN_NOISE 0.02
/* Of a grading at full strength. */
#define GRADE_GAMMA 0.25
#define GRADE_CONTRAST 0.25
#define GRADE_WARMTH 0.12
#define GRADE_SATURATION 0.4
#define LOGO_OPACITY 0.75

static double
full_scale (const AssayVideoPicture *picture)
{
  return (double) ((1u << picture->depth) - 1);
}

static void
put (AssayVideoPicture *picture, guint plane, guint x, guint y, double value)
{
  guint8 *row = picture->plane[plane] + (gsize) y * picture->stride[plane];
  double rounded = rint (CLAMP (value, 0.0, full_scale (picture)));

  if (picture->sample == 1)
    row[x] = (guint8) rounded;
  else
    ((guint16 *) (gpointer) row)[x] = (guint16) rounded;
}

/* Colour planes, without alpha. */
static guint
colours (const AssayVideoPicture *picture)
{
  return MIN (picture->n_planes, 3u);
}

/* Normal numbers by pairs (Box and Muller, 1958). */
static void
add_noise (const AssayVideoAttack *self, AssayVideoPicture *picture, double sigma)
{
  AssayRandom random;
  double full = full_scale (picture);
  double spare = 0;
  gboolean has_spare = FALSE;

  assay_video_attack_seed (self, picture->index, &random);
  for (guint plane = 0; plane < colours (picture); plane++)
    for (guint y = 0; y < picture->height; y++)
      for (guint x = 0; x < picture->width; x++)
        {
          double normal = spare;

          if (!has_spare)
            {
              double radius = sqrt (-2.0 * log (1.0 - assay_random_real (&random)));
              double angle = 2.0 * G_PI * assay_random_real (&random);

              normal = radius * cos (angle);
              spare = radius * sin (angle);
            }
          has_spare = !has_spare;
          put (picture, plane, x, y,
               assay_video_picture_sample (picture, plane, x, y) + sigma * full * normal);
        }
}

AssayVideoPicture *
assay_video_attack_noise (const AssayVideoAttack *self, AssayVideoPicture *picture, GError **error)
{
  add_noise (self, picture, self->amount);
  return picture;
}

/* Every sample of @plane through a curve of 0..1. */
static void
apply_curve (AssayVideoPicture *picture, guint plane, double gain, double gamma, double contrast)
{
  guint n = 1u << picture->depth;
  g_autofree double *table = g_new (double, n);
  double full = full_scale (picture);

  for (guint i = 0; i < n; i++)
    {
      double value = pow (CLAMP (gain * i / full, 0.0, 1.0), gamma);
      double bent = value * value * (3.0 - 2.0 * value);

      table[i] = full * (value + contrast * (bent - value));
    }
  for (guint y = 0; y < picture->height; y++)
    for (guint x = 0; x < picture->width; x++)
      put (picture, plane, x, y, table[(guint) assay_video_picture_sample (picture, plane, x, y)]);
}

/* Colours moved towards their luma by @share. */
static void
fade (AssayVideoPicture *picture, double share)
{
  if (colours (picture) < 3)
    return;
  for (guint y = 0; y < picture->height; y++)
    for (guint x = 0; x < picture->width; x++)
      {
        double green = assay_video_picture_sample (picture, 0, x, y);
        double blue = assay_video_picture_sample (picture, 1, x, y);
        double red = assay_video_picture_sample (picture, 2, x, y);
        double luma = 0.299 * red + 0.587 * green + 0.114 * blue;

        put (picture, 0, x, y, green + share * (luma - green));
        put (picture, 1, x, y, blue + share * (luma - blue));
        put (picture, 2, x, y, red + share * (luma - red));
      }
}

AssayVideoPicture *
assay_video_attack_grade (const AssayVideoAttack *self, AssayVideoPicture *picture, GError **error)
{
  double a = self->amount;
  double gains[3] = { 1.0, 1.0 - GRADE_WARMTH * a, 1.0 + GRADE_WARMTH * a };

  fade (picture, GRADE_SATURATION * a);
  for (guint plane = 0; plane < colours (picture); plane++)
    apply_curve (picture, plane, gains[plane], 1.0 - GRADE_GAMMA * a, GRADE_CONTRAST * a);
  return picture;
}

AssayVideoPicture *
assay_video_attack_screen (const AssayVideoAttack *self, AssayVideoPicture *picture, GError **error)
{
  g_autoptr (AssayVideoPicture) source = picture;
  g_autoptr (AssayVideoPicture) small = NULL;
  double a = self->amount;
  double shrink = 1.0 - SCREEN_SHRINK * a;
  AssayVideoPicture *out;

  small = assay_video_picture_scale (source, (guint) MAX (1.0, rint (source->width * shrink)),
                                     (guint) MAX (1.0, rint (source->height * shrink)), error);
  if (small == NULL)
    return NULL;
  out = assay_video_picture_scale (small, source->width, source->height, error);
  for (guint plane = 0; out != NULL && plane < colours (out); plane++)
    apply_curve (out, plane, 1.0, 1.0 + SCREEN_GAMMA * a, 0.0);
  if (out != NULL)
    add_noise (self, out, SCREEN_NOISE * a);
  return out;
}

/* A ring with a bar, of @u, @v in -1..1. */
static gboolean
in_logo (double u, double v)
{
  double radius = hypot (u, v);

  return (radius < 0.95 && radius > 0.6) || (fabs (v) < 0.18 && fabs (u) < 0.8);
}

AssayVideoPicture *
assay_video_attack_logo (const AssayVideoAttack *self, AssayVideoPicture *picture, GError **error)
{
  double side = self->amount * MIN (picture->width, picture->height);
  double margin = 0.04 * MIN (picture->width, picture->height);
  guint corner = (guint) (self->seed % 4);
  double left = corner % 2 == 0 ? margin : MAX (0.0, picture->width - side - margin);
  double top = corner < 2 ? margin : MAX (0.0, picture->height - side - margin);
  double white = 0.95 * full_scale (picture);
  guint right = (guint) MIN (picture->width, left + side);
  guint bottom = (guint) MIN (picture->height, top + side);

  for (guint y = (guint) top; y < bottom; y++)
    for (guint x = (guint) left; x < right; x++)
      {
        if (!in_logo ((x - left) / side * 2.0 - 1.0, (y - top) / side * 2.0 - 1.0))
          continue;
        for (guint plane = 0; plane < colours (picture); plane++)
          {
            double old = assay_video_picture_sample (picture, plane, x, y);

            put (picture, plane, x, y, old + LOGO_OPACITY * (white - old));
          }
      }
  return picture;
}
