/* assay-page-wheel.c: see the header. */
#include "assay-page-wheel.h"

#include <math.h>

/* Whether there is something left to show in the direction of @dy. */
static gboolean
can_move (GtkAdjustment *adjustment, double dy)
{
  const double value = gtk_adjustment_get_value (adjustment);
  const double last
      = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);

  return dy < 0 ? value > gtk_adjustment_get_lower (adjustment) + 0.5 : value < last - 0.5;
}

static gboolean
on_wheel (GtkEventControllerScroll *wheel, double dx, double dy, gpointer user_data)
{
  GtkEventController *controller = GTK_EVENT_CONTROLLER (wheel);
  GtkWidget *inner = gtk_event_controller_get_widget (controller);
  GtkWidget *page
      = gtk_widget_get_ancestor (gtk_widget_get_parent (inner), GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment;
  double step;

  /* With Shift the wheel goes sideways, where a slider would take it for its own way. */
  if (GTK_IS_RANGE (inner)
      && (!(dy < 0 || dy > 0)
          || (gtk_event_controller_get_current_event_state (controller) & GDK_SHIFT_MASK) != 0))
    return GDK_EVENT_STOP;
  if (page == NULL || !(dy < 0 || dy > 0)
      || (GTK_IS_SCROLLED_WINDOW (inner)
          && can_move (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (inner)), dy))
      || (gtk_event_controller_get_current_event_state (controller) & GDK_SHIFT_MASK) != 0)
    return GDK_EVENT_PROPAGATE;
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (page));
  /* A notch is as far as GTK's own. */
  step = gtk_event_controller_scroll_get_unit (wheel) == GDK_SCROLL_UNIT_WHEEL
             ? pow (gtk_adjustment_get_page_size (adjustment), 2.0 / 3.0)
             : 1.0;
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + dy * step);
  return GDK_EVENT_STOP;
}

void
assay_page_wheel_pass (GtkWidget *inner)
{
  GtkEventController *wheel
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);

  gtk_event_controller_set_propagation_phase (wheel, GTK_PHASE_CAPTURE);
  g_signal_connect (wheel, "scroll", G_CALLBACK (on_wheel), NULL);
  gtk_widget_add_controller (inner, wheel);
}
