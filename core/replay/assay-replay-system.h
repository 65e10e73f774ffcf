/* assay-replay-system.h: one way to score a recording: a feature and what was learned of it.
 *
 * A mixture system has one Gaussian mixture of genuine and one of replayed frames; the score of a
 * frame is the log-likelihood ratio of the two, that of a recording the mean over its frames. A
 * statistics system weighs the numbers of assay-replay-statistics.h linearly. Scores are not
 * calibrated: fusion makes log-likelihood ratios of them. */
#pragma once

#include "replay/assay-replay-features.h"
#include "signal/assay-mixture.h"
#include "signal/assay-model-file.h"

G_BEGIN_DECLS

typedef enum
{
  ASSAY_REPLAY_MIXTURES,
  ASSAY_REPLAY_STATISTICS,
} AssayReplayKind;

/* What to train; plain data. */
typedef struct
{
  AssayReplayKind kind;
  AssayFeatureOptions options; /* MIXTURES */
  gboolean is_joined;          /* MIXTURES: a second feature stands beside each frame */
  AssayFeature joined; /* with the same options; source: the paper's Table 2, last but one */
  guint components;    /* MIXTURES: of each mixture */
  double ridge;        /* STATISTICS: of assay_logistic_train() */
} AssayReplayDesign;

/**
 * assay_replay_design_parse:
 * @text: "feature=cm k=6 mvn=false components=64", or "feature=statistics ridge=0.02"
 *
 * Members of assay_feature_options_from_text(), and components (1 … 512) or ridge; join=cm puts the
 * columns of a second feature with the same options behind those of the first.
 *
 * Returns: %FALSE with ASSAY_BASE_ERROR_INVALID
 */
gboolean assay_replay_design_parse (const char *text, AssayReplayDesign *design, GError **error);
/* The text that gives the same design, with every member: for cards. */
char *assay_replay_design_to_text (const AssayReplayDesign *design) G_GNUC_WARN_UNUSED_RESULT;
/* The same without members that are as they usually are: for people. */
char *assay_replay_design_to_short_text (const AssayReplayDesign *design) G_GNUC_WARN_UNUSED_RESULT;
/* Numbers that the design looks at a time: columns of a frame, or statistics of a recording. */
gsize assay_replay_design_columns (const AssayReplayDesign *design);
/* The features (frames × columns), or the statistics as one row. Errors as
 * assay_replay_features_extract(). */
AssayFeatureMatrix *assay_replay_design_extract (const AssayReplayDesign *design,
                                                 const double *samples,
                                                 gsize n,
                                                 guint threads,
                                                 GCancellable *cancellable,
                                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct
{
  AssayReplayDesign design;
  AssayMixture *genuine; /* MIXTURES; both are taken over */
  AssayMixture *spoof;
  AssayMixtureScorer *scorers[2]; /* of genuine, of spoof */
  double *weights;                /* STATISTICS: columns + 1 */
} AssayReplaySystem;

AssayReplaySystem *assay_replay_system_new_mixtures (const AssayReplayDesign *design,
                                                     AssayMixture *genuine,
                                                     AssayMixture *spoof) G_GNUC_WARN_UNUSED_RESULT;
/* @weights is copied: columns + 1. */
AssayReplaySystem *
assay_replay_system_new_statistics (const AssayReplayDesign *design,
                                    const double *weights) G_GNUC_WARN_UNUSED_RESULT;
void assay_replay_system_free (AssayReplaySystem *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayReplaySystem, assay_replay_system_free)
/**
 * assay_replay_system_score:
 * @features: of assay_replay_design_extract()
 * @rows: (out) (optional): the score of each row
 *
 * Returns: the mean over the rows
 */
double assay_replay_system_score (const AssayReplaySystem *self,
                                  const AssayFeatureMatrix *features,
                                  double *rows);
/* Arrays "systemN.…" of a model file. */
void assay_replay_system_write (const AssayReplaySystem *self, guint index, AssayModelFile *file);
/* ASSAY_BASE_ERROR_MALFORMED unless every part is there, of the right size and possible. */
AssayReplaySystem *assay_replay_system_read (AssayModelFile *file,
                                             guint index,
                                             const char *design,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
