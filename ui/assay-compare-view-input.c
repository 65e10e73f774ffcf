/* assay-compare-view-input.c: pointer and keyboard of the view: move, zoom, split, pick. */
#include "assay-compare-view-private.h"

#include "config.h"

#include <math.h>

#define ZOOM_STEP 1.25
/* Application pixels from the line within which a drag takes it. */
#define GRIP 12.0
/* Smallest side of a rectangle, picture pixels. */
#define LEAST_SIDE 2.0

/* The pane under @x. */
static void
pane_at (AssayCompareView *self, double x, AssayComparePane *pane)
{
  guint i = assay_compare_view_count_panes (self);

  do
    assay_compare_view_find_pane (self, --i, pane);
  while (i > 0 && x < pane->left);
}

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, AssayCompareView *self)
{
  AssayComparePane pane;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  pane_at (self, x, &pane);
  self->drag_split
      = self->mode == ASSAY_COMPARE_SPLIT && fabs (x - pane.width * self->split) < GRIP;
  if (self->picking)
    {
      self->drag_x = (x - pane.origin_x) / pane.scale;
      self->drag_y = (y - pane.origin_y) / pane.scale;
      return;
    }
  self->drag_x = self->x;
  self->drag_y = self->y;
}

/* The rectangle between two corners, within the picture, in whole pixels. */
static gboolean
span (AssayCompareView *self, double x, double y, AssayRegionKey *rectangle)
{
  double width;
  double height;

  if (!assay_compare_view_get_size (self, &width, &height))
    return FALSE;

  double left = CLAMP (round (MIN (x, self->drag_x)), 0.0, width);
  double top = CLAMP (round (MIN (y, self->drag_y)), 0.0, height);
  double right = CLAMP (round (MAX (x, self->drag_x)), 0.0, width);
  double bottom = CLAMP (round (MAX (y, self->drag_y)), 0.0, height);

  *rectangle
      = (AssayRegionKey){ .x = left, .y = top, .width = right - left, .height = bottom - top };
  return rectangle->width >= LEAST_SIDE && rectangle->height >= LEAST_SIDE;
}

static void
on_drag_update (GtkGestureDrag *gesture, double dx, double dy, AssayCompareView *self)
{
  AssayComparePane pane;
  AssayRegionKey rectangle;
  double x;
  double y;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  pane_at (self, x, &pane);
  if (self->drag_split)
    self->split = CLAMP ((x + dx) / pane.width, 0.0, 1.0);
  else if (!self->picking)
    {
      self->x = self->drag_x - dx / pane.scale;
      self->y = self->drag_y - dy / pane.scale;
    }
  else if (span (self, (x + dx - pane.origin_x) / pane.scale, (y + dy - pane.origin_y) / pane.scale,
                 &rectangle))
    assay_compare_view_pick (self, &rectangle);
  assay_compare_view_changed (self);
}

static gboolean
on_scroll (GtkEventControllerScroll *controller, double dx, double dy, AssayCompareView *self)
{
  GdkModifierType state
      = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if ((state & GDK_CONTROL_MASK) == 0)
    return FALSE; /* the page scrolls */
  assay_compare_view_set_zoom (self, assay_compare_view_get_zoom (self) * pow (ZOOM_STEP, -dy));
  return TRUE;
}

/* (dx, dy): arrow keys move the picture by an eighth of the pane, or the rectangle by a pixel. */
static gboolean
on_arrow (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  AssayCompareView *self = ASSAY_COMPARE_VIEW (widget);
  AssayComparePane pane;
  double dx;
  double dy;

  g_variant_get (arguments, "(dd)", &dx, &dy);
  assay_compare_view_find_pane (self, 0, &pane);
  if (self->picking && self->picked)
    {
      AssayRegionKey moved = self->rectangle;
      double width = 0.0;
      double height = 0.0;

      assay_compare_view_get_size (self, &width, &height);
      moved.x = CLAMP (moved.x + dx, 0.0, MAX (0.0, width - moved.width));
      moved.y = CLAMP (moved.y + dy, 0.0, MAX (0.0, height - moved.height));
      assay_compare_view_pick (self, &moved);
      return TRUE;
    }
  if (self->mode == ASSAY_COMPARE_SPLIT && !(self->zoom > 0.0))
    self->split = CLAMP (self->split + dx / 32.0, 0.0, 1.0);
  self->x += dx * pane.width / pane.scale / 8.0;
  self->y += dy * pane.height / pane.scale / 8.0;
  assay_compare_view_changed (self);
  return TRUE;
}

/* Shift and arrows make the rectangle larger or smaller; the first press makes one. */
static gboolean
on_grow (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  AssayCompareView *self = ASSAY_COMPARE_VIEW (widget);
  AssayRegionKey grown = self->rectangle;
  double width;
  double height;
  double dx;
  double dy;

  if (!self->picking || !assay_compare_view_get_size (self, &width, &height))
    return FALSE;
  g_variant_get (arguments, "(dd)", &dx, &dy);
  if (!self->picked)
    grown = (AssayRegionKey){ .x = floor (width / 4.0),
                              .y = floor (height / 4.0),
                              .width = MAX (LEAST_SIDE, floor (width / 2.0)),
                              .height = MAX (LEAST_SIDE, floor (height / 2.0)) };
  grown.width = CLAMP (grown.width + 8.0 * dx, LEAST_SIDE, width - grown.x);
  grown.height = CLAMP (grown.height + 8.0 * dy, LEAST_SIDE, height - grown.y);
  assay_compare_view_pick (self, &grown);
  return TRUE;
}

void
assay_compare_view_class_add_keys (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint key;
    double dx, dy;
  } arrows[] = {
    { GDK_KEY_Left, -1, 0 }, { GDK_KEY_Right, 1, 0 }, { GDK_KEY_Up, 0, -1 }, { GDK_KEY_Down, 0, 1 }
  };

  for (guint i = 0; i < G_N_ELEMENTS (arrows); i++)
    {
      gtk_widget_class_add_binding (widget_class, arrows[i].key, 0, on_arrow, "(dd)", arrows[i].dx,
                                    arrows[i].dy);
      gtk_widget_class_add_binding (widget_class, arrows[i].key, GDK_SHIFT_MASK, on_grow, "(dd)",
                                    arrows[i].dx, arrows[i].dy);
    }
}

void
assay_compare_view_add_input (AssayCompareView *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *scroll
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);

  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
}
