/* assay-cipher-beside.h: what a container holds beside its streams, and the new file does not. Only
 * assay-worker-media links it. */
#pragma once

#include "media/assay-inspection.h"

G_BEGIN_DECLS

/* Boxes of an MP4 or MOV for the whole file that libavformat does not write again, "box “uuid”
 * (C2PA), box “GPMF”"; their number is added to @n. (transfer full) (nullable): NULL without any */
char *assay_cipher_beside_find_boxes (const AssayInspection *inspection,
                                      guint *n) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
