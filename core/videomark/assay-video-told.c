/* assay-video-told.c: what was done to a marked copy, as far as its tile tells.
 *
 * A tile is 48 pixels of the work plane, which is the picture reduced by a whole number that goes
 * with its size. So a copy of 720 lines that was halved looks like one of 360 that was not: the
 * tile alone cannot tell them apart, and the table names what each would mean. */
#include "videomark/assay-video-told.h"

#include <math.h>

#include "config.h"

#include <glib/gi18n-lib.h>

/* Sides of the tile may differ so much from what is expected: resizing rounds to whole pixels. */
#define ALIKE 0.01
#define ANGLE 0.3
/* Pixels of the tile. */
#define SHIFT 0.6
/* Resized beyond these nobody would find a mark. */
#define LEAST_SHARE 0.15
#define MOST_SHARE 4.5

/* Those of pictures with 360, 720, 1080, 1440 and 2160 lines. */
static const guint reductions[] = { 1, 2, 3, 4, 6 };
#define MOST_REDUCTION 46u

typedef struct
{
  double x, y;  /* the tile's sides beside those that pictures of this size get */
  double angle; /* ° */
  gboolean turned, cut;
} Told;

static void
measure (const AssayVideoReading *reading, Told *told)
{
  const AssayVideoGeometry *at = &reading->geometry;
  double tile = ASSAY_VIDEO_TILE * (double) assay_video_scale (reading->width, reading->height);

  told->x = hypot (at->xx, at->xy) / tile;
  told->y = hypot (at->yx, at->yy) / tile;
  told->angle = atan2 (at->xy, at->xx) * 180 / G_PI;
  told->turned = fabs (told->angle) > ANGLE || at->xx * at->yy - at->xy * at->yx < 0;
  told->cut = hypot (at->shift_x, at->shift_y) > SHIFT;
}

static gboolean
is_near (double a, double b)
{
  return fabs (a - b) < ALIKE * b;
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

static const char *
name_change (const AssayVideoReading *reading, const Told *told)
{
  if (told->turned)
    return "turned";
  if (!is_near (told->x, told->y))
    return "stretched";
  if (is_near (told->x, 1))
    return told->cut ? "moved" : "in-place";
  return is_other_size (reading, told) ? "cut-or-resized" : "resized";
}

/* That of this picture's size, and common ones. */
static gboolean
is_listed (guint reduction, guint own)
{
  for (guint i = 0; i < G_N_ELEMENTS (reductions); i++)
    if (reductions[i] == reduction)
      return TRUE;
  return reduction == own;
}

/* A picture that was reduced by @k, and how this one is beside it. */
static void
add_size (const AssayVideoReading *reading, const Told *told, guint k, AssayTableBuilder *table)
{
  double own = assay_video_scale (reading->width, reading->height);
  double x = told->x * own / k;
  double y = told->y * own / k;
  guint width = (guint) CLAMP (reading->width / x + 0.5, 1, 1e6);
  guint height = (guint) CLAMP (reading->height / y + 0.5, 1, 1e6);
  g_autofree char *whole = g_strdup_printf ("%u × %u", width, height);

  if (!(MIN (x, y) > LEAST_SHARE && MAX (x, y) < MOST_SHARE))
    return;
  assay_table_builder_int (table, k == 1 ? ASSAY_VIDEO_LEAST_SIDE : (gint64) k * 360 - 180);
  assay_table_builder_int (table, (gint64) k * 360 + 179);
  assay_table_builder_real (table, 100 * x);
  assay_table_builder_real (table, 100 * y);
  /* Only a picture of such a size is reduced so. */
  if (!told->turned && !told->cut && assay_video_scale (width, height) == k)
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
  guint own = assay_video_scale (reading->width, reading->height);
  AssayTableBuilder *table = assay_table_builder_new (
      "sizes", N_ ("What was done to the copy, by the size that it was marked in"), columns,
      G_N_ELEMENTS (columns));

  for (guint k = 1; k <= MOST_REDUCTION; k++)
    if (is_listed (k, own))
      add_size (reading, told, k, table);
  assay_result_builder_table (builder, assay_table_builder_end (table));
}

void
assay_video_tell_place (const AssayVideoReading *reading, AssayResultBuilder *builder)
{
  Told told;

  measure (reading, &told);
  assay_result_builder_metric (builder, "width_ratio", told.x);
  assay_result_builder_metric (builder, "height_ratio", told.y);
  assay_result_builder_metric (builder, "angle", told.angle);
  assay_result_builder_metric (builder, "shift_x", reading->geometry.shift_x);
  assay_result_builder_metric (builder, "shift_y", reading->geometry.shift_y);
  assay_result_builder_answer (builder, "altered", name_change (reading, &told));
  add_sizes (reading, &told, builder);
}
