/* assay-feature-plots-private.h: the plots of the feature extraction, from finished numbers. */
#pragma once

#include "model/assay-plot.h"
#include "replay/assay-replay-features.h"

G_BEGIN_DECLS

/* Figure 1: response of @band (1 … channels) after 0 … 8 differentiations, each below its own
 * peak; @options' k is where the window begins. */
AssayPlot *assay_feature_plot_responses (const AssayFeatureOptions *options,
                                         guint band) G_GNUC_WARN_UNUSED_RESULT;
/* Mean of each static column, with one standard deviation to either side. */
AssayPlot *assay_feature_plot_profile (const AssayFeatureOptions *options,
                                       const double *mean,
                                       const double *deviation,
                                       gsize n) G_GNUC_WARN_UNUSED_RESULT;
/* @levels: dB, bands × columns over @start … @end s. */
AssayPlot *assay_feature_plot_cochleagram (const double *levels,
                                           gsize bands,
                                           gsize columns,
                                           double start,
                                           double end) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
