/* assay-frame-stream.h: the frames of one video or picture, pulled from a worker one at a time.
 *
 * Asked for faster than the worker answers, it does the newest wish and drops those between. Main
 * thread only. */
#pragma once

#include <gio/gio.h>

#include "model/assay-image.h"
#include "worker/assay-client.h"

G_BEGIN_DECLS

/* Signal "changed": a frame, the end or a failure is there, and nothing is on its way. */
#define ASSAY_TYPE_FRAME_STREAM (assay_frame_stream_get_type ())
G_DECLARE_FINAL_TYPE (AssayFrameStream, assay_frame_stream, ASSAY, FRAME_STREAM, GObject)

/**
 * assay_frame_stream_new:
 * @name: what the worker calls the file in messages
 * @fd: read-only descriptor; it is duplicated
 * @size: longest side in pixels that frames are reduced to
 *
 * Starts a worker of its own and asks for the first frame.
 *
 * Returns: (transfer full) (nullable): %NULL with an error when the descriptor is no regular file
 */
AssayFrameStream *assay_frame_stream_new (AssayClient *client,
                                          const char *name,
                                          int fd,
                                          guint size,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What the preview of @parameters' tool makes of the file. */
AssayFrameStream *assay_frame_stream_new_made (AssayClient *client,
                                               AssayParameters *parameters,
                                               const char *name,
                                               int fd,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Ends the worker. What is on its way comes back without a signal; call it before the last unref.
 */
void assay_frame_stream_close (AssayFrameStream *self);

/* The frame that came last; (nullable) (transfer none). */
AssayImage *assay_frame_stream_get_image (AssayFrameStream *self);
/* s: of that frame; 0 before the first. */
double assay_frame_stream_get_seconds (AssayFrameStream *self);
/* s: of the whole; 0 when unknown. */
double assay_frame_stream_get_duration (AssayFrameStream *self);
/* Number of that frame from 0. */
gint64 assay_frame_stream_get_index (AssayFrameStream *self);
/* The last step found no further frame. */
gboolean assay_frame_stream_is_at_end (AssayFrameStream *self);
/* Something is on its way. */
gboolean assay_frame_stream_is_busy (AssayFrameStream *self);
/* (nullable) (transfer none): why there are no frames any more. */
const GError *assay_frame_stream_get_error (AssayFrameStream *self);

/* The frame that is on the screen at @seconds. */
void assay_frame_stream_seek (AssayFrameStream *self, double seconds);
/* The next frame. */
void assay_frame_stream_step (AssayFrameStream *self);

G_END_DECLS
