/* assay-plot-heat.c: heat maps and pictures in data coordinates, and the colour scale. */
#include <math.h>

#include "plot/assay-plot-layout-private.h"

/* Sides of the picture made for a heat map: enough for a page at 300 dots an inch. */
#define MOST_PIXELS 4096.0

/* Cells @first .. @last - 1 that one pixel covers, along one side. */
typedef struct
{
  gsize first;
  gsize last;
} Cells;

typedef struct
{
  double low, high; /* scaled values at places 0 and 1 of the colour map */
  AssayScale scale;
  const char *map;
} Tint;

static Tint
tint_of (const AssayHeat *heat)
{
  double minimum;
  double maximum;

  assay_plot_range_heat (heat, &minimum, &maximum);
  return (Tint){ assay_scale_forward (heat->value.scale, minimum),
                 assay_scale_forward (heat->value.scale, maximum), heat->value.scale, heat->map };
}

/* The cells of @n between data values @from and @to that lie between @a and @b. Both ends may be in
 * either order. */
static Cells
cells_between (gsize n, double from, double to, double a, double b)
{
  double p = (a - from) / (to - from) * (double) n;
  double q = (b - from) / (to - from) * (double) n;
  double low = MIN (p, q);
  double high = MAX (p, q);
  Cells cells = { 0, 0 };

  if (!(high > 0.0) || !(low < (double) n))
    return cells;
  cells.first = (gsize) MAX (floor (low + 1e-9), 0.0);
  cells.last = (gsize) MIN (ceil (high - 1e-9), (double) n);
  cells.last = MAX (cells.last, MIN (cells.first + 1, n));
  return cells;
}

/* Mean of the finite values under one pixel; NaN without any. */
static double
mean_of_cells (const AssayHeat *heat, Cells rows, Cells columns)
{
  double sum = 0.0;
  gsize count = 0;

  for (gsize row = rows.first; row < rows.last; row++)
    {
      const double *values = heat->values + row * heat->columns;

      for (gsize column = columns.first; column < columns.last; column++)
        {
          if (!isfinite (values[column]))
            continue;
          sum += values[column];
          count++;
        }
    }
  return count > 0 ? sum / (double) count : (double) NAN;
}

/* The pixel of a picture nearest to the middle of the cells. */
static AssayColour
pixel_of_image (AssayImage *image, const guint8 *pixels, Cells rows, Cells columns)
{
  gsize row = (rows.first + rows.last - 1) / 2;
  gsize column = (columns.first + columns.last - 1) / 2;
  gsize size = assay_pixels_size (assay_image_get_format (image));
  const guint8 *p = pixels + row * assay_image_get_stride (image) + column * size;

  switch (assay_image_get_format (image))
    {
    case ASSAY_PIXELS_GREY8:
      return (AssayColour) p[0] * 0x01010100u | 0xffu;
    case ASSAY_PIXELS_RGB8:
      return (AssayColour) p[0] << 24 | (AssayColour) p[1] << 16 | (AssayColour) p[2] << 8 | 0xffu;
    case ASSAY_PIXELS_RGBA8:
      return (AssayColour) p[0] << 24 | (AssayColour) p[1] << 16 | (AssayColour) p[2] << 8 | p[3];
    }
  return ASSAY_COLOUR_NONE;
}

static AssayColour
colour_at (const AssayHeat *heat, const Tint *tint, const guint8 *pixels, Cells rows, Cells columns)
{
  double scaled;

  if (rows.first >= rows.last || columns.first >= columns.last)
    return ASSAY_COLOUR_NONE;
  if (heat->image != NULL)
    return pixel_of_image (heat->image, pixels, rows, columns);
  scaled = assay_scale_forward (tint->scale, mean_of_cells (heat, rows, columns));
  return assay_colour_map (tint->map, (scaled - tint->low) / (tint->high - tint->low));
}

/* For each of @n pixels along @scale from @place on, the cells under it. */
static Cells *
cells_along (const AssayPlotScale *scale,
             double place,
             double extent,
             guint n,
             gsize n_cells,
             double from,
             double to)
{
  Cells *cells = g_new (Cells, n);

  for (guint i = 0; i < n; i++)
    {
      double a = assay_plot_scale_value (scale, place + extent * i / n);
      double b = assay_plot_scale_value (scale, place + extent * (i + 1) / n);

      cells[i] = cells_between (n_cells, from, to, a, b);
    }
  return cells;
}

/* Pixels for @extent pt: as many as the device has, but no more than needed to show every cell. */
static guint
pixels_for (const AssayPlotContext *self,
            const AssayPlotScale *scale,
            double extent,
            double cells_shown)
{
  gboolean even = scale->axis->scale != ASSAY_SCALE_LOG && scale->axis->scale != ASSAY_SCALE_MEL
                  && scale->axis->scale != ASSAY_SCALE_PROBIT;
  double device = CLAMP (extent * self->setup->resolution, 1.0, MOST_PIXELS);

  /* whole cells as single pixels keep the file of a small matrix small and its edges sharp */
  if (even && cells_shown >= 1.0 && cells_shown <= device
      && fabs (cells_shown - round (cells_shown)) < 1e-6)
    return (guint) lround (cells_shown);
  return (guint) device;
}

