/* assay-cipher-messages.c: see the header. */
#include "cipher/assay-cipher-messages.h"

#include <string.h>

#include "base/assay-base.h"

#define REGISTERED 4 /* user_data_registered_itu_t_t35() */
#define UNREGISTERED 5

/* x265 writes its settings under this one into every stream. */
static const guint8 x265[16] = { 0x2c, 0xa2, 0xde, 0x09, 0xb5, 0x17, 0x47, 0xdb,
                                 0xbb, 0x55, 0xa4, 0xfe, 0x7f, 0xc2, 0xfc, 0x4e };

static gboolean
is_user_data (guint type, const AssayReader *message)
{
  if (type != UNREGISTERED)
    return type == REGISTERED;
  return assay_reader_left (message) < sizeof x265
         || memcmp (assay_reader_peek (message, sizeof x265), x265, sizeof x265) != 0;
}

guint
assay_cipher_messages_count (const AssayHevcNal *nal)
{
  g_autoptr (GByteArray) rbsp = NULL;
  g_autoptr (GArray) removed = NULL;
  AssayReader reader;
  guint n = 0;

  if (nal->type != ASSAY_NAL_PREFIX_SEI && nal->type != ASSAY_NAL_SUFFIX_SEI)
    return 0;
  rbsp = g_byte_array_new ();
  removed = g_array_new (FALSE, FALSE, sizeof (guint32));
  assay_hevc_unescape (nal->data, nal->size, rbsp, removed);
  assay_reader_init (&reader, rbsp->data, rbsp->len, 0);
  assay_reader_skip (&reader, 2);
  /* What is left after the last message is at least the trailing bits. */
  while (assay_reader_left (&reader) > 2)
    {
      guint type = assay_hevc_sei_number (&reader);
      guint size = assay_hevc_sei_number (&reader);
      AssayReader message;

      if (!assay_reader_sub (&reader, size, &message))
        break;
      n += is_user_data (type, &message) ? 1 : 0;
    }
  return n;
}
