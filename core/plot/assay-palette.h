/* assay-palette.h: the colours of plots: one set for each style of the screen, one for paper. */
#pragma once

#include "plot/assay-draw-list.h"

G_BEGIN_DECLS

/* Colours for series are told apart by people with any kind of colour vision; series beyond them
 * differ in dashes. */
#define ASSAY_PALETTE_SERIES 7

typedef struct
{
  AssayColour background; /* alpha 0 on the screen, where the window's shows; behind words it is
                             used in part */
  AssayColour foreground; /* titles, labels */
  AssayColour dim;        /* tick labels, axis titles */
  AssayColour axis;
  AssayColour grid;
  AssayColour annotation; /* lines and words of annotations */
  AssayColour span;       /* filled time spans, translucent */
  AssayColour series[ASSAY_PALETTE_SERIES];
  double fill_alpha; /* areas under histograms and in bands */
  double line_width; /* pt */
} AssayPalette;

typedef enum
{
  ASSAY_PALETTE_PAPER, /* printable, readable in grey */
  ASSAY_PALETTE_LIGHT,
  ASSAY_PALETTE_DARK,
  ASSAY_PALETTE_LIGHT_CONTRAST,
  ASSAY_PALETTE_DARK_CONTRAST,
} AssayPaletteKind;

const AssayPalette *assay_palette_get (AssayPaletteKind kind);

/* Colour of series @index, and how its line is dashed. Series named after a colour channel ("Red",
 * "Green", "Blue", "Luminance"; msgids) have its colour, whatever their index. @name and @dash may
 * be NULL. */
AssayColour
assay_palette_series (const AssayPalette *self, guint index, const char *name, AssayDash *dash);

/* @place 0..1 on the colour map "magma", "grey" or "diverging" (any other name: magma). Equal steps
 * look equally large; the diverging map is palest at 0.5. NaN is transparent. */
AssayColour assay_colour_map (const char *map, double place);

G_END_DECLS
