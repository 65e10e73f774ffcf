/* assay-id3-private.h: ID3 tags, as MP3, FLAC and AAC files carry them. */
#pragma once

#include "media/assay-inspection.h"

G_BEGIN_DECLS

/* Reads an ID3v2 tag at @offset if there is one; returns where it ends, @offset without one. */
guint64 assay_id3v2 (AssaySource *source, AssayInspection *inspection, guint64 offset);
/* Reads ID3v1 and APEv2 tags at the end of the file; returns where they begin, the file's size
 * without one. */
guint64 assay_id3v1 (AssaySource *source, AssayInspection *inspection);

G_END_DECLS
