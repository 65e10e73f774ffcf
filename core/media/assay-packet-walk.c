/* assay-packet-walk.c: the packets of a file without decoding them. */
#include "media/assay-decode-private.h"

#include "config.h"

#include <math.h>

typedef struct
{
  AVCodecParserContext *parser;
  AVCodecContext *context;
} TypeParser;

static void
type_parser_clear (TypeParser *self)
{
  if (self->parser != NULL)
    av_parser_close (self->parser);
  self->parser = NULL;
  avcodec_free_context (&self->context);
}

static void
type_parser_init (TypeParser *self, const AVStream *stream)
{
  if (stream->codecpar->codec_type != AVMEDIA_TYPE_VIDEO)
    return;
  self->parser = av_parser_init ((int) stream->codecpar->codec_id);
  self->context = avcodec_alloc_context3 (NULL);
  if (self->parser == NULL || self->context == NULL
      || avcodec_parameters_to_context (self->context, stream->codecpar) < 0)
    type_parser_clear (self);
  else
    self->parser->flags |= PARSER_FLAG_COMPLETE_FRAMES;
}

/* Reads the slice header only. */
static char
type_parser_read (TypeParser *self, const AVStream *stream, const AVPacket *packet)
{
  uint8_t *out = NULL;
  int out_size = 0;

  if (stream->codecpar->codec_type != AVMEDIA_TYPE_VIDEO)
    return '-';
  if (self->parser == NULL)
    return packet->flags & AV_PKT_FLAG_KEY ? 'I' : '?';
  self->parser->pict_type = AV_PICTURE_TYPE_NONE;
  av_parser_parse2 (self->parser, self->context, &out, &out_size, packet->data, packet->size,
                    packet->pts, packet->dts, packet->pos);
  switch (self->parser->pict_type)
    {
    case AV_PICTURE_TYPE_I:
    case AV_PICTURE_TYPE_SI:
      return 'I';
    case AV_PICTURE_TYPE_P:
    case AV_PICTURE_TYPE_SP:
      return 'P';
    case AV_PICTURE_TYPE_B:
      return 'B';
    default:
      return packet->flags & AV_PKT_FLAG_KEY ? 'I' : '?';
    }
}

static double
seconds_of (int64_t value, AVRational base)
{
  return value == AV_NOPTS_VALUE ? (double) NAN : (double) value * base.num / base.den;
}

static void
fill_packet (AssayPacket *out, const AVPacket *packet, const AVStream *stream)
{
  *out = (AssayPacket){
    .stream = (guint) packet->stream_index,
    .seconds = seconds_of (packet->pts, stream->time_base),
    .decode_seconds = seconds_of (packet->dts, stream->time_base),
    .duration = packet->duration > 0 ? seconds_of (packet->duration, stream->time_base) : 0.0,
    .size = (guint32) MAX (packet->size, 0),
    .position = packet->pos,
    .key = (packet->flags & AV_PKT_FLAG_KEY) != 0,
  };
}

gboolean
assay_decoder_walk_packets (AssayDecoder *self,
                            AssayPacketFunc func,
                            gpointer user_data,
                            GError **error)
{
  g_autoptr (AssayDemuxer) demuxer = assay_demuxer_open (self->source, self->cancellable, error);
  TypeParser parsers[ASSAY_DECODER_STREAMS] = { 0 };
  AVPacket *packet;
  GError *failure = NULL;
  gboolean more = TRUE;

  if (demuxer == NULL)
    return FALSE;
  packet = av_packet_alloc ();
  for (guint i = 0; i < MIN (demuxer->format->nb_streams, ASSAY_DECODER_STREAMS); i++)
    type_parser_init (&parsers[i], demuxer->format->streams[i]);
  while (packet != NULL && more && assay_demuxer_read (demuxer, -1, packet, &failure))
    {
      const AVStream *stream;
      AssayPacket out;

      if ((guint) packet->stream_index >= self->n_streams)
        continue;
      stream = demuxer->format->streams[packet->stream_index];
      fill_packet (&out, packet, stream);
      out.type = type_parser_read (&parsers[packet->stream_index], stream, packet);
      more = func (&out, user_data);
    }
  for (guint i = 0; i < ASSAY_DECODER_STREAMS; i++)
    type_parser_clear (&parsers[i]);
  av_packet_free (&packet);
  if (failure != NULL)
    g_propagate_error (error, failure);
  return failure == NULL;
}
