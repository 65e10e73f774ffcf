/* assay-video-told.c: what was done to a marked copy, as far as its tile tells.
 *
 * A tile is 48 pixels of the work plane, which is the picture reduced by a whole number that goes
 * with its size. So a copy of 720 lines that was halved looks like one of 360 that was not: the
 * tile alone cannot tell them apart, and the table names what each would mean. */
#include "videomark/assay-video-told.h"

#include <math.h>
#include <stdlib.h>

#include "config.h"

#include <glib/gi18n-lib.h>

/* Sides of the tile may differ so much from what is expected: resizing rounds to whole pixels. */
#define ALIKE 0.01
#define ANGLE 0.3
/* Pixels of the tile. */
#define SHIFT 0.6
/* The tile of a resized copy is told so exactly. Its place is right in the middle of the picture,
 * so at the corner, where shifts are counted, this share of half the picture may be missing. */
#define TILE_ERROR 0.006
/* Resized beyond these nobody would find a mark. */
#define LEAST_SHARE 0.15
#define MOST_SHARE 4.5

/* Those of pictures with 360, 720, 1080, 1440, 1800, 2160 and 4320 lines. */
static const guint reductions[] = { 1, 2, 3, 4, 5, 6, 12 };
#define MOST_SIZES (G_N_ELEMENTS (reductions) + 1)

typedef struct
{
  double x, y;  /* the tile's sides beside those that pictures of this size get */
  double angle; /* ° */
  gboolean turned, cut;
} Told;

/* What @shift is off the nearest repetition. */
static double
off_tile (double shift)
{
  return remainder (shift, ASSAY_VIDEO_TILE);
}

static gboolean
is_near (double a, double b)
{
  return fabs (a - b) < ALIKE * b;
}

/* How far off the corner of the tile may be where nothing was cut off. */
static double
allowed_shift (const AssayVideoReading *reading, const Told *told)
{
  double tile_x = hypot (reading->geometry.xx, reading->geometry.xy);
  double tile_y = hypot (reading->geometry.yx, reading->geometry.yy);

  if (fabs (told->x - 1) < 1e-4 && fabs (told->y - 1) < 1e-4)
    return SHIFT;
  return SHIFT
         + TILE_ERROR * ASSAY_VIDEO_TILE / 2
               * hypot (reading->width / MAX (tile_x, 1), reading->height / MAX (tile_y, 1));
}

static void
measure (const AssayVideoReading *reading, Told *told)
{
  const AssayVideoGeometry *at = &reading->geometry;
  double tile = ASSAY_VIDEO_TILE * (double) assay_video_scale (reading->width, reading->height);

  told->x = hypot (at->xx, at->xy) / tile;
  told->y = hypot (at->yx, at->yy) / tile;
  told->angle = atan2 (at->xy, at->xx) * 180 / G_PI;
  told->turned = fabs (told->angle) > ANGLE || at->xx * at->yy - at->xy * at->yx < 0;
  told->cut
      = hypot (off_tile (at->shift_x), off_tile (at->shift_y)) > allowed_shift (reading, told);
}

/* Whether a part of a larger or smaller picture, cut out as it was, looks so too. */
static gboolean
is_other_size (const AssayVideoReading *reading, const Told *told)
{
  double own = assay_video_scale (reading->width, reading->height);

  for (guint i = 0; i < G_N_ELEMENTS (reductions); i++)
    if (is_near (told->x, reductions[i] / own))
      return TRUE;
  return FALSE;
}

/* No more than is sure whatever the size that it was marked in. */
static const char *
name_change (const AssayVideoReading *reading, const Told *told)
{
  if (told->turned)
    return "turned";
  if (!is_near (told->x, told->y))
    return "stretched";
  if (is_near (told->x, 1))
    return told->cut ? "moved" : "in-place-or-resized";
  if (is_other_size (reading, told))
    return "cut-or-resized";
  return told->cut ? "resized-and-moved" : "resized";
}

/* A size that the picture may have been marked in. */
typedef struct
{
  guint reduction;
  double x, y;    /* the picture's sides beside what they were then */
  double changed; /* how much that is: 0 for not at all */
} Size;

static int
compare_sizes (gconstpointer a, gconstpointer b)
{
  const Size *left = a;
  const Size *right = b;

  return (left->changed > right->changed) - (left->changed < right->changed);
}

