/* assay-report-flow-table.c: tables whose rows come one by one, with the column titles again on
 * each page. */
#include "config.h"

#include "report/assay-report-flow-state-private.h"

#define GUTTER 7.0
#define ROW_PADDING 2.5
/* What stays for a column when others take the width of their titles, pt. */
#define NARROWEST 30.0

static double
line_width (const AssayFlow *self, const char *text, AssayStyleName style)
{
  g_autoptr (PangoLayout) layout = assay_text_layout (self->fonts, text, assay_style (style), -1);
  PangoRectangle logical;
  pango_layout_get_extents (layout, NULL, &logical);
  return logical.width / (double) PANGO_SCALE;
}

/* What the longest word of a column's title takes. */
static double
title_width (const AssayFlow *self, const char *title)
{
  g_auto (GStrv) words = g_strsplit (title, " ", -1);
  double most = 0;
  for (guint i = 0; words[i] != NULL; i++)
    most = MAX (most, line_width (self, words[i], ASSAY_STYLE_HEAD));
  return most;
}

/* The columns that are not @held share @rest by weight. Returns the first that gets less than
 * @least though the others can spare the width; the number of columns if none. */
static guint
share_rest (AssayFlow *self, const double *least, const gboolean *held, double rest)
{
  double weights = 0;
  guint others = 0;
  for (guint i = 0; i < self->n_columns; i++)
    {
      weights += held[i] ? 0 : self->columns[i].weight;
      others += held[i] ? 0 : 1;
    }
  for (guint i = 0; i < self->n_columns; i++)
    {
      if (!held[i])
        self->widths[i] = rest * self->columns[i].weight / weights;
    }
  for (guint i = 0; i < self->n_columns; i++)
    {
      if (!held[i] && self->widths[i] < least[i] && rest - least[i] > NARROWEST * (others - 1))
        return i;
    }
  return self->n_columns;
}

/* By weight, but no column gets less than its least: German words are long. */
static void
share_width (AssayFlow *self)
{
  g_autofree gboolean *held = g_new0 (gboolean, self->n_columns);
  double rest = assay_flow_get_width (self) - GUTTER * (double) (self->n_columns - 1);
  guint tight;
  while ((tight = share_rest (self, self->least, held, rest)) < self->n_columns)
    {
      held[tight] = TRUE;
      self->widths[tight] = self->least[tight] + 0.5; /* or rounding breaks the word all the same */
      rest -= self->widths[tight];
    }
}

void
assay_flow_begin_table (AssayFlow *self, const AssayFlowColumn *columns, guint n_columns)
{
  g_return_if_fail (self->columns == NULL);
  self->columns = g_memdup2 (columns, sizeof *columns * n_columns);
  self->n_columns = n_columns;
  self->least = g_new0 (double, n_columns);
  self->widths = g_new0 (double, n_columns);
  self->head_due = TRUE;
  for (guint i = 0; i < n_columns; i++)
    self->least[i] = title_width (self, columns[i].title);
  share_width (self);
}

void
assay_flow_unbroken (AssayFlow *self, guint column, const char *text)
{
  g_return_if_fail (column < self->n_columns && self->head_due);
  self->least[column]
      = MAX (self->least[column], line_width (self, text, self->columns[column].style));
  share_width (self);
}

static double
column_width (const AssayFlow *self, guint column)
{
  return self->widths[column];
}

static GPtrArray *
make_cells (AssayFlow *self, const char *const *cells, gboolean head)
{
  GPtrArray *layouts = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < self->n_columns; i++)
    {
      const AssayFlowColumn *column = &self->columns[i];
      const char *text = head ? column->title : cells[i];
      g_ptr_array_add (layouts,
                       assay_text_layout (self->fonts, text,
                                          assay_style (head ? ASSAY_STYLE_HEAD : column->style),
                                          column_width (self, i)));
    }
  return layouts;
}

