/* assay-plot-cover-private.h: which part of a plot's area its curves, bars and dots cover, so that
 * words can be put beside them. */
#pragma once

#include "plot/assay-draw-list.h"

G_BEGIN_DECLS

typedef struct _AssayPlotCover AssayPlotCover;

/* Looks at what the items of @list from number @first on draw into @area: lines, bars and dots.
 * Pale grounds, pictures and words are no hindrance. */
AssayPlotCover *assay_plot_cover_new (const AssayRect *area,
                                      const AssayDrawList *list,
                                      gsize first) G_GNUC_WARN_UNUSED_RESULT;
void assay_plot_cover_free (AssayPlotCover *self);

/* How much of @box is drawn on, in square pt; 0: nothing that would be hidden. What only touches
 * its rim does not count. */
double assay_plot_cover_of (const AssayPlotCover *self, const AssayRect *box);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayPlotCover, assay_plot_cover_free)

G_END_DECLS
