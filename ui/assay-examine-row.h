/* assay-examine-row.h: which examinations a report of the case would lack, and the button that runs
 * them. It hides itself while there are none. */
#pragma once

#include <gtk/gtk.h>

#include "assay-subject.h"

G_BEGIN_DECLS

/* Signal "examined": what was missing has been run, as far as it could be. */
#define ASSAY_TYPE_EXAMINE_ROW (assay_examine_row_get_type ())
G_DECLARE_FINAL_TYPE (AssayExamineRow, assay_examine_row, ASSAY, EXAMINE_ROW, GtkWidget)

/* @subject: (nullable): counts anew for its case; NULL and a quick check hide it. */
void assay_examine_row_set_subject (AssayExamineRow *self, AssaySubject *subject);

G_END_DECLS
