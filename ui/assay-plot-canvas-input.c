/* assay-plot-canvas-input.c: keys, pointer, wheel and fingers on a plot. */
#include "config.h"

#include <math.h>

#include "assay-plot-canvas-private.h"

#define ZOOM_STEP 1.3
/* Smallest part of the whole range that can be shown. */
#define DEEPEST_ZOOM 1e-7

/* Shows @low .. @high, given in scaled values along x, but not more than there is nor less than can
 * be told apart. */
static void
show_range (AssayPlotCanvas *self, double low, double high)
{
  AssayScale scale = assay_plot_get_x (self->plot)->scale;
  double minimum;
  double maximum;
  double first;
  double extent;
  double span;

  assay_plot_range_x (self->plot, &minimum, &maximum);
  first = assay_scale_forward (scale, minimum);
  extent = assay_scale_forward (scale, maximum) - first;
  span = MAX (high - low, DEEPEST_ZOOM * extent);
  if (span >= 0.999 * extent)
    {
      assay_plot_link_set_range (self->link, NAN, NAN);
      return;
    }
  low = CLAMP (low, first, first + extent - span);
  assay_plot_link_set_range (self->link, assay_scale_backward (scale, low),
                             assay_scale_backward (scale, low + span));
}

/* Scaled ends of what is shown along x. */
static gboolean
shown_range (AssayPlotCanvas *self, double *low, double *high)
{
  const AssayPlotView *view;
  AssayScale scale;

  if (self->plot == NULL || assay_plot_is_polar (self->plot))
    return FALSE;
  assay_plot_canvas_ensure_layout (self);
  if (self->layout == NULL)
    return FALSE;
  view = assay_plot_layout_get_view (self->layout);
  scale = assay_plot_get_x (self->plot)->scale;
  *low = assay_scale_forward (scale, view->x_minimum);
  *high = assay_scale_forward (scale, view->x_maximum);
  return isfinite (*low) && isfinite (*high);
}

static void
zoom_around (AssayPlotCanvas *self, double factor, double x)
{
  AssayScale scale = assay_plot_get_x (self->plot)->scale;
  double low;
  double high;
  double centre;

  if (!shown_range (self, &low, &high))
    return;
  centre = assay_scale_forward (scale, x);
  if (!(centre >= low) || !(centre <= high))
    centre = 0.5 * (low + high);
  show_range (self, centre - (centre - low) / factor, centre + (high - centre) / factor);
}

void
assay_plot_canvas_zoom (AssayPlotCanvas *self, double factor)
{
  g_return_if_fail (factor > 0.0);

  if (self->plot != NULL)
    zoom_around (self, factor, self->cursor_x);
}

void
assay_plot_canvas_reset (AssayPlotCanvas *self)
{
  assay_plot_link_set_range (self->link, NAN, NAN);
}

static gboolean
is_zoomed (AssayPlotCanvas *self)
{
  return !isnan (self->view.x_minimum);
}

/* @parts of the shown range to the right. */
static void
pan (AssayPlotCanvas *self, double parts)
{
  double low;
  double high;
  double step;

  if (!shown_range (self, &low, &high))
    return;
  step = parts * (high - low);
  show_range (self, low + step, high + step);
}

/* The cursor to the next value, or by a step where there are no series. Keeps it in the picture. */
static void
step_cursor (AssayPlotCanvas *self, int direction)
{
  AssayScale scale = assay_plot_get_x (self->plot)->scale;
  double low;
  double high;
  double x = self->cursor_x;
  double next;

  if (!shown_range (self, &low, &high))
    return;
  if (isnan (x))
    x = assay_scale_backward (scale, 0.5 * (low + high));
  next = assay_plot_next_x (self->plot, x, direction);
  /* denser than the pixels: at least one pixel on */
  if (self->layout != NULL && assay_plot_get_n_series (self->plot) > 0)
    {
      double place = assay_plot_layout_place_x (self->layout, x) + direction;
      double pixel = assay_plot_layout_x_at (self->layout, place);

      if ((direction > 0 && next < pixel) || (direction < 0 && next > pixel))
        next = pixel;
    }
  if (assay_plot_get_n_series (self->plot) == 0)
    next = assay_scale_backward (
        scale,
        CLAMP (assay_scale_forward (scale, x) + direction * (high - low) / 200.0, low, high));
  if (assay_plot_get_n_heats (self->plot) > 0 && isnan (self->cursor_y))
    {
      const AssayPlotView *view = assay_plot_layout_get_view (self->layout);

      self->cursor_y = 0.5 * (view->y_minimum + view->y_maximum);
    }
  assay_plot_link_set_cursor (self->link, next);
  if (assay_scale_forward (scale, next) > high)
    pan (self, 0.25);
  if (assay_scale_forward (scale, next) < low)
    pan (self, -0.25);
}

