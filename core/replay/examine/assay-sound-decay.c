/* assay-sound-decay.c: levels of 10 ms and the falls between them. */
#include "replay/examine/assay-sound-decay-private.h"

#include <math.h>

#include "base/assay-numbers.h"
#include "signal/assay-random.h"

/* A fall counts from this length and depth on, and when a straight line explains this share. */
#define LEAST_FRAMES 8u
#define LEAST_FALL 12.0
#define LEAST_FIT 0.95
/* Frames left out after the top of a fall: the source is still sounding. */
#define SKIP 2u
#define LEAST_FALLS 5u
#define ROUNDS 400u

AssaySoundDecay *
assay_sound_decay_new (guint rate)
{
  AssaySoundDecay *self = g_new0 (AssaySoundDecay, 1);

  self->rate = rate;
  self->length = MAX (rate / 100, 1);
  self->levels = g_array_new (FALSE, FALSE, sizeof (float));
  return self;
}

void
assay_sound_decay_free (AssaySoundDecay *self)
{
  g_array_unref (self->levels);
  g_free (self);
}

void
assay_sound_decay_push (AssaySoundDecay *self, const double *samples, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      const double step = samples[i] - self->previous;

      self->previous = samples[i];
      self->squares += step * step;
      if (++self->n == self->length)
        {
          const float level = (float) (10 * log10 (self->squares / (double) self->n + 1e-15));

          g_array_append_val (self->levels, level);
          self->n = 0;
          self->squares = 0;
        }
    }
}

/* Mean of three frames. */
static double
smooth (const AssaySoundDecay *self, gsize i)
{
  const float *levels = (const float *) (gconstpointer) self->levels->data;

  return ((double) levels[i - 1] + (double) levels[i] + (double) levels[i + 1]) / 3;
}

/* s for 60 dB of the straight line through frames first .. last; 0 when they lie on none. */
static double
fit_fall (const AssaySoundDecay *self, gsize first, gsize last)
{
  const double n = (double) (last - first + 1);
  const double middle = (double) (first + last) / 2;
  double mean = 0, xx = 0, xy = 0, yy = 0;

  for (gsize i = first; i <= last; i++)
    mean += smooth (self, i) / n;
  for (gsize i = first; i <= last; i++)
    {
      const double x = (double) i - middle;
      const double y = smooth (self, i) - mean;

      xx += x * x;
      xy += x * y;
      yy += y * y;
    }
  if (!(xy < 0) || xy * xy < LEAST_FIT * xx * yy)
    return 0;
  return 60 * (double) self->length / self->rate / (-xy / xx);
}

static GArray *
collect_falls (const AssaySoundDecay *self)
{
  GArray *falls = g_array_new (FALSE, FALSE, sizeof (double));
  gsize top = 1;

  for (gsize i = 2; i + 1 < self->levels->len; i++)
    {
      const gboolean falling = smooth (self, i) < smooth (self, i - 1);

      if (falling && i + 2 < self->levels->len)
        continue;
      if (i - 1 >= top + SKIP + LEAST_FRAMES
          && smooth (self, top + SKIP) - smooth (self, i - 1) >= LEAST_FALL)
        {
          const double time = fit_fall (self, top + SKIP, i - 1);

          if (time > 0)
            g_array_append_val (falls, time);
        }
      top = i;
    }
  return falls;
}

/* Spread of the lower quartile over samples drawn again from the falls. */
static void
resample (const GArray *falls, AssayDecayTime *time)
{
  g_autofree double *drawn = g_new (double, falls->len);
  double quartiles[ROUNDS];
  AssayRandom random;

  assay_random_init (&random, 1);
  for (guint round = 0; round < ROUNDS; round++)
    {
      for (guint i = 0; i < falls->len; i++)
        drawn[i] = g_array_index (falls, double, assay_random_below (&random, falls->len));
      assay_sort_doubles (drawn, falls->len);
      quartiles[round] = assay_quantile (drawn, falls->len, 0.25);
    }
  assay_sort_doubles (quartiles, ROUNDS);
  time->low = assay_quantile (quartiles, ROUNDS, 0.025);
  time->high = assay_quantile (quartiles, ROUNDS, 0.975);
}

void
assay_sound_decay_time (const AssaySoundDecay *self, AssayDecayTime *time)
{
  g_autoptr (GArray) falls = collect_falls (self);

  *time = (AssayDecayTime){ 0 };
  time->falls = falls->len;
  if (falls->len < LEAST_FALLS)
    return;
  g_array_sort (falls, assay_compare_doubles);
  time->time = assay_quantile ((const double *) (gconstpointer) falls->data, falls->len, 0.25);
  time->median = assay_quantile ((const double *) (gconstpointer) falls->data, falls->len, 0.5);
  resample (falls, time);
}
