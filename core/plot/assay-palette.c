/* assay-palette.c: the colour tables. Series colours follow the set of Okabe and Ito (2008),
 * lightened for dark grounds and darkened where a line of 1.5 pt would be too pale on white. Colour
 * maps are even steps in OKLab lightness, held as 17 nodes so that every machine paints the same
 * bytes. */
#include "plot/assay-palette.h"

#include <math.h>

static const AssayPalette palettes[] = {
  [ASSAY_PALETTE_PAPER] = {
    .background = 0xffffffff, .foreground = 0x1a1a1aff, .dim = 0x4a4a4aff, .axis = 0x6a6a6aff,
    .grid = 0xe4e4e4ff, .annotation = 0x8c1c13ff, .span = 0xe69f0040,
    .series = { 0x0072b2ff, 0xd55e00ff, 0x00805dff, 0xb5568fff, 0x8a6a00ff, 0x3f9bcfff, 0x444444ff },
    .fill_alpha = 0.28, .line_width = 1.0,
  },
  [ASSAY_PALETTE_LIGHT] = {
    .background = 0xffffff00, .foreground = 0x241f31ff, .dim = 0x5e5c64ff, .axis = 0x9a9996ff,
    .grid = 0x0000001a, .annotation = 0xa51d2dff, .span = 0xe69f0038,
    .series = { 0x0067a5ff, 0xd0570aff, 0x008561ff, 0xb04f8aff, 0x9a7400ff, 0x3d9ad1ff, 0x4d4d4dff },
    .fill_alpha = 0.26, .line_width = 1.5,
  },
  [ASSAY_PALETTE_DARK] = {
    .background = 0x24242400, .foreground = 0xf6f5f4ff, .dim = 0xc0bfbcff, .axis = 0x77767bff,
    .grid = 0xffffff1f, .annotation = 0xff9b8fff, .span = 0xf0b84a38,
    .series = { 0x62b4f0ff, 0xff8f4aff, 0x33c79dff, 0xe39ac8ff, 0xe8c34aff, 0x9ad8ffff, 0xd0d0d0ff },
    .fill_alpha = 0.32, .line_width = 1.5,
  },
  [ASSAY_PALETTE_LIGHT_CONTRAST] = {
    .background = 0xffffff00, .foreground = 0x000000ff, .dim = 0x000000ff, .axis = 0x000000ff,
    .grid = 0x00000040, .annotation = 0x8a0012ff, .span = 0xc06a0050,
    .series = { 0x004a80ff, 0xa83f00ff, 0x005f44ff, 0x8a2f66ff, 0x6b5000ff, 0x1e6ea3ff, 0x202020ff },
    .fill_alpha = 0.34, .line_width = 2.0,
  },
  [ASSAY_PALETTE_DARK_CONTRAST] = {
    .background = 0x24242400, .foreground = 0xffffffff, .dim = 0xffffffff, .axis = 0xffffffff,
    .grid = 0xffffff55, .annotation = 0xffb4abff, .span = 0xffcf6a55,
    .series = { 0x8fd0ffff, 0xffab75ff, 0x66e6c0ff, 0xffb8e2ff, 0xffe27aff, 0xc4e9ffff, 0xffffffff },
    .fill_alpha = 0.40, .line_width = 2.0,
  },
};

/* From near black through violet, red and orange to pale yellow. */
static const AssayColour magma[17]
    = { 0x000005ff, 0x07001cff, 0x1a0030ff, 0x300041ff, 0x4a014dff, 0x660154ff,
        0x830456ff, 0xa20453ff, 0xc10a48ff, 0xe3012dff, 0xf43d02ff, 0xf96a05ff,
        0xfe8c20ff, 0xffac48ff, 0xffc970ff, 0xffe39bff, 0xfffad8ff };
/* From blue through near white to orange: also for people who do not tell red from green. */
static const AssayColour diverging[17]
    = { 0x045a9cff, 0x056ebcff, 0x3883caff, 0x5b97d4ff, 0x7aabdeff, 0x99bfe7ff,
        0xb7d1eeff, 0xd4e3f2ff, 0xf2f2f2ff, 0xf1dcd3ff, 0xebc5b4ff, 0xe2ad96ff,
        0xd79477ff, 0xcb7c57ff, 0xbd6235ff, 0xae4701ff, 0x903901ff };
static const AssayColour grey[2] = { 0x000000ff, 0xffffffff };

const AssayPalette *
assay_palette_get (AssayPaletteKind kind)
{
  return &palettes[kind];
}

AssayColour
assay_palette_series (const AssayPalette *self, guint index, const char *name, AssayDash *dash)
{
  /* the entries of the series table nearest to the channels */
  static const struct
  {
    const char *name;
    guint index;
  } channels[] = { { "Red", 1 }, { "Green", 2 }, { "Blue", 0 }, { "Luminance", 6 } };
  static const AssayDash dashes[] = { ASSAY_DASH_SOLID, ASSAY_DASH_DASHED, ASSAY_DASH_DOTTED };

  if (dash != NULL)
    *dash = dashes[(index / ASSAY_PALETTE_SERIES) % G_N_ELEMENTS (dashes)];
  for (guint i = 0; i < G_N_ELEMENTS (channels); i++)
    {
      if (g_strcmp0 (name, channels[i].name) == 0)
        return self->series[channels[i].index];
    }
  return self->series[index % ASSAY_PALETTE_SERIES];
}

/* @place 0..1 between the nodes, with whole-number arithmetic so that rounding is the same
 * everywhere. */
static AssayColour
between_nodes (const AssayColour *nodes, guint n_nodes, double place)
{
  guint position = (guint) lround (CLAMP (place, 0.0, 1.0) * (n_nodes - 1) * 256.0);
  guint node = MIN (position / 256, n_nodes - 2);
  guint part = position - node * 256;
  AssayColour colour = 0;

  for (guint shift = 0; shift < 32; shift += 8)
    {
      guint low = (nodes[node] >> shift) & 0xff;
      guint high = (nodes[node + 1] >> shift) & 0xff;

      colour |= ((low * (256 - part) + high * part + 128) / 256) << shift;
    }
  return colour;
}

AssayColour
assay_colour_map (const char *map, double place)
{
  if (isnan (place))
    return ASSAY_COLOUR_NONE;
  if (g_strcmp0 (map, "grey") == 0)
    return between_nodes (grey, G_N_ELEMENTS (grey), place);
  if (g_strcmp0 (map, "diverging") == 0)
    return between_nodes (diverging, G_N_ELEMENTS (diverging), place);
  return between_nodes (magma, G_N_ELEMENTS (magma), place);
}
