/* assay-trailer-declared.c: what the file itself says stands behind its picture: MPF pictures,
 * motion-photo videos, Samsung's trailer. */
#include "config.h"

#include <string.h>

#include "media/assay-trailer-private.h"

static void
add_part (GArray *parts, const char *kind, guint64 start, guint64 bytes, guint64 size)
{
  AssayTrailerPart part = { .kind = kind,
                            .start = MIN (start, size),
                            .declared = TRUE,
                            .complete = start <= size && bytes <= size - MIN (start, size) };

  part.end = part.complete ? start + bytes : size;
  if (part.end > part.start)
    g_array_append_val (parts, part);
}

static gboolean
find_number (const AssayInspection *inspection, const char *name, guint64 *value)
{
  const AssayFact *fact = assay_inspection_find (inspection, name);

  if (fact == NULL || fact->type != ASSAY_FACT_INT || fact->integer < 0)
    return FALSE;
  *value = (guint64) fact->integer;
  return TRUE;
}

static void
declared_by_mpf (AssayInspection *inspection, GArray *parts, guint64 size)
{
  for (guint n = 2; n <= 256; n++)
    {
      g_autofree char *offset_name = g_strdup_printf ("mpf[%u].offset", n);
      g_autofree char *bytes_name = g_strdup_printf ("mpf[%u].bytes", n);
      guint64 offset;
      guint64 bytes;

      if (!find_number (inspection, offset_name, &offset)
          || !find_number (inspection, bytes_name, &bytes))
        return;
      if (offset > 0 && bytes > 0)
        add_part (parts, "mpf-image", offset, bytes, size);
    }
}

