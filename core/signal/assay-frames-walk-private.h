/* assay-frames-walk-private.h: all frames, in fixed parts that threads share out.
 *
 * A part sees its frames in order, a few hundred at a time; what it sums up is joined by the caller
 * in the order of the parts. */
#pragma once

#include <gio/gio.h>

#include "base/assay-progress.h"
#include "signal/assay-frames.h"

G_BEGIN_DECLS

/* Parts of all frames, whatever the number of threads. */
#define ASSAY_FRAMES_PARTS 16
/* Frames given at a time. */
#define ASSAY_FRAMES_BLOCK 256

/* @rows: @n × columns, of part @part. Runs in several threads, each part in one. FALSE with an
 * error stops the walk. */
typedef gboolean (*AssayFramesVisit) (
    gpointer user_data, guint part, const double *rows, gsize n, GError **error);

/* ASSAY_BASE_ERROR_MALFORMED when a number is not finite; the reader's or the visitor's error;
 * G_IO_ERROR_CANCELLED. */
gboolean assay_frames_walk (const AssayFrames *frames,
                            guint threads,
                            AssayFramesVisit visit,
                            gpointer user_data,
                            AssayProgress *progress,
                            GCancellable *cancellable,
                            GError **error);

G_END_DECLS
