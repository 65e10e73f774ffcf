/* assay-painter-hpdf.c: follows a draw list with libharu. PDF counts y from the bottom of the page.
 */
#include "plot/assay-painter-hpdf.h"

#include <math.h>

#include "plot/assay-painter-hpdf-private.h"

/* Control points of a quarter of a circle: 4/3 (sqrt 2 - 1). */
#define QUARTER 0.5522847498

struct _AssayPainterHpdf
{
  HPDF_Doc document;
  AssayHpdfCallbacks callbacks;
  HPDF_ExtGState alphas[256]; /* by alpha; made when first needed */
  GHashTable *images;         /* AssayImage -> HPDF_Image */
};

/* One list on one page. */
typedef struct
{
  AssayPainterHpdf *painter;
  HPDF_Page page;
  double left;
  double top; /* of the list, from the bottom of the page */
} Canvas;

AssayPainterHpdf *
assay_painter_hpdf_new (HPDF_Doc document, const AssayHpdfCallbacks *callbacks)
{
  AssayPainterHpdf *self = g_new0 (AssayPainterHpdf, 1);

  self->document = document;
  self->callbacks = *callbacks;
  self->images = g_hash_table_new_full (NULL, NULL, (GDestroyNotify) assay_image_unref, NULL);
  return self;
}

void
assay_painter_hpdf_free (AssayPainterHpdf *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->images);
  g_free (self);
}

static HPDF_REAL
page_x (const Canvas *canvas, double x)
{
  return (HPDF_REAL) (canvas->left + x);
}

static HPDF_REAL
page_y (const Canvas *canvas, double y)
{
  return (HPDF_REAL) (canvas->top - y);
}

static gboolean
is_visible (AssayColour colour)
{
  return (colour & 0xff) != 0;
}

/* Pages are left opaque: every translucent mark is between GSave and GRestore. */
static void
begin_alpha (const Canvas *canvas, AssayColour colour)
{
  AssayPainterHpdf *self = canvas->painter;
  guint alpha = colour & 0xff;

  if (alpha == 0xff)
    return;
  HPDF_Page_GSave (canvas->page);
  if (self->alphas[alpha] == NULL)
    {
      self->alphas[alpha] = HPDF_CreateExtGState (self->document);
      HPDF_ExtGState_SetAlphaFill (self->alphas[alpha], (HPDF_REAL) (alpha / 255.0));
      HPDF_ExtGState_SetAlphaStroke (self->alphas[alpha], (HPDF_REAL) (alpha / 255.0));
    }
  HPDF_Page_SetExtGState (canvas->page, self->alphas[alpha]);
}

static void
end_alpha (const Canvas *canvas, AssayColour colour)
{
  if ((colour & 0xff) != 0xff)
    HPDF_Page_GRestore (canvas->page);
}

static void
set_fill (const Canvas *canvas, AssayColour colour)
{
  double parts[4];

  assay_colour_parts (colour, parts);
  HPDF_Page_SetRGBFill (canvas->page, (HPDF_REAL) parts[0], (HPDF_REAL) parts[1],
                        (HPDF_REAL) parts[2]);
}

static void
set_pen (const Canvas *canvas, const AssayDrawItem *item)
{
  const HPDF_UINT16 dashed[] = { 4, 3 };
  const HPDF_UINT16 dotted[] = { 1, 2 };
  double parts[4];

  assay_colour_parts (item->stroke, parts);
  HPDF_Page_SetRGBStroke (canvas->page, (HPDF_REAL) parts[0], (HPDF_REAL) parts[1],
                          (HPDF_REAL) parts[2]);
  HPDF_Page_SetLineWidth (canvas->page, (HPDF_REAL) item->line_width);
  HPDF_Page_SetLineJoin (canvas->page, HPDF_ROUND_JOIN);
  switch (item->dash)
    {
    case ASSAY_DASH_SOLID:
      HPDF_Page_SetDash (canvas->page, NULL, 0, 0);
      break;
    case ASSAY_DASH_DASHED:
      HPDF_Page_SetDash (canvas->page, dashed, 2, 0);
      break;
    case ASSAY_DASH_DOTTED:
      HPDF_Page_SetDash (canvas->page, dotted, 2, 0);
      break;
    }
}

