/* assay-cipher-transcode.c: libx265 through the video rewriter. */
#include "cipher/assay-cipher-transcode.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "cipher/assay-cipher-error.h"
#include "cipher/assay-hevc-stream.h"
#include "media/assay-decode.h"
#include "media/assay-format.h"
#include "media/assay-video-rewriter.h"

/* Encoded anew, damaged pictures would pass for whole ones: that is never done unasked. */
static gboolean
copy_picture (AssayVideoRewriter *rewriter,
              AssayVideoPicture *picture,
              gpointer user_data,
              GError **error)
{
  const gboolean *keep_damaged = user_data;

  if (picture == NULL)
    return TRUE;
  if (!picture->corrupt || *keep_damaged)
    return assay_video_rewriter_write (rewriter, picture, error);
  g_set_error (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_MALFORMED,
               _ ("Picture %" PRId64 " was decoded from damaged data; set “damaged” to “keep” to "
                  "take what there is"),
               picture->index + 1);
  assay_video_picture_unref (picture);
  return FALSE;
}

void
assay_cipher_transcoded_clear (AssayCipherTranscoded *self)
{
  g_clear_pointer (&self->missing, g_free);
}

/* As the setting, or the new file's name, says; else as the input's name does, which the new one
 * takes over in a case. */
static AssayVideoContainer
choose_container (AssayToolJob *job)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  const char *asked = assay_parameters_get_text (parameters, "container");
  const char *instead = assay_tool_info_instead (assay_tool_job_get_info (job),
                                                 assay_tool_job_get_input (job, 0)->name);

  if (g_str_equal (asked, "auto") && instead != NULL)
    asked = instead;
  if (g_str_equal (asked, "mkv"))
    return ASSAY_VIDEO_CONTAINER_MATROSKA;
  if (g_str_equal (asked, "mp4"))
    return ASSAY_VIDEO_CONTAINER_MP4;
  return g_str_equal (asked, "mov") ? ASSAY_VIDEO_CONTAINER_MOV : ASSAY_VIDEO_CONTAINER_AUTO;
}

/* @drop: only the pictures. */
static AssaySource *
encode_streams (AssayToolJob *job,
                AssaySource *source,
                gboolean drop,
                AssayCipherTranscoded *made,
                AssayProgress *progress,
                GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  AssayVideoForm form = { .codec = ASSAY_VIDEO_CODEC_H265,
                          .container = choose_container (job),
                          .samples = ASSAY_VIDEO_SAMPLES_ENCODED,
                          .quality = (double) assay_parameters_get_int (parameters, "quality"),
                          .drop_others = drop };
  gboolean keep_damaged = g_str_equal (assay_parameters_get_text (parameters, "damaged"), "keep");
  int fd = assay_tool_job_get_scratch (job);
  g_autoptr (AssayVideoRewriter) rewriter
      = assay_video_rewriter_new (source, -1, &form, assay_tool_job_get_threads (job),
                                  assay_tool_job_get_cancellable (job), error);
  const AssayVideoRewritten *written;

  if (rewriter == NULL
      || !assay_video_rewriter_run (rewriter, fd, copy_picture, &keep_damaged, progress, error))
    return NULL;
  written = assay_video_rewriter_get_written (rewriter);
  made->done = TRUE;
  made->corrupt = written->corrupt;
  made->left_out = written->left_out;
  made->missing = written->left_out > 0 ? g_strdup (written->missing) : NULL;
  return assay_source_new_fd (fd, error);
}

/* All streams beside the pictures. */
static void
note_others (AssaySource *source, GCancellable *cancellable, AssayCipherTranscoded *made)
{
  g_autoptr (AssayDecoder) decoder = assay_decoder_new (source, 1, cancellable, NULL);
  g_autoptr (GString) names = g_string_new (NULL);
  gint video = decoder != NULL ? assay_decoder_find (decoder, ASSAY_STREAM_VIDEO) : -1;

  made->left_out = 0;
  for (guint i = 0; decoder != NULL && i < assay_decoder_get_n_streams (decoder); i++)
    if ((gint) i != video)
      {
        g_string_append_printf (names, "%s%s", made->left_out > 0 ? ", " : "",
                                assay_decoder_get_stream (decoder, i)->codec);
        made->left_out++;
      }
  g_free (made->missing);
  made->missing = g_strdup (names->str);
}

static AssaySource *
encode (AssayToolJob *job,
        AssaySource *source,
        AssayCipherTranscoded *made,
        AssayProgress *progress,
        GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  GError *failure = NULL;
  AssaySource *new;

  if (g_str_equal (assay_parameters_get_text (parameters, "container"), "hevc"))
    {
      g_set_error_literal (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                           _ ("A video that is encoded anew goes into Matroska, MP4 or QuickTime, "
                              "not into a byte stream"));
      return NULL;
    }
  new = encode_streams (job, source, FALSE, made, progress, &failure);
  if (new != NULL)
    return new;
  if (!g_error_matches (failure, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED)
      || !g_str_equal (assay_parameters_get_text (parameters, "others"), "keep"))
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  g_clear_error (&failure);
  new = encode_streams (job, source, TRUE, made, progress, error);
  if (new != NULL)
    note_others (source, assay_tool_job_get_cancellable (job), made);
  return new;
}

/* What kind of video there is instead of HEVC; FALSE if there is none. */
static gboolean
find_codec (AssaySource *source, GCancellable *cancellable, const char **codec)
{
  g_autoptr (AssayDecoder) decoder = assay_decoder_new (source, 1, cancellable, NULL);
  gint video = decoder != NULL ? assay_decoder_find (decoder, ASSAY_STREAM_VIDEO) : -1;

  if (video >= 0)
    *codec = g_intern_string (assay_decoder_get_stream (decoder, (guint) video)->codec);
  return video >= 0;
}

gboolean
assay_cipher_transcode_is_asked (AssayToolJob *job, const char *codec, GError **error)
{
  if (assay_parameters_get_bool (assay_tool_job_get_parameters (job), "transcode"))
    return TRUE;
  g_set_error (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_OTHER_VIDEO,
               /* Translators: the name of a kind of video, as in "h264". */
               _ ("This video is of the kind “%s”. Only HEVC (H.265) can be encrypted so that "
                  "players still open it: with “Make HEVC of other video” (transcode) it is made "
                  "of it first, which costs a little quality. The original file stays as it is."),
               codec);
  return FALSE;
}

AssaySource *
assay_cipher_transcode (AssayToolJob *job,
                        AssayCipherTranscoded *made,
                        AssayProgress *progress,
                        GError **error)
{
  AssaySource *source = assay_tool_job_get_input (job, 0)->source;
  g_autoptr (AssayHevcStream) stream = NULL;
  GError *failure = NULL;

  stream = assay_hevc_stream_open (source, assay_tool_job_get_cancellable (job), &failure);
  if (stream != NULL)
    return assay_source_ref (source);
  /* FFmpeg finds a video of one picture in a photograph. */
  if (!g_error_matches (failure, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED)
      || (assay_format_sniff (source)->kinds & ASSAY_MEDIA_IMAGE) != 0
      || !find_codec (source, assay_tool_job_get_cancellable (job), &made->codec))
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  g_clear_error (&failure);
  if (assay_cipher_transcode_is_asked (job, made->codec, error))
    {
      AssaySource *new = encode (job, source, made, progress, error);

      made->size = new != NULL ? assay_source_get_size (new) : 0;
      return new;
    }
  return NULL;
}
