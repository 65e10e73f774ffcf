/* assay-revmark-flow.c: block matching at half size, then at full size. */
#include "videomark/assay-revmark-flow.h"

#include <stdlib.h>

#define BLOCK 8
#define COARSE 3
#define FINE 1

typedef struct
{
  guint8 *samples;
  gint rows, columns;
} Plane;

typedef struct
{
  gint y, x;
} Vector;

static guint8
sample (const Plane *plane, gint y, gint x)
{
  return plane->samples[(gsize) CLAMP (y, 0, plane->rows - 1) * (gsize) plane->columns
                        + (gsize) CLAMP (x, 0, plane->columns - 1)];
}

static Plane
half (const Plane *plane)
{
  Plane small = { .rows = (plane->rows + 1) / 2, .columns = (plane->columns + 1) / 2 };

  small.samples = g_new (guint8, (gsize) small.rows * (gsize) small.columns);
  for (gint y = 0; y < small.rows; y++)
    for (gint x = 0; x < small.columns; x++)
      small.samples[(gsize) y * (gsize) small.columns + (gsize) x]
          = (guint8) ((sample (plane, 2 * y, 2 * x) + sample (plane, 2 * y, 2 * x + 1)
                       + sample (plane, 2 * y + 1, 2 * x) + sample (plane, 2 * y + 1, 2 * x + 1)
                       + 2)
                      >> 2);
  return small;
}

/* Sum of absolute differences of 8×8 samples from (@y, @x) on; beyond @limit any larger number. */
static gint
difference (const Plane *reference, const Plane *frame, gint y, gint x, Vector v, gint limit)
{
  gint sum = 0;

  for (gint i = y; i < y + BLOCK && sum <= limit; i++)
    for (gint j = x; j < x + BLOCK; j++)
      sum += abs (sample (reference, i, j) - sample (frame, i + v.y, j + v.x));
  return sum;
}

/* Of two vectors that fit alike the shorter, then the upper, then the left one. */
static gboolean
comes_first (Vector a, Vector b)
{
  gint length = abs (a.y) + abs (a.x) - abs (b.y) - abs (b.x);

  if (length != 0)
    return length < 0;
  return a.y != b.y ? a.y < b.y : a.x < b.x;
}

/* The best vector around @start. */
static Vector
search (const Plane *reference, const Plane *frame, gint y, gint x, Vector start, gint reach)
{
  Vector best = start;
  gint least = difference (reference, frame, y, x, start, G_MAXINT);

  for (gint dy = -reach; dy <= reach; dy++)
    for (gint dx = -reach; dx <= reach; dx++)
      {
        Vector v = { start.y + dy, start.x + dx };
        gint sum = difference (reference, frame, y, x, v, least);

        if (sum < least || (sum == least && comes_first (v, best)))
          {
            least = sum;
            best = v;
          }
      }
  return best;
}

/* The blocks on both sides of pixel @at and the share of the second. */
static gfloat
between (gint at, gint blocks, gint *low, gint *high)
{
  gfloat place = CLAMP (((gfloat) at - (BLOCK - 1) / 2.0f) / BLOCK, 0.0f, (gfloat) (blocks - 1));

  *low = (gint) place;
  *high = MIN (*low + 1, blocks - 1);
  return place - (gfloat) *low;
}

static void
spread (const Vector *vectors, gint down, gint across, const Plane *plane, float *flow)
{
  for (gint y = 0; y < plane->rows; y++)
    for (gint x = 0; x < plane->columns; x++, flow += 2)
      {
        gint top;
        gint bottom;
        gint left;
        gint right;
        gfloat v = between (y, down, &top, &bottom);
        gfloat h = between (x, across, &left, &right);
        Vector a = vectors[top * across + left];
        Vector b = vectors[top * across + right];
        Vector c = vectors[bottom * across + left];
        Vector d = vectors[bottom * across + right];

        flow[0] = (1 - v) * ((1 - h) * (gfloat) a.y + h * (gfloat) b.y)
                  + v * ((1 - h) * (gfloat) c.y + h * (gfloat) d.y);
        flow[1] = (1 - v) * ((1 - h) * (gfloat) a.x + h * (gfloat) b.x)
                  + v * ((1 - h) * (gfloat) c.x + h * (gfloat) d.x);
      }
}

static void
match (const Plane *reference,
       const Plane *small_reference,
       const Plane *frame,
       Vector *vectors,
       float *flow)
{
  Plane small = half (frame);
  gint down = (frame->rows + BLOCK - 1) / BLOCK;
  gint across = (frame->columns + BLOCK - 1) / BLOCK;

  for (gint i = 0; i < down; i++)
    for (gint j = 0; j < across; j++)
      {
        /* Blocks of 4 at half size, seen with two samples more on all sides. */
        Vector v = search (small_reference, &small, BLOCK / 2 * i - 2, BLOCK / 2 * j - 2,
                           (Vector){ 0, 0 }, COARSE);

        v = (Vector){ 2 * v.y, 2 * v.x };
        vectors[i * across + j] = search (reference, frame, BLOCK * i, BLOCK * j, v, FINE);
      }
  spread (vectors, down, across, frame, flow);
  g_free (small.samples);
}

void
assay_revmark_flow (
    const guint8 *luma, guint frames, guint rows, guint columns, guint reference, float *flow)
{
  gsize n = (gsize) rows * columns;
  guint middle = reference < frames ? reference : frames / 2;
  g_autofree guint8 *samples = g_memdup2 (luma, n * frames);
  Plane here = { samples + middle * n, (gint) rows, (gint) columns };
  Plane small = half (&here);
  g_autofree Vector *vectors
      = g_new (Vector, (gsize) ((rows + BLOCK - 1) / BLOCK) * ((columns + BLOCK - 1) / BLOCK));

  for (guint t = 0; t < frames; t++)
    {
      Plane frame = { samples + t * n, (gint) rows, (gint) columns };

      if (t == middle)
        for (gsize i = 0; i < 2 * n; i++)
          flow[2 * t * n + i] = 0;
      else
        match (&here, &small, &frame, vectors, flow + 2 * t * n);
    }
  g_free (small.samples);
}
