/* assay-sound-decay-private.h: levels every 10 ms, and how fast the room lets sound die away.
 *
 * Nobody fires a pistol in evidence: the estimate is blind. Wherever speech or music stops, the
 * level falls at a rate that the room limits; the quicker of such falls show the room, the slower
 * ones the source. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint rate;
  gsize length; /* samples of a frame, 10 ms */
  gsize n;
  double squares;
  double previous; /* last sample: differences take away rumble and offset */
  GArray *levels;  /* float, dB */
} AssaySoundDecay;

AssaySoundDecay *assay_sound_decay_new (guint rate) G_GNUC_WARN_UNUSED_RESULT;
void assay_sound_decay_free (AssaySoundDecay *self);
void assay_sound_decay_push (AssaySoundDecay *self, const double *samples, gsize n);

typedef struct
{
  guint falls;   /* that were long and straight enough */
  double time;   /* s for 60 dB, the lower quartile of the falls; 0 without a fall */
  double median; /* s */
  double low;    /* s, 95 % interval of time by resampling the falls */
  double high;
} AssayDecayTime;

/* All but the count is 0 where too few falls were seen. */
void assay_sound_decay_time (const AssaySoundDecay *self, AssayDecayTime *time);

/* Two floors: a quiet one at the ends, as of a second recorder that ran longer than what it heard.
 */
typedef struct
{
  double ends;   /* dB, floor of the first and last parts */
  double inside; /* dB, floor between */
  double start;  /* s, where the inner floor begins */
  double end;    /* s, where it ends */
} AssayTwoFloors;

/* @two->start = @two->end = 0 when there is one floor: when the ends are not at least 0.1 s each,
 * and quieter in nine of ten frames than nineteen of twenty frames between. Digital silence is no
 * floor. */
void assay_sound_decay_ends (const AssaySoundDecay *self, AssayTwoFloors *two);

/* A place where the sound gets louder or softer. */
typedef struct
{
  double at;     /* s */
  double change; /* dB, of the level that a tenth of the 10 ms frames exceed */
} AssayLevelStep;

/* Where that level differs by @least dB or more between the @seconds before and after, largest
 * first, at most @most: AssayLevelStep. Neighbours within @seconds of a larger one are left out. */
GArray *assay_sound_level_steps (const AssaySoundDecay *self,
                                 double seconds,
                                 double least,
                                 guint most) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssaySoundDecay, assay_sound_decay_free)

G_END_DECLS
