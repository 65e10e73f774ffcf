/* assay-parse-zip.c: the central directory of a ZIP (PKWARE APPNOTE 4.3.12). Nothing is unpacked;
 * what unpacking would do is judged from what the directory declares. */
#include "config.h"

#include <string.h>

#include "media/assay-parsers-still-private.h"
#include "media/assay-time-private.h"
#include "media/assay-trailer-private.h"
#include "media/assay-window-private.h"

#define ENTRY_SIZE 46
#define ENTRIES_LISTED 1000
/* Deflate cannot exceed 1032 : 1; text and pictures of pages reach 100. */
#define BOMB_RATIO 200.0
#define BOMB_BYTES (100ull * 1000 * 1000)

typedef struct
{
  guint64 start;
  guint64 end;
} Extent;

typedef struct
{
  AssayInspection *inspection;
  AssayWindow window;
  AssayZipEnd end;
  guint64 count;
  guint64 packed;
  guint64 unpacked;
  guint encrypted;
  guint unsafe;
  GArray *extents;
} Zip;

typedef struct
{
  guint64 position;
  guint16 flags;
  guint16 method;
  guint16 time;
  guint16 date;
  guint32 crc;
  guint64 packed;
  guint64 unpacked;
  guint64 local;
  char *name;
  gsize name_length;
} ZipEntry;

/* ZIP64 (4.5.3): eight-byte values, present for those fields that are all ones, in this order. */
static void
read_zip64 (ZipEntry *entry, AssayReader *extra)
{
  while (assay_reader_left (extra) >= 4)
    {
      guint16 id = assay_reader_read_u16_le (extra);
      guint16 size = assay_reader_read_u16_le (extra);
      AssayReader field;

      if (!assay_reader_sub (extra, size, &field))
        return;
      if (id != 1)
        continue;
      if (entry->unpacked == G_MAXUINT32)
        entry->unpacked = assay_reader_read_u64_le (&field);
      if (entry->packed == G_MAXUINT32)
        entry->packed = assay_reader_read_u64_le (&field);
      if (entry->local == G_MAXUINT32)
        entry->local = assay_reader_read_u64_le (&field);
      return;
    }
}

/* Names that would leave the folder they are unpacked to, or that hide their end. */
static gboolean
is_unsafe (const ZipEntry *entry)
{
  const char *name = entry->name;

  return name[0] == '/' || name[0] == '\\' || strcmp (name, "..") == 0
         || g_str_has_prefix (name, "../") || strstr (name, "/../") != NULL
         || g_str_has_suffix (name, "/..") || strstr (name, "..\\") != NULL
         || (g_ascii_isalpha (name[0]) && name[1] == ':') || strlen (name) != entry->name_length;
}

static void
entry_facts (Zip *self, const ZipEntry *entry)
{
  guint64 at = entry->position;
  gint64 unix_ms;
  char name[48];

#define NAME(field)                                                                                \
  (g_snprintf (name, sizeof name, "zip.entry[%" G_GUINT64_FORMAT "]." field, self->count), name)
  assay_inspection_text (self->inspection, NAME ("name"), entry->name, at + ENTRY_SIZE,
                         entry->name_length);
  assay_inspection_int (self->inspection, NAME ("bytes"), (gint64) entry->unpacked, NULL, at + 24,
                        4);
  assay_inspection_int (self->inspection, NAME ("packed"), (gint64) entry->packed, NULL, at + 20,
                        4);
  assay_inspection_int (self->inspection, NAME ("method"), entry->method, NULL, at + 10, 2);
  assay_inspection_int (self->inspection, NAME ("crc"), entry->crc, NULL, at + 16, 4);
  assay_inspection_int (self->inspection, NAME ("offset"), (gint64) entry->local, NULL, at + 42, 4);
  if (assay_time_from_fields (1980u + (entry->date >> 9), entry->date >> 5 & 15u, entry->date & 31u,
                              entry->time >> 11, entry->time >> 5 & 63u, (entry->time & 31u) * 2,
                              &unix_ms))
    assay_inspection_time (self->inspection, NAME ("time"), unix_ms, FALSE, NULL, at + 12, 4);
#undef NAME
}

static void
note_entry (Zip *self, const ZipEntry *entry, guint64 length)
{
  Extent extent
      = { .start = entry->local,
          .end = entry->local > G_MAXUINT64 - 30 - MIN (entry->packed, G_MAXINT64)
                     ? G_MAXUINT64
                     : entry->local + 30 + entry->name_length + MIN (entry->packed, G_MAXINT64) };

  self->count++;
  if (__builtin_add_overflow (self->packed, entry->packed, &self->packed))
    self->packed = G_MAXUINT64;
  if (__builtin_add_overflow (self->unpacked, entry->unpacked, &self->unpacked))
    self->unpacked = G_MAXUINT64;
  self->encrypted += entry->flags & 1u;
  self->unsafe += is_unsafe (entry) ? 1 : 0;
  g_array_append_val (self->extents, extent);
  assay_inspection_element (self->inspection, "entry", entry->position, ENTRY_SIZE, length,
                            entry->name);
  if (self->count <= ENTRIES_LISTED)
    entry_facts (self, entry);
}

