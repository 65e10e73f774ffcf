/* assay-resample.c: sampling rates converted by a windowed-sinc polyphase filter. */
#include "signal/assay-resample.h"

#include <math.h>
#include <string.h>

#include "base/assay-numbers.h"

/* Zero crossings of the ideal low-pass on either side. */
#define CROSSINGS 80
#define LEAST_CROSSINGS 4.0
/* The low-pass ends in the middle of 0.45 … 0.5 of the slower rate. */
#define CUTOFF 0.95
/* Of a narrow one, in the middle between the band and its nearest image. */
#define NARROW_CUTOFF 1.0
#define KAISER_BETA 12.3
/* A stopband of -80 dB; the zero crossings on either side times the width of the transition, in
 * slower rates, that it needs are 2.51 (Kaiser 1974), and some more keep the band flatter. */
#define NARROW_BETA 7.86
#define NARROW_TRANSITION 2.9
#define LEAST_CAPACITY 4096
#define MOST_PHASES 1024u
/* Independent sums of a filter: 2 reach is a multiple of it. */
#define LANES 8
/* 2 reach of narrow filters. */
#define SHORTEST 16

struct _AssayResampler
{
  guint64 up, down; /* the ratio of the rates in lowest terms */
  double crossings; /* of the low-pass on either side */
  double cutoff;    /* of half the slower rate */
  double beta;      /* of the window */
  guint phases;     /* rows of the table are phases + 1 */
  gsize reach;      /* input samples on either side of an output sample */
  double *table;    /* (phases + 1) × 2 reach */
  double *held;     /* input from index held_from on */
  gsize n_held, capacity;
  gint64 held_from;
  guint64 n_in, n_out;
};

/* Modified Bessel function of order 0, by its series. */
static double
bessel (double x)
{
  double sum = 1, term = 1;

  for (guint i = 1; i < 200 && term > sum * 1e-18; i++)
    {
      term *= x / 2 / i * (x / 2 / i);
      sum += term;
    }
  return sum;
}

/* The low-pass at @x input samples from its middle, not yet normalised; @scale: slower rate / input
 * rate. */
static double
tap (const AssayResampler *self, double x, double scale)
{
  double position = x * scale / self->crossings;
  double angle = G_PI * x * scale * self->cutoff;

  if (!(fabs (position) < 1))
    return 0;
  return (fabs (angle) < 1e-9 ? 1 : sin (angle) / angle)
         * bessel (self->beta * sqrt (1 - position * position));
}

static void
fill_table (AssayResampler *self)
{
  double scale = self->up < self->down ? (double) self->up / (double) self->down : 1;
  gsize width;

  self->reach = ((gsize) ceil (self->crossings / scale) + LANES / 2) / (LANES / 2) * (LANES / 2);
  width = 2 * self->reach;
  self->phases = (guint) MIN (self->up, MOST_PHASES);
  self->table = g_new (double, (gsize) (self->phases + 1) * width);
  for (guint p = 0; p <= self->phases; p++)
    {
      double *row = self->table + p * width;
      double sum = 0;

      for (gsize i = 0; i < width; i++)
        {
          row[i] = tap (self, (double) i + 1 - (double) self->reach - (double) p / self->phases,
                        scale);
          sum += row[i];
        }
      /* A constant stays the constant in every phase. */
      for (gsize i = 0; i < width; i++)
        row[i] /= sum;
    }
}

static AssayResampler *
make (guint from, guint to, double crossings, double cutoff, double beta)
{
  AssayResampler *self;
  guint64 common;

  g_return_val_if_fail (from > 0 && from <= 1000000 && to > 0 && to <= 1000000, NULL);
  self = g_new0 (AssayResampler, 1);
  self->crossings = crossings;
  self->cutoff = cutoff;
  self->beta = beta;
  common = assay_common_divisor (from, to);
  self->up = to / common;
  self->down = from / common;
  if (self->up == self->down)
    return self;
  fill_table (self);
  /* Silence in front of the first sample. */
  self->capacity = MAX (4 * self->reach, LEAST_CAPACITY);
  self->held = g_new0 (double, self->capacity);
  self->n_held = self->reach;
  self->held_from = -(gint64) self->reach;
  return self;
}

AssayResampler *
assay_resampler_new (guint from, guint to)
{
  return make (from, to, CROSSINGS, CUTOFF, KAISER_BETA);
}

AssayResampler *
assay_resampler_new_narrow (guint from, guint to, guint band)
{
  double slower = MIN (from, to);
  double crossings = NARROW_TRANSITION * slower / MAX (slower - 2.0 * band, 1.0);

  if (crossings >= CROSSINGS)
    return assay_resampler_new (from, to);
  return make (from, to, MAX (crossings, LEAST_CROSSINGS), NARROW_CUTOFF, NARROW_BETA);
}

void
assay_resampler_free (AssayResampler *self)
{
  if (self == NULL)
    return;
  g_free (self->table);
  g_free (self->held);
  g_free (self);
}

typedef double Vector __attribute__ ((vector_size (4 * sizeof (double))));
/* The same anywhere among doubles. */
typedef double Loose __attribute__ ((vector_size (4 * sizeof (double)), aligned (8), may_alias));

/* Σ row[i] · in[i] in @sums, four that are to be added up; n is a multiple of LANES. */
static inline __attribute__ ((always_inline)) void
weigh (const double *row, const double *in, gsize n, Vector *sums)
{
  Vector even = { 0 }, odd = { 0 };

  for (gsize i = 0; i < n; i += LANES)
    {
      const Loose *x = (const Loose *) (row + i), *y = (const Loose *) (in + i);

      even += x[0] * y[0];
      odd += x[1] * y[1];
    }
  *sums = even + odd;
}

