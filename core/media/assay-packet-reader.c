/* assay-packet-reader.c: the packets of one stream with their bytes, not decoded. */
#include "media/assay-decode-private.h"

#include "config.h"

#include <math.h>

struct _AssayPacketReader
{
  AssayDemuxer *demuxer;
  AVPacket *packet;
  guint stream;
};

static double
seconds_of (int64_t value, AVRational base)
{
  return value == AV_NOPTS_VALUE ? (double) NAN : (double) value * base.num / base.den;
}

AssayPacketReader *
assay_packet_reader_new (AssayDecoder *decoder, guint stream, GError **error)
{
  g_autoptr (AssayPacketReader) self = g_new0 (AssayPacketReader, 1);

  g_return_val_if_fail (stream < decoder->n_streams, NULL);
  self->stream = stream;
  self->demuxer = assay_demuxer_open (decoder->source, decoder->cancellable, error);
  if (self->demuxer == NULL)
    return NULL;
  self->packet = av_packet_alloc ();
  if (self->packet != NULL && stream < self->demuxer->format->nb_streams)
    return g_steal_pointer (&self);
  assay_decode_set_error (error, self->demuxer, AVERROR (ENOMEM));
  return NULL;
}

void
assay_packet_reader_free (AssayPacketReader *self)
{
  if (self == NULL)
    return;
  av_packet_free (&self->packet);
  g_clear_pointer (&self->demuxer, assay_demuxer_free);
  g_free (self);
}

const guint8 *
assay_packet_reader_get_configuration (AssayPacketReader *self, gsize *size)
{
  const AVCodecParameters *parameters = self->demuxer->format->streams[self->stream]->codecpar;

  *size = parameters->extradata != NULL ? (gsize) MAX (parameters->extradata_size, 0) : 0;
  return parameters->extradata;
}

gboolean
assay_packet_reader_next (AssayPacketReader *self,
                          AssayPacket *packet,
                          const guint8 **data,
                          GError **error)
{
  const AVStream *stream = self->demuxer->format->streams[self->stream];

  if (!assay_demuxer_read (self->demuxer, (gint) self->stream, self->packet, error))
    return FALSE;
  *data = self->packet->data;
  *packet = (AssayPacket){
    .stream = self->stream,
    .seconds = seconds_of (self->packet->pts, stream->time_base),
    .decode_seconds = seconds_of (self->packet->dts, stream->time_base),
    .duration
    = self->packet->duration > 0 ? seconds_of (self->packet->duration, stream->time_base) : 0.0,
    .size = self->packet->data != NULL ? (guint32) MAX (self->packet->size, 0) : 0,
    .position = self->packet->pos,
    .key = (self->packet->flags & AV_PKT_FLAG_KEY) != 0,
    .type = '?',
  };
  return TRUE;
}

gboolean
assay_packet_reader_find_loss (AssayPacketReader *self, AssayMediaLoss *loss, GError **error)
{
  return assay_demuxer_find_loss (self->demuxer, (gint) self->stream, loss, error);
}
