/* assay-revmark-plane.c: decoded pictures as a network sees them, and differences on the way back.
 */
#include "videomark/assay-revmark-plane.h"

#include <math.h>
#include <string.h>

/* Mean of a line that is black, of 255: a little noise of a codec included. */
#define BLACK 6.0

/* A sample of a row as a float. */
static inline float
sample (const guint8 *row, const AssayVideoPlane *plane, gsize x)
{
  return plane->depth > 8 ? (float) ((const guint16 *) (gconstpointer) row)[x * plane->step]
                          : (float) row[x * plane->step];
}

static const guint8 *
row_of (const AssayVideoPlane *plane, gsize y)
{
  return plane->data + y * plane->stride;
}

gboolean
assay_revmark_grid_init (
    AssayRevmarkGrid *self, guint width, guint height, guint side, double scale)
{
  self->columns = side > 0 ? side : (guint) (width / scale);
  self->rows = side > 0 ? side : (guint) (height / scale);
  self->across = side > 0 ? (double) width / side : scale;
  self->down = side > 0 ? (double) height / side : scale;
  return self->columns >= 2 && self->rows >= 2;
}

/* Samples @first .. @end - 1 with the weights of both ends; the others count 1. */
typedef struct
{
  gsize first, end;
  float head, tail;
} Stretch;

/* What number @at covers of @n samples when each covers @step of them. */
static Stretch
stretch (gsize at, double step, gsize n)
{
  double from = (double) at * step;
  double to = MIN (from + step, (double) n);
  Stretch self = { .first = MIN ((gsize) from, n - 1), .end = (gsize) ceil (to - 1e-9) };

  self.end = CLAMP (self.end, self.first + 1, n);
  self.head = (float) MIN (1.0, (double) self.first + 1 - from);
  self.tail = self.end > self.first + 1 ? (float) (to - (double) (self.end - 1)) : self.head;
  return self;
}

static float
weight (const Stretch *self, gsize at)
{
  if (at == self->first)
    return self->head;
  return at + 1 == self->end ? self->tail : 1.0f;
}

static float
mean_of (const AssayVideoPlane *plane, const Stretch *rows, const Stretch *columns)
{
  float sum = 0;
  float weights = 0;

  for (gsize y = rows->first; y < rows->end; y++)
    {
      const guint8 *row = row_of (plane, y);
      float down = weight (rows, y);

      for (gsize x = columns->first; x < columns->end; x++)
        {
          float share = down * weight (columns, x);

          sum += share * sample (row, plane, x);
          weights += share;
        }
    }
  return sum / MAX (weights, 1e-6f);
}

/* Where the middle of number @at lies between two of @n. */
static float
between (gsize at, double step, gsize n, gsize *low, gsize *high)
{
  double place = CLAMP (((double) at + 0.5) * step - 0.5, 0.0, (double) (n - 1));

  *low = (gsize) place;
  *high = MIN (*low + 1, n - 1);
  return (float) (place - (double) *low);
}

/* @out: rows × columns, number after number @stride apart. */
static void
reduce (
    const AssayVideoPlane *plane, guint columns, guint rows, double across, double down, float *out)
{
  for (gsize y = 0; y < rows; y++)
    for (gsize x = 0; x < columns; x++)
      {
        float *to = out + 3 * (y * columns + x);

        if (across >= 1 && down >= 1)
          {
            Stretch v = stretch (y, down, plane->height);
            Stretch h = stretch (x, across, plane->width);

            *to = mean_of (plane, &v, &h);
          }
        else
          {
            gsize top;
            gsize bottom;
            gsize left;
            gsize right;
            float v = between (y, down, plane->height, &top, &bottom);
            float h = between (x, across, plane->width, &left, &right);
            const guint8 *a = row_of (plane, top);
            const guint8 *b = row_of (plane, bottom);

            *to = (1 - v) * ((1 - h) * sample (a, plane, left) + h * sample (a, plane, right))
                  + v * ((1 - h) * sample (b, plane, left) + h * sample (b, plane, right));
          }
      }
}

/* Y, U, V in place to R, G, B. */
static void
to_rgb (float *pixel)
{
  float y = pixel[0];
  float u = pixel[1];
  float v = pixel[2];

  pixel[0] = y + 1.402f * v;
  pixel[1] = y - 0.344136f * u - 0.714136f * v;
  pixel[2] = y + 1.772f * u;
}

