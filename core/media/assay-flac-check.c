/* assay-flac-check.c: the checksum at the end of each FLAC frame (RFC 9639, section 9.3), whose CRC
 * with itself is 0. FFmpeg's decoder goes on where it fails. */
#include "media/assay-flac-check-private.h"

#include "config.h"

#include <libavutil/crc.h>

/* An ID3v1 tag, which comes with the last frame of a file. */
#define TAG 128

static gboolean
is_whole (const guint8 *data, int size)
{
  return size > 0 && av_crc (av_crc_get_table (AV_CRC_16_ANSI), 0, data, (size_t) size) == 0;
}

static gboolean
on_packet (AVPacket *packet, gpointer user_data, GError **error)
{
  AssayDemuxer *self = user_data;

  if (!is_whole (packet->data, packet->size) && !is_whole (packet->data, packet->size - TAG))
    self->faults++;
  return TRUE;
}

void
assay_flac_check_watch (AssayDemuxer *self, gint stream)
{
  if (self->format->streams[stream]->codecpar->codec_id != AV_CODEC_ID_FLAC)
    return;
  self->change = on_packet;
  self->change_data = self;
}
