/* assay-fact-row.h: one fact with its name, selectable, with a button that copies it. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Property: fixed-width (gboolean: hashes and paths). The row hides while its value is empty. */
#define ASSAY_TYPE_FACT_ROW (assay_fact_row_get_type ())
G_DECLARE_FINAL_TYPE (AssayFactRow, assay_fact_row, ASSAY, FACT_ROW, AdwPreferencesRow)

void assay_fact_row_set_value (AssayFactRow *self, const char *value);

G_END_DECLS
