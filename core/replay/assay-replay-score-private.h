/* assay-replay-score-private.h: a run of the tool `replay.score`, which one file reckons and
 * another words. */
#pragma once

#include "model/assay-tool.h"
#include "replay/assay-long-spectrum.h"
#include "replay/assay-replay-damage.h"
#include "replay/assay-replay-stretches.h"

G_BEGIN_DECLS

typedef struct
{
  AssayToolJob *job;
  AssayReplayDetector *detector;
  AssayReplayScore *score;
  AssayLongSpectrum *spectrum;
  AssayReplayProfile *profile;     /* mean over the pieces; NULL: not wanted */
  AssayReplayStretches *stretches; /* NULL: not wanted */
  double *held; /* up to two pieces that wait for more, because the last ones are made equal */
  gsize n_held;
  double start;      /* s: of the region */
  gboolean region;   /* only a region is scored */
  gboolean constant; /* a piece holds one value throughout, other than 0 */
  AssayReplayDamage damage;

  /* Recordings that the examiner knows to be genuine. */
  guint n_references;
  double reference_mean; /* of their log-likelihood ratios */
  AssayTable *references;
  AssayLongSpectrum *reference_spectrum;
} AssayReplayScoreRun;

AssayResult *assay_replay_score_result (const AssayReplayScoreRun *run,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
