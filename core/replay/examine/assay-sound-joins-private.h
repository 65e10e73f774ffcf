/* assay-sound-joins-private.h: places that the samples around them do not predict, and stretches
 * that occur twice bit for bit.
 *
 * A cut without a cross-fade joins two waves that do not continue each other. Linear prediction
 * fitted to the surroundings misses there by much more than elsewhere, for one or a few samples. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Joins and repetitions that are kept. */
#define ASSAY_SOUND_JOINS 128u
#define ASSAY_SOUND_REPEATS 128u
#define ASSAY_JOIN_ORDER 20u
#define ASSAY_JOIN_FRAME 1024u

typedef struct
{
  guint64 sample;
  double strength; /* dB, the error there over the next largest in the 1024 samples around */
  double excess;   /* dB, the error there over the root of the mean square of the others */
} AssayJoin;

typedef struct
{
  guint64 position; /* of the first sample of frame */
  double *frame;    /* ASSAY_JOIN_FRAME */
  gsize n;
  guint64 frames;
  AssayJoin joins[ASSAY_SOUND_JOINS]; /* the strongest first */
  guint n_joins;
} AssaySoundJoins;

AssaySoundJoins *assay_sound_joins_new (void) G_GNUC_WARN_UNUSED_RESULT;
void assay_sound_joins_free (AssaySoundJoins *self);
void assay_sound_joins_push (AssaySoundJoins *self, const double *samples, gsize n);

typedef struct
{
  guint64 first;  /* sample of the earlier occurrence */
  guint64 second; /* and of the later */
  guint64 length; /* samples that are certainly the same; the ends are good to some 1000 samples */
} AssayRepeat;

typedef struct
{
  guint64 position;
  guint64 hash;        /* of the last samples */
  gint32 *window;      /* those samples */
  guint64 changes;     /* how many of them differ from the one before */
  guint64 *table_hash; /* anchors seen: hash and position, direct mapped */
  guint64 *table_at;
  AssayRepeat current;                      /* length 0: none */
  AssayRepeat repeats[ASSAY_SOUND_REPEATS]; /* in the order of the second occurrence */
  guint n_repeats;
  guint64 all_repeats;
  guint64 least; /* samples of the shortest that counts */
} AssaySoundRepeats;

/* @least: samples. */
AssaySoundRepeats *assay_sound_repeats_new (guint64 least) G_GNUC_WARN_UNUSED_RESULT;
void assay_sound_repeats_free (AssaySoundRepeats *self);
void assay_sound_repeats_push (AssaySoundRepeats *self, const double *samples, gsize n);
void assay_sound_repeats_end (AssaySoundRepeats *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssaySoundJoins, assay_sound_joins_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssaySoundRepeats, assay_sound_repeats_free)

G_END_DECLS
