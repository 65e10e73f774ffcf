/* assay-compare-outside.c: see the header. */
#include "assay-compare-outside.h"

#include "config.h"

#include <glib/gi18n.h>

#include "assay-frame-stream.h"
#include "assay-widget.h"
#include "model/assay-image-changes.h"

/* Pictures that nothing reduces. */
#define FULL_SIZE 16384
/* Seconds: times of regions are written with three digits. */
#define TOLERANCE 0.0005

struct _AssayCompareOutside
{
  GtkWidget parent_instance;

  GtkCheckButton *mark;
  GtkLabel *share;

  AssayCompareView *view;
  AssayClient *client;
  const AssayCompareHeld *held;
  GPtrArray *regions;     /* AssayRegion */
  guint size;             /* that pictures are reduced to */
  guint full_width;       /* 0 while it is not known: nothing is shown then */
  AssayFrameStream *full; /* tells it; NULL where nothing is reduced */
  AssayImage *original;
  AssayImage *changed;
  double seconds;
};

G_DEFINE_FINAL_TYPE (AssayCompareOutside, assay_compare_outside, GTK_TYPE_WIDGET)

static gboolean
is_active (const AssayRegion *region, double seconds)
{
  double start = assay_region_get_start (region);
  double end = assay_region_get_end (region);

  return (start < 0.0 || seconds >= start - TOLERANCE) && (end < 0.0 || seconds <= end + TOLERANCE);
}

/* (element-type AssayRegionKey): rectangles of the moment, in pixels of the reduced pictures. */
static GArray *
find_rectangles (AssayCompareOutside *self)
{
  GArray *rectangles = g_array_new (FALSE, FALSE, sizeof (AssayRegionKey));
  double width = assay_image_get_width (self->original);
  double scale = width / self->full_width;

  for (guint i = 0; i < self->regions->len; i++)
    {
      const AssayRegion *region = g_ptr_array_index (self->regions, i);
      AssayRegionKey r
          = { .width = width / scale, .height = assay_image_get_height (self->original) / scale };

      if (!is_active (region, self->seconds))
        continue;
      assay_region_at (region, self->seconds, &r); /* else all of the picture */
      r = (AssayRegionKey){
        .x = r.x * scale, .y = r.y * scale, .width = r.width * scale, .height = r.height * scale
      };
      g_array_append_val (rectangles, r);
    }
  return rectangles;
}

static double
percent (guint64 part, guint64 whole)
{
  return 100.0 * (double) part / (double) MAX (whole, 1);
}

static void
tell_share (AssayCompareOutside *self, const AssayImageChanges *changes)
{
  double inside = percent (changes->inside_changed, changes->inside);
  double outside = percent (changes->outside_changed, changes->outside);
  g_autofree char *text = NULL;

  if (changes->inside == 0)
    text = g_strdup_printf (_ ("No region at this moment; changed: %.1f per cent of the pixels"),
                            outside);
  else if (changes->outside == 0)
    text = g_strdup_printf (
        _ ("The region is the whole picture; changed: %.1f per cent of the pixels"), inside);
  else
    text = g_strdup_printf (_ ("Changed pixels: %.1f per cent within the region, %.1f per cent "
                               "outside of it"),
                            inside, outside);
  gtk_label_set_label (self->share, text);
}

/* @mask: (transfer full) */
static GdkTexture *
colour_mask (guint8 *mask, guint width, guint height)
{
  static const guint8 orange[4] = { 255, 120, 0, 150 };
  gsize n = (gsize) width * height;
  guint8 *pixels = g_malloc0_n (n, sizeof orange);
  g_autoptr (GBytes) bytes = g_bytes_new_take (pixels, n * sizeof orange);

  for (gsize i = 0; i < n; i++)
    if (mask[i] != 0)
      memcpy (pixels + sizeof orange * i, orange, sizeof orange);
  g_free (mask);
  return gdk_memory_texture_new ((int) width, (int) height, GDK_MEMORY_R8G8B8A8, bytes,
                                 (gsize) width * sizeof orange);
}

static void
show_marks (AssayCompareOutside *self)
{
  gboolean mark = gtk_check_button_get_active (self->mark);
  g_autoptr (GArray) rectangles = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  AssayImageChanges changes;
  guint8 *mask = NULL;
  guint width;
  guint height;

  gtk_widget_set_visible (GTK_WIDGET (self), self->changed != NULL && self->full_width > 0);
  if (self->changed == NULL || self->full_width == 0)
    return;
  width = assay_image_get_width (self->original);
  height = assay_image_get_height (self->original);
  rectangles = find_rectangles (self);
  if (mark)
    mask = g_malloc0_n (width, height);
  if (assay_image_count_changes (self->original, self->changed,
                                 (const AssayRegionKey *) (gpointer) rectangles->data,
                                 rectangles->len, mask, &changes))
    tell_share (self, &changes);
  else
    gtk_label_set_label (self->share, "");
  if (mask != NULL)
    texture = colour_mask (mask, width, height);
  assay_compare_view_set_marks (self->view, rectangles, texture);
}

