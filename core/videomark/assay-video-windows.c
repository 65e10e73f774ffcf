/* assay-video-windows.c: the difference picture that is best in every window.
 *
 * Of small planes windows begin at every third pixel; of large ones they are made of cells. */
#include <math.h>
#include <string.h>

#include "base/assay-base.h"
#include "videomark/assay-video-cells.h"
#include "videomark/assay-video-shape.h"

#define BITS ASSAY_VIDEO_BITS
#define TILE ASSAY_VIDEO_TILE
#define AREA ASSAY_VIDEO_AREA
/* Windows begin at every third pixel. */
#define STEP 3
/* Windows across and down in which the host's spectrum is measured. */
#define WINDOWS 5
#define DIMENSIONS ASSAY_VIDEO_DIMENSIONS
/* Weights of all windows together and of the whole picture. */
#define WINDOWS_WEIGHT 6.0f
#define WHOLE_WEIGHT 4.0f
/* How much the weakest bits count more than the others: in a window that cannot be won much less.
 */
#define SHARPNESS 1.667f
#define WHOLE_SHARPNESS 4.0f
/* Length of a step, in shares of the difference; falls to a fifth. */
#define RATE 0.35f

typedef struct
{
  const AssayVideoShape *shape;
  guint window_x, window_y; /* sides */
  guint columns, rows;      /* of window positions */
  float *z;                 /* what the reader sees */
  float *gradient;
  float *work;
  float *sums;            /* windows × BITS: response of each */
  float *lines;           /* rows × width */
  float *patterns;        /* BITS × AREA: as the reader weighs their frequencies in a window */
  AssayVideoCells cells;  /* of large planes; no columns otherwise */
  guint cells_x, cells_y; /* in a window */
  float *shares;          /* cells × BITS: their responses, then their weights */
} Search;

static gsize
count_windows (const Search *self)
{
  return (gsize) self->columns * self->rows;
}

/* @line: sums over window_y rows of z · pattern, for each window row. */
static void
sum_columns (Search *self, const float *pattern, float sign)
{
  const AssayVideoShape *shape = self->shape;
  guint width = shape->width;
  guint from = 0;
  guint to = 0;

  for (guint r = 0; r < self->rows; r++)
    {
      float *line = self->lines + (gsize) r * width;

      if (r > 0)
        memcpy (line, line - width, width * sizeof *line);
      else
        memset (line, 0, width * sizeof *line);
      for (; to < r * STEP + self->window_y; to++)
        {
          const float *z = self->z + (gsize) to * width;
          const float *p = pattern + to % TILE * TILE;

          for (guint x = 0; x < width; x += TILE)
            for (guint i = 0; i < TILE && x + i < width; i++)
              line[x + i] += sign * p[i] * z[x + i];
        }
      for (; from < r * STEP; from++)
        {
          const float *z = self->z + (gsize) from * width;
          const float *p = pattern + from % TILE * TILE;

          for (guint x = 0; x < width; x += TILE)
            for (guint i = 0; i < TILE && x + i < width; i++)
              line[x + i] -= sign * p[i] * z[x + i];
        }
    }
}

static void
sum_windows (Search *self, guint bit)
{
  guint width = self->shape->width;

  sum_columns (self, self->patterns + (gsize) bit * AREA, (float) self->shape->signs[bit]);
  for (guint r = 0; r < self->rows; r++)
    {
      const float *line = self->lines + (gsize) r * width;
      float sum = 0;
      guint from = 0;
      guint to = 0;

      for (guint c = 0; c < self->columns; c++)
        {
          for (; to < c * STEP + self->window_x; to++)
            sum += line[to];
          for (; from < c * STEP; from++)
            sum -= line[from];
          self->sums[((gsize) r * self->columns + c) * BITS + bit] = sum;
        }
    }
}

/* Responses of windows from those of their cells. */
static void
sum_cells (Search *self)
{
  assay_video_cells_respond (&self->cells, self->z, self->shares);
  memset (self->sums, 0, count_windows (self) * BITS * sizeof *self->sums);
  for (guint r = 0; r < self->rows; r++)
    for (guint c = 0; c < self->columns; c++)
      {
        float *to = self->sums + ((gsize) r * self->columns + c) * BITS;

        for (guint j = 0; j < self->cells_y; j++)
          for (guint i = 0; i < self->cells_x; i++)
            {
              const float *from
                  = self->shares + ((gsize) (r + j) * self->cells.columns + c + i) * BITS;

              for (guint b = 0; b < BITS; b++)
                to[b] += from[b];
            }
      }
}

