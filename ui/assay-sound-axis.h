/* assay-sound-axis.h: which part of a sound is on the screen, and what maps it to pixels: pure
 * functions of a plain struct. */
#pragma once

#include "model/assay-plot.h"

G_BEGIN_DECLS

/* Lowest frequency of the logarithmic scale, Hz. */
#define ASSAY_SOUND_LOG_LOW 20.0

typedef struct
{
  double duration;   /* s, of the whole */
  double start, end; /* s, visible */
  double top;        /* Hz: half the sampling rate */
  double low, high;  /* Hz, visible */
  double shortest;   /* s: what can be zoomed in to */
  AssayScale scale;  /* LINEAR, LOG or MEL, of frequency */
} AssaySoundAxis;

/* Everything is visible. @rate in Hz. */
void assay_sound_axis_init (AssaySoundAxis *self, double duration, guint rate);
/* A longer whole has become known: what showed all goes on showing all. */
void assay_sound_axis_extend (AssaySoundAxis *self, double duration);
/* Shows @start to @end as far as that is possible. */
void assay_sound_axis_show (AssaySoundAxis *self, double start, double end);
/* @factor > 1 shows less; the second @centre stays where it is. */
void assay_sound_axis_zoom (AssaySoundAxis *self, double factor, double centre);
void assay_sound_axis_move (AssaySoundAxis *self, double seconds);
/* The same for frequency; @centre in Hz stays where it is. */
void assay_sound_axis_zoom_frequency (AssaySoundAxis *self, double factor, double centre);

/* Pixels from the left of @width, and back. */
double assay_sound_axis_place (const AssaySoundAxis *self, double seconds, double width);
double assay_sound_axis_seconds (const AssaySoundAxis *self, double x, double width);
/* Pixels from the top of @height, the highest frequency there, and back. */
double assay_sound_axis_place_hz (const AssaySoundAxis *self, double hz, double height);
double assay_sound_axis_hz (const AssaySoundAxis *self, double y, double height);

/* Doublings of the step @hop (s) so that a column is no wider than a pixel if it can; 0 at least.
 */
guint assay_sound_axis_level (const AssaySoundAxis *self, double hop, double width);

G_END_DECLS
