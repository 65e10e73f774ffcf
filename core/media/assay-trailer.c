/* assay-trailer.c: the facts about bytes behind a format's own end. */
#include "config.h"

#include <math.h>
#include <string.h>

#include "media/assay-trailer-private.h"

#define SAMPLE 65536
/* A card's cluster is filled up from its end of file: file sizes of cameras that keep that are
 * multiples of the sector. */
#define SECTOR 512
/* So many zeros at the start are what a camera's buffer leaves, not what a person appends. */
#define ZEROS_OF_SLACK 200

typedef struct
{
  guint64 start;
  guint64 size; /* of the file */
  guint64 bytes;
  GBytes *sample;
  gboolean all_zero;
  gboolean all_ones;
  gboolean slack;
  double entropy;
  GArray *parts;
  GArray *declared;
} Trailer;

/* Whether all bytes from @offset are @value; stops at the first that is not. */
static gboolean
is_filled (AssaySource *source, guint64 offset, guint8 value, GCancellable *cancellable)
{
  g_autofree guint8 *buffer = g_malloc (SAMPLE);
  gssize got;

  if (value == 0)
    offset = assay_source_skip_hole (source, offset);
  while ((got = assay_source_read_into (source, offset, buffer, SAMPLE, NULL)) > 0)
    {
      /* Compared with itself one byte on: the C library does that thirty times as fast as a loop.
       */
      if (buffer[0] != value || memcmp (buffer, buffer + 1, (gsize) got - 1) != 0)
        return FALSE;
      if (g_cancellable_is_cancelled (cancellable))
        return FALSE;
      offset += (guint64) got;
      if (value == 0)
        offset = assay_source_skip_hole (source, offset);
    }
  return got == 0; /* what cannot be read is not known */
}

static double
entropy_of (const guint8 *data, gsize size)
{
  guint counts[256] = { 0 };
  double bits = 0.0;

  for (gsize i = 0; i < size; i++)
    counts[data[i]]++;
  for (gsize i = 0; i < 256; i++)
    if (counts[i] > 0)
      {
        double share = (double) counts[i] / (double) size;

        bits -= share * log2 (share);
      }
  return assay_number_round (bits, 3);
}

static gsize
leading_zeros (const guint8 *data, gsize size)
{
  gsize count = 0;

  while (count < size && data[count] == 0)
    count++;
  return count;
}

/* TRUE if declared parts and filling account for every byte, or there is a video where XMP
 * announces one: the end of such a file is often cut off on the way, and Google puts debugging data
 * before it. */
static gboolean
is_declared (AssaySource *source, const AssayInspection *inspection, const Trailer *self)
{
  guint64 reached = self->start;
  gboolean grew = self->declared->len > 0;

  while (grew)
    {
      grew = FALSE;
      for (guint i = 0; i < self->declared->len; i++)
        {
          const AssayTrailerPart *part = &g_array_index (self->declared, AssayTrailerPart, i);

          /* Pictures of MPF are aligned to at most 64 KiB. */
          if (part->end > reached && part->start <= reached + SAMPLE)
            {
              reached = part->end;
              grew = TRUE;
            }
        }
    }
  if (self->declared->len > 0 && (reached >= self->size || is_filled (source, reached, 0, NULL)))
    return TRUE;
  if (assay_inspection_find (inspection, "motion.bytes") == NULL)
    return FALSE;
  for (guint i = 0; i < self->parts->len; i++)
    if (strcmp (g_array_index (self->parts, AssayTrailerPart, i).kind, "bmff") == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_archive (const char *kind)
{
  return strcmp (kind, "zip") == 0 || strcmp (kind, "rar") == 0 || strcmp (kind, "7z") == 0
         || strcmp (kind, "pdf") == 0;
}

/* In one word: a hidden archive outranks what is declared, that outranks filling, that outranks
 * pictures and text, since old content of a card holds both. */
static const char *
overall_kind (const Trailer *self, gboolean declared)
{
  const AssayTrailerPart *first
      = self->parts->len > 0 ? &g_array_index (self->parts, AssayTrailerPart, 0) : NULL;

  if (self->all_zero)
    return "zero-padding";
  if (self->all_ones)
    return "ff-padding";
  for (guint i = 0; i < self->parts->len; i++)
    {
      const AssayTrailerPart *part = &g_array_index (self->parts, AssayTrailerPart, i);

      if (is_archive (part->kind) && part->complete && !part->declared)
        return part->kind;
    }
  if (declared)
    return self->declared->len > 0 ? g_array_index (self->declared, AssayTrailerPart, 0).kind
                                   : "motion-photo";
  if (self->slack)
    return "cluster-slack";
  return first != NULL ? first->kind : "unknown";
}

static void
part_facts (AssayInspection *inspection, const AssayTrailerPart *part, guint number)
{
  guint64 length = part->end - part->start;
  char name[64];

#define NAME(field) (g_snprintf (name, sizeof name, "file.trailing.part[%u]." field, number), name)
  assay_inspection_text (inspection, NAME ("kind"), part->kind, part->start, length);
  assay_inspection_int (inspection, NAME ("offset"), (gint64) part->start, NULL, part->start,
                        length);
  assay_inspection_int (inspection, NAME ("bytes"), (gint64) length, NULL, part->start, length);
  assay_inspection_bool (inspection, NAME ("complete"), part->complete, part->start, length);
  assay_inspection_bool (inspection, NAME ("declared"), part->declared, part->start, length);
#undef NAME
  assay_inspection_element (inspection, part->kind, part->start, 0, length,
                            part->declared ? "declared" : "");
  if (is_archive (part->kind) && part->complete && !part->declared)
    assay_inspection_text (inspection, "file.embedded", part->kind, part->start, length);
}

/* A part that lies in a declared one is declared with it. */
static void
mark_declared (Trailer *self, gboolean all)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      AssayTrailerPart *part = &g_array_index (self->parts, AssayTrailerPart, i);

      part->declared = all && !is_archive (part->kind);
      for (guint k = 0; k < self->declared->len && !part->declared; k++)
        {
          const AssayTrailerPart *owner = &g_array_index (self->declared, AssayTrailerPart, k);

          part->declared = part->start >= owner->start && part->end <= owner->end;
        }
    }
}

