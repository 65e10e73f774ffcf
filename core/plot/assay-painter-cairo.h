/* assay-painter-cairo.h: paints a draw list with Cairo: on the screen and in the report preview. */
#pragma once

#include <cairo.h>

#include "plot/assay-draw-list.h"

G_BEGIN_DECLS

/* Shows one text item. The origin of @cr is the item's point, turned by its angle, and the source
 * its colour. Not called for invisible texts. */
typedef void (*AssayCairoText) (cairo_t *cr, const AssayDrawItem *item, gpointer user_data);

/* Paints all of @list with the origin of @cr as its top left. The state of @cr is as before
 * afterwards. Links paint nothing. Not in @list's size: the caller clips. */
void assay_painter_cairo_paint (const AssayDrawList *list,
                                cairo_t *cr,
                                AssayCairoText text,
                                gpointer user_data);

G_END_DECLS
