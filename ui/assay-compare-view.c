/* assay-compare-view.c: what is painted where. */
#include "assay-compare-view-private.h"

#include "config.h"

#include <math.h>

/* Between the two panes. */
#define GAP 6.0
#define LINE 2.0
#define LEAST_ZOOM (1.0 / 64.0)
#define MOST_ZOOM 32.0
/* Application pixels: in less than this a pane of its own for each picture shows nothing. */
#define LEAST_PANE 220

enum
{
  PICKED,
  FOLDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AssayCompareView, assay_compare_view, GTK_TYPE_WIDGET)

gboolean
assay_compare_view_get_size (AssayCompareView *self, double *width, double *height)
{
  GdkTexture *texture = self->original != NULL ? self->original : self->changed;

  if (texture == NULL)
    return FALSE;
  *width = gdk_texture_get_width (texture);
  *height = gdk_texture_get_height (texture);
  return TRUE;
}

guint
assay_compare_view_count_panes (AssayCompareView *self)
{
  if (self->mode != ASSAY_COMPARE_SIDE_BY_SIDE || self->folded
      || (self->changed == NULL && self->restored == NULL))
    return 1;
  return self->restored != NULL ? 3 : 2;
}

void
assay_compare_view_find_pane (AssayCompareView *self, guint index, AssayComparePane *pane)
{
  double all = gtk_widget_get_width (GTK_WIDGET (self));
  double width = 1.0;
  double height = 1.0;
  double n = assay_compare_view_count_panes (self);

  assay_compare_view_get_size (self, &width, &height);
  pane->width = MAX (1.0, (all - (n - 1.0) * GAP) / n);
  pane->height = MAX (1, gtk_widget_get_height (GTK_WIDGET (self)));
  pane->left = index * (pane->width + GAP);
  pane->top = 0.0;
  pane->scale = self->zoom > 0.0 ? self->zoom : MIN (pane->width / width, pane->height / height);
  pane->origin_x = pane->left + pane->width / 2.0 - self->x * pane->scale;
  pane->origin_y = pane->height / 2.0 - self->y * pane->scale;
  if (self->zoom > 0.0)
    return;
  pane->origin_x = pane->left + (pane->width - width * pane->scale) / 2.0;
  pane->origin_y = (pane->height - height * pane->scale) / 2.0;
}

static void
paint_texture (GtkSnapshot *snapshot,
               const AssayComparePane *pane,
               GdkTexture *texture,
               double width,
               double height)
{
  if (texture == NULL)
    return;
  gtk_snapshot_append_texture (snapshot, texture,
                               &GRAPHENE_RECT_INIT ((float) pane->origin_x, (float) pane->origin_y,
                                                    (float) (width * pane->scale),
                                                    (float) (height * pane->scale)));
}

static graphene_rect_t
place_rectangle (const AssayComparePane *pane, const AssayRegionKey *r)
{
  return GRAPHENE_RECT_INIT ((float) (pane->origin_x + r->x * pane->scale),
                             (float) (pane->origin_y + r->y * pane->scale),
                             (float) (r->width * pane->scale), (float) (r->height * pane->scale));
}

static void
paint_outline (GtkSnapshot *snapshot, const AssayComparePane *pane, const AssayRegionKey *r)
{
  /* white in black: seen on any picture */
  static const GdkRGBA black = { 0, 0, 0, 0.8f };
  static const GdkRGBA white = { 1, 1, 1, 0.9f };
  graphene_rect_t box = place_rectangle (pane, r);
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, &box, 0);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){ 2, 2, 2, 2 },
                              (GdkRGBA[4]){ black, black, black, black });
  graphene_rect_inset (&box, 0.5f, 0.5f);
  gsk_rounded_rect_init_from_rect (&outline, &box, 0);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){ 1, 1, 1, 1 },
                              (GdkRGBA[4]){ white, white, white, white });
}

static void
paint_rectangle (AssayCompareView *self, GtkSnapshot *snapshot, const AssayComparePane *pane)
{
  static const GdkRGBA fill = { 0.21f, 0.52f, 0.89f, 0.25f };
  graphene_rect_t box = place_rectangle (pane, &self->rectangle);

  gtk_snapshot_append_color (snapshot, &fill, &box);
  paint_outline (snapshot, pane, &self->rectangle);
}

