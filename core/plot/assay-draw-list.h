/* assay-draw-list.h: what is to be drawn, as a flat list of marks in points; painters only follow
 * it.
 *
 * Plots and report pages are both draw lists, so the preview on the screen is the page of the PDF.
 * The list knows nothing of fonts or devices: text is measured through a callback while the list is
 * made. Coordinates are points (1/72 inch; a logical pixel on the screen), origin top left, y
 * downwards. */
#pragma once

#include <glib-object.h>

#include "model/assay-image.h"

G_BEGIN_DECLS

/* 0xRRGGBBAA, sRGB, straight alpha. Alpha 0 draws nothing. */
typedef guint32 AssayColour;
#define ASSAY_COLOUR_NONE ((AssayColour) 0)
#define ASSAY_COLOUR_BLACK ((AssayColour) 0x000000ff)
#define ASSAY_COLOUR_WHITE ((AssayColour) 0xffffffff)
/* @colour with its alpha replaced by @alpha, 0..1. */
AssayColour assay_colour_with_alpha (AssayColour colour, double alpha);
/* red, green, blue, alpha of @colour as 0..1. */
void assay_colour_parts (AssayColour colour, double parts[4]);

typedef struct
{
  double x, y;
} AssayPoint;

typedef struct
{
  double x, y, width, height;
} AssayRect;

/* What a text is for; the painter's font callback knows the family. */
typedef enum
{
  ASSAY_FONT_SANS,
  ASSAY_FONT_SERIF,
  ASSAY_FONT_MONO, /* hashes, offsets, paths */
} AssayFontRole;

typedef struct
{
  AssayFontRole role;
  double size; /* pt */
  gboolean bold;
  gboolean italic;
} AssayFont;

typedef struct
{
  double width;   /* advance of the whole line */
  double ascent;  /* from the baseline up, > 0; of the font, not of the glyphs */
  double descent; /* from the baseline down, > 0 */
} AssayTextExtent;

/* Measures one line of UTF-8 text, in points. */
typedef void (*AssayMeasureText) (const char *text,
                                  const AssayFont *font,
                                  AssayTextExtent *extent,
                                  gpointer user_data);

typedef enum
{
  ASSAY_ANCHOR_START, /* the point is at the left end */
  ASSAY_ANCHOR_MIDDLE,
  ASSAY_ANCHOR_END,
} AssayAnchor;

typedef enum
{
  ASSAY_BASE_ALPHABETIC, /* the point is on the baseline */
  ASSAY_BASE_TOP,        /* … at the ascent */
  ASSAY_BASE_MIDDLE,     /* … half way between ascent and descent */
  ASSAY_BASE_BOTTOM,     /* … at the descent */
} AssayBase;

typedef enum
{
  ASSAY_DASH_SOLID,
  ASSAY_DASH_DASHED,
  ASSAY_DASH_DOTTED,
} AssayDash;

typedef enum
{
  ASSAY_PATH_MOVE,  /* 1 point */
  ASSAY_PATH_LINE,  /* 1 point */
  ASSAY_PATH_CURVE, /* 3 points: two controls, end */
  ASSAY_PATH_CLOSE, /* 0 points */
} AssayPathVerb;

typedef enum
{
  ASSAY_DRAW_POLYLINE,  /* points, stroke, line_width, dash */
  ASSAY_DRAW_POLYGON,   /* points, fill, stroke, line_width */
  ASSAY_DRAW_RECTANGLE, /* rect, fill, stroke, line_width, radius */
  ASSAY_DRAW_MARKS,     /* points, fill, radius: a dot at each point */
  ASSAY_DRAW_PATH,  /* verbs, points, fill: filled outlines, non-zero winding: text in scripts that
                       need shaping */
  ASSAY_DRAW_IMAGE, /* rect, image, smooth */
  ASSAY_DRAW_TEXT,  /* points[0], text, font, anchor, base, angle, fill; invisible: rect.width */
  ASSAY_DRAW_CLIP,  /* rect: what follows is cut to it, until the matching UNCLIP; nests */
  ASSAY_DRAW_UNCLIP,
  ASSAY_DRAW_LINK, /* rect, text: the name of a place in the same document */
} AssayDrawKind;

