/* assay-video-embedder.c: segments of frames in, their difference pictures out. */
#include <math.h>
#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/assay-base.h"
#include "videomark/assay-video-sample.h"
#include "videomark/assay-video-sensitivity.h"
#include "videomark/assay-video-shape.h"

/* Work planes up to here are optimised in windows at every third pixel, larger ones in windows of
 * cells, and with what similarity costs. */
#define SMALL (256u * 256u)
#define ROUNDS_SMALL 150
#define ROUNDS_AMPLITUDES 3
#define ROUNDS_LARGE 8
/* Larger planes, of very wide pictures, keep one amplitude a bit: it would take seconds a segment.
 */
#define WIDE (1u << 20)
/* Exponents of the mask of large planes: what similarity may ask for. */
#define LEAST_EXPONENT 0.5
#define MOST_EXPONENT 5.0
#define EXPONENT_STEP 0.03125
/* What similarity may lose at 42 dB; the loss goes with the difference's energy. */
#define LOSS 0.015
#define LOSS_PSNR 42.0
/* A loss below this share of it lets the next segment try less. */
#define EASY 0.8
/* A loss above this multiple of it asks for another exponent than the next one. */
#define FAR 1.3

struct _AssayVideoEmbedder
{
  AssayVideoPattern *pattern;
  AssayVideoFlattener *flattener;
  gint8 signs[ASSAY_VIDEO_BITS];
  guint width, height;
  guint scale;
  guint columns, rows; /* of the work plane */
  guint frames;        /* counted in this segment */
  double strength;
  double loss;              /* of similarity that is allowed */
  double exponent;          /* of the mask */
  gboolean sought;          /* the exponent */
  AssayVideoSample *sample; /* of the segment's first frame; NULL for small planes, like: */
  float *sensitivity;       /* columns × rows */
  float *luma;              /* width × height: the sum of the segment's frames */
  float *difference;        /* width × height */
  float *host;              /* the others: columns × rows */
  float *inverse;
  float *mask;
  float *shape;
};

AssayVideoEmbedder *
assay_video_embedder_new (AssayVideoPattern *pattern,
                          const guint8 *bits,
                          double psnr,
                          guint width,
                          guint height,
                          GError **error)
{
  g_autoptr (AssayVideoEmbedder) self = g_new0 (AssayVideoEmbedder, 1);
  gsize pixels;

  if (MIN (width, height) < ASSAY_VIDEO_LEAST_SIDE || MAX (width, height) > ASSAY_VIDEO_MOST_MARKED)
    {
      g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_LIMIT,
                   _ ("A picture of %u × %u pixels cannot be marked: sides from %d to %d can"),
                   width, height, ASSAY_VIDEO_LEAST_SIDE, ASSAY_VIDEO_MOST_MARKED);
      return NULL;
    }
  self->pattern = assay_video_pattern_ref (pattern);
  for (guint b = 0; b < ASSAY_VIDEO_BITS; b++)
    self->signs[b] = bits[b] != 0 ? 1 : -1;
  self->width = width;
  self->height = height;
  self->scale = assay_video_scale (width, height);
  self->columns = width / self->scale;
  self->rows = height / self->scale;
  self->strength = 255 * pow (10, -psnr / 20);
  self->loss = LOSS * pow (10, (LOSS_PSNR - psnr) / 10);
  self->exponent = LEAST_EXPONENT;
  self->flattener = assay_video_flattener_new (self->columns, self->rows);
  pixels = (gsize) self->columns * self->rows;
  if (pixels > SMALL)
    {
      self->sample = assay_video_sample_new (width, height);
      self->sensitivity = g_new0 (float, pixels);
    }
  self->luma
      = assay_try_alloc ((gsize) width * height, sizeof (float), ASSAY_LIMIT_PIXELS * 4ul, error);
  if (self->luma == NULL)
    return NULL;
  self->difference
      = assay_try_alloc ((gsize) width * height, sizeof (float), ASSAY_LIMIT_PIXELS * 4ul, error);
  if (self->difference == NULL)
    return NULL;
  self->host = g_new0 (float, pixels);
  self->inverse = g_new0 (float, pixels);
  self->mask = g_new0 (float, pixels);
  self->shape = g_new0 (float, pixels);
  return g_steal_pointer (&self);
}

void
assay_video_embedder_free (AssayVideoEmbedder *self)
{
  if (self == NULL)
    return;
  assay_video_pattern_unref (self->pattern);
  assay_video_flattener_free (self->flattener);
  g_clear_pointer (&self->sample, assay_video_sample_free);
  g_free (self->sensitivity);
  g_free (self->luma);
  g_free (self->difference);
  g_free (self->host);
  g_free (self->inverse);
  g_free (self->mask);
  g_free (self->shape);
  g_free (self);
}

float *
assay_video_embedder_luma (AssayVideoEmbedder *self)
{
  return self->luma;
}

void
assay_video_embedder_count (AssayVideoEmbedder *self)
{
  if (self->frames++ > 0 || self->sample == NULL)
    return;
  assay_video_sample_take (self->sample, self->luma);
  assay_video_sensitivity (self->luma, self->width, self->height, self->scale, self->sensitivity);
}

