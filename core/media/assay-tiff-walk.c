/* assay-tiff-walk.c: IFDs in file order, bounded: loops, counts, ranges and order are noted, never
 * followed blindly. */
#include "config.h"

#include <string.h>

#include "media/assay-tiff-private.h"

enum
{
  TAG_STRIP_OFFSETS = 0x0111,
  TAG_STRIP_BYTES = 0x0117,
  TAG_SUB_IFDS = 0x014a,
  TAG_THUMBNAIL = 0x0201,
  TAG_THUMBNAIL_BYTES = 0x0202,
  TAG_EXIF = 0x8769,
  TAG_GPS = 0x8825,
  TAG_MAKERNOTE = 0x927c,
  TAG_INTEROPERABILITY = 0xa005,
};

/* Out-of-range values are listed one by one up to here; beyond, the count says enough. */
#define PROBLEMS_LISTED 20

guint64
assay_tiff_file_offset (const AssayTiff *self, guint64 place)
{
  return self->base == ASSAY_OFFSET_NONE ? ASSAY_OFFSET_NONE : self->base + MIN (place, self->size);
}

GBytes *
assay_tiff_bytes (const AssayTiff *self, guint64 place, guint64 length)
{
  if (place > self->size || length > self->size - place || length > ASSAY_LIMIT_BLOCK)
    return NULL;
  return assay_source_read (self->source, self->start + place, (gsize) length, NULL);
}

/* The @index-th number of an integer entry; 0 when it cannot be read. */
static guint64
number_at (const AssayTiff *self, const AssayTiffEntry *entry, guint64 index)
{
  guint unit = assay_tiff_type_size (entry->type);
  g_autoptr (GBytes) bytes
      = index < entry->count ? assay_tiff_bytes (self, entry->place + index * unit, unit) : NULL;
  AssayReader reader;

  if (bytes == NULL)
    return 0;
  assay_reader_init_bytes (&reader, bytes, 0);
  switch (unit)
    {
    case 1:
      return assay_reader_read_u8 (&reader);
    case 2:
      return assay_reader_read_u16 (&reader, self->big_endian);
    case 4:
      return assay_reader_read_u32 (&reader, self->big_endian);
    default:
      return assay_reader_read_u64 (&reader, self->big_endian);
    }
}

static void
note_extent (AssayTiff *self, guint64 start, guint64 length)
{
  AssayTiffExtent extent = { .start = start, .end = start + length };

  if (length > 0 && self->extents->len < ASSAY_LIMIT_FACTS)
    g_array_append_val (self->extents, extent);
}

static void walk_ifd (AssayTiff *self, const char *ifd, guint64 offset, guint depth, guint64 *next);

static void
walk_sub_ifds (AssayTiff *self, const AssayTiffEntry *entry, guint depth)
{
  for (guint64 i = 0; i < MIN (entry->count, 64); i++)
    {
      char name[16];

      g_snprintf (name, sizeof name, "sub%u", ++self->subs);
      walk_ifd (self, name, number_at (self, entry, i), depth + 1, NULL);
    }
}

/* Entries that point to more structure. */
static void
follow_entry (AssayTiff *self, const AssayTiffEntry *entry, guint depth)
{
  if (entry->tag == TAG_EXIF)
    walk_ifd (self, "exif", number_at (self, entry, 0), depth + 1, NULL);
  else if (entry->tag == TAG_GPS)
    walk_ifd (self, "gps", number_at (self, entry, 0), depth + 1, NULL);
  else if (entry->tag == TAG_INTEROPERABILITY)
    walk_ifd (self, "interop", number_at (self, entry, 0), depth + 1, NULL);
  else if (entry->tag == TAG_SUB_IFDS)
    walk_sub_ifds (self, entry, depth);
}

