/* assay-plot-annotations.c: lines, spans and points that a tool marks in a plot, with their words.
 *
 * All marks are drawn before the first words. Words stand at the first place beside their mark
 * where they cover neither other words nor a curve; where every place covers something, at the one
 * that hides least. Where other words leave no room they are left out: the mark stays, and the
 * cursor reads it. */
#include <math.h>

#include "base/assay-base.h"
#include "plot/assay-plot-cover-private.h"
#include "plot/assay-plot-layout-private.h"

#define GAP 3.0  /* pt, between a mark and its words */
#define RING 3.5 /* pt */
/* Places for the words of a level line, from its right end to its left. */
#define PLACES_ALONG 9

/* Where words may not or should not stand, and the best place found so far for the next ones. */
typedef struct
{
  AssayPlotContext *context;
  GArray *taken; /* AssayRect: words */
  AssayPlotCover *cover;
  AssayRect best;
  double hidden; /* by words at @best, square pt; negative: there is no place yet */
} Room;

/* Marks on a heat map are white, whatever the style: the maps are the same in all. */
static AssayColour
ink (const AssayPlotContext *self)
{
  return assay_plot_get_n_heats (self->plot) > 0 ? ASSAY_COLOUR_WHITE : self->palette->annotation;
}

static gboolean
is_free (const GArray *taken, const AssayRect *box)
{
  for (guint i = 0; i < taken->len; i++)
    {
      const AssayRect *other = &g_array_index (taken, AssayRect, i);

      if (box->x < other->x + other->width && other->x < box->x + box->width
          && box->y < other->y + other->height && other->y < box->y + box->height)
        return FALSE;
    }
  return TRUE;
}

/* Compares a place for words that begin at @x, @y with the best one so far; inside the area in any
 * case. Earlier places are preferred. */
static void
try_place (Room *room, double x, double y)
{
  const AssayRect *area = &room->context->area;
  AssayRect box = { x, y, room->best.width, room->best.height };
  double hidden;

  box.x = CLAMP (x, area->x + 1.0, MAX (area->x + area->width - box.width - 1.0, area->x + 1.0));
  box.y = CLAMP (y, area->y + 1.0, MAX (area->y + area->height - box.height - 1.0, area->y + 1.0));
  if (!is_free (room->taken, &box))
    return;
  hidden = assay_plot_cover_of (room->cover, &box);
  if (room->hidden >= 0.0 && room->hidden <= hidden)
    return;
  room->best = box;
  room->hidden = hidden;
}

/* Puts @text where it is best. What it covers shines through only faintly. */
static void
place_words (Room *room, const char *text)
{
  AssayPlotContext *self = room->context;
  const AssayRect *box = &room->best;
  AssayColour ground
      = assay_plot_get_n_heats (self->plot) > 0 ? ASSAY_COLOUR_BLACK : self->palette->background;

  if (room->hidden < 0.0)
    return;
  g_array_append_val (room->taken, *box);
  assay_draw_list_rectangle (self->list,
                             &(AssayRect){ box->x - 2.0, box->y, box->width + 4.0, box->height },
                             2.0, assay_colour_with_alpha (ground, 0.7), ASSAY_COLOUR_NONE, 0.0);
  assay_draw_list_text (self->list, box->x, box->y, text, &self->font, ASSAY_ANCHOR_START,
                        ASSAY_BASE_TOP, 0.0, ink (self));
}

/* Beside a line or a span that reaches from the top to the bottom: line by line, on its right if
 * there is room, else on its left; both where the right would cover something. */
static void
try_beside (Room *room, double x)
{
  const AssayRect *area = &room->context->area;
  double right = x + GAP;
  double left = x - GAP - room->best.width;
  int lines = MAX ((int) ((area->height - 2.0) / room->best.height), 1);

  for (int i = 0; i < lines; i++)
    {
      double y = area->y + 2.0 + i * room->best.height;

      if (right + room->best.width <= area->x + area->width)
        try_place (room, right, y);
      if (left >= area->x || right + room->best.width > area->x + area->width)
        try_place (room, left, y);
    }
}

/* Above and below a level line, from its right end to its left. */
static void
try_along (Room *room, double y)
{
  const AssayRect *area = &room->context->area;
  double free = MAX (area->width - room->best.width - 2.0 * GAP, 0.0);

  for (int i = 0; i < PLACES_ALONG; i++)
    {
      double x = area->x + GAP + free * (1.0 - i / (PLACES_ALONG - 1.0));

      try_place (room, x, y - room->best.height - 1.0);
      try_place (room, x, y + 1.0);
    }
}

