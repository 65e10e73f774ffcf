/* assay-sound-values-private.h: what the bare sample values of a recording say: offset, flat tops,
 * digital silence, bits in use, gaps in the histogram, and how its channels relate.
 *
 * Pure mathematics over blocks; memory does not grow with the recording. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* For qsort() of levels (float, dB), the softest first. */
int assay_sound_compare_levels (gconstpointer a, gconstpointer b);

/* Bins of the histogram: values of 16 bits. */
#define ASSAY_SOUND_LEVELS 65536u
/* Stretches kept of one kind; more are only counted. */
#define ASSAY_SOUND_STRETCHES 256u
/* Shortest run of equal samples at the very highest or lowest value that is a flat top. */
#define ASSAY_SOUND_FLAT_TOP 3u

/* Samples start .. end - 1 of one channel. */
typedef struct
{
  guint64 start;
  guint64 end;
} AssayStretch;

/* Runs at one extreme value: begun again whenever a more extreme value comes. */
typedef struct
{
  double value;      /* the extreme, full scale 1 */
  guint64 hits;      /* samples that have it */
  guint64 runs;      /* runs of at least ASSAY_SOUND_FLAT_TOP */
  guint64 longest;   /* samples */
  guint64 run;       /* of the run in progress */
  GArray *stretches; /* AssayStretch: the first ASSAY_SOUND_STRETCHES runs */
} AssayFlatTops;

typedef enum
{
  ASSAY_CHANNELS_SINGLE,   /* one channel */
  ASSAY_CHANNELS_APART,    /* the first two differ */
  ASSAY_CHANNELS_SAME,     /* bit for bit equal */
  ASSAY_CHANNELS_INVERTED, /* one is the other with the sign turned */
  ASSAY_CHANNELS_MIXED,    /* equal in some seconds, different in others */
} AssayChannelKind;

typedef struct
{
  guint rate;
  guint channels;
  guint chosen;       /* channel that is examined, from 0 */
  guint64 frames;     /* samples of each channel */
  guint64 not_finite; /* were read as 0 */
  double *energies;   /* sum of squares of each channel */
  double sum;         /* of the chosen channel, as all the following */
  double squares;
  AssayFlatTops top;
  AssayFlatTops bottom;
  guint64 grid;     /* all values in 2^-23 or-ed together */
  guint64 off_grid; /* values that are no multiple of 2^-23 */
  guint64 *counts;  /* ASSAY_SOUND_LEVELS, value 0 in the middle */
  guint64 zeros;    /* samples of exactly 0 */
  guint64 head;     /* samples of exactly 0 at the start, in all channels */
  guint64 tail;     /* the same at the end */
  GArray *silence;  /* AssayStretch: runs of zeros inside, in all channels, of 10 ms or more */
  guint64 n_silence;
  guint64 zero_run;
  double left, right, both; /* sums of squares and of the product of the first two channels */
  guint64 seconds_same;     /* seconds in which they are bit for bit equal, silence left out */
  guint64 seconds_apart;
  GArray *changes;  /* double: s, where one kind of second follows the other */
  guint64 inverted; /* samples where the second is minus the first, zeros left out */
  guint64 sounding; /* samples where one of the two is not 0 */
  guint64 second_frames, second_sounding, second_differing;
  int last_kind; /* of the last second that sounded: 0 same, 1 apart, -1 none */
} AssaySoundValues;

AssaySoundValues *
assay_sound_values_new (guint rate, guint channels, guint chosen) G_GNUC_WARN_UNUSED_RESULT;
void assay_sound_values_free (AssaySoundValues *self);
/* @samples: frames × channels, interleaved. What is not finite is set to 0 there. */
void assay_sound_values_push (AssaySoundValues *self, float *samples, gsize frames);
/* After the last block. */
void assay_sound_values_end (AssaySoundValues *self);

/* Mean, full scale 1. */
double assay_sound_values_offset (const AssaySoundValues *self);
/* Root of the mean square, dB of full scale; -200 for silence. */
double assay_sound_values_level (const AssaySoundValues *self);
/* Bits of a word that holds every value (8 for 8-bit sound in a 16-bit file); 0 when the values lie
 * on no grid of up to 24 bits (lossy codecs, floating point). */
guint assay_sound_values_bits (const AssaySoundValues *self);
/* The channel of the largest energy, from 0; the first of several. */
guint assay_sound_values_loudest (const AssaySoundValues *self);
AssayChannelKind assay_sound_values_channels (const AssaySoundValues *self);

typedef struct
{
  guint levels;    /* values of the densely used middle of the histogram */
  guint empty;     /* of these without any sample */
  double expected; /* of these that chance would leave empty */
  double comb;     /* strongest periodicity of the counts, in multiples of the usual one */
  double period;   /* of it, in levels */
} AssayComb;

/* Multiplying samples after they were rounded leaves values that never occur, or that get two old
 * values, at regular distances. All 0 when fewer than 64 levels are densely used or the values lie
 * not on the whole 16-bit grid. */
void assay_sound_values_comb (const AssaySoundValues *self, AssayComb *comb);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssaySoundValues, assay_sound_values_free)

G_END_DECLS
