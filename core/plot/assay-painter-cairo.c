/* assay-painter-cairo.c: follows a draw list with Cairo. */
#include "plot/assay-painter-cairo.h"

#include <math.h>

static void
set_source (cairo_t *cr, AssayColour colour)
{
  double parts[4];

  assay_colour_parts (colour, parts);
  cairo_set_source_rgba (cr, parts[0], parts[1], parts[2], parts[3]);
}

static gboolean
is_visible (AssayColour colour)
{
  return (colour & 0xff) != 0;
}

static void
set_pen (cairo_t *cr, const AssayDrawItem *item)
{
  const double dashed[] = { 4.0, 2.5 };
  const double dotted[] = { 1.0, 2.0 };

  cairo_set_line_width (cr, item->line_width);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  switch (item->dash)
    {
    case ASSAY_DASH_SOLID:
      cairo_set_dash (cr, NULL, 0, 0.0);
      break;
    case ASSAY_DASH_DASHED:
      cairo_set_dash (cr, dashed, 2, 0.0);
      break;
    case ASSAY_DASH_DOTTED:
      cairo_set_dash (cr, dotted, 2, 0.0);
      break;
    }
}

/* Fills and strokes the path that is there, as @item says. */
static void
paint_path (cairo_t *cr, const AssayDrawItem *item)
{
  if (is_visible (item->fill))
    {
      set_source (cr, item->fill);
      cairo_fill_preserve (cr);
    }
  if (is_visible (item->stroke) && item->line_width > 0.0)
    {
      set_source (cr, item->stroke);
      set_pen (cr, item);
      cairo_stroke_preserve (cr);
    }
  cairo_new_path (cr);
}

static void
trace_points (cairo_t *cr, const AssayDrawItem *item)
{
  for (gsize i = 0; i < item->n_points; i++)
    cairo_line_to (cr, item->points[i].x, item->points[i].y);
}