/* Entries whose place is wanted later. */
static void
remember_entry (AssayTiff *self, const AssayTiffEntry *entry)
{
  if (entry->tag == TAG_MAKERNOTE && self->makernote == 0)
    {
      self->makernote = entry->place;
      self->makernote_size = entry->size;
    }
  if (strcmp (entry->ifd, "ifd1") != 0)
    return;
  if (entry->tag == TAG_THUMBNAIL || (entry->tag == TAG_STRIP_OFFSETS && self->thumbnail == 0))
    {
      self->thumbnail = number_at (self, entry, 0);
      self->thumbnail_rgb = entry->tag == TAG_STRIP_OFFSETS;
    }
  if (entry->tag == TAG_THUMBNAIL_BYTES
      || (entry->tag == TAG_STRIP_BYTES && self->thumbnail_size == 0))
    self->thumbnail_size = number_at (self, entry, 0);
}

static void
out_of_range (AssayTiff *self, const AssayTiffEntry *entry, guint64 at)
{
  if (self->out_of_range++ < PROBLEMS_LISTED)
    assay_inspection_problem (self->inspection, "out-of-range", assay_tiff_file_offset (self, at),
                              "%s tag 0x%04x: %" G_GUINT64_FORMAT " bytes at %" G_GUINT64_FORMAT
                              " of %" G_GUINT64_FORMAT,
                              entry->ifd, entry->tag, entry->size, entry->place, self->size);
}

/* One entry of 12 (BigTIFF: 20) bytes; @at is where it stands. FALSE if its value cannot be
 * reached. */
static gboolean
read_entry (AssayTiff *self, AssayReader *reader, guint64 at, AssayTiffEntry *entry)
{
  entry->tag = assay_reader_read_u16 (reader, self->big_endian);
  entry->type = assay_reader_read_u16 (reader, self->big_endian);
  entry->count = self->big ? assay_reader_read_u64 (reader, self->big_endian)
                           : assay_reader_read_u32 (reader, self->big_endian);

  guint64 value = self->big ? assay_reader_read_u64 (reader, self->big_endian)
                            : assay_reader_read_u32 (reader, self->big_endian);
  guint room = self->big ? 8 : 4;
  guint unit = assay_tiff_type_size (entry->type);

  if (unit == 0)
    {
      self->bad_types++;
      return FALSE;
    }
  if (__builtin_mul_overflow (entry->count, (guint64) unit, &entry->size))
    entry->size = G_MAXUINT64;
  entry->place = entry->size <= room ? at + (self->big ? 12 : 8) : value;
  if (entry->place > self->size || entry->size > self->size - entry->place)
    {
      out_of_range (self, entry, at);
      return FALSE;
    }
  if (entry->size > room)
    note_extent (self, entry->place, entry->size);
  return TRUE;
}

static void
walk_entries (
    AssayTiff *self, const char *ifd, AssayReader *reader, guint64 count, guint64 at, guint depth)
{
  guint width = self->big ? 20 : 12;
  gint32 last = -1;

  for (guint64 i = 0; i < count && !g_cancellable_is_cancelled (self->cancellable);
       i++, at += width)
    {
      AssayTiffEntry entry = { .ifd = ifd };
      gboolean reached = read_entry (self, reader, at, &entry);

      if (self->tags++ >= ASSAY_LIMIT_FACTS)
        {
          assay_inspection_problem (self->inspection, "limit", assay_tiff_file_offset (self, at),
                                    "tags");
          return;
        }
      self->unsorted += entry.tag < last ? 1 : 0;
      self->duplicates += entry.tag == last ? 1 : 0;
      last = entry.tag;
      if (!reached)
        continue;
      if (!self->survey)
        assay_tiff_value (self, &entry);
      remember_entry (self, &entry);
      follow_entry (self, &entry, depth);
    }
}

