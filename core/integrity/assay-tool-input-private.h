/* assay-tool-input-private.h: the one input that all tools of this folder have. */
#pragma once

#include "media/assay-inspection.h"
#include "model/assay-tool.h"

G_BEGIN_DECLS

/* Inspects the input of @job. NULL with an error as assay_inspect(). */
AssayInspection *assay_tool_input_inspect (AssayToolJob *job,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * assay_tool_input_add_streams:
 *
 * Adds what a decoder says about the streams (stream.*) if the file is sound or video; else does
 * nothing.
 *
 * Returns: %FALSE with ASSAY_MODEL_ERROR_NEEDS_MEDIA in assay-worker, or an error of the decoder
 */
gboolean
assay_tool_input_add_streams (AssayToolJob *job, AssayInspection *inspection, GError **error);

/**
 * assay_tool_input_picture:
 * @id, @title: of the image
 * @most: no side longer than this, px; 0 for the size that the file has
 *
 * The picture of a JPEG, or with a decoder that of any other picture or the first of a video;
 * upright only for the latter.
 *
 * Returns: (transfer full) (nullable): RGB8 or GREY8, %NULL with NEEDS_MEDIA or an error of the
 * decoder
 */
AssayImage *assay_tool_input_picture (AssayToolJob *job,
                                      const AssayInspection *inspection,
                                      const char *id,
                                      const char *title,
                                      guint most,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
