/* assay-replay-simulate.c: loudspeaker, room, noise and microphone by lot. */
#include "replay/assay-replay-simulate.h"

#include <math.h>
#include <string.h>

#include "base/assay-numbers.h"
#include "signal/assay-fft.h"

#define RATE 16000.0
#define RIPPLES 12
/* Points of a response. */
#define GRID 4096

/* A band-limited response with resonances, in dB. */
typedef struct
{
  double low; /* Hz: -3 dB */
  double low_order;
  double high;
  double high_order;
  guint n_peaks;
  double peaks[2][3]; /* Hz, quality, dB */
  double ripple;      /* dB */
  double waves[RIPPLES][2];
} Response;

static double
between (AssayRandom *random, double low, double high)
{
  return low + (high - low) * assay_random_real (random);
}

static double
between_log (AssayRandom *random, double low, double high)
{
  return exp (between (random, log (low), log (high)));
}

/* Two independent normal numbers (Box and Muller). */
static void
normal_pair (AssayRandom *random, double *a, double *b)
{
  double size = sqrt (-2 * log (1 - assay_random_real (random)));
  double angle = 2 * G_PI * assay_random_real (random);

  *a = size * cos (angle);
  *b = size * sin (angle);
}

static void
draw_peaks (Response *self, AssayRandom *random, guint n, double ripple)
{
  self->n_peaks = n;
  for (guint i = 0; i < n; i++)
    {
      self->peaks[i][0] = between_log (random, 80, 6500);
      self->peaks[i][1] = between (random, 1, 4);
      self->peaks[i][2] = between (random, -6, 7);
    }
  self->ripple = ripple;
  for (guint i = 0; i < RIPPLES; i++)
    {
      self->waves[i][0] = between (random, 0, 1 / 700.0);
      self->waves[i][1] = between (random, 0, 2 * G_PI);
    }
}

static double
response_at (const Response *self, double hz)
{
  double f = MAX (hz, 1);
  double ripple = 0;
  double db = -10 * log10 (1 + pow (self->low / f, 2 * self->low_order))
              - 10 * log10 (1 + pow (f / self->high, 2 * self->high_order));

  for (guint i = 0; i < self->n_peaks; i++)
    {
      double octaves = 2 * self->peaks[i][1] * log2 (f / self->peaks[i][0]);

      db += self->peaks[i][2] / (1 + octaves * octaves);
    }
  for (guint i = 0; i < RIPPLES; i++)
    ripple += cos (2 * G_PI * hz * self->waves[i][0] + self->waves[i][1]);
  db += self->ripple * ripple / sqrt (RIPPLES / 2.0);
  return pow (10, MAX (db, -70) / 20);
}

static gsize
power_of_two (gsize least)
{
  gsize size = 1;

  while (size < least)
    size *= 2;
  return size;
}

/* The shortest impulse response of @response's gains: minimum phase, from the folded cepstrum, as a
 * loudspeaker or a microphone has it. */
static double *
minimum_phase (const Response *response)
{
  g_autoptr (AssayFft) fft = assay_fft_new (GRID);
  g_autofree double *time = g_new (double, GRID);
  g_autofree AssayComplex *bins = g_new0 (AssayComplex, GRID / 2 + 1);

  for (gsize i = 0; i <= GRID / 2; i++)
    bins[i].re = log (response_at (response, (double) i * RATE / GRID));
  assay_fft_inverse (fft, bins, time);
  for (gsize i = 1; i < GRID / 2; i++)
    {
      time[i] *= 2;
      time[GRID - i] = 0;
    }
  assay_fft_forward (fft, time, bins);
  for (gsize i = 0; i <= GRID / 2; i++)
    {
      double gain = exp (bins[i].re);

      bins[i] = (AssayComplex){ gain * cos (bins[i].im), gain * sin (bins[i].im) };
    }
  assay_fft_inverse (fft, bins, time);
  return g_steal_pointer (&time);
}

/* @samples through the impulse response @echo. */
static void
convolve (double *samples, gsize n, const double *echo, gsize n_echo)
{
  gsize length = power_of_two (n + n_echo);
  g_autoptr (AssayFft) fft = assay_fft_new (length);
  g_autofree double *time = g_new0 (double, length);
  g_autofree AssayComplex *bins = g_new (AssayComplex, length / 2 + 1);
  g_autofree AssayComplex *gains = g_new (AssayComplex, length / 2 + 1);

  memcpy (time, echo, n_echo * sizeof *time);
  assay_fft_forward (fft, time, gains);
  memset (time, 0, n_echo * sizeof *time);
  memcpy (time, samples, n * sizeof *time);
  assay_fft_forward (fft, time, bins);
  for (gsize i = 0; i <= length / 2; i++)
    {
      AssayComplex x = bins[i];
      AssayComplex h = gains[i];

      bins[i].re = x.re * h.re - x.im * h.im;
      bins[i].im = x.re * h.im + x.im * h.re;
    }
  assay_fft_inverse (fft, bins, time);
  memcpy (samples, time, n * sizeof *samples);
}

