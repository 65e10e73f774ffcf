/* assay-plot-reduce.h: a long line with only as many points as its picture can show. */
#pragma once

#include "plot/assay-draw-list.h"

G_BEGIN_DECLS

/**
 * assay_plot_reduce:
 * @points: a line without gaps, in drawing coordinates, any order of x
 * @column: width of a pixel column, > 0
 * @reduced: (element-type AssayPoint): what is to be drawn is appended
 *
 * Of each run of points in one pixel column the first, the lowest, the highest and the last stay,
 * in their order: the painted line covers the same pixels, and no peak is lost. Short lines are
 * copied.
 */
void assay_plot_reduce (const AssayPoint *points, gsize n_points, double column, GArray *reduced);

G_END_DECLS
