/* assay-makernote.c: the maker's private block: whose it is by its own header, and whether another
 * program moved it. */
#include "config.h"

#include <libexif/exif-mnote-data.h>
#include <string.h>

#include "media/assay-tiff-private.h"

/* Offsets inside count from the TIFF header (so moving the note breaks them), or from the note
 * itself. */
#define INNER 0

typedef struct
{
  const char *magic;
  gsize length;
  const char *vendor;
  guint header; /* bytes before an IFD whose offsets count from the TIFF header; INNER otherwise */
} Signature;

#define SIGNATURE(magic, vendor, header)                                                           \
  {                                                                                                \
    magic, sizeof (magic) - 1, vendor, header                                                      \
  }

/* Longer ones first where one begins another. */
static const Signature signatures[] = {
  SIGNATURE ("Apple iOS\0", "Apple", INNER),
  SIGNATURE ("QVC\0", "Casio", 6),
  SIGNATURE ("DCI\0", "Casio", 6),
  SIGNATURE ("EPSON\0", "Epson", 8),
  SIGNATURE ("FUJIFILM", "Fujifilm", INNER),
  SIGNATURE ("GENERALE", "Fujifilm", INNER),
  SIGNATURE ("HDRP", "Google", INNER),
  SIGNATURE ("Hewlett-Packard", "HP", INNER),
  SIGNATURE ("JVC ", "JVC", INNER),
  SIGNATURE ("KDK", "Kodak", INNER),
  SIGNATURE ("Kodak", "Kodak", INNER),
  SIGNATURE ("EASTMAN KODAK", "Kodak", INNER),
  SIGNATURE ("LEICA CAMERA AG", "Leica", INNER),
  SIGNATURE ("LEICA", "Leica", INNER),
  SIGNATURE ("KYOCERA", "Kyocera", INNER),
  SIGNATURE ("CAMER\0", "Minolta", 8),
  SIGNATURE ("MINOL\0", "Minolta", 8),
  SIGNATURE ("Minolta", "Minolta", INNER),
  SIGNATURE ("MLY0", "Minolta", INNER),
  SIGNATURE ("+M+M+M+M", "Minolta", INNER),
  SIGNATURE ("MOT\0", "Motorola", 8),
  SIGNATURE ("Nikon\0\1", "Nikon", 8),
  SIGNATURE ("Nikon\0", "Nikon", INNER),
  SIGNATURE ("OLYMPUS\0", "Olympus", INNER),
  SIGNATURE ("OM SYSTEM\0", "Olympus", INNER),
  SIGNATURE ("OLYMP\0", "Olympus", 8),
  SIGNATURE ("Panasonic\0", "Panasonic", 12),
  SIGNATURE ("PENTAX \0", "Pentax", INNER),
  SIGNATURE ("AOC\0", "Pentax", 6),
  SIGNATURE ("RICOH\0", "Ricoh", INNER),
  SIGNATURE ("Ricoh", "Ricoh", 8),
  SIGNATURE ("Rv", "Ricoh", INNER),
  SIGNATURE ("Rev", "Ricoh", INNER),
  SIGNATURE ("STMN", "Samsung", INNER),
  SIGNATURE ("SAMSUNG", "Samsung", INNER),
  SIGNATURE ("SANYO\0", "Sanyo", 8),
  SIGNATURE ("SIGMA\0", "Sigma", 10),
  SIGNATURE ("FOVEON\0", "Sigma", 10),
  SIGNATURE ("SONY DSC \0", "Sony", 12),
  SIGNATURE ("SONY CAM \0", "Sony", 12),
  SIGNATURE ("SONY MOBILE", "Sony", 12),
  SIGNATURE ("VHAB     \0", "Sony", 12),
  SIGNATURE ("SEMC MS\0", "Sony Ericsson", 20),
  SIGNATURE ("Xiaomi", "Xiaomi", INNER),
  SIGNATURE ("[ae_dbg_info:", "DJI", INNER),
  SIGNATURE ("GE\0\0", "GE", INNER),
  SIGNATURE ("GENIC\x0c\0", "GE", INNER),
  SIGNATURE ("AGFA", "Agfa", 8),
  SIGNATURE ("RECONYX", "Reconyx", INNER),
  SIGNATURE ("IIII", "Phase One", INNER),
  SIGNATURE ("MMMM", "Phase One", INNER),
};

static const Signature *
find_signature (const guint8 *data, gsize size)
{
  for (gsize i = 0; i < G_N_ELEMENTS (signatures); i++)
    if (size >= signatures[i].length
        && memcmp (data, signatures[i].magic, signatures[i].length) == 0)
      return &signatures[i];
  return NULL;
}

/* What an IFD inside the note shows. */
typedef struct
{
  gboolean plausible;
  gboolean canon;
  gboolean minolta;
  gboolean samsung;
  guint outside; /* values that do not fit into their entry */
  guint within;  /* of these, inside the note as it stands */
  guint shifted; /* of these, inside if the first stood right behind the IFD */
  gint64 shift;
} NoteIfd;

/* Values of bare IFDs that only one maker writes: image type and firmware as text (Canon 0x0006,
 * 0x0007), "MLT" at 0x0000 (Minolta), version "0100" at 0x0001 with device type 0x0002 (Samsung).
 */
