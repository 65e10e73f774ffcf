/* assay-cipher-gaps-report.h: what is missing, comes twice or comes too late, as a table and a
 * finding. */
#pragma once

#include "cipher/assay-cipher-gaps.h"
#include "model/assay-result.h"

G_BEGIN_DECLS

/* (element-type AssayCipherPlaced) of @gaps (element-type AssayCipherGapPlace), for
 * assay_cipher_places_find(). */
GArray *assay_cipher_gaps_to_places (const GArray *gaps) G_GNUC_WARN_UNUSED_RESULT;

/* Table "gaps" and finding CIP-24 of @places, which were found; nothing without any. */
void assay_cipher_gaps_report (AssayResultBuilder *builder, const GArray *places);

G_END_DECLS
