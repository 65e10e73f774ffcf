/* assay-decode-lists.c: which demuxers and decoders of FFmpeg may see evidence, and within which
 * limits.
 *
 * Left out on purpose: everything that reads other files or the network (concat, hls, dash,
 * image2), scripts and drawings (svg, lua playlists, subtitles), hardware decoders, and libraries
 * that run interpreters. */
#include "media/assay-decode-private.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <libavutil/cpu.h>
#include <libavutil/display.h>
#include <libavutil/mem.h>
#include <math.h>
#include <string.h>

#include "media/assay-checked-send-private.h"

const char assay_decode_formats[]
    = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,"
      "mpegvideo,m4v,h264,hevc,ogg,flac,mp3,aac,wav,w64,aiff,au,"
      "caf,wv,ape,tta,nistsphere,amr,amrnb,amrwb,ac3,eac3,dts,asf,flv,ivf,obu,h263,mjpeg,"
      "dv,mxf,gif,apng,png_pipe,jpeg_pipe,webp_pipe,bmp_pipe,"
      "tiff_pipe,j2k_pipe,jpegls_pipe,psd_pipe,sgi_pipe,qoi_pipe,pgm_"
      "pipe,ppm_pipe,pbm_pipe,pam_pipe,dds_pipe,xbm_pipe,ico";

const char assay_decode_codecs[]
    = "h264,hevc,vp8,vp9,libdav1d,mpeg4,mpeg1video,mpeg2video,h263,h263p,h261,mjpeg,mjpegb,vc1,"
      "wmv1,wmv2,wmv3,msmpeg4v1,"
      "msmpeg4,msmpeg4v2,flv,theora,dvvideo,prores,dnxhd,cfhd,ffv1,huffyuv,ffvhuff,utvideo,"
      "rawvideo,v210,svq1,svq3,cinepak,"
      "rpza,indeo3,indeo4,indeo5,qtrle,png,apng,gif,webp,bmp,tiff,jpegls,jpeg2000,libopenjpeg,ppm,"
      "pgm,pbm,pam,sgi,qoi,psd,dds,xbm,"
      "aac,aac_latm,mp3float,mp3,mp2float,mp2,mp1float,mp1,ac3,eac3,dca,flac,alac,vorbis,opus,"
      "libopus,amrnb,amrwb,"
      "libopencore_amrnb,libopencore_amrwb,wmav1,wmav2,wmapro,wmalossless,gsm,gsm_ms,qdm2,qcelp,"
      "speex,libspeex,nellymoser,"
      "truehd,mlp,tta,wavpack,ape,adpcm_ms,adpcm_ima_wav,adpcm_ima_qt,adpcm_swf,adpcm_yamaha,g722,"
      "g726,g723_1,"
      "pcm_s8,pcm_u8,pcm_s16le,pcm_s16be,pcm_u16le,pcm_u16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_"
      "s32be,pcm_f32le,pcm_f32be,"
      "pcm_f64le,pcm_f64be,pcm_alaw,pcm_mulaw,pcm_bluray,pcm_dvd,pcm_lxf";

gboolean
assay_decode_name_listed (const char *name, const char *list)
{
  gsize length = strlen (name);

  for (const char *at = strstr (list, name); at != NULL; at = strstr (at + 1, name))
    if ((at == list || at[-1] == ',') && (at[length] == ',' || at[length] == '\0'))
      return TRUE;
  return FALSE;
}

void
assay_decode_set_limits (void)
{
  static gsize once;

  if (!g_once_init_enter (&once))
    return;
  av_max_alloc (ASSAY_DECODE_ALLOCATION);
  av_log_set_level (AV_LOG_QUIET); /* foreign names and values have no place in a log */
  g_once_init_leave (&once, 1);
}

/* The first decoder of the list: for AV1 FFmpeg itself would choose one that needs a graphics card.
 */
const AVCodec *
assay_decode_find_codec (enum AVCodecID id)
{
  const AVCodec *codec;
  void *state = NULL;

  while ((codec = av_codec_iterate (&state)) != NULL)
    if (codec->id == id && av_codec_is_decoder (codec)
        && assay_decode_name_listed (codec->name, assay_decode_codecs))
      return codec;
  return NULL;
}

static void
set_not_decoded (enum AVCodecID id, GError **error)
{
  if (id == AV_CODEC_ID_NONE)
    g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                         _ ("The file does not say how its pictures or sound are coded; it may be "
                            "cut off or damaged."));
  else
    g_set_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                 _ ("Media coded as “%s” are not decoded here. Metadata and structure are examined "
                    "all the same."),
                 avcodec_get_name (id));
}

