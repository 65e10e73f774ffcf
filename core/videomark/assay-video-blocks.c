/* assay-video-blocks.c: a plane folded into one tile, block by block. */
#include "videomark/assay-video-blocks.h"

#include <math.h>
#include <string.h>

#define TILE ASSAY_VIDEO_TILE
#define AREA ASSAY_VIDEO_AREA
#define BINS ASSAY_VIDEO_BINS
#define STEP ASSAY_VIDEO_BLOCK_STEP
/* Magnitudes of a block become m^(1 - power), nearly alike. */
#define POWER 0.9f
/* What is weaker than this share of the block's root mean square is not lifted further. */
#define QUIET 0.03f
/* Pixels of a straightened plane at most: for more the plain sum has to do, as blocks take time. */
#define MOST_PIXELS (640u << 10)

/* A plane in pixels of the tile: pixel (0, 0) lies at (left, top), multiples of STEP. */
typedef struct
{
  int left, top;
  guint width, height;
  float *values;
} Straight;

/* The rectangle that holds the mapped plane, half a tile more on each side. */
static gboolean
measure (Straight *self, guint width, guint height, const AssayVideoMap *map)
{
  double x[2] = { 0, (double) width - 1 };
  double y[2] = { 0, (double) height - 1 };
  double low[2] = { 0, 0 };
  double high[2] = { 0, 0 };

  for (guint i = 0; i < 4; i++)
    {
      double place[2]
          = { map->a * x[i & 1] + map->b * y[i >> 1], map->c * x[i & 1] + map->d * y[i >> 1] };

      for (guint k = 0; k < 2; k++)
        {
          low[k] = MIN (low[k], place[k]);
          high[k] = MAX (high[k], place[k]);
        }
    }
  if (!((high[0] - low[0] + 3 * TILE) * (high[1] - low[1] + 3 * TILE) <= MOST_PIXELS))
    return FALSE;
  self->left = ((int) floor (low[0] / STEP) - 1) * STEP;
  self->top = ((int) floor (low[1] / STEP) - 1) * STEP;
  self->width = (guint) (((int) floor (high[0] / STEP) + 3) * STEP - self->left);
  self->height = (guint) (((int) floor (high[1] / STEP) + 3) * STEP - self->top);
  return TRUE;
}

/* Each pixel shared linearly among four places. */
static void
straighten (Straight *self, const float *plane, guint width, guint height, const AssayVideoMap *map)
{
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        double u = map->a * x + map->b * y - self->left;
        double v = map->c * x + map->d * y - self->top;
        guint i = (guint) u;
        guint j = (guint) v;
        float p = (float) (u - i);
        float q = (float) (v - j);
        float value = plane[(gsize) y * width + x];
        float *up = self->values + (gsize) j * self->width + i;
        float *down = up + self->width;

        up[0] += (1 - p) * (1 - q) * value;
        up[1] += p * (1 - q) * value;
        down[0] += (1 - p) * q * value;
        down[1] += p * q * value;
      }
}

/* @at + i modulo the tile, for any sign of @at. */
static guint
ring (int at, guint i)
{
  return (guint) ((at % TILE + TILE) % TILE + (int) i) % TILE;
}

/* The block at (@x, @y) of the plane under @window, where it lies in the tile. */
static void
cut_block (const Straight *self, guint x, guint y, const float *window, float *block)
{
  for (guint j = 0; j < TILE; j++)
    {
      const float *from = self->values + ((gsize) y + j) * self->width + x;
      float *to = block + ring (self->top + (int) y, j) * TILE;

      for (guint i = 0; i < TILE; i++)
        to[ring (self->left + (int) x, i)] = window[j] * window[i] * from[i];
    }
}

void
assay_video_blocks_window (float *window)
{
  for (guint i = 0; i < TILE; i++)
    window[i] = (float) (0.5 - 0.5 * cos (2 * G_PI * (i + 0.5) / TILE));
}

void
assay_video_blocks_gains (const float *coordinates, float *gains)
{
  float square = 0;
  float scale;

  for (guint i = 0; i < ASSAY_VIDEO_DIMENSIONS; i++)
    square += coordinates[i] * coordinates[i];
  scale = square > 1e-12f ? 1.0f / sqrtf (square / BINS) : 0;
  for (guint i = 0; i < BINS; i++)
    {
      float m = hypotf (coordinates[2 * i], coordinates[2 * i + 1]);

      gains[i] = scale > 0 ? powf (scale * m + QUIET, -POWER) : 0;
    }
}

gboolean
assay_video_blocks_fold (const AssayVideoPattern *pattern,
                         const float *plane,
                         guint width,
                         guint height,
                         const AssayVideoMap *map,
                         float *tile)
{
  Straight straight;
  g_autofree float *values = NULL;
  float window[TILE];
  float sum[ASSAY_VIDEO_DIMENSIONS] = { 0 };

  if (!measure (&straight, width, height, map))
    return FALSE;
  values = straight.values = g_new0 (float, (gsize) straight.width *straight.height);
  straighten (&straight, plane, width, height, map);
  assay_video_blocks_window (window);
  for (guint y = 0; y + TILE <= straight.height; y += STEP)
    for (guint x = 0; x + TILE <= straight.width; x += STEP)
      {
        float block[AREA];
        float coordinates[ASSAY_VIDEO_DIMENSIONS];
        float gains[BINS];

        cut_block (&straight, x, y, window, block);
        assay_video_pattern_analyse (pattern, block, coordinates);
        assay_video_blocks_gains (coordinates, gains);
        for (guint i = 0; i < ASSAY_VIDEO_DIMENSIONS; i++)
          sum[i] += gains[i / 2] * coordinates[i];
      }
  assay_video_pattern_synthesise (pattern, sum, tile);
  return TRUE;
}
