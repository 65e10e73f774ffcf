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
  gboolean counted; /* as just measured: the interval follows from the number of recordings, because
                       no draw of speakers has another rate */
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
  gboolean shipped;       /* the one that comes with Assay */
  JsonObject *card;       /* everything about training, for people */
  char *hash;             /* of the file it was read from; NULL */
} AssayReplayDetector;

/**
 * assay_replay_detector_bound:
 *
 * What @llr may claim: of n recordings of a class none lies beyond the rarest, so nothing says that
 * fewer than one in n + 1 does. Between -log (n_genuine + 1) and log (n_spoof + 1). Source: Vergeer
 * et al., "Numerical likelihood ratios outputted by LR systems are often based on extrapolation:
 * when to stop extrapolating?", Science & Justice 2016.
 */
double assay_replay_detector_bound (const AssayReplayDetector *self, double llr);
/* The scores that the model was measured with, a tenth of their span wider on both sides, as
 * assay_replay_range_learn() does with conditions. */
void assay_replay_detector_score_range (const AssayReplayDetector *self, double *low, double *high);

AssayReplayDetector *assay_replay_detector_new (void) G_GNUC_WARN_UNUSED_RESULT;
void assay_replay_detector_free (AssayReplayDetector *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayReplayDetector, assay_replay_detector_free)
/* ASSAY_BASE_ERROR_MALFORMED when it is a model of something else, or built wrongly. */
AssayReplayDetector *assay_replay_detector_read (GBytes *bytes,
                                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes *assay_replay_detector_write (const AssayReplayDetector *self) G_GNUC_WARN_UNUSED_RESULT;
/* The model that the program ships. */
AssayReplayDetector *assay_replay_detector_read_shipped (GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Score of a recording, and one value every 10 ms, the step of the features. */
typedef struct
{
  double llr;
  double *systems; /* n_systems: before fusion */
  GArray *windows; /* double: what the mixtures add to the ratio every 10 ms, with the constant of
                      the fusion; NaN where assay_replay_score_pass() went by */
  double conditions[ASSAY_REPLAY_CONDITIONS];
  guint outside; /* of assay_replay_range_outside(), for the conditions alone */
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
/* Bits as assay_replay_range_outside() for the conditions, and ASSAY_REPLAY_OUTSIDE_SCORE where the
 * score lies beyond assay_replay_detector_score_range(). */
#define ASSAY_REPLAY_OUTSIDE_SCORE (1u << ASSAY_REPLAY_CONDITIONS)
guint assay_replay_score_outside (const AssayReplayScore *self,
                                  const AssayReplayDetector *detector);
/* @n samples that are not scored, because they are digital silence. */
void assay_replay_score_pass (AssayReplayScore *self, gsize n);

G_END_DECLS
