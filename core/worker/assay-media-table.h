/* assay-media-table.h: decoders for the tools that may have them (engine side, assay-worker-media).
 */
#pragma once

#include "integrity/assay-integrity-media.h"

G_BEGIN_DECLS

/* In the template, before any job: loads what decoders load at first use, and hands them to the
 * tools. */
void assay_media_table_install (void);

G_END_DECLS
