/* assay-report-flow-blocks.c: bullets, pairs, code, blanks to fill in, boxes, pictures and plots.
 */
#include "config.h"

#include "report/assay-report-flow-state-private.h"

#define LABEL_WIDTH 118.0
#define BOX_PADDING 9.0

void
assay_flow_bullet (AssayFlow *self, const char *mark, const AssayRich *rich)
{
  const double indent = 15;
  g_autoptr (PangoLayout) body
      = assay_rich_layout (rich, self->fonts, assay_flow_get_width (self) - indent);
  g_autoptr (PangoLayout) sign
      = assay_text_layout (self->fonts, mark, assay_style (ASSAY_STYLE_STRONG), -1);
  double ascent;
  PangoLayoutLine *first = pango_layout_get_line_readonly (body, 0);
  assay_text_line_extents (first, &ascent, NULL, NULL);
  assay_flow_need (self, assay_flow_first_lines (body));
  assay_text_draw_line (self->fonts, self->codes, pango_layout_get_line_readonly (sign, 0),
                        self->left + 2, self->y + ascent, self->list);
  assay_flow_layout (self, body, self->left + indent);
  assay_flow_space (self, 2.5);
}

void
assay_flow_bullet_text (AssayFlow *self, const char *mark, const char *text)
{
  g_autoptr (AssayRich) rich = assay_rich_new ();
  assay_rich_add (rich, text, assay_style (ASSAY_STYLE_BODY));
  assay_flow_bullet (self, mark, rich);
}

void
assay_flow_code (AssayFlow *self, const char *text)
{
  const double pad = 6;
  g_autoptr (PangoLayout) layout
      = assay_text_layout (self->fonts, text, assay_style (ASSAY_STYLE_CELL_MONO),
                           assay_flow_get_width (self) - 2 * pad);
  const int n = pango_layout_get_line_count (layout);
  for (int i = 0; i < n; i++)
    {
      PangoLayoutLine *line = pango_layout_get_line_readonly (layout, i);
      double height;
      assay_text_line_extents (line, NULL, &height, NULL);
      assay_flow_need (self, height + (i == 0 || i == n - 1 ? pad : 0));
      const double top = i == 0 ? pad / 2 : 0;
      const double bottom = i == n - 1 ? pad / 2 : 0;
      AssayRect area = { self->left, self->y, assay_flow_get_width (self), height + top + bottom };
      assay_draw_list_rectangle (self->list, &area, 0, ASSAY_TINT, ASSAY_COLOUR_NONE, 0);
      self->y += top;
      assay_flow_line (self, line, self->left + pad);
      self->y += bottom;
    }
  assay_flow_space (self, 5);
}

void
assay_flow_blank (AssayFlow *self, const char *label)
{
  g_autoptr (PangoLayout) layout = assay_text_layout (
      self->fonts, label, assay_style (ASSAY_STYLE_BODY), assay_flow_get_width (self) * 0.6);
  assay_flow_space (self, 5);
  assay_flow_need (self, 24);
  double width = 0;
  for (int i = 0; i < pango_layout_get_line_count (layout); i++)
    {
      PangoLayoutLine *line = pango_layout_get_line_readonly (layout, i);
      assay_text_line_extents (line, NULL, NULL, &width);
      assay_flow_line (self, line, self->left);
    }
  assay_draw_list_line (self->list, self->left + width + 6, self->y - 2, self->right, self->y - 2,
                        ASSAY_INK_SOFT, 0.5, ASSAY_DASH_SOLID);
  self->y += 3;
}

void
assay_flow_rule (AssayFlow *self)
{
  assay_draw_list_line (self->list, self->left, self->y, self->right, self->y, ASSAY_RULE, 0.5,
                        ASSAY_DASH_SOLID);
  self->y += 5;
}

void
assay_flow_pair (AssayFlow *self, const char *label, AssayStyleName style, const char *value)
{
  const double label_width = MIN (LABEL_WIDTH, assay_flow_get_width (self) * 0.34);
  g_autoptr (PangoLayout) left
      = assay_text_layout (self->fonts, label, assay_style (ASSAY_STYLE_LABEL), label_width - 8);
  g_autoptr (PangoLayout) right = assay_text_layout (self->fonts, value, assay_style (style),
                                                     assay_flow_get_width (self) - label_width);
  double left_ascent;
  double right_ascent;
  double height;
  const int label_lines = pango_layout_get_line_count (left);
  assay_text_line_extents (pango_layout_get_line_readonly (left, 0), &left_ascent, &height, NULL);
  assay_text_line_extents (pango_layout_get_line_readonly (right, 0), &right_ascent, NULL, NULL);
  /* The label never stays behind when its text goes to the next page. */
  const double together = assay_flow_first_lines (right) + MAX (left_ascent - right_ascent, 0.0);
  assay_flow_need (self, MAX (height * label_lines, together) + 2);

  const guint page = assay_flow_get_page (self);
  const double top = self->y;
  const double baseline = top + MAX (left_ascent, right_ascent);
  for (int i = 0; i < label_lines; i++)
    assay_text_draw_line (self->fonts, self->codes, pango_layout_get_line_readonly (left, i),
                          self->left, baseline + i * height, self->list);
  self->y = baseline - right_ascent;
  assay_flow_layout (self, right, self->left + label_width);
  if (page == assay_flow_get_page (self))
    self->y = MAX (self->y, top + label_lines * height);
  assay_flow_space (self, 2.5);
}

void
assay_flow_begin_box (AssayFlow *self, AssayColour fill, AssayColour bar)
{
  g_return_if_fail (self->box == NULL);
  self->box = assay_draw_list_new (self->page_width, self->page_height);
  self->box_fill = fill;
  self->box_bar = bar;
  self->box_y = self->y;
  self->box_fresh = self->fresh;
  self->list = self->box;
  self->y = BOX_PADDING;
  self->left += BOX_PADDING + 4;
  self->right -= BOX_PADDING;
  self->fresh = TRUE;
}

void
assay_flow_end_box (AssayFlow *self)
{
  g_return_if_fail (self->box != NULL);
  g_autoptr (AssayDrawList) box = g_steal_pointer (&self->box);
  const double height = self->y + BOX_PADDING - 3;
  self->left -= BOX_PADDING + 4;
  self->right += BOX_PADDING;
  self->y = self->box_y;
  self->fresh = self->box_fresh;
  self->list = self->pages->pdata[self->pages->len - 1];
  assay_flow_need (self, height);

  AssayRect area = { self->left, self->y, self->right - self->left, height };
  assay_draw_list_rectangle (self->list, &area, 3, self->box_fill, ASSAY_COLOUR_NONE, 0);
  area.width = 4;
  assay_draw_list_rectangle (self->list, &area, 0, self->box_bar, ASSAY_COLOUR_NONE, 0);
  assay_draw_list_append (self->list, box, 0, self->y, NULL, NULL);
  self->y += height;
  self->fresh = FALSE;
  assay_flow_space (self, 7);
}