static void
trace_rectangle (cairo_t *cr, const AssayRect *rect, double radius)
{
  double r = MIN (radius, 0.5 * MIN (rect->width, rect->height));

  if (!(r > 0.0))
    {
      cairo_rectangle (cr, rect->x, rect->y, rect->width, rect->height);
      return;
    }
  cairo_new_sub_path (cr);
  cairo_arc (cr, rect->x + rect->width - r, rect->y + r, r, -G_PI_2, 0.0);
  cairo_arc (cr, rect->x + rect->width - r, rect->y + rect->height - r, r, 0.0, G_PI_2);
  cairo_arc (cr, rect->x + r, rect->y + rect->height - r, r, G_PI_2, G_PI);
  cairo_arc (cr, rect->x + r, rect->y + r, r, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
}

static void
trace_outline (cairo_t *cr, const AssayDrawItem *item)
{
  const AssayPoint *p = item->points;

  for (gsize i = 0; i < item->n_verbs; i++)
    {
      switch ((AssayPathVerb) item->verbs[i])
        {
        case ASSAY_PATH_MOVE:
          cairo_move_to (cr, p[0].x, p[0].y);
          p += 1;
          break;
        case ASSAY_PATH_LINE:
          cairo_line_to (cr, p[0].x, p[0].y);
          p += 1;
          break;
        case ASSAY_PATH_CURVE:
          cairo_curve_to (cr, p[0].x, p[0].y, p[1].x, p[1].y, p[2].x, p[2].y);
          p += 3;
          break;
        case ASSAY_PATH_CLOSE:
          cairo_close_path (cr);
          break;
        }
    }
}

static void
paint_marks (cairo_t *cr, const AssayDrawItem *item)
{
  set_source (cr, item->fill);
  for (gsize i = 0; i < item->n_points; i++)
    {
      cairo_new_sub_path (cr);
      cairo_arc (cr, item->points[i].x, item->points[i].y, item->radius, 0.0, 2.0 * G_PI);
      /* each by itself: one path of thousands of dots takes quadratic time */
      cairo_fill (cr);
    }
}

/* One pixel of Cairo's ARGB32, premultiplied. */
static guint32
premultiply (guint red, guint green, guint blue, guint alpha)
{
  return alpha << 24 | ((red * alpha + 127) / 255) << 16 | ((green * alpha + 127) / 255) << 8
         | (blue * alpha + 127) / 255;
}

static guint32
cairo_pixel (AssayPixels format, const guint8 *p)
{
  switch (format)
    {
    case ASSAY_PIXELS_GREY8:
      return premultiply (p[0], p[0], p[0], 255);
    case ASSAY_PIXELS_RGB8:
      return premultiply (p[0], p[1], p[2], 255);
    case ASSAY_PIXELS_RGBA8:
      return premultiply (p[0], p[1], p[2], p[3]);
    }
  return 0;
}

/* @image as a surface of Cairo, (transfer full); an error surface when memory is short. */
static cairo_surface_t *
surface_of (AssayImage *image)
{
  int width = (int) assay_image_get_width (image);
  int height = (int) assay_image_get_height (image);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  const guint8 *source = g_bytes_get_data (assay_image_get_pixels (image), NULL);
  AssayPixels format = assay_image_get_format (image);
  guint size = assay_pixels_size (format);

  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    return surface;
  cairo_surface_flush (surface);
  for (int y = 0; y < height; y++)
    {
      guchar *row = cairo_image_surface_get_data (surface)
                    + (gsize) y * (gsize) cairo_image_surface_get_stride (surface);
      guint32 *to = (guint32 *) (gpointer) row;

      for (int x = 0; x < width; x++, source += size)
        to[x] = cairo_pixel (format, source);
    }
  cairo_surface_mark_dirty (surface);
  return surface;
}

static void
paint_image (cairo_t *cr, const AssayDrawItem *item)
{
  cairo_surface_t *surface = surface_of (item->image);

  cairo_save (cr);
  cairo_rectangle (cr, item->rect.x, item->rect.y, item->rect.width, item->rect.height);
  cairo_clip (cr);
  cairo_translate (cr, item->rect.x, item->rect.y);
  cairo_scale (cr, item->rect.width / assay_image_get_width (item->image),
               item->rect.height / assay_image_get_height (item->image));
  cairo_set_source_surface (cr, surface, 0.0, 0.0);
  cairo_pattern_set_filter (cairo_get_source (cr),
                            item->smooth ? CAIRO_FILTER_GOOD : CAIRO_FILTER_NEAREST);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_paint (cr);
  cairo_restore (cr);
  cairo_surface_destroy (surface);
}

static void
paint_text (cairo_t *cr, const AssayDrawItem *item, AssayCairoText text, gpointer user_data)
{
  if (item->invisible || text == NULL)
    return;
  cairo_save (cr);
  set_source (cr, item->fill);
  cairo_translate (cr, item->points[0].x, item->points[0].y);
  cairo_rotate (cr, -item->angle * G_PI / 180.0);
  cairo_move_to (cr, 0.0, 0.0);
  text (cr, item, user_data);
  cairo_restore (cr);
  cairo_new_path (cr);
}

static void
paint_item (cairo_t *cr, const AssayDrawItem *item, AssayCairoText text, gpointer user_data)
{
  switch (item->kind)
    {
    case ASSAY_DRAW_POLYLINE:
      trace_points (cr, item);
      paint_path (cr, item);
      break;
    case ASSAY_DRAW_POLYGON:
      trace_points (cr, item);
      cairo_close_path (cr);
      paint_path (cr, item);
      break;
    case ASSAY_DRAW_RECTANGLE:
      trace_rectangle (cr, &item->rect, item->radius);
      paint_path (cr, item);
      break;
    case ASSAY_DRAW_MARKS:
      paint_marks (cr, item);
      break;
    case ASSAY_DRAW_PATH:
      trace_outline (cr, item);
      paint_path (cr, item);
      break;
    case ASSAY_DRAW_IMAGE:
      paint_image (cr, item);
      break;
    case ASSAY_DRAW_TEXT:
      paint_text (cr, item, text, user_data);
      break;
    case ASSAY_DRAW_CLIP:
      cairo_save (cr);
      cairo_rectangle (cr, item->rect.x, item->rect.y, item->rect.width, item->rect.height);
      cairo_clip (cr);
      break;
    case ASSAY_DRAW_UNCLIP:
      cairo_restore (cr);
      break;
    case ASSAY_DRAW_LINK:
      break;
    }
}

void
assay_painter_cairo_paint (const AssayDrawList *list,
                           cairo_t *cr,
                           AssayCairoText text,
                           gpointer user_data)
{
  guint clips = 0;

  cairo_save (cr);
  cairo_new_path (cr);
  for (gsize i = 0; i < assay_draw_list_get_n (list); i++)
    {
      AssayDrawItem item;

      assay_draw_list_get (list, i, &item);
      if (item.kind == ASSAY_DRAW_UNCLIP && clips == 0)
        continue;
      clips += item.kind == ASSAY_DRAW_CLIP;
      clips -= item.kind == ASSAY_DRAW_UNCLIP;
      paint_item (cr, &item, text, user_data);
    }
  for (; clips > 0; clips--)
    cairo_restore (cr);
  cairo_restore (cr);
}
