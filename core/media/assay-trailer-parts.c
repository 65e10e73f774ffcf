/* assay-trailer-parts.c: whole files within trailing bytes. A signature alone proves nothing (it
 * fired on three camera originals of the measuring set), so each hit must bear out its own format's
 * structure. */
#include "config.h"

#include <string.h>
#include <zlib.h>

#include "media/assay-trailer-private.h"

#define CHUNK 1048576
#define OVERLAP 32
/* Trailing bytes that are searched; motion photos stay below 20 MB. */
#define SEARCH_MOST (256ull * 1024 * 1024)
/* Signatures of one kind that are looked at; noise gives a four-byte match every 4 GB. */
#define HITS_MOST 64
#define PARTS_MOST 32
/* Bytes of a picture that are looked at for its end; one that is longer counts as reaching the end
 * of the file. */
#define JPEG_MOST 4194304
/* Printable bytes at the very end that are taken for a note somebody added. */
#define TEXT_LEAST 64
#define TEXT_MOST 65536

/* Fills @part->end and @part->complete; FALSE if there is nothing of the kind at @part->start. */
typedef gboolean (*VerifyFunc) (AssaySource *source, AssayTrailerPart *part);

static GBytes *
read_some (AssaySource *source, guint64 offset, gsize most)
{
  guint64 size = assay_source_get_size (source);

  return offset >= size
             ? NULL
             : assay_source_read (source, offset, (gsize) MIN (most, size - offset), NULL);
}

static gboolean
verify_zip (AssaySource *source, AssayTrailerPart *part)
{
  AssayZipEnd end;

  if (!assay_zip_find_end (source, part->start, &end) || end.entries == 0)
    return FALSE;
  part->end = end.end;
  part->complete = TRUE;
  return TRUE;
}

/* RAR 4: the main header's CRC is the low half of a CRC-32 over its other bytes. */
static gboolean
is_rar4 (const guint8 *data, gsize size)
{
  if (size < 20 || memcmp (data, "Rar!\x1a\x07\0", 7) != 0 || data[9] != 0x73)
    return FALSE;

  gsize length = (gsize) (data[12] | data[13] << 8);
  gsize stored = (gsize) (data[7] | data[8] << 8);

  return length >= 13 && 7 + length <= size
         && (crc32 (0, data + 9, (uInt) (length - 2)) & 0xffff) == stored;
}

/* RAR 5: CRC-32 over the header's size and body. The size of the main header takes one byte. */
static gboolean
is_rar5 (const guint8 *data, gsize size)
{
  AssayReader reader;

  if (size < 16 || memcmp (data, "Rar!\x1a\x07\x01\0", 8) != 0)
    return FALSE;
  assay_reader_init (&reader, data, size, 0);
  assay_reader_skip (&reader, 8);

  guint32 stored = assay_reader_read_u32_le (&reader);
  guint8 length = assay_reader_read_u8 (&reader);

  return length > 0 && length < 0x80 && 13u + length <= size
         && crc32 (0, data + 12, length + 1u) == stored;
}

static gboolean
verify_rar (AssaySource *source, AssayTrailerPart *part)
{
  g_autoptr (GBytes) bytes = read_some (source, part->start, 4096);
  gsize size = 0;
  const guint8 *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  if (data == NULL || (!is_rar4 (data, size) && !is_rar5 (data, size)))
    return FALSE;
  part->end = assay_source_get_size (source);
  part->complete = TRUE;
  return TRUE;
}

/* 7z: version (2), CRC (4) of the start header: offset (8), size (8), CRC (4) of the end header. */
static gboolean
verify_7z (AssaySource *source, AssayTrailerPart *part)
{
  g_autoptr (GBytes) bytes = read_some (source, part->start, 32);
  AssayReader reader;

  if (bytes == NULL || g_bytes_get_size (bytes) < 32)
    return FALSE;
  assay_reader_init_bytes (&reader, bytes, 0);
  assay_reader_skip (&reader, 8);

  guint32 stored = assay_reader_read_u32_le (&reader);
  const guint8 *header = assay_reader_peek (&reader, 20);
  guint64 offset = assay_reader_read_u64_le (&reader);
  guint64 length = assay_reader_read_u64_le (&reader);
  guint64 left = assay_source_get_size (source) - part->start - 32;

  if (crc32 (0, header, 20) != stored || offset > left)
    return FALSE;
  part->complete = length <= left - offset;
  part->end = part->start + 32 + offset + MIN (length, left - offset);
  return TRUE;
}

