/* assay-place.h: a place in the bytes of the subject that one panel asks another to show. */
#pragma once

#include <gtk/gtk.h>

#include "assay-subject.h"

G_BEGIN_DECLS

/* Opens the panel "structure" of the exhibit around @widget with @length bytes from @offset on
 * marked. */
void assay_place_show (GtkWidget *widget, AssaySubject *subject, guint64 offset, guint64 length);
/* What was asked for last on @subject; FALSE if nothing is pending. Taking it clears it. */
gboolean assay_place_take (AssaySubject *subject, guint64 *offset, guint64 *length);

G_END_DECLS
