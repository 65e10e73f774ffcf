/* assay-video-shape.c: the mask, and the difference picture of large planes. */
#include "videomark/assay-video-shape.h"

#include <math.h>
#include <string.h>

#define BITS ASSAY_VIDEO_BITS
#define TILE ASSAY_VIDEO_TILE
#define AREA ASSAY_VIDEO_AREA
/* No bit is left to the host alone: a cut has another host. In shares of the mean amplitude. */
#define LEAST_AMPLITUDE 0.5

void
assay_video_shape_normalise (float *plane, gsize n, double strength)
{
  double square = 0;
  float scale;

  for (gsize i = 0; i < n; i++)
    square += (double) plane[i] * (double) plane[i];
  scale = square > 0 ? (float) (strength / sqrt (square / (double) n)) : 0;
  for (gsize i = 0; i < n; i++)
    plane[i] *= scale;
}

void
assay_video_shape_mask (const float *inverse, gsize n, float *mask)
{
  for (gsize i = 0; i < n; i++)
    mask[i] = powf (1.0f / inverse[i] - 1.0f, 0.5f);
  assay_video_shape_normalise (mask, n, 1);
}

void
assay_video_shape_mask_similar (const float *sensitivity, gsize n, double exponent, float *mask)
{
  for (gsize i = 0; i < n; i++)
    mask[i] = powf (sensitivity[i], (float) (-exponent / 2));
  assay_video_shape_normalise (mask, n, 1);
}

/* @difference = mask · the repeated tile Σ amplitude · pattern. */
static void
spread (const AssayVideoShape *self, const double *amplitudes, float *difference)
{
  float tile[AREA] = { 0 };

  for (guint b = 0; b < BITS; b++)
    {
      const float *pattern = assay_video_pattern_tile (self->pattern, b);
      float amplitude = (float) (amplitudes[b] * self->signs[b]);

      for (guint i = 0; i < AREA; i++)
        tile[i] += amplitude * pattern[i];
    }
  for (guint y = 0; y < self->height; y++)
    for (guint x = 0; x < self->width; x++)
      {
        gsize at = (gsize) y * self->width + x;

        difference[at] = self->mask[at] * tile[y % TILE * TILE + x % TILE];
      }
  assay_video_shape_normalise (difference, (gsize) self->width * self->height, self->strength);
}

/* What the reader gets for each bit, positive if right: of host + difference, or of one alone. */
static void
respond (const AssayVideoShape *self,
         const float *difference,
         gboolean with_host,
         float *work,
         double *response)
{
  gsize n = (gsize) self->width * self->height;
  float tile[AREA];

  memset (work, 0, n * sizeof *work);
  if (difference != NULL)
    {
      assay_video_flattener_high (self->flattener, difference, work);
      for (gsize i = 0; i < n; i++)
        work[i] *= self->inverse[i];
    }
  for (gsize i = 0; with_host && i < n; i++)
    work[i] += self->host[i];
  assay_video_fold (work, self->width, self->height, &assay_video_map_identity, tile);
  for (guint b = 0; b < BITS; b++)
    {
      const float *pattern = assay_video_pattern_tile (self->pattern, b);
      double sum = 0;

      for (guint i = 0; i < AREA; i++)
        sum += (double) (pattern[i] * tile[i]);
      response[b] = sum * self->signs[b];
    }
}

/* Amplitudes max (least, amplitude + (target - response) / gain) with mean square 1: the target by
 * bisection. */
static void
level (double *amplitudes, const double *response, double gain)
{
  double low = -1e9;
  double high = 1e9;
  double next[BITS];

  for (guint round = 0; round < 100; round++)
    {
      double target = (low + high) / 2;
      double square = 0;

      for (guint b = 0; b < BITS; b++)
        {
          next[b] = MAX (LEAST_AMPLITUDE, amplitudes[b] + (target - response[b]) / gain);
          square += next[b] * next[b];
        }
      if (square > BITS)
        high = target;
      else
        low = target;
    }
  memcpy (amplitudes, next, sizeof next);
}

void
assay_video_shape_amplitudes (const AssayVideoShape *self, guint rounds, float *difference)
{
  gsize n = (gsize) self->width * self->height;
  g_autofree float *work = g_new (float, n);
  double amplitudes[BITS];
  double response[BITS];
  double gain = 0;

  for (guint b = 0; b < BITS; b++)
    amplitudes[b] = 1;
  spread (self, amplitudes, difference);
  respond (self, difference, FALSE, work, response);
  for (guint b = 0; b < BITS; b++)
    gain += response[b] / BITS;
  for (guint round = 0; round < rounds && gain > 0; round++)
    {
      respond (self, difference, TRUE, work, response);
      level (amplitudes, response, gain);
      spread (self, amplitudes, difference);
    }
}
