/* assay-video-form.h: how the copies that the tools write are coded. */
#pragma once

#include "media/assay-video-rewriter.h"
#include "model/assay-tool.h"

G_BEGIN_DECLS

typedef enum
{
  ASSAY_VIDEO_FORM_AS_SOURCE, /* its codec where it is written here, else H.264; PNG, JPEG */
  ASSAY_VIDEO_FORM_LOSSLESS,  /* FFV1; PNG */
} AssayVideoFormDefault;

/**
 * assay_video_form_choose:
 * @usual: what the codec "auto" means
 * @fixed: (nullable): the codec whatever the parameter says
 * @form: (inout): codec, container and, where it is negative, the quality
 *
 * By the tool's parameters `codec`, `container` and `crf`. An automatic codec gives way to a
 * container that cannot hold it.
 *
 * Returns: %FALSE with UNSUPPORTED if the chosen codec does not fit into the chosen container,
 * ASSAY_MODEL_ERROR_INVALID if it is of pictures and the source a video; and the decoder's errors
 */
gboolean assay_video_form_choose (AssayToolJob *job,
                                  AssayVideoFormDefault usual,
                                  const AssayVideoCodec *fixed,
                                  AssayVideoForm *form,
                                  GError **error);

G_END_DECLS
