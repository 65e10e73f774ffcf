/* assay-sound-view-input.c: pointer, touchpad and keyboard of the view. */
#include "config.h"

#include <math.h>

#include "assay-sound-view-private.h"

#define ZOOM_STEP 1.25
/* Of the visible part, for a notch of a wheel and for an arrow key. */
#define SCROLL_STEP 0.1
#define ARROW_STEP 0.01
/* px: a drag that begins so near an edge of the selection moves it; a drag shorter than the other
 * is a click. */
#define GRIP 6.0
#define CLICK 4.0

static double
seconds_at (AssaySoundView *self, double x)
{
  AssaySoundPlace place;

  assay_sound_view_find_place (self, &place);
  return CLAMP (assay_sound_axis_seconds (&self->axis, x - place.left, place.width), 0.0,
                self->axis.duration);
}

static double
hz_at (AssaySoundView *self, double y)
{
  AssaySoundPlace place;

  assay_sound_view_find_place (self, &place);
  if (y < place.top || y > place.ruler)
    return NAN;
  return assay_sound_axis_hz (&self->axis, y - place.top, place.height);
}

static double
span_of (AssaySoundView *self)
{
  return self->axis.end - self->axis.start;
}

/* The end of the selection that stays when its other one is taken at @x; NaN elsewhere. */
static double
opposite_edge (AssaySoundView *self, double x)
{
  AssaySoundPlace place;
  double start;
  double end;

  assay_sound_view_find_place (self, &place);
  if (!assay_sound_view_get_selection (self, &start, &end))
    return NAN;
  if (fabs (place.left + assay_sound_axis_place (&self->axis, start, place.width) - x) < GRIP)
    return end;
  if (fabs (place.left + assay_sound_axis_place (&self->axis, end, place.width) - x) < GRIP)
    return start;
  return NAN;
}

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, AssaySoundView *self)
{
  double opposite = opposite_edge (self, x);

  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->dragging = FALSE;
  self->drag_start = isnan (opposite) ? seconds_at (self, x) : opposite;
}

static void
on_drag_update (GtkGestureDrag *gesture, double dx, double dy, AssaySoundView *self)
{
  double x;
  double y;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  if (!self->known || (!self->dragging && fabs (dx) < CLICK))
    return;
  self->dragging = TRUE;
  assay_sound_view_pick (self, self->drag_start, seconds_at (self, x + dx));
}

static void
on_drag_end (GtkGestureDrag *gesture, double dx, double dy, AssaySoundView *self)
{
  double x;
  double y;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  if (self->known && !self->dragging)
    assay_sound_view_point (self, seconds_at (self, x), hz_at (self, y), TRUE);
}

static void
on_move_begin (GtkGestureDrag *gesture, double x, double y, AssaySoundView *self)
{
  self->drag_axis = self->axis.start;
}

static void
on_move_update (GtkGestureDrag *gesture, double dx, double dy, AssaySoundView *self)
{
  AssaySoundPlace place;
  double start;

  assay_sound_view_find_place (self, &place);
  start = self->drag_axis - dx / place.width * span_of (self);
  assay_sound_axis_show (&self->axis, start, start + span_of (self));
  assay_sound_view_changed (self);
}

static gboolean
on_scroll (GtkEventControllerScroll *controller, double dx, double dy, AssaySoundView *self)
{
  GdkModifierType state
      = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  double centre = isnan (self->cursor) ? (self->axis.start + self->axis.end) / 2.0 : self->cursor;
  double hz = isnan (self->cursor_hz) ? self->axis.low : self->cursor_hz;

  if (!self->known)
    return FALSE;
  if ((state & GDK_CONTROL_MASK) != 0)
    assay_sound_axis_zoom (&self->axis, pow (ZOOM_STEP, -dy), centre);
  else if ((state & GDK_ALT_MASK) != 0)
    assay_sound_axis_zoom_frequency (&self->axis, pow (ZOOM_STEP, -dy), hz);
  else if ((state & GDK_SHIFT_MASK) != 0)
    assay_sound_axis_move (&self->axis, (dx + dy) * SCROLL_STEP * span_of (self));
  else if (fabs (dx) > fabs (dy))
    assay_sound_axis_move (&self->axis, dx * SCROLL_STEP * span_of (self));
  else
    return FALSE; /* the page scrolls */
  assay_sound_view_changed (self);
  return TRUE;
}

static void
on_pinch_begin (GtkGesture *gesture, GdkEventSequence *sequence, AssaySoundView *self)
{
  self->drag_axis = span_of (self);
}

static void
on_pinch (GtkGestureZoom *gesture, double scale, AssaySoundView *self)
{
  double x = 0.0;
  double y = 0.0;

  if (!self->known || !(scale > 0.0))
    return;
  gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y);
  assay_sound_axis_zoom (&self->axis, span_of (self) * scale / self->drag_axis,
                         seconds_at (self, x));
  assay_sound_view_changed (self);
}

