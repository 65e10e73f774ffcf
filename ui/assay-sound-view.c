/* assay-sound-view.c: selection, cursor and place of the view; what it says about them. */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "assay-sound-view-private.h"
#include "plot/assay-plot.h"

#define LEFT 52.0
#define RULER 22.0
#define GAP 6.0
#define WAVE_SHARE 0.34

enum
{
  PROP_READING = 1,
  PROP_SELECTED,
  N_PROPERTIES,
};

enum
{
  PICKED,
  POINTED,
  LOADED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AssaySoundView, assay_sound_view, GTK_TYPE_WIDGET)

void
assay_sound_view_find_place (AssaySoundView *self, AssaySoundPlace *place)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double height = MAX (gtk_widget_get_height (GTK_WIDGET (self)) - RULER, 1.0);

  place->left = LEFT;
  place->width = MAX (width - LEFT, 1.0);
  place->wave_height = floor (height * WAVE_SHARE);
  place->top = place->wave_height + GAP;
  place->height = MAX (height - place->top, 1.0);
  place->ruler = height;
}

static char *
make_reading (AssaySoundView *self)
{
  AssaySoundPlace place;
  g_autofree char *time = NULL;
  g_autofree char *frequency = NULL;
  g_autofree char *level = NULL;
  double step;
  double hop;
  double value;

  assay_sound_view_find_place (self, &place);
  step = (self->axis.end - self->axis.start) / place.width;
  time = assay_ticks_time_text (self->cursor, (guint) CLAMP (ceil (-log10 (step)), 0.0, 6.0));
  if (isnan (self->cursor_hz) || self->tiles == NULL)
    return g_strdup (time);
  hop = assay_sound_tiles_get_hop (self->tiles);
  value
      = assay_sound_tiles_read (self->tiles, assay_sound_axis_level (&self->axis, hop, place.width),
                                self->cursor, self->cursor_hz);
  frequency = assay_ticks_number_text (self->cursor_hz, self->cursor_hz < 100.0 ? 1 : 0);
  if (isnan (value))
    return g_strdup_printf (_ ("%s · %s Hz"), time, frequency);
  level = assay_ticks_number_text (value, 1);
  /* Translators: moment, frequency, level at the cursor. */
  return g_strdup_printf (_ ("%s · %s Hz · %s dB"), time, frequency, level);
}

void
assay_sound_view_update_reading (AssaySoundView *self)
{
  g_autofree char *reading
      = isnan (self->cursor) || !self->known ? g_strdup ("") : make_reading (self);

  if (g_strcmp0 (reading, self->reading) == 0)
    return;
  g_free (self->reading);
  self->reading = g_steal_pointer (&reading);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READING]);
}