static GdkTexture *
texture_of_pane (AssayCompareView *self, guint index)
{
  switch (self->mode)
    {
    case ASSAY_COMPARE_CHANGED:
      return self->changed;
    case ASSAY_COMPARE_DIFFERENCE:
      return self->difference;
    case ASSAY_COMPARE_SIDE_BY_SIDE:
      if (self->folded)
        index = self->front;
      if (index == 2)
        return self->restored;
      return index == 1 ? self->changed : self->original;
    case ASSAY_COMPARE_ORIGINAL:
    case ASSAY_COMPARE_SPLIT:
    default:
      return self->original;
    }
}

/* The changed picture right of the line. */
static void
paint_split (AssayCompareView *self,
             GtkSnapshot *snapshot,
             const AssayComparePane *pane,
             double width,
             double height)
{
  static const GdkRGBA line = { 1, 1, 1, 0.9f };
  float at = (float) (pane->width * self->split);

  gtk_snapshot_push_clip (
      snapshot, &GRAPHENE_RECT_INIT (at, 0, (float) pane->width - at, (float) pane->height));
  gtk_snapshot_append_color (
      snapshot, &(GdkRGBA){ 0, 0, 0, 1 },
      &GRAPHENE_RECT_INIT (at, 0, (float) pane->width - at, (float) pane->height));
  paint_texture (snapshot, pane, self->changed, width, height);
  paint_texture (snapshot, pane, self->mask, width, height);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_color (
      snapshot, &line,
      &GRAPHENE_RECT_INIT (at - (float) LINE / 2, 0, (float) LINE, (float) pane->height));
}

static void
assay_compare_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  AssayCompareView *self = ASSAY_COMPARE_VIEW (widget);
  guint n = assay_compare_view_count_panes (self);
  double width;
  double height;

  if (!assay_compare_view_get_size (self, &width, &height))
    return;
  for (guint i = 0; i < n; i++)
    {
      AssayComparePane pane;
      graphene_rect_t box;

      assay_compare_view_find_pane (self, i, &pane);
      box = GRAPHENE_RECT_INIT ((float) pane.left, 0, (float) pane.width, (float) pane.height);
      gtk_snapshot_push_clip (snapshot, &box);
      gtk_snapshot_append_color (snapshot, &(GdkRGBA){ 0, 0, 0, 1 }, &box);
      paint_texture (snapshot, &pane, texture_of_pane (self, i), width, height);
      if (self->changed != NULL && texture_of_pane (self, i) == self->changed)
        paint_texture (snapshot, &pane, self->mask, width, height);
      if (self->mode == ASSAY_COMPARE_SPLIT)
        paint_split (self, snapshot, &pane, width, height);
      for (guint m = 0; self->marks != NULL && m < self->marks->len; m++)
        paint_outline (snapshot, &pane, &g_array_index (self->marks, AssayRegionKey, m));
      if (self->picked)
        paint_rectangle (self, snapshot, &pane);
      gtk_snapshot_pop (snapshot);
    }
}

void
assay_compare_view_changed (AssayCompareView *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
assay_compare_view_is_folded (AssayCompareView *self)
{
  return self->folded;
}

void
assay_compare_view_set_front (AssayCompareView *self, guint index)
{
  self->front = index;
  assay_compare_view_changed (self);
}

static gboolean
on_fold (gpointer data)
{
  AssayCompareView *self = data;

  self->folding = 0;
  g_signal_emit (self, signals[FOLDED], 0);
  return G_SOURCE_REMOVE;
}

static void
assay_compare_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  AssayCompareView *self = ASSAY_COMPARE_VIEW (widget);
  gboolean folded = width < LEAST_PANE * (self->restored != NULL ? 3 : 2);

  if (folded == self->folded)
    return;
  self->folded = folded;
  /* Nobody may change widgets while sizes are being given out. */
  if (self->folding == 0)
    self->folding = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_fold, self, NULL);
}