/* The sums of four vectors. */
static inline __attribute__ ((always_inline)) void
add_up (const Vector *v, Vector *sums)
{
  Vector low = __builtin_shufflevector (v[0], v[1], 0, 4, 2, 6)
               + __builtin_shufflevector (v[0], v[1], 1, 5, 3, 7);
  Vector high = __builtin_shufflevector (v[2], v[3], 0, 4, 2, 6)
                + __builtin_shufflevector (v[2], v[3], 1, 5, 3, 7);

  *sums = __builtin_shufflevector (low, high, 0, 1, 4, 5)
          + __builtin_shufflevector (low, high, 2, 3, 6, 7);
}

/* The sample @remainder / up behind the middle of the 2 reach samples at @in, as four sums. */
static inline __attribute__ ((always_inline)) void
interpolate (
    const AssayResampler *self, const double *in, guint64 remainder, gsize width, Vector *sums)
{
  guint64 scaled;
  Vector next;

  if (self->phases == self->up)
    {
      weigh (self->table + remainder * width, in, width, sums);
      return;
    }
  scaled = remainder * self->phases;
  weigh (self->table + scaled / self->up * width, in, width, sums);
  weigh (self->table + (scaled / self->up + 1) * width, in, width, &next);
  *sums += (next - *sums) * ((double) (scaled % self->up) / (double) self->up);
}

/* Where an output sample is. */
typedef struct
{
  const double *in; /* the first of its input samples */
  guint64 remainder;
  guint64 whole, rest; /* of a step */
} Place;

/* The next @n output samples, at most four, as sums. */
static inline __attribute__ ((always_inline)) void
gather (const AssayResampler *self, Place *place, gsize n, gsize width, Vector *sums)
{
  for (gsize k = 0; k < n; k++)
    {
      guint64 over;

      interpolate (self, place->in, place->remainder, width, &sums[k]);
      place->remainder += place->rest;
      over = place->remainder >= self->up;
      place->remainder -= over * self->up;
      place->in += place->whole + over;
    }
}

/* The next @n output samples. */
static inline __attribute__ ((always_inline)) void
fill_with (const AssayResampler *self, double *out, gsize n, gsize width)
{
  guint64 middle = self->n_out * self->down / self->up;
  Place place
      = { self->held + ((gint64) middle + 1 - (gint64) self->reach - self->held_from),
          self->n_out * self->down % self->up, self->down / self->up, self->down % self->up };
  Vector sums[4], samples, last[4] = { 0 };
  gsize i = 0;

  for (; i + 4 <= n; i += 4)
    {
      gather (self, &place, 4, width, sums);
      add_up (sums, &samples);
      *(Loose *) (out + i) = samples;
    }
  gather (self, &place, n - i, width, last);
  add_up (last, &samples);
  memcpy (out + i, &samples, (n - i) * sizeof *out);
}

/* The same for any filter, and faster for the shortest. The same bits with and without AVX2:
 * neither fuses a product with a sum. */
__attribute__ ((target_clones ("avx2", "default"))) static void
fill (AssayResampler *self, double *out, gsize n)
{
  if (2 * self->reach == SHORTEST)
    fill_with (self, out, n, SHORTEST);
  else
    fill_with (self, out, n, 2 * self->reach);
}

/* Gives every output sample below @most whose surroundings are held. */
static void
give (AssayResampler *self, guint64 most, GArray *out)
{
  gint64 end = self->held_from + (gint64) self->n_held - (gint64) self->reach;
  guint64 known = end <= 0 ? 0 : ((guint64) end * self->up + self->down - 1) / self->down;
  guint first = out->len;

  most = MIN (most, known);
  if (most <= self->n_out)
    return;
  g_array_set_size (out, first + (guint) (most - self->n_out));
  fill (self, &g_array_index (out, double, first), (gsize) (most - self->n_out));
  self->n_out = most;
}

/* Keeps what the next output sample needs. */
static void
drop (AssayResampler *self)
{
  gint64 first = (gint64) (self->n_out * self->down / self->up) + 1 - (gint64) self->reach;
  gsize n = (gsize) CLAMP (first - self->held_from, 0, (gint64) self->n_held);

  memmove (self->held, self->held + n, (self->n_held - n) * sizeof *self->held);
  self->n_held -= n;
  self->held_from += (gint64) n;
}

void
assay_resampler_push (AssayResampler *self, const double *samples, gsize n, GArray *out)
{
  if (self->table == NULL)
    {
      g_array_append_vals (out, samples, (guint) n);
      return;
    }
  self->n_in += n;
  while (n > 0)
    {
      gsize now = MIN (n, self->capacity - self->n_held);

      memcpy (self->held + self->n_held, samples, now * sizeof *samples);
      self->n_held += now;
      samples += now;
      n -= now;
      give (self, G_MAXUINT64, out);
      drop (self);
    }
}

void
assay_resampler_end (AssayResampler *self, GArray *out)
{
  guint64 total = (self->n_in * self->up + self->down - 1) / self->down;

  if (self->table == NULL)
    return;
  while (self->n_out < total)
    {
      double silence[64] = { 0 };
      gsize now = MIN (G_N_ELEMENTS (silence), self->capacity - self->n_held);

      memcpy (self->held + self->n_held, silence, now * sizeof *silence);
      self->n_held += now;
      give (self, total, out);
      drop (self);
    }
}
