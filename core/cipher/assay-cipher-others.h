/* assay-cipher-others.h: the videos of a container beside the one that is worked on, which are only
 * copied: the ones that Assay has encrypted carry its description, or its seal, in their units. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bit n: stream n of the container, ASSAY_DECODER_STREAMS at most. */
typedef struct
{
  guint64 seen;
  guint64 encrypted;
} AssayCipherOthers;

/* A packet of @stream. @record: (nullable) (array length=record_size): what the container keeps
 * beside the packets. Packets in any order; of a stream known to be encrypted none is looked at. */
void assay_cipher_others_take (AssayCipherOthers *self,
                               guint stream,
                               const guint8 *record,
                               gsize record_size,
                               const guint8 *data,
                               gsize size);

/* How many of the streams that came are encrypted. */
guint assay_cipher_others_count (const AssayCipherOthers *self);

/* Their numbers, "1 3"; "" without any. (transfer full) */
char *assay_cipher_others_name (const AssayCipherOthers *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
