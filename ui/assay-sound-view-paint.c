/* assay-sound-view-paint.c: spectrogram, rulers, selection, cursor and player's line. */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "assay-sound-view-private.h"
#include "assay-style.h"
#include "plot/assay-plot.h"

/* How much coarser a tile may be that stands in for one that is on its way. */
#define COARSER 12u
/* px for a label and its distance from the next. */
#define TIME_LABEL 90.0
#define HZ_LABEL 34.0

static GdkTexture *
texture_of (AssaySoundView *self, const AssaySoundPlace *place, guint level, guint index)
{
  return assay_sound_tiles_get_texture (self->tiles, level, index, &self->axis, &self->range,
                                        (guint) place->height);
}

/* Where tile @index begins, on a whole pixel of the screen: where two tiles met within one, each
 * covered a part of it and the ground showed through as a dark line that looked like a cut. */
static double
edge_of (AssaySoundView *self, const AssaySoundPlace *place, double span, double index)
{
  double scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  double at = place->left + assay_sound_axis_place (&self->axis, index * span, place->width);

  return rint (at * scale) / scale;
}

static graphene_rect_t
box_of (AssaySoundView *self, const AssaySoundPlace *place, guint level, guint index)
{
  double span = assay_sound_tiles_get_span (self->tiles, level);
  double left = edge_of (self, place, span, index);
  double right = edge_of (self, place, span, index + 1.0);

  return GRAPHENE_RECT_INIT ((float) left, (float) place->top, (float) (right - left),
                             (float) place->height);
}

/* For a tile that is on its way: the coarser one that covers it, or finer ones inside of it. */
static void
paint_stand_in (AssaySoundView *self,
                GtkSnapshot *snapshot,
                const AssaySoundPlace *place,
                guint level,
                guint index)
{
  graphene_rect_t clip = box_of (self, place, level, index);
  graphene_rect_t box;
  GdkTexture *texture = NULL;

  gtk_snapshot_push_clip (snapshot, &clip);
  for (guint i = 1; i <= COARSER && texture == NULL; i++)
    {
      texture = texture_of (self, place, level + i, index >> i);
      box = box_of (self, place, level + i, index >> i);
      if (texture != NULL)
        gtk_snapshot_append_texture (snapshot, texture, &box);
    }
  for (guint i = 0; i < 2 && level > 0 && texture == NULL; i++)
    {
      GdkTexture *half = texture_of (self, place, level - 1, 2 * index + i);

      box = box_of (self, place, level - 1, 2 * index + i);
      if (half != NULL)
        gtk_snapshot_append_texture (snapshot, half, &box);
    }
  gtk_snapshot_pop (snapshot);
}

static void
paint_tiles (AssaySoundView *self, GtkSnapshot *snapshot, const AssaySoundPlace *place)
{
  double hop = assay_sound_tiles_get_hop (self->tiles);
  guint level = assay_sound_axis_level (
      &self->axis, hop, place->width * gtk_widget_get_scale_factor (GTK_WIDGET (self)));
  double span = assay_sound_tiles_get_span (self->tiles, level);
  double last = floor (self->axis.end / span);

  for (double at = floor (self->axis.start / span); at <= last && at < G_MAXINT32; at++)
    {
      GdkTexture *texture = texture_of (self, place, level, (guint) at);
      graphene_rect_t box = box_of (self, place, level, (guint) at);

      if (texture != NULL)
        gtk_snapshot_append_texture (snapshot, texture, &box);
      else
        paint_stand_in (self, snapshot, place, level, (guint) at);
    }
}

static void
paint_spectrogram (AssaySoundView *self, GtkSnapshot *snapshot, const AssaySoundPlace *place)
{
  static const GdkRGBA black = { 0, 0, 0.02f, 1 };
  graphene_rect_t box = GRAPHENE_RECT_INIT ((float) place->left, (float) place->top,
                                            (float) place->width, (float) place->height);

  gtk_snapshot_push_clip (snapshot, &box);
  gtk_snapshot_append_color (snapshot, &black, &box);
  paint_tiles (self, snapshot, place);
  gtk_snapshot_pop (snapshot);
}