/* Draws what fits of each cell from its line in @next on; FALSE when all is drawn. */
static gboolean
draw_cells (AssayFlow *self, GPtrArray *layouts, int *next)
{
  const double top = self->y + ROW_PADDING;
  const double limit = self->y + assay_flow_get_room (self) - ROW_PADDING;
  double bottom = top;
  double x = self->left;
  gboolean more = FALSE;
  for (guint i = 0; i < layouts->len; i++)
    {
      double y = top;
      PangoLayout *layout = layouts->pdata[i];
      const int n = pango_layout_get_line_count (layout);
      for (; next[i] < n; next[i]++)
        {
          PangoLayoutLine *line = pango_layout_get_line_readonly (layout, next[i]);
          double ascent;
          double height;
          assay_text_line_extents (line, &ascent, &height, NULL);
          if (y + height > limit)
            break;
          assay_text_draw_line (self->fonts, self->codes, line, x, y + ascent, self->list);
          y += height;
        }
      more = more || next[i] < n;
      bottom = MAX (bottom, y);
      x += column_width (self, i) + GUTTER;
    }
  self->y = bottom + ROW_PADDING;
  self->fresh = FALSE;
  return more;
}

static double
cells_height (GPtrArray *layouts)
{
  double height = 0;
  for (guint i = 0; i < layouts->len; i++)
    {
      PangoRectangle logical;
      pango_layout_get_extents (layouts->pdata[i], NULL, &logical);
      height = MAX (height, logical.height / (double) PANGO_SCALE);
    }
  return height + 2 * ROW_PADDING;
}

static void
draw_rule (AssayFlow *self, AssayColour colour, double width)
{
  assay_draw_list_line (self->list, self->left, self->y, self->right, self->y, colour, width,
                        ASSAY_DASH_SOLID);
}

static void
draw_head (AssayFlow *self)
{
  g_autoptr (GPtrArray) layouts = make_cells (self, NULL, TRUE);
  g_autofree int *next = g_new0 (int, self->n_columns);
  draw_cells (self, layouts, next);
  draw_rule (self, ASSAY_INK_SOFT, 0.7);
  self->y += 1;
  self->head_due = FALSE;
}

/* The place of @picture in @column of a row that begins at @y: as large as fits, 0 × 0 without one.
 */
static AssayRect
picture_area (const AssayFlow *self, guint column, const AssayImage *picture, double most, double y)
{
  AssayRect area = { .x = self->left, .y = y + ROW_PADDING };
  for (guint i = 0; i < column; i++)
    area.x += column_width (self, i) + GUTTER;
  if (picture == NULL)
    return area;
  const double w = assay_image_get_width (picture);
  const double h = assay_image_get_height (picture);
  const double scale = MIN (column_width (self, column) / w, most / h);
  area.width = w * scale;
  area.height = h * scale;
  return area;
}

void
assay_flow_row (AssayFlow *self, const char *const *cells)
{
  assay_flow_picture_row (self, cells, 0, NULL, 0);
}

void
assay_flow_picture_row (
    AssayFlow *self, const char *const *cells, guint column, AssayImage *picture, double most)
{
  g_autoptr (GPtrArray) layouts = make_cells (self, cells, FALSE);
  g_autofree int *next = g_new0 (int, self->n_columns);
  const double pictured = picture_area (self, column, picture, most, 0).height + 2 * ROW_PADDING;
  /* A row that would fit on a page of its own is not split; the head never stands alone. */
  const double head = self->head_due ? 22 : 0;
  const double height = MAX (cells_height (layouts), pictured);
  const guint page = assay_flow_get_page (self);
  if (height < self->page_height / 2)
    assay_flow_need (self, height + head);
  else
    assay_flow_need (self, 60 + head);

  if (self->head_due || page != assay_flow_get_page (self))
    draw_head (self);
  const AssayRect area = picture_area (self, column, picture, most, self->y);
  if (picture != NULL)
    assay_draw_list_image (self->list, &area, picture, TRUE);
  while (draw_cells (self, layouts, next))
    {
      draw_rule (self, ASSAY_RULE, 0.4);
      assay_flow_new_page (self);
      draw_head (self);
    }
  if (picture != NULL)
    self->y = MAX (self->y, area.y + area.height + ROW_PADDING);
  draw_rule (self, ASSAY_RULE, 0.4);
}

void
assay_flow_end_table (AssayFlow *self)
{
  g_clear_pointer (&self->columns, g_free);
  g_clear_pointer (&self->least, g_free);
  g_clear_pointer (&self->widths, g_free);
  g_clear_pointer (&self->kept, g_ptr_array_unref);
  self->n_columns = 0;
  assay_flow_space (self, 8);
}

void
assay_flow_keep (AssayFlow *self, GPtrArray *titles)
{
  g_clear_pointer (&self->kept, g_ptr_array_unref);
  self->kept = titles;
}