static void
filter (double *samples, gsize n, const Response *response)
{
  g_autofree double *impulse = minimum_phase (response);

  convolve (samples, n, impulse, GRID / 2);
}

static double
root_mean_square (const double *samples, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += samples[i] * samples[i];
  return sqrt (sum / (double) n) + 1e-9;
}

/* Level of the louder half of the samples. */
static double
active_level (const double *samples, gsize n)
{
  g_autofree double *squares = g_new (double, n);
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    squares[i] = samples[i] * samples[i];
  assay_sort_doubles (squares, n);
  for (gsize i = n / 2; i < n; i++)
    sum += squares[i];
  return sqrt (sum / (double) (n - n / 2)) + 1e-9;
}

/* Butterworth low-pass of second order at 450 Hz, for twice the rate (bilinear transform). */
static void
split_bass (const double *samples, gsize n, double *bass)
{
  double k = tan (G_PI * 450 / (2 * RATE));
  double scale = 1 / (1 + G_SQRT2 * k + k * k);
  double b = k * k * scale;
  double a1 = 2 * (k * k - 1) * scale;
  double a2 = (1 - G_SQRT2 * k + k * k) * scale;
  double s1 = 0;
  double s2 = 0;

  for (gsize i = 0; i < n; i++)
    {
      double y = b * samples[i] + s1;

      s1 = 2 * b * samples[i] - a1 * y + s2;
      s2 = b * samples[i] - a2 * y;
      bass[i] = y;
    }
}

/* What a cone does: bass is driven harder than the rest, and everything is limited. */
static void
bend (double *samples, gsize n, double quality, AssayRandom *random)
{
  double harder = pow (quality, 1.5);
  double second = 0.005 + 0.13 * harder * between (random, 0.5, 1.2);
  double third = -(0.01 + 0.28 * harder * between (random, 0.5, 1.2));
  double limit = 2 - 1.45 * pow (quality, 0.7);
  g_autofree double *bass = g_new (double, n);

  split_bass (samples, n, bass);
  for (gsize i = 0; i < n; i++)
    {
      double low = bass[i];
      double high = samples[i] - low;
      double x = samples[i] + second * (2 * low * low + high * high)
                 + third * (2 * low * low * low + high * high * high);

      samples[i] = limit * tanh (x / limit);
    }
}

/* The cone at twice the rate, so that what it adds above 8 kHz does not fold back. */
static void
loudspeaker (double *samples, gsize n, double quality, AssayRandom *random)
{
  double drive = (0.6 + 1.2 * quality) * pow (10, between (random, -3, 3) / 20);
  double scale = 0.1 * drive / root_mean_square (samples, n);
  gsize length = power_of_two (n + 256);
  g_autoptr (AssayFft) fft = assay_fft_new (length);
  g_autoptr (AssayFft) twice = assay_fft_new (2 * length);
  g_autofree double *time = g_new0 (double, 2 * length);
  g_autofree AssayComplex *bins = g_new0 (AssayComplex, length + 1);

  for (gsize i = 0; i < n; i++)
    time[i] = samples[i] * scale;
  assay_fft_forward (fft, time, bins);
  /* Spectrum of half the length: the double rate's samples come out half as large. */
  for (gsize i = 0; i <= length / 2; i++)
    {
      bins[i].re *= 2;
      bins[i].im *= 2;
    }
  memset (bins + length / 2, 0, (length / 2 + 1) * sizeof *bins);
  assay_fft_inverse (twice, bins, time);
  bend (time, 2 * length, quality, random);
  assay_fft_forward (twice, time, bins);
  bins[0].re = 0;
  for (gsize i = 0; i < length / 2; i++)
    {
      bins[i].re /= 2;
      bins[i].im /= 2;
    }
  bins[length / 2] = (AssayComplex){ 0, 0 };
  assay_fft_inverse (fft, bins, time);
  memcpy (samples, time, n * sizeof *samples);
}

/* The first sample is the direct sound, of size 1. */
static double *
draw_room (AssayRandom *random, gsize *n)
{
  double decay = between (random, 0.1, 0.8);
  double distance = between_log (random, 0.12, 1.5);
  double volume = between_log (random, 12, 150);
  /* Energy of the room against the direct sound: 16 pi d² / A with Sabine's A = 0.161 V / T. */
  double wanted = 16 * G_PI * distance * distance * decay / (0.161 * volume);
  double *room;
  double energy = 0;

  *n = (gsize) (decay * RATE);
  room = g_new0 (double, *n);
  for (gsize i = 32; i < *n; i++)
    {
      double share = MIN (1, 0.01 + (double) i / (0.06 * RATE));
      double value;
      double unused;

      normal_pair (random, &value, &unused);
      if (assay_random_real (random) < share)
        room[i] = value * pow (10, -3 * (double) i / (decay * RATE)) / sqrt (share);
      energy += room[i] * room[i];
    }
  for (gsize i = *n - 1; i > 0; i--)
    room[i] = sqrt (wanted / (energy + 1e-12)) * (0.6 * room[i] + 0.4 * room[i - 1]);
  room[0] = 1;
  return room;
}

