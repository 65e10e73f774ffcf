/* assay-report-flow.c: pages, the place on them, headings and paragraphs. */
#include "report/assay-report-flow-private.h"

#include "config.h"

#include "report/assay-report-flow-state-private.h"

#define MARGIN_SIDE 54.0
#define MARGIN_TOP 50.0
#define MARGIN_BOTTOM 62.0 /* the footer stands in it */

#define SANS(points, is_bold, is_italic, ink)                                                      \
  {                                                                                                \
    { ASSAY_FONT_SANS, points, is_bold, is_italic }, ink                                           \
  }
#define MONO(points, ink)                                                                          \
  {                                                                                                \
    { ASSAY_FONT_MONO, points, FALSE, FALSE }, ink                                                 \
  }

/* What must be left of a page below the top of a heading, in pt. Each is what the heading takes and
 * what a lower one needs after it, so that none stands alone at the end of a page: the last one
 * takes 20 and needs the head of a table with a row of three lines. */
#define NEED_MINOR 85
#define NEED_SUBHEADING (NEED_MINOR + 30)
#define NEED_HEADING (NEED_SUBHEADING + 50)

const AssayTextStyle *
assay_style (AssayStyleName name)
{
  static const AssayTextStyle styles[] = {
    [ASSAY_STYLE_BODY] = SANS (9.5, FALSE, FALSE, ASSAY_INK),
    [ASSAY_STYLE_STRONG] = SANS (9.5, TRUE, FALSE, ASSAY_INK),
    [ASSAY_STYLE_NOTE] = SANS (9.0, FALSE, FALSE, ASSAY_INK_SOFT),
    [ASSAY_STYLE_LABEL] = SANS (9.0, FALSE, FALSE, ASSAY_INK_SOFT),
    [ASSAY_STYLE_LINK] = SANS (9.0, TRUE, FALSE, ASSAY_ACCENT),
    [ASSAY_STYLE_MONO] = MONO (9.0, ASSAY_INK),
    [ASSAY_STYLE_TITLE] = SANS (20.0, TRUE, FALSE, ASSAY_ACCENT),
    [ASSAY_STYLE_HEADING] = SANS (14.5, TRUE, FALSE, ASSAY_ACCENT),
    [ASSAY_STYLE_SUBHEADING] = SANS (10.5, TRUE, FALSE, ASSAY_INK),
    [ASSAY_STYLE_VERDICT] = SANS (13.5, TRUE, FALSE, ASSAY_INK),
    [ASSAY_STYLE_CELL] = SANS (9.0, FALSE, FALSE, ASSAY_INK),
    [ASSAY_STYLE_CELL_STRONG] = SANS (9.0, TRUE, FALSE, ASSAY_INK),
    [ASSAY_STYLE_CELL_MONO] = MONO (7.7, ASSAY_INK),
    [ASSAY_STYLE_FINE_MONO] = MONO (6.8, ASSAY_INK),
    [ASSAY_STYLE_HEAD] = SANS (8.5, TRUE, FALSE, ASSAY_INK_SOFT),
    [ASSAY_STYLE_FOOTER] = SANS (7.2, FALSE, FALSE, ASSAY_INK_SOFT),
  };
  return &styles[name];
}

static void
heading_clear (gpointer data)
{
  g_free (((AssayHeading *) data)->title);
}

static void
target_clear (gpointer data)
{
  g_free (((AssayTarget *) data)->name);
}

static void
add_page (AssayFlow *self)
{
  AssayDrawList *page = assay_draw_list_new (self->page_width, self->page_height);
  g_ptr_array_add (self->pages, page);
  self->list = page;
  self->y = MARGIN_TOP;
  self->fresh = TRUE;
}

AssayFlow *
assay_flow_new (AssayReportFonts *fonts,
                AssayPrivateCodes *codes,
                double page_width,
                double page_height)
{
  AssayFlow *self = g_new0 (AssayFlow, 1);
  self->fonts = fonts;
  self->codes = codes;
  self->page_width = page_width;
  self->page_height = page_height;
  self->left = MARGIN_SIDE;
  self->right = page_width - MARGIN_SIDE;
  self->pages = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_draw_list_unref);
  self->headings = g_array_new (FALSE, FALSE, sizeof (AssayHeading));
  g_array_set_clear_func (self->headings, heading_clear);
  self->targets = g_array_new (FALSE, FALSE, sizeof (AssayTarget));
  g_array_set_clear_func (self->targets, target_clear);
  add_page (self);
  return self;
}

AssayFlow *
assay_flow_new_trial (const AssayFlow *like, AssayPrivateCodes *codes)
{
  return assay_flow_new (like->fonts, codes, like->page_width, like->page_height);
}

void
assay_flow_free (AssayFlow *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->pages);
  g_array_unref (self->headings);
  g_array_unref (self->targets);
  g_clear_pointer (&self->box, assay_draw_list_unref);
  g_clear_pointer (&self->kept, g_ptr_array_unref);
  g_clear_pointer (&self->contents, g_array_unref);
  g_free (self->columns);
  g_free (self->least);
  g_free (self->widths);
  g_free (self);
}

AssayReportFonts *
assay_flow_get_fonts (AssayFlow *self)
{
  return self->fonts;
}

AssayPrivateCodes *
assay_flow_get_codes (AssayFlow *self)
{
  return self->codes;
}

double
assay_flow_get_width (const AssayFlow *self)
{
  return self->right - self->left;
}

double
assay_flow_get_left (const AssayFlow *self)
{
  return self->left;
}

double
assay_flow_get_y (const AssayFlow *self)
{
  return self->y;
}

