/* assay-report-page.c: see the header. */
#include "assay-report-page.h"

#include "config.h"

#include <glib/gi18n.h>

struct _AssayReportPage
{
  GtkWidget parent_instance;

  AssayReport *report;
  guint index;
  double zoom;
  GskRenderNode *picture;
  int width; /* of the picture */
};

G_DEFINE_FINAL_TYPE (AssayReportPage, assay_report_page, GTK_TYPE_WIDGET)

static void
page_size (AssayReportPage *self, double *width, double *height)
{
  *width = 595.28;
  *height = 841.89;
  if (self->report != NULL)
    assay_report_get_page_size (self->report, width, height);
}

static GtkSizeRequestMode
assay_report_page_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
assay_report_page_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  AssayReportPage *self = ASSAY_REPORT_PAGE (widget);
  double width;
  double height;

  page_size (self, &width, &height);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *natural = (int) (width * (self->zoom > 0.0 ? self->zoom : 1.2));
      *minimum = self->zoom > 0.0 ? *natural : 240;
      return;
    }
  if (self->zoom > 0.0)
    *natural = (int) (height * self->zoom);
  else
    *natural = (int) ((for_size > 0 ? for_size : 240) * height / width);
  *minimum = *natural;
}

static void
ensure_picture (AssayReportPage *self, int pixels)
{
  GtkSnapshot *snapshot;
  cairo_t *cr;
  double width;
  double height;

  if (self->picture != NULL && self->width == pixels)
    return;
  g_clear_pointer (&self->picture, gsk_render_node_unref);
  page_size (self, &width, &height);
  snapshot = gtk_snapshot_new ();
  cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) pixels, (float) (height * pixels / width)));
  cairo_scale (cr, pixels / width, pixels / width);
  assay_report_paint_page (self->report, self->index, cr);
  cairo_destroy (cr);
  self->picture = gtk_snapshot_free_to_node (snapshot);
  self->width = pixels;
}

static void
assay_report_page_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  AssayReportPage *self = ASSAY_REPORT_PAGE (widget);
  double width;
  double height;
  double shown = gtk_widget_get_width (widget);

  if (self->report == NULL || self->index >= assay_report_get_n_pages (self->report))
    return;
  page_size (self, &width, &height);
  if (self->zoom > 0.0)
    shown = width * self->zoom;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot,
      &GRAPHENE_POINT_INIT ((float) MAX (0.0, (gtk_widget_get_width (widget) - shown) / 2.0), 0));
  ensure_picture (self, (int) shown);
  if (self->picture != NULL)
    gtk_snapshot_append_node (snapshot, self->picture);
  gtk_snapshot_restore (snapshot);
}

static void
assay_report_page_dispose (GObject *object)
{
  AssayReportPage *self = ASSAY_REPORT_PAGE (object);

  g_clear_pointer (&self->report, assay_report_unref);
  g_clear_pointer (&self->picture, gsk_render_node_unref);
  G_OBJECT_CLASS (assay_report_page_parent_class)->dispose (object);
}

static void
assay_report_page_class_init (AssayReportPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = assay_report_page_dispose;
  widget_class->get_request_mode = assay_report_page_get_request_mode;
  widget_class->measure = assay_report_page_measure;
  widget_class->snapshot = assay_report_page_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
assay_report_page_init (AssayReportPage *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

void
assay_report_page_set_page (AssayReportPage *self, AssayReport *report, guint index)
{
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (report != NULL)
    assay_report_ref (report);
  g_clear_pointer (&self->report, assay_report_unref);
  g_clear_pointer (&self->picture, gsk_render_node_unref);
  self->report = report;
  self->index = index;
  if (report != NULL)
    {
      name = g_strdup_printf (_ ("Page %u of the report"), index + 1);
      text = assay_report_get_page_text (report, index);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name != NULL ? name : _ ("Page of the report"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text != NULL ? text : "",
                                  -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
assay_report_page_set_zoom (AssayReportPage *self, double zoom)
{
  self->zoom = zoom;
  g_clear_pointer (&self->picture, gsk_render_node_unref);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