/* How many of the first lines are black; they are @step numbers apart, and their numbers @apart. */
static guint
black_lines (const float *luma, guint lines, gsize step, guint n, gsize apart)
{
  for (guint line = 0; line < lines; line++)
    {
      double sum = 0;

      for (guint i = 0; i < n; i++)
        sum += (double) luma[line * step + i * apart];
      if (sum > BLACK * n)
        return line;
    }
  return lines;
}

gboolean
assay_revmark_within_bars (const AssayVideoLuma *picture, guint *width, guint *height)
{
  guint columns = picture->planes[0].width;
  guint rows = picture->planes[0].height;
  gsize n = (gsize) columns * rows;
  g_autofree float *luma = g_new0 (float, n);
  g_autofree float *back = g_new (float, n);
  guint across;
  guint down;

  assay_video_luma_add (picture, luma);
  for (gsize i = 0; i < n; i++)
    back[i] = luma[n - 1 - i];
  down = black_lines (luma, rows, columns, columns, 1)
         + black_lines (back, rows, columns, columns, 1);
  across = black_lines (luma, columns, 1, rows, columns)
           + black_lines (back, columns, 1, rows, columns);
  if (down + across == 0 || down >= rows || across >= columns)
    return FALSE;
  *width = columns - across;
  *height = rows - down;
  return TRUE;
}

void
assay_revmark_see (const AssayVideoLuma *picture, const AssayRevmarkGrid *grid, float *rgb)
{
  /* Planes of RGB stand as G, B, R. */
  static const guint places[] = { 1, 2, 0 };
  gsize n = (gsize) grid->columns * grid->rows;
  float middle = (float) (1u << (picture->planes[0].depth - 1));

  for (guint i = 0; i < picture->n; i++)
    reduce (&picture->planes[i], grid->columns, grid->rows, grid->across, grid->down,
            rgb + (picture->n == 3 ? places[i] : 0));
  for (guint i = 0; i < picture->n_chroma; i++)
    {
      const AssayVideoPlane *chroma = &picture->chroma[i];

      reduce (chroma, grid->columns, grid->rows,
              grid->across * chroma->width / picture->planes[0].width,
              grid->down * chroma->height / picture->planes[0].height, rgb + 1 + i);
    }
  for (gsize i = 0; i < n; i++)
    {
      float *pixel = rgb + 3 * i;

      if (picture->n == 3)
        for (guint c = 0; c < 3; c++)
          pixel[c] /= picture->step;
      else
        {
          pixel[0] = pixel[0] / picture->step + picture->offset;
          for (guint c = 1; c < 3; c++)
            pixel[c] = picture->n_chroma > 0 ? (pixel[c] - middle) / picture->chroma_step : 0;
          to_rgb (pixel);
        }
      for (guint c = 0; c < 3; c++)
        pixel[c] = CLAMP (pixel[c], 0.0f, 255.0f);
    }
}

AssayRevmarkShares
assay_revmark_shares (const AssayVideoLuma *picture, guint plane)
{
  static const AssayRevmarkShares colours[] = { { 0, 1, 0 }, { 0, 0, 1 }, { 1, 0, 0 } };
  static const AssayRevmarkShares planes[] = {
    { 0.299f, 0.587f, 0.114f },
    { -0.168736f, -0.331264f, 0.5f },
    { 0.5f, -0.418688f, -0.081312f },
  };

  return picture->n == 3 ? colours[plane] : planes[plane];
}

void
assay_revmark_enlarge (const float *residual,
                       const AssayRevmarkGrid *grid,
                       AssayRevmarkShares shares,
                       guint width,
                       guint height,
                       double across,
                       double down,
                       float *work,
                       float *out)
{
  gsize n = (gsize) grid->columns * grid->rows;

  for (gsize i = 0; i < n; i++)
    work[i] = shares.red * residual[3 * i] + shares.green * residual[3 * i + 1]
              + shares.blue * residual[3 * i + 2];
  for (gsize y = 0; y < height; y++)
    {
      gsize top;
      gsize bottom;
      float v = between (y, 1 / down, grid->rows, &top, &bottom);
      const float *a = work + top * grid->columns;
      const float *b = work + bottom * grid->columns;

      for (gsize x = 0; x < width; x++)
        {
          gsize left;
          gsize right;
          float h = between (x, 1 / across, grid->columns, &left, &right);

          out[y * width + x] = (1 - v) * ((1 - h) * a[left] + h * a[right])
                               + v * ((1 - h) * b[left] + h * b[right]);
        }
    }
}
