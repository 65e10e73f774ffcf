/* assay-jpeg-apps.c: application segments: who wrote one, and which parser reads it. Blocks that
 * are split over several segments (ICC, extended XMP, JUMBF) are gathered here and read at the end.
 */
#include "config.h"

#include <string.h>

#include "media/assay-jpeg-private.h"

typedef void (*AppFunc) (AssayJpeg *self, const guint8 *data, gsize size, guint64 offset);

typedef struct
{
  guint8 marker;
  const char *magic;
  gsize length;
  const char *label;
  AppFunc read; /* gets what follows the magic; NULL: only named */
} AppKind;

static void
read_jfif (AssayJpeg *self, const guint8 *data, gsize size, guint64 offset)
{
  AssayReader reader;
  char version[16];

  assay_reader_init (&reader, data, size, offset);

  guint8 major = assay_reader_read_u8 (&reader);
  guint8 minor = assay_reader_read_u8 (&reader);
  guint8 units = assay_reader_read_u8 (&reader);
  guint16 x_density = assay_reader_read_u16_be (&reader);
  guint16 y_density = assay_reader_read_u16_be (&reader);
  guint8 width = assay_reader_read_u8 (&reader);
  guint8 height = assay_reader_read_u8 (&reader);

  assay_inspection_bool (self->inspection, "jfif.present", TRUE, offset, size);
  if (!assay_reader_ok (&reader))
    {
      assay_inspection_problem (self->inspection, "truncated", offset, "JFIF header");
      return;
    }
  g_snprintf (version, sizeof version, "%d.%02d", major, minor);
  assay_inspection_text (self->inspection, "jfif.version", version, offset, 2);
  assay_inspection_int (self->inspection, "jfif.units", units, NULL, offset + 2, 1);
  assay_inspection_int (self->inspection, "jfif.x_density", x_density, NULL, offset + 3, 2);
  assay_inspection_int (self->inspection, "jfif.y_density", y_density, NULL, offset + 5, 2);
  assay_inspection_int (self->inspection, "jfif.thumbnail.width", width, NULL, offset + 7, 1);
  assay_inspection_int (self->inspection, "jfif.thumbnail.height", height, NULL, offset + 8, 1);
}

static void
read_jfxx (AssayJpeg *self, const guint8 *data, gsize size, guint64 offset)
{
  if (size > 0)
    assay_inspection_int (self->inspection, "jfxx.extension", data[0], NULL, offset, 1);
}

/* Exif 2.32, 4.7.2: a pad byte stands between "Exif\0" and the TIFF header. */
static void
read_exif (AssayJpeg *self, const guint8 *data, gsize size, guint64 offset)
{
  if (assay_inspection_find (self->inspection, "exif.present") != NULL)
    assay_inspection_problem (self->inspection, "duplicate", offset, "second Exif segment");
  assay_block_exif (self->inspection, data, size, offset, self->cancellable);
}

static void
read_xmp (AssayJpeg *self, const guint8 *data, gsize size, guint64 offset)
{
  assay_block_xmp (self->inspection, data, size, offset);
}

static void
parts_add (AssayJpeg *self, AssayJpegParts *parts, const guint8 *data, gsize size, guint64 offset)
{
  if (parts->data == NULL)
    parts->data = g_byte_array_new ();
  if (parts->data->len + size > ASSAY_LIMIT_BLOCK)
    {
      assay_inspection_problem (self->inspection, "limit", offset, "block over many segments");
      return;
    }
  parts->offset = parts->parts == 0 ? offset : ASSAY_OFFSET_NONE;
  parts->parts++;
  g_byte_array_append (parts->data, data, (guint) size);
}

/* ICC.1 B.4: number of this part and how many there are. */
static void
read_icc (AssayJpeg *self, const guint8 *data, gsize size, guint64 offset)
{
  if (size < 2)
    {
      assay_inspection_problem (self->inspection, "truncated", offset, "ICC part header");
      return;
    }
  if (data[0] != self->icc.parts + 1 || (self->icc.parts > 0 && data[1] != self->icc.expected))
    assay_inspection_problem (self->inspection, "order", offset, "ICC part %d of %d", data[0],
                              data[1]);
  self->icc.expected = data[1];
  parts_add (self, &self->icc, data + 2, size - 2, offset + 2);
}

