/* assay-cipher-transcode.h: video of another kind becomes HEVC before it is encrypted. Only
 * assay-worker-media links it. */
#pragma once

#include "model/assay-tool.h"

G_BEGIN_DECLS

/**
 * assay_cipher_transcode:
 * @left_out: (out): streams whose packets fit into no container, left out with "others=keep"; stays
 *   what it was without such
 *
 * The job's input when it holds HEVC video. Else, if parameter "transcode" is set, the same video
 * encoded by libx265 at "quality" beside its other streams, in the job's scratch file.
 *
 * Returns: (transfer full) (nullable): %NULL with ASSAY_MEDIA_ERROR UNSUPPORTED (not HEVC and not
 * to be transcoded) and what the rewriter says
 */
AssaySource *assay_cipher_transcode (AssayToolJob *job,
                                     guint *left_out,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
