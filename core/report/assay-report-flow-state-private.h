/* assay-report-flow-state-private.h: the state of a flow, for the files that lay out its kinds of
 * element. */
#pragma once

#include "report/assay-report-flow-private.h"

G_BEGIN_DECLS

struct _AssayFlow
{
  AssayReportFonts *fonts;
  AssayPrivateCodes *codes;
  double page_width;
  double page_height;
  double left;
  double right;
  double y;
  gboolean fresh; /* nothing stands on the page yet: no space above, no second page break */
  AssayDrawList *list;
  GPtrArray *pages;
  GArray *headings;
  GArray *targets;

  AssayDrawList *box; /* what is drawn into while a box is open */
  AssayColour box_fill;
  AssayColour box_bar;
  double box_y; /* where the page was when the box began */
  gboolean box_fresh;

  AssayFlowColumn *columns;
  double *least;  /* of the columns, pt: words of titles and numbers are not broken */
  double *widths; /* of the columns, pt */
  guint n_columns;
  gboolean head_due; /* the next row stands under the column titles */
  GPtrArray *kept;
  GArray *contents; /* ContentLine of assay-report-flow-contents.c */
};

/* Places one line at @x and moves down by its height. */
void assay_flow_line (AssayFlow *self, PangoLayoutLine *line, double x);
/* Places all lines of @layout, over pages. */
void assay_flow_layout (AssayFlow *self, PangoLayout *layout, double x);
/* The height that its first lines take, which stay on one page; for what has to stand beside them.
 */
double assay_flow_first_lines (PangoLayout *layout);
/* The height of them all. */
double assay_flow_all_lines (PangoLayout *layout);

G_END_DECLS