/* In each window, responses become weights: how much the soft minimum gains from each bit. */
static void
weigh (float *sums, float sharpness)
{
  float mean = 0;
  float total = 0;
  float scale;

  for (guint b = 0; b < BITS; b++)
    mean += fabsf (sums[b]) / BITS;
  scale = -sharpness / (mean + 1e-6f);
  for (guint b = 0; b < BITS; b++)
    {
      float power = scale * sums[b];

      sums[b] = expf (power < -20.0f ? -20.0f : power > 6.0f ? 6.0f : power);
      total += sums[b];
    }
  for (guint b = 0; b < BITS; b++)
    sums[b] /= total;
}

/* Adds sign · pattern · (the weights of all windows that hold the pixel) to the gradient. */
static void
spread_windows (Search *self, guint bit, float share)
{
  const AssayVideoShape *shape = self->shape;
  const float *pattern = self->patterns + (gsize) bit * AREA;
  guint width = shape->width;
  float sign = share * (float) shape->signs[bit];
  float *row = self->work; /* running sum over window rows */
  float *step = self->lines;

  /* Each window row's weights, spread along the row. */
  for (guint r = 0; r < self->rows; r++)
    {
      float *line = step + (gsize) r * width;
      float sum = 0;

      memset (line, 0, width * sizeof *line);
      for (guint c = 0; c < self->columns; c++)
        {
          float weight = self->sums[((gsize) r * self->columns + c) * BITS + bit];

          line[c * STEP] += weight;
          if (c * STEP + self->window_x < width)
            line[c * STEP + self->window_x] -= weight;
        }
      for (guint x = 0; x < width; x++)
        line[x] = sum += line[x];
    }
  memset (row, 0, width * sizeof *row);
  for (guint y = 0, first = 0, last = 0; y < shape->height; y++)
    {
      const float *p = pattern + y % TILE * TILE;
      float *to = self->gradient + (gsize) y * width;

      for (; last < self->rows && last * STEP <= y; last++)
        for (guint x = 0; x < width; x++)
          row[x] += step[(gsize) last * width + x];
      for (; first < last && first * STEP + self->window_y <= y; first++)
        for (guint x = 0; x < width; x++)
          row[x] -= step[(gsize) first * width + x];
      for (guint x = 0; x < width; x += TILE)
        for (guint i = 0; i < TILE && x + i < width; i++)
          to[x + i] += sign * p[i] * row[x + i];
    }
}

/* Weights of cells from those of the windows that hold them, into the gradient. */
static void
spread_cells (Search *self, float share)
{
  memset (self->shares, 0,
          (gsize) self->cells.columns * self->cells.rows * BITS * sizeof *self->shares);
  for (guint r = 0; r < self->rows; r++)
    for (guint c = 0; c < self->columns; c++)
      {
        const float *from = self->sums + ((gsize) r * self->columns + c) * BITS;

        for (guint j = 0; j < self->cells_y; j++)
          for (guint i = 0; i < self->cells_x; i++)
            {
              float *to = self->shares + ((gsize) (r + j) * self->cells.columns + c + i) * BITS;

              for (guint b = 0; b < BITS; b++)
                to[b] += share * from[b];
            }
      }
  assay_video_cells_spread (&self->cells, self->shares, self->gradient);
}

/* The reader flattens the folded spectrum by these factors: held fixed, like the deviation. Mean
 * square 1; @coordinates are multiplied. */
static void
flatten (float *coordinates, float *gains)
{
  float largest = 0;
  float square = 0;

  for (guint i = 0; i < ASSAY_VIDEO_BINS; i++)
    largest = MAX (largest, hypotf (coordinates[2 * i], coordinates[2 * i + 1]));
  for (guint i = 0; i < ASSAY_VIDEO_BINS; i++)
    {
      float m = hypotf (coordinates[2 * i], coordinates[2 * i + 1]) + 1e-3f * largest;

      gains[2 * i] = gains[2 * i + 1] = 1.0f / sqrtf (m + 1e-12f);
      square += gains[2 * i] * gains[2 * i];
    }
  square = 1.0f / sqrtf (square / ASSAY_VIDEO_BINS);
  for (guint i = 0; i < DIMENSIONS; i++)
    {
      gains[i] *= square;
      coordinates[i] *= gains[i];
    }
}

