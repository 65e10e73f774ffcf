/* assay-levels-private.h: how the levels of a picture are distributed. Pure mathematics. */
#pragma once

#include "model/assay-image.h"
#include "model/assay-plot.h"

G_BEGIN_DECLS

typedef struct
{
  guint64
      luminance[256]; /* (77 R + 150 G + 29 B + 128) / 256, the weights of ITU-R BT.601 in 256ths */
  guint64 colours[3][256]; /* red, green, blue; equal to luminance for a grey picture */
  guint64 pixels;
} AssayLevels;

/* Counts the levels of @image; alpha is ignored. */
void assay_levels_count (const AssayImage *image, AssayLevels *levels);

/* Mean of the luminance, 0 .. 255. */
double assay_levels_mean (const AssayLevels *levels);
/* Levels without any pixel between the lowest and the highest that have one: stretching and gamma
 * leave such gaps, a camera leaves hardly any. */
guint assay_levels_gaps (const AssayLevels *levels);

/* Bars of the luminance, and lines of the three colours; share % of all pixels. */
AssayPlot *assay_levels_plot_luminance (const AssayLevels *levels) G_GNUC_WARN_UNUSED_RESULT;
AssayPlot *assay_levels_plot_colours (const AssayLevels *levels) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
