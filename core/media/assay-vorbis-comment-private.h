/* assay-vorbis-comment-private.h: the comment header that Vorbis, Opus, Theora and FLAC share. */
#pragma once

#include "media/assay-inspection.h"

G_BEGIN_DECLS

/* Facts "vorbis.vendor" and "vorbis.<NAME>" of what follows the codec's own signature. */
void assay_vorbis_comment (AssayInspection *inspection, AssayReader *reader);

G_END_DECLS