/* The entry at *@position; FALSE if there is none. */
static gboolean
take_entry (Zip *self, guint64 *position, guint64 limit)
{
  ZipEntry entry = { .position = *position };
  AssayReader reader;

  if (*position >= limit || !assay_window_reader (&self->window, *position, ENTRY_SIZE, &reader)
      || !assay_reader_match (&reader, "PK\1\2", 4))
    return FALSE;
  assay_reader_skip (&reader, 4);
  entry.flags = assay_reader_read_u16_le (&reader);
  entry.method = assay_reader_read_u16_le (&reader);
  entry.time = assay_reader_read_u16_le (&reader);
  entry.date = assay_reader_read_u16_le (&reader);
  entry.crc = assay_reader_read_u32_le (&reader);
  entry.packed = assay_reader_read_u32_le (&reader);
  entry.unpacked = assay_reader_read_u32_le (&reader);
  entry.name_length = assay_reader_read_u16_le (&reader);

  guint extra = assay_reader_read_u16_le (&reader);
  guint comment = assay_reader_read_u16_le (&reader);

  assay_reader_skip (&reader, 8);
  entry.local = assay_reader_read_u32_le (&reader);

  guint64 rest = *position + ENTRY_SIZE;

  if (!assay_window_reader (&self->window, rest, entry.name_length, &reader))
    return FALSE;

  g_autofree char *name = g_strndup (
      (const char *) assay_reader_read_bytes (&reader, entry.name_length), entry.name_length);

  entry.name = name != NULL ? name : (char *) (guintptr) "";
  if (assay_window_reader (&self->window, rest + entry.name_length, extra, &reader))
    read_zip64 (&entry, &reader);
  entry.local = MIN (entry.local, G_MAXUINT64 - self->end.shift) + self->end.shift;

  guint64 length = ENTRY_SIZE + entry.name_length + extra + comment;

  note_entry (self, &entry, length);
  *position += length;
  return TRUE;
}

static int
by_start (gconstpointer a, gconstpointer b)
{
  const Extent *first = a;
  const Extent *second = b;

  return first->start < second->start ? -1 : first->start > second->start;
}

/* Entries that share bytes: how one kilobyte is unpacked a million times. */
static guint
count_overlaps (GArray *extents)
{
  guint overlaps = 0;
  guint64 reached = 0;

  g_array_sort (extents, by_start);
  for (guint i = 0; i < extents->len; i++)
    {
      const Extent *extent = &g_array_index (extents, Extent, i);

      overlaps += extent->start < reached ? 1 : 0;
      reached = MAX (reached, extent->end);
    }
  return overlaps;
}

static void
add_int (Zip *self, const char *name, guint64 value)
{
  assay_inspection_int (self->inspection, name, (gint64) MIN (value, G_MAXINT64), NULL,
                        ASSAY_OFFSET_NONE, 0);
}

static void
summary_facts (Zip *self)
{
  guint overlaps = count_overlaps (self->extents);
  double ratio = self->packed == 0 ? 0.0 : (double) self->unpacked / (double) self->packed;
  gboolean bomb = overlaps > 0 || (ratio > BOMB_RATIO && self->unpacked > BOMB_BYTES);

  add_int (self, "zip.entries", self->count);
  add_int (self, "zip.bytes", self->packed);
  add_int (self, "zip.unpacked", self->unpacked);
  assay_inspection_real (self->inspection, "zip.ratio", assay_number_round (ratio, 3), NULL,
                         ASSAY_OFFSET_NONE, 0);
  add_int (self, "zip.encrypted", self->encrypted);
  add_int (self, "zip.unsafe_names", self->unsafe);
  add_int (self, "zip.overlaps", overlaps);
  assay_inspection_bool (self->inspection, "zip.bomb", bomb, ASSAY_OFFSET_NONE, 0);
  if (self->count != self->end.entries)
    assay_inspection_problem (self->inspection, "count", self->end.record,
                              "%" G_GUINT64_FORMAT " entries declared, %" G_GUINT64_FORMAT " found",
                              self->end.entries, self->count);
}

static void
read_comment (Zip *self, AssaySource *source)
{
  guint64 offset = self->end.end - self->end.comment;
  g_autoptr (GBytes) bytes
      = self->end.comment == 0 ? NULL : assay_source_read (source, offset, self->end.comment, NULL);

  if (bytes == NULL)
    return;

  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  assay_inspection_text (self->inspection, "zip.comment", text, offset, self->end.comment);
}

void
assay_parse_zip (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable)
{
  Zip self = { .inspection = inspection };

  if (!assay_zip_find_end (source, 0, &self.end))
    {
      assay_inspection_problem (inspection, "missing", assay_source_get_size (source),
                                "no end record with its directory");
      return;
    }

  guint64 position = self.end.directory;
  guint64 limit = self.end.directory + self.end.directory_size;

  self.extents = g_array_new (FALSE, FALSE, sizeof (Extent));
  assay_window_init (&self.window, source);

  gboolean opened = assay_inspection_open (inspection, "central directory", position, 0,
                                           self.end.directory_size, "");

  while (self.count < ASSAY_LIMIT_ELEMENTS && take_entry (&self, &position, limit)
         && !g_cancellable_is_cancelled (cancellable))
    continue;
  if (opened)
    assay_inspection_close (inspection);
  assay_inspection_element (inspection, "end record", self.end.record, 22,
                            self.end.end - self.end.record, "");
  summary_facts (&self);
  read_comment (&self, source);
  assay_parse_trailer (source, inspection, self.end.end, cancellable);
  assay_window_clear (&self.window);
  g_array_unref (self.extents);
}
