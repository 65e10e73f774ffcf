/* assay-cipher-transcode.c: libx265 through the video rewriter. */
#include "cipher/assay-cipher-transcode.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "cipher/assay-hevc-stream.h"
#include "media/assay-decode.h"
#include "media/assay-format.h"
#include "media/assay-video-rewriter.h"

static gboolean
copy_picture (AssayVideoRewriter *rewriter,
              AssayVideoPicture *picture,
              gpointer user_data,
              GError **error)
{
  return picture == NULL || assay_video_rewriter_write (rewriter, picture, error);
}

/* @drop: only the pictures. */
static AssaySource *
encode_streams (AssayToolJob *job, AssaySource *source, gboolean drop, GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  AssayVideoForm form = { .codec = ASSAY_VIDEO_CODEC_H265,
                          .container = ASSAY_VIDEO_CONTAINER_AUTO,
                          .samples = ASSAY_VIDEO_SAMPLES_ENCODED,
                          .quality = (double) assay_parameters_get_int (parameters, "quality"),
                          .drop_others = drop };
  int fd = assay_tool_job_get_scratch (job);
  g_autoptr (AssayVideoRewriter) rewriter
      = assay_video_rewriter_new (source, -1, &form, assay_tool_job_get_threads (job),
                                  assay_tool_job_get_cancellable (job), error);

  if (rewriter == NULL
      || !assay_video_rewriter_run (rewriter, fd, copy_picture, NULL,
                                    assay_tool_job_get_progress (job), error))
    return NULL;
  return assay_source_new_fd (fd, error);
}

/* How many streams there are beside the pictures. */
static guint
count_others (AssaySource *source, GCancellable *cancellable)
{
  g_autoptr (AssayDecoder) decoder = assay_decoder_new (source, 1, cancellable, NULL);

  return decoder != NULL ? assay_decoder_get_n_streams (decoder) - 1 : 0;
}

/* Sound of old telephones (AMR) fits into no container that libavformat writes. */
static AssaySource *
encode (AssayToolJob *job, AssaySource *source, guint *left_out, GError **error)
{
  const char *others = assay_parameters_get_text (assay_tool_job_get_parameters (job), "others");
  GError *failure = NULL;
  AssaySource *made = encode_streams (job, source, FALSE, &failure);

  if (made != NULL)
    return made;
  if (!g_error_matches (failure, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED)
      || !g_str_equal (others, "keep"))
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  g_clear_error (&failure);
  *left_out = count_others (source, assay_tool_job_get_cancellable (job));
  return encode_streams (job, source, TRUE, error);
}

/* Why there is no HEVC in it: no file that can be opened, no video, or another kind of video. */
static gboolean
check_video (AssaySource *source, GCancellable *cancellable, GError **error)
{
  gboolean picture = (assay_format_sniff (source)->kinds & ASSAY_MEDIA_IMAGE) != 0;
  g_autoptr (AssayDecoder) decoder
      = picture ? NULL : assay_decoder_new (source, 1, cancellable, error);

  if (decoder == NULL && !picture)
    return FALSE;
  /* FFmpeg finds a video of one picture in a photograph. */
  if (decoder != NULL && assay_decoder_find (decoder, ASSAY_STREAM_VIDEO) >= 0)
    return TRUE;
  g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                       _ ("The file holds no video"));
  return FALSE;
}

AssaySource *
assay_cipher_transcode (AssayToolJob *job, guint *left_out, GError **error)
{
  AssaySource *source = assay_tool_job_get_input (job, 0)->source;
  g_autoptr (AssayHevcStream) stream = NULL;
  GError *failure = NULL;

  stream = assay_hevc_stream_open (source, assay_tool_job_get_cancellable (job), &failure);
  if (stream != NULL)
    return assay_source_ref (source);
  if (!g_error_matches (failure, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED))
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  g_clear_error (&failure);
  if (!check_video (source, assay_tool_job_get_cancellable (job), error))
    return NULL;
  if (assay_parameters_get_bool (assay_tool_job_get_parameters (job), "transcode"))
    return encode (job, source, left_out, error);
  g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                       _ ("The file holds no HEVC (H.265) video; set “transcode” to have it made"));
  return NULL;
}