static void
trace_points (const Canvas *canvas, const AssayDrawItem *item)
{
  for (gsize i = 0; i < item->n_points; i++)
    {
      HPDF_REAL x = page_x (canvas, item->points[i].x);
      HPDF_REAL y = page_y (canvas, item->points[i].y);

      if (i == 0)
        HPDF_Page_MoveTo (canvas->page, x, y);
      else
        HPDF_Page_LineTo (canvas->page, x, y);
    }
}

static void
trace_round_rectangle (const Canvas *canvas, const AssayRect *rect, double r)
{
  HPDF_Page page = canvas->page;
  HPDF_REAL x0 = page_x (canvas, rect->x);
  HPDF_REAL x1 = page_x (canvas, rect->x + rect->width);
  HPDF_REAL y0 = page_y (canvas, rect->y + rect->height);
  HPDF_REAL y1 = page_y (canvas, rect->y);
  HPDF_REAL a = (HPDF_REAL) r;
  HPDF_REAL b = (HPDF_REAL) (r * (1.0 - QUARTER));

  HPDF_Page_MoveTo (page, x0 + a, y0);
  HPDF_Page_LineTo (page, x1 - a, y0);
  HPDF_Page_CurveTo (page, x1 - b, y0, x1, y0 + b, x1, y0 + a);
  HPDF_Page_LineTo (page, x1, y1 - a);
  HPDF_Page_CurveTo (page, x1, y1 - b, x1 - b, y1, x1 - a, y1);
  HPDF_Page_LineTo (page, x0 + a, y1);
  HPDF_Page_CurveTo (page, x0 + b, y1, x0, y1 - b, x0, y1 - a);
  HPDF_Page_LineTo (page, x0, y0 + a);
  HPDF_Page_CurveTo (page, x0, y0 + b, x0 + b, y0, x0 + a, y0);
  HPDF_Page_ClosePath (page);
}

static void
trace_rectangle (const Canvas *canvas, const AssayDrawItem *item)
{
  double radius = MIN (item->radius, 0.5 * MIN (item->rect.width, item->rect.height));

  if (radius > 0.0)
    trace_round_rectangle (canvas, &item->rect, radius);
  else
    HPDF_Page_Rectangle (canvas->page, page_x (canvas, item->rect.x),
                         page_y (canvas, item->rect.y + item->rect.height),
                         (HPDF_REAL) item->rect.width, (HPDF_REAL) item->rect.height);
}

static void
trace_outline (const Canvas *canvas, const AssayDrawItem *item)
{
  const AssayPoint *p = item->points;

  for (gsize i = 0; i < item->n_verbs; i++)
    {
      switch ((AssayPathVerb) item->verbs[i])
        {
        case ASSAY_PATH_MOVE:
          HPDF_Page_MoveTo (canvas->page, page_x (canvas, p[0].x), page_y (canvas, p[0].y));
          p += 1;
          break;
        case ASSAY_PATH_LINE:
          HPDF_Page_LineTo (canvas->page, page_x (canvas, p[0].x), page_y (canvas, p[0].y));
          p += 1;
          break;
        case ASSAY_PATH_CURVE:
          HPDF_Page_CurveTo (canvas->page, page_x (canvas, p[0].x), page_y (canvas, p[0].y),
                             page_x (canvas, p[1].x), page_y (canvas, p[1].y),
                             page_x (canvas, p[2].x), page_y (canvas, p[2].y));
          p += 3;
          break;
        case ASSAY_PATH_CLOSE:
          HPDF_Page_ClosePath (canvas->page);
          break;
        }
    }
}

/* Fill and stroke are two paths, because each has its own transparency. */
static void
paint_shape (const Canvas *canvas,
             const AssayDrawItem *item,
             void (*trace) (const Canvas *canvas, const AssayDrawItem *item),
             gboolean closed)
{
  if (is_visible (item->fill))
    {
      begin_alpha (canvas, item->fill);
      set_fill (canvas, item->fill);
      trace (canvas, item);
      HPDF_Page_Fill (canvas->page);
      end_alpha (canvas, item->fill);
    }
  if (is_visible (item->stroke) && item->line_width > 0.0)
    {
      begin_alpha (canvas, item->stroke);
      set_pen (canvas, item);
      trace (canvas, item);
      if (closed)
        HPDF_Page_ClosePath (canvas->page);
      HPDF_Page_Stroke (canvas->page);
      end_alpha (canvas, item->stroke);
    }
}

