/* assay-thumbnail.c: see the header. */
#include "assay-thumbnail.h"

#include "config.h"

#include "assay-subject.h"
#include "model/assay-tool-info.h"

/* Of the drawn side: strong enough that no face can be recognised at any size. */
#define BLUR_PART 0.09f
#define CORNER 6.0f

struct _AssayThumbnail
{
  GtkWidget parent_instance;

  GdkTexture *texture;
  GtkIconPaintable *icon;
  char *icon_name;
  int extent;
  gboolean blurred;
};

enum
{
  PROP_BLURRED = 1,
  PROP_EXTENT,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (AssayThumbnail, assay_thumbnail, GTK_TYPE_WIDGET)

static void
assay_thumbnail_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  *minimum = *natural = ASSAY_THUMBNAIL (widget)->extent;
}

static void
snapshot_texture (AssayThumbnail *self, GtkSnapshot *snapshot, float width, float height)
{
  float w = (float) gdk_texture_get_width (self->texture);
  float h = (float) gdk_texture_get_height (self->texture);
  float scale = MAX (width / w, height / h);
  graphene_rect_t frame = GRAPHENE_RECT_INIT (0, 0, width, height);
  graphene_rect_t picture = GRAPHENE_RECT_INIT ((width - w * scale) / 2, (height - h * scale) / 2,
                                                w * scale, h * scale);
  GskRoundedRect rounded;

  gsk_rounded_rect_init_from_rect (&rounded, &frame, CORNER);
  gtk_snapshot_push_rounded_clip (snapshot, &rounded);
  if (self->blurred)
    gtk_snapshot_push_blur (snapshot, (double) (MAX (width, height) * BLUR_PART));
  gtk_snapshot_append_texture (snapshot, self->texture, &picture);
  if (self->blurred)
    gtk_snapshot_pop (snapshot);
  gtk_snapshot_pop (snapshot);
}

static void
snapshot_icon (AssayThumbnail *self, GtkSnapshot *snapshot, float width, float height)
{
  float side = MIN (MIN (width, height), 64.0f) * 0.6f;
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));
  GdkRGBA colour;

  if (!self->icon)
    self->icon = gtk_icon_theme_lookup_icon (theme, self->icon_name, NULL, (int) side,
                                             gtk_widget_get_scale_factor (GTK_WIDGET (self)),
                                             gtk_widget_get_direction (GTK_WIDGET (self)), 0);
  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &colour);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((width - side) / 2, (height - side) / 2));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (self->icon), snapshot,
                                            (double) side, (double) side, &colour, 1);
  gtk_snapshot_restore (snapshot);
}

static void
assay_thumbnail_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  AssayThumbnail *self = ASSAY_THUMBNAIL (widget);
  float width = (float) gtk_widget_get_width (widget);
  float height = (float) gtk_widget_get_height (widget);

  if (width < 1 || height < 1)
    return;
  if (self->texture)
    snapshot_texture (self, snapshot, width, height);
  else if (self->icon_name)
    snapshot_icon (self, snapshot, width, height);
}

static void
assay_thumbnail_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AssayThumbnail *self = ASSAY_THUMBNAIL (object);

  if (id == PROP_BLURRED)
    g_value_set_boolean (value, self->blurred);
  else if (id == PROP_EXTENT)
    g_value_set_int (value, self->extent);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
assay_thumbnail_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AssayThumbnail *self = ASSAY_THUMBNAIL (object);

  if (id == PROP_BLURRED)
    assay_thumbnail_set_blurred (self, g_value_get_boolean (value));
  else if (id == PROP_EXTENT)
    {
      self->extent = g_value_get_int (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
    }
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
assay_thumbnail_finalize (GObject *object)
{
  AssayThumbnail *self = ASSAY_THUMBNAIL (object);

  g_clear_object (&self->texture);
  g_clear_object (&self->icon);
  g_free (self->icon_name);
  G_OBJECT_CLASS (assay_thumbnail_parent_class)->finalize (object);
}

static void
assay_thumbnail_class_init (AssayThumbnailClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = assay_thumbnail_finalize;
  object_class->get_property = assay_thumbnail_get_property;
  object_class->set_property = assay_thumbnail_set_property;
  widget_class->measure = assay_thumbnail_measure;
  widget_class->snapshot = assay_thumbnail_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "thumbnail");

  properties[PROP_BLURRED]
      = g_param_spec_boolean ("blurred", NULL, NULL, TRUE,
                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_EXTENT] = g_param_spec_int ("extent", NULL, NULL, 8, 2048, 40,
                                              G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
assay_thumbnail_init (AssayThumbnail *self)
{
  self->blurred = TRUE;
  self->extent = 40;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
assay_thumbnail_new (int extent)
{
  return g_object_new (ASSAY_TYPE_THUMBNAIL, "extent", extent, NULL);
}

void
assay_thumbnail_set_texture (AssayThumbnail *self, GdkTexture *texture, const char *icon_name)
{
  g_set_object (&self->texture, texture);
  if (g_strcmp0 (self->icon_name, icon_name) != 0)
    {
      g_free (self->icon_name);
      self->icon_name = g_strdup (icon_name);
      g_clear_object (&self->icon);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
assay_thumbnail_set_blurred (AssayThumbnail *self, gboolean blurred)
{
  if (self->blurred == blurred)
    return;
  self->blurred = blurred;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BLURRED]);
}

/* GDK 4.8 has no grey format. */
static GBytes *
grey_to_rgb (AssayImage *image)
{
  gsize n = (gsize) assay_image_get_width (image) * assay_image_get_height (image);
  const guint8 *grey = g_bytes_get_data (assay_image_get_pixels (image), NULL);
  guint8 *rgb = g_malloc_n (n, 3);

  for (gsize i = 0; i < n; i++)
    rgb[3 * i] = rgb[3 * i + 1] = rgb[3 * i + 2] = grey[i];
  return g_bytes_new_take (rgb, n * 3);
}

GdkTexture *
assay_texture_from_image (AssayImage *image)
{
  GdkMemoryFormat format = GDK_MEMORY_R8G8B8;
  gsize stride;
  g_autoptr (GBytes) pixels = NULL;

  if (image == NULL)
    return NULL;
  stride = assay_image_get_stride (image);
  switch (assay_image_get_format (image))
    {
    case ASSAY_PIXELS_GREY8:
      pixels = grey_to_rgb (image);
      stride = (gsize) assay_image_get_width (image) * 3;
      break;
    case ASSAY_PIXELS_RGB8:
      pixels = g_bytes_ref (assay_image_get_pixels (image));
      break;
    case ASSAY_PIXELS_RGBA8:
      pixels = g_bytes_ref (assay_image_get_pixels (image));
      format = GDK_MEMORY_R8G8B8A8;
      break;
    }
  return gdk_memory_texture_new ((int) assay_image_get_width (image),
                                 (int) assay_image_get_height (image), format, pixels, stride);
}

const char *
assay_icon_of_mime (const char *mime)
{
  guint kinds = assay_media_kinds_of_mime (mime);

  if (!mime || !*mime)
    return "assay-file-symbolic";
  if (kinds & ASSAY_MEDIA_IMAGE)
    return "assay-image-symbolic";
  if (kinds & ASSAY_MEDIA_VIDEO)
    return "assay-video-symbolic";
  if (kinds & ASSAY_MEDIA_AUDIO)
    return "assay-sound-symbolic";
  return "assay-file-symbolic";
}