/* The entry count, clipped to what the structure can hold. */
static guint64
entry_count (AssayTiff *self, const char *ifd, guint64 offset)
{
  guint head = self->big ? 8 : 2;
  guint width = self->big ? 20 : 12;
  g_autoptr (GBytes) bytes = assay_tiff_bytes (self, offset, head);
  AssayReader reader;

  if (bytes == NULL)
    {
      assay_inspection_problem (
          self->inspection, "out-of-range", assay_tiff_file_offset (self, offset),
          "%s at %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT, ifd, offset, self->size);
      self->out_of_range++;
      return 0;
    }
  assay_reader_init_bytes (&reader, bytes, 0);

  guint64 count = self->big ? assay_reader_read_u64 (&reader, self->big_endian)
                            : assay_reader_read_u16 (&reader, self->big_endian);
  guint64 room = (self->size - offset - head) / width;

  if (count > room)
    assay_inspection_problem (
        self->inspection, "count", assay_tiff_file_offset (self, offset),
        "%s declares %" G_GUINT64_FORMAT " entries, room for %" G_GUINT64_FORMAT, ifd, count, room);
  return MIN (MIN (count, room), ASSAY_LIMIT_FACTS);
}

static const char *
element_name (const char *ifd, char *buffer, gsize size)
{
  static const struct
  {
    const char *ifd;
    const char *name;
  } names[] = { { "exif", "Exif" }, { "gps", "GPS" }, { "interop", "Interop" } };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i].ifd, ifd) == 0)
      return names[i].name;
  g_snprintf (buffer, size, "%s%s", g_str_has_prefix (ifd, "sub") ? "SubIFD" : "IFD", ifd + 3);
  return buffer;
}

static guint64
next_offset (AssayTiff *self, guint64 at)
{
  g_autoptr (GBytes) bytes = assay_tiff_bytes (self, at, self->big ? 8 : 4);
  AssayReader reader;

  if (bytes == NULL)
    return 0;
  assay_reader_init_bytes (&reader, bytes, 0);
  return self->big ? assay_reader_read_u64 (&reader, self->big_endian)
                   : assay_reader_read_u32 (&reader, self->big_endian);
}

/* FALSE if this IFD was walked before: a loop, or two pointers to one IFD. */
static gboolean
first_visit (AssayTiff *self, const char *ifd, guint64 offset)
{
  guint64 *key = g_memdup2 (&offset, sizeof offset);

  if (g_hash_table_add (self->visited, key))
    return TRUE;
  assay_inspection_problem (self->inspection, "loop", assay_tiff_file_offset (self, offset),
                            "%s at %" G_GUINT64_FORMAT " was read before", ifd, offset);
  return FALSE;
}

static void
walk_ifd (AssayTiff *self, const char *ifd, guint64 offset, guint depth, guint64 *next)
{
  guint head = self->big ? 8 : 2;
  guint width = self->big ? 20 : 12;
  char buffer[24];

  if (depth > 8)
    {
      assay_inspection_problem (self->inspection, "depth", assay_tiff_file_offset (self, offset),
                                "%s", ifd);
      return;
    }
  if (!first_visit (self, ifd, offset))
    return;

  guint64 count = entry_count (self, ifd, offset);
  guint64 length = head + count * width;
  g_autoptr (GBytes) bytes = count > 0 ? assay_tiff_bytes (self, offset, length) : NULL;
  AssayReader reader;

  if (bytes == NULL)
    return;
  g_string_append_printf (self->order, "%s%s", self->order->len > 0 ? " " : "", ifd);
  self->ifds++;
  /* The pointer to the next IFD may be cut off. */
  guint64 extent = MIN (length + (self->big ? 8 : 4), self->size - offset);

  note_extent (self, offset, extent);
  assay_reader_init_bytes (&reader, bytes, 0);
  assay_reader_skip (&reader, head);
  g_snprintf (buffer, sizeof buffer, "%" G_GUINT64_FORMAT " entries", count);

  char name[24];
  gboolean opened
      = assay_inspection_open (self->inspection, element_name (ifd, name, sizeof name),
                               assay_tiff_file_offset (self, offset), head, extent, buffer);

  walk_entries (self, ifd, &reader, count, offset + head, depth);
  if (opened)
    assay_inspection_close (self->inspection);
  if (next != NULL)
    *next = next_offset (self, offset + length);
}

