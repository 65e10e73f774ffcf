/* assay-video-told.h: what was done to a marked copy, as far as its tile tells. */
#pragma once

#include "model/assay-result.h"
#include "videomark/assay-video-mark.h"

G_BEGIN_DECLS

/* Metrics, the answer "altered" and the table "sizes" of a reading that found a mark. */
void assay_video_tell_place (const AssayVideoReading *reading, AssayResultBuilder *builder);

G_END_DECLS
