/* assay-sound-view-data.c: which workers the view has, and what it asks of them. */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "assay-sound-view-private.h"
#include "plot/assay-plot.h"
#include "sound/assay-sound-info.h"

/* s: lengths of two versions of a sound that count as alike. */
#define ALIKE 1.0

/* Asks for the tiles of what is visible. */
static void
want_tiles (AssaySoundView *self, double width)
{
  double hop = assay_sound_tiles_get_hop (self->tiles);
  guint level = assay_sound_axis_level (&self->axis, hop, width);
  double span = assay_sound_tiles_get_span (self->tiles, level);

  assay_sound_tiles_want (self->tiles, level, (guint) floor (self->axis.start / span),
                          (guint) floor (MAX (self->axis.end, 0.0) / span));
}

/* Samples when a pixel has fewer of them than a bin, a screen more on either side if they may. */
static void
want_samples (AssaySoundView *self, double width)
{
  double rate = 2.0 * self->axis.top;
  double span = self->axis.end - self->axis.start;
  guint channels = assay_sound_view_get_channels (self);
  gint64 first = (gint64) floor (self->axis.start * rate);
  gint64 last = (gint64) ceil (MIN (self->axis.end, self->axis.duration) * rate);
  gsize held = self->samples != NULL ? g_bytes_get_size (self->samples) / sizeof (float)
                                           / MAX (self->samples_channels, 1)
                                     : 0;
  double margin = 3.0 * span * rate * channels > ASSAY_SOUND_VALUES ? 0.0 : span;

  if (span * rate / width >= ASSAY_SOUND_BIN || span * rate * channels > ASSAY_SOUND_VALUES)
    return;
  if (self->samples != NULL && self->samples_first <= first
      && self->samples_first + (gint64) held >= last)
    return;
  assay_sound_ranges_ask (self->detail,
                          &(AssaySoundRange){ .start = MAX (self->axis.start - margin, 0.0),
                                              .end = self->axis.end + margin,
                                              .columns = 1 });
}

void
assay_sound_view_changed (AssaySoundView *self)
{
  AssaySoundPlace place;

  assay_sound_view_find_place (self, &place);
  if (self->known && place.width > 1.0)
    {
      want_tiles (self, place.width * gtk_widget_get_scale_factor (GTK_WIDGET (self)));
      want_samples (self, place.width);
    }
  assay_sound_view_update_reading (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_samples (const AssaySoundRange *range, const AssayPreviewUnit *unit, gpointer data)
{
  AssaySoundView *self = data;

  if (unit == NULL || unit->samples == NULL)
    return;
  g_clear_pointer (&self->samples, g_bytes_unref);
  self->samples = g_bytes_ref (unit->samples);
  self->samples_first = unit->index;
  self->samples_channels = unit->channels;
  assay_sound_view_changed (self);
}

static void
close_tiles (AssaySoundView *self)
{
  if (self->tiles != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->tiles, self);
      assay_sound_tiles_close (self->tiles);
    }
  g_clear_object (&self->tiles);
}

static void
open_tiles (AssaySoundView *self)
{
  close_tiles (self);
  if (self->file == NULL || !self->known)
    return;
  self->tiles = assay_sound_tiles_new (self->file, &self->spectrum,
                                       assay_sound_outline_get_rate (self->outline));
  g_signal_connect_swapped (self->tiles, "changed", G_CALLBACK (assay_sound_view_changed), self);
}

/* The first part of the outline tells what there is. */
static void
begin (AssaySoundView *self)
{
  static const char *const settings[] = { "kind", "samples", NULL };
  double duration = assay_sound_outline_get_duration (self->outline);
  guint rate = assay_sound_outline_get_rate (self->outline);
  AssaySoundAxis before = self->axis;

  self->known = TRUE;
  assay_sound_axis_init (&self->axis, duration, rate);
  self->axis.scale = before.scale;
  if (self->keep_place && fabs (before.duration - duration) < ALIKE)
    assay_sound_axis_show (&self->axis, before.start, before.end);
  else
    assay_sound_view_select (self, 0.0, 0.0);
  self->spectrum.channel = MIN (self->spectrum.channel, assay_sound_view_get_channels (self));
  self->detail = assay_sound_ranges_new (self->file, settings, on_samples, self);
  open_tiles (self);
}

/* "Waveform and spectrogram, 2 channels, 48000 Hz, 1:00:00" */
static void
name_view (AssaySoundView *self)
{
  g_autofree char *length = assay_ticks_time_text (self->axis.duration, 1);
  guint channels = assay_sound_view_get_channels (self);
  g_autofree char *name = g_strdup_printf (
      g_dngettext (NULL, "Waveform and spectrogram: %u channel, %u Hz, length %s",
                   "Waveform and spectrogram: %u channels, %u Hz, length %s", channels),
      channels, assay_sound_view_get_rate (self), length);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
on_outline (AssaySoundView *self)
{
  if (!self->known && assay_sound_outline_get_rate (self->outline) > 0)
    begin (self);
  if (self->known)
    {
      assay_sound_axis_extend (&self->axis, assay_sound_outline_get_duration (self->outline));
      name_view (self);
    }
  assay_sound_view_changed (self);
  g_signal_emit_by_name (self, "loaded");
}

void
assay_sound_view_close_file (AssaySoundView *self)
{
  close_tiles (self);
  if (self->outline != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->outline, self);
      assay_sound_outline_close (self->outline);
    }
  g_clear_object (&self->outline);
  if (self->detail != NULL)
    assay_sound_ranges_close (self->detail);
  g_clear_object (&self->detail);
  g_clear_pointer (&self->samples, g_bytes_unref);
  g_clear_object (&self->file);
  self->known = FALSE;
}

void
assay_sound_view_set_file (AssaySoundView *self, AssaySoundFile *file, gboolean keep_place)
{
  self->keep_place = keep_place && self->known;
  assay_sound_view_close_file (self);
  if (!self->keep_place)
    {
      self->cursor = NAN;
      self->cursor_hz = NAN;
      self->playhead = NAN;
    }
  if (file != NULL)
    {
      self->file = g_object_ref (file);
      self->outline = assay_sound_outline_new (file);
      g_signal_connect_swapped (self->outline, "changed", G_CALLBACK (on_outline), self);
    }
  assay_sound_view_changed (self);
}

void
assay_sound_view_set_spectrum (AssaySoundView *self, const AssaySoundSpectrum *spectrum)
{
  self->spectrum = *spectrum;
  open_tiles (self);
  assay_sound_view_changed (self);
}

void
assay_sound_view_set_range (AssaySoundView *self, const AssaySoundLevelRange *range)
{
  self->range = *range;
  assay_sound_view_changed (self);
}

void
assay_sound_view_set_scale (AssaySoundView *self, AssayScale scale)
{
  self->axis.scale = scale;
  self->axis.low = 0.0;
  self->axis.high = self->axis.top;
  assay_sound_view_changed (self);
}
