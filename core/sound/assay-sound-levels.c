/* assay-sound-levels.c: see the header. */
#include "sound/assay-sound-levels.h"

#include <math.h>

#include "signal/assay-fft.h"
#include "sound/assay-sound-info.h"

struct _AssaySoundLevels
{
  guint window;
  guint n_rows;
  AssayFft *fft;
  double *shape;
  double *faded;
  AssayComplex *bins;
  double *power;
  double scale; /* of power, so that a sine of full scale has 1 */
  guint added;
};

/* Cosine sums: a0 - a1 cos + a2 cos 2 - a3 cos 3. */
static const struct
{
  const char *name;
  double terms[4];
} shapes[] = {
  { "hann", { 0.5, 0.5, 0.0, 0.0 } },
  { "hamming", { 0.54, 0.46, 0.0, 0.0 } },
  { "blackman-harris", { 0.35875, 0.48829, 0.14128, 0.01168 } },
  { "rectangular", { 1.0, 0.0, 0.0, 0.0 } },
};

static double
fill_shape (double *values, guint n, const char *name)
{
  const double *terms = shapes[0].terms;
  double sum = 0.0;

  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    if (g_strcmp0 (shapes[i].name, name) == 0)
      terms = shapes[i].terms;
  for (guint i = 0; i < n; i++)
    {
      double angle = 2.0 * G_PI * i / n;

      values[i] = terms[0] - terms[1] * cos (angle) + terms[2] * cos (2.0 * angle)
                  - terms[3] * cos (3.0 * angle);
      sum += values[i];
    }
  return sum;
}

AssaySoundLevels *
assay_sound_levels_new (guint window, const char *shape)
{
  AssaySoundLevels *self = g_new0 (AssaySoundLevels, 1);
  double sum;

  self->window = window;
  self->n_rows = window / 2 + 1;
  self->fft = assay_fft_new (window);
  self->shape = g_new (double, window);
  self->faded = g_new (double, window);
  self->bins = g_new (AssayComplex, self->n_rows);
  self->power = g_new0 (double, self->n_rows);
  sum = fill_shape (self->shape, window, shape);
  self->scale = 4.0 / (sum * sum);
  return self;
}

void
assay_sound_levels_free (AssaySoundLevels *self)
{
  assay_fft_free (self->fft);
  g_free (self->shape);
  g_free (self->faded);
  g_free (self->bins);
  g_free (self->power);
  g_free (self);
}

guint
assay_sound_levels_get_n_rows (const AssaySoundLevels *self)
{
  return self->n_rows;
}

void
assay_sound_levels_add (AssaySoundLevels *self, const double *samples)
{
  for (guint i = 0; i < self->window; i++)
    self->faded[i] = samples[i] * self->shape[i];
  assay_fft_forward (self->fft, self->faded, self->bins);
  for (guint i = 0; i < self->n_rows; i++)
    self->power[i] += self->bins[i].re * self->bins[i].re + self->bins[i].im * self->bins[i].im;
  self->added++;
}

static guint8
byte_of (double power)
{
  double level;

  if (!(power > 1e-13)) /* −130 dB: below the floor, and no logarithm of 0 */
    return 0;
  level = (10.0 * log10 (power) - ASSAY_SOUND_LEVEL_FLOOR) / ASSAY_SOUND_LEVEL_STEP;
  return (guint8) CLAMP (level + 0.5, 0.0, 255.0);
}

void
assay_sound_levels_take (AssaySoundLevels *self, guint8 *column, gsize stride)
{
  double scale = self->scale / MAX (self->added, 1);

  for (guint i = 0; i < self->n_rows; i++)
    {
      /* 0 Hz and half the rate have no mirror image to share with */
      gboolean edge = i == 0 || 2 * i == self->window;

      column[i * stride] = byte_of (self->power[i] * (edge ? 0.25 * scale : scale));
      self->power[i] = 0.0;
    }
  self->added = 0;
}
