/* assay-video-plane.c: planes of float on their way to the detector: reduced, flattened, folded. */
#include "videomark/assay-video-plane.h"

#include <math.h>
#include <string.h>

#define TILE ASSAY_VIDEO_TILE
#define SIGMA 2.2
#define RADIUS 7
/* Half of the window of the local deviation, and what is added to it: below that a codec's noise
 * rules. */
#define WINDOW 3
#define FLOOR 2.0f
/* Pixels at each edge that fade out. */
#define EDGE 3u

const AssayVideoMap assay_video_map_identity = { 1, 0, 0, 1 };

struct _AssayVideoFlattener
{
  guint width, height;
  float taps[RADIUS + 1];
  float *row;     /* one row with RADIUS reflected pixels at both ends */
  float *rows;    /* all rows, filtered along the rows */
  float *squares; /* the same for the deviation */
  float *high;
};

AssayVideoFlattener *
assay_video_flattener_new (guint width, guint height)
{
  AssayVideoFlattener *self = g_new0 (AssayVideoFlattener, 1);
  double sum = 1;

  self->width = width;
  self->height = height;
  for (int i = 1; i <= RADIUS; i++)
    sum += 2 * exp (-i * i / (2 * SIGMA * SIGMA));
  for (int i = 0; i <= RADIUS; i++)
    self->taps[i] = (float) (exp (-i * i / (2 * SIGMA * SIGMA)) / sum);
  self->row = g_new (float, (gsize) width + 2 * RADIUS);
  self->rows = g_new (float, (gsize) width *height);
  self->squares = g_new (float, (gsize) width *height);
  self->high = g_new (float, (gsize) width *height);
  return self;
}

void
assay_video_flattener_free (AssayVideoFlattener *self)
{
  if (self == NULL)
    return;
  g_free (self->row);
  g_free (self->rows);
  g_free (self->squares);
  g_free (self->high);
  g_free (self);
}

/* Index @i of a line of @n, reflected at both ends with the edge repeated. */
static guint
reflect (int i, guint n)
{
  if (i < 0)
    i = -i - 1;
  if (i >= (int) n)
    i = 2 * (int) n - 1 - i;
  return (guint) CLAMP (i, 0, (int) n - 1);
}

/* self->row: @line with @radius reflected pixels at both ends. */
static const float *
extend (AssayVideoFlattener *self, const float *line, int radius)
{
  int width = (int) self->width;

  for (int i = 0; i < radius; i++)
    {
      self->row[i] = line[reflect (i - radius, self->width)];
      self->row[radius + width + i] = line[reflect (width + i, self->width)];
    }
  memcpy (self->row + radius, line, self->width * sizeof *line);
  return self->row + radius;
}

void
assay_video_flattener_high (AssayVideoFlattener *self, const float *plane, float *out)
{
  gsize width = self->width;
  const float *taps = self->taps;

  for (guint y = 0; y < self->height; y++)
    {
      const float *in = extend (self, plane + y * width, RADIUS);
      float *to = self->rows + y * width;

      for (gsize x = 0; x < width; x++)
        to[x] = taps[0] * in[x];
      for (int k = 1; k <= RADIUS; k++)
        {
          const float *left = in - k;
          const float *right = in + k;

          for (gsize x = 0; x < width; x++)
            to[x] += taps[k] * (left[x] + right[x]);
        }
    }
  for (guint y = 0; y < self->height; y++)
    {
      const float *middle = self->rows + y * width;
      const float *from = plane + y * width;
      float *to = self->row;

      for (gsize x = 0; x < width; x++)
        to[x] = taps[0] * middle[x];
      for (int k = 1; k <= RADIUS; k++)
        {
          const float *up = self->rows + reflect ((int) y - k, self->height) * width;
          const float *down = self->rows + reflect ((int) y + k, self->height) * width;

          for (gsize x = 0; x < width; x++)
            to[x] += taps[k] * (up[x] + down[x]);
        }
      for (gsize x = 0; x < width; x++)
        out[y * width + x] = from[x] - to[x];
    }
}

