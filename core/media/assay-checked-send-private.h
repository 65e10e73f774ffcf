/* assay-checked-send-private.h: packets to decoders that look at checksums. */
#pragma once

#include "media/assay-decode-private.h"

G_BEGIN_DECLS

/* @codec, which is open, looks at the checksums of its packets from now on if it is one of those
 * that can and runs in one thread. */
void assay_checked_send_prepare (AVCodecContext *codec);
/* As avcodec_send_packet(), with the error of a checksum that fails; the packet is decoded all the
 * same, so that damaged sound lasts as long and is heard as it is. */
int assay_checked_send (AVCodecContext *codec, const AVPacket *packet);

G_END_DECLS
