/* assay-videomark.h: the tools that mark video and pictures. */
#pragma once

#include "model/assay-tool.h"
#include "videomark/assay-videomark-info.h"

G_BEGIN_DECLS

AssayResult *assay_video_embed_run (AssayToolJob *job, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AssayResult *assay_video_extract_run (AssayToolJob *job, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AssayResult *assay_video_attack_run (AssayToolJob *job, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AssayResult *assay_video_robustness_run (AssayToolJob *job,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* In the worker's template: what a locked-down process could not compile. */
void assay_video_prewarm (void);
/* "oneDNN 2.6.3": what may change results. */
const char *assay_video_versions (void);

G_END_DECLS
