/* assay-video-lattice.c: the repetition of a tile, seen in the autocorrelation. */
#include <math.h>
#include <string.h>

#include "signal/assay-fft.h"
#include "videomark/assay-video-geometry.h"

/* Sides of a tile that are looked for, pixels of the reduced frame. */
#define SHORTEST 22
#define LONGEST 100
/* Lags up to twice the longest. */
#define REACH (2 * LONGEST + 4)
#define SIDE (2 * REACH + 1)
/* Slope of the sides at most: a turn by 5 degrees and some shear. */
#define SLOPE 0.16
#define PEAKS 10

typedef struct
{
  int x, y;
  double value;
} Peak;

/* The next length that FFTW likes: 2^a 3^b 5^c. */
static guint
good_length (guint n)
{
  for (;; n++)
    {
      guint rest = n;

      while (rest % 2 == 0)
        rest /= 2;
      while (rest % 3 == 0)
        rest /= 3;
      while (rest % 5 == 0)
        rest /= 5;
      if (rest == 1)
        return n;
    }
}

/* @map: SIDE × SIDE, lag (0, 0) in the middle: autocorrelation, less its blur, over its deviation.
 */
static void
correlate (const AssayVideoSum *sum, float *map)
{
  guint columns = good_length (sum->columns + REACH);
  guint rows = good_length (sum->rows + REACH);
  g_autoptr (AssayFftPlane) plane = assay_fft_plane_new (rows, columns);
  g_autoptr (AssayVideoFlattener) flattener = assay_video_flattener_new (SIDE, SIDE);
  double *values = assay_fft_plane_values (plane);
  AssayComplex *bins = assay_fft_plane_bins (plane);
  gsize n_bins = (gsize) rows * (columns / 2 + 1);
  double square = 0;

  memset (values, 0, (gsize) rows * columns * sizeof *values);
  for (guint y = 0; y < sum->rows; y++)
    for (guint x = 0; x < sum->columns; x++)
      values[(gsize) y * columns + x] = (double) sum->values[(gsize) y * sum->columns + x];
  assay_fft_plane_forward (plane);
  /* Magnitudes, not squares: the host's own lines repeat too. */
  for (gsize i = 0; i < n_bins; i++)
    bins[i] = (AssayComplex){ hypot (bins[i].re, bins[i].im), 0 };
  assay_fft_plane_inverse (plane);
  for (int y = -REACH; y <= REACH; y++)
    for (int x = -REACH; x <= REACH; x++)
      {
        gsize at = (gsize) ((y + (int) rows) % (int) rows) * columns
                   + (gsize) ((x + (int) columns) % (int) columns);

        map[(y + REACH) * SIDE + x + REACH] = (float) values[at];
      }
  assay_video_flattener_high (flattener, map, map);
  for (guint i = 0; i < SIDE * SIDE; i++)
    {
      int x = (int) (i % SIDE) - REACH;
      int y = (int) (i / SIDE) - REACH;

      if (x * x + y * y > SHORTEST * SHORTEST)
        square += (double) map[i] * (double) map[i];
    }
  square = square > 0 ? sqrt (SIDE * SIDE / square) : 0;
  for (guint i = 0; i < SIDE * SIDE; i++)
    map[i] *= (float) square;
}

static double
map_at (const float *map, int x, int y)
{
  return (double) map[(y + REACH) * SIDE + x + REACH];
}

/* The largest value within one pixel. */
static double
near (const float *map, int x, int y)
{
  double best = -1e9;

  if (ABS (x) >= REACH || ABS (y) >= REACH)
    return 0;
  for (int j = -1; j <= 1; j++)
    for (int i = -1; i <= 1; i++)
      best = MAX (best, map_at (map, x + i, y + j));
  return best;
}

