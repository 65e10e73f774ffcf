/* assay-replay-conditions.h: what a recording is like, to tell when a model has never met its like.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  ASSAY_REPLAY_DURATION,  /* s */
  ASSAY_REPLAY_LEVEL,     /* dBFS: RMS of the loud half of the frames */
  ASSAY_REPLAY_BANDWIDTH, /* Hz: highest frequency at which the loud frames stand 40 dB below their
                             mean spectrum or above */
  ASSAY_REPLAY_NOISE,     /* dB: loud frames (95 %) above quiet ones (5 %) */
  ASSAY_REPLAY_CLIPPING,  /* %: samples at or above 99.9 % of full scale */
  ASSAY_REPLAY_TONES,     /* %: partials of loud frames that are still there 0.2 s later */
  ASSAY_REPLAY_VOICED,    /* %: of the loud frames, those with a pitch */
  ASSAY_REPLAY_CONDITIONS,
} AssayReplayCondition;

/* The first ones, whose range is learned; that of the others is fixed. */
#define ASSAY_REPLAY_LEARNED ASSAY_REPLAY_TONES

typedef struct
{
  const char *id;
  const char *title; /* msgid */
  const char *unit;
  guint digits;
} AssayReplayConditionInfo;

const AssayReplayConditionInfo *assay_replay_condition_info (AssayReplayCondition condition);
/* @samples: mono, 16 kHz, at least ASSAY_REPLAY_STATISTICS_LEAST. @values: (out): one a condition.
 */
void assay_replay_conditions_measure (const double *samples, gsize n, double *values);

/* Share of its span by which a range is wider on both sides than what was met. */
#define ASSAY_REPLAY_WIDER 0.1

/* The range that training covered. */
typedef struct
{
  double low[ASSAY_REPLAY_CONDITIONS];
  double high[ASSAY_REPLAY_CONDITIONS];
} AssayReplayRange;

/**
 * assay_replay_range_learn:
 * @rows: @n × ASSAY_REPLAY_CONDITIONS
 *
 * From the smallest to the largest value of training, a tenth of that span wider on both sides: a
 * recording just beyond the rarest of training is not yet another world. Then narrowed as below.
 */
void assay_replay_range_learn (const double *rows, gsize n, AssayReplayRange *range);
/* Whatever training had: what swells by less than 4 dB does not come and go as a voice does (steady
 * noise has 1 to 3), and is outside; so is what holds more than 42 % of its partials, as music does
 * (one of 670 recordings of speech holds 47, half of them less than 22; strings, celesta, guitar,
 * jazz, song: 46 to 66); and what has a pitch in less than 6 % of its loud frames, as noise that
 * swells and fades (44 made ones: at most 1 %; 670 recordings of speech: at least 12 %). */
void assay_replay_range_narrow (AssayReplayRange *range);
/* Bits 1 << condition of what lies outside. Longer than in training is no reason: long recordings
 * are scored in pieces. */
guint assay_replay_range_outside (const AssayReplayRange *range, const double *values);

G_END_DECLS