/* One mark. Pointers are borrowed from the list. */
typedef struct
{
  AssayDrawKind kind;
  AssayColour fill;
  AssayColour stroke;
  double line_width; /* pt */
  double radius;     /* pt: corners of a RECTANGLE, dots of MARKS */
  AssayDash dash;
  const AssayPoint *points;
  gsize n_points;
  const guint8 *verbs; /* AssayPathVerb */
  gsize n_verbs;
  AssayRect rect;
  AssayImage *image;
  gboolean smooth; /* IMAGE: interpolated when scaled; FALSE shows the pixels as squares */
  const char *text;
  AssayFont font;
  AssayAnchor anchor;
  AssayBase base;
  double angle;       /* degrees counterclockwise about the point; 90 reads upwards */
  gboolean invisible; /* searched and copied but not painted: under outlines */
} AssayDrawItem;

typedef struct _AssayDrawList AssayDrawList;
#define ASSAY_TYPE_DRAW_LIST (assay_draw_list_get_type ())
GType assay_draw_list_get_type (void);

/* An empty list for an area of @width × @height points. Filled by one thread, then only read;
 * counted atomically. */
AssayDrawList *assay_draw_list_new (double width, double height) G_GNUC_WARN_UNUSED_RESULT;
AssayDrawList *assay_draw_list_ref (AssayDrawList *self);
void assay_draw_list_unref (AssayDrawList *self);

/* A copy of @item with what it points to: for text callbacks that pass some items on. */
void assay_draw_list_add (AssayDrawList *self, const AssayDrawItem *item);

void assay_draw_list_line (AssayDrawList *self,
                           double x0,
                           double y0,
                           double x1,
                           double y1,
                           AssayColour stroke,
                           double line_width,
                           AssayDash dash);
/* Fewer than two points draw nothing. Points are copied, as everywhere here. */
void assay_draw_list_polyline (AssayDrawList *self,
                               const AssayPoint *points,
                               gsize n_points,
                               AssayColour stroke,
                               double line_width,
                               AssayDash dash);
void assay_draw_list_polygon (AssayDrawList *self,
                              const AssayPoint *points,
                              gsize n_points,
                              AssayColour fill,
                              AssayColour stroke,
                              double line_width);
void assay_draw_list_rectangle (AssayDrawList *self,
                                const AssayRect *rect,
                                double radius,
                                AssayColour fill,
                                AssayColour stroke,
                                double line_width);
void assay_draw_list_marks (
    AssayDrawList *self, const AssayPoint *points, gsize n_points, double radius, AssayColour fill);
/* @points must hold as many as @verbs need. */
void assay_draw_list_path (AssayDrawList *self,
                           const guint8 *verbs,
                           gsize n_verbs,
                           const AssayPoint *points,
                           gsize n_points,
                           AssayColour fill);
void assay_draw_list_image (AssayDrawList *self,
                            const AssayRect *rect,
                            AssayImage *image,
                            gboolean smooth);
/* Empty text adds nothing. */
void assay_draw_list_text (AssayDrawList *self,
                           double x,
                           double y,
                           const char *text,
                           const AssayFont *font,
                           AssayAnchor anchor,
                           AssayBase base,
                           double angle,
                           AssayColour fill);
/* Baseline start at (x, y); @width pt is what the visible outlines take, so that a selection covers
 * them. */
void assay_draw_list_invisible_text (
    AssayDrawList *self, double x, double y, double width, const char *text, const AssayFont *font);
void assay_draw_list_clip (AssayDrawList *self, const AssayRect *rect);
void assay_draw_list_unclip (AssayDrawList *self);
void assay_draw_list_link (AssayDrawList *self, const AssayRect *rect, const char *target);

/* Draws a text item into @to instead of copying it; @item is already moved. */
typedef void (*AssayDrawTextFunc) (AssayDrawList *to,
                                   const AssayDrawItem *item,
                                   gpointer user_data);

/* Copies all of @other into @self, moved by (@dx, @dy). @text_func: (nullable): called in place of
 * copying each text, so that a report can turn foreign scripts into outlines. */
void assay_draw_list_append (AssayDrawList *self,
                             const AssayDrawList *other,
                             double dx,
                             double dy,
                             AssayDrawTextFunc text_func,
                             gpointer user_data);

gsize assay_draw_list_get_n (const AssayDrawList *self);
/* Fills @item; index < n. */
void assay_draw_list_get (const AssayDrawList *self, gsize index, AssayDrawItem *item);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayDrawList, assay_draw_list_unref)

G_END_DECLS
