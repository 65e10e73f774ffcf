/* assay-video-back.h: what can be read of a copy that was just written. */
#pragma once

#include "media/assay-video-rewriter.h"
#include "videomark/assay-video-scheme.h"

G_BEGIN_DECLS

/**
 * assay_video_read_back:
 * @shared: of @scheme
 * @fd: of the finished copy
 * @still: whether it is a picture
 *
 * Decodes all of it and reads it as it stands: a codec may have taken the mark away.
 */
gboolean assay_video_read_back (AssayToolJob *job,
                                const AssayVideoScheme *scheme,
                                gpointer shared,
                                const AssayVideoQuestion *question,
                                int fd,
                                gboolean still,
                                AssayVideoReading *reading,
                                GError **error);

G_END_DECLS