static void
close_full (AssayCompareOutside *self)
{
  if (self->full == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->full, self);
  assay_frame_stream_close (self->full);
  g_clear_object (&self->full);
}

static void
on_full (AssayCompareOutside *self)
{
  AssayImage *image = assay_frame_stream_get_image (self->full);

  if (image == NULL)
    return;
  self->full_width = assay_image_get_width (image);
  close_full (self);
  show_marks (self);
}

/* Rectangles are in pixels of the full size: only a picture as large as may be can be reduced. */
static void
find_full_size (AssayCompareOutside *self)
{
  guint side
      = MAX (assay_image_get_width (self->original), assay_image_get_height (self->original));

  if (self->full_width > 0 || self->full != NULL)
    return;
  if (side >= self->size)
    self->full = assay_compare_held_open (self->held, self->client, FULL_SIZE, NULL);
  if (self->full != NULL)
    g_signal_connect_swapped (self->full, "changed", G_CALLBACK (on_full), self);
  else
    self->full_width = assay_image_get_width (self->original);
}

static void
take_image (AssayImage **to, AssayImage *image)
{
  g_clear_pointer (to, assay_image_unref);
  *to = image != NULL ? assay_image_ref (image) : NULL;
}

void
assay_compare_outside_show (AssayCompareOutside *self,
                            AssayImage *original,
                            AssayImage *changed,
                            double seconds)
{
  gboolean shown = self->regions->len > 0 && original != NULL && changed != NULL;

  take_image (&self->original, shown ? original : NULL);
  take_image (&self->changed, shown ? changed : NULL);
  self->seconds = seconds;
  if (shown)
    find_full_size (self);
  show_marks (self);
}

static void
take_regions (AssayCompareOutside *self, AssayParameters *settings)
{
  const AssayToolInfo *info = assay_parameters_get_info (settings);

  for (guint i = 0; info->parameters[i].name != NULL; i++)
    {
      const char *name = info->parameters[i].name;

      if (info->parameters[i].type == ASSAY_PARAMETER_REGION
          && !assay_parameters_is_empty (settings, name))
        g_ptr_array_add (self->regions,
                         assay_region_ref (assay_parameters_get_region (settings, name)));
    }
}

void
assay_compare_outside_open (AssayCompareOutside *self,
                            AssayCompareView *view,
                            AssayClient *client,
                            const AssayCompareHeld *original,
                            AssayParameters *settings,
                            guint size)
{
  close_full (self);
  assay_compare_outside_show (self, NULL, NULL, 0.0);
  g_ptr_array_set_size (self->regions, 0);
  self->view = view;
  assay_compare_view_set_marks (view, NULL, NULL);
  g_set_object (&self->client, client);
  if (self->held != original || original == NULL)
    self->full_width = 0;
  self->held = original;
  self->size = size;
  if (original != NULL && settings != NULL)
    take_regions (self, settings);
}

void
assay_compare_outside_toggle (AssayCompareOutside *self)
{
  gtk_check_button_set_active (self->mark, !gtk_check_button_get_active (self->mark));
}

static void
assay_compare_outside_dispose (GObject *object)
{
  AssayCompareOutside *self = ASSAY_COMPARE_OUTSIDE (object);

  close_full (self);
  g_clear_object (&self->client);
  take_image (&self->original, NULL);
  take_image (&self->changed, NULL);
  g_clear_pointer (&self->regions, g_ptr_array_unref);
  assay_widget_dispose_template (GTK_WIDGET (object), ASSAY_TYPE_COMPARE_OUTSIDE);
  G_OBJECT_CLASS (assay_compare_outside_parent_class)->dispose (object);
}

static void
assay_compare_outside_class_init (AssayCompareOutsideClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = assay_compare_outside_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/assay/Workbench/assay-compare-outside.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayCompareOutside, mark);
  gtk_widget_class_bind_template_child (widget_class, AssayCompareOutside, share);
  gtk_widget_class_bind_template_callback (widget_class, show_marks);
}

static void
assay_compare_outside_init (AssayCompareOutside *self)
{
  self->regions = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_region_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}