/* host and inverse from the segment's mean luma. */
static void
prepare (AssayVideoEmbedder *self)
{
  gsize n = (gsize) self->columns * self->rows;

  assay_video_reduce (self->luma, self->width, self->height, self->scale,
                      1.0f / (float) MAX (1, self->frames), self->shape);
  assay_video_flattener_high (self->flattener, self->shape, self->host);
  assay_video_flattener_deviation (self->flattener, self->host, self->inverse);
  for (gsize i = 0; i < n; i++)
    {
      self->inverse[i] = 1.0f / self->inverse[i];
      self->host[i] = CLAMP (self->host[i] * self->inverse[i], -ASSAY_VIDEO_CLIP, ASSAY_VIDEO_CLIP);
    }
}

/* The difference in the work plane. */
static gboolean
shape_small (AssayVideoEmbedder *self,
             const AssayVideoShape *shape,
             GCancellable *cancellable,
             GError **error)
{
  assay_video_shape_mask (self->inverse, (gsize) self->columns * self->rows, self->mask);
  assay_video_shape_amplitudes (shape, ROUNDS_AMPLITUDES, self->shape);
  return assay_video_shape_windows (shape, ROUNDS_SMALL, self->shape, cancellable, error);
}

/* … with the mask's exponent as it is. */
static gboolean
shape_large (AssayVideoEmbedder *self,
             const AssayVideoShape *shape,
             GCancellable *cancellable,
             GError **error)
{
  gsize pixels = (gsize) self->columns * self->rows;

  assay_video_shape_mask_similar (self->sensitivity, pixels, self->exponent, self->mask);
  assay_video_shape_amplitudes (shape, ROUNDS_AMPLITUDES, self->shape);
  if (pixels > WIDE)
    return !g_cancellable_set_error_if_cancelled (cancellable, error);
  return assay_video_shape_cells (shape, ROUNDS_LARGE, self->shape, cancellable, error);
}

static void
enlarge (AssayVideoEmbedder *self)
{
  assay_video_enlarge (self->shape, self->width, self->height, self->scale, self->difference);
  assay_video_shape_normalise (self->difference, (gsize) self->width * self->height,
                               self->strength);
}

/* self->difference at @exponent, and what similarity loses by it. */
static gboolean
draw (AssayVideoEmbedder *self,
      const AssayVideoShape *shape,
      double exponent,
      double *loss,
      GCancellable *cancellable,
      GError **error)
{
  self->exponent = exponent;
  if (!shape_large (self, shape, cancellable, error))
    return FALSE;
  enlarge (self);
  *loss = 1 - assay_video_sample_ssim (self->sample, self->difference);
  return TRUE;
}

/* The least exponent that similarity allows, by bisection; the highest where none is allowed. */
static gboolean
seek (AssayVideoEmbedder *self,
      const AssayVideoShape *shape,
      double *loss,
      GCancellable *cancellable,
      GError **error)
{
  double low = LEAST_EXPONENT;
  double high = MOST_EXPONENT;

  if (!draw (self, shape, low, loss, cancellable, error))
    return FALSE;
  if (*loss <= self->loss)
    return TRUE;
  while (high - low > EXPONENT_STEP)
    {
      double middle = (low + high) / 2;

      if (!draw (self, shape, middle, loss, cancellable, error))
        return FALSE;
      if (*loss <= self->loss)
        high = middle;
      else
        low = middle;
    }
  return self->exponent >= high || draw (self, shape, high, loss, cancellable, error);
}

/* Where quiet places would lose more similarity than is allowed, the difference moves into busy
 * ones. The next segment begins where this one ended. */
static gboolean
hide (AssayVideoEmbedder *self,
      const AssayVideoShape *shape,
      GCancellable *cancellable,
      GError **error)
{
  double loss = HUGE_VAL;

  if (self->sought && !draw (self, shape, self->exponent, &loss, cancellable, error))
    return FALSE;
  if (loss > FAR * self->loss && self->exponent < MOST_EXPONENT
      && !seek (self, shape, &loss, cancellable, error))
    return FALSE;
  while (loss > self->loss && self->exponent < MOST_EXPONENT)
    if (!draw (self, shape, MIN (MOST_EXPONENT, self->exponent + EXPONENT_STEP), &loss, cancellable,
               error))
      return FALSE;
  self->sought = TRUE;
  if (loss < EASY * self->loss)
    self->exponent = MAX (LEAST_EXPONENT, self->exponent - EXPONENT_STEP);
  return TRUE;
}

const float *
assay_video_embedder_plan (AssayVideoEmbedder *self, GCancellable *cancellable, GError **error)
{
  gsize n = (gsize) self->width * self->height;
  AssayVideoShape shape = {
    .pattern = self->pattern,
    .flattener = self->flattener,
    .signs = self->signs,
    .width = self->columns,
    .height = self->rows,
    .host = self->host,
    .inverse = self->inverse,
    .mask = self->mask,
    .strength = self->strength,
  };

  prepare (self);
  if (self->sample != NULL ? !hide (self, &shape, cancellable, error)
                           : !shape_small (self, &shape, cancellable, error))
    return NULL;
  if (self->sample == NULL)
    enlarge (self);
  memset (self->luma, 0, n * sizeof *self->luma);
  self->frames = 0;
  return self->difference;
}
