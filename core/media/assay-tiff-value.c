/* assay-tiff-value.c: from an IFD entry to a typed fact. */
#include "config.h"

#include <math.h>
#include <string.h>

#include "media/assay-tiff-private.h"

enum
{
  BYTE = 1,
  ASCII = 2,
  SHORT = 3,
  LONG = 4,
  RATIONAL = 5,
  SBYTE = 6,
  UNDEFINED = 7,
  SSHORT = 8,
  SLONG = 9,
  SRATIONAL = 10,
  FLOAT = 11,
  DOUBLE = 12,
  IFD = 13,
  LONG8 = 16,
  SLONG8 = 17,
  IFD8 = 18,
  UTF8 = 129, /* Exif 3.0 */
};

/* Numbers of a list that are written out; strip tables and curves have thousands. */
#define NUMBERS_SHOWN 64

guint
assay_tiff_type_size (guint16 type)
{
  static const guint8 sizes[] = { 0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8 };

  if (type == UTF8)
    return 1;
  return type < G_N_ELEMENTS (sizes) ? sizes[type] : 0;
}

static gboolean
is_integer (guint16 type)
{
  return type == BYTE || type == SHORT || type == LONG || type == SBYTE || type == SSHORT
         || type == SLONG || type == IFD || type == LONG8 || type == SLONG8 || type == IFD8;
}

static gint64
read_integer (const AssayTiff *self, guint16 type, AssayReader *reader)
{
  switch (type)
    {
    case BYTE:
      return assay_reader_read_u8 (reader);
    case SBYTE:
      return (gint8) assay_reader_read_u8 (reader);
    case SHORT:
      return assay_reader_read_u16 (reader, self->big_endian);
    case SSHORT:
      return (gint16) assay_reader_read_u16 (reader, self->big_endian);
    case SLONG:
      return (gint32) assay_reader_read_u32 (reader, self->big_endian);
    case LONG:
    case IFD:
      return assay_reader_read_u32 (reader, self->big_endian);
    default:
      return (gint64) assay_reader_read_u64 (reader, self->big_endian);
    }
}

/* NaN for a rational over zero, which cameras write for "unknown". */
static double
read_real (const AssayTiff *self, guint16 type, AssayReader *reader)
{
  if (type == RATIONAL)
    {
      guint32 numerator = assay_reader_read_u32 (reader, self->big_endian);
      guint32 denominator = assay_reader_read_u32 (reader, self->big_endian);

      return denominator == 0 ? (double) NAN : (double) numerator / denominator;
    }
  if (type == SRATIONAL)
    {
      gint32 numerator = (gint32) assay_reader_read_u32 (reader, self->big_endian);
      gint32 denominator = (gint32) assay_reader_read_u32 (reader, self->big_endian);

      return denominator == 0 ? (double) NAN : (double) numerator / denominator;
    }
  if (type == FLOAT)
    {
      guint32 bits = assay_reader_read_u32 (reader, self->big_endian);
      float value;

      memcpy (&value, &bits, sizeof value);
      return (double) value;
    }

  guint64 bits = assay_reader_read_u64 (reader, self->big_endian);
  double value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

/* What a person would read ("1/250 sec.", "Top-left"): libexif's wording, NULL if it has no such
 * entry. */
static const char *
words_of (const AssayTiff *self, const AssayTiffEntry *entry, char *buffer, guint size)
{
  ExifIfd ifd = assay_tiff_exif_ifd (entry->ifd);
  ExifEntry *found = self->words == NULL || ifd >= EXIF_IFD_COUNT
                         ? NULL
                         : exif_content_get_entry (self->words->ifd[ifd], (ExifTag) entry->tag);

  if (found == NULL || found->components != entry->count)
    return NULL;
  exif_entry_get_value (found, buffer, size);
  return buffer[0] != '\0' ? buffer : NULL;
}

static void
append_number (GString *text, const AssayTiff *self, guint16 type, AssayReader *reader)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (text->len > 0)
    g_string_append_c (text, ' ');
  if (is_integer (type))
    {
      g_string_append_printf (text, "%" G_GINT64_FORMAT, read_integer (self, type, reader));
      return;
    }

  double value = read_real (self, type, reader);

  if (isfinite (value))
    g_string_append (text, g_ascii_formatd (number, sizeof number, "%.10g", value));
  else
    g_string_append (text, "undef");
}

