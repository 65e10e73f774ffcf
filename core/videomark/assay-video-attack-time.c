/* assay-video-attack-time.c: changes of frames against each other: which come, when, and mixed. */
#include "videomark/assay-video-attack.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "model/assay-model-error.h"

/* s of a piece that is cut out or kept, at the average rate; in a short video a tenth of its
 * frames, so that a share of it can be cut out. */
#define PIECE 0.5
#define LEAST_PIECES 10u

/* Bell-shaped weights of sum 1; all the same for a @sigma of 0 or less. */
static double *
make_weights (guint n, double sigma)
{
  double *weights = g_new (double, n);
  double sum = 0;

  for (guint i = 0; i < n; i++)
    {
      double distance = i - (n - 1) / 2.0;

      weights[i] = sigma > 0 ? exp (-distance * distance / (2.0 * sigma * sigma)) : 1.0;
      sum += weights[i];
    }
  for (guint i = 0; i < n; i++)
    weights[i] /= sum;
  return weights;
}

/* One direction of a separable filter; the border repeats. @step: 1 across, @width down. */
static void
filter (const double *from,
        double *to,
        guint width,
        guint height,
        const double *weights,
        guint n,
        gboolean across)
{
  gint half = (gint) n / 2;

  for (gint y = 0; y < (gint) height; y++)
    for (gint x = 0; x < (gint) width; x++)
      {
        double sum = 0;

        for (gint i = 0; i < (gint) n; i++)
          {
            gint at_x = across ? CLAMP (x + i - half, 0, (gint) width - 1) : x;
            gint at_y = across ? y : CLAMP (y + i - half, 0, (gint) height - 1);

            sum += weights[i] * from[(gsize) at_y * width + (gsize) at_x];
          }
        to[(gsize) y * width + (gsize) x] = sum;
      }
}

/* @plane of @out: the pictures of the window around @index, weighted, then filtered in the plane by
 * @spatial (nullable). */
static void
mix_plane (const AssayVideoAttack *self,
           AssayVideoPicture *out,
           guint plane,
           const double *weights,
           guint n,
           const double *spatial)
{
  guint width = assay_video_picture_plane_width (out, plane);
  guint height = assay_video_picture_plane_height (out, plane);
  g_autofree double *sum = g_new0 (double, (gsize) width *height);
  g_autofree double *other = spatial != NULL ? g_new (double, (gsize) width *height) : NULL;
  double most = (double) ((1u << out->depth) - 1);

  for (guint i = 0; i < n; i++)
    {
      gint64 wanted = self->next + (gint64) i - (gint64) n / 2 - self->window_first;
      guint at = (guint) CLAMP (wanted, 0, (gint64) self->window->len - 1);
      const AssayVideoPicture *picture = self->window->pdata[at];

      for (guint y = 0; y < height; y++)
        for (guint x = 0; x < width; x++)
          sum[(gsize) y * width + x]
              += weights[i] * assay_video_picture_sample (picture, plane, x, y);
    }
  if (spatial != NULL)
    {
      filter (sum, other, width, height, spatial, n, TRUE);
      filter (other, sum, width, height, spatial, n, FALSE);
    }
  for (guint y = 0; y < height; y++)
    {
      guint8 *row = out->plane[plane] + (gsize) y * out->stride[plane];

      for (guint x = 0; x < width; x++)
        {
          double value = rint (CLAMP (sum[(gsize) y * width + x], 0.0, most));

          if (out->sample == 1)
            row[x] = (guint8) value;
          else
            ((guint16 *) (gpointer) row)[x] = (guint16) value;
        }
    }
}

/* Writes picture self->next, mixed of its neighbours; frees those that no other needs. */
static gboolean
write_mixed (AssayVideoAttack *self, guint n, double sigma, gboolean spatial, GError **error)
{
  const AssayVideoPicture *middle
      = self->window->pdata[MIN (self->next - self->window_first, (gint64) self->window->len - 1)];
  g_autofree double *weights = make_weights (n, sigma);
  AssayVideoPicture *out
      = assay_video_picture_new_like (middle, middle->width, middle->height, error);

  if (out == NULL)
    return FALSE;
  for (guint plane = 0; plane < out->n_planes; plane++)
    mix_plane (self, out, plane, weights, n, spatial ? weights : NULL);
  self->next++;
  while (self->window_first < self->next - (gint64) n / 2 && self->window->len > 1)
    {
      g_ptr_array_remove_index (self->window, 0);
      self->window_first++;
    }
  return assay_video_rewriter_write (self->rewriter, out, error);
}

