/* assay-video-score.c: how well a folded picture agrees with a key's patterns, at every place. */
#include "videomark/assay-video-score.h"

#include <math.h>
#include <string.h>

#include "signal/assay-fft.h"
#include "signal/assay-tail.h"

#define TILE ASSAY_VIDEO_TILE
#define HALF ASSAY_VIDEO_HALF
#define AREA ASSAY_VIDEO_AREA
#define BITS ASSAY_VIDEO_BITS
#define BINS ASSAY_VIDEO_BINS
#define DIMENSIONS ASSAY_VIDEO_DIMENSIONS
/* A picture's own lines must not drown the rest, and a codec's noise is not the same at all
 * frequencies: coordinates are multiplied by (what is measured round a frequency)^(-power). The
 * power 1 makes the spectrum flat, 2 would be right for a mark that is known to be flat. By the way
 * of folding: blocks were levelled each by itself, and their lines with it. */
static const double place_power[] = { 1.6, 0.5 };
static const double bits_power[] = { 1.3, 0.3 };
/* … measured: of a plain sum the mean square of frequencies up to ROUND off, weighted by Gauss; of
 * blocks that one frequency alone. */
#define ROUND 3
#define ROUND_SIGMA 1.2
/* Fractions of a pixel that are tried round the best whole place: five steps each way. */
#define FINE 5
#define FINE_STEP 0.25
/* Partial sums of a product, so that compilers use vectors. */
#define LANES 12
/* The best other place needs a chance so many powers of ten smaller to be chosen before the picture
 * as it stands. log10 (AREA), 3.4, would make both equal by chance alone; but a picture that was
 * not cut would say more than that. Which one is chosen, the chance that is told counts all. */
#define HERE_FIRST 2.5

/* How a picture agrees with the patterns at one place: of its coordinates c along them Σ c² and Σ
 * |c|. Bits that are all a little right have less of the first than noise that is strong in a few,
 * and more of the second. */
typedef struct
{
  double energy, sum;
} AssayVideoAgreement;

struct _AssayVideoScorer
{
  AssayVideoPattern *pattern;
  AssayFftPlane *transform;
  float place[DIMENSIONS]; /* flattened for the place, unit length */
  float bits[DIMENSIONS];  /* … for the bits */
  double energy[AREA];
  double sum[AREA];
  guint n_near[BINS]; /* frequencies round each of the band, like: */
  guint16 near[BINS][(2 * ROUND + 1) * (2 * ROUND + 1)];
  float weights[BINS][(2 * ROUND + 1) * (2 * ROUND + 1)]; /* sum 1 */
};

/* Which of @bins is (x, y) or its mirror image; BINS if none. */
static guint
find_bin (const AssayVideoBin *bins, int x, int y)
{
  guint i = 0;

  if (x < 0 || (x == 0 && y < 0))
    {
      x = -x;
      y = -y;
    }
  while (i < BINS && (bins[i].x != x || bins[i].y != y))
    i++;
  return i;
}

static void
list_near (AssayVideoScorer *self, guint bin)
{
  const AssayVideoBin *bins = assay_video_pattern_bins (self->pattern);
  guint n = 0;
  float sum = 0;

  for (int y = -ROUND; y <= ROUND; y++)
    for (int x = -ROUND; x <= ROUND; x++)
      {
        guint other = find_bin (bins, bins[bin].x + x, bins[bin].y + y);

        if (other == BINS)
          continue;
        self->near[bin][n] = (guint16) other;
        self->weights[bin][n] = (float) exp (-(x * x + y * y) / (2 * ROUND_SIGMA * ROUND_SIGMA));
        sum += self->weights[bin][n++];
      }
  for (guint i = 0; i < n; i++)
    self->weights[bin][i] /= sum;
  self->n_near[bin] = n;
}

AssayVideoScorer *
assay_video_scorer_new (AssayVideoPattern *pattern)
{
  AssayVideoScorer *self = g_new0 (AssayVideoScorer, 1);

  self->pattern = assay_video_pattern_ref (pattern);
  self->transform = assay_fft_plane_new (TILE, TILE);
  for (guint i = 0; i < BINS; i++)
    list_near (self, i);
  return self;
}

void
assay_video_scorer_free (AssayVideoScorer *self)
{
  if (self == NULL)
    return;
  assay_video_pattern_unref (self->pattern);
  assay_fft_plane_free (self->transform);
  g_free (self);
}

const AssayVideoPattern *
assay_video_scorer_pattern (const AssayVideoScorer *self)
{
  return self->pattern;
}

