/* assay-video-cells.c: planes cell by cell, as products with the patterns. */
#include "videomark/assay-video-cells.h"

#include <string.h>

#define TILE ASSAY_VIDEO_TILE
#define AREA ASSAY_VIDEO_AREA
#define BITS ASSAY_VIDEO_BITS
/* Rows of a product that are added at a time. */
#define ROWS 8

G_STATIC_ASSERT (BITS % ROWS == 0 && AREA % ROWS == 0);

void
assay_video_cells_init (
    AssayVideoCells *self, guint width, guint height, const float *patterns, const gint8 *signs)
{
  *self = (AssayVideoCells){
    .width = width,
    .height = height,
    .columns = (width + TILE - 1) / TILE,
    .rows = (height + TILE - 1) / TILE,
    .by_bit = g_new (float, (gsize) BITS *AREA),
    .by_pixel = g_new (float, (gsize) BITS *AREA),
  };
  for (gsize b = 0; b < BITS; b++)
    for (gsize i = 0; i < AREA; i++)
      {
        float value = (float) signs[b] * patterns[b * AREA + i];

        self->by_bit[b * AREA + i] = value;
        self->by_pixel[i * BITS + b] = value;
      }
}

void
assay_video_cells_clear (AssayVideoCells *self)
{
  g_clear_pointer (&self->by_bit, g_free);
  g_clear_pointer (&self->by_pixel, g_free);
}

/* The part of cell (@column, @row) that the plane has. */
static void
measure (const AssayVideoCells *self, guint column, guint row, guint *width, guint *height)
{
  *width = MIN (TILE, self->width - column * TILE);
  *height = MIN (TILE, self->height - row * TILE);
}

/* out[i] += Σ weights[k] · rows[k · n + i] of eight rows: eight products to a load and a store. */
static void
add_rows (const float *weights, const float *rows, gsize n, float *out)
{
  const float *w = weights;

  for (gsize i = 0; i < n; i++)
    {
      const float *p = rows + i;

      out[i] += ((w[0] * p[0] + w[1] * p[n]) + (w[2] * p[2 * n] + w[3] * p[3 * n]))
                + ((w[4] * p[4 * n] + w[5] * p[5 * n]) + (w[6] * p[6 * n] + w[7] * p[7 * n]));
    }
}

void
assay_video_cells_respond (const AssayVideoCells *self, const float *plane, float *responses)
{
  for (guint row = 0; row < self->rows; row++)
    for (guint column = 0; column < self->columns; column++, responses += BITS)
      {
        const float *from = plane + (gsize) row * TILE * self->width + (gsize) column * TILE;
        float cell[AREA] = { 0 };
        guint width, height;

        measure (self, column, row, &width, &height);
        for (gsize y = 0; y < height; y++)
          memcpy (cell + y * TILE, from + y * self->width, width * sizeof *cell);
        memset (responses, 0, BITS * sizeof *responses);
        for (gsize i = 0; i < AREA; i += ROWS)
          add_rows (cell + i, self->by_pixel + i * BITS, BITS, responses);
      }
}

void
assay_video_cells_spread (const AssayVideoCells *self, const float *weights, float *plane)
{
  for (guint row = 0; row < self->rows; row++)
    for (guint column = 0; column < self->columns; column++, weights += BITS)
      {
        float *to = plane + (gsize) row * TILE * self->width + (gsize) column * TILE;
        float cell[AREA] = { 0 };
        guint width, height;

        for (gsize b = 0; b < BITS; b += ROWS)
          add_rows (weights + b, self->by_bit + b * AREA, AREA, cell);
        measure (self, column, row, &width, &height);
        for (gsize y = 0; y < height; y++)
          for (gsize x = 0; x < width; x++)
            to[y * self->width + x] += cell[y * TILE + x];
      }
}
