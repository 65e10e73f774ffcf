/* assay-report-panel.h: the report: what goes into it, a live preview of its pages, and saving. */
#pragma once

#include "assay-panel.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_REPORT_PANEL (assay_report_panel_get_type ())
G_DECLARE_FINAL_TYPE (AssayReportPanel, assay_report_panel, ASSAY, REPORT_PANEL, AssayPanel)

G_END_DECLS
