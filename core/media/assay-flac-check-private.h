/* assay-flac-check-private.h: whether FLAC's frames are as they were written. */
#pragma once

#include "media/assay-decode-private.h"

G_BEGIN_DECLS

/* If @stream is FLAC, its packets that fail their checksum count as faults of @self from now on;
 * they are decoded all the same. */
void assay_flac_check_watch (AssayDemuxer *self, gint stream);

G_END_DECLS