AVCodecContext *
assay_decode_open_codec (const AVStream *stream, guint threads, GError **error)
{
  const AVCodec *codec = assay_decode_find_codec (stream->codecpar->codec_id);
  AVCodecContext *context;
  int code;

  if (codec == NULL)
    {
      set_not_decoded (stream->codecpar->codec_id, error);
      return NULL;
    }
  context = avcodec_alloc_context3 (codec);
  code = context != NULL ? avcodec_parameters_to_context (context, stream->codecpar)
                         : AVERROR (ENOMEM);
  if (code >= 0)
    {
      context->pkt_timebase = stream->time_base;
      context->flags |= AV_CODEC_FLAG_BITEXACT;
      context->thread_count = (int) MAX (threads, 1);
      context->thread_type = FF_THREAD_FRAME | FF_THREAD_SLICE;
      context->max_pixels = ASSAY_LIMIT_PIXELS;
      context->max_samples = 16 * 1024 * 1024;
      context->codec_whitelist = av_strdup (assay_decode_codecs);
      context->idct_algo = FF_IDCT_AUTO;
      code = avcodec_open2 (context, codec, NULL);
      if (code >= 0)
        assay_checked_send_prepare (context);
    }
  if (code < 0)
    {
      avcodec_free_context (&context);
      assay_decode_set_error (error, NULL, code);
    }
  return context;
}

void
assay_decode_be_strict (AVCodecContext *context)
{
  if (context->codec_id == AV_CODEC_ID_MJPEG)
    context->err_recognition |= AV_EF_EXPLODE;
}

guint
assay_decode_rotation (const AVStream *stream)
{
  const guint8 *data = av_stream_get_side_data (stream, AV_PKT_DATA_DISPLAYMATRIX, NULL);
  double degrees;

  if (data == NULL)
    return 0;
  /* The function counts counter-clockwise from the matrix; display turns the other way. */
  degrees = -av_display_rotation_get ((const int32_t *) (const void *) data);
  if (!isfinite (degrees))
    return 0;
  return (guint) (((lround (degrees / 90.0) % 4) + 4) % 4) * 90;
}

guint
assay_decode_orientation (guint rotation)
{
  switch (rotation)
    {
    case 90:
      return 6;
    case 180:
      return 3;
    case 270:
      return 8;
    default:
      return 1;
    }
}

void
assay_decoder_prewarm (void)
{
  const AVInputFormat *format;
  void *state = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (AssaySource) source = NULL;
  g_autoptr (AssayImage) image = NULL;
  /* A GIF of one pixel: demuxer, decoder and scaler each run once. */
  static const guint8 gif[]
      = { 'G', 'I',  'F', '8', '9', 'a', 1, 0, 1, 0, 0x80, 0, 0, 0,    0, 0, 255, 255,
          255, 0x2c, 0,   0,   0,   0,   1, 0, 1, 0, 0,    2, 2, 0x44, 1, 0, 0x3b };

  assay_decode_set_limits ();
  (void) av_get_cpu_flags ();
  (void) av_cpu_count ();
  while ((format = av_demuxer_iterate (&state)) != NULL)
    (void) assay_decode_name_listed (format->name, assay_decode_formats);
  (void) assay_decode_find_codec (AV_CODEC_ID_AV1);
  assay_decode_heif_prewarm ();
  bytes = g_bytes_new_static (gif, sizeof gif);
  source = assay_source_new_bytes (bytes);
  image = assay_decode_picture (source, "prewarm", "", 0, 0, NULL, NULL);
  if (image == NULL)
    g_debug ("the decoders were not warmed up");
}

const char *
assay_decoder_versions (void)
{
  static gsize once;
  static char *text;

  if (g_once_init_enter (&once))
    {
      unsigned format = avformat_version (), codec = avcodec_version (), scale = swscale_version ();

      text = g_strdup_printf (
          "libavformat %u.%u.%u libavcodec %u.%u.%u libswscale %u.%u.%u", AV_VERSION_MAJOR (format),
          AV_VERSION_MINOR (format), AV_VERSION_MICRO (format), AV_VERSION_MAJOR (codec),
          AV_VERSION_MINOR (codec), AV_VERSION_MICRO (codec), AV_VERSION_MAJOR (scale),
          AV_VERSION_MINOR (scale), AV_VERSION_MICRO (scale));
      g_once_init_leave (&once, 1);
    }
  return text;
}

void
assay_decode_add_name (GString *names, guint n, const AVStream *stream)
{
  const AVCodecParameters *parameters = stream->codecpar;
  const char *type = av_get_media_type_string (parameters->codec_type);
  char tag[AV_FOURCC_MAX_STRING_SIZE] = "";

  av_fourcc_make_string (tag, parameters->codec_tag);
  g_string_append_printf (names, "%s%s “%s”", n > 0 ? ", " : "", type != NULL ? type : "?",
                          parameters->codec_tag != 0 ? tag
                                                     : avcodec_get_name (parameters->codec_id));
}