/* XMP part 3, 1.1.3.1: GUID (32), whole length (4), offset of this part (4). */
static void
read_extended_xmp (AssayJpeg *self, const guint8 *data, gsize size, guint64 offset)
{
  AssayReader reader;

  assay_reader_init (&reader, data, size, offset);
  assay_reader_skip (&reader, 32);

  guint32 whole = assay_reader_read_u32_be (&reader);
  guint32 at = assay_reader_read_u32_be (&reader);

  if (!assay_reader_ok (&reader))
    {
      assay_inspection_problem (self->inspection, "truncated", offset, "extended XMP header");
      return;
    }
  if (at != (self->xmp.data == NULL ? 0 : self->xmp.data->len))
    assay_inspection_problem (self->inspection, "order", offset, "extended XMP part at %u", at);
  self->xmp.expected = whole;
  parts_add (self, &self->xmp, data + 40, size - 40, offset + 40);
}

/* ISO 19566-5 D.2: box instance (2), packet number (4), then the box; later packets repeat its
 * header. */
static void
read_jumbf (AssayJpeg *self, const guint8 *data, gsize size, guint64 offset)
{
  AssayReader reader;

  assay_reader_init (&reader, data, size, offset);

  guint16 instance = assay_reader_read_u16_be (&reader);
  guint32 number = assay_reader_read_u32_be (&reader);
  guint32 length = assay_reader_read_u32_be (&reader);

  assay_reader_skip (&reader, 4);
  if (!assay_reader_ok (&reader))
    {
      assay_inspection_problem (self->inspection, "truncated", offset, "JUMBF packet header");
      return;
    }
  if (self->jumbf.parts > 0 && instance != self->jumbf.expected)
    {
      assay_block_jumbf (self->inspection, self->jumbf.data->data, self->jumbf.data->len,
                         self->jumbf.offset);
      g_byte_array_set_size (self->jumbf.data, 0);
      self->jumbf.parts = 0;
    }
  self->jumbf.expected = instance;

  gsize skip = number <= 1 || self->jumbf.parts == 0 ? 6 : length == 1 ? 22 : 14;

  if (skip <= size)
    parts_add (self, &self->jumbf, data + skip, size - skip, offset + skip);
}

static void
read_mpf (AssayJpeg *self, const guint8 *data, gsize size, guint64 offset)
{
  assay_jpeg_mpf (self->inspection, data, size, offset);
}

static void
read_photoshop (AssayJpeg *self, const guint8 *data, gsize size, guint64 offset)
{
  assay_block_photoshop (self->inspection, data, size, offset);
}

/* Adobe technical note 5116: version (2), flags (2, 2), colour transform (1). */
static void
read_adobe (AssayJpeg *self, const guint8 *data, gsize size, guint64 offset)
{
  AssayReader reader;

  assay_reader_init (&reader, data, size, offset);

  guint16 version = assay_reader_read_u16_be (&reader);

  assay_reader_skip (&reader, 4);

  guint8 transform = assay_reader_read_u8 (&reader);

  assay_inspection_bool (self->inspection, "adobe.present", TRUE, offset, size);
  if (!assay_reader_ok (&reader))
    return;
  assay_inspection_int (self->inspection, "adobe.version", version, NULL, offset, 2);
  assay_inspection_int (self->inspection, "adobe.transform", transform, NULL, offset + 6, 1);
}

#define KIND(marker, magic, label, read)                                                           \
  {                                                                                                \
    marker, magic, sizeof (magic) - 1, label, read                                                 \
  }

