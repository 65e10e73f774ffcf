/* assay-video-payload.h: 96 bits that carry a message of 64: one format for all schemes.
 *
 * 64 bits and CRC-10 (polynomial 0x233, start 0x3ff) make 74 bits; the parity of the extended BCH
 * code (128, 106), which corrects any 3 bits and finds 4, makes 96 of them: the code's first 32
 * bits are zeros that are not sent. Order: message, most significant bit first, CRC, parity. Soft
 * decisions correct about twice as many. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ASSAY_VIDEO_PAYLOAD_BITS 96
#define ASSAY_VIDEO_MESSAGE_BITS 64

/* @message: ASSAY_VIDEO_MESSAGE_BITS of 0 or 1; @payload: ASSAY_VIDEO_PAYLOAD_BITS. */
void assay_video_payload_encode (const guint8 *message, guint8 *payload);

/**
 * assay_video_payload_decode:
 * @soft: ASSAY_VIDEO_PAYLOAD_BITS finite values, positive for 1, as large as they are certain
 * @message: ASSAY_VIDEO_MESSAGE_BITS are written, the likeliest also when the check fails
 *
 * Ordered statistics decoding (Fossorier and Lin 1995) of order 3: the 74 most certain independent
 * bits, with up to three of them changed, give code words; the one nearest to @soft is taken.
 *
 * Returns: whether its CRC is right: chance makes it so once in 1024 times
 */
gboolean assay_video_payload_decode (const double *soft, guint8 *message);

G_END_DECLS
