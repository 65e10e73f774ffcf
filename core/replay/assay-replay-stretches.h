/* assay-replay-stretches.h: the score of every 2.5 s of a recording: where in it something else
 * was played.
 *
 * The score of a recording is reckoned over pieces of up to 10 s; two replayed seconds hardly move
 * it. Recordings of training last 2 to 3 s, so a stretch of 2.5 s is what the model knows best. Its
 * score is that of a recording of its own, every half second; what lies closer together than a
 * stretch is long cannot be told apart. */
#pragma once

#include "replay/assay-replay-detector.h"

G_BEGIN_DECLS

/* Samples at 16 kHz. */
#define ASSAY_REPLAY_STRETCH 40000
#define ASSAY_REPLAY_STRETCH_STEP 8000

typedef struct
{
  double start; /* s, from the first sample that was added */
  double end;
  double llr;
  double steady;   /* the part of it that systems give with one number for the whole stretch */
  gboolean inside; /* the training conditions; FALSE too for digital silence, whose llr is NaN */
} AssayReplayStretch;

typedef struct _AssayReplayStretches AssayReplayStretches;

AssayReplayStretches *
assay_replay_stretches_new (const AssayReplayDetector *detector) G_GNUC_WARN_UNUSED_RESULT;
void assay_replay_stretches_free (AssayReplayStretches *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayReplayStretches, assay_replay_stretches_free)
/* The next @n samples, mono, 16 kHz, finite. Errors as assay_replay_score_add(). */
gboolean assay_replay_stretches_add (AssayReplayStretches *self,
                                     const double *samples,
                                     gsize n,
                                     guint threads,
                                     GCancellable *cancellable,
                                     GError **error);
/* Nothing follows: the last stretch ends with the last sample. One that is shorter than 2.5 s is
 * the only one. */
gboolean assay_replay_stretches_end (AssayReplayStretches *self,
                                     guint threads,
                                     GCancellable *cancellable,
                                     GError **error);
/* AssayReplayStretch, in the order of time; borrowed. */
GArray *assay_replay_stretches_get (const AssayReplayStretches *self);

/* Where a recording scores much lower than it does elsewhere. */
typedef struct
{
  double start; /* s, as of stretches; where the score crosses half of the fall */
  double end;
  double lowest; /* score */
} AssayReplayPlace;

/**
 * assay_replay_stretches_find:
 *
 * Places whose stretch scores at most -4.5 and at least 7 below the upper quartile of all, which
 * itself must lie above the model's threshold: most of the recording sounds like a voice. Only
 * stretches inside the training conditions count. Chosen on recordings of dev joined by fours, with
 * a model that learned from train alone: none of 60 genuine of 10 s and none of 12 of a minute has
 * such a place; of 60 with one replayed recording in third place 29 have it there; of 60 replayed
 * ones 6 have one.
 *
 * Returns: (transfer full): AssayReplayPlace, in the order of time
 */
GArray *assay_replay_stretches_find (const AssayReplayStretches *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
