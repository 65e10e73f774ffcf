/* assay-photoshop.c: Photoshop image resources ("8BIM" blocks), as JPEG APP13, TIFF tag 34377 and
 * PSD have them. */
#include "config.h"

#include <string.h>

#include "media/assay-parser-private.h"

/* Adobe Photoshop File Formats Specification, "Image Resource IDs". */
static const struct
{
  guint16 id;
  const char *name;
} names[] = {
  { 0x03e8, "Channels, rows, columns" },
  { 0x03e9, "Print info" },
  { 0x03ed, "Resolution" },
  { 0x03f3, "Print flags" },
  { 0x03f5, "Halftoning" },
  { 0x03f8, "Transfer functions" },
  { 0x0400, "Layer state" },
  { 0x0402, "Layer groups" },
  { 0x0404, "IPTC" },
  { 0x0406, "JPEG quality" },
  { 0x0408, "Grid and guides" },
  { 0x0409, "Thumbnail (4.0)" },
  { 0x040a, "Copyright flag" },
  { 0x040b, "URL" },
  { 0x040c, "Thumbnail" },
  { 0x040d, "Global angle" },
  { 0x040f, "ICC profile" },
  { 0x0410, "Watermark" },
  { 0x0411, "ICC untagged" },
  { 0x0414, "Document IDs" },
  { 0x0419, "Global altitude" },
  { 0x041a, "Slices" },
  { 0x041e, "URL list" },
  { 0x0421, "Version" },
  { 0x0422, "Exif" },
  { 0x0423, "Exif (3)" },
  { 0x0424, "XMP" },
  { 0x0425, "IPTC digest" },
  { 0x0426, "Print scale" },
  { 0x0428, "Pixel aspect ratio" },
  { 0x042d, "Layer selection" },
  { 0x043a, "Print information" },
  { 0x043b, "Print style" },
  { 0x2710, "Print flags information" },
};

static const char *
resource_name (guint16 id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (names[i].id == id)
      return names[i].name;
  return id >= 0x07d0 && id <= 0x0bb6 ? "Path" : "Resource";
}

static guint64
add_offset (guint64 base, gsize position)
{
  return base == ASSAY_OFFSET_NONE ? ASSAY_OFFSET_NONE : base + position;
}

/* ResolutionInfo: 16.16 pixels an inch. */
static void
resolution_facts (AssayInspection *inspection, AssayReader *reader, guint64 offset)
{
  double x = assay_reader_read_u32_be (reader) / 65536.0;

  assay_reader_skip (reader, 4);

  double y = assay_reader_read_u32_be (reader) / 65536.0;

  if (!assay_reader_ok (reader))
    return;
  assay_inspection_real (inspection, "photoshop.x_resolution", x, NULL, offset, 4);
  assay_inspection_real (inspection, "photoshop.y_resolution", y, NULL, add_offset (offset, 8), 4);
}

static void
resource_facts (
    AssayInspection *inspection, guint16 id, const guint8 *data, gsize size, guint64 offset)
{
  AssayReader reader;

  assay_reader_init (&reader, data, size, 0);
  switch (id)
    {
    case 0x03ed:
      resolution_facts (inspection, &reader, offset);
      break;
    case 0x0404:
      assay_block_iptc (inspection, data, size, offset);
      break;
    case 0x0406:
      /* Signed; −4 … 8 stand for the dialogue's 0 … 12. */
      if (size >= 2)
        assay_inspection_int (inspection, "photoshop.quality",
                              (gint16) assay_reader_read_u16_be (&reader) + 4, NULL, offset, 2);
      break;
    case 0x0409:
    case 0x040c:
      assay_inspection_int (inspection, "photoshop.thumbnail.bytes", (gint64) size, NULL, offset,
                            size);
      break;
    case 0x040b:
      {
        g_autofree char *url = g_strndup ((const char *) data, MIN (size, ASSAY_LIMIT_TEXT));

        assay_inspection_text (inspection, "photoshop.url", url, offset, size);
        break;
      }
    case 0x0425:
      assay_inspection_bytes (inspection, "photoshop.digest", data, size, offset);
      break;
    default:
      break;
    }
}

/* One resource: "8BIM" (or a plug-in's four letters), id, Pascal name padded to even, size, data
 * padded to even. */
static gboolean
read_resource (AssayInspection *inspection, AssayReader *reader, GString *ids)
{
  gsize start = reader->position;

  assay_reader_skip (reader, 4);

  guint16 id = assay_reader_read_u16_be (reader);
  guint8 name_length = assay_reader_read_u8 (reader);

  assay_reader_skip (reader, (gsize) name_length + (name_length % 2 == 0 ? 1 : 0));

  guint32 size = assay_reader_read_u32_be (reader);
  gsize at = reader->position;
  const guint8 *data = assay_reader_read_bytes (reader, size);
  guint64 offset = add_offset (reader->base, at);

  if (data == NULL)
    {
      assay_inspection_problem (inspection, "overrun", add_offset (reader->base, start),
                                "resource %04x declares %u bytes", id, size);
      return FALSE;
    }
  if (size % 2 != 0 && assay_reader_left (reader) > 0)
    assay_reader_skip (reader, 1);
  if (ids->len < 4096)
    g_string_append_printf (ids, "%s%04X", ids->len > 0 ? " " : "", id);

  char element[16];

  g_snprintf (element, sizeof element, "8BIM %04X", id);
  if (!assay_inspection_open (inspection, element, add_offset (reader->base, start), at - start,
                              reader->position - start, resource_name (id)))
    return FALSE;
  assay_inspection_int (inspection, "photoshop.resource", id, resource_name (id), offset, size);
  resource_facts (inspection, id, data, size, offset);
  assay_inspection_close (inspection);
  return TRUE;
}

void
assay_block_photoshop (AssayInspection *inspection, const guint8 *data, gsize size, guint64 base)
{
  static const char *const signatures[] = { "8BIM", "MeSa", "AgHg", "PHUT", "DCSR" };
  g_autoptr (GString) ids = g_string_new (NULL);
  AssayReader reader;
  gboolean more = TRUE;

  assay_inspection_bool (inspection, "photoshop.present", TRUE, base, size);
  assay_reader_init (&reader, data, size, base);
  while (more && assay_reader_left (&reader) >= 12)
    {
      const guint8 *head = assay_reader_peek (&reader, 4);
      gboolean known = FALSE;

      for (gsize i = 0; i < G_N_ELEMENTS (signatures) && !known; i++)
        known = memcmp (head, signatures[i], 4) == 0;
      more = known && read_resource (inspection, &reader, ids);
    }
  if (ids->len > 0)
    assay_inspection_text (inspection, "photoshop.resources", ids->str, base, size);
}
