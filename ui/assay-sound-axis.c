/* assay-sound-axis.c: see the header. */
#include "assay-sound-axis.h"

#include "config.h"

#include <math.h>

#include "plot/assay-scale.h"

/* Samples that fill the screen at the closest. */
#define LEAST_SAMPLES 32.0
#define LEAST_HZ 50.0
#define MOST_LEVEL 30u

void
assay_sound_axis_init (AssaySoundAxis *self, double duration, guint rate)
{
  self->shortest = LEAST_SAMPLES / MAX (rate, 1);
  self->duration = MAX (duration, self->shortest);
  self->start = 0.0;
  self->end = self->duration;
  self->top = MAX (rate, 1) / 2.0;
  self->low = 0.0;
  self->high = self->top;
  self->scale = ASSAY_SCALE_LINEAR;
}

void
assay_sound_axis_show (AssaySoundAxis *self, double start, double end)
{
  double span = CLAMP (end - start, MIN (self->shortest, self->duration), self->duration);

  self->start = CLAMP (start, 0.0, self->duration - span);
  self->end = self->start + span;
}

void
assay_sound_axis_extend (AssaySoundAxis *self, double duration)
{
  gboolean all = self->start <= 0.0 && self->end >= self->duration;

  self->duration = MAX (duration, self->shortest);
  if (all)
    assay_sound_axis_show (self, 0.0, self->duration);
  else
    assay_sound_axis_show (self, self->start, self->end);
}

void
assay_sound_axis_zoom (AssaySoundAxis *self, double factor, double centre)
{
  double span = self->end - self->start;
  double shown = CLAMP (span / factor, MIN (self->shortest, self->duration), self->duration);
  double place = CLAMP ((centre - self->start) / span, 0.0, 1.0);

  assay_sound_axis_show (self, self->start + place * (span - shown),
                         self->start + place * (span - shown) + shown);
}

void
assay_sound_axis_move (AssaySoundAxis *self, double seconds)
{
  assay_sound_axis_show (self, self->start + seconds, self->end + seconds);
}

/* Where the scale begins: the logarithm of 0 is nowhere. */
static double
lowest (const AssaySoundAxis *self)
{
  return self->scale == ASSAY_SCALE_LOG ? MAX (self->low, MIN (ASSAY_SOUND_LOG_LOW, self->top / 2))
                                        : self->low;
}

void
assay_sound_axis_zoom_frequency (AssaySoundAxis *self, double factor, double centre)
{
  double forward = assay_scale_forward (self->scale, CLAMP (centre, lowest (self), self->high));
  double low = assay_scale_forward (self->scale, lowest (self));
  double high = assay_scale_forward (self->scale, self->high);
  double from = assay_scale_backward (self->scale, forward - (forward - low) / factor);
  double to = assay_scale_backward (self->scale, forward + (high - forward) / factor);

  from = CLAMP (from, 0.0, self->top);
  to = CLAMP (to, 0.0, self->top);
  if (to - from < MIN (LEAST_HZ, self->top))
    return;
  self->low = self->scale == ASSAY_SCALE_LOG && from <= ASSAY_SOUND_LOG_LOW ? 0.0 : from;
  self->high = to;
}

double
assay_sound_axis_place (const AssaySoundAxis *self, double seconds, double width)
{
  return (seconds - self->start) / (self->end - self->start) * width;
}

double
assay_sound_axis_seconds (const AssaySoundAxis *self, double x, double width)
{
  return self->start + x / MAX (width, 1.0) * (self->end - self->start);
}

double
assay_sound_axis_place_hz (const AssaySoundAxis *self, double hz, double height)
{
  double low = assay_scale_forward (self->scale, lowest (self));
  double high = assay_scale_forward (self->scale, self->high);

  hz = MAX (hz, lowest (self));
  return (high - assay_scale_forward (self->scale, hz)) / (high - low) * height;
}

double
assay_sound_axis_hz (const AssaySoundAxis *self, double y, double height)
{
  double low = assay_scale_forward (self->scale, lowest (self));
  double high = assay_scale_forward (self->scale, self->high);

  return assay_scale_backward (self->scale, high - y / MAX (height, 1.0) * (high - low));
}

guint
assay_sound_axis_level (const AssaySoundAxis *self, double hop, double width)
{
  double steps = (self->end - self->start) / MAX (width, 1.0) / hop;

  return steps < 2.0 ? 0 : MIN ((guint) floor (log2 (steps)), MOST_LEVEL);
}
