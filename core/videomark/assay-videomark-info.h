/* assay-videomark-info.h: the descriptions of the tools for video marks; both sides link them. */
#pragma once

#include "model/assay-tool-info.h"

G_BEGIN_DECLS

extern const AssayToolInfo assay_video_embed_info;   /* "video.embed" */
extern const AssayToolInfo assay_video_extract_info; /* "video.extract" */

G_END_DECLS