static void
insert_peak (Peak *peaks, guint *n, Peak peak)
{
  guint at = *n < PEAKS ? (*n)++ : PEAKS;

  for (; at > 0 && peaks[at - 1].value < peak.value; at--)
    if (at < PEAKS)
      peaks[at] = peaks[at - 1];
  if (at < PEAKS)
    peaks[at] = peak;
}

/* Local maxima where one side of the tile may be; @across for the side along x. */
static guint
find_peaks (const float *map, gboolean across, Peak *peaks)
{
  guint n = 0;

  for (int along = SHORTEST; along <= LONGEST; along++)
    {
      int slope = (int) (along * SLOPE) + 1;

      for (int off = -slope; off <= slope; off++)
        {
          Peak peak = { across ? along : off, across ? off : along, 0 };

          peak.value = map_at (map, peak.x, peak.y);
          /* The repetition at twice the length must be there too; also tells 48 from 96. */
          if (peak.value >= near (map, peak.x, peak.y))
            {
              peak.value += near (map, 2 * peak.x, 2 * peak.y);
              insert_peak (peaks, &n, peak);
            }
        }
    }
  return n;
}

/* Vertex of the parabola through three values, -0.5..0.5. */
static double
vertex (double left, double middle, double right)
{
  double bend = left - 2 * middle + right;

  return bend < 0 ? CLAMP (0.5 * (left - right) / bend, -0.5, 0.5) : 0;
}

/* The vector to a fraction of a pixel, from its double if that shows. */
static void
refine (const float *map, const Peak *peak, double *x, double *y)
{
  int factor = near (map, 2 * peak->x, 2 * peak->y) > 3 ? 2 : 1;
  int best_x = factor * peak->x;
  int best_y = factor * peak->y;

  for (int j = -1; j <= 1; j++)
    for (int i = -1; i <= 1; i++)
      if (map_at (map, factor * peak->x + i, factor * peak->y + j) > map_at (map, best_x, best_y))
        {
          best_x = factor * peak->x + i;
          best_y = factor * peak->y + j;
        }
  *x = (best_x
        + vertex (map_at (map, best_x - 1, best_y), map_at (map, best_x, best_y),
                  map_at (map, best_x + 1, best_y)))
       / factor;
  *y = (best_y
        + vertex (map_at (map, best_x, best_y - 1), map_at (map, best_x, best_y),
                  map_at (map, best_x, best_y + 1)))
       / factor;
}

/* How well two sides agree: the lattice's other points show as well. */
static double
support (const float *map, const Peak *across, const Peak *down)
{
  double ratio = hypot (down->x, down->y) / hypot (across->x, across->y);

  if (ratio < 0.6 || ratio > 1.7)
    return -1e9;
  return across->value + down->value + near (map, across->x + down->x, across->y + down->y)
         + near (map, across->x - down->x, across->y - down->y);
}

guint
assay_video_geometry_suggest (const AssayVideoSum *sum,
                              guint index,
                              AssayVideoLattice *lattices,
                              guint most)
{
  g_autofree float *map = g_new (float, SIDE *SIDE);
  Peak across[PEAKS], down[PEAKS];
  double supports[PEAKS * PEAKS];
  guint n_across, n_down, n;

  correlate (sum, map);
  n_across = find_peaks (map, TRUE, across);
  n_down = find_peaks (map, FALSE, down);
  for (guint i = 0; i < n_across * n_down; i++)
    supports[i] = support (map, &across[i / n_down], &down[i % n_down]);
  for (n = 0; n < MIN (most, n_across * n_down); n++)
    {
      guint best = 0;

      for (guint i = 1; i < n_across * n_down; i++)
        if (supports[i] > supports[best])
          best = i;
      lattices[n] = (AssayVideoLattice){ .sum = index };
      refine (map, &across[best / n_down], &lattices[n].xx, &lattices[n].xy);
      refine (map, &down[best % n_down], &lattices[n].yx, &lattices[n].yy);
      supports[best] = -1e10;
    }
  return n;
}