static void
motion_facts (AssayInspection *inspection,
              GArray *parts,
              const char *source_name,
              guint64 distance,
              guint64 bytes,
              guint64 size)
{
  gboolean within = distance > 0 && distance <= size;

  assay_inspection_text (inspection, "motion.source", source_name, ASSAY_OFFSET_NONE, 0);
  assay_inspection_bool (inspection, "motion.within", within, ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (inspection, "motion.bytes", (gint64) MIN (bytes, G_MAXINT64), NULL,
                        ASSAY_OFFSET_NONE, 0);
  if (!within)
    return;
  assay_inspection_int (inspection, "motion.offset", (gint64) (size - distance), NULL,
                        ASSAY_OFFSET_NONE, 0);
  add_part (parts, "motion-photo", size - distance, bytes, size);
}

typedef struct
{
  guint64 length;
  guint64 padding;
  gboolean video;
} ContainerItem;

/* Google's container: items in order, the last one ends with the file. */
static GArray *
read_container (const AssayInspection *inspection)
{
  static const char prefix[] = "xmp.Container.Directory.";
  GArray *items = g_array_new (FALSE, TRUE, sizeof (ContainerItem));
  guint count = assay_inspection_get_n_facts (inspection);

  for (guint i = 0; i < count && items->len < 64; i++)
    {
      const AssayFact *fact = assay_inspection_get_fact (inspection, i);

      if (!g_str_has_prefix (fact->name, prefix))
        continue;

      const char *field = fact->name + sizeof prefix - 1;

      if (strcmp (field, "item") == 0)
        g_array_set_size (items, items->len + 1);
      if (items->len == 0)
        continue;

      ContainerItem *item = &g_array_index (items, ContainerItem, items->len - 1);

      if (strcmp (field, "Item.Length") == 0)
        item->length = g_ascii_strtoull (fact->text, NULL, 10);
      else if (strcmp (field, "Item.Padding") == 0)
        item->padding = g_ascii_strtoull (fact->text, NULL, 10);
      else if (strcmp (field, "Item.Mime") == 0)
        item->video = g_str_has_prefix (fact->text, "video/");
    }
  return items;
}

static gboolean
declared_by_container (AssayInspection *inspection, GArray *parts, guint64 size)
{
  g_autoptr (GArray) items = read_container (inspection);
  guint64 distance = 0;
  gboolean motion = FALSE;

  for (guint i = items->len; i > 1; i--)
    {
      const ContainerItem *item = &g_array_index (items, ContainerItem, i - 1);

      if (item->length > size || __builtin_add_overflow (distance, item->length, &distance)
          || __builtin_add_overflow (distance, item->padding, &distance))
        break;
      if (item->video)
        motion_facts (inspection, parts, "container", distance, item->length, size);
      else if (distance <= size)
        add_part (parts, "mpf-image", size - distance, item->length, size);
      motion |= item->video;
    }
  return motion;
}

static void
declared_by_microvideo (AssayInspection *inspection, GArray *parts, guint64 size)
{
  const AssayFact *fact = assay_inspection_find (inspection, "xmp.GCamera.MicroVideoOffset");

  if (fact == NULL)
    return;

  guint64 distance = g_ascii_strtoull (fact->text, NULL, 10);

  motion_facts (inspection, parts, "microvideo", distance, distance, size);
}

/* One directory entry: reserved (2), type (2), distance back from the directory (4), bytes (4). The
 * block itself has reserved (2), type (2), length of the name (4), name, data. */
static void
seft_entry (AssaySource *source,
            AssayInspection *inspection,
            AssayReader *reader,
            guint64 directory,
            guint number,
            guint64 *first)
{
  guint64 at = assay_reader_offset (reader);

  assay_reader_skip (reader, 2);

  guint16 type = assay_reader_read_u16_le (reader);
  guint32 back = assay_reader_read_u32_le (reader);
  guint32 bytes = assay_reader_read_u32_le (reader);
  guint8 head[8 + 64];
  char name[48];

  if (!assay_reader_ok (reader) || back > directory)
    return;

  guint64 place = directory - back;
  gssize got = assay_source_read_into (source, place, head, sizeof head, NULL);

  *first = MIN (*first, place);
  g_snprintf (name, sizeof name, "seft[%u].type", number);
  assay_inspection_int (inspection, name, type, NULL, at, 12);
  g_snprintf (name, sizeof name, "seft[%u].offset", number);
  assay_inspection_int (inspection, name, (gint64) place, NULL, at, 12);
  g_snprintf (name, sizeof name, "seft[%u].bytes", number);
  assay_inspection_int (inspection, name, bytes, NULL, at, 12);
  if (got >= 8 && head[4] <= 64 && head[5] == 0 && got >= 8 + head[4])
    {
      g_autofree char *label = g_strndup ((const char *) head + 8, head[4]);

      g_snprintf (name, sizeof name, "seft[%u].name", number);
      assay_inspection_text (inspection, name, label, place + 8, head[4]);
      if (strcmp (label, "MotionPhoto_Data") == 0)
        {
          assay_inspection_text (inspection, "motion.source", "seft", place, bytes);
          assay_inspection_int (inspection, "motion.offset", (gint64) (place + 8 + head[4]), NULL,
                                place, bytes);
          assay_inspection_int (inspection, "motion.bytes", (gint64) bytes - 8 - head[4], NULL,
                                place, bytes);
          assay_inspection_bool (inspection, "motion.within", TRUE, place, bytes);
        }
    }
}

/* "SEFH" version (4) count (4) entries … length of all that (4) "SEFT", at the very end of the
 * file. */
static void
declared_by_samsung (
    AssaySource *source, AssayInspection *inspection, GArray *parts, guint64 offset, guint64 size)
{
  g_autoptr (GBytes) tail = size < 20 ? NULL : assay_source_read (source, size - 8, 8, NULL);
  const guint8 *data = tail != NULL ? g_bytes_get_data (tail, NULL) : NULL;
  AssayReader reader;

  if (data == NULL || memcmp (data + 4, "SEFT", 4) != 0)
    return;
  assay_reader_init_bytes (&reader, tail, size - 8);

  guint32 length = assay_reader_read_u32_le (&reader);

  if (length < 12 || length > size - 8 || length > 64 * 1024)
    return;

  guint64 directory = size - 8 - length;
  g_autoptr (GBytes) bytes = assay_source_read (source, directory, length, NULL);
  guint64 first = directory;

  if (bytes == NULL || memcmp (g_bytes_get_data (bytes, NULL), "SEFH", 4) != 0)
    return;
  assay_reader_init_bytes (&reader, bytes, directory);
  assay_reader_skip (&reader, 8);

  guint32 count = assay_reader_read_u32_le (&reader);

  for (guint number = 1; number <= MIN (count, 256) && assay_reader_ok (&reader); number++)
    seft_entry (source, inspection, &reader, directory, number, &first);
  /* A file that was cut keeps a directory that reaches too far back: then it accounts for all there
   * is. */
  first = first == directory ? offset : MAX (first, offset);
  add_part (parts, "samsung-seft", first, size - first, size);
}

GArray *
assay_trailer_declared (AssaySource *source, AssayInspection *inspection, guint64 offset)
{
  GArray *parts = g_array_new (FALSE, TRUE, sizeof (AssayTrailerPart));
  guint64 size = assay_source_get_size (source);

  declared_by_mpf (inspection, parts, size);
  if (!declared_by_container (inspection, parts, size))
    declared_by_microvideo (inspection, parts, size);
  declared_by_samsung (source, inspection, parts, offset, size);
  return parts;
}
