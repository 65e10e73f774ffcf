/* assay-plot-canvas.c: see the header. The picture is painted once per size, range and style and
 * kept as a render node; the cursor is drawn over it, so that moving it costs nothing. */
#include "assay-plot-canvas.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#include "assay-plot-canvas-private.h"
#include "assay-style.h"

enum
{
  PROP_READING = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (AssayPlotCanvas, assay_plot_canvas, GTK_TYPE_WIDGET)

static void
forget_picture (AssayPlotCanvas *self)
{
  g_clear_pointer (&self->layout, assay_plot_layout_free);
  g_clear_pointer (&self->picture, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Labels are a little smaller than the text of the window, and grow with it. */
static double
label_size (PangoContext *context)
{
  const PangoFontDescription *font = pango_context_get_font_description (context);
  double size = (double) pango_font_description_get_size (font) / PANGO_SCALE;
  double dots = pango_cairo_context_get_resolution (context);

  if (!pango_font_description_get_size_is_absolute (font))
    size *= (dots > 0.0 ? dots : 96.0) / 72.0;
  return MAX (0.8 * size, 8.0);
}

static AssayPangoText
text_of (AssayPlotCanvas *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  const PangoFontDescription *font = pango_context_get_font_description (context);

  return (AssayPangoText){ .context = context,
                           .families = { pango_font_description_get_family (font) } };
}

void
assay_plot_canvas_ensure_layout (AssayPlotCanvas *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  AssayPangoText text = text_of (self);
  AssayPlotSetup setup = {
    .width = width,
    .height = height,
    .palette = assay_style_palette (),
    .font_size = label_size (text.context),
    .resolution = gtk_widget_get_scale_factor (GTK_WIDGET (self)),
    .measure = assay_text_pango_measure,
    .measure_data = &text,
    .view = self->view,
  };

  if (self->layout != NULL && self->width == width && self->height == height)
    return;
  g_clear_pointer (&self->layout, assay_plot_layout_free);
  g_clear_pointer (&self->picture, gsk_render_node_unref);
  self->width = width;
  self->height = height;
  if (self->plot != NULL && width > 0 && height > 0)
    self->layout = assay_plot_layout_new (self->plot, &setup);
}

static void
ensure_picture (AssayPlotCanvas *self)
{
  AssayPangoText text = text_of (self);
  GtkSnapshot *snapshot;
  cairo_t *cr;

  assay_plot_canvas_ensure_layout (self);
  if (self->layout == NULL || self->picture != NULL)
    return;
  snapshot = gtk_snapshot_new ();
  cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) self->width, (float) self->height));
  assay_painter_cairo_paint (assay_plot_layout_get_list (self->layout), cr, assay_text_pango_show,
                             &text);
  cairo_destroy (cr);
  self->picture = gtk_snapshot_free_to_node (snapshot);
}

static void
snapshot_dot (GtkSnapshot *snapshot, double x, double y, AssayColour colour)
{
  const graphene_rect_t box = GRAPHENE_RECT_INIT ((float) x - 4, (float) y - 4, 8, 8);
  GdkRGBA rgba = assay_style_rgba (colour);
  GskRoundedRect round;

  gsk_rounded_rect_init_from_rect (&round, &box, 4);
  gtk_snapshot_push_rounded_clip (snapshot, &round);
  gtk_snapshot_append_color (snapshot, &rgba, &box);
  gtk_snapshot_pop (snapshot);
}

static void
snapshot_cursor (AssayPlotCanvas *self, GtkSnapshot *snapshot)
{
  const AssayPalette *palette = assay_style_palette ();
  const AssayRect *area = assay_plot_layout_get_area (self->layout);
  double x = assay_plot_layout_place_x (self->layout, self->cursor_x);
  g_autoptr (GPtrArray) readings = NULL;
  GdkRGBA line = assay_style_rgba (palette->foreground);

  if (isnan (x) || x < area->x - 1.0 || x > area->x + area->width + 1.0)
    return;
  gtk_snapshot_append_color (
      snapshot, &line, &GRAPHENE_RECT_INIT ((float) x, (float) area->y, 1, (float) area->height));
  if (!isnan (self->cursor_y) && assay_plot_get_n_heats (self->plot) > 0)
    gtk_snapshot_append_color (snapshot, &line,
                               &GRAPHENE_RECT_INIT ((float) area->x,
                                                    (float) assay_plot_layout_place_y (
                                                        self->layout, self->cursor_y, FALSE),
                                                    (float) area->width, 1));
  readings = assay_plot_read (self->plot, self->cursor_x, self->cursor_y, 0.0);
  for (guint i = 0; i < readings->len; i++)
    {
      const AssayReading *reading = g_ptr_array_index (readings, i);
      double at = assay_plot_layout_place_x (self->layout, reading->x);
      double y = assay_plot_layout_place_y (self->layout, reading->y, reading->right);

      if (reading->series == G_MAXUINT || isnan (at) || !(y >= area->y)
          || !(y <= area->y + area->height))
        continue;
      snapshot_dot (snapshot, at, y, assay_palette_series (palette, reading->series, NULL, NULL));
    }
}

static void
assay_plot_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  AssayPlotCanvas *self = ASSAY_PLOT_CANVAS (widget);

  ensure_picture (self);
  if (self->picture == NULL)
    return;
  gtk_snapshot_append_node (snapshot, self->picture);
  if (!isnan (self->cursor_x))
    snapshot_cursor (self, snapshot);
}

static GtkSizeRequestMode
assay_plot_canvas_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
assay_plot_canvas_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  AssayPlotCanvas *self = ASSAY_PLOT_CANVAS (widget);
  double width = for_size > 0 ? for_size : 560.0;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 220;
      *natural = 560;
      return;
    }
  *natural = self->plot != NULL ? (int) assay_plot_layout_natural_height (self->plot, width) : 100;
  *minimum = *natural;
}

