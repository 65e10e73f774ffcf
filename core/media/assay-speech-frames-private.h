/* assay-speech-frames-private.h: the frames that phones put into one packet of AMR, of which
 * FFmpeg's decoders read only the first. */
#pragma once

#include <libavcodec/avcodec.h>

#include <glib.h>

G_BEGIN_DECLS

/* s of sound in a frame */
#define ASSAY_SPEECH_FRAME 0.02

/* Bytes of the first of several frames in @data; 0 where a packet of @codec is one frame. */
int assay_speech_frames_first (enum AVCodecID codec, const guint8 *data, int size);
/* Sends the first frame of @packet to @codec and takes it out; what is left then is the next
 * call's.
 * @base: of its times. FFmpeg's code. */
int assay_speech_frames_send (AVCodecContext *codec, AVPacket *packet, AVRational base);

G_END_DECLS