void
assay_video_flattener_deviation (AssayVideoFlattener *self, const float *high, float *out)
{
  gsize width = self->width;
  const float share = 1.0f / ((2 * WINDOW + 1) * (2 * WINDOW + 1));

  for (guint y = 0; y < self->height; y++)
    {
      const float *in = extend (self, high + y * width, WINDOW);
      float *to = self->squares + y * width;

      for (gsize x = 0; x < width; x++)
        to[x] = in[x] * in[x];
      for (int k = 1; k <= WINDOW; k++)
        for (gsize x = 0; x < width; x++)
          {
            float left = (in - k)[x];
            float right = (in + k)[x];

            to[x] += left * left + right * right;
          }
    }
  for (guint y = 0; y < self->height; y++)
    {
      float *to = self->row;

      memcpy (to, self->squares + y * width, width * sizeof *to);
      for (int k = 1; k <= WINDOW; k++)
        {
          const float *up = self->squares + reflect ((int) y - k, self->height) * width;
          const float *down = self->squares + reflect ((int) y + k, self->height) * width;

          for (gsize x = 0; x < width; x++)
            to[x] += up[x] + down[x];
        }
      for (gsize x = 0; x < width; x++)
        out[y * width + x] = sqrtf (share * to[x]) + FLOOR;
    }
}

/* Where a picture ends its lines spread over all frequencies. */
static void
soften_edges (const AssayVideoFlattener *self, float *plane)
{
  gsize width = self->width;
  guint edge = MIN (EDGE, MIN (self->width, self->height) / 2);

  for (guint i = 0; i < edge; i++)
    {
      float share = ((float) i + 0.5f) / EDGE;
      float *top = plane + i * width;
      float *bottom = plane + (self->height - 1 - i) * width;

      for (gsize x = 0; x < width; x++)
        {
          top[x] *= share;
          bottom[x] *= share;
        }
      for (guint y = 0; y < self->height; y++)
        {
          plane[y * width + i] *= share;
          plane[(y + 1) * width - 1 - i] *= share;
        }
    }
}

void
assay_video_flattener_run (AssayVideoFlattener *self, const float *plane, float *out)
{
  gsize n = (gsize) self->width * self->height;

  assay_video_flattener_high (self, plane, self->high);
  /* The rows of the first filter are done with. */
  assay_video_flattener_deviation (self, self->high, self->rows);
  for (gsize i = 0; i < n; i++)
    {
      float value = self->high[i] / self->rows[i];

      value = value < ASSAY_VIDEO_CLIP ? value : ASSAY_VIDEO_CLIP;
      value = value > -ASSAY_VIDEO_CLIP ? value : -ASSAY_VIDEO_CLIP;
      out[i] = value / sqrtf (self->rows[i]);
    }
  soften_edges (self, out);
}

void
assay_video_reduce (
    const float *plane, guint width, guint height, guint scale, float weight, float *out)
{
  guint columns = width / scale;
  guint rows = height / scale;
  float share = weight / (float) (scale * scale);

  for (guint y = 0; y < rows; y++)
    {
      float *to = out + (gsize) y * columns;

      memset (to, 0, columns * sizeof *to);
      for (guint j = 0; j < scale; j++)
        {
          const float *from = plane + ((gsize) y * scale + j) * width;

          for (guint x = 0; x < columns; x++)
            for (guint i = 0; i < scale; i++)
              to[x] += from[(gsize) x * scale + i];
        }
      for (guint x = 0; x < columns; x++)
        to[x] *= share;
    }
}

/* The two blocks that pixel @at lies between, and the weight of the second. */
static float
between (guint at, guint scale, guint n, guint *first, guint *second)
{
  double place = (at + 0.5) / scale - 0.5;
  double whole = floor (place);

  *first = (guint) CLAMP (whole, 0, (double) n - 1);
  *second = (guint) CLAMP (whole + 1, 0, (double) n - 1);
  return (float) (place - whole);
}

void
assay_video_enlarge (const float *plane, guint width, guint height, guint scale, float *out)
{
  guint columns = width / scale;
  guint rows = height / scale;
  g_autofree guint *left = g_new (guint, (gsize) width * 2);
  g_autofree float *weight = g_new (float, width);
  g_autofree float *row = g_new (float, columns);

  for (guint x = 0; x < width; x++)
    weight[x] = between (x, scale, columns, &left[2 * x], &left[2 * x + 1]);
  for (guint y = 0; y < height; y++)
    {
      guint up, down;
      float part = between (y, scale, rows, &up, &down);
      const float *a = plane + (gsize) up * columns;
      const float *b = plane + (gsize) down * columns;
      float *to = out + (gsize) y * width;

      for (guint x = 0; x < columns; x++)
        row[x] = a[x] + part * (b[x] - a[x]);
      for (guint x = 0; x < width; x++)
        to[x] = row[left[2 * x]] + weight[x] * (row[left[2 * x + 1]] - row[left[2 * x]]);
    }
}