/* Around a point: right, left, above, below, and a line higher or lower on both sides. */
static void
try_around (Room *room, double x, double y)
{
  double right = x + RING + GAP;
  double left = x - RING - GAP - room->best.width;
  double level = y - 0.5 * room->best.height;

  for (int i = 0; i < 3; i++)
    {
      double lower = i == 0   ? level
                     : i == 1 ? level - room->best.height
                              : level + room->best.height;

      if (right + room->best.width <= room->context->area.x + room->context->area.width)
        try_place (room, right, lower);
      try_place (room, left, lower);
      if (i == 0)
        {
          try_place (room, x - 0.5 * room->best.width, y - RING - GAP - room->best.height);
          try_place (room, x - 0.5 * room->best.width, y + RING + GAP);
        }
    }
}

/* An annotation and its places, pt; NaN where it has none. */
typedef struct
{
  AssayAnnotation note;
  double x, y, x2;
} Mark;

static Mark
mark_of (const AssayPlotContext *self, guint index)
{
  Mark mark;

  assay_plot_get_annotation (self->plot, index, &mark.note);
  mark.x = assay_plot_scale_place (&self->x, mark.note.x);
  mark.y = assay_plot_scale_place (&self->y, mark.note.y);
  mark.x2 = assay_plot_scale_place (&self->x, mark.note.x2);
  return mark;
}

static gboolean
is_visible (const AssayRect *area, const Mark *mark)
{
  double right = area->x + area->width;

  switch (mark->note.kind)
    {
    case ASSAY_ANNOTATION_VERTICAL:
      return mark->x >= area->x && mark->x <= right;
    case ASSAY_ANNOTATION_HORIZONTAL:
      return mark->y >= area->y && mark->y <= area->y + area->height;
    case ASSAY_ANNOTATION_SPAN:
      return !isnan (mark->x) && !isnan (mark->x2) && MAX (mark->x, mark->x2) >= area->x
             && MIN (mark->x, mark->x2) <= right;
    case ASSAY_ANNOTATION_POINT:
      return mark->x >= area->x - 1.0 && mark->x <= right + 1.0 && !isnan (mark->y);
    }
  g_return_val_if_reached (FALSE);
}

static void
draw_mark (AssayPlotContext *self, const Mark *mark)
{
  const AssayRect *area = &self->area;
  double left = CLAMP (MIN (mark->x, mark->x2), area->x, area->x + area->width);
  double right = CLAMP (MAX (mark->x, mark->x2), area->x, area->x + area->width);

  switch (mark->note.kind)
    {
    case ASSAY_ANNOTATION_VERTICAL:
      assay_draw_list_line (self->list, mark->x, area->y, mark->x, area->y + area->height,
                            ink (self), 0.9, ASSAY_DASH_DASHED);
      break;
    case ASSAY_ANNOTATION_HORIZONTAL:
      assay_draw_list_line (self->list, area->x, mark->y, area->x + area->width, mark->y,
                            ink (self), 0.9, ASSAY_DASH_DASHED);
      break;
    case ASSAY_ANNOTATION_SPAN:
      assay_draw_list_rectangle (
          self->list, &(AssayRect){ left, area->y, MAX (right - left, 0.75), area->height }, 0.0,
          self->palette->span, ASSAY_COLOUR_NONE, 0.0);
      break;
    case ASSAY_ANNOTATION_POINT:
      assay_draw_list_marks (self->list, &(AssayPoint){ mark->x, mark->y }, 1, RING, ink (self));
      break;
    }
}

static void
draw_words (Room *room, const Mark *mark)
{
  AssayPlotContext *self = room->context;
  const AssayRect *area = &self->area;
  g_autofree char *text = assay_plot_fit_text (self, assay_text_translate (mark->note.text),
                                               &self->font, MAX (area->width - 2.0 * GAP, 0.0));

  if (*text == '\0')
    return;
  room->best.width = assay_plot_text_width (self, text, &self->font);
  room->best.height = self->line;
  room->hidden = -1.0;
  switch (mark->note.kind)
    {
    case ASSAY_ANNOTATION_VERTICAL:
      try_beside (room, mark->x);
      break;
    case ASSAY_ANNOTATION_HORIZONTAL:
      try_along (room, mark->y);
      break;
    case ASSAY_ANNOTATION_SPAN:
      try_beside (room, MAX (MIN (mark->x, mark->x2), area->x));
      break;
    case ASSAY_ANNOTATION_POINT:
      try_around (room, mark->x, mark->y);
      break;
    }
  place_words (room, text);
}

void
assay_plot_annotations_draw (AssayPlotContext *self, gsize first)
{
  guint n = assay_plot_get_n_annotations (self->plot);
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (Mark));
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (AssayRect));
  g_autoptr (AssayPlotCover) cover = NULL;

  for (guint i = 0; i < n; i++)
    {
      Mark mark = mark_of (self, i);

      if (!is_visible (&self->area, &mark))
        continue;
      draw_mark (self, &mark);
      g_array_append_val (marks, mark);
    }
  if (marks->len == 0)
    return;
  cover = assay_plot_cover_new (&self->area, self->list, first);
  Room room = { .context = self, .taken = taken, .cover = cover };
  for (guint i = 0; i < marks->len; i++)
    draw_words (&room, &g_array_index (marks, Mark, i));
}
