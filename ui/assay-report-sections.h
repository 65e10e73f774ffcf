/* assay-report-sections.h: which sections stand in a report, and which of them in full: two groups
 * of switches. */
#pragma once

#include <adwaita.h>

#include "report/assay-report.h"

G_BEGIN_DECLS

/* Signal "changed": by the person or assay_report_sections_show(). */
#define ASSAY_TYPE_REPORT_SECTIONS (assay_report_sections_get_type ())
G_DECLARE_FINAL_TYPE (AssayReportSections, assay_report_sections, ASSAY, REPORT_SECTIONS, GtkWidget)

/* Sets the switches as @options say. */
void assay_report_sections_show (AssayReportSections *self, const AssayReportOptions *options);
/* Says in @options what the switches say. */
void assay_report_sections_apply (AssayReportSections *self, AssayReportOptions *options);

G_END_DECLS