static void
note_traits (NoteIfd *ifd, guint16 tag, guint16 type, guint32 count, const guint8 *value)
{
  ifd->canon |= (tag == 0x0006 || tag == 0x0007) && type == 2;
  ifd->minolta |= tag == 0x0000 && count == 4 && memcmp (value, "MLT", 3) == 0;
  ifd->samsung |= tag == 0x0001 && type == 7 && memcmp (value, "0100", 4) == 0;
}

typedef struct
{
  guint32 offset;
  guint64 size;
} NoteValue;

static void
judge_values (const AssayTiff *self, NoteIfd *ifd, const GArray *values, guint64 ifd_end)
{
  guint64 end = self->makernote + self->makernote_size;
  guint64 least = G_MAXUINT64;

  for (guint i = 0; i < values->len; i++)
    least = MIN (least, g_array_index (values, NoteValue, i).offset);
  ifd->outside = values->len;
  ifd->shift = values->len == 0 ? 0 : (gint64) ifd_end - (gint64) least;
  for (guint i = 0; i < values->len; i++)
    {
      const NoteValue *value = &g_array_index (values, NoteValue, i);
      gint64 moved = (gint64) value->offset + ifd->shift;

      ifd->within += value->offset >= self->makernote && value->offset + value->size <= end ? 1 : 0;
      ifd->shifted
          += moved >= (gint64) self->makernote && moved + (gint64) value->size <= (gint64) end ? 1
                                                                                               : 0;
    }
}

static NoteIfd
read_note_ifd (const AssayTiff *self, const guint8 *data, gsize size, guint header)
{
  NoteIfd ifd = { .plausible = TRUE };
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (NoteValue));
  AssayReader reader;

  assay_reader_init (&reader, data, size, 0);
  assay_reader_skip (&reader, header);

  guint count = assay_reader_read_u16 (&reader, self->big_endian);

  ifd.plausible = count > 0 && count < 512;
  for (guint i = 0; i < count && ifd.plausible; i++)
    {
      guint16 tag = assay_reader_read_u16 (&reader, self->big_endian);
      guint16 type = assay_reader_read_u16 (&reader, self->big_endian);
      guint32 number = assay_reader_read_u32 (&reader, self->big_endian);
      const guint8 *raw = assay_reader_peek (&reader, 4);
      NoteValue value = { .size = (guint64) number * assay_tiff_type_size (type) };

      value.offset = assay_reader_read_u32 (&reader, self->big_endian);
      ifd.plausible = raw != NULL && type >= 1 && type <= 13 && value.size <= ASSAY_LIMIT_BLOCK;
      if (!ifd.plausible)
        break;
      note_traits (&ifd, tag, type, number, raw);
      if (value.size > 4)
        g_array_append_val (values, value);
    }
  if (ifd.plausible)
    judge_values (self, &ifd, values, self->makernote + header + 2 + 12ull * count + 4);
  return ifd;
}

static const char *
bare_vendor (const NoteIfd *ifd)
{
  if (!ifd->plausible)
    return "unknown";
  if (ifd->minolta)
    return "Minolta";
  if (ifd->samsung)
    return "Samsung";
  return ifd->canon ? "Canon" : "ifd";
}

/* What libexif decodes; place unknown, since it tells none. */
static void
add_decoded (AssayTiff *self)
{
  ExifMnoteData *note = self->words != NULL ? exif_data_get_mnote_data (self->words) : NULL;
  guint count = note != NULL ? exif_mnote_data_count (note) : 0;

  for (guint i = 0; i < MIN (count, 2000); i++)
    {
      const char *name = exif_mnote_data_get_name (note, i);
      char value[1024] = "";
      g_autofree char *fact = NULL;

      if (name == NULL || exif_mnote_data_get_value (note, i, value, sizeof value) == NULL)
        continue;
      fact = g_strconcat ("exif.makernote.", name, NULL);
      assay_inspection_text (self->inspection, fact, value, ASSAY_OFFSET_NONE, 0);
    }
}

void
assay_makernote (AssayTiff *self)
{
  guint64 offset = assay_tiff_file_offset (self, self->makernote);
  g_autoptr (GBytes) bytes
      = self->makernote > 0 ? assay_tiff_bytes (self, self->makernote, self->makernote_size) : NULL;
  gsize size = 0;
  const guint8 *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  if (data == NULL || size == 0)
    return;

  const Signature *signature = find_signature (data, size);
  gboolean has_ifd = signature == NULL || signature->header != INNER;
  NoteIfd ifd = { 0 };

  if (has_ifd)
    ifd = read_note_ifd (self, data, size, signature != NULL ? signature->header : 0);
  assay_inspection_bool (self->inspection, "exif.makernote.present", TRUE, offset, size);
  if (offset != ASSAY_OFFSET_NONE)
    assay_inspection_int (self->inspection, "exif.makernote.offset", (gint64) offset, NULL, offset,
                          size);
  assay_inspection_int (self->inspection, "exif.makernote.bytes", (gint64) size, NULL, offset,
                        size);
  assay_inspection_text (self->inspection, "exif.makernote.vendor",
                         signature != NULL ? signature->vendor : bare_vendor (&ifd), offset,
                         MIN (size, 16));
  /* Two values at least, none where they claim to be, all where a common shift puts them: nothing
   * else explains that. */
  if (ifd.plausible && ifd.outside >= 2 && ifd.within == 0 && ifd.shifted == ifd.outside)
    assay_inspection_bool (self->inspection, "exif.makernote.relocated", TRUE, offset, size);
  add_decoded (self);
}
