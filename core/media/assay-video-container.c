/* assay-video-container.c: which container a rewritten video goes into, and what fits. */
#include "media/assay-video-rewriter-private.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const AVOutputFormat *
find_format (const char *container)
{
  return av_guess_format (container, NULL, NULL);
}

gboolean
assay_video_format_holds (const AVOutputFormat *format, const AVCodecParameters *parameters)
{
  if (parameters->codec_type == AVMEDIA_TYPE_ATTACHMENT)
    return g_str_equal (format->name, "matroska");
  if (parameters->codec_type == AVMEDIA_TYPE_DATA)
    return FALSE;
  /* Sound of old telephones: MOV's muxer wants each of the frames, of which a packet of 3GP has
   * many, by itself; Matroska's takes the packets as the codec of Windows that they once had. */
  if (parameters->codec_id == AV_CODEC_ID_AMR_NB || parameters->codec_id == AV_CODEC_ID_AMR_WB)
    return g_str_equal (format->name, "matroska");
  return avformat_query_codec (format, parameters->codec_id, FF_COMPLIANCE_NORMAL) == 1;
}

/* Everything but data that the source has fits. */
static gboolean
holds_all (const char *container, const AVFormatContext *source, gint video)
{
  const AVOutputFormat *format = find_format (container);

  for (guint i = 0; i < source->nb_streams; i++)
    if ((gint) i != video && source->streams[i]->codecpar->codec_type != AVMEDIA_TYPE_DATA
        && !assay_video_format_holds (format, source->streams[i]->codecpar))
      return FALSE;
  return TRUE;
}

static const char *const container_names[] = { NULL, "matroska", "mp4", "mov", "webm" };

const char *
assay_video_find_holder (const AVCodecParameters *parameters)
{
  static const guint tried[] = { ASSAY_VIDEO_CONTAINER_MATROSKA, ASSAY_VIDEO_CONTAINER_MOV };

  for (guint i = 0; i < G_N_ELEMENTS (tried); i++)
    if (assay_video_format_holds (find_format (container_names[tried[i]]), parameters))
      return container_names[tried[i]];
  return NULL;
}

gboolean
assay_video_container_holds (AssayVideoContainer container, AssayVideoCodec codec)
{
  const AVCodec *encoder = assay_video_find_encoder (codec, NULL);

  if (container == ASSAY_VIDEO_CONTAINER_AUTO || container == ASSAY_VIDEO_CONTAINER_MATROSKA
      || codec == ASSAY_VIDEO_CODEC_PNG || codec == ASSAY_VIDEO_CODEC_JPEG)
    return TRUE;
  return encoder != NULL && codec != ASSAY_VIDEO_CODEC_FFV1
         && avformat_query_codec (find_format (container_names[container]), encoder->id,
                                  FF_COMPLIANCE_NORMAL)
                == 1;
}

gboolean
assay_video_container_check (AssayVideoContainer container, AssayVideoCodec codec, GError **error)
{
  const AVCodec *encoder = assay_video_find_encoder (codec, error);

  if (encoder == NULL)
    return FALSE;
  if (assay_video_container_holds (container, codec))
    return TRUE;
  g_set_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
               _ ("Video of the kind “%s” does not fit into %s; Matroska holds it"),
               avcodec_get_name (encoder->id), container_names[container]);
  return FALSE;
}

const char *
assay_video_muxer_choose (const AssayVideoForm *form, const AVFormatContext *source, gint video)
{
  const AVDictionaryEntry *brand = av_dict_get (source->metadata, "major_brand", NULL, 0);
  const char *own = brand != NULL && g_str_has_prefix (brand->value, "qt") ? "mov" : "mp4";

  if (form->codec == ASSAY_VIDEO_CODEC_PNG || form->codec == ASSAY_VIDEO_CODEC_JPEG)
    return NULL;
  if (form->container != ASSAY_VIDEO_CONTAINER_AUTO)
    return container_names[form->container];
  if (form->codec == ASSAY_VIDEO_CODEC_FFV1 || form->codec == ASSAY_VIDEO_CODEC_MJPEG)
    return "matroska";
  if (strstr (source->iformat->name, "mp4") != NULL
      && (form->drop_others || holds_all (own, source, video)))
    return own;
  return "matroska";
}
