/* assay-text-pango.h: text for the screen: measures for the layout and shows for the Cairo painter,
 * with the same Pango.
 *
 * A PDF of the report measures with its own embedded fonts instead. */
#pragma once

#include <pango/pangocairo.h>

#include "plot/assay-draw-list.h"

G_BEGIN_DECLS

typedef struct
{
  PangoContext *context;   /* borrowed: gtk_widget_get_pango_context(), or of
                              pango_cairo_font_map_get_default() */
  const char *families[3]; /* by AssayFontRole; NULL: "Sans", "Serif", "Monospace" */
} AssayPangoText;

/* AssayMeasureText; @user_data is an AssayPangoText. */
void assay_text_pango_measure (const char *text,
                               const AssayFont *font,
                               AssayTextExtent *extent,
                               gpointer user_data);
/* AssayCairoText; @user_data is an AssayPangoText. */
void assay_text_pango_show (cairo_t *cr, const AssayDrawItem *item, gpointer user_data);

G_END_DECLS
