/* assay-feature-view-private.h: what a feature matrix and its recording look like: gathered row by
 * row in memory that does not grow, then drawn. */
#pragma once

#include "model/assay-result.h"
#include "replay/assay-long-spectrum.h"
#include "replay/assay-replay-features.h"

G_BEGIN_DECLS

typedef struct _AssayFeatureView AssayFeatureView;

/* @n_columns static values and @n_levels levels a row, as a stream gives them; the first row is at
 * @start s of the recording. */
AssayFeatureView *assay_feature_view_new (const AssayFeatureOptions *options,
                                          gsize n_columns,
                                          gsize n_levels,
                                          double start) G_GNUC_WARN_UNUSED_RESULT;
void assay_feature_view_free (AssayFeatureView *self);
void assay_feature_view_add_rows (AssayFeatureView *self, const double *rows, gsize n_frames);
/* The samples that the rows are made from. */
void assay_feature_view_add_samples (AssayFeatureView *self, const double *samples, gsize n);
/**
 * assay_feature_view_plot:
 * @band: 1 … channels: whose response is shown
 * @reference: (nullable): of recordings to compare the LTAS with
 *
 * Adds the plots "responses" (Figure 1 of the paper: one band for several k), "profile" (mean and
 * deviation of each column), "cochleagram" (level of each band over time after differentiation) and
 * "ltas" (long-term average spectrum). Features without a filter bank have the profile and the
 * LTAS.
 */
void assay_feature_view_plot (AssayFeatureView *self,
                              guint band,
                              AssayLongSpectrum *reference,
                              AssayResultBuilder *builder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayFeatureView, assay_feature_view_free)

G_END_DECLS
