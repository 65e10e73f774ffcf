/* assay-report-verify.h: the tool `report.verify`, engine side. */
#pragma once

#include "model/assay-tool.h"
#include "report-verify/assay-report-verify-info.h"

G_BEGIN_DECLS

/**
 * assay_report_verify_run:
 *
 * Reads a foreign PDF: coverage and value of each signature, and, when the file has the form that
 * Assay writes, the attachments, the ledger's chain and signatures and the checkpoint with its
 * Merkle root. The verdict is CLEAR only if a signature covers the whole file and nothing found
 * differs.
 *
 * Returns: (transfer full) (nullable): ASSAY_MEDIA_ERROR_MALFORMED if it is no PDF, LIMIT if it is
 * too large
 */
AssayResult *assay_report_verify_run (AssayToolJob *job, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * assay_report_request_run:
 *
 * Writes the request (RFC 3161) for a time stamp over the value of the report's last signature.
 *
 * Returns: (transfer full) (nullable): ASSAY_MEDIA_ERROR_MALFORMED unless that signature is valid,
 * covers the whole file and has no time stamp yet
 */
AssayResult *assay_report_request_run (AssayToolJob *job, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * assay_report_stamp_run:
 *
 * Checks the authority's answer to that very request and writes the report with the token as
 * unsigned attribute (EN 319 142-1, level B-T); no byte outside of the signature's value differs.
 *
 * Returns: (transfer full) (nullable): ASSAY_MEDIA_ERROR_MALFORMED also if the answer does not hold
 * or does not fit into the space
 */
AssayResult *assay_report_stamp_run (AssayToolJob *job, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * assay_receipt_verify_run:
 *
 * Reads a foreign receipt (core/case/assay-receipt.h has its form): signature of the entry,
 * signature of the checkpoint, the path between them; and, if given, the keys against known ones
 * and the file that was handed in.
 *
 * Returns: (transfer full) (nullable): ASSAY_MEDIA_ERROR_MALFORMED if it is no receipt
 */
AssayResult *assay_receipt_verify_run (AssayToolJob *job, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * assay_timestamp_verify_run:
 *
 * Reads a foreign time stamp (RFC 3161) with its request and the checkpoint: imprint, nonce,
 * signature, purpose of the certificate, and its chain where trusted ones are given, all at the
 * time of the stamp.
 *
 * Returns: (transfer full) (nullable): ASSAY_MEDIA_ERROR_MALFORMED if it is none, LIMIT if too
 * large
 */
AssayResult *assay_timestamp_verify_run (AssayToolJob *job,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * assay_bag_verify_run:
 *
 * Reads a foreign export below the folder parameter: every file against the manifests, and the
 * ledger with its signatures and checkpoint. What the manifests do not list cannot be seen here.
 *
 * Returns: (transfer full) (nullable): ASSAY_MEDIA_ERROR_MALFORMED if it is no bag
 */
AssayResult *assay_bag_verify_run (AssayToolJob *job, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