static void
fold_plain (const float *plane, guint width, guint height, float *tile)
{
  for (guint y = 0; y < height; y++)
    {
      float *to = tile + y % TILE * TILE;
      const float *from = plane + (gsize) y * width;

      for (guint x = 0; x < width; x += TILE)
        for (guint i = 0; i < TILE && x + i < width; i++)
          to[i] += from[x + i];
    }
}

/* Where @at lies in the tile: before place i + 1 by 1 - p. Far from zero, so that the conversion to
 * whole numbers rounds down. */
static guint
tile_place (double at, float *p)
{
  double far = at + 1024.0 * TILE;
  guint i = (guint) far;

  *p = (float) (far - i);
  return i % TILE;
}

/* Columns stay columns: first rows into rows, then what they became into columns. With @across
 * columns become rows. */
static void
fold_upright (const float *plane,
              guint width,
              guint height,
              double x_step,
              double y_step,
              gboolean across,
              float *tile)
{
  g_autofree float *rows = g_new0 (float, (gsize) TILE *width);
  guint x_stride = across ? TILE : 1;
  guint y_stride = across ? 1 : TILE;

  for (guint y = 0; y < height; y++)
    {
      const float *from = plane + (gsize) y * width;
      float q;
      guint j = tile_place (y_step * y, &q);
      float *up = rows + (gsize) j * width;
      float *down = rows + (gsize) ((j + 1) % TILE) * width;

      for (guint x = 0; x < width; x++)
        {
          up[x] += (1 - q) * from[x];
          down[x] += q * from[x];
        }
    }
  for (guint x = 0; x < width; x++)
    {
      float p;
      guint i = tile_place (x_step * x, &p);
      float *left = tile + i * x_stride;
      float *right = tile + (i + 1) % TILE * x_stride;

      for (guint j = 0; j < TILE; j++)
        {
          left[j * y_stride] += (1 - p) * rows[(gsize) j * width + x];
          right[j * y_stride] += p * rows[(gsize) j * width + x];
        }
    }
}

/* @at, in tiles, as a share of 2^32: whole tiles fall away by themselves. */
static guint32
turn_of (double at)
{
  double share = at / TILE;

  return (guint32) (gint64) rint ((share - floor (share)) * 4294967296.0);
}

/* The place of @turn in the tile: before place i + 1 by 1 - p. */
static guint
turn_place (guint32 turn, float *p)
{
  guint64 place = (guint64) turn * TILE;

  *p = (float) (gint32) ((guint32) place >> 8) * 0x1p-24f;
  return (guint) (place >> 32);
}

/* Neighbours fall on the same places: even and odd columns have a tile each, so that one need not
 * wait for the other. */
static void
fold_askew (const float *plane, guint width, guint height, const AssayVideoMap *map, float *tile)
{
  float tiles[2][(TILE + 1) * (TILE + 1)] = { { 0 } };
  guint32 x_step = turn_of (map->a);
  guint32 y_step = turn_of (map->c);

  for (guint y = 0; y < height; y++)
    {
      const float *row = plane + (gsize) y * width;
      guint32 u = turn_of (map->b * y);
      guint32 v = turn_of (map->d * y);

      for (guint x = 0; x < width; x++, u += x_step, v += y_step)
        {
          float p, q;
          guint i = turn_place (u, &p);
          guint j = turn_place (v, &q);
          float *up = tiles[x & 1] + j * (TILE + 1) + i;
          float *down = up + TILE + 1;
          float lower = q * row[x];
          float upper = row[x] - lower;
          float upper_right = p * upper;
          float lower_right = p * lower;

          up[0] += upper - upper_right;
          up[1] += upper_right;
          down[0] += lower - lower_right;
          down[1] += lower_right;
        }
    }
  for (guint j = 0; j <= TILE; j++)
    for (guint i = 0; i <= TILE; i++)
      tile[j % TILE * TILE + i % TILE]
          += tiles[0][j * (TILE + 1) + i] + tiles[1][j * (TILE + 1) + i];
}

void
assay_video_fold (
    const float *plane, guint width, guint height, const AssayVideoMap *map, float *tile)
{
  gboolean upright = !(fabs (map->b) > 0) && !(fabs (map->c) > 0);
  gboolean across = !(fabs (map->a) > 0) && !(fabs (map->d) > 0);

  memset (tile, 0, ASSAY_VIDEO_AREA * sizeof *tile);
  if (memcmp (map, &assay_video_map_identity, sizeof *map) == 0)
    fold_plain (plane, width, height, tile);
  else if (upright)
    fold_upright (plane, width, height, map->a, map->d, FALSE, tile);
  else if (across)
    fold_upright (plane, width, height, map->c, map->b, TRUE, tile);
  else
    fold_askew (plane, width, height, map, tile);
}
