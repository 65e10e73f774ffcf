/* assay-bmff-picture.c: what the items of a HEIF or AVIF file say together: the picture, its Exif
 * and XMP. */
#include "media/assay-bmff-private.h"

#include "config.h"

#include "media/assay-parser-private.h"

#include <string.h>

/* Item numbers that get facts of their own: a 48-megapixel picture has about 100 tiles. */
#define ITEMS_SHOWN 64u
#define EXIF_MAXIMUM (16u * 1024u * 1024u)
/* Exif and XMP items that are read: a picture has one of each, a burst a few. Items may all name
 * the same bytes, so without a bound a small file makes gigabytes of work. */
#define BLOCKS_READ 16u

static void
item_int (AssayBmff *self, guint number, const char *name, gint64 value)
{
  g_autofree char *full = g_strdup_printf ("bmff.item[%u].%s", number, name);

  assay_inspection_int (self->inspection, full, value, NULL, ASSAY_OFFSET_NONE, 0);
}

static void
note_item (AssayBmff *self, guint number, const AssayBmffItem *item)
{
  g_autofree char *name = g_strdup_printf ("bmff.item[%u].type", number);
  char text[24];

  assay_inspection_text (self->inspection, name, assay_bmff_type_text (item->type, text),
                         item->offset, item->bytes);
  if (item->width > 0)
    {
      item_int (self, number, "width", item->width);
      item_int (self, number, "height", item->height);
    }
  if (item->rotation > 0)
    item_int (self, number, "rotation", (360 - item->rotation) % 360);
  item_int (self, number, "bytes", (gint64) MIN (item->bytes, (guint64) G_MAXINT64));
}

/* Where an item's bytes begin in the file; FALSE if they are not all there in one piece. */
static gboolean
item_place (const AssayBmff *self, const AssayBmffItem *item, guint64 *begin)
{
  guint64 end = item->construction == 1 ? self->idat_end : self->size;

  *begin = item->construction == 1 ? self->idat + item->offset : item->offset;
  return item->n_extents == 1 && item->construction <= 1 && *begin <= end
         && item->bytes <= end - *begin;
}

/* 23008-12 A.2.1: four bytes say how many stand before the TIFF header. */
static void
parse_exif (AssayBmff *self, GBytes *bytes, guint64 begin)
{
  AssayReader reader;
  guint32 skip;
  gsize left;

  assay_reader_init_bytes (&reader, bytes, begin);
  skip = assay_reader_read_u32_be (&reader);
  assay_reader_skip (&reader, skip);
  if (assay_reader_match (&reader, "Exif\0\0", 6) || !assay_reader_ok (&reader))
    assay_inspection_problem (self->inspection, "malformed", begin, "Exif item: header offset %u",
                              skip);
  left = assay_reader_left (&reader);
  if (assay_reader_ok (&reader) && left > 0)
    assay_block_exif (self->inspection, assay_reader_peek (&reader, left), left,
                      assay_reader_offset (&reader), self->cancellable);
}

static gboolean
item_is_block (const AssayBmffItem *item)
{
  return item->type == ASSAY_FOURCC ('E', 'x', 'i', 'f') || item->mime_xmp;
}

static void
parse_item (AssayBmff *self, const AssayBmffItem *item)
{
  gboolean exif = item->type == ASSAY_FOURCC ('E', 'x', 'i', 'f');
  g_autoptr (GBytes) bytes = NULL;
  guint64 begin;

  if (!item_place (self, item, &begin))
    {
      assay_inspection_problem (self->inspection, "outside", item->offset,
                                "%s item %u is not in the file in one piece", exif ? "Exif" : "XMP",
                                item->id);
      return;
    }
  bytes = assay_source_read (self->source, begin, (gsize) MIN (item->bytes, EXIF_MAXIMUM), NULL);
  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    return;
  if (exif)
    parse_exif (self, bytes, begin);
  else
    assay_block_xmp (self->inspection, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                     begin);
}

static void
note_primary (AssayBmff *self, const AssayBmffItem *item)
{
  AssayInspection *inspection = self->inspection;
  gboolean turned = item->rotation == 90 || item->rotation == 270;

  assay_inspection_int (inspection, "heif.primary", item->id, NULL, ASSAY_OFFSET_NONE, 0);
  if (item->width > 0)
    {
      assay_inspection_int (inspection, "heif.width", turned ? item->height : item->width, NULL,
                            ASSAY_OFFSET_NONE, 0);
      assay_inspection_int (inspection, "heif.height", turned ? item->width : item->height, NULL,
                            ASSAY_OFFSET_NONE, 0);
      assay_inspection_int (inspection, "image.width", item->width, NULL, ASSAY_OFFSET_NONE, 0);
      assay_inspection_int (inspection, "image.height", item->height, NULL, ASSAY_OFFSET_NONE, 0);
    }
  assay_inspection_int (inspection, "heif.rotation", (360 - item->rotation) % 360, NULL,
                        ASSAY_OFFSET_NONE, 0);
  if (item->mirror >= 0)
    assay_inspection_int (inspection, "heif.mirror", item->mirror, NULL, ASSAY_OFFSET_NONE, 0);
  if (item->tiles > 0)
    assay_inspection_int (inspection, "heif.grid", item->tiles, NULL, ASSAY_OFFSET_NONE, 0);
}

void
assay_bmff_finish_items (AssayBmff *self)
{
  guint thumbnails = 0, auxiliaries = 0, blocks = 0;

  for (guint i = 0; i < self->items->len; i++)
    {
      const AssayBmffItem *item = &g_array_index (self->items, AssayBmffItem, i);

      thumbnails += item->thumbnail ? 1 : 0;
      auxiliaries += item->auxiliary ? 1 : 0;
      if (i < ITEMS_SHOWN)
        note_item (self, i + 1, item);
      if (item->id == self->primary)
        note_primary (self, item);
      if (item_is_block (item) && blocks++ < BLOCKS_READ)
        parse_item (self, item);
    }
  if (blocks > BLOCKS_READ)
    assay_inspection_problem (self->inspection, "count", ASSAY_OFFSET_NONE,
                              "%u Exif and XMP items, %u are read", blocks, BLOCKS_READ);
  if (self->items->len == 0)
    return;
  assay_inspection_int (self->inspection, "bmff.item.count", self->items->len, NULL,
                        ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (self->inspection, "heif.thumbnail.count", thumbnails, NULL,
                        ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (self->inspection, "heif.auxiliary.count", auxiliaries, NULL,
                        ASSAY_OFFSET_NONE, 0);
}