/* Those that are common, and that of this picture; the nearest to this picture's first. Returns
 * how many. */
static guint
find_sizes (const AssayVideoReading *reading, const Told *told, Size sizes[MOST_SIZES])
{
  guint own = assay_video_scale (reading->width, reading->height);
  guint n = 0;

  for (guint i = 0; i <= G_N_ELEMENTS (reductions); i++)
    {
      guint k = i < G_N_ELEMENTS (reductions) ? reductions[i] : own;
      Size size = { .reduction = k, .x = told->x * own / k, .y = told->y * own / k };
      gboolean listed = FALSE;

      for (guint j = 0; j < n; j++)
        listed = listed || sizes[j].reduction == k;
      if (listed || !(MIN (size.x, size.y) > LEAST_SHARE && MAX (size.x, size.y) < MOST_SHARE))
        continue;
      size.changed = fabs (log (size.x * size.y));
      sizes[n++] = size;
    }
  qsort (sizes, n, sizeof sizes[0], compare_sizes);
  return n;
}

/* What @size would mean. */
static void
add_size (const AssayVideoReading *reading,
          const Told *told,
          const Size *size,
          AssayTableBuilder *table)
{
  gint64 k = size->reduction;
  guint width = (guint) CLAMP (reading->width / size->x + 0.5, 1, 1e6);
  guint height = (guint) CLAMP (reading->height / size->y + 0.5, 1, 1e6);
  g_autofree char *whole = g_strdup_printf ("%u × %u", width, height);

  assay_table_builder_int (table, k == 1 ? ASSAY_VIDEO_LEAST_SIDE : k * 360 - 180);
  assay_table_builder_int (table, k * 360 + 179);
  assay_table_builder_real (table, 100 * size->x);
  assay_table_builder_real (table, 100 * size->y);
  /* Only a picture of such a size is reduced so. */
  if (!told->turned && !told->cut && assay_video_scale (width, height) == size->reduction)
    assay_table_builder_text (table, whole);
  else
    assay_table_builder_empty (table);
  assay_table_builder_row (table, 0);
}

/* What each size that the picture may have been marked in would mean. */
static void
add_sizes (const AssayVideoReading *reading, const Told *told, AssayResultBuilder *builder)
{
  static const AssayColumn columns[] = {
    { "least", N_ ("Marked with at least"), ASSAY_COLUMN_INT, N_ ("lines"), 0 },
    { "most", N_ ("and at most"), ASSAY_COLUMN_INT, N_ ("lines"), 0 },
    { "width", N_ ("Width now, of what it was"), ASSAY_COLUMN_REAL, "%", 1 },
    { "height", N_ ("Height now, of what it was"), ASSAY_COLUMN_REAL, "%", 1 },
    { "whole", N_ ("Its size then, if nothing was cut off"), ASSAY_COLUMN_TEXT, "", 0 },
  };
  AssayTableBuilder *table = assay_table_builder_new (
      "sizes", N_ ("What was done to the copy, by the size that it was marked in"), columns,
      G_N_ELEMENTS (columns));
  Size sizes[MOST_SIZES];
  guint n = find_sizes (reading, told, sizes);

  for (guint i = 0; i < n; i++)
    add_size (reading, told, &sizes[i], table);
  assay_result_builder_table (builder, assay_table_builder_end (table));
}

void
assay_video_tell_place (const AssayVideoReading *reading, AssayResultBuilder *builder)
{
  Told told;

  measure (reading, &told);
  assay_result_builder_metric (builder, "width", reading->width);
  assay_result_builder_metric (builder, "height", reading->height);
  assay_result_builder_metric (builder, "tile_width",
                               hypot (reading->geometry.xx, reading->geometry.xy));
  assay_result_builder_metric (builder, "tile_height",
                               hypot (reading->geometry.yx, reading->geometry.yy));
  assay_result_builder_metric (builder, "angle", told.angle);
  assay_result_builder_metric (builder, "shift_x", reading->geometry.shift_x);
  assay_result_builder_metric (builder, "shift_y", reading->geometry.shift_y);
  assay_result_builder_answer (builder, "altered", name_change (reading, &told));
  add_sizes (reading, &told, builder);
}
