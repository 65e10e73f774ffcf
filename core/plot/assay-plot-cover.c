/* assay-plot-cover.c: the area as a grid of small cells that are drawn on or not, and their sums
 * from the top left on, so that every box is asked for in the same short time. */
#include "plot/assay-plot-cover-private.h"

#include <math.h>

#define CELL 2.0   /* pt; about the width of a line */
#define SOLID 0.45 /* alpha; what is paler is a ground on which words can be read */

struct _AssayPlotCover
{
  AssayRect area;
  int columns;
  int rows;
  guint32 *sums; /* (columns + 1) × (rows + 1): cells drawn on above and to the left */
};

/* The number of a cell's column or row, held within 0 .. @n - 1. */
static int
cell_of (double place, double start, int n)
{
  return (int) CLAMP (floor ((place - start) / CELL), 0.0, n - 1.0);
}

static gboolean
is_solid (AssayColour colour)
{
  double parts[4];

  assay_colour_parts (colour, parts);
  return parts[3] >= SOLID;
}

static void
mark_box (AssayPlotCover *self, guint8 *cells, const AssayRect *box)
{
  const AssayRect *area = &self->area;

  if (box->x > area->x + area->width || box->x + box->width < area->x
      || box->y > area->y + area->height || box->y + box->height < area->y)
    return;
  int left = cell_of (box->x, area->x, self->columns);
  int right = cell_of (box->x + box->width, area->x, self->columns);
  int bottom = cell_of (box->y + box->height, area->y, self->rows);
  for (int row = cell_of (box->y, area->y, self->rows); row <= bottom; row++)
    for (int column = left; column <= right; column++)
      cells[row * self->columns + column] = 1;
}

/* One side of the area: leaves of the part @from .. @to of a line what lies on its inner side.
 * @speed: how fast the line moves outwards, @room: how far its beginning is inside (Liang and
 * Barsky 1984). */
static gboolean
cut (double speed, double room, double *from, double *to)
{
  if (fabs (speed) < 1e-12)
    return room >= 0.0;
  if (speed > 0.0)
    *to = MIN (*to, room / speed);
  else
    *from = MAX (*from, room / speed);
  return *from <= *to;
}

static void
mark_line (AssayPlotCover *self, guint8 *cells, const AssayPoint *a, const AssayPoint *b)
{
  const AssayRect *area = &self->area;
  double dx = b->x - a->x;
  double dy = b->y - a->y;
  double from = 0.0;
  double to = 1.0;

  if (!cut (-dx, a->x - area->x, &from, &to) || !cut (dx, area->x + area->width - a->x, &from, &to)
      || !cut (-dy, a->y - area->y, &from, &to)
      || !cut (dy, area->y + area->height - a->y, &from, &to))
    return;
  int steps = 1 + (int) ceil ((to - from) * MAX (fabs (dx), fabs (dy)) / CELL);
  for (int i = 0; i <= steps; i++)
    {
      double at = from + (to - from) * i / steps;
      int column = cell_of (a->x + at * dx, area->x, self->columns);
      int row = cell_of (a->y + at * dy, area->y, self->rows);
      cells[row * self->columns + column] = 1;
    }
}

static void
mark_item (AssayPlotCover *self, guint8 *cells, const AssayDrawItem *item)
{
  switch (item->kind)
    {
    case ASSAY_DRAW_POLYLINE:
      for (gsize i = 1; i < item->n_points; i++)
        mark_line (self, cells, &item->points[i - 1], &item->points[i]);
      break;
    case ASSAY_DRAW_RECTANGLE:
      if (is_solid (item->fill))
        mark_box (self, cells, &item->rect);
      break;
    case ASSAY_DRAW_MARKS:
      for (gsize i = 0; i < item->n_points; i++)
        mark_box (self, cells,
                  &(AssayRect){ item->points[i].x - item->radius, item->points[i].y - item->radius,
                                2.0 * item->radius, 2.0 * item->radius });
      break;
    case ASSAY_DRAW_POLYGON:
    case ASSAY_DRAW_PATH:
    case ASSAY_DRAW_IMAGE:
    case ASSAY_DRAW_TEXT:
    case ASSAY_DRAW_CLIP:
    case ASSAY_DRAW_UNCLIP:
    case ASSAY_DRAW_LINK:
      break;
    }
}

AssayPlotCover *
assay_plot_cover_new (const AssayRect *area, const AssayDrawList *list, gsize first)
{
  AssayPlotCover *self = g_new0 (AssayPlotCover, 1);

  self->area = *area;
  self->columns = 1 + (int) (CLAMP (area->width, 0.0, 1e4) / CELL);
  self->rows = 1 + (int) (CLAMP (area->height, 0.0, 1e4) / CELL);
  g_autofree guint8 *cells = g_malloc0_n ((gsize) self->rows, (gsize) self->columns);
  for (gsize i = first; i < assay_draw_list_get_n (list); i++)
    {
      AssayDrawItem item;

      assay_draw_list_get (list, i, &item);
      mark_item (self, cells, &item);
    }
  gsize stride = (gsize) self->columns + 1;
  self->sums = g_new0 (guint32, stride * ((gsize) self->rows + 1));
  for (int row = 0; row < self->rows; row++)
    {
      guint32 along = 0;

      for (int column = 0; column < self->columns; column++)
        {
          gsize at = (gsize) row * stride + (gsize) column;

          along += cells[row * self->columns + column];
          self->sums[at + stride + 1] = self->sums[at + 1] + along;
        }
    }
  return self;
}

void
assay_plot_cover_free (AssayPlotCover *self)
{
  g_free (self->sums);
  g_free (self);
}

double
assay_plot_cover_of (const AssayPlotCover *self, const AssayRect *box)
{
  /* only cells that lie wholly inside */
  double left = CLAMP (ceil ((box->x - self->area.x) / CELL), 0.0, self->columns);
  double top = CLAMP (ceil ((box->y - self->area.y) / CELL), 0.0, self->rows);
  double right = CLAMP (floor ((box->x + box->width - self->area.x) / CELL), left, self->columns);
  double bottom = CLAMP (floor ((box->y + box->height - self->area.y) / CELL), top, self->rows);
  gsize stride = (gsize) self->columns + 1;
  const guint32 *upper = self->sums + (gsize) top * stride;
  const guint32 *lower = self->sums + (gsize) bottom * stride;

  return (lower[(gsize) right] - lower[(gsize) left] - upper[(gsize) right] + upper[(gsize) left])
         * CELL * CELL;
}
