/* assay-cipher-space.c: see the header. */
#include "cipher/assay-cipher-space.h"

#include "config.h"

#include <math.h>

AssayCipherSpace *
assay_cipher_space_new (AssayCipherMode mode)
{
  AssayCipherSpace *self = g_new0 (AssayCipherSpace, 1);

  self->mode = mode;
  self->points = g_array_new (FALSE, FALSE, sizeof (AssayCipherPoint));
  self->per_point = 1;
  return self;
}

void
assay_cipher_space_free (AssayCipherSpace *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->points);
  g_free (self);
}

/* Two neighbours become one: the timeline of any length stays small. */
static void
halve (AssayCipherSpace *self)
{
  AssayCipherPoint *points = (AssayCipherPoint *) (void *) self->points->data;
  guint n = self->points->len / 2;

  for (guint i = 0; i < n; i++)
    {
      AssayCipherPoint point = points[2 * i];

      point.bits += points[2 * i + 1].bits;
      point.free_bits += points[2 * i + 1].free_bits;
      points[i] = point;
    }
  g_array_set_size (self->points, n);
  self->per_point *= 2;
}

/* The point that picture @number belongs to. */
static AssayCipherPoint *
find_point (AssayCipherSpace *self, guint64 number, double seconds)
{
  while (number / self->per_point >= ASSAY_CIPHER_TIMELINE)
    {
      if (self->points->len % 2 != 0)
        {
          AssayCipherPoint nothing = { 0 };

          g_array_append_val (self->points, nothing);
        }
      halve (self);
    }
  while (self->points->len <= number / self->per_point)
    {
      AssayCipherPoint point
          = { .first = (double) (self->points->len * self->per_point), .seconds = seconds };

      g_array_append_val (self->points, point);
    }
  return &g_array_index (self->points, AssayCipherPoint, number / self->per_point);
}

void
assay_cipher_space_add (AssayCipherSpace *self,
                        const AssayHevcSliceSegment *segment,
                        gsize size,
                        double seconds)
{
  const AssayBypassRun *runs = (const AssayBypassRun *) (const void *) segment->found->runs->data;
  guint64 found[ASSAY_CIPHER_N_CLASSES] = { 0 };
  AssayCipherPoint *point = find_point (self, segment->picture, seconds);

  for (guint i = 0; i < segment->found->runs->len; i++)
    found[runs[i].element]
        += (guint) __builtin_popcount (assay_bypass_run_free (&runs[i], self->mode));
  for (guint i = 0; i < ASSAY_CIPHER_N_CLASSES; i++)
    {
      self->bits[i] += found[i];
      point->free_bits += found[i];
    }
  point->bits += 8 * (guint64) size;
  self->n_segments++;
  self->n_codewords += segment->found->codewords->len;
  self->n_pictures = segment->picture + 1;
}

void
assay_cipher_space_add_picture (AssayCipherSpace *self,
                                guint64 number,
                                guint64 bits,
                                guint64 free_bits)
{
  AssayCipherPoint *point = find_point (self, number, NAN);

  point->bits += bits;
  point->free_bits += free_bits;
}

guint64
assay_cipher_space_get_total (const AssayCipherSpace *self)
{
  guint64 total = 0;

  for (guint i = 0; i < ASSAY_CIPHER_N_CLASSES; i++)
    total += self->bits[i];
  return total;
}

void
assay_cipher_curve_add (AssayCipherCurve *self, double value)
{
  guint64 at;

  if (self->sums == NULL)
    *self = (AssayCipherCurve){ .sums = g_new0 (double, ASSAY_CIPHER_TIMELINE), .per_point = 1 };
  at = self->n / self->per_point;
  if (at == ASSAY_CIPHER_TIMELINE)
    {
      at /= 2;
      for (guint i = 0; i < at; i++)
        self->sums[i] = self->sums[2 * i] + self->sums[2 * i + 1];
      for (guint i = (guint) at; i < ASSAY_CIPHER_TIMELINE; i++)
        self->sums[i] = 0.0;
      self->per_point *= 2;
    }
  self->sums[at] += value;
  self->n++;
}

guint
assay_cipher_curve_get_n_points (const AssayCipherCurve *self)
{
  return self->n == 0 ? 0 : (guint) ((self->n + self->per_point - 1) / self->per_point);
}

double
assay_cipher_curve_get (const AssayCipherCurve *self, guint i)
{
  guint64 first = i * self->per_point;

  return self->sums[i] / (double) MIN (self->per_point, self->n - first);
}
