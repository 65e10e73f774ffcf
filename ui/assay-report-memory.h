/* assay-report-memory.h: what a person chose for the reports of a case, kept in the folder of the
 * case until the next time. It is no evidence and no part of the record: an export leaves it out.
 */
#pragma once

#include "case/assay-case-folder.h"
#include "report/assay-report.h"

G_BEGIN_DECLS

/* Says in @options what was chosen last; a case without choices, or with a file that is none,
 * leaves them as they are. So does one that may only be read. */
void assay_report_memory_recall (AssayCase *acase, AssayReportOptions *options);
/* Keeps @options. A case that may only be read, or a folder that cannot be written, forgets. */
void assay_report_memory_keep (AssayCase *acase, const AssayReportOptions *options);

G_END_DECLS
