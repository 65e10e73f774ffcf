/* assay-cipher-gaps-report.h: what is missing, comes twice or comes too late, as a table and a
 * finding. Only assay-worker-media links it. */
#pragma once

#include "base/assay-source.h"
#include "cipher/assay-cipher-gaps.h"
#include "model/assay-result.h"

G_BEGIN_DECLS

/* Table "gaps" and finding CIP-24; nothing without @gaps (element-type AssayCipherGapPlace).
 * @source is read once more for the places. FALSE with what reading says, or G_IO_ERROR_CANCELLED.
 */
gboolean assay_cipher_gaps_report (AssayResultBuilder *builder,
                                   const GArray *gaps,
                                   AssaySource *source,
                                   GCancellable *cancellable,
                                   GError **error);

G_END_DECLS
