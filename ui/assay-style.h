/* assay-style.h: the colours of core/plot in the style of the moment: light, dark, high contrast.
 */
#pragma once

#include <gdk/gdk.h>

#include "plot/assay-palette.h"

G_BEGIN_DECLS

/* What a plot is laid out with; valid until the style changes. */
const AssayPalette *assay_style_palette (void);
GdkRGBA assay_style_rgba (AssayColour colour);

/* Single colours of it, for what is painted by hand. */
GdkRGBA assay_style_foreground (void);
GdkRGBA assay_style_dim (void);
GdkRGBA assay_style_grid (void);
/* Translucent, of a selected range. */
GdkRGBA assay_style_span (void);
GdkRGBA assay_style_annotation (void);
GdkRGBA assay_style_series (guint index);

G_END_DECLS