/* The part of the area that @heat covers. */
static gboolean
covered_part (const AssayPlotContext *self, const AssayHeat *heat, AssayRect *rect)
{
  double x0 = assay_plot_scale_place (&self->x, heat->x0);
  double x1 = assay_plot_scale_place (&self->x, heat->x1);
  double y0 = assay_plot_scale_place (&self->y, heat->y0);
  double y1 = assay_plot_scale_place (&self->y, heat->y1);
  const AssayRect *area = &self->area;
  double left;
  double top;

  /* a log axis cannot show the edge at 0: what it shows starts at its own end */
  x0 = isnan (x0) ? area->x : x0;
  y0 = isnan (y0) ? area->y + area->height : y0;
  y1 = isnan (y1) ? area->y + area->height : y1;
  left = CLAMP (MIN (x0, x1), area->x, area->x + area->width);
  top = CLAMP (MIN (y0, y1), area->y, area->y + area->height);
  *rect = (AssayRect){ left, top, MIN (MAX (x0, x1), area->x + area->width) - left,
                       MIN (MAX (y0, y1), area->y + area->height) - top };
  return rect->width > 0.01 && rect->height > 0.01;
}

static GBytes *
render_pixels (const AssayPlotContext *self,
               const AssayHeat *heat,
               const AssayRect *rect,
               guint width,
               guint height)
{
  gsize n_rows = heat->image != NULL ? assay_image_get_height (heat->image) : heat->rows;
  gsize n_columns = heat->image != NULL ? assay_image_get_width (heat->image) : heat->columns;
  const guint8 *source
      = heat->image != NULL ? g_bytes_get_data (assay_image_get_pixels (heat->image), NULL) : NULL;
  g_autofree Cells *columns
      = cells_along (&self->x, rect->x, rect->width, width, n_columns, heat->x0, heat->x1);
  g_autofree Cells *rows
      = cells_along (&self->y, rect->y, rect->height, height, n_rows, heat->y0, heat->y1);
  Tint tint = { 0 };
  gsize size = (gsize) width * height * 4;
  guint8 *pixels = g_malloc (size);
  guint8 *p = pixels;

  if (heat->image == NULL)
    tint = tint_of (heat);
  for (guint y = 0; y < height; y++)
    {
      for (guint x = 0; x < width; x++)
        {
          AssayColour colour = colour_at (heat, &tint, source, rows[y], columns[x]);

          for (guint i = 0; i < 4; i++)
            *p++ = (guint8) (colour >> (24 - 8 * i));
        }
    }
  return g_bytes_new_take (pixels, size);
}

void
assay_plot_heat_draw (AssayPlotContext *self, const AssayHeat *heat)
{
  gsize n_rows = heat->image != NULL ? assay_image_get_height (heat->image) : heat->rows;
  gsize n_columns = heat->image != NULL ? assay_image_get_width (heat->image) : heat->columns;
  g_autoptr (AssayImage) image = NULL;
  g_autoptr (GBytes) pixels = NULL;
  AssayRect rect;
  double x_part;
  double y_part;
  guint width;
  guint height;

  if (n_rows == 0 || n_columns == 0 || !covered_part (self, heat, &rect))
    return;
  x_part = fabs ((assay_plot_scale_value (&self->x, rect.x + rect.width)
                  - assay_plot_scale_value (&self->x, rect.x))
                 / (heat->x1 - heat->x0));
  y_part = fabs ((assay_plot_scale_value (&self->y, rect.y + rect.height)
                  - assay_plot_scale_value (&self->y, rect.y))
                 / (heat->y1 - heat->y0));
  width = pixels_for (self, &self->x, rect.width, x_part * (double) n_columns);
  height = pixels_for (self, &self->y, rect.height, y_part * (double) n_rows);
  pixels = render_pixels (self, heat, &rect, width, height);
  image = assay_image_new ("heat", "", ASSAY_PIXELS_RGBA8, width, height, pixels, NULL);
  if (image != NULL)
    assay_draw_list_image (self->list, &rect, image, FALSE);
}

void
assay_plot_heat_draw_scale (AssayPlotContext *self, const AssayHeat *heat)
{
  guint8 pixels[256 * 4];
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (AssayImage) image = NULL;

  for (guint y = 0; y < 256; y++)
    {
      AssayColour colour = assay_colour_map (heat->map, 1.0 - y / 255.0);

      for (guint i = 0; i < 4; i++)
        pixels[4 * y + i] = (guint8) (colour >> (24 - 8 * i));
    }
  bytes = g_bytes_new (pixels, sizeof pixels);
  image = assay_image_new ("scale", "", ASSAY_PIXELS_RGBA8, 1, 256, bytes, NULL);
  if (image == NULL)
    return;
  assay_draw_list_image (self->list, &self->colour_bar, image, FALSE);
  assay_draw_list_rectangle (self->list, &self->colour_bar, 0.0, ASSAY_COLOUR_NONE,
                             self->palette->axis, 0.6);
}
