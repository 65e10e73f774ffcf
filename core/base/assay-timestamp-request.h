/* assay-timestamp-request.h: what a time-stamping authority is asked (RFC 3161, 2.4.1). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ASSAY_TIMESTAMP_NONCE 8u

/**
 * assay_timestamp_request_new:
 * @digest: SHA-256 of what is to be stamped
 * @nonce: comes back in the answer; its two highest bits are replaced, so that every request has
 *   the same length
 *
 * Version 1, without a policy, and with the wish for the authority's certificate in the answer.
 *
 * Returns: (transfer full): the request as DER
 */
GBytes *
assay_timestamp_request_new (const guint8 digest[32],
                             const guint8 nonce[ASSAY_TIMESTAMP_NONCE]) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
