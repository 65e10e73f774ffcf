/* assay-plot-annotations.c: lines, spans and points that a tool marks in a plot, with their words.
 *
 * Words that would cover other words go a line lower; where there is no room either they are left
 * out. The mark stays, and the cursor reads it. */
#include <math.h>

#include "base/assay-base.h"
#include "plot/assay-plot-layout-private.h"

#define GAP 3.0  /* pt, between a mark and its words */
#define RING 3.5 /* pt */
/* Places for words, one below the other. */
#define MOST_LOWER 4u

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

/* Puts @text into @box. Behind it the data shine through only faintly. */
static void
place_words (AssayPlotContext *self, GArray *taken, const AssayRect *box, const char *text)
{
  AssayColour ground
      = assay_plot_get_n_heats (self->plot) > 0 ? ASSAY_COLOUR_BLACK : self->palette->background;

  g_array_append_val (taken, *box);
  assay_draw_list_rectangle (self->list,
                             &(AssayRect){ box->x - 2.0, box->y, box->width + 4.0, box->height },
                             2.0, assay_colour_with_alpha (ground, 0.7), ASSAY_COLOUR_NONE, 0.0);
  assay_draw_list_text (self->list, box->x, box->y, text, &self->font, ASSAY_ANCHOR_START,
                        ASSAY_BASE_TOP, 0.0, ink (self));
}

/* Words beside the place @x, @y: to the right of it if there is room, else to the left; inside the
 * area in any case. */
static void
words_beside (
    AssayPlotContext *self, GArray *taken, double x, double y, double distance, const char *text)
{
  const AssayRect *area = &self->area;
  g_autofree char *fitted
      = assay_plot_fit_text (self, text, &self->font, MAX (area->width - 2.0 * GAP, 0.0));
  double width = assay_plot_text_width (self, fitted, &self->font);
  AssayRect box = { x + distance, y, width, self->line };

  if (*fitted == '\0' || x < area->x - 1.0 || x > area->x + area->width + 1.0)
    return;
  if (box.x + width > area->x + area->width)
    box.x = x - distance - width;
  box.x = CLAMP (box.x, area->x + 1.0, MAX (area->x + area->width - width - 1.0, area->x + 1.0));
  box.y = CLAMP (box.y, area->y + 1.0,
                 MAX (area->y + area->height - self->line - 1.0, area->y + 1.0));
  for (guint i = 0; i < MOST_LOWER && box.y + self->line <= area->y + area->height; i++)
    {
      if (is_free (taken, &box))
        {
          place_words (self, taken, &box, fitted);
          return;
        }
      box.y += self->line;
    }
}

static void
draw_span (AssayPlotContext *self, GArray *taken, const AssayAnnotation *note, const char *text)
{
  const AssayRect *area = &self->area;
  double a = assay_plot_scale_place (&self->x, note->x);
  double b = assay_plot_scale_place (&self->x, note->x2);
  double left = CLAMP (MIN (a, b), area->x, area->x + area->width);
  double right = CLAMP (MAX (a, b), area->x, area->x + area->width);
  AssayRect rect = { left, area->y, MAX (right - left, 0.75), area->height };

  if (isnan (a) || isnan (b) || MAX (a, b) < area->x || MIN (a, b) > area->x + area->width)
    return;
  assay_draw_list_rectangle (self->list, &rect, 0.0, self->palette->span, ASSAY_COLOUR_NONE, 0.0);
  words_beside (self, taken, left, area->y + 1.0, GAP, text);
}

static void
draw_note (AssayPlotContext *self, GArray *taken, const AssayAnnotation *note)
{
  const char *text = assay_text_translate (note->text);
  const AssayRect *area = &self->area;
  double x = assay_plot_scale_place (&self->x, note->x);
  double y = assay_plot_scale_place (&self->y, note->y);
  const AssayPoint point = { x, y };

  switch (note->kind)
    {
    case ASSAY_ANNOTATION_VERTICAL:
      if (isnan (x) || x < area->x || x > area->x + area->width)
        return;
      assay_draw_list_line (self->list, x, area->y, x, area->y + area->height, ink (self), 0.9,
                            ASSAY_DASH_DASHED);
      words_beside (self, taken, x, area->y + 1.0, GAP, text);
      break;
    case ASSAY_ANNOTATION_HORIZONTAL:
      if (isnan (y) || y < area->y || y > area->y + area->height)
        return;
      assay_draw_list_line (self->list, area->x, y, area->x + area->width, y, ink (self), 0.9,
                            ASSAY_DASH_DASHED);
      words_beside (self, taken, area->x + area->width, y - self->line - 1.0, GAP, text);
      break;
    case ASSAY_ANNOTATION_SPAN:
      draw_span (self, taken, note, text);
      break;
    case ASSAY_ANNOTATION_POINT:
      if (isnan (x) || isnan (y))
        return;
      assay_draw_list_marks (self->list, &point, 1, RING, ink (self));
      words_beside (self, taken, x, y - 0.5 * self->line, RING + GAP, text);
      break;
    }
}

void
assay_plot_annotations_draw (AssayPlotContext *self)
{
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (AssayRect));

  for (guint i = 0; i < assay_plot_get_n_annotations (self->plot); i++)
    {
      AssayAnnotation note;

      assay_plot_get_annotation (self->plot, i, &note);
      draw_note (self, taken, &note);
    }
}
