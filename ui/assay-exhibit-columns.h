/* assay-exhibit-columns.h: the columns of the exhibit table and what their cells show. */
#pragma once

#include <gtk/gtk.h>

#include "assay-thumbnail-cache.h"

G_BEGIN_DECLS

#define ASSAY_N_ROOMY_COLUMNS 4

typedef struct
{
  GtkColumnViewColumn
      *roomy[ASSAY_N_ROOMY_COLUMNS]; /* shown when there is room; borrowed, the view owns them */
  GHashTable *items; /* bound GtkListItem of the cells that look different when compact */
  AssayThumbnailCache *thumbnails;
  gboolean compact;
} AssayExhibitColumns;

/* @columns must live as long as @view. */
void assay_exhibit_columns_add (AssayExhibitColumns *columns,
                                GtkColumnView *view,
                                AssayThumbnailCache *thumbnails);
/* Number, picture, name (with the facts below it) and the verdict's icon only. */
void assay_exhibit_columns_set_compact (AssayExhibitColumns *columns, gboolean compact);
void assay_exhibit_columns_clear (AssayExhibitColumns *columns);

G_END_DECLS
