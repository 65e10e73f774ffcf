/* assay-sound-view-wave.c: the waveform: extremes and level of bins, or the samples themselves. */
#include "config.h"

#include <cairo.h>
#include <math.h>

#include "assay-sound-view-private.h"
#include "assay-style.h"
#include "sound/assay-sound-info.h"

/* Pixels between samples from which each gets a dot. */
#define DOTS 6.0

typedef struct
{
  cairo_t *cr;
  double top, height; /* of the lane, in the waveform */
  double width;
  double gain; /* so that the largest peak fills the lane */
} Lane;

static double
place_of (const Lane *lane, double value)
{
  return lane->top + lane->height * (0.5 - 0.47 * CLAMP (value * lane->gain, -1.0, 1.0));
}

/* The outline between two values of each column, filled; at least a hair wide. */
static void
fill_between (const Lane *lane, const AssayEnvelopeColumn *columns, guint n, gboolean level)
{
  gboolean begun = FALSE;

  for (guint i = 0; i < n; i++)
    {
      double high = level ? columns[i].rms : columns[i].high;
      double low = level ? -columns[i].rms : columns[i].low;
      double top = place_of (lane, high);

      if (!columns[i].filled)
        continue;
      begun = TRUE;
      cairo_rectangle (lane->cr, i, top, 1.0, MAX (place_of (lane, low) - top, 1.0));
    }
  if (begun)
    cairo_fill (lane->cr);
}

/* From samples: the extremes of each column. */
static void
reduce_samples (AssaySoundView *self, guint channel, AssayEnvelopeColumn *columns, guint n)
{
  const float *values = g_bytes_get_data (self->samples, NULL);
  guint stride = self->samples_channels;
  gint64 held = (gint64) (g_bytes_get_size (self->samples) / sizeof (float) / stride);
  double rate = 2.0 * self->axis.top;
  double step = (self->axis.end - self->axis.start) * rate / n;

  for (guint i = 0; i < n; i++)
    {
      double begin = self->axis.start * rate + i * step - (double) self->samples_first;
      gint64 first = MAX ((gint64) floor (begin), 0);
      gint64 last = MIN ((gint64) floor (begin + step) + 1, held);
      double power = 0.0;

      columns[i] = (AssayEnvelopeColumn){ .low = G_MAXFLOAT, .high = -G_MAXFLOAT };
      for (gint64 at = first; at < last; at++)
        {
          float raw = values[at * stride + channel];
          float value = isfinite (raw) ? raw : 0.0f;

          columns[i].low = MIN (columns[i].low, value);
          columns[i].high = MAX (columns[i].high, value);
          power += (double) value * (double) value;
        }
      columns[i].filled = first < last;
      columns[i].rms = (float) sqrt (power / (double) MAX (last - first, 1));
    }
}

/* So few samples that each has a place of its own. */
static void
stroke_samples (AssaySoundView *self, const Lane *lane, guint channel)
{
  const float *values = g_bytes_get_data (self->samples, NULL);
  guint stride = self->samples_channels;
  gint64 held = (gint64) (g_bytes_get_size (self->samples) / sizeof (float) / stride);
  double rate = 2.0 * self->axis.top;
  double pixels = lane->width / ((self->axis.end - self->axis.start) * rate);
  gint64 first = (gint64) floor (self->axis.start * rate) - self->samples_first;
  gint64 last = (gint64) ceil (self->axis.end * rate) - self->samples_first;

  for (gint64 at = MAX (first, 0); at <= MIN (last, held - 1); at++)
    {
      double x = ((double) (at + self->samples_first) - self->axis.start * rate) * pixels;

      cairo_line_to (lane->cr, x, place_of (lane, (double) values[at * stride + channel]));
    }
  cairo_stroke (lane->cr);
  for (gint64 at = MAX (first, 0); pixels >= DOTS && at <= MIN (last, held - 1); at++)
    {
      double x = ((double) (at + self->samples_first) - self->axis.start * rate) * pixels;

      cairo_arc (lane->cr, x, place_of (lane, (double) values[at * stride + channel]), 2.5, 0.0,
                 2.0 * G_PI);
      cairo_fill (lane->cr);
    }
}

static gboolean
has_samples (AssaySoundView *self, double width)
{
  double rate = 2.0 * self->axis.top;
  gint64 held;

  if (self->samples == NULL
      || (self->axis.end - self->axis.start) * rate / width >= ASSAY_SOUND_BIN)
    return FALSE;
  held = (gint64) (g_bytes_get_size (self->samples) / sizeof (float) / self->samples_channels);
  return (double) self->samples_first <= self->axis.start * rate + 1.0
         && (double) (self->samples_first + held)
                >= MIN (self->axis.end, self->axis.duration) * rate - ASSAY_SOUND_BIN;
}

static void
paint_lane (AssaySoundView *self, const Lane *lane, guint channel)
{
  const AssayEnvelope *envelope = assay_sound_outline_get_envelope (self->outline);
  guint n = (guint) lane->width;
  g_autofree AssayEnvelopeColumn *columns = g_new (AssayEnvelopeColumn, MAX (n, 1));
  double rate = 2.0 * self->axis.top;
  GdkRGBA peak = assay_style_series (0);
  GdkRGBA level = peak;

  /* paler extremes around the level */
  peak.alpha = 0.5f;
  if (has_samples (self, lane->width)
      && (self->axis.end - self->axis.start) * rate / lane->width < 2.0)
    {
      cairo_set_antialias (lane->cr, CAIRO_ANTIALIAS_DEFAULT);
      gdk_cairo_set_source_rgba (lane->cr, &level);
      stroke_samples (self, lane, channel);
      return;
    }
  if (has_samples (self, lane->width))
    reduce_samples (self, channel, columns, n);
  else
    assay_envelope_read (envelope, channel, self->axis.start * rate, self->axis.end * rate, columns,
                         n);
  gdk_cairo_set_source_rgba (lane->cr, &peak);
  fill_between (lane, columns, n, FALSE);
  gdk_cairo_set_source_rgba (lane->cr, &level);
  fill_between (lane, columns, n, TRUE);
}

void
assay_sound_view_paint_wave (AssaySoundView *self,
                             GtkSnapshot *snapshot,
                             const AssaySoundPlace *place)
{
  const AssayEnvelope *envelope = assay_sound_outline_get_envelope (self->outline);
  guint channels = assay_envelope_get_channels (envelope);
  double peak = (double) assay_envelope_get_peak (envelope);
  GdkRGBA grid = assay_style_grid ();
  graphene_rect_t box = GRAPHENE_RECT_INIT ((float) place->left, 0, (float) place->width,
                                            (float) place->wave_height);
  Lane lane = { .height = place->wave_height / channels,
                .width = place->width,
                .gain = 1.0 / CLAMP (peak, 1e-4, 1e6) };

  lane.cr = gtk_snapshot_append_cairo (snapshot, &box);
  cairo_translate (lane.cr, place->left, 0.0);
  cairo_set_line_width (lane.cr, 1.2);
  /* columns are whole pixels: smoothing them costs more than all the rest of a frame */
  cairo_set_antialias (lane.cr, CAIRO_ANTIALIAS_NONE);
  for (guint channel = 0; channel < channels; channel++)
    {
      lane.top = channel * lane.height;
      gdk_cairo_set_source_rgba (lane.cr, &grid);
      cairo_rectangle (lane.cr, 0.0, floor (place_of (&lane, 0.0)), lane.width, 1.0);
      cairo_fill (lane.cr);
      paint_lane (self, &lane, channel);
    }
  cairo_destroy (lane.cr);
}
