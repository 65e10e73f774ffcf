/* assay-feature-finish-private.h: deltas, accelerations and normalisation of static values. */
#pragma once

#include "replay/assay-replay-features.h"

G_BEGIN_DECLS

/* Mean and standard deviation of columns, row by row in order: two passes over the rows. */
typedef struct
{
  gsize n_columns;
  gsize n;
  double *mean;
  double *deviation;
} AssayFeatureMoments;

AssayFeatureMoments *assay_feature_moments_new (gsize n_columns) G_GNUC_WARN_UNUSED_RESULT;
void assay_feature_moments_free (AssayFeatureMoments *self);
/* First all rows through mean, then mean_end(), all through deviation, then deviation_end(). */
void assay_feature_moments_mean (AssayFeatureMoments *self, const double *rows, gsize n);
void assay_feature_moments_mean_end (AssayFeatureMoments *self);
void assay_feature_moments_deviation (AssayFeatureMoments *self, const double *rows, gsize n);
void assay_feature_moments_deviation_end (AssayFeatureMoments *self);
/* (value - mean) / (deviation + 1e-12): a constant column becomes 0. */
void assay_feature_moments_apply (const AssayFeatureMoments *self, double *rows, gsize n);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayFeatureMoments, assay_feature_moments_free)

/**
 * assay_feature_append_deltas:
 * @statics: rows of @n_columns, frames @first_held … @first_held + n_held - 1 of @n_total
 * @first: the first frame wanted
 * @n: how many; frames within 2 @width of them must be held unless outside the recording
 * @out: (array length=n × 3 n_columns)
 *
 * Static values, deltas by regression over 2 @width + 1 frames, and the same of the deltas. Frames
 * outside the recording repeat its ends; deltas outside it repeat the first and last delta.
 */
void assay_feature_append_deltas (const double *statics,
                                  gsize n_columns,
                                  gsize first_held,
                                  gsize n_held,
                                  gsize n_total,
                                  guint width,
                                  gsize first,
                                  gsize n,
                                  double *out);

G_END_DECLS