/* In heat maps up and down move the reading line. FALSE leaves the key to the page. */
static gboolean
step_up (AssayPlotCanvas *self, int direction)
{
  const AssayRect *area;
  double place;

  if (assay_plot_get_n_heats (self->plot) == 0 || isnan (self->cursor_x) || self->layout == NULL)
    return FALSE;
  area = assay_plot_layout_get_area (self->layout);
  place = isnan (self->cursor_y) ? area->y + 0.5 * area->height
                                 : assay_plot_layout_place_y (self->layout, self->cursor_y, FALSE);
  place = CLAMP (place - direction * 3.0, area->y, area->y + area->height);
  self->cursor_y = assay_plot_layout_y_at (self->layout, place);
  assay_plot_canvas_update_reading (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return TRUE;
}

static gboolean
on_key_pressed (AssayPlotCanvas *self, guint key, guint code, GdkModifierType state)
{
  gboolean shift = (state & GDK_SHIFT_MASK) != 0;

  if (self->plot == NULL || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      {
        int direction = key == GDK_KEY_Left || key == GDK_KEY_KP_Left ? -1 : 1;

        if (shift)
          pan (self, 0.2 * direction);
        else
          step_cursor (self, direction);
        return GDK_EVENT_STOP;
      }
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      return step_up (self, 1);
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      return step_up (self, -1);
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      assay_plot_canvas_zoom (self, ZOOM_STEP);
      return GDK_EVENT_STOP;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      assay_plot_canvas_zoom (self, 1.0 / ZOOM_STEP);
      return GDK_EVENT_STOP;
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      assay_plot_canvas_reset (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      if (isnan (self->cursor_x))
        return GDK_EVENT_PROPAGATE;
      assay_plot_link_set_cursor (self->link, NAN);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
on_motion (AssayPlotCanvas *self, double x, double y)
{
  const AssayRect *area;

  if (!assay_widget_pointer_moved (&self->pointer, x, y) || self->layout == NULL
      || assay_plot_layout_is_polar (self->layout))
    return;
  area = assay_plot_layout_get_area (self->layout);
  if (x < area->x || x > area->x + area->width || y < area->y || y > area->y + area->height)
    {
      assay_plot_link_set_cursor (self->link, NAN);
      return;
    }
  self->cursor_y = assay_plot_layout_y_at (self->layout, y);
  assay_plot_link_set_cursor (self->link, assay_plot_layout_x_at (self->layout, x));
  /* the same x at another height reads another row of a heat map */
  assay_plot_canvas_update_reading (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_leave (AssayPlotCanvas *self)
{
  self->pointer = (AssayPointer){ NAN, NAN };
  assay_plot_link_set_cursor (self->link, NAN);
}

static gboolean
on_scroll (AssayPlotCanvas *self, double dx, double dy, GtkEventControllerScroll *scroll)
{
  GdkModifierType state
      = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (scroll));

  /* the page must scroll when the pointer only passes over a plot */
  if ((state & GDK_CONTROL_MASK) == 0 && !gtk_widget_has_focus (GTK_WIDGET (self)))
    return GDK_EVENT_PROPAGATE;
  if (dy > 0.0 && !is_zoomed (self) && (state & GDK_CONTROL_MASK) == 0)
    return GDK_EVENT_PROPAGATE;
  assay_plot_canvas_zoom (self, pow (ZOOM_STEP, -dy));
  return GDK_EVENT_STOP;
}

static void
on_drag_begin (AssayPlotCanvas *self, double x, double y, GtkGestureDrag *drag)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (!shown_range (self, &self->drag_start.x_minimum, &self->drag_start.x_maximum)
      || !is_zoomed (self))
    gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_DENIED);
}

static void
on_drag_update (AssayPlotCanvas *self, double dx, double dy, GtkGestureDrag *drag)
{
  const AssayRect *area;
  double step;

  if (self->layout == NULL)
    return;
  gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
  area = assay_plot_layout_get_area (self->layout);
  step = -dx / area->width * (self->drag_start.x_maximum - self->drag_start.x_minimum);
  show_range (self, self->drag_start.x_minimum + step, self->drag_start.x_maximum + step);
}

static void
on_pinch_begin (AssayPlotCanvas *self)
{
  self->pinch = 1.0;
}

/* @scale counts from the beginning of the gesture. */
static void
on_pinch (AssayPlotCanvas *self, double scale)
{
  if (!(scale > 0.0))
    return;
  assay_plot_canvas_zoom (self, scale / self->pinch);
  self->pinch = scale;
}

void
assay_plot_canvas_add_controllers (AssayPlotCanvas *self)
{
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();

  g_signal_connect_swapped (key, "key-pressed", G_CALLBACK (on_key_pressed), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (on_scroll), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (on_pinch_begin), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (on_pinch), self);
  gtk_widget_add_controller (GTK_WIDGET (self), key);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
}