static gboolean
read_header (AssayTiff *self, guint64 *first)
{
  g_autoptr (GBytes) bytes = assay_tiff_bytes (self, 0, 8);
  AssayReader reader;

  if (bytes == NULL)
    return FALSE;
  assay_reader_init_bytes (&reader, bytes, 0);

  const guint8 *order = assay_reader_read_bytes (&reader, 2);

  self->big_endian = memcmp (order, "MM", 2) == 0;
  if (!self->big_endian && memcmp (order, "II", 2) != 0)
    return FALSE;

  /* 42; 43 BigTIFF; Panasonic and Olympus raw have their own (sniffing admits only theirs). */
  guint16 magic = assay_reader_read_u16 (&reader, self->big_endian);

  self->big = magic == 43;
  if (magic != 42 && magic != 43 && magic != 0x55 && magic != 0x4f52 && magic != 0x5352)
    return FALSE;
  *first = self->big ? next_offset (self, 8) : assay_reader_read_u32 (&reader, self->big_endian);
  note_extent (self, 0, self->big ? 16 : 8);
  return TRUE;
}

gboolean
assay_tiff_walk (AssayTiff *self)
{
  guint64 offset = 0;
  guint chain = 0;

  self->extents = g_array_new (FALSE, FALSE, sizeof (AssayTiffExtent));
  self->visited = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->order = g_string_new (NULL);
  if (!read_header (self, &offset))
    return FALSE;
  while (offset != 0 && self->tags < ASSAY_LIMIT_FACTS && chain < ASSAY_LIMIT_FACTS
         && !g_cancellable_is_cancelled (self->cancellable))
    {
      char name[16];
      guint64 next = 0;

      g_snprintf (name, sizeof name, "ifd%u", chain++);
      walk_ifd (self, name, offset, 0, &next);
      offset = next;
    }
  return TRUE;
}

void
assay_tiff_clear (AssayTiff *self)
{
  g_clear_pointer (&self->extents, g_array_unref);
  g_clear_pointer (&self->visited, g_hash_table_unref);
  if (self->order != NULL)
    g_string_free (self->order, TRUE);
  self->order = NULL;
}

static void
add_count (AssayTiff *self, const char *name, guint64 value)
{
  assay_inspection_int (self->inspection, name, (gint64) value, NULL, ASSAY_OFFSET_NONE, 0);
}

void
assay_tiff_walk_facts (AssayTiff *self)
{
  assay_inspection_text (self->inspection, "exif.byte_order", self->big_endian ? "MM" : "II",
                         assay_tiff_file_offset (self, 0), 2);
  assay_inspection_text (self->inspection, "exif.ifds", self->order->str, ASSAY_OFFSET_NONE, 0);
  add_count (self, "exif.ifd_count", self->ifds);
  add_count (self, "exif.tag_count", self->tags);
  add_count (self, "exif.unsorted", self->unsorted);
  add_count (self, "exif.duplicates", self->duplicates);
  add_count (self, "exif.out_of_range", self->out_of_range);
  add_count (self, "exif.bad_types", self->bad_types);
}

static int
by_start (gconstpointer a, gconstpointer b)
{
  const AssayTiffExtent *first = a;
  const AssayTiffExtent *second = b;

  if (first->start != second->start)
    return first->start < second->start ? -1 : 1;
  return first->end < second->end ? -1 : first->end > second->end;
}

void
assay_tiff_layout_facts (AssayTiff *self)
{
  guint64 reached = 0;
  guint64 gaps = 0;
  guint overlaps = 0;

  if (self->thumbnail > 0 && self->thumbnail < self->size)
    note_extent (self, self->thumbnail, MIN (self->thumbnail_size, self->size - self->thumbnail));
  g_array_sort (self->extents, by_start);
  for (guint i = 0; i < self->extents->len; i++)
    {
      const AssayTiffExtent *extent = &g_array_index (self->extents, AssayTiffExtent, i);

      overlaps += extent->start < reached ? 1 : 0;
      gaps += extent->start > reached ? extent->start - reached : 0;
      reached = MAX (reached, MIN (extent->end, self->size));
    }
  add_count (self, "exif.overlaps", overlaps);
  add_count (self, "exif.gap.bytes", gaps + (self->size - MIN (reached, self->size)));
}
