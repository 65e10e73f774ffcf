/* assay-report-verify-info.h: the description of the tool `report.verify`, for both sides. */
#pragma once

#include "model/assay-tool-info.h"

G_BEGIN_DECLS

extern const AssayToolInfo
    assay_report_verify_info; /* a PDF report: signature, ledger, checkpoint */

G_END_DECLS
