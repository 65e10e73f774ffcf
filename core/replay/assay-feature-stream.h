/* assay-feature-stream.h: static feature values of a recording of any length in bounded memory. */
#pragma once

#include "replay/assay-replay-features.h"

G_BEGIN_DECLS

/* @n_frames rows of static columns, in order. FALSE with an error ends the stream. */
typedef gboolean (*AssayFeatureSink) (const double *rows,
                                      gsize n_frames,
                                      gpointer user_data,
                                      GError **error);

typedef struct _AssayFeatureStream AssayFeatureStream;

/* @options must have passed assay_feature_options_check(). @threads 0 for the number of processors;
 * the values do not depend on it. */
/* @levels: CF and CM rows go on with one value a channel: the mean magnitude of its output in the
 * frame. Other features ignore it. */
AssayFeatureStream *assay_feature_stream_new (const AssayFeatureOptions *options,
                                              gboolean levels,
                                              guint threads,
                                              GCancellable *cancellable,
                                              AssayFeatureSink sink,
                                              gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
void assay_feature_stream_free (AssayFeatureStream *self);
/* The next @n samples: mono, ASSAY_FEATURE_RATE. FALSE with the error of the sink or
 * G_IO_ERROR_CANCELLED. */
gboolean assay_feature_stream_push (AssayFeatureStream *self,
                                    const double *samples,
                                    gsize n,
                                    GError **error);
/* Nothing follows: gives the rest. ASSAY_MEDIA_ERROR_TRUNCATED if there was not one frame. */
gboolean assay_feature_stream_end (AssayFeatureStream *self, GError **error);
/* Frames given to the sink so far. */
gsize assay_feature_stream_get_n_frames (AssayFeatureStream *self);
/* Static values at the beginning of a row: columns without deltas and accelerations. */
gsize assay_feature_stream_get_n_columns (AssayFeatureStream *self);
/* Levels behind them; 0 without. */
gsize assay_feature_stream_get_n_levels (AssayFeatureStream *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayFeatureStream, assay_feature_stream_free)

G_END_DECLS
