/* assay-sound-hum-private.h: the hum of the mains in a recording: which, how clear, how its
 * frequency and phase move.
 *
 * The sound is brought down to about 2 kHz and turned down by each of the four nominal frequencies;
 * ten complex values a second of each are kept. */
#pragma once

#include <glib.h>

#include "signal/assay-fft.h"

G_BEGIN_DECLS

/* 50, 60 Hz and their second harmonics. */
#define ASSAY_HUM_LINES 4u

typedef struct
{
  guint rate;
  guint factor;   /* of the first reduction */
  double *filter; /* 4 × factor, Hann */
  double *input;  /* samples not yet filtered away */
  gsize n_input;
  double *block; /* two steps of reduced samples */
  gsize n_block;
  gsize step;     /* reduced samples between two values */
  double *window; /* 2 × step, Hann */
  guint64 blocks;
  GArray *values[ASSAY_HUM_LINES]; /* AssayComplex */
} AssaySoundHum;

AssaySoundHum *assay_sound_hum_new (guint rate) G_GNUC_WARN_UNUSED_RESULT;
void assay_sound_hum_free (AssaySoundHum *self);
void assay_sound_hum_push (AssaySoundHum *self, const double *samples, gsize n);
/* s between two values. */
double assay_sound_hum_step (const AssaySoundHum *self);

typedef struct
{
  double at;   /* s */
  double jump; /* degrees, -180 .. 180 */
  double fit;  /* rms distance of the phase from the two straight lines, degrees */
} AssayHumJump;

typedef struct
{
  double nominal;   /* Hz: 50, 60, 100, 120 */
  double frequency; /* Hz, mean of the clearest line */
  double clearness; /* dB, the line over the median of its surroundings of 4 Hz */
  gsize n;          /* of the tracks */
  double *at;       /* s */
  double *track;    /* Hz; NaN where the hum is drowned */
  double *phase;    /* degrees against a steady @frequency, unwrapped; NaN likewise */
  double usable;    /* share of the tracks that is not NaN */
  GArray *jumps;    /* AssayHumJump, largest first */
} AssayHumTrack;

/* Hum less clear than this is called unusable, dB. */
#define ASSAY_HUM_CLEAR 15.0
/* Hz by which a network may be off, twice that for the second harmonic. What is farther away is a
 * note. */
#define ASSAY_HUM_ASTRAY 0.5

/* The clearest of the four lines. NULL for less than 4 s. */
AssayHumTrack *assay_sound_hum_track (const AssaySoundHum *self) G_GNUC_WARN_UNUSED_RESULT;
void assay_hum_track_free (AssayHumTrack *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssaySoundHum, assay_sound_hum_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayHumTrack, assay_hum_track_free)

G_END_DECLS
