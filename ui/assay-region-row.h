/* assay-region-row.h: a region as an entry that can be typed, or drawn on the exhibit. */
#pragma once

#include <gtk/gtk.h>

#include "assay-subject.h"

G_BEGIN_DECLS

/* An AdwEntryRow; with a button for drawing when @subject has pictures. (transfer floating) */
GtkWidget *assay_region_row_new (AssaySubject *subject);

G_END_DECLS
