/* assay-video-pattern.c: the key's 96 patterns in space and as coordinates in their band.
 *
 * 96 vectors of independent normal numbers, made orthonormal one after the other: a random subspace
 * without preferred direction, which is what the probabilities of a reading rest on. */
#include "videomark/assay-video-pattern.h"

#include <math.h>

#include "signal/assay-keyed.h"

#define TILE ASSAY_VIDEO_TILE
#define BINS ASSAY_VIDEO_BINS
#define DIMENSIONS ASSAY_VIDEO_DIMENSIONS
#define AREA ASSAY_VIDEO_AREA

/* Frequencies 0 to 14 and one that is not used, side by side so that compilers use vectors. */
#define LANES 16

struct _AssayVideoPattern
{
  gatomicrefcount references;
  AssayVideoBin bins[ASSAY_VIDEO_BINS];
  float wave[2][TILE];          /* cos and sin of 2π i / 48 */
  float turns[TILE][2 * LANES]; /* at i: cos of 2π k i / 48 for k = 0 … 15, then sin */
  float coordinates[ASSAY_VIDEO_BITS][DIMENSIONS];
  float tiles[ASSAY_VIDEO_BITS][AREA];
};

static void
list_bins (AssayVideoPattern *self)
{
  guint n = 0;

  for (int x = 0; x <= ASSAY_VIDEO_HIGHEST; x++)
    for (int y = x == 0 ? 1 : -ASSAY_VIDEO_HIGHEST; y <= ASSAY_VIDEO_HIGHEST; y++)
      {
        int square = x * x + y * y;

        if (square < ASSAY_VIDEO_LOWEST * ASSAY_VIDEO_LOWEST
            || square > ASSAY_VIDEO_HIGHEST * ASSAY_VIDEO_HIGHEST)
          continue;
        g_assert (n < BINS);
        self->bins[n].x = (gint8) x;
        self->bins[n++].y = (gint8) y;
      }
  g_assert (n == BINS);
}

/* Box and Muller: two normal numbers from two uniform ones. */
static void
draw_normal (AssayKeyedStream *stream, double *values, guint n)
{
  for (guint i = 0; i + 1 < n; i += 2)
    {
      double radius = sqrt (-2 * log (1 - assay_keyed_stream_uniform (stream)));
      double angle = 2 * G_PI * assay_keyed_stream_uniform (stream);

      values[i] = radius * cos (angle);
      values[i + 1] = radius * sin (angle);
    }
}

/* Gram and Schmidt, twice against rounding; @all: bits × DIMENSIONS, those before @bit are done. */
static void
make_orthonormal (double *all, guint bit)
{
  double *vector = all + (gsize) bit * DIMENSIONS;
  double square = 0;

  for (guint pass = 0; pass < 2; pass++)
    for (guint b = 0; b < bit; b++)
      {
        const double *other = all + (gsize) b * DIMENSIONS;
        double product = 0;

        for (guint i = 0; i < DIMENSIONS; i++)
          product += vector[i] * other[i];
        for (guint i = 0; i < DIMENSIONS; i++)
          vector[i] -= product * other[i];
      }
  for (guint i = 0; i < DIMENSIONS; i++)
    square += vector[i] * vector[i];
  square = 1 / sqrt (square);
  for (guint i = 0; i < DIMENSIONS; i++)
    vector[i] *= square;
}

AssayVideoPattern *
assay_video_pattern_new (GBytes *key)
{
  AssayVideoPattern *self = g_new0 (AssayVideoPattern, 1);
  g_autoptr (AssayKeyedStream) stream = assay_keyed_stream_new (key, "assay video mark 1");
  g_autofree double *all = g_new (double, (gsize) ASSAY_VIDEO_BITS *DIMENSIONS);

  g_atomic_ref_count_init (&self->references);
  list_bins (self);
  for (guint i = 0; i < TILE; i++)
    {
      self->wave[0][i] = (float) cos (2 * G_PI * i / TILE);
      self->wave[1][i] = (float) sin (2 * G_PI * i / TILE);
      for (guint k = 0; k < LANES; k++)
        {
          self->turns[i][k] = (float) cos (2 * G_PI * (i * k % TILE) / TILE);
          self->turns[i][LANES + k] = (float) sin (2 * G_PI * (i * k % TILE) / TILE);
        }
    }
  for (guint b = 0; b < ASSAY_VIDEO_BITS; b++)
    {
      draw_normal (stream, all + (gsize) b * DIMENSIONS, DIMENSIONS);
      make_orthonormal (all, b);
      for (guint i = 0; i < DIMENSIONS; i++)
        self->coordinates[b][i] = (float) all[(gsize) b * DIMENSIONS + i];
      assay_video_pattern_synthesise (self, self->coordinates[b], self->tiles[b]);
    }
  return self;
}