static void
paint_marks (const Canvas *canvas, const AssayDrawItem *item)
{
  begin_alpha (canvas, item->fill);
  set_fill (canvas, item->fill);
  for (gsize i = 0; i < item->n_points; i++)
    {
      HPDF_Page_Circle (canvas->page, page_x (canvas, item->points[i].x),
                        page_y (canvas, item->points[i].y), (HPDF_REAL) item->radius);
      HPDF_Page_Fill (canvas->page);
    }
  end_alpha (canvas, item->fill);
}

static void
paint_image (const Canvas *canvas, const AssayDrawItem *item)
{
  HPDF_Image image
      = assay_hpdf_image (canvas->painter->document, canvas->painter->images, item->image);

  if (image != NULL)
    HPDF_Page_DrawImage (canvas->page, image, page_x (canvas, item->rect.x),
                         page_y (canvas, item->rect.y + item->rect.height),
                         (HPDF_REAL) item->rect.width, (HPDF_REAL) item->rect.height);
}

/* How far the start of the baseline is from the item's point: along the text, and up from it. */
static void
anchor_offset (const AssayDrawItem *item, HPDF_Font font, double width, double *along, double *up)
{
  double ascent = item->font.size * HPDF_Font_GetAscent (font) / 1000.0;
  double descent = -item->font.size * HPDF_Font_GetDescent (font) / 1000.0;

  *along = item->anchor == ASSAY_ANCHOR_START    ? 0.0
           : item->anchor == ASSAY_ANCHOR_MIDDLE ? -0.5 * width
                                                 : -width;
  *up = 0.0;
  switch (item->base)
    {
    case ASSAY_BASE_ALPHABETIC:
      break;
    case ASSAY_BASE_TOP:
      *up = -ascent;
      break;
    case ASSAY_BASE_MIDDLE:
      *up = 0.5 * (descent - ascent);
      break;
    case ASSAY_BASE_BOTTOM:
      *up = descent;
      break;
    }
}

static void
paint_text (const Canvas *canvas, const AssayDrawItem *item)
{
  AssayPainterHpdf *self = canvas->painter;
  HPDF_Font font = self->callbacks.font (self->document, item, self->callbacks.user_data);
  HPDF_Page page = canvas->page;
  AssayColour colour = item->invisible ? ASSAY_COLOUR_BLACK : item->fill;
  double angle = item->angle * G_PI / 180.0;
  double width;
  double along;
  double up;
  double x;
  double y;

  if (font == NULL)
    return;
  begin_alpha (canvas, colour);
  HPDF_Page_SetFontAndSize (page, font, (HPDF_REAL) item->font.size);
  width = (double) HPDF_Page_TextWidth (page, item->text);
  anchor_offset (item, font, width, &along, &up);
  x = along * cos (angle) - up * sin (angle);
  y = along * sin (angle) + up * cos (angle);
  HPDF_Page_BeginText (page);
  if (item->invisible)
    {
      HPDF_Page_SetTextRenderingMode (page, HPDF_INVISIBLE);
      /* libharu refuses what is outside of 10 % to 300 %. */
      if (width > 0.0 && item->rect.width > 0.0)
        HPDF_Page_SetHorizontalScalling (
            page, (HPDF_REAL) CLAMP (100.0 * item->rect.width / width, 10.0, 300.0));
    }
  else
    {
      set_fill (canvas, colour);
    }
  HPDF_Page_SetTextMatrix (page, (HPDF_REAL) cos (angle), (HPDF_REAL) sin (angle),
                           (HPDF_REAL) -sin (angle), (HPDF_REAL) cos (angle),
                           page_x (canvas, item->points[0].x + x),
                           page_y (canvas, item->points[0].y - y));
  HPDF_Page_ShowText (page, item->text);
  if (item->invisible)
    {
      HPDF_Page_SetTextRenderingMode (page, HPDF_FILL);
      HPDF_Page_SetHorizontalScalling (page, 100);
    }
  HPDF_Page_EndText (page);
  end_alpha (canvas, colour);
}

