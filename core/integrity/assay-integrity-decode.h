/* assay-integrity-decode.h: the table of assay-integrity-media.h over FFmpeg. Linked by
 * assay-worker-media alone. */
#pragma once

#include "integrity/assay-integrity-media.h"

G_BEGIN_DECLS

extern const AssayIntegrityMedia assay_integrity_decode;

G_END_DECLS