static void
add_whole (Search *self, float share)
{
  const AssayVideoShape *shape = self->shape;
  float tile[AREA];
  float weights[BITS];
  float coordinates[DIMENSIONS], gains[DIMENSIONS];
  float sum[DIMENSIONS] = { 0 };

  assay_video_fold (self->z, shape->width, shape->height, &assay_video_map_identity, tile);
  assay_video_pattern_analyse (shape->pattern, tile, coordinates);
  flatten (coordinates, gains);
  for (guint b = 0; b < BITS; b++)
    {
      const float *p = assay_video_pattern_coordinates (shape->pattern, b);

      weights[b] = 0;
      for (guint i = 0; i < DIMENSIONS; i++)
        weights[b] += p[i] * coordinates[i];
      weights[b] *= (float) shape->signs[b];
    }
  weigh (weights, WHOLE_SHARPNESS);
  for (guint b = 0; b < BITS; b++)
    {
      const float *p = assay_video_pattern_coordinates (shape->pattern, b);
      float weight = share * weights[b] * (float) shape->signs[b];

      for (guint i = 0; i < DIMENSIONS; i++)
        sum[i] += weight * p[i];
    }
  for (guint i = 0; i < DIMENSIONS; i++)
    sum[i] *= gains[i];
  assay_video_pattern_synthesise (shape->pattern, sum, tile);
  for (guint y = 0; y < shape->height; y++)
    for (guint x = 0; x < shape->width; x++)
      self->gradient[(gsize) y * shape->width + x] += tile[y % TILE * TILE + x % TILE];
}

/* self->gradient: the uphill direction for the difference. */
static void
climb (Search *self, const float *difference)
{
  const AssayVideoShape *shape = self->shape;
  gsize n = (gsize) shape->width * shape->height;
  float share = WINDOWS_WEIGHT / (float) count_windows (self)
                / sqrtf ((float) self->window_x * (float) self->window_y);

  assay_video_flattener_high (shape->flattener, difference, self->z);
  for (gsize i = 0; i < n; i++)
    self->z[i] = self->z[i] * shape->inverse[i] + shape->host[i];
  if (self->shares != NULL)
    sum_cells (self);
  for (guint b = 0; self->shares == NULL && b < BITS; b++)
    sum_windows (self, b);
  for (gsize w = 0; w < count_windows (self); w++)
    weigh (self->sums + w * BITS, SHARPNESS);
  memset (self->gradient, 0, n * sizeof *self->gradient);
  if (self->shares != NULL)
    spread_cells (self, share);
  for (guint b = 0; self->shares == NULL && b < BITS; b++)
    spread_windows (self, b, share);
  add_whole (self, WHOLE_WEIGHT / sqrtf ((float) n));
  /* The filter is its own adjoint but for the edges. */
  for (gsize i = 0; i < n; i++)
    self->work[i] = self->gradient[i] * shape->inverse[i];
  assay_video_flattener_high (shape->flattener, self->work, self->gradient);
  for (gsize i = 0; i < n; i++)
    self->gradient[i] *= shape->mask[i] * shape->mask[i];
  assay_video_shape_normalise (self->gradient, n, shape->strength);
}

/* @power: of each frequency in windows of the host, the mean of WINDOWS × WINDOWS of them. */
static void
measure_windows (const Search *self, float *power)
{
  const AssayVideoShape *shape = self->shape;
  gsize width = self->window_x;
  g_autofree float *part = g_new (float, width * self->window_y);

  memset (power, 0, ASSAY_VIDEO_BINS * sizeof *power);
  for (guint i = 0; i < WINDOWS * WINDOWS; i++)
    {
      guint left = (shape->width - self->window_x) * (i % WINDOWS) / (WINDOWS - 1);
      guint top = (shape->height - self->window_y) * (i / WINDOWS) / (WINDOWS - 1);
      float tile[AREA];
      float coordinates[DIMENSIONS];

      for (guint y = 0; y < self->window_y; y++)
        memcpy (part + y * width, shape->host + (gsize) (top + y) * shape->width + left,
                width * sizeof *part);
      assay_video_fold (part, self->window_x, self->window_y, &assay_video_map_identity, tile);
      assay_video_pattern_analyse (shape->pattern, tile, coordinates);
      for (guint k = 0; k < ASSAY_VIDEO_BINS; k++)
        power[k] += (coordinates[2 * k] * coordinates[2 * k]
                     + coordinates[2 * k + 1] * coordinates[2 * k + 1])
                    / (WINDOWS * WINDOWS);
    }
}

