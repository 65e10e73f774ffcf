/* fuzz-revmark.c: networks that mark video; the sum is made right first, so that the structure is
 * reached. What is accepted and small is run. */
#include "videomark/assay-revmark-network.h"

#define SIDE 16
/* Multiplications that a run may take here. */
#define WORK 1e7
#define MEMORY ((gsize) 1 << 24)

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
try_part (const AssayRevmarkCard *card, const AssayRevmarkPart *part, guint frames, guint columns)
{
  g_autofree AssayRevmarkShape *shapes
      = g_new0 (AssayRevmarkShape, part->n_inputs + part->n_layers);
  g_autoptr (AssayRevmarkNetwork) network = NULL;
  double work;
  gsize numbers = 0;

  if (!assay_revmark_shape_part (card, part, frames, SIDE, columns, shapes, &work, NULL)
      || work > WORK)
    return;
  for (guint i = 0; i < part->n_inputs + part->n_layers; i++)
    numbers += assay_revmark_shape_size (&shapes[i]);
  if (numbers > MEMORY)
    return;
  network = assay_revmark_network_new (card, part, frames, SIDE, columns, 1, NULL);
  for (guint i = 0; network != NULL && i < 2; i++)
    if (i == 0)
      assay_revmark_network_run (network, NULL, NULL);
    else
      assay_revmark_network_run_again (network, NULL, NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GByteArray) whole = g_byte_array_new ();
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize digest_size = sizeof digest;

  g_checksum_update (checksum, data, (gssize) size);
  g_checksum_get_digest (checksum, digest, &digest_size);
  g_byte_array_append (whole, data, (guint) size);
  g_byte_array_append (whole, digest, sizeof digest);

  g_autoptr (GBytes) bytes = g_bytes_new (whole->data, whole->len);
  g_autoptr (AssayRevmarkCard) card = assay_revmark_card_read (bytes, NULL);

  if (card != NULL)
    {
      try_part (card, &card->encoder, card->frames, SIDE);
      try_part (card, &card->decoder, card->frames, SIDE);
      if (card->starts.n_layers > 0)
        try_part (card, &card->starts, card->bits, 1);
    }
  return 0;
}
