/* assay-text-pango.c: one line of text through Pango. Metrics are not hinted, so that what was
 * measured at one scale holds at any. */
#include "plot/assay-text-pango.h"

static PangoLayout *
layout_of (const AssayPangoText *self, const char *text, const AssayFont *font)
{
  static const char *const fallbacks[] = { "Sans", "Serif", "Monospace" };
  PangoLayout *layout = pango_layout_new (self->context);
  PangoFontDescription *description = pango_font_description_new ();
  const char *family
      = self->families[font->role] != NULL ? self->families[font->role] : fallbacks[font->role];

  pango_font_description_set_family_static (description, family);
  pango_font_description_set_absolute_size (description, font->size * PANGO_SCALE);
  pango_font_description_set_weight (description,
                                     font->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_style (description,
                                    font->italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

static void
extent_of (PangoLayout *layout, AssayTextExtent *extent)
{
  PangoRectangle logical;
  int baseline = pango_layout_get_baseline (layout);

  pango_layout_get_extents (layout, NULL, &logical);
  extent->width = (double) logical.width / PANGO_SCALE;
  extent->ascent = (double) (baseline - logical.y) / PANGO_SCALE;
  extent->descent = (double) (logical.y + logical.height - baseline) / PANGO_SCALE;
}

void
assay_text_pango_measure (const char *text,
                          const AssayFont *font,
                          AssayTextExtent *extent,
                          gpointer user_data)
{
  g_autoptr (PangoLayout) layout = layout_of (user_data, text, font);

  extent_of (layout, extent);
}

void
assay_text_pango_show (cairo_t *cr, const AssayDrawItem *item, gpointer user_data)
{
  g_autoptr (PangoLayout) layout = layout_of (user_data, item->text, &item->font);
  AssayTextExtent extent;
  double x = 0.0;
  double y = 0.0;

  extent_of (layout, &extent);
  switch (item->anchor)
    {
    case ASSAY_ANCHOR_START:
      break;
    case ASSAY_ANCHOR_MIDDLE:
      x = -0.5 * extent.width;
      break;
    case ASSAY_ANCHOR_END:
      x = -extent.width;
      break;
    }
  switch (item->base)
    {
    case ASSAY_BASE_ALPHABETIC:
      y = -extent.ascent;
      break;
    case ASSAY_BASE_TOP:
      break;
    case ASSAY_BASE_MIDDLE:
      y = -0.5 * (extent.ascent + extent.descent);
      break;
    case ASSAY_BASE_BOTTOM:
      y = -(extent.ascent + extent.descent);
      break;
    }
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
}