/* @n pictures around each are mixed, the first and last ones standing for those that are missing.
 */
static gboolean
mix (AssayVideoAttack *self,
     AssayVideoPicture *picture,
     guint n,
     double sigma,
     gboolean spatial,
     GError **error)
{
  gint64 end = self->window_first + (gint64) self->window->len;

  if (picture != NULL)
    {
      g_ptr_array_add (self->window, picture);
      end++;
    }
  while (self->next < end && (picture == NULL || self->next + (gint64) n / 2 < end))
    if (!write_mixed (self, n, sigma, spatial, error))
      return FALSE;
  return TRUE;
}

gboolean
assay_video_attack_average (AssayVideoAttack *self, AssayVideoPicture *picture, GError **error)
{
  return mix (self, picture, (guint) rint (self->amount), 0, FALSE, error);
}

gboolean
assay_video_attack_blur (AssayVideoAttack *self, AssayVideoPicture *picture, GError **error)
{
  return mix (self, picture, self->kernel, MAX (self->amount, 1e-3), TRUE, error);
}

gboolean
assay_video_attack_drop (AssayVideoAttack *self, AssayVideoPicture *picture, GError **error)
{
  if (picture == NULL)
    {
      /* One is always left. */
      if (self->next > 0 || self->window->len == 0)
        return TRUE;
      return assay_video_rewriter_write (self->rewriter, g_ptr_array_steal_index (self->window, 0),
                                         error);
    }
  if (picture->index == 0)
    g_ptr_array_add (self->window, assay_video_picture_ref (picture));
  if (assay_random_real (&self->random) < self->amount)
    {
      assay_video_picture_unref (picture);
      return TRUE;
    }
  self->next++;
  return assay_video_rewriter_write (self->rewriter, picture, error);
}

/* @picture at the time of @place. */
static gboolean
write_at (
    AssayVideoAttack *self, AssayVideoPicture *picture, gint64 pts, gint64 duration, GError **error)
{
  picture->pts = pts;
  picture->duration = duration;
  return assay_video_rewriter_write (self->rewriter, picture, error);
}

gboolean
assay_video_attack_swap (AssayVideoAttack *self, AssayVideoPicture *picture, GError **error)
{
  AssayVideoPicture *held
      = self->window->len > 0 ? g_ptr_array_steal_index (self->window, 0) : NULL;
  gint64 pts;
  gint64 duration;

  if (picture == NULL)
    return held == NULL || assay_video_rewriter_write (self->rewriter, held, error);
  if (held == NULL)
    {
      g_ptr_array_add (self->window, picture);
      return TRUE;
    }
  if (!(assay_random_real (&self->random) < self->amount))
    {
      g_ptr_array_add (self->window, picture);
      return assay_video_rewriter_write (self->rewriter, held, error);
    }
  pts = picture->pts;
  duration = picture->duration;
  if (!write_at (self, picture, held->pts, held->duration, error))
    {
      assay_video_picture_unref (held);
      return FALSE;
    }
  return write_at (self, held, pts, duration, error);
}

/* Ticks of the source in @seconds. */
static gint64
ticks (const AssayVideoAttack *self, double seconds)
{
  const AssayVideoSourceInfo *info = assay_video_rewriter_get_info (self->rewriter);

  return llrint (seconds * (double) info->tick_den / (double) info->tick_num);
}

static double
seconds_of (const AssayVideoAttack *self, gint64 duration)
{
  const AssayVideoSourceInfo *info = assay_video_rewriter_get_info (self->rewriter);

  return (double) duration * (double) info->tick_num / (double) info->tick_den;
}

