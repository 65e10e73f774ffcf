/* assay-image-view.c: see the header. */
#include "assay-image-view.h"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "assay-thumbnail.h"
#include "assay-widget.h"

/* Sides beyond this cannot be laid out. */
#define MOST_SIDE 32000.0

struct _AssayImageView
{
  GtkWidget parent_instance;

  GtkLabel *title;
  GtkLabel *zoom_label;
  GtkStack *stack;
  GtkPicture *picture;
  GtkScrolledWindow *scroller;

  AssayImage *image;
  double zoom; /* device-independent pixels per pixel; 0 fits */
};

G_DEFINE_FINAL_TYPE (AssayImageView, assay_image_view, GTK_TYPE_WIDGET)

static void
apply_zoom (AssayImageView *self)
{
  double width = assay_image_get_width (self->image);
  double height = assay_image_get_height (self->image);
  g_autofree char *text = self->zoom > 0.0 ? g_strdup_printf (_ ("%.0f %%"), 100.0 * self->zoom)
                                           : g_strdup_printf (_ ("%.0f × %.0f px"), width, height);

  gtk_label_set_label (self->zoom_label, text);
  if (self->zoom > 0.0)
    gtk_widget_set_size_request (GTK_WIDGET (self->picture),
                                 (int) MIN (width * self->zoom, MOST_SIDE),
                                 (int) MIN (height * self->zoom, MOST_SIDE));
  else
    gtk_widget_set_size_request (GTK_WIDGET (self->picture), -1, -1);
}

static void
zoom (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayImageView *self = ASSAY_IMAGE_VIEW (widget);
  double now = self->zoom;

  if (!(now > 0.0))
    now = MIN (1.0, (double) gtk_widget_get_width (GTK_WIDGET (self->scroller))
                        / assay_image_get_width (self->image));
  self->zoom = CLAMP (now * g_variant_get_double (parameter), 1.0 / 64.0, 32.0);
  apply_zoom (self);
}

static void
fit (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayImageView *self = ASSAY_IMAGE_VIEW (widget);

  self->zoom = 0.0;
  apply_zoom (self);
}

static void
show (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AssayImageView *self = ASSAY_IMAGE_VIEW (widget);
  g_autoptr (GdkTexture) texture = assay_texture_from_image (self->image);

  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  gtk_stack_set_visible_child_name (self->stack, "picture");
  gtk_widget_action_set_enabled (widget, "image.zoom", TRUE);
  gtk_widget_action_set_enabled (widget, "image.fit", TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->picture));
}

static void
assay_image_view_dispose (GObject *object)
{
  g_clear_pointer (&ASSAY_IMAGE_VIEW (object)->image, assay_image_unref);
  assay_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_IMAGE_VIEW);
  G_OBJECT_CLASS (assay_image_view_parent_class)->dispose (object);
}

static void
assay_image_view_class_init (AssayImageViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = assay_image_view_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-image-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayImageView, title);
  gtk_widget_class_bind_template_child (widget_class, AssayImageView, zoom_label);
  gtk_widget_class_bind_template_child (widget_class, AssayImageView, stack);
  gtk_widget_class_bind_template_child (widget_class, AssayImageView, picture);
  gtk_widget_class_bind_template_child (widget_class, AssayImageView, scroller);
  gtk_widget_class_install_action (widget_class, "image.zoom", "d", zoom);
  gtk_widget_class_install_action (widget_class, "image.fit", NULL, fit);
  gtk_widget_class_install_action (widget_class, "image.show", NULL, show);
}

static void
assay_image_view_init (AssayImageView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "image.zoom", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "image.fit", FALSE);
}

GtkWidget *
assay_image_view_new (AssayImage *image)
{
  AssayImageView *self = g_object_new (ASSAY_TYPE_IMAGE_VIEW, NULL);
  const char *title = assay_image_get_title (image);
  const char *shown = *title != '\0' ? g_dgettext (NULL, title) : _ ("Picture");

  self->image = assay_image_ref (image);
  gtk_label_set_label (self->title, shown);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->picture), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  shown, -1);
  apply_zoom (self);
  return GTK_WIDGET (self);
}