/* @level: what is measured round each frequency, BINS. */
static void
measure (const AssayVideoScorer *self, AssayVideoFold fold, const float *coordinates, float *level)
{
  float square[BINS];

  for (guint i = 0; i < BINS; i++)
    square[i]
        = coordinates[2 * i] * coordinates[2 * i] + coordinates[2 * i + 1] * coordinates[2 * i + 1];
  for (guint i = 0; i < BINS; i++)
    {
      float sum = 0;

      for (guint j = 0; fold == ASSAY_VIDEO_FOLD_PLAIN && j < self->n_near[i]; j++)
        sum += self->weights[i][j] * square[self->near[i][j]];
      level[i] = sqrtf (fold == ASSAY_VIDEO_FOLD_PLAIN ? sum : square[i]);
    }
}

/* @flat: @coordinates divided by @level to @power, unit length. */
static void
flatten (const float *coordinates, const float *level, double power, float *flat)
{
  double largest = 0;
  double square = 0;
  double scale;

  for (guint i = 0; i < BINS; i++)
    largest = MAX (largest, (double) level[i]);
  for (guint i = 0; i < BINS; i++)
    {
      double gain = largest > 0 ? pow ((double) level[i] / largest + 1e-3, -power) : 0;

      for (guint k = 2 * i; k < 2 * i + 2; k++)
        {
          flat[k] = (float) (gain * (double) coordinates[k]);
          square += (double) flat[k] * (double) flat[k];
        }
    }
  scale = square > 0 ? 1 / sqrt (square) : 0;
  for (guint i = 0; i < DIMENSIONS; i++)
    flat[i] *= (float) scale;
}

static void
prepare (AssayVideoScorer *self, AssayVideoFold fold, const float *tile)
{
  float coordinates[DIMENSIONS];
  float level[BINS];

  assay_video_pattern_analyse (self->pattern, tile, coordinates);
  measure (self, fold, coordinates, level);
  flatten (coordinates, level, place_power[fold], self->place);
  flatten (coordinates, level, bits_power[fold], self->bits);
}

/* The folded picture moved by (x, y): each frequency turned by its phase. */
static void
move (const AssayVideoScorer *self, const float *from, double x, double y, float *to)
{
  const AssayVideoBin *bins = assay_video_pattern_bins (self->pattern);

  for (guint i = 0; i < BINS; i++)
    {
      double phase = 2 * G_PI * (bins[i].x * x + bins[i].y * y) / TILE;
      double c = cos (phase);
      double s = sin (phase);
      double u = (double) from[2 * i];
      double v = (double) from[2 * i + 1];

      to[2 * i] = (float) (c * u + s * v);
      to[2 * i + 1] = (float) (c * v - s * u);
    }
}

static double
product (const float *a, const float *b)
{
  float lanes[LANES] = { 0 };
  double sum = 0;

  for (guint i = 0; i < DIMENSIONS; i += LANES)
    for (guint j = 0; j < LANES; j++)
      lanes[j] += a[i + j] * b[i + j];
  for (guint j = 0; j < LANES; j++)
    sum += (double) lanes[j];
  return sum;
}

G_STATIC_ASSERT (DIMENSIONS % LANES == 0);

static AssayVideoAgreement
agreement_at (const AssayVideoScorer *self, double x, double y)
{
  float moved[DIMENSIONS];
  AssayVideoAgreement at = { 0 };

  move (self, self->place, x, y, moved);
  for (guint b = 0; b < BITS; b++)
    {
      double c = product (moved, assay_video_pattern_coordinates (self->pattern, b));

      at.energy += c * c;
      at.sum += fabs (c);
    }
  return at;
}

/* Either says it; the likelier one counts, as do both. */
static double
tail (AssayVideoAgreement at)
{
  double energy = assay_tail_beta (at.energy, BITS / 2.0, (DIMENSIONS - BITS) / 2.0);
  /* A unit vector in a random direction, times the length of DIMENSIONS normal numbers, which does
   * not depend on the direction, is DIMENSIONS normal numbers g. That length is at least r with a
   * chance of 1/2 or more, r² = DIMENSIONS - 2/3 (Chen and Rubin 1986); so the sum is s or more
   * with at most twice the chance that Σ |g| is r s or more. */
  double sum = assay_tail_magnitudes (at.sum * sqrt (DIMENSIONS - 2.0 / 3.0), BITS);

  return assay_tail_union (MIN (energy, assay_tail_union (sum, 2)), 2);
}

static void
read_bits (const AssayVideoScorer *self, AssayVideoScore *score)
{
  float moved[DIMENSIONS];

  move (self, self->bits, score->shift_x, score->shift_y, moved);
  for (guint b = 0; b < BITS; b++)
    score->soft[b]
        = sqrt (BITS) * product (moved, assay_video_pattern_coordinates (self->pattern, b));
}