/* The picture shown at each time of a new clock, whose seconds last @speed of the old ones. */
static gboolean
resample (
    AssayVideoAttack *self, AssayVideoPicture *picture, double fps, double speed, GError **error)
{
  AssayVideoPicture *held
      = self->window->len > 0 ? g_ptr_array_steal_index (self->window, 0) : NULL;
  double until = held == NULL ? 0 : (picture != NULL ? picture->seconds : held->seconds) / speed;
  gint64 origin = held == NULL ? 0 : held->pts - ticks (self, held->seconds);
  gboolean written = TRUE;

  if (picture == NULL && held != NULL)
    until += held->duration > 0 ? seconds_of (self, held->duration) / speed : 1.0 / fps;
  while (held != NULL && written && self->clock < until - 1e-6)
    {
      AssayVideoPicture *copy = assay_video_picture_own (assay_video_picture_ref (held), error);

      written = copy != NULL
                && write_at (self, copy, origin + ticks (self, self->clock),
                             ticks (self, 1.0 / fps), error);
      self->next++;
      self->clock = (double) self->next / fps;
    }
  g_clear_pointer (&held, assay_video_picture_unref);
  if (picture != NULL)
    g_ptr_array_add (self->window, picture);
  return written;
}

static double
source_rate (const AssayVideoAttack *self)
{
  double fps = assay_video_rewriter_get_info (self->rewriter)->fps;

  return fps > 0 && fps <= 240 ? fps : 25.0;
}

gboolean
assay_video_attack_rate (AssayVideoAttack *self, AssayVideoPicture *picture, GError **error)
{
  return resample (self, picture, self->amount, 1.0, error);
}

gboolean
assay_video_attack_speed (AssayVideoAttack *self, AssayVideoPicture *picture, GError **error)
{
  return resample (self, picture, source_rate (self), self->amount, error);
}

/* Pieces are counted in frames, not in seconds: how long a video is, its container may say of the
 * whole file, whose sound may be longer, and times may be anything. */
static void
plan_cuts (AssayVideoAttack *self)
{
  guint64 half_second = (guint64) rint (PIECE * source_rate (self));

  self->piece_frames = MAX (1, MIN (half_second, self->frames / LEAST_PIECES));
  self->piece_left = 0;
  if (self->frames < 2)
    return;
  /* Something is always left: the first piece. */
  self->pieces = (self->frames - 1) / self->piece_frames;
  self->cuts = (guint64) rint (self->amount * (double) (self->pieces + 1));
  self->cuts = MIN (self->cuts, self->pieces);
  if (self->amount > 0)
    self->cuts = MAX (self->cuts, 1);
}

/* Any so many of those that are left, each alike; the share as a chance where there are more frames
 * than were counted. */
static gboolean
keep_piece (AssayVideoAttack *self)
{
  double chance = self->pieces > 0 ? (double) self->cuts / (double) self->pieces : self->amount;
  gboolean kept = assay_random_real (&self->random) >= chance;

  if (self->pieces > 0)
    {
      self->pieces--;
      self->cuts -= kept ? 0 : 1;
    }
  return kept;
}

/* A copy with nothing cut out would say that its mark withstood that. */
static gboolean
check_cut (const AssayVideoAttack *self, GError **error)
{
  if (self->has_cut || !(self->amount > 0))
    return TRUE;
  g_set_error_literal (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_NOT_APPLICABLE,
                       _ ("Nothing could be cut out: the video has too few pictures"));
  return FALSE;
}

gboolean
assay_video_attack_cut (AssayVideoAttack *self, AssayVideoPicture *picture, GError **error)
{
  gint64 step;

  if (picture == NULL)
    return check_cut (self, error);
  if (picture->index == 0)
    plan_cuts (self);
  if (self->piece_left == 0)
    {
      self->piece_kept = picture->index == 0 || keep_piece (self);
      self->piece_left = self->piece_frames;
    }
  self->piece_left--;
  step = self->last_pts == G_MININT64 ? 0 : picture->pts - self->last_pts;
  self->last_pts = picture->pts;
  if (!self->piece_kept)
    {
      self->cut += step;
      self->has_cut = TRUE;
      assay_video_picture_unref (picture);
      return TRUE;
    }
  picture->pts -= self->cut;
  return assay_video_rewriter_write (self->rewriter, picture, error);
}
