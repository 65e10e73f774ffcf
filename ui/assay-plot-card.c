/* assay-plot-card.c: see the header. */
#include "assay-plot-card.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "assay-page-wheel.h"
#include "assay-plot-canvas.h"
#include "assay-plot-steps.h"
#include "assay-save-text.h"
#include "assay-table-view.h"
#include "assay-widget.h"
#include "plot/assay-plot-csv.h"

/* Rows of the table of values: what a person can go through. */
#define MOST_ROWS 20000

struct _AssayPlotCard
{
  GtkWidget parent_instance;

  GtkLabel *title;
  GtkLabel *reading;
  AssayPlotCanvas *canvas;
  GtkScale *steps;
  AssayPlot *whole; /* with all steps; NULL when the plot has none */
};

G_DEFINE_FINAL_TYPE (AssayPlotCard, assay_plot_card, GTK_TYPE_WIDGET)

static void
show_reading (AssayPlotCard *self)
{
  const char *reading = assay_plot_canvas_get_reading (self->canvas);

  /* the hint keeps the line's height, so that nothing jumps */
  gtk_label_set_label (self->reading,
                       *reading != '\0' ? reading : _ ("Point at the plot, or use the arrow keys"));
  if (*reading != '\0')
    gtk_widget_remove_css_class (GTK_WIDGET (self->reading), "dim-label");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->reading), "dim-label");
}

static char *
format_step (GtkScale *scale, double value, gpointer user_data)
{
  AssayPlotCard *self = user_data;

  return g_strdup (g_dgettext (NULL, assay_plot_steps_name (self->whole, (guint) value)));
}

static void
show_step (AssayPlotCard *self)
{
  guint step = (guint) gtk_range_get_value (GTK_RANGE (self->steps));
  g_autoptr (AssayPlot) chosen = assay_plot_steps_choose (self->whole, step);

  assay_plot_canvas_set_plot (self->canvas, chosen);
}

/* The step that the run used is shown beside the first; "Show all" brings the others. */
static void
offer_steps (AssayPlotCard *self, AssayPlot *plot)
{
  guint n = assay_plot_steps_count (plot);

  if (n < 2)
    return;
  self->whole = assay_plot_ref (plot);
  gtk_range_set_range (GTK_RANGE (self->steps), 0, n - 1);
  gtk_range_set_increments (GTK_RANGE (self->steps), 1, 1);
  gtk_scale_set_format_value_func (self->steps, format_step, self, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->steps), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_label (self->title), -1);
  gtk_widget_show (GTK_WIDGET (self->steps));
  assay_page_wheel_pass (GTK_WIDGET (self->steps));
  gtk_range_set_value (GTK_RANGE (self->steps), assay_plot_steps_used (plot));
  g_signal_connect_swapped (self->steps, "value-changed", G_CALLBACK (show_step), self);
  show_step (self);
}

static void
zoom (GtkWidget *widget, const char *action, GVariant *parameter)
{
  assay_plot_canvas_zoom (ASSAY_PLOT_CARD (widget)->canvas, g_variant_get_double (parameter));
}

static void
reset (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayPlotCard *self = ASSAY_PLOT_CARD (widget);

  if (self->whole != NULL)
    assay_plot_canvas_set_plot (self->canvas, self->whole);
  assay_plot_canvas_reset (self->canvas);
}

static void
save_csv (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayPlotCard *self = ASSAY_PLOT_CARD (widget);
  AssayPlot *plot = self->whole != NULL ? self->whole : assay_plot_canvas_get_plot (self->canvas);
  g_autofree char *name = g_strconcat (assay_plot_get_id (plot), ".csv", NULL);

  assay_save_text (widget, _ ("Save the values of the plot"), name, assay_plot_to_csv (plot));
}

static void
show_table (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayPlotCard *self = ASSAY_PLOT_CARD (widget);
  AssayPlot *plot = assay_plot_canvas_get_plot (self->canvas);
  g_autoptr (AssayTable) table = assay_plot_to_table (plot, MOST_ROWS);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *view = assay_table_view_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *window = g_object_new (ADW_TYPE_WINDOW, "title", gtk_label_get_label (self->title),
                                    "modal", TRUE, "transient-for", root, "default-width", 520,
                                    "default-height", 560, "content", box, NULL);

  assay_table_view_set_table (ASSAY_TABLE_VIEW (view), table, NULL);
  gtk_widget_set_margin_start (view, 12);
  gtk_widget_set_margin_end (view, 12);
  gtk_widget_set_margin_bottom (view, 12);
  gtk_widget_set_vexpand (view, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), view);
  gtk_window_present (GTK_WINDOW (window));
}

static void
assay_plot_card_dispose (GObject *object)
{
  AssayPlotCard *self = ASSAY_PLOT_CARD (object);

  assay_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_PLOT_CARD);
  g_clear_pointer (&self->whole, assay_plot_unref);
  G_OBJECT_CLASS (assay_plot_card_parent_class)->dispose (object);
}

static void
assay_plot_card_class_init (AssayPlotCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ASSAY_TYPE_PLOT_CANVAS);
  G_OBJECT_CLASS (klass)->dispose = assay_plot_card_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-plot-card.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayPlotCard, title);
  gtk_widget_class_bind_template_child (widget_class, AssayPlotCard, reading);
  gtk_widget_class_bind_template_child (widget_class, AssayPlotCard, canvas);
  gtk_widget_class_bind_template_child (widget_class, AssayPlotCard, steps);
  gtk_widget_class_install_action (widget_class, "plot.zoom", "d", zoom);
  gtk_widget_class_install_action (widget_class, "plot.reset", NULL, reset);
  gtk_widget_class_install_action (widget_class, "plot.save-csv", NULL, save_csv);
  gtk_widget_class_install_action (widget_class, "plot.show-table", NULL, show_table);
}

static void
assay_plot_card_init (AssayPlotCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->canvas, "notify::reading", G_CALLBACK (show_reading), self);
  show_reading (self);
}

GtkWidget *
assay_plot_card_new (AssayPlot *plot, AssayPlotLink *link)
{
  AssayPlotCard *self = g_object_new (ASSAY_TYPE_PLOT_CARD, NULL);
  const char *title = assay_plot_get_title (plot);

  gtk_label_set_label (self->title, *title != '\0' ? g_dgettext (NULL, title) : "");
  if (link != NULL)
    assay_plot_canvas_set_link (self->canvas, link);
  assay_plot_canvas_set_plot (self->canvas, plot);
  offer_steps (self, plot);
  return GTK_WIDGET (self);
}
