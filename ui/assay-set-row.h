/* assay-set-row.h: some of several words, each with a check button: the text of a parameter that
 * takes names with commas between them, or "all". */
#pragma once

#include <adwaita.h>

#include "model/assay-tool-info.h"

G_BEGIN_DECLS

/* Signal "changed": by the person or assay_set_row_set_text(). */
#define ASSAY_TYPE_SET_ROW (assay_set_row_get_type ())
G_DECLARE_FINAL_TYPE (AssaySetRow, assay_set_row, ASSAY, SET_ROW, AdwExpanderRow)

/* @choices: ends with {NULL}. (transfer floating) */
GtkWidget *assay_set_row_new (const AssayChoice *choices);
/* "all", or the chosen names; "" without one. (transfer full) */
char *assay_set_row_get_text (AssaySetRow *self) G_GNUC_WARN_UNUSED_RESULT;
void assay_set_row_set_text (AssaySetRow *self, const char *text);

G_END_DECLS
