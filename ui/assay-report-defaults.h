/* assay-report-defaults.h: what the preferences say about reports. */
#pragma once

#include "report/assay-report.h"

G_BEGIN_DECLS

/* The choices of a report that nobody has touched: sections, examiner and organisation of the
 * preferences. */
AssayReportOptions *assay_report_defaults_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
