/* assay-compare-view.h: two or three pictures of the same moment, painted side by side, one instead
 * of the other, or as their difference; zoomed and moved together. Optionally a rectangle is drawn
 * on them.
 */
#pragma once

#include <gtk/gtk.h>

#include "model/assay-region.h"

G_BEGIN_DECLS

typedef enum
{
  ASSAY_COMPARE_ORIGINAL,
  ASSAY_COMPARE_CHANGED,
  ASSAY_COMPARE_SIDE_BY_SIDE,
  ASSAY_COMPARE_SPLIT, /* the original left of a line that can be moved */
  ASSAY_COMPARE_DIFFERENCE,
} AssayCompareMode;

/* Signals "picked" (the rectangle was changed by the person; ask
 * assay_compare_view_get_rectangle()) and "folded" (there has become room, or no room, for more
 * than one picture; ask assay_compare_view_is_folded()).
 */
#define ASSAY_TYPE_COMPARE_VIEW (assay_compare_view_get_type ())
G_DECLARE_FINAL_TYPE (AssayCompareView, assay_compare_view, ASSAY, COMPARE_VIEW, GtkWidget)

/* All (nullable): what is missing stays empty. */
void assay_compare_view_set_textures (AssayCompareView *self,
                                      GdkTexture *original,
                                      GdkTexture *changed,
                                      GdkTexture *difference);
/* What is got back of the changed picture: a third one side by side. (nullable): none. */
void assay_compare_view_set_restored (AssayCompareView *self, GdkTexture *restored);
/* (element-type AssayRegionKey) (nullable) @rectangles: outlined in every picture, in its pixels;
 * the array is not changed afterwards. (nullable) @mask: painted on the changed picture. */
void assay_compare_view_set_marks (AssayCompareView *self, GArray *rectangles, GdkTexture *mask);
void assay_compare_view_set_mode (AssayCompareView *self, AssayCompareMode mode);
AssayCompareMode assay_compare_view_get_mode (AssayCompareView *self);

/* Whether side by side shows one picture at a time, because the view is narrow; and which: 0 the
 * original, 1 the changed, 2 the restored one. */
gboolean assay_compare_view_is_folded (AssayCompareView *self);
void assay_compare_view_set_front (AssayCompareView *self, guint index);

/* Application pixels per pixel; 0 fits the picture into the view. */
void assay_compare_view_set_zoom (AssayCompareView *self, double zoom);
/* What is on the screen, also while it fits; 0 while nothing is. */
double assay_compare_view_get_zoom (AssayCompareView *self);

/* Whether dragging draws a rectangle instead of moving the picture. */
void assay_compare_view_set_picking (AssayCompareView *self, gboolean picking);
/* In pixels of the shown picture. @rectangle: (nullable): none. */
void assay_compare_view_set_rectangle (AssayCompareView *self, const AssayRegionKey *rectangle);
/* FALSE when there is none. */
gboolean assay_compare_view_get_rectangle (AssayCompareView *self, AssayRegionKey *rectangle);

G_END_DECLS
