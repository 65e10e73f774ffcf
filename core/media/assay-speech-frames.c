/* assay-speech-frames.c: packets of AMR as the frames that they hold. */
#include "media/assay-speech-frames-private.h"

#include "media/assay-checked-send-private.h"

/* Bytes of a frame with its head, by the frame type: RFC 4867, section 5.3, and 3GPP TS 26.101 and
 * 26.201, annex A. Types that are reserved are a head alone, as is one without data. */
static const guint8 narrow[16] = { 13, 14, 16, 18, 20, 21, 27, 32, 6, 1, 1, 1, 1, 1, 1, 1 };
static const guint8 wide[16] = { 18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 1, 1, 1, 1, 1, 1 };

int
assay_speech_frames_first (enum AVCodecID codec, const guint8 *data, int size)
{
  const guint8 *sizes = codec == AV_CODEC_ID_AMR_NB   ? narrow
                        : codec == AV_CODEC_ID_AMR_WB ? wide
                                                      : NULL;
  const int first = sizes != NULL && size > 0 ? sizes[data[0] >> 3 & 15] : 0;

  return first < size ? first : 0;
}

int
assay_speech_frames_send (AVCodecContext *codec, AVPacket *packet, AVRational base)
{
  const int size = packet->size;
  const int first = assay_speech_frames_first (codec->codec_id, packet->data, size);
  int code;

  if (first > 0)
    packet->size = first;
  code = assay_checked_send (codec, packet);
  if (first == 0)
    {
      av_packet_unref (packet);
      return code;
    }
  packet->data += first;
  packet->size = size - first;
  if (packet->pts != AV_NOPTS_VALUE && base.num > 0 && base.den > 0)
    packet->pts += (int64_t) (ASSAY_SPEECH_FRAME * base.den / base.num + 0.5);
  packet->dts = packet->pts;
  return code;
}
