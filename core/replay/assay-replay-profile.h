/* assay-replay-profile.h: centroids of the 80 bands of one recording, and where those of genuine
 * and of replayed recordings lie: what the examiner sees beside a score.
 *
 * Both after six spatial differentiations: centroid frequencies without the 0 Hz bin in Hz, and
 * centroid magnitudes in dB above the mean over the bands, so that level has no influence. Means
 * over all frames. */
#pragma once

#include "model/assay-plot.h"
#include "replay/assay-replay-features.h"
#include "signal/assay-model-file.h"

G_BEGIN_DECLS

#define ASSAY_REPLAY_PROFILE_BANDS 80

typedef enum
{
  ASSAY_REPLAY_PROFILE_CF,
  ASSAY_REPLAY_PROFILE_CM,
  ASSAY_REPLAY_PROFILES,
} AssayReplayProfileKind;

typedef struct
{
  double values[ASSAY_REPLAY_PROFILES][ASSAY_REPLAY_PROFILE_BANDS];
} AssayReplayProfile;

/* 10, 50 and 90 % quantiles over the recordings of a class, genuine first. */
typedef struct
{
  double values[2][ASSAY_REPLAY_PROFILES][3][ASSAY_REPLAY_PROFILE_BANDS];
} AssayReplayBands;

/* @samples: mono, 16 kHz. Errors as assay_replay_features_extract(). */
gboolean assay_replay_profile_measure (const double *samples,
                                       gsize n,
                                       guint threads,
                                       AssayReplayProfile *profile,
                                       GCancellable *cancellable,
                                       GError **error);
/* @genuine: of each profile; both classes must occur. */
void assay_replay_bands_learn (const AssayReplayProfile *profiles,
                               const gboolean *genuine,
                               gsize n,
                               AssayReplayBands *bands);
/* Array "profiles" of a model. */
void assay_replay_bands_write (const AssayReplayBands *self, AssayModelFile *file);
gboolean assay_replay_bands_read (AssayReplayBands *self, AssayModelFile *file, GError **error);
/* Plot "profile-cf" or "profile-cm": @profile on the bands of both classes. */
AssayPlot *assay_replay_bands_plot (const AssayReplayBands *self,
                                    const AssayReplayProfile *profile,
                                    AssayReplayProfileKind kind) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
