/* assay-sound-hum-track.c: the clearest line of the mains followed through the recording. */
#include <math.h>
#include <string.h>

#include "base/assay-numbers.h"
#include "replay/examine/assay-sound-hum-private.h"

/* Values of one look at a line (12.8 s) and of one point of the track (3.2 s). */
#define LOOK 128u
#define POINT 32u
#define PADDED 1024u
/* How far from the nominal frequency of 50 Hz the line is looked for; twice that for harmonics. */
#define DEVIATION_HZ 0.6
#define AROUND_HZ 4.0
/* A point of the track counts when its line stands out by so much, dB. */
#define POINT_CLEAR 9.0
/* Straight lines are fitted to so many values of the phase on either side of a jump. */
#define SIDE 20u
#define GAP 3u
#define LEAST_JUMP_DEGREES 15.0
#define MOST_JUMPS 64u

static const double nominals[ASSAY_HUM_LINES] = { 50, 60, 100, 120 };

/* A complex transform by two real ones. */
typedef struct
{
  AssayFft *fft;
  double *part;
  AssayComplex *re;
  AssayComplex *im;
  double *power; /* PADDED; frequency 0 first, the negative ones in the upper half */
} Zoom;

static Zoom *
zoom_new (void)
{
  Zoom *zoom = g_new0 (Zoom, 1);

  zoom->fft = assay_fft_new (PADDED);
  zoom->part = g_new0 (double, PADDED);
  zoom->re = g_new0 (AssayComplex, PADDED / 2 + 1);
  zoom->im = g_new0 (AssayComplex, PADDED / 2 + 1);
  zoom->power = g_new0 (double, PADDED);
  return zoom;
}

static void
zoom_free (Zoom *zoom)
{
  assay_fft_free (zoom->fft);
  g_free (zoom->part);
  g_free (zoom->re);
  g_free (zoom->im);
  g_free (zoom->power);
  g_free (zoom);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Zoom, zoom_free)

/* Adds the power spectrum of @n Hann-weighted values to zoom->power. */
static void
zoom_add (Zoom *zoom, const AssayComplex *values, gsize n)
{
  for (guint part = 0; part < 2; part++)
    {
      memset (zoom->part, 0, PADDED * sizeof *zoom->part);
      for (gsize i = 0; i < n; i++)
        zoom->part[i] = (part == 0 ? values[i].re : values[i].im)
                        * (0.5 - 0.5 * cos (2 * G_PI * ((double) i + 0.5) / (double) n));
      assay_fft_forward (zoom->fft, zoom->part, part == 0 ? zoom->re : zoom->im);
    }
  for (gsize k = 0; k <= PADDED / 2; k++)
    {
      const double up_re = zoom->re[k].re - zoom->im[k].im;
      const double up_im = zoom->re[k].im + zoom->im[k].re;
      const double down_re = zoom->re[k].re + zoom->im[k].im;
      const double down_im = zoom->im[k].re - zoom->re[k].im;

      zoom->power[k] += up_re * up_re + up_im * up_im;
      if (k > 0 && k < PADDED / 2)
        zoom->power[PADDED - k] += down_re * down_re + down_im * down_im;
    }
}

/* Power at @k bins from the nominal frequency, either sign. */
static double
power_at (const Zoom *zoom, gint k)
{
  return zoom->power[(guint) (k + (gint) PADDED) % PADDED];
}

/* The strongest line within @deviation Hz: its distance from the nominal frequency in Hz, and how
 * clear it is in dB. */
static double
zoom_peak (const Zoom *zoom, double step, double deviation, double *clearness)
{
  const double per_hz = PADDED * step;
  const gint reach = (gint) (deviation * per_hz);
  const gint around = MIN ((gint) (AROUND_HZ * per_hz), (gint) PADDED / 2 - 1);
  g_autofree double *sorted = g_new (double, (gsize) (2 * around + 1));
  gint best = 0;
  double left, right, middle, shift;

  for (gint k = -reach; k <= reach; k++)
    if (power_at (zoom, k) > power_at (zoom, best))
      best = k;
  for (gint k = -around; k <= around; k++)
    sorted[k + around] = power_at (zoom, k);
  assay_sort_doubles (sorted, (gsize) (2 * around + 1));
  middle = log (power_at (zoom, best) + 1e-300);
  left = log (power_at (zoom, best - 1) + 1e-300);
  right = log (power_at (zoom, best + 1) + 1e-300);
  shift = 2 * middle - left - right > 1e-9 ? (right - left) / (2 * (2 * middle - left - right)) : 0;
  *clearness = 10 * log10 ((power_at (zoom, best) + 1e-300) / (sorted[around] + 1e-300));
  if (!(power_at (zoom, best) > 1e-20))
    *clearness = 0;
  return (best + CLAMP (shift, -1, 1)) / per_hz;
}

static double
deviation_of (guint line)
{
  return nominals[line] >= 100 ? 2 * DEVIATION_HZ : DEVIATION_HZ;
}

/* Whole recording, in looks that overlap by half. */
static double
look_at_line (const AssaySoundHum *self, guint line, double *frequency)
{
  const GArray *values = self->values[line];
  g_autoptr (Zoom) zoom = zoom_new ();
  const gsize length = MIN (LOOK, values->len);
  double clearness;

  for (gsize i = 0; i + length <= values->len; i += MAX (length / 2, 1))
    zoom_add (zoom, &g_array_index (values, AssayComplex, i), length);
  *frequency = nominals[line]
               + zoom_peak (zoom, assay_sound_hum_step (self), deviation_of (line), &clearness);
  return clearness;
}

