/* assay-compare-view-private.h: what the painting and the input of the view share. */
#pragma once

#include "assay-compare-view.h"

G_BEGIN_DECLS

struct _AssayCompareView
{
  GtkWidget parent_instance;

  GdkTexture *original;
  GdkTexture *changed;
  GdkTexture *difference;
  GdkTexture *restored; /* NULL: two panes side by side, not three */
  GArray *marks;        /* (nullable): AssayRegionKey, outlined */
  GdkTexture *mask;     /* (nullable): painted on the changed picture */
  AssayCompareMode mode;
  double zoom;      /* 0 fits */
  double x, y;      /* picture pixel in the middle of each pane */
  gboolean folded;  /* side by side means one at a time: */
  guint front;      /* this pane of theirs */
  guint folding;    /* source that tells it */
  gboolean centred; /* x and y are of the picture that is shown */
  double split;     /* share of the width left of the line */
  gboolean picking;
  gboolean picked;
  AssayRegionKey rectangle; /* valid if picked */

  double drag_x, drag_y; /* where the drag began: picture pixels, or the middle then */
  gboolean drag_split;
};

/* Where a pane stands and what maps it to the picture. */
typedef struct
{
  double left, top, width, height; /* of the pane */
  double scale;                    /* application pixels per picture pixel */
  double origin_x, origin_y;       /* of the picture, in the widget */
} AssayComparePane;

/* One, or side by side two or three. */
guint assay_compare_view_count_panes (AssayCompareView *self);
/* @index: below that number. */
void assay_compare_view_find_pane (AssayCompareView *self, guint index, AssayComparePane *pane);
/* Size of what is shown; FALSE while there is nothing. */
gboolean assay_compare_view_get_size (AssayCompareView *self, double *width, double *height);
void assay_compare_view_changed (AssayCompareView *self);

void assay_compare_view_add_input (AssayCompareView *self);
void assay_compare_view_class_add_keys (GtkWidgetClass *widget_class);
/* Emits "picked". */
void assay_compare_view_pick (AssayCompareView *self, const AssayRegionKey *rectangle);

G_END_DECLS