AssayVideoPattern *
assay_video_pattern_ref (AssayVideoPattern *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
assay_video_pattern_unref (AssayVideoPattern *self)
{
  if (self != NULL && g_atomic_ref_count_dec (&self->references))
    g_free (self);
}

const AssayVideoBin *
assay_video_pattern_bins (const AssayVideoPattern *self)
{
  return self->bins;
}

const float *
assay_video_pattern_tile (const AssayVideoPattern *self, guint bit)
{
  return self->tiles[bit];
}

const float *
assay_video_pattern_coordinates (const AssayVideoPattern *self, guint bit)
{
  return self->coordinates[bit];
}

/* @sums: for each frequency Σ value · cos, then Σ value · sin. */
static void
add_turns (const float *turns, float value, float *sums)
{
  for (guint k = 0; k < 2 * LANES; k++)
    sums[k] += value * turns[k];
}

void
assay_video_pattern_analyse (const AssayVideoPattern *self, const float *tile, float *coordinates)
{
  const float scale = (float) (G_SQRT2 / TILE);
  float rows[TILE][2 * LANES] = { { 0 } };
  /* Of each frequency along x the cosines' and the sines' part, and of these those along y. */
  float cosines[LANES][2 * LANES] = { { 0 } };
  float sines[LANES][2 * LANES] = { { 0 } };

  for (guint y = 0; y < TILE; y++)
    for (guint x = 0; x < TILE; x++)
      add_turns (self->turns[x], tile[y * TILE + x], rows[y]);
  for (guint y = 0; y < TILE; y++)
    for (guint k = 0; k <= ASSAY_VIDEO_HIGHEST; k++)
      {
        add_turns (self->turns[y], rows[y][k], cosines[k]);
        add_turns (self->turns[y], rows[y][LANES + k], sines[k]);
      }
  for (guint i = 0; i < BINS; i++)
    {
      const float *a = cosines[self->bins[i].x];
      const float *b = sines[self->bins[i].x];
      guint y = (guint) ABS (self->bins[i].y);
      float sign = self->bins[i].y < 0 ? -1 : 1;

      /* cos (a + b) = cos a cos b - sin a sin b, sin (a + b) = sin a cos b + cos a sin b. */
      coordinates[2 * i] = scale * (a[y] - sign * b[LANES + y]);
      coordinates[2 * i + 1] = scale * (b[y] + sign * a[LANES + y]);
    }
}

void
assay_video_pattern_synthesise (const AssayVideoPattern *self,
                                const float *coordinates,
                                float *tile)
{
  const float scale = (float) (G_SQRT2 / TILE);
  float re[ASSAY_VIDEO_HIGHEST + 1][TILE] = { { 0 } };
  float im[ASSAY_VIDEO_HIGHEST + 1][TILE] = { { 0 } };

  /* u cos (a + b) + v sin (a + b), a along x and b along y: cos a (u cos b + v sin b) + sin a (v
   * cos b - u sin b). */
  for (guint i = 0; i < BINS; i++)
    {
      guint step = (guint) (self->bins[i].y + TILE) % TILE;
      float u = scale * coordinates[2 * i];
      float v = scale * coordinates[2 * i + 1];

      for (guint y = 0, at = 0; y < TILE; y++, at = (at + step) % TILE)
        {
          re[self->bins[i].x][y] += u * self->wave[0][at] + v * self->wave[1][at];
          im[self->bins[i].x][y] += v * self->wave[0][at] - u * self->wave[1][at];
        }
    }
  for (guint y = 0; y < TILE; y++)
    for (guint x = 0; x < TILE; x++)
      tile[y * TILE + x] = 0;
  for (guint k = 0; k <= ASSAY_VIDEO_HIGHEST; k++)
    for (guint y = 0; y < TILE; y++)
      for (guint x = 0, at = 0; x < TILE; x++, at = (at + k) % TILE)
        tile[y * TILE + x] += re[k][y] * self->wave[0][at] + im[k][y] * self->wave[1][at];
}
