/* assay-sound-colour.h: levels of a spectrogram as colours: pure functions of bytes. */
#pragma once

#include "assay-sound-axis.h"

G_BEGIN_DECLS

/* Which levels have which colour: black at @top − @range dB, palest at @top dB. */
typedef struct
{
  double top;   /* dB of full scale */
  double range; /* dB */
} AssaySoundLevelRange;

/* A byte of a tile as dB of full scale. */
double assay_sound_colour_level (guint8 value);
/**
 * assay_sound_colour_fill:
 * @levels: (array length=rows × columns): as the tool `sound` gives them, row 0 is 0 Hz
 * @pixels: (array length=height × columns × 4): R, G, B, 255; row 0 is the highest visible
 * frequency
 *
 * A pixel that spans several rows shows the loudest of them, one within a row a value between
 * neighbours. Magma, whose steps look equally large.
 */
void assay_sound_colour_fill (const guint8 *levels,
                              guint rows,
                              guint columns,
                              const AssaySoundAxis *axis,
                              const AssaySoundLevelRange *range,
                              guint height,
                              guint8 *pixels);

G_END_DECLS
