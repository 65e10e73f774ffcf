/* assay-video-form.c: codec and container of what the tools write. */
#include "videomark/assay-video-form.h"

#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "media/assay-format.h"

/* Quality of JPEG pictures: the mark outlasts it, and it shows less than the mark does. */
#define JPEG_QUALITY 95

/* s: what lasts longer is no photograph. */
#define ANIMATION 0.5

typedef struct
{
  const char *id;
  AssayVideoCodec codec;
} CodecName;

static const CodecName codecs[] = {
  { "h264", ASSAY_VIDEO_CODEC_H264 }, { "h265", ASSAY_VIDEO_CODEC_H265 },
  { "hevc", ASSAY_VIDEO_CODEC_H265 }, { "ffv1", ASSAY_VIDEO_CODEC_FFV1 },
  { "png", ASSAY_VIDEO_CODEC_PNG },   { "jpeg", ASSAY_VIDEO_CODEC_JPEG },
};

static gboolean
find_codec (const char *id, AssayVideoCodec *codec)
{
  for (guint i = 0; i < G_N_ELEMENTS (codecs); i++)
    if (strcmp (codecs[i].id, id) == 0)
      {
        *codec = codecs[i].codec;
        return TRUE;
      }
  return FALSE;
}

static AssayVideoContainer
choose_container (const char *name)
{
  static const char *const names[] = { "auto", "mkv", "mp4", "mov", "webm" };

  G_STATIC_ASSERT (ASSAY_VIDEO_CONTAINER_AUTO == 0 && ASSAY_VIDEO_CONTAINER_WEBM == 4);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i], name) == 0)
      return (AssayVideoContainer) i;
  return ASSAY_VIDEO_CONTAINER_AUTO;
}

/* A photograph or drawing; an animation is a video. */
static gboolean
is_still (AssayToolJob *job)
{
  AssaySource *source = assay_tool_job_get_input (job, 0)->source;
  guint kinds = assay_format_sniff (source)->kinds;
  g_autoptr (AssayDecoder) decoder = NULL;
  gint video;

  if ((kinds & ASSAY_MEDIA_IMAGE) == 0 || (kinds & ASSAY_MEDIA_VIDEO) != 0)
    return FALSE;
  decoder = assay_decoder_new (source, 1, assay_tool_job_get_cancellable (job), NULL);
  video = decoder != NULL ? assay_decoder_find (decoder, ASSAY_STREAM_VIDEO) : -1;
  return video < 0
         || (assay_decoder_get_stream (decoder, (guint) video)->frames <= 1
             && !(assay_decoder_get_duration (decoder) > ANIMATION));
}

/* By its first picture. */
static gboolean
is_transparent (AssayDecoder *decoder, guint stream)
{
  g_autoptr (AssayVideoReader) reader = assay_video_reader_new (decoder, stream, NULL);

  return reader != NULL && assay_video_reader_shows_through (reader);
}

/* The codec of the source's video if it is one of those written here, else H.264. */
static gboolean
follow_video (AssayToolJob *job, AssayVideoCodec *codec, GError **error)
{
  g_autoptr (AssayDecoder) decoder = assay_decoder_new (
      assay_tool_job_get_input (job, 0)->source, 1, assay_tool_job_get_cancellable (job), error);
  gint stream;

  if (decoder == NULL)
    return FALSE;
  *codec = ASSAY_VIDEO_CODEC_H264;
  stream = assay_decoder_find (decoder, ASSAY_STREAM_VIDEO);
  if (stream >= 0)
    find_codec (assay_decoder_get_stream (decoder, (guint) stream)->codec, codec);
  /* Video of pictures alone is no picture. */
  if (*codec == ASSAY_VIDEO_CODEC_PNG || *codec == ASSAY_VIDEO_CODEC_JPEG)
    *codec = ASSAY_VIDEO_CODEC_H264;
  /* Of the codecs written here for video one keeps transparency. */
  if (stream >= 0 && is_transparent (decoder, (guint) stream))
    *codec = ASSAY_VIDEO_CODEC_FFV1;
  return TRUE;
}

static gboolean
choose_automatic (AssayToolJob *job,
                  gboolean still,
                  AssayVideoFormDefault usual,
                  AssayVideoCodec *codec,
                  GError **error)
{
  const AssayFormat *format = assay_format_sniff (assay_tool_job_get_input (job, 0)->source);

  if (usual == ASSAY_VIDEO_FORM_LOSSLESS)
    *codec = still ? ASSAY_VIDEO_CODEC_PNG : ASSAY_VIDEO_CODEC_FFV1;
  else if (still)
    *codec = strcmp (format->id, "jpeg") == 0 || strcmp (format->family, "bmff") == 0
                 ? ASSAY_VIDEO_CODEC_JPEG
                 : ASSAY_VIDEO_CODEC_PNG;
  else
    return follow_video (job, codec, error);
  return TRUE;
}

/* What an automatic codec becomes in @container. */
static AssayVideoCodec
fitting_codec (AssayVideoContainer container)
{
  return container == ASSAY_VIDEO_CONTAINER_WEBM ? ASSAY_VIDEO_CODEC_VP9 : ASSAY_VIDEO_CODEC_H264;
}

/* What cannot be read at all is told as that. */
static gboolean
refuse_picture (AssayToolJob *job, GError **error)
{
  g_autoptr (AssayDecoder) decoder = assay_decoder_new (
      assay_tool_job_get_input (job, 0)->source, 1, assay_tool_job_get_cancellable (job), error);

  if (decoder != NULL)
    g_set_error_literal (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                         _ ("A video cannot become one picture: choose a codec of videos and a "
                            "name like “copy.mkv”"));
  return FALSE;
}

gboolean
assay_video_form_choose (AssayToolJob *job,
                         AssayVideoFormDefault usual,
                         const AssayVideoCodec *fixed,
                         AssayVideoForm *form,
                         GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  gboolean still = is_still (job);
  gboolean automatic
      = fixed == NULL
        && !find_codec (assay_parameters_get_text (parameters, "codec"), &form->codec);

  form->container = choose_container (assay_parameters_get_text (parameters, "container"));
  if (fixed != NULL)
    form->codec = *fixed;
  else if (automatic && !choose_automatic (job, still, usual, &form->codec, error))
    return FALSE;
  if (!still && (form->codec == ASSAY_VIDEO_CODEC_PNG || form->codec == ASSAY_VIDEO_CODEC_JPEG))
    return refuse_picture (job, error);
  if (automatic && !assay_video_container_holds (form->container, form->codec))
    form->codec = fitting_codec (form->container);
  if (form->quality < 0)
    form->quality = form->codec == ASSAY_VIDEO_CODEC_JPEG
                        ? JPEG_QUALITY
                        : (double) assay_parameters_get_int (parameters, "crf");
  return assay_video_container_check (form->container, form->codec, error);
}