static void
number_fact (AssayTiff *self, const AssayTiffEntry *entry, const char *name, AssayReader *reader)
{
  guint64 offset = assay_tiff_file_offset (self, entry->place);
  char words[256];

  if (entry->count == 1 && is_integer (entry->type))
    {
      assay_inspection_int (self->inspection, name, read_integer (self, entry->type, reader),
                            words_of (self, entry, words, sizeof words), offset, entry->size);
      return;
    }
  if (entry->count == 1)
    {
      double value = read_real (self, entry->type, reader);

      if (isfinite (value))
        assay_inspection_real (self->inspection, name, value,
                               words_of (self, entry, words, sizeof words), offset, entry->size);
      else
        assay_inspection_text (self->inspection, name, "undef", offset, entry->size);
      return;
    }

  g_autoptr (GString) text = g_string_new (NULL);

  for (guint64 i = 0; i < MIN (entry->count, NUMBERS_SHOWN); i++)
    append_number (text, self, entry->type, reader);
  if (entry->count > NUMBERS_SHOWN)
    g_string_append (text, " …");
  assay_inspection_text (self->inspection, name, text->str, offset, entry->size);
}

/* Up to the first NUL, without trailing blanks. */
static char *
plain_text (const guint8 *data, gsize size)
{
  gsize length = strnlen ((const char *) data, size);

  while (length > 0 && data[length - 1] == ' ')
    length--;
  return g_strndup ((const char *) data, length);
}

/* UTF-16 in the block's byte order, as XPTitle (always little-endian) and UNICODE comments are. */
static char *
wide_text (const guint8 *data, gsize size, gboolean big_endian)
{
  gsize written;
  g_autofree char *text = g_convert ((const char *) data, (gssize) (size & ~(gsize) 1), "UTF-8",
                                     big_endian ? "UTF-16BE" : "UTF-16LE", NULL, &written, NULL);

  return text != NULL ? plain_text ((const guint8 *) text, written) : NULL;
}

/* Exif 4.6.5, UserComment: eight bytes that name the character code, then the text. */
static char *
coded_text (const AssayTiff *self, const guint8 *data, gsize size)
{
  if (size < 8)
    return plain_text (data, size);
  if (memcmp (data, "UNICODE\0", 8) == 0)
    {
      char *wide = wide_text (data + 8, size - 8, self->big_endian);

      return wide != NULL ? wide : plain_text (data + 8, size - 8);
    }
  if (memcmp (data, "ASCII\0\0\0", 8) == 0 || memcmp (data, "\0\0\0\0\0\0\0\0", 8) == 0
      || memcmp (data, "JIS\0\0\0\0\0", 8) == 0)
    return plain_text (data + 8, size - 8);
  return plain_text (data, size);
}

typedef enum
{
  FORM_DEFAULT,
  FORM_CODED,   /* text with a character code before it */
  FORM_PLAIN,   /* four characters, or text stored as UNDEFINED */
  FORM_WIDE,    /* UTF-16LE stored as BYTE */
  FORM_NUMBERS, /* bytes that are numbers */
  FORM_NONE,    /* read elsewhere */
} Form;