static PangoLayout *
make_label (AssaySoundView *self, const char *text)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (0.8));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  return layout;
}

/* @align 0: @x is the left end, 1: the right end, 0.5: the middle. */
static void
paint_label (
    AssaySoundView *self, GtkSnapshot *snapshot, const char *text, double x, double y, double align)
{
  g_autoptr (PangoLayout) layout = make_label (self, text);
  GdkRGBA colour = assay_style_dim ();
  int width;
  int height;

  pango_layout_get_pixel_size (layout, &width, &height);
  x = CLAMP (x - align * width, 0.0, MAX (gtk_widget_get_width (GTK_WIDGET (self)) - width, 0.0));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) (y - height / 2.0)));
  gtk_snapshot_append_layout (snapshot, layout, &colour);
  gtk_snapshot_restore (snapshot);
}

static void
paint_time (AssaySoundView *self, GtkSnapshot *snapshot, const AssaySoundPlace *place)
{
  guint most = (guint) MAX (place->width / TIME_LABEL, 2.0);
  g_autoptr (AssayTicks) ticks
      = assay_ticks_new (ASSAY_SCALE_TIME, self->axis.start, self->axis.end, most, NULL);
  GdkRGBA grid = assay_style_dim ();

  for (guint i = 0; i < ticks->ticks->len; i++)
    {
      const AssayTick *tick = &g_array_index (ticks->ticks, AssayTick, i);
      double x = place->left + assay_sound_axis_place (&self->axis, tick->value, place->width);

      gtk_snapshot_append_color (
          snapshot, &grid, &GRAPHENE_RECT_INIT ((float) floor (x), (float) place->ruler, 1, 4));
      if (tick->label != NULL)
        paint_label (self, snapshot, tick->label, x, place->ruler + 13.0, 0.5);
    }
}

/* "8k" for 8000 Hz. */
static char *
hz_text (double hz)
{
  g_autofree char *number = NULL;

  if (hz < 1000.0)
    return assay_ticks_number_text (hz, 0);
  number = assay_ticks_number_text (hz / 1000.0, fabs (fmod (hz, 1000.0)) > 0.5 ? 1 : 0);
  return g_strdup_printf ("%sk", number);
}

static void
paint_frequencies (AssaySoundView *self, GtkSnapshot *snapshot, const AssaySoundPlace *place)
{
  double low = assay_sound_axis_hz (&self->axis, place->height, place->height);
  guint most = (guint) MAX (place->height / HZ_LABEL, 2.0);
  g_autoptr (AssayTicks) ticks
      = assay_ticks_new (self->axis.scale, low, self->axis.high, most, NULL);
  GdkRGBA grid = assay_style_dim ();

  for (guint i = 0; i < ticks->ticks->len; i++)
    {
      const AssayTick *tick = &g_array_index (ticks->ticks, AssayTick, i);
      double y = place->top + assay_sound_axis_place_hz (&self->axis, tick->value, place->height);
      g_autofree char *text = hz_text (tick->value);

      gtk_snapshot_append_color (
          snapshot, &grid, &GRAPHENE_RECT_INIT ((float) place->left - 4, (float) floor (y), 4, 1));
      if (tick->label != NULL && y > place->top + 6.0)
        paint_label (self, snapshot, text, place->left - 7.0, MIN (y, place->ruler - 6.0), 1.0);
    }
  paint_label (self, snapshot, _ ("Hz"), 4.0, place->top + 7.0, 0.0);
}

