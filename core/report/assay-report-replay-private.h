/* assay-report-replay-private.h: the state of a case at one ledger entry, read from the entries and
 * nothing else. */
#pragma once

#include "report/assay-report-data-private.h"

G_BEGIN_DECLS

/* Applies @entry to @data, whose exhibits then are all of the case so far. */
void assay_report_replay (AssayReportData *data, const AssayLedgerEntry *entry);

G_END_DECLS
