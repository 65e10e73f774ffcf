/* assay-style.h: the colours of core/plot for what is painted by hand, in the style of the moment:
 * light, dark, high contrast. */
#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

GdkRGBA assay_style_foreground (void);
GdkRGBA assay_style_dim (void);
GdkRGBA assay_style_grid (void);
/* Translucent, of a selected range. */
GdkRGBA assay_style_span (void);
GdkRGBA assay_style_annotation (void);
GdkRGBA assay_style_series (guint index);

G_END_DECLS
