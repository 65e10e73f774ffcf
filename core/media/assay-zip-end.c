/* assay-zip-end.c: the end record of a ZIP (PKWARE APPNOTE 4.3.16, 4.3.14, 4.3.15), by which
 * archives are found also behind other content. */
#include "config.h"

#include <string.h>

#include "media/assay-trailer-private.h"

enum
{
  END_SIZE = 22,
  LOCATOR_SIZE = 20,
  END64_SIZE = 56,
};

static gboolean
has_signature (AssaySource *source, guint64 offset, const char *signature)
{
  guint8 data[4];

  return assay_source_read_into (source, offset, data, 4, NULL) == 4
         && memcmp (data, signature, 4) == 0;
}

/* Values that do not fit stand in the ZIP64 record, which a locator just before the end record
 * points to. */
static void
read_zip64 (AssaySource *source, AssayZipEnd *end)
{
  g_autoptr (GBytes) bytes
      = end->record < LOCATOR_SIZE + END64_SIZE
            ? NULL
            : assay_source_read (source, end->record - LOCATOR_SIZE - END64_SIZE,
                                 LOCATOR_SIZE + END64_SIZE, NULL);
  const guint8 *data = bytes != NULL ? g_bytes_get_data (bytes, NULL) : NULL;
  AssayReader reader;

  /* The record stands right before its locator in all archives met; one elsewhere is not followed.
   */
  if (data == NULL || memcmp (data, "PK\6\6", 4) != 0
      || memcmp (data + END64_SIZE, "PK\6\7", 4) != 0)
    return;
  assay_reader_init (&reader, data, END64_SIZE, 0);
  assay_reader_skip (&reader, 32);
  end->entries = assay_reader_read_u64_le (&reader);
  end->directory_size = assay_reader_read_u64_le (&reader);
  end->directory = assay_reader_read_u64_le (&reader);
  end->record -= LOCATOR_SIZE + END64_SIZE;
}

/* TRUE if the record at @data, which stands at @offset, has its directory where it says, or that
 * far before itself. */
static gboolean
read_end (AssaySource *source, const guint8 *data, guint64 offset, guint64 size, AssayZipEnd *end)
{
  AssayReader reader;
  guint64 record;

  *end = (AssayZipEnd){ .record = offset };
  assay_reader_init (&reader, data, END_SIZE, offset);
  assay_reader_skip (&reader, 10);
  end->entries = assay_reader_read_u16_le (&reader);
  end->directory_size = assay_reader_read_u32_le (&reader);
  end->directory = assay_reader_read_u32_le (&reader);
  end->comment = assay_reader_read_u16_le (&reader);
  end->end = offset + END_SIZE + end->comment;
  if (end->end > size)
    return FALSE;
  if (end->directory == G_MAXUINT32 || end->entries == G_MAXUINT16)
    read_zip64 (source, end);
  record = end->record;
  if (end->directory_size > record || end->directory > record - end->directory_size)
    return FALSE;
  end->shift = record - end->directory_size - end->directory;
  end->directory += end->shift;
  return end->entries == 0 ? end->directory_size == 0
                           : has_signature (source, end->directory, "PK\1\2");
}

gboolean
assay_zip_find_end (AssaySource *source, guint64 from, AssayZipEnd *end)
{
  guint64 size = assay_source_get_size (source);
  gsize length = (gsize) MIN (size - MIN (from, size), END_SIZE + G_MAXUINT16);
  g_autoptr (GBytes) bytes = assay_source_read (source, size - length, length, NULL);
  const guint8 *data = bytes != NULL ? g_bytes_get_data (bytes, NULL) : NULL;

  if (data == NULL || length < END_SIZE)
    return FALSE;
  for (gsize at = length - END_SIZE + 1; at > 0; at--)
    {
      const guint8 *record = data + at - 1;

      if (memcmp (record, "PK\5\6", 4) == 0
          && read_end (source, record, size - length + at - 1, size, end) && end->directory >= from)
        return TRUE;
    }
  return FALSE;
}
