/* assay-video-encoder.c: the encoders, set so that the same pictures give the same bytes on every
 * machine. */
#include "media/assay-video-rewriter-private.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <libavutil/mastering_display_metadata.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <math.h>
#include <string.h>

#include "media/assay-jpeg-standard-private.h"

/* Frame threads change what an encoder decides, so their number is never that of the processors. */
#define THREADS 4
/* FFV1 slices: coded side by side, lost one by one. */
#define FFV1_SLICES "4"
/* A smaller picture cannot be cut into them. */
#define FFV1_SLICED_SIDE 64
/* Encoders of pictures with predictions refuse less. */
#define LEAST_SIDE 16
/* x265 3.5 keeps a number for each 16 columns of a row while it looks ahead along the pictures
 * (cuTree), and its vector code writes four at least: behind the end of the array in pictures of up
 * to 48 columns. */
#define LEAST_TREE_WIDTH 64

typedef struct
{
  const char *name;
  double quality; /* where none is asked for */
  double most;
} Kind;

/* By AssayVideoCodec. */
static const Kind kinds[] = {
  { "ffv1", 0, 0 },        { "libx264", 20, 51 }, { "libx265", 22, 51 }, { "libvpx-vp9", 28, 63 },
  { "libsvtav1", 28, 63 }, { "mjpeg", 92, 100 },  { "png", 0, 0 },       { "mjpeg", 92, 100 },
};

const AVCodec *
assay_video_find_encoder (AssayVideoCodec codec, GError **error)
{
  const AVCodec *found = avcodec_find_encoder_by_name (kinds[codec].name);

  if (found == NULL)
    g_set_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                 _ ("The encoder “%s” is missing on this computer"), kinds[codec].name);
  return found;
}

static double
quality_of (const AssayVideoForm *form)
{
  const Kind *kind = &kinds[form->codec];

  return form->quality < 0.0 ? kind->quality : CLAMP (form->quality, 0.0, kind->most);
}

/* The standard's table scaled to @quality as the Independent JPEG Group does. The encoder
 * multiplies by its scale 8 and divides by 8. */
static uint16_t *
jpeg_matrix (gboolean chroma, double quality)
{
  uint16_t *matrix = av_malloc_array (64, sizeof *matrix);

  if (matrix != NULL)
    assay_jpeg_scaled_quantisation (chroma, (guint) CLAMP (lrint (quality), 1, 100), matrix);
  return matrix;
}

static void
set_jpeg (AVCodecContext *codec, double quality)
{
  codec->intra_matrix = jpeg_matrix (FALSE, quality);
  codec->chroma_intra_matrix = jpeg_matrix (TRUE, quality);
  codec->flags |= AV_CODEC_FLAG_QSCALE;
  codec->qmin = 8;
  codec->qmax = 8;
  codec->global_quality = 8 * FF_QP2LAMBDA;
}

const void *
assay_video_light (const AVStream *stream,
                   const AVFrame *first,
                   enum AVPacketSideDataType type,
                   gsize *size)
{
  const void *data = av_stream_get_side_data (stream, type, size);
  const AVFrameSideData *own = av_frame_get_side_data (
      first, type == AV_PKT_DATA_CONTENT_LIGHT_LEVEL ? AV_FRAME_DATA_CONTENT_LIGHT_LEVEL
                                                     : AV_FRAME_DATA_MASTERING_DISPLAY_METADATA);

  if (data != NULL || own == NULL)
    return data;
  *size = own->size;
  return own->data;
}

/* SMPTE ST 2086 and CTA-861.3 as x265 wants them: what HDR screens go by. */
static void
add_light (GString *text, const AssayVideoEncoderSetup *setup)
{
  gsize size;
  const AVMasteringDisplayMetadata *screen = assay_video_light (
      setup->stream, setup->first, AV_PKT_DATA_MASTERING_DISPLAY_METADATA, &size);
  const AVContentLightMetadata *light
      = assay_video_light (setup->stream, setup->first, AV_PKT_DATA_CONTENT_LIGHT_LEVEL, &size);

  if (screen != NULL && screen->has_primaries && screen->has_luminance)
    g_string_append_printf (
        text, ":master-display=G(%.0f,%.0f)B(%.0f,%.0f)R(%.0f,%.0f)WP(%.0f,%.0f)L(%.0f,%.0f)",
        av_q2d (screen->display_primaries[1][0]) * 50000,
        av_q2d (screen->display_primaries[1][1]) * 50000,
        av_q2d (screen->display_primaries[2][0]) * 50000,
        av_q2d (screen->display_primaries[2][1]) * 50000,
        av_q2d (screen->display_primaries[0][0]) * 50000,
        av_q2d (screen->display_primaries[0][1]) * 50000, av_q2d (screen->white_point[0]) * 50000,
        av_q2d (screen->white_point[1]) * 50000, av_q2d (screen->max_luminance) * 10000,
        av_q2d (screen->min_luminance) * 10000);
  if (light != NULL)
    g_string_append_printf (text, ":max-cll=%u,%u", light->MaxCLL, light->MaxFALL);
}

static void
set_rate (AVDictionary **options, AVCodecContext *codec, const AssayVideoForm *form)
{
  g_autofree char *crf = NULL;
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (form->bit_rate > 0)
    {
      codec->bit_rate = form->bit_rate;
      return;
    }
  crf = g_strdup (g_ascii_formatd (digits, sizeof digits, "%.2f", quality_of (form)));
  av_dict_set (options, "crf", crf, 0);
}

