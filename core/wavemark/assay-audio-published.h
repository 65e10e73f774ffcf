/* assay-audio-published.h: the runs of `audio.embed` and `audio.extract` by the published method.
 */
#pragma once

#include "model/assay-tool.h"

G_BEGIN_DECLS

/* Whether the job's parameter "scheme" asks for it. */
gboolean assay_audio_is_published (AssayParameters *parameters);
AssayResult *assay_audio_published_embed (AssayToolJob *job,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
AssayResult *assay_audio_published_extract (AssayToolJob *job,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
