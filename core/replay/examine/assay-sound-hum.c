/* assay-sound-hum.c: the lines of the mains as complex values, ten a second. */
#include "replay/examine/assay-sound-hum-private.h"

#include <math.h>
#include <string.h>

#define REDUCED_HZ 2000.0
#define VALUES_A_SECOND 10.0

static const double nominals[ASSAY_HUM_LINES] = { 50, 60, 100, 120 };

static double *
hann (gsize n)
{
  double *window = g_new (double, n);
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      window[i] = 0.5 - 0.5 * cos (2 * G_PI * ((double) i + 0.5) / (double) n);
      sum += window[i];
    }
  for (gsize i = 0; i < n; i++)
    window[i] /= sum;
  return window;
}

AssaySoundHum *
assay_sound_hum_new (guint rate)
{
  AssaySoundHum *self = g_new0 (AssaySoundHum, 1);

  self->rate = rate;
  self->factor = MAX ((guint) (rate / REDUCED_HZ), 1);
  self->filter = hann (4 * (gsize) self->factor);
  self->input = g_new0 (double, 4 * (gsize) self->factor);
  self->step = MAX ((gsize) (rate / (self->factor * VALUES_A_SECOND) + 0.5), 1);
  self->window = hann (2 * self->step);
  self->block = g_new0 (double, 2 * self->step);
  for (guint i = 0; i < ASSAY_HUM_LINES; i++)
    self->values[i] = g_array_new (FALSE, FALSE, sizeof (AssayComplex));
  return self;
}

void
assay_sound_hum_free (AssaySoundHum *self)
{
  g_free (self->filter);
  g_free (self->input);
  g_free (self->window);
  g_free (self->block);
  for (guint i = 0; i < ASSAY_HUM_LINES; i++)
    g_array_unref (self->values[i]);
  g_free (self);
}

double
assay_sound_hum_step (const AssaySoundHum *self)
{
  return (double) self->step * self->factor / self->rate;
}

/* Turns the block down by each nominal frequency; the phase counts from the recording's start. */
static void
end_block (AssaySoundHum *self)
{
  const double start = (double) self->blocks * assay_sound_hum_step (self);

  for (guint line = 0; line < ASSAY_HUM_LINES; line++)
    {
      const double turn = 2 * G_PI * nominals[line] * self->factor / self->rate;
      const double first = 2 * G_PI * fmod (nominals[line] * start, 1.0);
      AssayComplex value = { 0, 0 };

      for (gsize i = 0; i < 2 * self->step; i++)
        {
          const double angle = first + turn * (double) i;

          value.re += self->window[i] * self->block[i] * cos (angle);
          value.im -= self->window[i] * self->block[i] * sin (angle);
        }
      g_array_append_val (self->values[line], value);
    }
  self->blocks++;
  self->n_block = self->step;
  memmove (self->block, self->block + self->step, self->step * sizeof *self->block);
}

static void
push_reduced (AssaySoundHum *self)
{
  const gsize length = 4 * (gsize) self->factor;
  double sum = 0;

  for (gsize i = 0; i < length; i++)
    sum += self->filter[i] * self->input[i];
  self->block[self->n_block++] = sum;
  if (self->n_block == 2 * self->step)
    end_block (self);
  self->n_input = length - self->factor;
  memmove (self->input, self->input + self->factor, self->n_input * sizeof *self->input);
}

void
assay_sound_hum_push (AssaySoundHum *self, const double *samples, gsize n)
{
  const gsize length = 4 * (gsize) self->factor;

  while (n > 0)
    {
      const gsize take = MIN (n, length - self->n_input);

      memcpy (self->input + self->n_input, samples, take * sizeof *samples);
      self->n_input += take;
      samples += take;
      n -= take;
      if (self->n_input == length)
        push_reduced (self);
    }
}