void
assay_video_scorer_at (AssayVideoScorer *self,
                       AssayVideoFold fold,
                       const float *tile,
                       double shift_x,
                       double shift_y,
                       AssayVideoScore *score)
{
  AssayVideoAgreement here;

  prepare (self, fold, tile);
  *score = (AssayVideoScore){ .shift_x = shift_x, .shift_y = shift_y, .hypotheses = 1 };
  here = agreement_at (self, shift_x, shift_y);
  score->energy = here.energy;
  score->log10_p = tail (here);
  read_bits (self, score);
}

/* Where the half spectrum has frequency (x, y), x >= 0. */
static gsize
half_index (int x, int y)
{
  return (gsize) ((y + TILE) % TILE) * HALF + (gsize) x;
}

/* self->energy and self->sum: at every whole place. */
static void
all_places (AssayVideoScorer *self)
{
  const AssayVideoBin *bins = assay_video_pattern_bins (self->pattern);
  AssayComplex *spectrum = assay_fft_plane_bins (self->transform);
  const double *values = assay_fft_plane_values (self->transform);

  memset (self->energy, 0, sizeof self->energy);
  memset (self->sum, 0, sizeof self->sum);
  for (guint b = 0; b < BITS; b++)
    {
      const float *pattern = assay_video_pattern_coordinates (self->pattern, b);

      memset (spectrum, 0, sizeof *spectrum * TILE * HALF);
      for (guint i = 0; i < BINS; i++)
        {
          /* Σ over one half of the plane of Re (p* f e^{jk·s}); with f = u - jv. */
          double u = (double) self->place[2 * i] / 2;
          double v = (double) self->place[2 * i + 1] / 2;
          double p = (double) pattern[2 * i];
          double q = (double) pattern[2 * i + 1];
          AssayComplex value = { p * u + q * v, q * u - p * v };

          spectrum[half_index (bins[i].x, bins[i].y)] = value;
          if (bins[i].x == 0)
            spectrum[half_index (0, -bins[i].y)] = (AssayComplex){ value.re, -value.im };
        }
      assay_fft_plane_inverse (self->transform);
      for (guint i = 0; i < AREA; i++)
        {
          self->energy[i] += values[i] * values[i];
          self->sum[i] += fabs (values[i]);
        }
    }
}

static guint
best_place (const AssayVideoScorer *self)
{
  guint best = 0;

  for (guint i = 1; i < AREA; i++)
    if (self->sum[i] > self->sum[best])
      best = i;
  return best;
}

/* Distance on the ring of the tile's side. */
static guint
ring_distance (guint a, guint b)
{
  guint d = a > b ? a - b : b - a;

  return MIN (d, TILE - d);
}

static double
runner_up (const AssayVideoScorer *self, guint x, guint y)
{
  double best = 0;

  for (guint i = 0; i < AREA; i++)
    if (ring_distance (i % TILE, x) >= 3 || ring_distance (i / TILE, y) >= 3)
      best = MAX (best, self->energy[i]);
  return best;
}

/* Fractions of a pixel round the place of @score, where it is @agreement. */
static void
refine (const AssayVideoScorer *self, AssayVideoScore *score, AssayVideoAgreement *agreement)
{
  double x0 = score->shift_x;
  double y0 = score->shift_y;

  for (int j = -(FINE / 2); j <= FINE / 2; j++)
    for (int i = -(FINE / 2); i <= FINE / 2; i++)
      {
        AssayVideoAgreement at = agreement_at (self, x0 + i * FINE_STEP, y0 + j * FINE_STEP);

        if (at.sum <= agreement->sum)
          continue;
        *agreement = at;
        score->shift_x = x0 + i * FINE_STEP;
        score->shift_y = y0 + j * FINE_STEP;
      }
  score->energy = agreement->energy;
}

void
assay_video_scorer_search (AssayVideoScorer *self,
                           AssayVideoFold fold,
                           const float *tile,
                           AssayVideoScore *score)
{
  const double places = (double) AREA * FINE * FINE;
  AssayVideoScore moved = { .hypotheses = places };
  AssayVideoAgreement here, there;
  guint best;

  prepare (self, fold, tile);
  all_places (self);
  best = best_place (self);
  moved.shift_x = best % TILE;
  moved.shift_y = (double) (best / TILE);
  there = (AssayVideoAgreement){ .energy = self->energy[best], .sum = self->sum[best] };
  refine (self, &moved, &there);
  moved.log10_p = assay_tail_union (tail (there), 2 * places);

  /* Half of the doubt is for the picture as it was, half for all other places. */
  here = agreement_at (self, 0, 0);
  *score = (AssayVideoScore){ .energy = here.energy, .hypotheses = places };
  score->log10_p = assay_tail_union (tail (here), 2);
  if (tail (there) + HERE_FIRST < tail (here))
    *score = moved;
  score->runner_up = runner_up (self, (guint) (score->shift_x + TILE + 0.5) % TILE,
                                (guint) (score->shift_y + TILE + 0.5) % TILE);
  read_bits (self, score);
}
