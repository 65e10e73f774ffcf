/* assay-preview-compare-private.h: does the small preview inside a picture show that picture?
 *
 * Pure mathematics over two grey pictures; where they come from is the caller's business. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Grey picture, 8 bits a pixel, rows without padding. Borrowed. */
typedef struct
{
  const guint8 *pixels;
  guint width;
  guint height;
} AssayGrey;

/* Grid on which both are compared, cells. */
#define ASSAY_PREVIEW_COLUMNS 32
#define ASSAY_PREVIEW_ROWS 24

typedef struct
{
  double picture_aspect;    /* width / height */
  double preview_aspect;    /* of the preview without its black bars, turned like the picture */
  double aspect_difference; /* relative: larger / smaller - 1 */
  double deviation;         /* standard deviation of the preview's grid, levels: contrast */
  double correlation;       /* best of four rotations, whole against whole, -1 .. 1 */
  double inner_correlation; /* the same when the longer shape is cut to the shorter one, at least
                               correlation */
  double
      residual_max; /* largest mean of |difference| over 3 × 3 cells after the tone fit, levels */
  double residual_median; /* median of |difference| over all cells, levels */
  double residual_ratio;  /* max / median; median at least 1 level */
  double residual_x;      /* centre of the largest, parts of the width and height of the picture */
  double residual_y;
  double residual[ASSAY_PREVIEW_ROWS
                  * ASSAY_PREVIEW_COLUMNS]; /* of each cell, rows from the top, levels */
} AssayPreviewComparison;

/**
 * assay_preview_compare:
 *
 * Both are averaged down to a grid of 32 × 24 cells (24 × 32 when upright). Aspects are compared
 * after dark bars at the ends of the preview are cut, if it then fits better.
 *
 * Returns: %FALSE if one of them is smaller than the grid
 */
gboolean assay_preview_compare (const AssayGrey *picture,
                                const AssayGrey *preview,
                                AssayPreviewComparison *comparison);

G_END_DECLS
