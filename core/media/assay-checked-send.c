/* assay-checked-send.c: see the header. FFmpeg's decoders of WavPack and TTA look at checksums only
 * where they are asked to, and then give nothing of a packet whose checksum fails. A packet of
 * either needs no other one, so it can be sent twice. */
#include "media/assay-checked-send-private.h"

#include "config.h"

#define CHECKS (AV_EF_CRCCHECK | AV_EF_EXPLODE)

void
assay_checked_send_prepare (AVCodecContext *codec)
{
  if ((codec->codec_id == AV_CODEC_ID_WAVPACK || codec->codec_id == AV_CODEC_ID_TTA)
      && codec->thread_count == 1)
    codec->err_recognition |= CHECKS;
}

int
assay_checked_send (AVCodecContext *codec, const AVPacket *packet)
{
  const int code = avcodec_send_packet (codec, packet);
  int again;

  if (code != AVERROR_INVALIDDATA || (codec->err_recognition & CHECKS) != CHECKS)
    return code;
  codec->err_recognition &= ~CHECKS;
  again = avcodec_send_packet (codec, packet);
  codec->err_recognition |= CHECKS;
  return again == AVERROR (ENOMEM) ? again : code;
}
