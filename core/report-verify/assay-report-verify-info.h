/* assay-report-verify-info.h: the descriptions of the tools that check proofs from outside,
 * for both sides. */
#pragma once

#include "model/assay-tool-info.h"

G_BEGIN_DECLS

/* A PDF report: signature, ledger, checkpoint. */
extern const AssayToolInfo assay_report_verify_info;
/* A receipt of one intake. */
extern const AssayToolInfo assay_receipt_verify_info;
/* A time stamp over a checkpoint. */
extern const AssayToolInfo assay_timestamp_verify_info;
/* What an authority is asked, and its answer put into a signed report. */
extern const AssayToolInfo assay_report_request_info;
extern const AssayToolInfo assay_report_stamp_info;
/* An exported case. */
extern const AssayToolInfo assay_bag_verify_info;

G_END_DECLS
