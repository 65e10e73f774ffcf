/* assay-png-bare.c: chunks of a PNG are copied one by one. */
#include "media/assay-png-bare.h"

#include <string.h>

#include "base/assay-base.h"

#define SIGNATURE_SIZE 8u
#define HEADER_SIZE 8u /* length and type */
#define CHECK_SIZE 4u
#define MOST_BYTES ((guint64) ASSAY_LIMIT_BLOCK)

static gboolean
is_left_out (const guint8 *type)
{
  static const char *const left_out[] = { "tEXt", "zTXt", "iTXt", "iCCP" };

  for (guint i = 0; i < G_N_ELEMENTS (left_out); i++)
    if (memcmp (type, left_out[i], 4) == 0)
      return TRUE;
  return FALSE;
}

static guint64
read_length (const guint8 *data)
{
  return (guint64) data[0] << 24 | (guint64) data[1] << 16 | (guint64) data[2] << 8 | data[3];
}

/* Appends to @out, if it is not NULL, what stays of @data. Returns whether anything is left out. */
static gboolean
walk (const guint8 *data, gsize size, GByteArray *out)
{
  gboolean any = FALSE;
  gsize at = SIGNATURE_SIZE;
  gsize kept = 0; /* of what stays, up to here was appended */

  while (size - at >= HEADER_SIZE + CHECK_SIZE)
    {
      const guint64 whole = HEADER_SIZE + read_length (data + at) + CHECK_SIZE;

      if (whole > size - at)
        break;
      if (is_left_out (data + at + 4))
        {
          any = TRUE;
          if (out != NULL)
            g_byte_array_append (out, data + kept, (guint) (at - kept));
          kept = at + (gsize) whole;
        }
      at += (gsize) whole;
    }
  if (out != NULL)
    g_byte_array_append (out, data + kept, (guint) (size - kept));
  return any;
}

AssaySource *
assay_png_bare (AssaySource *source)
{
  static const guint8 signature[SIGNATURE_SIZE] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
  guint8 start[SIGNATURE_SIZE];

  if (assay_source_get_size (source) > MOST_BYTES
      || assay_source_read_into (source, 0, start, sizeof start, NULL) != (gssize) sizeof start
      || memcmp (start, signature, sizeof start) != 0)
    return assay_source_ref (source);

  g_autoptr (GBytes) bytes = assay_source_read_all (source, MOST_BYTES, NULL);
  gsize size = 0;
  const guint8 *data = bytes == NULL ? NULL : g_bytes_get_data (bytes, &size);

  if (size < SIGNATURE_SIZE || !walk (data, size, NULL))
    return assay_source_ref (source);

  GByteArray *out = g_byte_array_sized_new ((guint) size);
  (void) walk (data, size, out);
  g_autoptr (GBytes) bare = g_byte_array_free_to_bytes (out);

  return assay_source_new_bytes (bare);
}