static gboolean
verify_pdf (AssaySource *source, AssayTrailerPart *part)
{
  guint64 size = assay_source_get_size (source);
  gsize most = (gsize) MIN (size - part->start, 65536);
  g_autoptr (GBytes) head = read_some (source, part->start, 16);
  g_autoptr (GBytes) tail = assay_source_read (source, size - most, most, NULL);
  const guint8 *first = head != NULL ? g_bytes_get_data (head, NULL) : NULL;

  if (first == NULL || tail == NULL || g_bytes_get_size (head) < 8 || !g_ascii_isdigit (first[5])
      || first[6] != '.')
    return FALSE;

  const char *data = g_bytes_get_data (tail, NULL);
  const char *end = g_strrstr_len (data, (gssize) most, "%%EOF");

  if (end == NULL)
    return FALSE;
  part->end = size - most + (guint64) (end - data) + 5;
  part->complete = TRUE;
  return TRUE;
}

/* Segments up to SOS with a frame among them, then EOI somewhere behind. */
static gboolean
verify_jpeg (AssaySource *source, AssayTrailerPart *part)
{
  g_autoptr (GBytes) bytes = read_some (source, part->start, JPEG_MOST);
  AssayReader reader;
  gboolean frame = FALSE;

  if (bytes == NULL)
    return FALSE;
  assay_reader_init_bytes (&reader, bytes, 0);
  assay_reader_skip (&reader, 2);
  for (guint i = 0; i < 1000 && assay_reader_ok (&reader); i++)
    {
      guint8 mark = assay_reader_read_u8 (&reader);
      guint8 code = assay_reader_read_u8 (&reader);
      guint16 length = assay_reader_read_u16_be (&reader);

      if (mark != 0xff || code < 0xc0 || length < 2 || !assay_reader_skip (&reader, length - 2u))
        return FALSE;
      frame |= code == 0xc0 || code == 0xc1 || code == 0xc2;
      if (code == 0xda)
        break;
    }
  if (!frame || !assay_reader_ok (&reader))
    return FALSE;

  gsize left = assay_reader_left (&reader);
  const guint8 *rest = assay_reader_peek (&reader, left);
  const guint8 *end = left == 0 ? NULL : memmem (rest, left, "\xff\xd9", 2);

  part->complete = end != NULL;
  part->end = end != NULL ? part->start + reader.position + (gsize) (end - rest) + 2
                          : assay_source_get_size (source);
  return TRUE;
}

/* The signature is "ftyp", four bytes into the first box. */
static gboolean
verify_bmff (AssaySource *source, AssayTrailerPart *part)
{
  g_autoptr (GBytes) bytes = part->start < 4 ? NULL : read_some (source, part->start - 4, 16);
  AssayReader reader;

  if (bytes == NULL || g_bytes_get_size (bytes) < 16)
    return FALSE;
  assay_reader_init_bytes (&reader, bytes, 0);

  guint32 size = assay_reader_read_u32_be (&reader);

  if (size < 16 || size > 512 || size % 4 != 0)
    return FALSE;
  part->start -= 4;
  part->end = assay_source_get_size (source);
  /* Whether all boxes are there is for the box parser to say; a cut one is met in camera files too.
   */
  part->complete = part->start + size < part->end;
  return TRUE;
}

typedef struct
{
  const char *kind;
  const char *magic;
  gsize length;
  VerifyFunc verify;
} Kind;

static const Kind kinds[] = {
  { "zip", "PK\3\4", 4, verify_zip },           { "rar", "Rar!\x1a\x07", 6, verify_rar },
  { "7z", "7z\xbc\xaf\x27\x1c", 6, verify_7z }, { "pdf", "%PDF-", 5, verify_pdf },
  { "jpeg", "\xff\xd8\xff", 3, verify_jpeg },   { "bmff", "ftyp", 4, verify_bmff },
};

typedef struct
{
  AssaySource *source;
  GArray *parts;
  guint hits[G_N_ELEMENTS (kinds)];
} Search;

