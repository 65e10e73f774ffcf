/* assay-report-flow-contents.c: the table of contents, whose page numbers are known only at the
 * end. */
#include "config.h"

#include "report/assay-report-flow-state-private.h"

typedef struct
{
  char *target;
  guint page;
  double baseline;
  double x0; /* end of the title */
  double x1; /* right edge */
} ContentLine;

static void
content_clear (gpointer data)
{
  g_free (((ContentLine *) data)->target);
}

void
assay_flow_content_line (AssayFlow *self, const char *title, const char *target)
{
  if (self->contents == NULL)
    {
      self->contents = g_array_new (FALSE, FALSE, sizeof (ContentLine));
      g_array_set_clear_func (self->contents, content_clear);
    }
  g_autoptr (AssayRich) rich = assay_rich_new ();
  assay_rich_add_link (rich, title, assay_style (ASSAY_STYLE_BODY), target);
  g_autoptr (PangoLayout) layout
      = assay_rich_layout (rich, self->fonts, assay_flow_get_width (self) - 40);
  PangoLayoutLine *line = pango_layout_get_line_readonly (layout, 0);
  double ascent;
  double height;
  double width;
  assay_text_line_extents (line, &ascent, &height, &width);
  assay_flow_need (self, height);
  ContentLine content = { .target = g_strdup (target),
                          .page = assay_flow_get_page (self),
                          .baseline = self->y + ascent,
                          .x0 = self->left + width,
                          .x1 = self->right };
  g_array_append_val (self->contents, content);
  assay_flow_line (self, line, self->left);
  self->y += 1;
}

static const AssayTarget *
find_target (AssayFlow *self, const char *name)
{
  for (guint i = 0; i < self->targets->len; i++)
    {
      const AssayTarget *target = &g_array_index (self->targets, AssayTarget, i);
      if (g_str_equal (target->name, name))
        return target;
    }
  return NULL;
}

void
assay_flow_finish (AssayFlow *self)
{
  for (guint i = 0; self->contents != NULL && i < self->contents->len; i++)
    {
      const ContentLine *content = &g_array_index (self->contents, ContentLine, i);
      const AssayTarget *target = find_target (self, content->target);
      if (target == NULL)
        continue;
      AssayDrawList *list = self->pages->pdata[content->page];
      g_autofree char *number = g_strdup_printf ("%u", target->page + 1);
      const AssayTextStyle *style = assay_style (ASSAY_STYLE_BODY);
      g_autoptr (PangoLayout) layout = assay_text_layout (self->fonts, number, style, -1);
      PangoLayoutLine *line = pango_layout_get_line_readonly (layout, 0);
      double width;
      assay_text_line_extents (line, NULL, NULL, &width);
      assay_text_draw_line (self->fonts, self->codes, line, content->x1 - width, content->baseline,
                            list);
      assay_draw_list_line (list, content->x0 + 6, content->baseline - 2, content->x1 - width - 6,
                            content->baseline - 2, ASSAY_RULE, 0.6, ASSAY_DASH_DOTTED);
    }
}