static const AppKind kinds[] = {
  KIND (0xe0, "JFIF\0", "JFIF", read_jfif),
  KIND (0xe0, "JFXX\0", "JFXX", read_jfxx),
  KIND (0xe0, "AVI1", "AVI1", NULL),
  KIND (0xe1, "Exif\0\0", "Exif", read_exif),
  KIND (0xe1, "Exif\0\xff", "Exif", read_exif),
  KIND (0xe1, "http://ns.adobe.com/xap/1.0/\0", "XMP", read_xmp),
  KIND (0xe1, "http://ns.adobe.com/xmp/extension/\0", "XMP-extended", read_extended_xmp),
  KIND (0xe2, "ICC_PROFILE\0", "ICC", read_icc),
  KIND (0xe2, "MPF\0", "MPF", read_mpf),
  KIND (0xe2, "FPXR\0", "FlashPix", NULL),
  KIND (0xe2, "urn:iso:std:iso:ts:21496:-1\0", "GainMap", NULL),
  KIND (0xe3, "Meta\0\0", "Kodak-Meta", NULL),
  KIND (0xe3, "META\0\0", "Kodak-Meta", NULL),
  KIND (0xe5, "RMETA\0", "Ricoh-RMETA", NULL),
  KIND (0xe6, "EPPIM\0", "PrintIM", NULL),
  KIND (0xe6, "GoPro\0", "GoPro", NULL),
  KIND (0xea, "AROT\0", "Apple-AROT", NULL),
  KIND (0xeb, "JP", "JUMBF", read_jumbf),
  KIND (0xeb, "HDR_RI", "HDR-RI", NULL),
  KIND (0xec, "Ducky", "Ducky", NULL),
  KIND (0xec, "PictureInfo", "PictureInfo", NULL),
  KIND (0xed, "Photoshop 3.0\0", "Photoshop", read_photoshop),
  KIND (0xed, "Adobe_CM", "Adobe-CM", NULL),
  KIND (0xee, "Adobe", "Adobe", read_adobe),
};

static const AppKind *
find_kind (guint8 marker, const guint8 *data, gsize size)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].marker == marker && size >= kinds[i].length
        && memcmp (data, kinds[i].magic, kinds[i].length) == 0)
      return &kinds[i];
  return NULL;
}

const char *
assay_jpeg_app_label (
    guint8 marker, const guint8 *data, gsize size, char *buffer, gsize buffer_size)
{
  const AppKind *kind = data == NULL ? NULL : find_kind (marker, data, size);
  gsize length = 0;

  if (kind != NULL)
    return kind->label;
  buffer[0] = '\0';
  if (marker < 0xe0 || marker > 0xef || data == NULL)
    return buffer;
  /* An identifier nobody listed: its printable beginning, without blanks, which separate the list
   * of segments. */
  while (length < size && length + 1 < buffer_size && length < 16 && g_ascii_isgraph (data[length]))
    {
      buffer[length] = (char) data[length];
      length++;
    }
  buffer[length] = '\0';
  if (length < 3)
    g_strlcpy (buffer, "?", buffer_size);
  return buffer;
}

void
assay_jpeg_app (AssayJpeg *self, guint8 marker, const guint8 *data, gsize size, guint64 offset)
{
  const AppKind *kind = data == NULL ? NULL : find_kind (marker, data, size);

  if (kind != NULL && kind->read != NULL)
    kind->read (self, data + kind->length, size - kind->length, offset + kind->length);
}

void
assay_jpeg_parts_finish (AssayJpeg *self)
{
  if (self->icc.parts > 0)
    {
      if (self->icc.parts != self->icc.expected)
        assay_inspection_problem (self->inspection, "missing", self->icc.offset,
                                  "%u of %u ICC parts", self->icc.parts, self->icc.expected);
      assay_block_icc (self->inspection, self->icc.data->data, self->icc.data->len,
                       self->icc.offset);
    }
  if (self->xmp.parts > 0)
    {
      if (self->xmp.data->len != self->xmp.expected)
        assay_inspection_problem (self->inspection, "truncated", self->xmp.offset,
                                  "%u of %u bytes of extended XMP", self->xmp.data->len,
                                  self->xmp.expected);
      assay_inspection_int (self->inspection, "xmp.extended.bytes", self->xmp.data->len, NULL,
                            self->xmp.offset, self->xmp.data->len);
      assay_block_xmp (self->inspection, self->xmp.data->data, self->xmp.data->len,
                       self->xmp.offset);
    }
  if (self->jumbf.parts > 0)
    assay_block_jumbf (self->inspection, self->jumbf.data->data, self->jumbf.data->len,
                       self->jumbf.offset);
}

void
assay_jpeg_parts_clear (AssayJpeg *self)
{
  g_clear_pointer (&self->icc.data, g_byte_array_unref);
  g_clear_pointer (&self->xmp.data, g_byte_array_unref);
  g_clear_pointer (&self->jumbf.data, g_byte_array_unref);
}