static void
set_x26x (AVDictionary **options, const AssayVideoForm *form, const AssayVideoEncoderSetup *setup)
{
  g_autoptr (GString) text = g_string_new (NULL);

  av_dict_set (options, "preset", form->preset != NULL ? form->preset : "medium", 0);
  if (form->codec == ASSAY_VIDEO_CODEC_H264)
    {
      /* Without it x264 rounds differently where a processor has other vector instructions. */
      av_dict_set (options, "x264-params", "cpu-independent=1:lookahead-threads=1", 0);
      return;
    }
  g_string_printf (text, "log-level=none:info=0:pools=%d:frame-threads=2", THREADS);
  if (setup->first->width < LEAST_TREE_WIDTH)
    g_string_append (text, ":cutree=0");
  add_light (text, setup);
  av_dict_set (options, "x265-params", text->str, 0);
}

static void
set_options (AVDictionary **options,
             AVCodecContext *codec,
             const AssayVideoForm *form,
             const AssayVideoEncoderSetup *setup)
{
  switch (form->codec)
    {
    case ASSAY_VIDEO_CODEC_FFV1:
      codec->level = 3;
      codec->gop_size = 1;
      av_dict_set (options, "slicecrc", "1", 0);
      if (MIN (codec->width, codec->height) >= FFV1_SLICED_SIDE)
        av_dict_set (options, "slices", FFV1_SLICES, 0);
      break;
    case ASSAY_VIDEO_CODEC_H264:
    case ASSAY_VIDEO_CODEC_H265:
      set_rate (options, codec, form);
      set_x26x (options, form, setup);
      break;
    case ASSAY_VIDEO_CODEC_VP9:
      set_rate (options, codec, form);
      av_dict_set (options, "deadline", "good", 0);
      av_dict_set (options, "cpu-used", "5", 0);
      av_dict_set (options, "tile-columns", "2", 0);
      break;
    case ASSAY_VIDEO_CODEC_AV1:
      set_rate (options, codec, form);
      av_dict_set (options, "preset", "8", 0);
      break;
    case ASSAY_VIDEO_CODEC_MJPEG:
    case ASSAY_VIDEO_CODEC_JPEG:
      set_jpeg (codec, quality_of (form));
      av_dict_set (options, "huffman", "optimal", 0);
      break;
    case ASSAY_VIDEO_CODEC_PNG:
      codec->compression_level = 6;
      break;
    }
}

static void
describe (AVCodecContext *codec, const AssayVideoForm *form, const AssayVideoEncoderSetup *setup)
{
  const AVFrame *first = setup->first;

  codec->width = first->width;
  codec->height = first->height;
  codec->pix_fmt = setup->format;
  codec->time_base = setup->time_base;
  codec->framerate = setup->rate;
  codec->sample_aspect_ratio = first->sample_aspect_ratio;
  codec->color_range = first->color_range;
  codec->color_primaries = first->color_primaries;
  codec->color_trc = first->color_trc;
  codec->colorspace = first->colorspace;
  codec->chroma_sample_location = first->chroma_location;
  codec->thread_count = THREADS;
  codec->flags |= AV_CODEC_FLAG_BITEXACT;
  if (form->key_interval > 0)
    codec->gop_size = (int) form->key_interval;
  if (setup->global_header)
    codec->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  /* H.264 and FFV1 say it in every picture. */
  if (form->codec != ASSAY_VIDEO_CODEC_H264 && form->codec != ASSAY_VIDEO_CODEC_FFV1)
    codec->field_order = assay_video_field_order (first);
  if (first->interlaced_frame && form->codec == ASSAY_VIDEO_CODEC_H264)
    codec->flags |= AV_CODEC_FLAG_INTERLACED_DCT | AV_CODEC_FLAG_INTERLACED_ME;
}

static gboolean
check_size (const AssayVideoForm *form, const AVFrame *first, GError **error)
{
  gboolean any = form->codec == ASSAY_VIDEO_CODEC_FFV1 || form->codec == ASSAY_VIDEO_CODEC_PNG
                 || form->codec == ASSAY_VIDEO_CODEC_JPEG;

  if (any || MIN (first->width, first->height) >= LEAST_SIDE)
    return TRUE;
  g_set_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
               _ ("Pictures of %d×%d pixels are too small for this codec; a side needs %d"),
               first->width, first->height, LEAST_SIDE);
  return FALSE;
}

void
assay_video_encoder_free (AVCodecContext *encoder)
{
  if (encoder == NULL)
    return;
  /* FFmpeg 5.1 frees the other two tables alone. */
  av_freep (&encoder->chroma_intra_matrix);
  avcodec_free_context (&encoder);
}

AVCodecContext *
assay_video_encoder_open (const AssayVideoForm *form,
                          const AssayVideoEncoderSetup *setup,
                          GError **error)
{
  const AVCodec *encoder = assay_video_find_encoder (form->codec, error);
  AVCodecContext *codec;
  AVDictionary *options = NULL;
  int code = AVERROR (ENOMEM);

  if (encoder == NULL || !check_size (form, setup->first, error))
    return NULL;
  codec = avcodec_alloc_context3 (encoder);
  if (codec != NULL)
    {
      describe (codec, form, setup);
      set_options (&options, codec, form, setup);
      code = avcodec_open2 (codec, encoder, &options);
    }
  av_dict_free (&options);
  if (code >= 0)
    return codec;
  assay_video_encoder_free (codec);
  if (code == AVERROR (ENOMEM))
    assay_decode_set_error (error, NULL, code);
  else
    g_set_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                 _ ("The encoder “%s” does not take pictures of %d×%d pixels (%s)"), encoder->name,
                 setup->first->width, setup->first->height, av_get_pix_fmt_name (setup->format));
  return NULL;
}
