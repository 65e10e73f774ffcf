/* assay-plot-csv.h: the numbers of a plot as text for a spreadsheet, and as a table for the eye. */
#pragma once

#include "model/assay-plot.h"
#include "model/assay-table.h"

G_BEGIN_DECLS

/* RFC 4180: one row per value: series, x, y and, where a band has it, the other edge; heat maps row
 * by row; annotations last. Data text: points as decimal sign, untranslated axis names with their
 * units in the header. UTF-8 without byte order mark, CRLF. Names that a spreadsheet would take for
 * a formula get a leading apostrophe. */
char *assay_plot_to_csv (const AssayPlot *plot) G_GNUC_WARN_UNUSED_RESULT;
/* The same of a table: a header of column ids with units, one row per row; trees begin with a
 * column "depth". */
char *assay_table_to_csv (const AssayTable *table) G_GNUC_WARN_UNUSED_RESULT;
/* The rows of assay_plot_to_csv() as a table, at most @most of them: what a screen reader reads
 * instead of the picture. */
AssayTable *assay_plot_to_table (const AssayPlot *plot, guint most) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
