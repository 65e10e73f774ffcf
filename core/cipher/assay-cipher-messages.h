/* assay-cipher-messages.h: what stands between the pictures and says something. */
#pragma once

#include "cipher/assay-hevc-nal.h"

G_BEGIN_DECLS

/* Messages of user data in an SEI unit (ITU-T H.265 D.2.6, D.2.7: captions, positions, any text);
 * those of x265 on its own settings are not counted. 0 for other units. */
guint assay_cipher_messages_count (const AssayHevcNal *nal);

G_END_DECLS