void
assay_compare_view_set_textures (AssayCompareView *self,
                                 GdkTexture *original,
                                 GdkTexture *changed,
                                 GdkTexture *difference)
{
  double width;
  double height;

  g_set_object (&self->original, original);
  g_set_object (&self->changed, changed);
  g_set_object (&self->difference, difference);
  if (!self->centred && assay_compare_view_get_size (self, &width, &height))
    {
      self->x = width / 2.0;
      self->y = height / 2.0;
      self->centred = TRUE;
    }
  assay_compare_view_changed (self);
}

void
assay_compare_view_set_restored (AssayCompareView *self, GdkTexture *restored)
{
  if ((self->restored != NULL) != (restored != NULL))
    gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_set_object (&self->restored, restored);
  assay_compare_view_changed (self);
}

void
assay_compare_view_set_marks (AssayCompareView *self, GArray *rectangles, GdkTexture *mask)
{
  g_clear_pointer (&self->marks, g_array_unref);
  self->marks = rectangles != NULL ? g_array_ref (rectangles) : NULL;
  g_set_object (&self->mask, mask);
  assay_compare_view_changed (self);
}

void
assay_compare_view_set_mode (AssayCompareView *self, AssayCompareMode mode)
{
  self->mode = mode;
  assay_compare_view_changed (self);
}

AssayCompareMode
assay_compare_view_get_mode (AssayCompareView *self)
{
  return self->mode;
}

void
assay_compare_view_set_zoom (AssayCompareView *self, double zoom)
{
  double width;
  double height;

  self->zoom = zoom > 0.0 ? CLAMP (zoom, LEAST_ZOOM, MOST_ZOOM) : 0.0;
  if (!(self->zoom > 0.0) && assay_compare_view_get_size (self, &width, &height))
    {
      self->x = width / 2.0;
      self->y = height / 2.0;
    }
  assay_compare_view_changed (self);
}

double
assay_compare_view_get_zoom (AssayCompareView *self)
{
  AssayComparePane pane;
  double width;
  double height;

  if (!assay_compare_view_get_size (self, &width, &height))
    return 0.0;
  assay_compare_view_find_pane (self, 0, &pane);
  return pane.scale;
}

void
assay_compare_view_set_picking (AssayCompareView *self, gboolean picking)
{
  self->picking = picking;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), picking ? "crosshair" : NULL);
}

void
assay_compare_view_set_rectangle (AssayCompareView *self, const AssayRegionKey *rectangle)
{
  self->picked = rectangle != NULL;
  if (rectangle != NULL)
    self->rectangle = *rectangle;
  assay_compare_view_changed (self);
}

gboolean
assay_compare_view_get_rectangle (AssayCompareView *self, AssayRegionKey *rectangle)
{
  if (self->picked)
    *rectangle = self->rectangle;
  return self->picked;
}

void
assay_compare_view_pick (AssayCompareView *self, const AssayRegionKey *rectangle)
{
  assay_compare_view_set_rectangle (self, rectangle);
  g_signal_emit (self, signals[PICKED], 0);
}

static void
assay_compare_view_dispose (GObject *object)
{
  AssayCompareView *self = ASSAY_COMPARE_VIEW (object);

  g_clear_handle_id (&self->folding, g_source_remove);
  g_clear_object (&self->original);
  g_clear_object (&self->changed);
  g_clear_object (&self->difference);
  g_clear_object (&self->restored);
  assay_compare_view_set_marks (self, NULL, NULL);
  G_OBJECT_CLASS (assay_compare_view_parent_class)->dispose (object);
}

static void
assay_compare_view_class_init (AssayCompareViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = assay_compare_view_dispose;
  widget_class->size_allocate = assay_compare_view_size_allocate;
  widget_class->snapshot = assay_compare_view_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  assay_compare_view_class_add_keys (widget_class);
  signals[FOLDED] = g_signal_new ("folded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  signals[PICKED] = g_signal_new ("picked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
assay_compare_view_init (AssayCompareView *self)
{
  self->split = 0.5;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  assay_compare_view_add_input (self);
}