static void
measure (Trailer *self, AssaySource *source, AssayInspection *inspection, GCancellable *cancellable)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (self->sample, &size);
  gboolean whole_sectors = self->size % SECTOR == 0;

  self->all_zero = is_filled (source, self->start, 0, cancellable);
  self->all_ones = !self->all_zero && is_filled (source, self->start, 0xff, cancellable);
  self->entropy = entropy_of (data, size);
  self->declared = assay_trailer_declared (source, inspection, self->start);
  self->parts = self->all_zero || self->all_ones
                    ? g_array_new (FALSE, TRUE, sizeof (AssayTrailerPart))
                    : assay_trailer_parts (source, self->start, cancellable);
  self->slack = !self->all_zero && !self->all_ones
                && (whole_sectors
                    || (leading_zeros (data, size) >= ZEROS_OF_SLACK && self->parts->len == 0));
}

void
assay_parse_trailer (AssaySource *source,
                     AssayInspection *inspection,
                     guint64 offset,
                     GCancellable *cancellable)
{
  Trailer self = { .start = offset, .size = assay_source_get_size (source) };

  assay_inspection_int (inspection, "file.end", (gint64) MIN (offset, self.size), NULL,
                        ASSAY_OFFSET_NONE, 0);
  if (offset >= self.size)
    return;
  self.bytes = self.size - offset;
  self.sample = assay_source_read (source, offset, (gsize) MIN (self.bytes, SAMPLE), NULL);
  if (self.sample == NULL)
    return;
  measure (&self, source, inspection, cancellable);

  gboolean declared = is_declared (source, inspection, &self);
  const char *kind = overall_kind (&self, declared);
  gboolean opened = assay_inspection_open (inspection, "trailer", offset, 0, self.bytes, kind);
  const guint8 *first = g_bytes_get_data (self.sample, NULL);

  assay_inspection_int (inspection, "file.trailing.offset", (gint64) offset, NULL, offset,
                        self.bytes);
  assay_inspection_int (inspection, "file.trailing.bytes", (gint64) self.bytes, NULL, offset,
                        self.bytes);
  assay_inspection_text (inspection, "file.trailing.kind", kind, offset, self.bytes);
  assay_inspection_bool (inspection, "file.trailing.declared", declared, offset, self.bytes);
  assay_inspection_bool (inspection, "file.trailing.slack", self.slack, offset, self.bytes);
  assay_inspection_real (inspection, "file.trailing.entropy", self.entropy, NULL, offset,
                         self.bytes);
  assay_inspection_bytes (inspection, "file.trailing.first", first, MIN (self.bytes, 32), offset);
  mark_declared (&self, declared);
  for (guint i = 0; i < self.parts->len; i++)
    part_facts (inspection, &g_array_index (self.parts, AssayTrailerPart, i), i + 1);
  if (opened)
    assay_inspection_close (inspection);
  g_array_unref (self.parts);
  g_array_unref (self.declared);
  g_bytes_unref (self.sample);
}
