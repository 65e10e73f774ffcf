/* assay-style.c: see the header. */
#include "assay-style.h"

#include "config.h"

#include <adwaita.h>

const AssayPalette *
assay_style_palette (void)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  gboolean dark = adw_style_manager_get_dark (style);

  if (adw_style_manager_get_high_contrast (style))
    return assay_palette_get (dark ? ASSAY_PALETTE_DARK_CONTRAST : ASSAY_PALETTE_LIGHT_CONTRAST);
  return assay_palette_get (dark ? ASSAY_PALETTE_DARK : ASSAY_PALETTE_LIGHT);
}

GdkRGBA
assay_style_rgba (AssayColour colour)
{
  double parts[4];

  assay_colour_parts (colour, parts);
  return (GdkRGBA){ (float) parts[0], (float) parts[1], (float) parts[2], (float) parts[3] };
}

GdkRGBA
assay_style_foreground (void)
{
  return assay_style_rgba (assay_style_palette ()->foreground);
}

GdkRGBA
assay_style_dim (void)
{
  return assay_style_rgba (assay_style_palette ()->dim);
}

GdkRGBA
assay_style_grid (void)
{
  return assay_style_rgba (assay_style_palette ()->grid);
}

GdkRGBA
assay_style_span (void)
{
  return assay_style_rgba (assay_style_palette ()->span);
}

GdkRGBA
assay_style_annotation (void)
{
  return assay_style_rgba (assay_style_palette ()->annotation);
}

GdkRGBA
assay_style_series (guint index)
{
  return assay_style_rgba (assay_palette_series (assay_style_palette (), index, NULL, NULL));
}
