/* assay-jpeg-mpf.c: CIPA DC-007, Multi-Picture Format: the index of further pictures behind the
 * first one's EOI. */
#include "config.h"

#include <string.h>

#include "media/assay-jpeg-private.h"

enum
{
  MP_NUMBER = 0xb001,
  MP_ENTRY = 0xb002,
  MP_ENTRY_SIZE = 16,
};

static void
entry_facts (AssayInspection *inspection, AssayReader *entry, gboolean big_endian, guint number)
{
  guint64 base = entry->base;
  guint64 at = assay_reader_offset (entry);
  guint32 attribute = assay_reader_read_u32 (entry, big_endian);
  guint32 size = assay_reader_read_u32 (entry, big_endian);
  guint32 offset = assay_reader_read_u32 (entry, big_endian);
  char name[48];

  assay_reader_skip (entry, 4);
  if (!assay_reader_ok (entry))
    return;
  /* DC-007 5.2.3.3.3: the first picture's offset is 0 and means the start of the file. */
  guint64 place = offset == 0 ? 0 : base + offset;

  g_snprintf (name, sizeof name, "mpf[%u].type", number);
  assay_inspection_int (inspection, name, attribute & 0xffffffu, NULL, at, 4);
  g_snprintf (name, sizeof name, "mpf[%u].offset", number);
  assay_inspection_int (inspection, name, (gint64) place, NULL, at + 8, 4);
  g_snprintf (name, sizeof name, "mpf[%u].bytes", number);
  assay_inspection_int (inspection, name, size, NULL, at + 4, 4);
  g_snprintf (name, sizeof name, "mpf[%u].primary", number);
  assay_inspection_bool (inspection, name, (attribute & 0x20000000u) != 0, at, 4);
}

void
assay_jpeg_mpf (AssayInspection *inspection, const guint8 *data, gsize size, guint64 base)
{
  gboolean big_endian = size >= 4 && memcmp (data, "MM\0*", 4) == 0;
  AssayReader reader;

  assay_inspection_bool (inspection, "mpf.present", TRUE, base, size);
  if (!big_endian && (size < 4 || memcmp (data, "II*\0", 4) != 0))
    {
      assay_inspection_problem (inspection, "malformed", base, "MPF without byte order");
      return;
    }
  assay_reader_init (&reader, data, size, base);
  assay_reader_skip (&reader, 4);
  assay_reader_seek (&reader, assay_reader_read_u32 (&reader, big_endian));

  guint fields = assay_reader_read_u16 (&reader, big_endian);

  for (guint i = 0; i < fields && assay_reader_ok (&reader); i++)
    {
      guint16 tag = assay_reader_read_u16 (&reader, big_endian);

      assay_reader_skip (&reader, 2);

      guint32 count = assay_reader_read_u32 (&reader, big_endian);
      guint64 at = assay_reader_offset (&reader);
      guint32 value = assay_reader_read_u32 (&reader, big_endian);
      AssayReader entries;

      if (!assay_reader_ok (&reader))
        break;
      if (tag == MP_NUMBER)
        assay_inspection_int (inspection, "mpf.count", value, NULL, at, 4);
      if (tag != MP_ENTRY)
        continue;
      assay_reader_init (&entries, data, size, base);
      assay_reader_seek (&entries, value);
      for (guint number = 1;
           number <= MIN (count / MP_ENTRY_SIZE, 256) && assay_reader_ok (&entries); number++)
        entry_facts (inspection, &entries, big_endian, number);
      if (!assay_reader_ok (&entries))
        assay_inspection_problem (inspection, "out-of-range", at, "MP entries at %u", value);
    }
  if (!assay_reader_ok (&reader))
    assay_inspection_problem (inspection, "truncated", base, "MP index");
}
