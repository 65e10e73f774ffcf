/* assay-audio.h: the tools that mark sound. */
#pragma once

#include "model/assay-tool.h"
#include "wavemark/assay-wavemark-info.h"

G_BEGIN_DECLS

AssayResult *assay_audio_embed_run (AssayToolJob *job, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AssayResult *assay_audio_extract_run (AssayToolJob *job, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AssayResult *assay_audio_attack_run (AssayToolJob *job, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AssayResult *assay_audio_robustness_run (AssayToolJob *job,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
