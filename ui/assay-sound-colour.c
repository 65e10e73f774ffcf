/* assay-sound-colour.c: see the header. */
#include "assay-sound-colour.h"

#include "config.h"

#include <math.h>

#include "plot/assay-palette.h"
#include "sound/assay-sound-info.h"

double
assay_sound_colour_level (guint8 value)
{
  return ASSAY_SOUND_LEVEL_FLOOR + value * ASSAY_SOUND_LEVEL_STEP;
}

static void
fill_table (const AssaySoundLevelRange *range, guint8 table[256][4])
{
  for (guint i = 0; i < 256; i++)
    {
      double place = (assay_sound_colour_level ((guint8) i) - range->top) / range->range + 1.0;
      AssayColour colour = assay_colour_map ("magma", CLAMP (place, 0.0, 1.0));

      table[i][0] = (guint8) (colour >> 24);
      table[i][1] = (guint8) (colour >> 16);
      table[i][2] = (guint8) (colour >> 8);
      table[i][3] = 255;
    }
}

/* The loudest of rows @first to @last into @line. */
static void
take_loudest (const guint8 *levels, guint columns, guint first, guint last, guint8 *line)
{
  for (guint x = 0; x < columns; x++)
    line[x] = levels[first * columns + x];
  for (guint row = first + 1; row <= last; row++)
    for (guint x = 0; x < columns; x++)
      line[x] = MAX (line[x], levels[row * columns + x]);
}

static void
take_between (const guint8 *levels, guint rows, guint columns, double place, guint8 *line)
{
  guint row = MIN ((guint) place, rows - 1);
  guint next = MIN (row + 1, rows - 1);
  guint part = (guint) lround ((place - row) * 256.0);

  for (guint x = 0; x < columns; x++)
    line[x] = (guint8) ((levels[row * columns + x] * (256 - part)
                         + levels[next * columns + x] * part + 128)
                        / 256);
}

void
assay_sound_colour_fill (const guint8 *levels,
                         guint rows,
                         guint columns,
                         const AssaySoundAxis *axis,
                         const AssaySoundLevelRange *range,
                         guint height,
                         guint8 *pixels)
{
  g_autofree guint8 *line = g_malloc (columns);
  guint8 table[256][4];
  double scale = (rows - 1) / axis->top;

  fill_table (range, table);
  for (guint y = 0; y < height; y++)
    {
      double above = CLAMP (assay_sound_axis_hz (axis, y, height) * scale, 0.0, rows - 1.0);
      double below = CLAMP (assay_sound_axis_hz (axis, y + 1.0, height) * scale, 0.0, rows - 1.0);

      if (above - below > 1.0)
        take_loudest (levels, columns, (guint) ceil (below), (guint) floor (above), line);
      else
        take_between (levels, rows, columns, (above + below) / 2.0, line);
      for (guint x = 0; x < columns; x++, pixels += 4)
        for (guint part = 0; part < 4; part++)
          pixels[part] = table[line[x]][part];
    }
}
