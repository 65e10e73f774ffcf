/* assay-replay-detector.h: systems, their fusion to one calibrated log-likelihood ratio, and where
 * it holds: a model in memory. */
#pragma once

#include "replay/assay-replay-conditions.h"
#include "replay/assay-replay-profile.h"
#include "replay/assay-replay-system.h"

G_BEGIN_DECLS

#define ASSAY_REPLAY_SYSTEMS_MOST 8
/* Longest piece that is scored at once, s: features of longer sound would not fit into memory. */
#define ASSAY_REPLAY_PIECE 10

/* Error rates that were measured; 0 … 1. */
typedef struct
{
  gsize trials; /* 0: not measured */
  double eer;
  double eer_low; /* 95 % interval, bootstrap over speakers */
  double eer_high;
  double cllr;
} AssayReplayRates;

typedef struct
{
  GPtrArray *systems; /* AssayReplaySystem */
  double *fusion;     /* n_systems + 1: assay_logistic_apply () */
  AssayReplayRange range;
  AssayReplayRates crossed;  /* cross-validation over the talkers of training */
  AssayReplayRates held_out; /* a protocol that training never saw */
  double *genuine;           /* scores of held-out (else crossed) recordings, sorted */
  gsize n_genuine;
  double *spoof;
  gsize n_spoof;
  AssayReplayBands bands; /* of the recordings of training */
  double threshold;       /* where the two error rates of those scores cross */
  JsonObject *card;       /* everything about training, for people */
  char *hash;             /* of the file it was read from; NULL */
} AssayReplayDetector;

AssayReplayDetector *assay_replay_detector_new (void) G_GNUC_WARN_UNUSED_RESULT;
void assay_replay_detector_free (AssayReplayDetector *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayReplayDetector, assay_replay_detector_free)
/* ASSAY_BASE_ERROR_MALFORMED when it is a model of something else, or built wrongly. */
AssayReplayDetector *assay_replay_detector_read (GBytes *bytes,
                                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes *assay_replay_detector_write (const AssayReplayDetector *self) G_GNUC_WARN_UNUSED_RESULT;
/* The model that the program ships. */
AssayReplayDetector *assay_replay_detector_read_shipped (GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Scores over time: one value every 10 ms, the step of the features; their mean is the recording's.
 */
typedef struct
{
  double llr;
  double *systems; /* n_systems: before fusion */
  GArray *windows; /* double: fused log-likelihood ratios; the systems' constants included */
  double conditions[ASSAY_REPLAY_CONDITIONS];
  guint outside; /* of assay_replay_range_outside() */
  guint pieces;
  gsize n_samples;
} AssayReplayScore;

/* Samples at 16 kHz of a window. */
#define ASSAY_REPLAY_WINDOW 160

AssayReplayScore *
assay_replay_score_new (const AssayReplayDetector *detector) G_GNUC_WARN_UNUSED_RESULT;
void assay_replay_score_free (AssayReplayScore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayReplayScore, assay_replay_score_free)
/**
 * assay_replay_score_add:
 * @samples: mono, 16 kHz, finite: the next piece, at least ASSAY_REPLAY_STATISTICS_LEAST
 *
 * Pieces count equally; conditions are those of the piece that lies farthest outside.
 *
 * Returns: %FALSE with ASSAY_MEDIA_ERROR_TRUNCATED or G_IO_ERROR_CANCELLED
 */
gboolean assay_replay_score_add (AssayReplayScore *self,
                                 const AssayReplayDetector *detector,
                                 const double *samples,
                                 gsize n,
                                 guint threads,
                                 GCancellable *cancellable,
                                 GError **error);

G_END_DECLS
