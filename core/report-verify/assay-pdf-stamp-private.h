/* assay-pdf-stamp-private.h: a time stamp over the signature of a PDF, put into the space that was
 * kept for it (RFC 3161, appendix A; EN 319 142-1, level B-T). */
#pragma once

#include "report-verify/assay-pdf-signature-private.h"

G_BEGIN_DECLS

/* The signature value of the one signer: what a time stamp is asked for. NULL if @signature cannot
 * be read. */
GBytes *assay_pdf_stamp_value (const AssayPdfFile *file, const AssayPdfSignature *signature);

/* The request for @value. Its nonce comes from @value, so that the request need not be kept. */
GBytes *assay_pdf_stamp_request (GBytes *value);

/* The token that @signature carries already, as DER; NULL if it has none. */
GBytes *assay_pdf_stamp_find (const AssayPdfFile *file, const AssayPdfSignature *signature);

/**
 * assay_pdf_stamp_place:
 * @response: a granted answer (TimeStampResp, DER) that was checked before
 *
 * Returns: (transfer full) (nullable): the whole file with the token as unsigned attribute of the
 * signature: nothing outside of the signature's own value differs. NULL if the token does not fit
 * into the space.
 */
GBytes *assay_pdf_stamp_place (const AssayPdfFile *file,
                               const AssayPdfSignature *signature,
                               GBytes *response) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