/* Phase of the line against a steady wave of the track's frequency, degrees, unwrapped. */
static void
follow_phase (const AssaySoundHum *self, guint line, AssayHumTrack *track)
{
  const double step = assay_sound_hum_step (self);
  double last = 0;

  for (gsize i = 0; i < track->n; i++)
    {
      const AssayComplex *value = &g_array_index (self->values[line], AssayComplex, i);
      const double turned = (track->frequency - nominals[line]) * step * (double) i;
      double phase = atan2 (value->im, value->re) / (2 * G_PI) - turned;

      phase -= floor (phase - last + 0.5);
      last = phase;
      track->phase[i] = 360 * phase;
    }
}

/* Straight line through @n values from @first on: its value at @at, and the squared distances. */
static double
fit_line (const double *phase, gsize first, gsize n, double at, double *squares)
{
  const double middle = (double) first + ((double) n - 1) / 2;
  double mean = 0, slope = 0, spread = 0;

  for (gsize i = first; i < first + n; i++)
    mean += phase[i] / (double) n;
  for (gsize i = first; i < first + n; i++)
    {
      slope += ((double) i - middle) * (phase[i] - mean);
      spread += ((double) i - middle) * ((double) i - middle);
    }
  slope /= spread;
  for (gsize i = first; i < first + n; i++)
    {
      const double off = phase[i] - mean - slope * ((double) i - middle);

      *squares += off * off;
    }
  return mean + slope * (at - middle);
}

static int
larger_first (gconstpointer a, gconstpointer b)
{
  const AssayHumJump *x = a;
  const AssayHumJump *y = b;
  const double size_x = fabs (x->jump) / (5 + x->fit);
  const double size_y = fabs (y->jump) / (5 + y->fit);

  if (size_x > size_y || size_x < size_y)
    return size_x > size_y ? -1 : 1;
  return (x->at > y->at) - (x->at < y->at);
}

/* Places where the phase before, carried on straight, misses the phase after. */
static void
find_jumps (AssayHumTrack *track, double step)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (AssayHumJump));

  for (gsize i = SIDE + GAP; i + SIDE + GAP < track->n; i++)
    {
      AssayHumJump found = { ((double) i + 1) * step, 0, 0 };
      const double before
          = fit_line (track->phase, i - GAP - SIDE + 1, SIDE, (double) i, &found.fit);
      const double after = fit_line (track->phase, i + GAP, SIDE, (double) i, &found.fit);

      if (isnan (track->track[i - SIDE / 2]) || isnan (track->track[i + SIDE / 2]))
        continue;
      found.jump = after - before;
      found.jump -= 360 * floor (found.jump / 360 + 0.5);
      found.fit = sqrt (found.fit / (2 * SIDE));
      if (fabs (found.jump) >= LEAST_JUMP_DEGREES && fabs (found.jump) > 4 * found.fit)
        g_array_append_val (all, found);
    }
  g_array_sort (all, larger_first);
  for (guint i = 0; i < all->len && track->jumps->len < MOST_JUMPS; i++)
    {
      const AssayHumJump *jump = &g_array_index (all, AssayHumJump, i);
      gboolean near = FALSE;

      for (guint j = 0; j < track->jumps->len; j++)
        near = near
               || fabs (g_array_index (track->jumps, AssayHumJump, j).at - jump->at) < SIDE * step;
      if (!near)
        g_array_append_val (track->jumps, *jump);
    }
}

/* Frequency around every value; NaN where the line is drowned. */
static void
follow_frequency (const AssaySoundHum *self, guint line, AssayHumTrack *track)
{
  const double step = assay_sound_hum_step (self);
  const gsize reach = POINT / 2;
  g_autoptr (Zoom) zoom = zoom_new ();
  gsize used = 0;

  for (gsize i = 0; i < track->n; i += 2)
    {
      const gsize first = CLAMP (i, reach, track->n - reach) - reach;
      double clearness, shift;

      memset (zoom->power, 0, PADDED * sizeof *zoom->power);
      zoom_add (zoom, &g_array_index (self->values[line], AssayComplex, first), POINT);
      shift = zoom_peak (zoom, step, deviation_of (line), &clearness);
      for (gsize j = i; j < MIN (i + 2, track->n); j++)
        track->track[j] = clearness >= POINT_CLEAR ? nominals[line] + shift : (double) NAN;
      used += clearness >= POINT_CLEAR;
    }
  track->usable = 2 * (double) used / (double) track->n;
}

AssayHumTrack *
assay_sound_hum_track (const AssaySoundHum *self)
{
  const double step = assay_sound_hum_step (self);
  AssayHumTrack *track;
  guint best = 0;

  if (self->values[0]->len < MAX (POINT, (guint) (4 / step)))
    return NULL;
  track = g_new0 (AssayHumTrack, 1);
  for (guint line = 0; line < ASSAY_HUM_LINES; line++)
    {
      double frequency;
      const double clearness = look_at_line (self, line, &frequency);

      if (line > 0 && clearness <= track->clearness)
        continue;
      best = line;
      track->clearness = clearness;
      track->frequency = frequency;
    }
  track->nominal = nominals[best];
  track->n = self->values[best]->len;
  track->at = g_new (double, track->n);
  track->track = g_new (double, track->n);
  track->phase = g_new (double, track->n);
  track->jumps = g_array_new (FALSE, FALSE, sizeof (AssayHumJump));
  for (gsize i = 0; i < track->n; i++)
    track->at[i] = ((double) i + 1) * step;
  follow_frequency (self, best, track);
  follow_phase (self, best, track);
  if (track->clearness >= ASSAY_HUM_CLEAR)
    find_jumps (track, step);
  return track;
}

void
assay_hum_track_free (AssayHumTrack *self)
{
  g_free (self->at);
  g_free (self->track);
  g_free (self->phase);
  g_array_unref (self->jumps);
  g_free (self);
}
