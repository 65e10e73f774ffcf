/* assay-reason-row.h: one finding in plain words, and behind "What does this mean?" all that an
 * examiner wants to know. */
#pragma once

#include <gtk/gtk.h>

#include "model/assay-finding.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_REASON_ROW (assay_reason_row_get_type ())
G_DECLARE_FINAL_TYPE (AssayReasonRow, assay_reason_row, ASSAY, REASON_ROW, GtkWidget)

GtkWidget *assay_reason_row_new (AssayFinding *finding);

G_END_DECLS