/* A mains or fan tone with its harmonics among the noise's @bins. */
static void
add_hum (AssayComplex *bins, gsize length, AssayRandom *random)
{
  guint kind = (guint) assay_random_below (random, 3);
  double hz = kind == 0 ? 50 : kind == 1 ? 60 : between (random, 90, 180);

  for (guint k = 1; k < 8; k++)
    {
      gsize bin = (gsize) (hz * k * (double) length / RATE + 0.5);
      double size = sqrt ((double) length) * between (random, 0.1, 1) / k;
      double angle = between (random, 0, 2 * G_PI);

      bins[bin].re += size * cos (angle);
      bins[bin].im += size * sin (angle);
    }
}

/* Coloured noise, @decibels below the active level. */
static void
add_noise (
    double *samples, gsize n, double slope, double decibels, gboolean hum, AssayRandom *random)
{
  gsize length = power_of_two (n);
  g_autoptr (AssayFft) fft = assay_fft_new (length);
  g_autofree AssayComplex *bins = g_new (AssayComplex, length / 2 + 1);
  g_autofree double *noise = g_new (double, length);
  double scale;

  for (gsize i = 0; i <= length / 2; i++)
    {
      double hz = MAX ((double) i * RATE / (double) length, 25);
      double gain = pow (hz / 1000, slope / 6.02);

      normal_pair (random, &bins[i].re, &bins[i].im);
      bins[i].re *= gain;
      bins[i].im *= i == 0 || i == length / 2 ? 0 : gain;
    }
  if (hum)
    add_hum (bins, length, random);
  assay_fft_inverse (fft, bins, noise);
  scale = active_level (samples, n) * pow (10, -decibels / 20) / root_mean_square (noise, n);
  for (gsize i = 0; i < n; i++)
    samples[i] += scale * noise[i];
}

/* Three recorders in ten even out the level. */
static void
even_level (double *samples, gsize n, AssayRandom *random)
{
  double strength = between (random, 0.25, 0.6);
  double whole = root_mean_square (samples, n);
  double power = 0;

  if (assay_random_real (random) >= 0.3)
    return;
  for (gsize i = 0; i < n; i++)
    {
      power += 0.0006 * (samples[i] * samples[i] - power);
      samples[i] *= pow (whole / (sqrt (power + 1e-10) + 0.1 * whole), strength);
    }
}

static void
set_level (double *samples, gsize n, AssayRandom *random)
{
  double scale;
  double offset = between (random, -4e-4, 4e-4);

  even_level (samples, n, random);
  scale = pow (10, between (random, -30, -20) / 20) / root_mean_square (samples, n);
  for (gsize i = 0; i < n; i++)
    samples[i] = scale * samples[i] + offset;
}

/* A microphone and its own noise. */
static void
record (double *samples, gsize n, AssayRandom *random)
{
  Response microphone = { .low = between_log (random, 25, 200),
                          .low_order = 2,
                          .high = between (random, 7200, 7980),
                          .high_order = 10 };

  draw_peaks (&microphone, random, 1, between (random, 0.4, 1.6));
  filter (samples, n, &microphone);
  add_noise (samples, n, 0, between (random, 37, 55), FALSE, random);
}

void
assay_replay_simulate_replay (double *samples, gsize n, AssayRandom *random)
{
  double quality = assay_random_real (random); /* 0: a studio loudspeaker, 1: a poor telephone */
  Response speaker = { .low = 30 * pow (14, quality) * exp (between (random, -0.3, 0.3)),
                       .low_order = 2 + (double) assay_random_below (random, 2),
                       .high = 7450 - 1600 * quality * between (random, 0.8, 1.1),
                       .high_order = 8 + (double) assay_random_below (random, 6) };
  gsize n_room;
  g_autofree double *room = draw_room (random, &n_room);

  draw_peaks (&speaker, random, 2, 0.5 + 1.7 * quality);
  loudspeaker (samples, n, quality, random);
  filter (samples, n, &speaker);
  convolve (samples, n, room, n_room);
  add_noise (samples, n, between (random, -6, 0), between (random, 12, 42),
             assay_random_real (random) < 0.3, random);
  record (samples, n, random);
  set_level (samples, n, random);
}

void
assay_replay_simulate_colour (double *samples, gsize n, AssayRandom *random)
{
  Response response
      = { .low = between (random, 5, 60), .low_order = 2, .high = 9000, .high_order = 10 };

  draw_peaks (&response, random, 2, between (random, 0.3, 1.5));
  filter (samples, n, &response);
  set_level (samples, n, random);
}