/* How UNDEFINED and BYTE values are meant; the type alone does not tell. */
static Form
form_of (const AssayTiffEntry *entry)
{
  static const struct
  {
    guint16 tag;
    Form form;
  } forms[] = {
    { 0x9286, FORM_CODED },   { 0x9000, FORM_PLAIN },   { 0xa000, FORM_PLAIN },
    { 0x9c9b, FORM_WIDE },    { 0x9c9c, FORM_WIDE },    { 0x9c9d, FORM_WIDE },
    { 0x9c9e, FORM_WIDE },    { 0x9c9f, FORM_WIDE },    { 0x9101, FORM_NUMBERS },
    { 0xa300, FORM_NUMBERS }, { 0xa301, FORM_NUMBERS }, { 0x02bc, FORM_NONE },
    { 0x83bb, FORM_NONE },    { 0x8649, FORM_NONE },    { 0x8773, FORM_NONE },
  };

  if (strcmp (entry->ifd, "gps") == 0)
    return entry->tag == 0x001b || entry->tag == 0x001c ? FORM_CODED : FORM_DEFAULT;
  if (strcmp (entry->ifd, "interop") == 0)
    return entry->tag == 0x0002 ? FORM_PLAIN : FORM_DEFAULT;
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    if (forms[i].tag == entry->tag)
      return forms[i].form;
  return FORM_DEFAULT;
}

static void
text_fact (AssayTiff *self, const AssayTiffEntry *entry, const char *name, char *text)
{
  g_autofree char *owned = text;

  assay_inspection_text (self->inspection, name, owned != NULL ? owned : "",
                         assay_tiff_file_offset (self, entry->place), entry->size);
}

/* Blocks that TIFF keeps in tags. */
static void
block_value (AssayTiff *self, const AssayTiffEntry *entry, const guint8 *data, gsize size)
{
  guint64 offset = assay_tiff_file_offset (self, entry->place);

  if (entry->tag == 0x02bc)
    assay_block_xmp (self->inspection, data, size, offset);
  else if (entry->tag == 0x83bb)
    assay_block_iptc (self->inspection, data, size, offset);
  else if (entry->tag == 0x8649)
    assay_block_photoshop (self->inspection, data, size, offset);
  else
    assay_block_icc (self->inspection, data, size, offset);
}

static void
raw_fact (AssayTiff *self, AssayTiffEntry *entry, const char *name, const guint8 *data, gsize size)
{
  AssayReader reader;

  switch (form_of (entry))
    {
    case FORM_CODED:
      text_fact (self, entry, name, coded_text (self, data, size));
      return;
    case FORM_PLAIN:
      text_fact (self, entry, name, plain_text (data, size));
      return;
    case FORM_WIDE:
      text_fact (self, entry, name, wide_text (data, size, FALSE));
      return;
    case FORM_NONE:
      block_value (self, entry, data, size);
      return;
    case FORM_NUMBERS:
      entry->type = BYTE;
      break;
    case FORM_DEFAULT:
      break;
    }
  if (entry->type == UNDEFINED)
    {
      assay_inspection_bytes (self->inspection, name, data, size,
                              assay_tiff_file_offset (self, entry->place));
      return;
    }
  assay_reader_init (&reader, data, size, 0);
  number_fact (self, entry, name, &reader);
}

void
assay_tiff_value (AssayTiff *self, const AssayTiffEntry *entry)
{
  AssayTiffEntry copy = *entry;
  char buffer[16];
  g_autofree char *name
      = g_strdup_printf ("exif.%s.%s", entry->ifd,
                         assay_tiff_tag_name (entry->ifd, entry->tag, buffer, sizeof buffer));
  gboolean block = form_of (entry) == FORM_NONE;
  gboolean text = entry->type == ASCII || entry->type == UTF8;
  guint64 wanted = block  ? entry->size
                   : text ? MIN (entry->size, ASSAY_LIMIT_TEXT)
                          : MIN (entry->size, 4096);
  g_autoptr (GBytes) bytes = assay_tiff_bytes (self, entry->place, wanted);
  gsize size = 0;
  const guint8 *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  if (data == NULL)
    {
      text_fact (self, entry, name, NULL);
      return;
    }
  if (text && !block)
    text_fact (self, entry, name, plain_text (data, size));
  else
    raw_fact (self, &copy, name, data, size);
}