/* The words for the cursor: where it is, then the value of each series. */
static char *
make_reading (AssayPlotCanvas *self)
{
  const AssayAxis *axis = assay_plot_get_x (self->plot);
  g_autoptr (GPtrArray) readings = NULL;
  g_autofree char *place = NULL;
  GString *text;
  double step = 0.0;
  double x = self->cursor_x;

  if (self->layout != NULL)
    step = fabs (assay_plot_layout_x_at (self->layout, 1.0)
                 - assay_plot_layout_x_at (self->layout, 0.0));
  readings = assay_plot_read (self->plot, x, self->cursor_y, 3.0 * step);
  if (readings->len > 0 && ((AssayReading *) readings->pdata[0])->series != G_MAXUINT)
    x = ((AssayReading *) readings->pdata[0])->x;
  place = assay_plot_value_text (self->plot, axis, x, assay_plot_axis_digits (step));
  text = g_string_new (place);
  for (guint i = 0; i < readings->len; i++)
    {
      const AssayReading *reading = readings->pdata[i];

      g_string_append (text, " · ");
      if (*reading->name != '\0')
        g_string_append_printf (text, "%s ", reading->name);
      g_string_append (text, reading->text);
    }
  return g_string_free (text, FALSE);
}

void
assay_plot_canvas_update_reading (AssayPlotCanvas *self)
{
  g_autofree char *reading = NULL;

  if (self->plot != NULL && !isnan (self->cursor_x))
    reading = make_reading (self);
  if (g_strcmp0 (reading, self->reading) == 0)
    return;
  g_free (self->reading);
  self->reading = g_steal_pointer (&reading);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READING]);
}

static void
on_link_changed (AssayPlotCanvas *self)
{
  double minimum;
  double maximum;

  assay_plot_link_get_range (self->link, &minimum, &maximum);
  if (memcmp (&minimum, &self->view.x_minimum, sizeof minimum) != 0
      || memcmp (&maximum, &self->view.x_maximum, sizeof maximum) != 0)
    {
      self->view.x_minimum = minimum;
      self->view.x_maximum = maximum;
      forget_picture (self);
    }
  self->cursor_x = assay_plot_link_get_cursor (self->link);
  if (isnan (self->cursor_x))
    self->cursor_y = NAN;
  assay_plot_canvas_update_reading (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
assay_plot_canvas_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_READING:
      g_value_set_string (value, assay_plot_canvas_get_reading (ASSAY_PLOT_CANVAS (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
assay_plot_canvas_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (assay_plot_canvas_parent_class)->css_changed (widget, change);
  forget_picture (ASSAY_PLOT_CANVAS (widget));
}

static void
assay_plot_canvas_dispose (GObject *object)
{
  AssayPlotCanvas *self = ASSAY_PLOT_CANVAS (object);

  if (self->link != NULL)
    g_signal_handlers_disconnect_by_data (self->link, self);
  g_clear_object (&self->link);
  g_clear_pointer (&self->plot, assay_plot_unref);
  g_clear_pointer (&self->layout, assay_plot_layout_free);
  g_clear_pointer (&self->picture, gsk_render_node_unref);
  g_clear_pointer (&self->reading, g_free);
  G_OBJECT_CLASS (assay_plot_canvas_parent_class)->dispose (object);
}

static void
assay_plot_canvas_class_init (AssayPlotCanvasClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = assay_plot_canvas_dispose;
  object_class->get_property = assay_plot_canvas_get_property;
  widget_class->css_changed = assay_plot_canvas_css_changed;
  widget_class->get_request_mode = assay_plot_canvas_get_request_mode;
  widget_class->measure = assay_plot_canvas_measure;
  widget_class->snapshot = assay_plot_canvas_snapshot;
  properties[PROP_READING]
      = g_param_spec_string ("reading", NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "plot");
}

static void
assay_plot_canvas_init (AssayPlotCanvas *self)
{
  self->cursor_x = NAN;
  self->cursor_y = NAN;
  assay_plot_view_all (&self->view);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  assay_plot_canvas_set_link (self, NULL);
  assay_plot_canvas_add_controllers (self);
  g_signal_connect_object (adw_style_manager_get_default (), "notify", G_CALLBACK (forget_picture),
                           self, G_CONNECT_SWAPPED);
}

void
assay_plot_canvas_set_plot (AssayPlotCanvas *self, AssayPlot *plot)
{
  g_autofree char *sentence = plot != NULL ? assay_plot_describe (plot) : g_strdup (_ ("Plot"));

  if (plot != NULL)
    assay_plot_ref (plot);
  g_clear_pointer (&self->plot, assay_plot_unref);
  self->plot = plot;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence,
                                  -1);
  forget_picture (self);
  assay_plot_canvas_update_reading (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

AssayPlot *
assay_plot_canvas_get_plot (AssayPlotCanvas *self)
{
  return self->plot;
}

void
assay_plot_canvas_set_link (AssayPlotCanvas *self, AssayPlotLink *link)
{
  if (self->link != NULL)
    g_signal_handlers_disconnect_by_data (self->link, self);
  g_clear_object (&self->link);
  self->link = link != NULL ? g_object_ref (link) : assay_plot_link_new ();
  g_signal_connect_swapped (self->link, "changed", G_CALLBACK (on_link_changed), self);
  on_link_changed (self);
}

const char *
assay_plot_canvas_get_reading (AssayPlotCanvas *self)
{
  return self->reading != NULL ? self->reading : "";
}
