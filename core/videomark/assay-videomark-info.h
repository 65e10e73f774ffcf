/* assay-videomark-info.h: the descriptions of the tools for video marks; both sides link them. */
#pragma once

#include "model/assay-tool-info.h"

G_BEGIN_DECLS

extern const AssayToolInfo assay_video_embed_info;      /* "video.embed" */
extern const AssayToolInfo assay_video_extract_info;    /* "video.extract" */
extern const AssayToolInfo assay_video_attack_info;     /* "video.attack" */
extern const AssayToolInfo assay_video_robustness_info; /* "video.robustness" */

G_END_DECLS