void
assay_flow_set_y (AssayFlow *self, double y)
{
  self->y = y;
}

AssayDrawList *
assay_flow_get_list (AssayFlow *self)
{
  return self->list;
}

guint
assay_flow_get_page (const AssayFlow *self)
{
  return self->pages->len - 1;
}

double
assay_flow_get_room (const AssayFlow *self)
{
  /* A box is measured before it is placed: it may grow as it likes. */
  return self->box != NULL ? G_MAXDOUBLE : self->page_height - MARGIN_BOTTOM - self->y;
}

GPtrArray *
assay_flow_get_pages (AssayFlow *self)
{
  return self->pages;
}

GArray *
assay_flow_get_headings (AssayFlow *self)
{
  return self->headings;
}

GArray *
assay_flow_get_targets (AssayFlow *self)
{
  return self->targets;
}

void
assay_flow_space (AssayFlow *self, double height)
{
  if (!self->fresh)
    self->y += height;
}

void
assay_flow_new_page (AssayFlow *self)
{
  if (self->box == NULL && !self->fresh)
    add_page (self);
}

void
assay_flow_need (AssayFlow *self, double height)
{
  if (assay_flow_get_room (self) < height)
    assay_flow_new_page (self);
}

void
assay_flow_indent (AssayFlow *self, double by)
{
  self->left += by;
}

void
assay_flow_narrow (AssayFlow *self, double by)
{
  self->right -= by;
}

void
assay_flow_target (AssayFlow *self, const char *name)
{
  AssayTarget target = { .name = g_strdup (name),
                         .page = assay_flow_get_page (self),
                         .x = self->left,
                         .y = MAX (0, self->y - 12) };
  g_array_append_val (self->targets, target);
}

void
assay_flow_line (AssayFlow *self, PangoLayoutLine *line, double x)
{
  double ascent;
  double height;
  assay_text_line_extents (line, &ascent, &height, NULL);
  assay_text_draw_line (self->fonts, self->codes, line, x, self->y + ascent, self->list);
  self->y += height;
  self->fresh = FALSE;
}

/* How many lines of @n have to stand together with line @i: of three none can go to another page
 * without leaving one alone. */
static int
lines_together (int n, int i)
{
  if (i == 0)
    return n <= 3 ? n : 2;
  return n - i == 2 ? 2 : 1;
}

/* Of @n lines from @first on; each script has a height of its own. */
static double
lines_height (PangoLayout *layout, int first, int n)
{
  double sum = 0;
  for (int i = first; i < first + n; i++)
    {
      double height;
      assay_text_line_extents (pango_layout_get_line_readonly (layout, i), NULL, &height, NULL);
      sum += height;
    }
  return sum;
}

double
assay_flow_first_lines (PangoLayout *layout)
{
  return lines_height (layout, 0, lines_together (pango_layout_get_line_count (layout), 0));
}

double
assay_flow_all_lines (PangoLayout *layout)
{
  return lines_height (layout, 0, pango_layout_get_line_count (layout));
}

/* Lines one after the other; neither the first nor the last one stands alone on a page. */
void
assay_flow_layout (AssayFlow *self, PangoLayout *layout, double x)
{
  const int n = pango_layout_get_line_count (layout);
  for (int i = 0; i < n; i++)
    {
      assay_flow_need (self, lines_height (layout, i, lines_together (n, i)));
      assay_flow_line (self, pango_layout_get_line_readonly (layout, i), x);
    }
}

void
assay_flow_paragraph (AssayFlow *self, AssayStyleName style, const char *text)
{
  g_autoptr (PangoLayout) layout
      = assay_text_layout (self->fonts, text, assay_style (style), assay_flow_get_width (self));
  assay_flow_layout (self, layout, self->left);
  assay_flow_space (self, 4);
}

void
assay_flow_rich (AssayFlow *self, const AssayRich *rich)
{
  g_autoptr (PangoLayout) layout
      = assay_rich_layout (rich, self->fonts, assay_flow_get_width (self));
  assay_flow_layout (self, layout, self->left);
  assay_flow_space (self, 4);
}

void
assay_flow_heading (AssayFlow *self, guint depth, const char *title, const char *target)
{
  const AssayTextStyle *style
      = assay_style (depth == 0 ? ASSAY_STYLE_HEADING : ASSAY_STYLE_SUBHEADING);
  assay_flow_space (self, depth == 0 ? 16 : 9);
  assay_flow_need (self, depth == 0 ? NEED_HEADING : NEED_SUBHEADING);
  if (target != NULL)
    assay_flow_target (self, target);
  AssayHeading heading = { .title = g_strdup (title),
                           .depth = depth,
                           .page = assay_flow_get_page (self),
                           .y = MAX (0, self->y - 6) };
  g_array_append_val (self->headings, heading);

  g_autoptr (PangoLayout) layout
      = assay_text_layout (self->fonts, title, style, assay_flow_get_width (self));
  assay_flow_layout (self, layout, self->left);
  if (depth == 0)
    {
      self->y += 2;
      assay_draw_list_line (self->list, self->left, self->y, self->right, self->y, ASSAY_ACCENT,
                            0.8, ASSAY_DASH_SOLID);
    }
  self->y += depth == 0 ? 8 : 3;
}

void
assay_flow_minor_heading (AssayFlow *self, const char *title)
{
  assay_flow_space (self, 5);
  assay_flow_need (self, NEED_MINOR);
  g_autoptr (PangoLayout) layout = assay_text_layout (
      self->fonts, title, assay_style (ASSAY_STYLE_STRONG), assay_flow_get_width (self));
  assay_flow_layout (self, layout, self->left);
  self->y += 2;
}