static void
update_selected (AssaySoundView *self)
{
  double start;
  double end;
  g_autofree char *text = g_strdup ("");

  if (assay_sound_view_get_selection (self, &start, &end))
    {
      g_autofree char *from = assay_ticks_time_text (start, 3);
      g_autofree char *to = assay_ticks_time_text (end, 3);
      g_autofree char *length = assay_ticks_number_text (end - start, 3);

      g_free (text);
      /* Translators: start, end and length of the selected part. */
      text = g_strdup_printf (_ ("%s – %s (%s s)"), from, to, length);
    }
  if (g_strcmp0 (text, self->selected) == 0)
    return;
  g_free (self->selected);
  self->selected = g_steal_pointer (&text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

double
assay_sound_view_get_duration (AssaySoundView *self)
{
  return self->known ? self->axis.duration : 0.0;
}

guint
assay_sound_view_get_rate (AssaySoundView *self)
{
  return self->outline != NULL ? assay_sound_outline_get_rate (self->outline) : 0;
}

guint
assay_sound_view_get_channels (AssaySoundView *self)
{
  const AssayEnvelope *envelope
      = self->outline != NULL ? assay_sound_outline_get_envelope (self->outline) : NULL;

  return envelope != NULL ? assay_envelope_get_channels (envelope) : 0;
}

gboolean
assay_sound_view_is_complete (AssaySoundView *self)
{
  return self->outline != NULL && assay_sound_outline_is_complete (self->outline);
}

const GError *
assay_sound_view_get_error (AssaySoundView *self)
{
  return self->outline != NULL ? assay_sound_outline_get_error (self->outline) : NULL;
}

const AssaySoundAxis *
assay_sound_view_get_axis (AssaySoundView *self)
{
  return &self->axis;
}

gboolean
assay_sound_view_get_selection (AssaySoundView *self, double *start, double *end)
{
  *start = self->selection_start;
  *end = self->selection_end;
  return self->selection_start < self->selection_end;
}

void
assay_sound_view_select (AssaySoundView *self, double start, double end)
{
  self->selection_start = CLAMP (start, 0.0, self->axis.duration);
  self->selection_end = CLAMP (end, 0.0, self->axis.duration);
  update_selected (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
assay_sound_view_pick (AssaySoundView *self, double start, double end)
{
  assay_sound_view_select (self, MIN (start, end), MAX (start, end));
  g_signal_emit (self, signals[PICKED], 0);
}

void
assay_sound_view_point (AssaySoundView *self, double seconds, double hz, gboolean tell)
{
  self->cursor = isnan (seconds) ? seconds : CLAMP (seconds, 0.0, self->axis.duration);
  self->cursor_hz = isnan (hz) ? hz : CLAMP (hz, 0.0, self->axis.top);
  assay_sound_view_update_reading (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (tell)
    g_signal_emit (self, signals[POINTED], 0, self->cursor);
}

void
assay_sound_view_set_playhead (AssaySoundView *self, double seconds, gboolean follow)
{
  double span = self->axis.end - self->axis.start;

  self->playhead = seconds;
  if (follow && !isnan (seconds) && (seconds < self->axis.start || seconds > self->axis.end))
    {
      assay_sound_axis_show (&self->axis, seconds - 0.05 * span, seconds + 0.95 * span);
      assay_sound_view_changed (self);
      return;
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

double
assay_sound_view_get_cursor (AssaySoundView *self)
{
  return isnan (self->cursor) ? 0.0 : self->cursor;
}

void
assay_sound_view_zoom (AssaySoundView *self, double factor)
{
  double centre = (self->axis.start + self->axis.end) / 2.0;

  if (!self->known)
    return;
  if (!(factor > 0.0))
    {
      self->axis.low = 0.0;
      self->axis.high = self->axis.top;
      assay_sound_axis_show (&self->axis, 0.0, self->axis.duration);
    }
  else if (self->cursor >= self->axis.start && self->cursor <= self->axis.end)
    assay_sound_axis_zoom (&self->axis, factor, self->cursor);
  else
    assay_sound_axis_zoom (&self->axis, factor, centre);
  assay_sound_view_changed (self);
}

void
assay_sound_view_show_selection (AssaySoundView *self)
{
  double start;
  double end;

  if (!self->known || !assay_sound_view_get_selection (self, &start, &end))
    return;
  assay_sound_axis_show (&self->axis, start, end);
  assay_sound_view_changed (self);
}

const char *
assay_sound_view_get_reading (AssaySoundView *self)
{
  return self->reading != NULL ? self->reading : "";
}

const char *
assay_sound_view_get_selected (AssaySoundView *self)
{
  return self->selected != NULL ? self->selected : "";
}

static void
assay_sound_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AssaySoundView *self = ASSAY_SOUND_VIEW (object);

  if (id == PROP_READING)
    g_value_set_string (value, assay_sound_view_get_reading (self));
  else if (id == PROP_SELECTED)
    g_value_set_string (value, assay_sound_view_get_selected (self));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
assay_sound_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  assay_sound_view_changed (ASSAY_SOUND_VIEW (widget));
}

static void
assay_sound_view_dispose (GObject *object)
{
  AssaySoundView *self = ASSAY_SOUND_VIEW (object);

  assay_sound_view_close_file (self);
  g_clear_pointer (&self->reading, g_free);
  g_clear_pointer (&self->selected, g_free);
  G_OBJECT_CLASS (assay_sound_view_parent_class)->dispose (object);
}

static void
assay_sound_view_class_init (AssaySoundViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = assay_sound_view_dispose;
  object_class->get_property = assay_sound_view_get_property;
  widget_class->snapshot = assay_sound_view_snapshot;
  widget_class->size_allocate = assay_sound_view_size_allocate;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "plot");
  assay_sound_view_class_add_keys (widget_class);
  properties[PROP_READING]
      = g_param_spec_string ("reading", NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SELECTED]
      = g_param_spec_string ("selected", NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  signals[PICKED] = g_signal_new ("picked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  signals[POINTED] = g_signal_new ("pointed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);
  signals[LOADED] = g_signal_new ("loaded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
assay_sound_view_init (AssaySoundView *self)
{
  self->playhead = NAN;
  self->cursor = NAN;
  self->cursor_hz = NAN;
  self->pointer = (AssayPointer){ NAN, NAN };
  self->spectrum = (AssaySoundSpectrum){ 1024, 75, 0, "hann" };
  self->range = (AssaySoundLevelRange){ 0.0, 90.0 };
  assay_sound_axis_init (&self->axis, 1.0, 48000);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Waveform and spectrogram"), -1);
  assay_sound_view_add_input (self);
}

GtkWidget *
assay_sound_view_new (void)
{
  return g_object_new (ASSAY_TYPE_SOUND_VIEW, NULL);
}
