/* assay-compare-outside.h: what lies outside of the regions that a tool was to change, and changed
 * all the same: outlines on the pictures, a share of the pixels, and on request those pixels in
 * colour. */
#pragma once

#include <gtk/gtk.h>

#include "assay-compare-file.h"
#include "assay-compare-view.h"
#include "model/assay-image.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_COMPARE_OUTSIDE (assay_compare_outside_get_type ())
G_DECLARE_FINAL_TYPE (AssayCompareOutside, assay_compare_outside, ASSAY, COMPARE_OUTSIDE, GtkWidget)

/**
 * assay_compare_outside_open:
 * @view: what is painted on; outlives @self
 * @original: (nullable): whose full size rectangles are in; must live until the next call. Without
 *   it there is nothing to show
 * @settings: (nullable): the regions among them count
 * @size: longest side that pictures are reduced to
 */
void assay_compare_outside_open (AssayCompareOutside *self,
                                 AssayCompareView *view,
                                 AssayClient *client,
                                 const AssayCompareHeld *original,
                                 AssayParameters *settings,
                                 guint size);
/* Pictures of the moment @seconds; (nullable): nothing is compared then. */
void assay_compare_outside_show (AssayCompareOutside *self,
                                 AssayImage *original,
                                 AssayImage *changed,
                                 double seconds);
/* As if the person had pressed the button. */
void assay_compare_outside_toggle (AssayCompareOutside *self);

G_END_DECLS