static void
on_motion (GtkEventControllerMotion *controller, double x, double y, AssaySoundView *self)
{
  AssaySoundPlace place;

  assay_sound_view_find_place (self, &place);
  if (!assay_widget_pointer_moved (&self->pointer, x, y) || !self->known || x < place.left)
    return;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self),
                                   isnan (opposite_edge (self, x)) ? "crosshair" : "ew-resize");
  assay_sound_view_point (self, seconds_at (self, x), hz_at (self, y), FALSE);
}

static void
on_leave (AssaySoundView *self)
{
  self->pointer = (AssayPointer){ NAN, NAN };
}

/* (di): steps of the cursor to the right and up, and whether they select. */
static gboolean
on_arrow (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  AssaySoundView *self = ASSAY_SOUND_VIEW (widget);
  double before = isnan (self->cursor) ? self->axis.start : self->cursor;
  double hz = self->cursor_hz;
  double dx;
  double dy;
  gboolean select;
  double start;
  double end;

  g_variant_get (arguments, "(ddb)", &dx, &dy, &select);
  if (!self->known)
    return FALSE;
  if (!(fabs (dy) < 0.5))
    hz = MAX (isnan (hz) ? self->axis.low : hz, self->axis.low)
         + dy * 0.02 * (self->axis.high - self->axis.low);
  assay_sound_view_point (self, before + dx * ARROW_STEP * span_of (self), hz, TRUE);
  if (select && assay_sound_view_get_selection (self, &start, &end))
    assay_sound_view_pick (self, fabs (before - end) < fabs (before - start) ? start : end,
                           self->cursor);
  else if (select)
    assay_sound_view_pick (self, before, self->cursor);
  if (self->cursor < self->axis.start || self->cursor > self->axis.end)
    {
      assay_sound_axis_move (&self->axis, dx * SCROLL_STEP * span_of (self));
      assay_sound_view_changed (self);
    }
  return TRUE;
}

static gboolean
on_page (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  AssaySoundView *self = ASSAY_SOUND_VIEW (widget);

  assay_sound_axis_move (&self->axis, g_variant_get_double (arguments) * span_of (self));
  assay_sound_view_changed (self);
  return TRUE;
}

static gboolean
on_zoom_key (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  assay_sound_view_zoom (ASSAY_SOUND_VIEW (widget), g_variant_get_double (arguments));
  return TRUE;
}

static gboolean
on_select_visible (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  AssaySoundView *self = ASSAY_SOUND_VIEW (widget);

  assay_sound_view_pick (self, self->axis.start, self->axis.end);
  return TRUE;
}

/* Leaves Escape to others when there is nothing to drop. */
static gboolean
on_drop (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  AssaySoundView *self = ASSAY_SOUND_VIEW (widget);
  double start;
  double end;

  if (!assay_sound_view_get_selection (self, &start, &end))
    return FALSE;
  assay_sound_view_pick (self, 0.0, 0.0);
  return TRUE;
}

void
assay_sound_view_class_add_keys (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint key;
    double dx, dy;
  } arrows[] = {
    { GDK_KEY_Left, -1, 0 }, { GDK_KEY_Right, 1, 0 }, { GDK_KEY_Up, 0, 1 }, { GDK_KEY_Down, 0, -1 }
  };
  static const struct
  {
    guint key;
    double factor;
  } zooms[] = { { GDK_KEY_plus, 2.0 },  { GDK_KEY_KP_Add, 2.0 },      { GDK_KEY_equal, 2.0 },
                { GDK_KEY_minus, 0.5 }, { GDK_KEY_KP_Subtract, 0.5 }, { GDK_KEY_Home, 0.0 } };

  for (guint i = 0; i < G_N_ELEMENTS (arrows); i++)
    {
      gtk_widget_class_add_binding (widget_class, arrows[i].key, 0, on_arrow, "(ddb)", arrows[i].dx,
                                    arrows[i].dy, FALSE);
      gtk_widget_class_add_binding (widget_class, arrows[i].key, GDK_SHIFT_MASK, on_arrow, "(ddb)",
                                    arrows[i].dx, arrows[i].dy, TRUE);
    }
  for (guint i = 0; i < G_N_ELEMENTS (zooms); i++)
    gtk_widget_class_add_binding (widget_class, zooms[i].key, 0, on_zoom_key, "d", zooms[i].factor);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Page_Up, 0, on_page, "d", -0.9);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Page_Down, 0, on_page, "d", 0.9);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_a, GDK_CONTROL_MASK, on_select_visible, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_drop, NULL);
}

void
assay_sound_view_add_input (AssaySoundView *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *move = gtk_gesture_drag_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);

  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (move), GDK_BUTTON_MIDDLE);
  g_signal_connect (move, "drag-begin", G_CALLBACK (on_move_begin), self);
  g_signal_connect (move, "drag-update", G_CALLBACK (on_move_update), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (move));
  g_signal_connect (pinch, "begin", G_CALLBACK (on_pinch_begin), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (on_pinch), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
}