static void
begin_clip (const Canvas *canvas, const AssayDrawItem *item)
{
  HPDF_Page_GSave (canvas->page);
  HPDF_Page_Rectangle (canvas->page, page_x (canvas, item->rect.x),
                       page_y (canvas, item->rect.y + item->rect.height),
                       (HPDF_REAL) item->rect.width, (HPDF_REAL) item->rect.height);
  HPDF_Page_Clip (canvas->page);
  HPDF_Page_EndPath (canvas->page);
}

static void
paint_link (const Canvas *canvas, const AssayDrawItem *item)
{
  AssayPainterHpdf *self = canvas->painter;
  HPDF_Destination destination;
  HPDF_Annotation link;
  HPDF_Rect rect;

  if (self->callbacks.destination == NULL)
    return;
  destination = self->callbacks.destination (self->document, item->text, self->callbacks.user_data);
  if (destination == NULL)
    return;
  rect.left = page_x (canvas, item->rect.x);
  rect.right = page_x (canvas, item->rect.x + item->rect.width);
  rect.top = page_y (canvas, item->rect.y);
  rect.bottom = page_y (canvas, item->rect.y + item->rect.height);
  link = HPDF_Page_CreateLinkAnnot (canvas->page, rect, destination);
  if (link != NULL)
    HPDF_LinkAnnot_SetBorderStyle (link, 0, 0, 0);
}

/* libharu would write "nan" and make the page unreadable. */
static gboolean
is_finite (const AssayDrawItem *item)
{
  if (!isfinite (item->rect.x) || !isfinite (item->rect.y) || !isfinite (item->rect.width)
      || !isfinite (item->rect.height))
    return FALSE;
  for (gsize i = 0; i < item->n_points; i++)
    {
      if (!isfinite (item->points[i].x) || !isfinite (item->points[i].y))
        return FALSE;
    }
  return TRUE;
}

static void
paint_item (const Canvas *canvas, const AssayDrawItem *item)
{
  switch (item->kind)
    {
    case ASSAY_DRAW_POLYLINE:
      paint_shape (canvas, item, trace_points, FALSE);
      break;
    case ASSAY_DRAW_POLYGON:
      paint_shape (canvas, item, trace_points, TRUE);
      break;
    case ASSAY_DRAW_RECTANGLE:
      paint_shape (canvas, item, trace_rectangle, FALSE);
      break;
    case ASSAY_DRAW_MARKS:
      paint_marks (canvas, item);
      break;
    case ASSAY_DRAW_PATH:
      paint_shape (canvas, item, trace_outline, FALSE);
      break;
    case ASSAY_DRAW_IMAGE:
      paint_image (canvas, item);
      break;
    case ASSAY_DRAW_TEXT:
      paint_text (canvas, item);
      break;
    case ASSAY_DRAW_CLIP:
      begin_clip (canvas, item);
      break;
    case ASSAY_DRAW_UNCLIP:
      HPDF_Page_GRestore (canvas->page);
      break;
    case ASSAY_DRAW_LINK:
      paint_link (canvas, item);
      break;
    }
}

void
assay_painter_hpdf_paint (
    AssayPainterHpdf *self, const AssayDrawList *list, HPDF_Page page, double x, double y)
{
  Canvas canvas = { self, page, x, (double) HPDF_Page_GetHeight (page) - y };
  guint clips = 0;

  for (gsize i = 0; i < assay_draw_list_get_n (list); i++)
    {
      AssayDrawItem item;

      assay_draw_list_get (list, i, &item);
      if (!is_finite (&item) || (item.kind == ASSAY_DRAW_UNCLIP && clips == 0))
        continue;
      clips += item.kind == ASSAY_DRAW_CLIP;
      clips -= item.kind == ASSAY_DRAW_UNCLIP;
      paint_item (&canvas, &item);
    }
  for (; clips > 0; clips--)
    HPDF_Page_GRestore (page);
}