/* Whether an earlier part of the kind reaches over @offset (a ZIP has a local header for each
 * entry). */
static gboolean
is_covered (const Search *self, const char *kind, guint64 offset)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      const AssayTrailerPart *part = &g_array_index (self->parts, AssayTrailerPart, i);

      if (part->kind == kind && offset >= part->start && offset < part->end)
        return TRUE;
    }
  return FALSE;
}

static void
search_chunk (Search *self, gsize kind, const guint8 *data, gsize size, guint64 offset, gsize fresh)
{
  const guint8 *at = data;

  while (self->hits[kind] < HITS_MOST && self->parts->len < PARTS_MOST)
    {
      at = memmem (at, size - (gsize) (at - data), kinds[kind].magic, kinds[kind].length);
      if (at == NULL || (gsize) (at - data) >= fresh)
        return;

      AssayTrailerPart part = { .kind = kinds[kind].kind, .start = offset + (gsize) (at - data) };

      if (!is_covered (self, part.kind, part.start))
        {
          self->hits[kind]++;
          if (kinds[kind].verify (self->source, &part))
            g_array_append_val (self->parts, part);
        }
      at++;
    }
}

static int
by_start (gconstpointer a, gconstpointer b)
{
  const AssayTrailerPart *first = a;
  const AssayTrailerPart *second = b;

  if (first->start != second->start)
    return first->start < second->start ? -1 : 1;
  return first->end > second->end ? -1 : first->end < second->end;
}

/* A stored picture in an archive is the archive's. */
static void
drop_nested (GArray *parts)
{
  guint64 reached = 0;

  g_array_sort (parts, by_start);
  for (guint i = 0; i < parts->len;)
    {
      const AssayTrailerPart *part = &g_array_index (parts, AssayTrailerPart, i);

      if (part->end <= reached)
        {
          g_array_remove_index (parts, i);
          continue;
        }
      reached = MAX (reached, part->end);
      i++;
    }
}

/* A run of readable lines that ends the file, as appending with a shell or an editor leaves it. */
static void
find_final_text (Search *self, guint64 offset)
{
  guint64 size = assay_source_get_size (self->source);
  gsize most = (gsize) MIN (size - offset, TEXT_MOST);
  g_autoptr (GBytes) bytes = assay_source_read (self->source, size - most, most, NULL);
  const guint8 *data = bytes != NULL ? g_bytes_get_data (bytes, NULL) : NULL;
  gsize length = 0;

  if (data == NULL)
    return;
  while (length < most
         && (data[most - length - 1] >= 0x20 || g_ascii_isspace (data[most - length - 1]))
         && data[most - length - 1] != 0x7f)
    length++;

  AssayTrailerPart part = { .kind = "text", .start = size - length, .end = size, .complete = TRUE };
  const char *text = (const char *) data + most - length;

  /* The first bytes may be the noise before it that happens to be printable; up to a line's end
   * they do not count. */
  if (length >= TEXT_LEAST
      && (g_utf8_validate_len (text, length, NULL)
          || g_utf8_validate_len (text + length / 4, length - length / 4, NULL)))
    g_array_append_val (self->parts, part);
}

GArray *
assay_trailer_parts (AssaySource *source, guint64 offset, GCancellable *cancellable)
{
  Search search
      = { .source = source, .parts = g_array_new (FALSE, TRUE, sizeof (AssayTrailerPart)) };
  guint64 end = MIN (assay_source_get_size (source), offset + SEARCH_MOST);
  g_autofree guint8 *buffer = g_malloc ((gsize) MIN (end - offset, CHUNK) + OVERLAP);

  for (guint64 at = offset; at < end && !g_cancellable_is_cancelled (cancellable); at += CHUNK)
    {
      gsize wanted = (gsize) MIN (end - at, CHUNK + OVERLAP);
      gssize got = assay_source_read_into (source, at, buffer, wanted, NULL);

      if (got <= 0)
        break;
      for (gsize kind = 0; kind < G_N_ELEMENTS (kinds); kind++)
        search_chunk (&search, kind, buffer, (gsize) got, at, CHUNK);
    }
  find_final_text (&search, offset);
  drop_nested (search.parts);
  return search.parts;
}
