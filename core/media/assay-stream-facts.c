/* assay-stream-facts.c: what FFmpeg says about the streams, as facts of an inspection. */
#include "media/assay-decode-private.h"

#include "config.h"

#include <libavutil/pixdesc.h>
#include <math.h>

#define NOWHERE G_MAXUINT64

typedef struct
{
  AssayInspection *inspection;
  guint number; /* from 1 */
} Target;

static void
note_text (const Target *target, const char *name, const char *value)
{
  g_autofree char *full = g_strdup_printf ("stream[%u].%s", target->number, name);
  g_autofree char *text = value != NULL ? assay_text_visible (value, -1) : NULL;

  if (text != NULL)
    assay_inspection_text (target->inspection, full, text, NOWHERE, 0);
}

static void
note_int (const Target *target, const char *name, gint64 value)
{
  g_autofree char *full = g_strdup_printf ("stream[%u].%s", target->number, name);

  assay_inspection_int (target->inspection, full, value, NULL, NOWHERE, 0);
}

static void
note_real (const Target *target, const char *name, double value)
{
  g_autofree char *full = g_strdup_printf ("stream[%u].%s", target->number, name);

  if (isfinite (value))
    assay_inspection_real (target->inspection, full, value, NULL, NOWHERE, 0);
}

static void
note_ratio (const Target *target, const char *name, AVRational ratio)
{
  g_autofree char *text = g_strdup_printf ("%d:%d", ratio.num, ratio.den);

  if (ratio.num > 0 && ratio.den > 0)
    note_text (target, name, text);
}

static void
note_colour (const Target *target, const AVCodecParameters *parameters)
{
  if (parameters->color_range != AVCOL_RANGE_UNSPECIFIED)
    note_text (target, "colour_range", av_color_range_name (parameters->color_range));
  if (parameters->color_space != AVCOL_SPC_UNSPECIFIED)
    note_text (target, "colour_space", av_color_space_name (parameters->color_space));
  if (parameters->color_primaries != AVCOL_PRI_UNSPECIFIED)
    note_text (target, "colour_primaries", av_color_primaries_name (parameters->color_primaries));
  if (parameters->color_trc != AVCOL_TRC_UNSPECIFIED)
    note_text (target, "colour_transfer", av_color_transfer_name (parameters->color_trc));
}

static const char *
field_order_name (enum AVFieldOrder order)
{
  static const char *const names[] = { NULL,           "progressive",     "top first",
                                       "bottom first", "top coded first", "bottom coded first" };

  return (guint) order < G_N_ELEMENTS (names) ? names[order] : NULL;
}

static void
note_video (const Target *target, const AssayStreamInfo *info, const AVStream *stream)
{
  const AVCodecParameters *parameters = stream->codecpar;

  note_text (target, "pixel_format", av_get_pix_fmt_name (parameters->format));
  note_int (target, "width", info->width);
  note_int (target, "height", info->height);
  note_int (target, "rotation", info->rotation);
  if (info->fps > 0.0)
    note_real (target, "fps", info->fps);
  if (stream->r_frame_rate.num > 0 && stream->r_frame_rate.den > 0)
    note_real (target, "fps_real", av_q2d (stream->r_frame_rate));
  note_ratio (target, "sample_aspect", parameters->sample_aspect_ratio);
  note_text (target, "field_order", field_order_name (parameters->field_order));
  note_colour (target, parameters);
}

static void
note_stream (const Target *target, const AssayStreamInfo *info, const AVStream *stream)
{
  const AVCodecParameters *parameters = stream->codecpar;
  const AVDictionaryEntry *entry;

  note_text (target, "kind", av_get_media_type_string (parameters->codec_type));
  note_text (target, "codec", info->codec);
  note_text (target, "profile", avcodec_profile_name (parameters->codec_id, parameters->profile));
  if (parameters->level > 0)
    note_int (target, "level", parameters->level);
  if (info->kind == ASSAY_STREAM_VIDEO)
    note_video (target, info, stream);
  if (info->kind == ASSAY_STREAM_AUDIO)
    {
      note_text (target, "sample_format", av_get_sample_fmt_name (parameters->format));
      note_int (target, "rate", info->rate);
      note_int (target, "channels", info->channels);
    }
  if (parameters->bit_rate > 0)
    note_int (target, "bit_rate", parameters->bit_rate);
  if (info->duration > 0.0)
    note_real (target, "duration_s", info->duration);
  if (info->frames > 0)
    note_int (target, "frames", info->frames);
  entry = av_dict_get (stream->metadata, "language", NULL, 0);
  note_text (target, "language", entry != NULL ? entry->value : NULL);
  entry = av_dict_get (stream->metadata, "encoder", NULL, 0);
  note_text (target, "encoder", entry != NULL ? entry->value : NULL);
}

void
assay_decoder_note_facts (AssayDecoder *self, AssayInspection *inspection)
{
  const AVFormatContext *format = self->demuxer->format;

  assay_inspection_int (inspection, "stream.count", self->n_streams, NULL, NOWHERE, 0);
  assay_inspection_text (inspection, "stream.format", format->iformat->name, NOWHERE, 0);
  if (self->duration > 0.0)
    assay_inspection_real (inspection, "stream.duration_s", self->duration, NULL, NOWHERE, 0);
  if (format->bit_rate > 0)
    assay_inspection_int (inspection, "stream.bit_rate", format->bit_rate, NULL, NOWHERE, 0);
  for (guint i = 0; i < self->n_streams; i++)
    {
      Target target = { inspection, i + 1 };

      note_stream (&target, &self->streams[i], format->streams[i]);
    }
}