/* The reader flattens each window's own spectrum; here the host's mean stands for it. */
static void
prepare_patterns (Search *self)
{
  float power[ASSAY_VIDEO_BINS];
  float gains[ASSAY_VIDEO_BINS];
  float mean = 0;
  float square = 0;

  measure_windows (self, power);
  for (guint k = 0; k < ASSAY_VIDEO_BINS; k++)
    mean += power[k] / ASSAY_VIDEO_BINS;
  for (guint k = 0; k < ASSAY_VIDEO_BINS; k++)
    {
      /* The magnitude to the power of -1/2, as the reader has it. */
      gains[k] = 1.0f / sqrtf (sqrtf (power[k] + 0.05f * mean + 1e-9f));
      square += gains[k] * gains[k];
    }
  square = 1.0f / sqrtf (square / ASSAY_VIDEO_BINS);
  for (guint b = 0; b < BITS; b++)
    {
      const float *from = assay_video_pattern_coordinates (self->shape->pattern, b);
      float coordinates[DIMENSIONS];

      for (guint i = 0; i < DIMENSIONS; i++)
        coordinates[i] = square * gains[i / 2] * from[i];
      assay_video_pattern_synthesise (self->shape->pattern, coordinates,
                                      self->patterns + (gsize) b * AREA);
    }
}

static void
search_init (Search *self, const AssayVideoShape *shape, guint window_x, guint window_y)
{
  gsize n = (gsize) shape->width * shape->height;

  *self = (Search){ .shape = shape, .window_x = window_x, .window_y = window_y };
  self->z = g_new (float, n);
  self->gradient = g_new (float, n);
  self->work = g_new (float, n);
  self->patterns = g_new (float, (gsize) BITS *AREA);
  prepare_patterns (self);
}

static void
search_clear (Search *self)
{
  g_free (self->z);
  g_free (self->gradient);
  g_free (self->work);
  g_free (self->patterns);
  g_free (self->sums);
  g_free (self->lines);
  g_free (self->shares);
  assay_video_cells_clear (&self->cells);
}

static gboolean
run (Search *self, guint rounds, float *difference, GCancellable *cancellable, GError **error)
{
  const AssayVideoShape *shape = self->shape;
  gsize n = (gsize) shape->width * shape->height;

  for (guint round = 0; round < rounds; round++)
    {
      float rate = RATE * (1.0f - 0.8f * (float) round / (float) rounds);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      climb (self, difference);
      for (gsize i = 0; i < n; i++)
        difference[i] += rate * self->gradient[i];
      assay_video_shape_normalise (difference, n, shape->strength);
    }
  return TRUE;
}

/* 40 % of @n, rounded. */
static guint
part_of (guint n)
{
  return (2 * n + 2) / 5;
}

gboolean
assay_video_shape_windows (const AssayVideoShape *self,
                           guint rounds,
                           float *difference,
                           GCancellable *cancellable,
                           GError **error)
{
  Search search;
  gboolean done;

  search_init (&search, self, MIN (self->width, MAX (TILE, part_of (self->width))),
               MIN (self->height, MAX (TILE, part_of (self->height))));
  search.columns = (self->width - search.window_x) / STEP + 1;
  search.rows = (self->height - search.window_y) / STEP + 1;
  search.sums = g_new (float, count_windows (&search) * BITS);
  search.lines = g_new (float, (gsize) search.rows * self->width);
  done = run (&search, rounds, difference, cancellable, error);
  search_clear (&search);
  return done;
}

gboolean
assay_video_shape_cells (const AssayVideoShape *self,
                         guint rounds,
                         float *difference,
                         GCancellable *cancellable,
                         GError **error)
{
  guint columns = (self->width + TILE - 1) / TILE;
  guint rows = (self->height + TILE - 1) / TILE;
  guint cells_x = MAX (1, part_of (columns));
  guint cells_y = MAX (1, part_of (rows));
  Search search;
  gboolean done;

  search_init (&search, self, cells_x * TILE, cells_y * TILE);
  assay_video_cells_init (&search.cells, self->width, self->height, search.patterns, self->signs);
  search.cells_x = cells_x;
  search.cells_y = cells_y;
  search.columns = columns - cells_x + 1;
  search.rows = rows - cells_y + 1;
  search.sums = g_new (float, count_windows (&search) * BITS);
  search.shares = g_new (float, (gsize) columns *rows *BITS);
  done = run (&search, rounds, difference, cancellable, error);
  search_clear (&search);
  return done;
}
