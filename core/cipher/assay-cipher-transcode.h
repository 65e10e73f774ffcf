/* assay-cipher-transcode.h: video of another kind becomes HEVC before it is encrypted. Only
 * assay-worker-media links it. */
#pragma once

#include "model/assay-tool.h"

G_BEGIN_DECLS

/* What came of it beside the file. */
typedef struct
{
  gboolean done;     /* the video was encoded anew */
  const char *codec; /* FFmpeg's short name of what it was; borrowed */
  guint left_out;    /* streams */
  char *missing;     /* (nullable): which, in FFmpeg's words */
  guint64 corrupt;   /* pictures decoded from damaged data; only with "damaged=keep" */
  guint64 size;      /* bytes of the new file before it was encrypted */
} AssayCipherTranscoded;

void assay_cipher_transcoded_clear (AssayCipherTranscoded *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AssayCipherTranscoded, assay_cipher_transcoded_clear)

/**
 * assay_cipher_transcode:
 * @made: (out): streams that the new container cannot hold are left out and named; sound of a kind
 *   that no container holds only with "others=keep", which then drops all but the pictures
 *
 * The job's input when it holds HEVC video. Else, if parameter "transcode" is set, the same video
 * encoded by libx265 at "quality" beside its other streams, in the job's scratch file.
 *
 * Returns: (transfer full) (nullable): %NULL with ASSAY_CIPHER_ERROR_OTHER_VIDEO (not HEVC and not
 * to be transcoded), ASSAY_CIPHER_ERROR_MALFORMED (pictures are damaged, and "damaged" is not
 * "keep") and what the rewriter says
 */
AssaySource *assay_cipher_transcode (AssayToolJob *job,
                                     AssayCipherTranscoded *made,
                                     AssayProgress *progress,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether "transcode" is set; else FALSE with ASSAY_CIPHER_ERROR_OTHER_VIDEO. @codec: FFmpeg's name
 * of what the video is. */
gboolean assay_cipher_transcode_is_asked (AssayToolJob *job, const char *codec, GError **error);

G_END_DECLS