static void
paint_span (AssaySoundView *self, GtkSnapshot *snapshot, const AssaySoundPlace *place)
{
  double left = assay_sound_axis_place (&self->axis, self->selection_start, place->width);
  double right = assay_sound_axis_place (&self->axis, self->selection_end, place->width);
  GdkRGBA wave = assay_style_span ();
  GdkRGBA line = assay_style_annotation ();
  /* edges alone on the spectrogram: a veil would change the colours that are read */
  static const GdkRGBA edge = { 1, 1, 1, 0.9f };
  float x = (float) (place->left + left);
  float width = (float) MAX (right - left, 1.0);

  gtk_snapshot_append_color (snapshot, &wave,
                             &GRAPHENE_RECT_INIT (x, 0, width, (float) place->wave_height));
  gtk_snapshot_append_color (snapshot, &edge,
                             &GRAPHENE_RECT_INIT (x, (float) place->top, width, 2));
  gtk_snapshot_append_color (snapshot, &edge,
                             &GRAPHENE_RECT_INIT (x, (float) place->ruler - 2, width, 2));
  for (guint i = 0; i < 2; i++)
    {
      float at = i == 0 ? x : x + width - 1;

      gtk_snapshot_append_color (snapshot, &line,
                                 &GRAPHENE_RECT_INIT (at, 0, 1, (float) place->wave_height));
      gtk_snapshot_append_color (
          snapshot, &edge, &GRAPHENE_RECT_INIT (at, (float) place->top, 1, (float) place->height));
    }
}

/* A line through waveform and spectrogram: white in black on the latter. */
static void
paint_line (AssaySoundView *self,
            GtkSnapshot *snapshot,
            const AssaySoundPlace *place,
            double seconds,
            const GdkRGBA *colour,
            float width)
{
  static const GdkRGBA shade = { 0, 0, 0, 0.7f };
  static const GdkRGBA light = { 1, 1, 1, 1 };
  float x
      = (float) (place->left + floor (assay_sound_axis_place (&self->axis, seconds, place->width)));

  gtk_snapshot_append_color (snapshot, colour,
                             &GRAPHENE_RECT_INIT (x, 0, width, (float) place->wave_height));
  gtk_snapshot_append_color (
      snapshot, &shade,
      &GRAPHENE_RECT_INIT (x - 1, (float) place->top, width + 2, (float) place->height));
  gtk_snapshot_append_color (
      snapshot, &light, &GRAPHENE_RECT_INIT (x, (float) place->top, width, (float) place->height));
}

static void
paint_cursor (AssaySoundView *self, GtkSnapshot *snapshot, const AssaySoundPlace *place)
{
  static const GdkRGBA light = { 1, 1, 1, 0.8f };
  GdkRGBA foreground = assay_style_foreground ();
  double y;

  paint_line (self, snapshot, place, self->cursor, &foreground, 1);
  if (isnan (self->cursor_hz))
    return;
  y = assay_sound_axis_place_hz (&self->axis, self->cursor_hz, place->height);
  if (y >= 0.0 && y < place->height)
    gtk_snapshot_append_color (snapshot, &light,
                               &GRAPHENE_RECT_INIT ((float) place->left,
                                                    (float) (place->top + floor (y)),
                                                    (float) place->width, 1));
}

void
assay_sound_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  AssaySoundView *self = ASSAY_SOUND_VIEW (widget);
  AssaySoundPlace place;
  GdkRGBA playing = assay_style_annotation ();

  assay_sound_view_find_place (self, &place);
  if (!self->known || assay_sound_outline_get_envelope (self->outline) == NULL)
    return;
  assay_sound_view_paint_wave (self, snapshot, &place);
  if (self->tiles != NULL)
    paint_spectrogram (self, snapshot, &place);
  paint_frequencies (self, snapshot, &place);
  paint_time (self, snapshot, &place);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT ((float) place.left, 0, (float) place.width,
                                                         (float) place.ruler));
  if (self->selection_start < self->selection_end)
    paint_span (self, snapshot, &place);
  if (!isnan (self->cursor))
    paint_cursor (self, snapshot, &place);
  if (!isnan (self->playhead))
    paint_line (self, snapshot, &place, self->playhead, &playing, 2);
  gtk_snapshot_pop (snapshot);
}
