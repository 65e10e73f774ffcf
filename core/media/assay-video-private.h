/* assay-video-private.h: making frames, between the video reader and the frame. */
#pragma once

#include "media/assay-decode-private.h"

G_BEGIN_DECLS

typedef struct _AssayVideoFrameBox AssayVideoFrameBox;

/* A frame that holds a reference on @frame, or a plain copy of it; times, index and rotation are
 * the caller's. */
AssayVideoFrame *assay_video_frame_new (const AVFrame *frame,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Borrowed; the samples of @self. */
const AVFrame *assay_video_frame_get_frame (const AssayVideoFrame *self);
/* The stream that is read; borrowed, until the next seek. */
const AVStream *assay_video_reader_get_stream (const AssayVideoReader *self);
/* Whether a pixel of @frame, in whatever format, is not opaque. */
gboolean assay_video_frame_is_transparent (const AVFrame *frame);

G_END_DECLS
