/* assay-video-sensitivity.c: where a change costs similarity. */
#include "videomark/assay-video-sensitivity.h"

#include <math.h>
#include <string.h>

/* Of structural similarity, as in assay-video-quality.c. */
#define C2 (0.03f * 255 * 0.03f * 255)
#define BOX 5.3

/* Means over 2 half + 1 pixels of a row, fewer at its ends. */
static void
blur_row (const float *from, guint n, guint half, float *to)
{
  for (guint x = 0; x < n; x++)
    {
      guint first = x > half ? x - half : 0;
      guint last = MIN (n - 1, x + half);
      float sum = 0;

      for (guint i = first; i <= last; i++)
        sum += from[i];
      to[x] = sum / (float) (last - first + 1);
    }
}

/* Means over squares of 2 half + 1 pixels; @work as large as @plane. */
static void
blur (float *plane, guint width, guint height, guint half, float *work)
{
  for (guint y = 0; y < height; y++)
    blur_row (plane + (gsize) y * width, width, half, work + (gsize) y * width);
  for (guint y = 0; y < height; y++)
    {
      guint first = y > half ? y - half : 0;
      guint last = MIN (height - 1, y + half);
      float share = 1.0f / (float) (last - first + 1);
      float *to = plane + (gsize) y * width;

      memset (to, 0, width * sizeof *to);
      for (guint j = first; j <= last; j++)
        for (guint x = 0; x < width; x++)
          to[x] += share * work[(gsize) j * width + x];
    }
}

/* Means of blocks, and of their squares. */
static void
sum_blocks (const float *luma,
            guint width,
            guint scale,
            guint columns,
            guint rows,
            float *mean,
            float *square)
{
  const float share = 1.0f / (float) (scale * scale);

  memset (mean, 0, (gsize) columns * rows * sizeof *mean);
  memset (square, 0, (gsize) columns * rows * sizeof *square);
  for (guint y = 0; y < rows * scale; y++)
    {
      const float *from = luma + (gsize) y * width;
      gsize at = (gsize) (y / scale) * columns;

      for (guint x = 0; x < columns; x++)
        for (guint i = 0; i < scale; i++)
          {
            float value = from[(gsize) x * scale + i];

            mean[at + x] += share * value;
            square[at + x] += share * value * value;
          }
    }
}

void
assay_video_sensitivity (const float *luma, guint width, guint height, guint scale, float *out)
{
  guint columns = width / scale;
  guint rows = height / scale;
  guint half = (guint) MAX (0, floor ((BOX / scale - 1) / 2 + 0.5));
  gsize n = (gsize) columns * rows;
  g_autofree float *mean = g_new (float, n);
  g_autofree float *work = g_new (float, n);

  sum_blocks (luma, width, scale, columns, rows, mean, out);
  blur (mean, columns, rows, half, work);
  blur (out, columns, rows, half, work);
  for (gsize i = 0; i < n; i++)
    out[i] = C2 / (2 * MAX (0, out[i] - mean[i] * mean[i]) + C2);
  /* A pixel counts in all windows that hold it. */
  blur (out, columns, rows, half, work);
}
