/* assay-cipher-packet.h: one packet of sound, enciphered as a whole and by itself.
 *
 * A packet has no place to keep a counter in, and one that is lost must not take those behind it
 * with it. So there is no key stream: a Feistel network over all of the packet, each round of which
 * depends on every byte of the other half (as in HCTR, Wang, Feng and Wu, 2005). Whoever has not
 * the key sees which packets are equal, and nothing else; whoever changes one bit changes the whole
 * packet. */
#pragma once

#include "cipher/assay-cipher-keystream.h"

G_BEGIN_DECLS

typedef struct _AssayCipherPacket AssayCipherPacket;

/* @key: of one stream of sound; copied. */
AssayCipherPacket *
assay_cipher_packet_new (const guint8 key[ASSAY_CIPHER_KEY_SIZE]) G_GNUC_WARN_UNUSED_RESULT;
void assay_cipher_packet_free (AssayCipherPacket *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayCipherPacket, assay_cipher_packet_free)

/**
 * assay_cipher_packet_take:
 * @data: (array length=size): changed in place
 * @size: at most G_MAXINT
 * @clear: bytes at its beginning that stay; the others depend on them and on the size
 */
void assay_cipher_packet_take (
    AssayCipherPacket *self, guint8 *data, gsize size, gsize clear, gboolean decrypt);

G_END_DECLS
