/* assay-series-plots.h: the pictures of a mark in a time series. */
#pragma once

#include "model/assay-result.h"
#include "wavemark/assay-series-paper.h"
#include "wavemark/assay-series-reading.h"

G_BEGIN_DECLS

/* Values before and after, thinned to what a plot can show, and how much each changed. */
typedef struct _AssaySeriesOverlay AssaySeriesOverlay;

AssaySeriesOverlay *assay_series_overlay_new (void) G_GNUC_WARN_UNUSED_RESULT;
void assay_series_overlay_free (AssaySeriesOverlay *self);
void assay_series_overlay_add (AssaySeriesOverlay *self, guint64 row, double before, double after);
/* Two plots that share their rows: the overlay and the relative difference. */
void assay_series_overlay_plot (AssaySeriesOverlay *self, AssayResultBuilder *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssaySeriesOverlay, assay_series_overlay_free)

/* The vote of each bit. */
void assay_series_plot_bits (const AssaySeriesReading *reading, AssayResultBuilder *result);
/* Sizes of the coefficients of @n values under the published method, with its reference numbers as
 * lines. Nothing if there is no whole section. */
void assay_series_plot_coefficients (const AssaySeriesPaper *paper,
                                     const double *x,
                                     gsize n,
                                     AssayResultBuilder *result);
/* The phase rose: @counts around the circle; a mark is a peak at 0. */
void assay_series_plot_rose (const double *counts, guint n_bins, AssayResultBuilder *result);
/* Agreement along the rows: @n_parts means. */
void assay_series_plot_agreement (const double *sums,
                                  const double *weights,
                                  guint n_parts,
                                  guint64 n_rows,
                                  AssayResultBuilder *result);

G_END_DECLS
