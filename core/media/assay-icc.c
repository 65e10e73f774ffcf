/* assay-icc.c: the header and the texts of an ICC profile (ICC.1:2010, 7.2 and 9.2). */
#include "config.h"

#include <string.h>

#include "media/assay-parser-private.h"
#include "media/assay-time-private.h"

static guint64
add_offset (guint64 base, gsize position)
{
  return base == ASSAY_OFFSET_NONE ? ASSAY_OFFSET_NONE : base + position;
}

/* Four-letter signatures; all NUL means "not given". */
static void
signature_fact (
    AssayInspection *inspection, const char *name, const guint8 *data, gsize at, guint64 base)
{
  g_autofree char *text = g_strndup ((const char *) data + at, 4);

  g_strchomp (text);
  if (*text != '\0')
    assay_inspection_text (inspection, name, text, add_offset (base, at), 4);
}

static void
time_fact (AssayInspection *inspection, const guint8 *data, guint64 base)
{
  AssayReader reader;
  guint fields[6];
  gint64 unix_ms;

  assay_reader_init (&reader, data + 24, 12, 0);
  for (gsize i = 0; i < 6; i++)
    fields[i] = assay_reader_read_u16_be (&reader);
  if (assay_time_from_fields (fields[0], fields[1], fields[2], fields[3], fields[4], fields[5],
                              &unix_ms))
    assay_inspection_time (inspection, "icc.time", unix_ms, TRUE, NULL, add_offset (base, 24), 12);
}

/* multiLocalizedUnicodeType: the first record. */
static char *
localized_text (AssayReader *reader, const guint8 *tag, gsize size)
{
  AssayReader text;

  assay_reader_seek (reader, 8);

  guint32 records = assay_reader_read_u32_be (reader);

  assay_reader_skip (reader, 8);

  guint32 length = assay_reader_read_u32_be (reader);
  guint32 offset = assay_reader_read_u32_be (reader);

  if (!assay_reader_ok (reader) || records == 0)
    return NULL;
  assay_reader_init (&text, tag, size, 0);
  assay_reader_seek (&text, offset);

  const guint8 *wide = assay_reader_read_bytes (&text, length & ~1u);

  return wide == NULL
             ? NULL
             : g_convert ((const char *) wide, length & ~1u, "UTF-8", "UTF-16BE", NULL, NULL, NULL);
}

static void
text_fact (
    AssayInspection *inspection, const char *name, const guint8 *tag, gsize size, guint64 offset)
{
  AssayReader reader;
  g_autofree char *text = NULL;

  assay_reader_init (&reader, tag, size, 0);
  if (size >= 12 && memcmp (tag, "desc", 4) == 0)
    text = g_strndup ((const char *) tag + 12, size - 12);
  else if (size >= 8 && memcmp (tag, "text", 4) == 0)
    text = g_strndup ((const char *) tag + 8, size - 8);
  else if (size >= 12 && memcmp (tag, "mluc", 4) == 0)
    text = localized_text (&reader, tag, size);
  if (text != NULL)
    assay_inspection_text (inspection, name, text, offset, size);
}

static void
tag_facts (AssayInspection *inspection, const guint8 *data, gsize size, guint64 base)
{
  AssayReader reader;

  assay_reader_init (&reader, data, size, 0);
  assay_reader_seek (&reader, 128);

  guint32 count = assay_reader_read_u32_be (&reader);

  for (guint32 i = 0; i < MIN (count, 256) && assay_reader_ok (&reader); i++)
    {
      guint32 signature = assay_reader_read_u32_be (&reader);
      guint32 offset = assay_reader_read_u32_be (&reader);
      guint32 length = assay_reader_read_u32_be (&reader);

      if (!assay_reader_ok (&reader) || offset > size || length > size - offset)
        {
          assay_inspection_problem (inspection, "out-of-range", add_offset (base, 132),
                                    "ICC tag %u of %u", i + 1, count);
          return;
        }
      if (signature == 0x64657363) /* desc */
        text_fact (inspection, "icc.description", data + offset, length, add_offset (base, offset));
      if (signature == 0x63707274) /* cprt */
        text_fact (inspection, "icc.copyright", data + offset, length, add_offset (base, offset));
    }
}

void
assay_block_icc (AssayInspection *inspection, const guint8 *data, gsize size, guint64 base)
{
  char version[16];

  assay_inspection_bool (inspection, "icc.present", TRUE, base, size);
  assay_inspection_int (inspection, "icc.bytes", (gint64) size, NULL, base, size);
  if (size < 132 || memcmp (data + 36, "acsp", 4) != 0)
    {
      assay_inspection_problem (inspection, size < 132 ? "truncated" : "malformed", base,
                                "ICC profile header");
      return;
    }
  g_snprintf (version, sizeof version, "%d.%d.%d", data[8], data[9] >> 4, data[9] & 15);
  assay_inspection_text (inspection, "icc.version", version, add_offset (base, 8), 4);
  signature_fact (inspection, "icc.class", data, 12, base);
  signature_fact (inspection, "icc.space", data, 16, base);
  signature_fact (inspection, "icc.connection", data, 20, base);
  time_fact (inspection, data, base);
  signature_fact (inspection, "icc.platform", data, 40, base);
  signature_fact (inspection, "icc.manufacturer", data, 48, base);
  signature_fact (inspection, "icc.model", data, 52, base);
  signature_fact (inspection, "icc.creator", data, 80, base);
  tag_facts (inspection, data, size, base);
}
