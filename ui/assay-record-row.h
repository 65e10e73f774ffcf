/* assay-record-row.h: which run of the record a panel shows: its entry, its time, its settings. */
#pragma once

#include <adwaita.h>

#include "case/assay-recorded-run.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_RECORD_ROW (assay_record_row_get_type ())
G_DECLARE_FINAL_TYPE (AssayRecordRow, assay_record_row, ASSAY, RECORD_ROW, AdwExpanderRow)

/* @run: (nullable): NULL hides the row. @lacking: whether the run made pictures that are not shown,
 * because a record does not keep them. */
void assay_record_row_set_run (AssayRecordRow *self, const AssayRecordedRun *run, gboolean lacking);

G_END_DECLS
