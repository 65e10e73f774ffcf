/* assay-feature-file-private.h: feature matrices of hours of sound, kept in files instead of
 * memory.
 */
#pragma once

#include "base/assay-base.h"
#include "replay/assay-replay-features.h"

G_BEGIN_DECLS

/**
 * assay_feature_file_finish:
 * @statics: read-write descriptor that holds @n_frames rows of static values from byte 0 on; with
 * mvn_first they are normalised in place
 * @output: read-write descriptor that becomes a NumPy file of the columns that @options ask for
 *
 * What assay_replay_features_extract() does after the static values, the same bytes, in memory that
 * does not grow with @n_frames.
 */
gboolean assay_feature_file_finish (int statics,
                                    gsize n_frames,
                                    const AssayFeatureOptions *options,
                                    int output,
                                    AssayProgress *progress,
                                    GCancellable *cancellable,
                                    GError **error);

G_END_DECLS
