/* assay-bmff-item.c: the items of HEIF and AVIF: which exist, where they lie, what belongs to the
 * picture.
 *
 * ISO/IEC 14496-12 8.11 (meta, iloc, iinf, iref), 23008-12 6.5 (properties) and 6.6 (grids). */
#include "media/assay-bmff-private.h"

#include "config.h"

#include "media/assay-encoder-scan-private.h"
#include "media/assay-parser-private.h"

#include <string.h>

/* The item of @id, made when it is met for the first time: writers put iinf before or behind iloc.
 * NULL at the limit. */
static AssayBmffItem *
get_item (AssayBmff *self, guint32 id)
{
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (self->item_index, GUINT_TO_POINTER (id)));
  AssayBmffItem item = { .id = id, .mirror = -1 };

  if (place > 0)
    return &g_array_index (self->items, AssayBmffItem, place - 1);
  if (self->items->len >= ASSAY_BMFF_ITEMS)
    return NULL;
  g_array_append_val (self->items, item);
  g_hash_table_insert (self->item_index, GUINT_TO_POINTER (id),
                       GUINT_TO_POINTER (self->items->len));
  return &g_array_index (self->items, AssayBmffItem, self->items->len - 1);
}

void
assay_bmff_pitm (AssayBmff *self, const AssayBmffBox *box)
{
  AssayReader reader;
  g_autoptr (GBytes) bytes = assay_bmff_payload (self, box, &reader);
  guint version = assay_bmff_full (&reader, NULL);
  guint32 id
      = version == 0 ? assay_reader_read_u16_be (&reader) : assay_reader_read_u32_be (&reader);

  if (bytes != NULL && assay_reader_ok (&reader))
    self->primary = id;
}

void
assay_bmff_idat (AssayBmff *self, const AssayBmffBox *box)
{
  self->idat = box->offset + box->header;
  self->idat_end = box->end;
}

/* 8.11.6: versions 2 and 3 name the item's type; older ones are not used by pictures. */
void
assay_bmff_infe (AssayBmff *self, const AssayBmffBox *box)
{
  AssayReader reader;
  g_autoptr (GBytes) bytes = assay_bmff_payload (self, box, &reader);
  guint version = assay_bmff_full (&reader, NULL);
  guint32 id
      = version < 3 ? assay_reader_read_u16_be (&reader) : assay_reader_read_u32_be (&reader);
  guint32 type;
  AssayBmffItem *item;

  assay_reader_skip (&reader, 2);
  type = version >= 2 ? assay_reader_read_u32_be (&reader) : 0;
  if (bytes == NULL || !assay_reader_ok (&reader))
    {
      assay_inspection_problem (self->inspection, "malformed", box->offset, "infe is too short");
      return;
    }
  item = get_item (self, id);
  if (item == NULL)
    return;
  if (item->type != 0)
    assay_inspection_problem (self->inspection, "duplicate", box->offset, "item %u", id);
  item->type = type;
  if (type != ASSAY_FOURCC ('m', 'i', 'm', 'e'))
    return;
  while (assay_reader_left (&reader) > 0 && assay_reader_read_u8 (&reader) != 0)
    continue;
  item->mime_xmp = assay_reader_match (&reader, "application/rdf+xml", 19);
}

static guint64
read_sized (AssayReader *reader, guint bytes)
{
  switch (bytes)
    {
    case 0:
      return 0;
    case 4:
      return assay_reader_read_u32_be (reader);
    case 8:
      return assay_reader_read_u64_be (reader);
    default:
      assay_reader_fail (reader);
      return 0;
    }
}

typedef struct
{
  guint version;
  guint offset_size, length_size, base_size, index_size; /* bytes of each field: 0, 4 or 8 */
} LocationForm;

/* One item of iloc; FALSE when the table cannot be read further. */
static gboolean
read_location (AssayBmff *self, AssayReader *reader, const LocationForm *form)
{
  guint32 id
      = form->version < 2 ? assay_reader_read_u16_be (reader) : assay_reader_read_u32_be (reader);
  guint construction = form->version > 0 ? assay_reader_read_u16_be (reader) & 15u : 0;
  AssayBmffItem *item = get_item (self, id);
  guint64 base, total = 0, first = 0;
  guint extents;

  assay_reader_skip (reader, 2);
  base = read_sized (reader, form->base_size);
  extents = assay_reader_read_u16_be (reader);
  for (guint i = 0; i < extents && assay_reader_ok (reader); i++)
    {
      guint64 offset, length;

      if (form->version > 0)
        read_sized (reader, form->index_size);
      offset = read_sized (reader, form->offset_size);
      length = read_sized (reader, form->length_size);
      first = i == 0 ? base + offset : first;
      total += length;
    }
  if (!assay_reader_ok (reader))
    return FALSE;
  if (item != NULL)
    {
      item->construction = construction;
      item->n_extents = extents;
      item->offset = first;
      item->bytes = total;
    }
  return TRUE;
}

/* 8.11.3 */
void
assay_bmff_iloc (AssayBmff *self, const AssayBmffBox *box)
{
  AssayReader reader;
  g_autoptr (GBytes) bytes = assay_bmff_payload (self, box, &reader);
  LocationForm form = { 0 };
  guint32 count;
  guint16 sizes;

  form.version = assay_bmff_full (&reader, NULL);
  sizes = assay_reader_read_u16_be (&reader);
  form.offset_size = sizes >> 12;
  form.length_size = (sizes >> 8) & 15u;
  form.base_size = (sizes >> 4) & 15u;
  form.index_size = sizes & 15u;
  count
      = form.version < 2 ? assay_reader_read_u16_be (&reader) : assay_reader_read_u32_be (&reader);
  if (bytes == NULL || !assay_reader_ok (&reader))
    return;
  for (guint32 i = 0; i < count; i++)
    if (i >= ASSAY_BMFF_ITEMS || !read_location (self, &reader, &form))
      {
        assay_inspection_problem (self->inspection, "count", box->offset,
                                  "iloc declares %u items, %u can be read", count, i);
        return;
      }
}

/* 8.11.12: who is whose thumbnail, depth map or tile. */
static void
note_reference (AssayBmff *self, guint32 type, AssayReader *reader, gboolean wide)
{
  guint32 from = wide ? assay_reader_read_u32_be (reader) : assay_reader_read_u16_be (reader);
  guint count = assay_reader_read_u16_be (reader);
  AssayBmffItem *item = get_item (self, from);

  if (!assay_reader_ok (reader) || item == NULL)
    return;
  if (type == ASSAY_FOURCC ('t', 'h', 'm', 'b'))
    item->thumbnail = TRUE;
  else if (type == ASSAY_FOURCC ('a', 'u', 'x', 'l'))
    item->auxiliary = TRUE;
  else if (type == ASSAY_FOURCC ('d', 'i', 'm', 'g'))
    item->tiles = count;
}

void
assay_bmff_iref (AssayBmff *self, const AssayBmffBox *box)
{
  AssayReader reader;
  g_autoptr (GBytes) bytes = assay_bmff_payload (self, box, &reader);
  guint version = assay_bmff_full (&reader, NULL);

  while (bytes != NULL && assay_reader_left (&reader) >= 8)
    {
      guint32 size = assay_reader_read_u32_be (&reader);
      guint32 type = assay_reader_read_u32_be (&reader);
      AssayReader payload;

      if (size < 8 || !assay_reader_sub (&reader, size - 8, &payload))
        {
          assay_inspection_problem (self->inspection, "overrun", assay_reader_offset (&reader),
                                    "a reference of %u bytes in iref", size);
          return;
        }
      note_reference (self, type, &payload, version > 0);
    }
}

void
assay_bmff_property (AssayBmff *self, const AssayBmffBox *box)
{
  AssayReader reader;
  AssayBmffProperty property = { .type = box->type };
  g_autoptr (GBytes) bytes = assay_bmff_payload (self, box, &reader);

  if (bytes == NULL || self->properties->len >= ASSAY_BMFF_ITEMS)
    return;
  if (box->type == ASSAY_FOURCC ('i', 's', 'p', 'e'))
    {
      assay_bmff_full (&reader, NULL);
      property.a = assay_reader_read_u32_be (&reader);
      property.b = assay_reader_read_u32_be (&reader);
    }
  else if (box->type == ASSAY_FOURCC ('i', 'r', 'o', 't'))
    property.a = (assay_reader_read_u8 (&reader) & 3u) * 90u;
  else if (box->type == ASSAY_FOURCC ('i', 'm', 'i', 'r'))
    property.a = assay_reader_read_u8 (&reader) & 1u;
  else if (box->type == ASSAY_FOURCC ('h', 'v', 'c', 'C')
           || box->type == ASSAY_FOURCC ('a', 'v', '1', 'C'))
    assay_encoder_scan (self->inspection, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                        box->offset + box->header);
  else if (box->type == ASSAY_FOURCC ('c', 'o', 'l', 'r')
           && (assay_reader_match (&reader, "prof", 4) || assay_reader_match (&reader, "rICC", 4)))
    {
      gsize left = assay_reader_left (&reader);

      assay_block_icc (self->inspection, assay_reader_peek (&reader, left), left,
                       assay_reader_offset (&reader));
    }
  g_array_append_val (self->properties, property);
}

static void
apply_property (AssayBmff *self, AssayBmffItem *item, guint index)
{
  const AssayBmffProperty *property;

  if (index == 0 || index > self->properties->len)
    return;
  property = &g_array_index (self->properties, AssayBmffProperty, index - 1);
  if (property->type == ASSAY_FOURCC ('i', 's', 'p', 'e'))
    {
      item->width = property->a;
      item->height = property->b;
    }
  else if (property->type == ASSAY_FOURCC ('i', 'r', 'o', 't'))
    item->rotation = property->a;
  else if (property->type == ASSAY_FOURCC ('i', 'm', 'i', 'r'))
    item->mirror = (gint) property->a;
}

/* ItemPropertyAssociationBox, 14496-12 8.11.14: per item a list of property numbers of 7 or 15
 * bits. */
void
assay_bmff_ipma (AssayBmff *self, const AssayBmffBox *box)
{
  AssayReader reader;
  g_autoptr (GBytes) bytes = assay_bmff_payload (self, box, &reader);
  guint32 flags;
  guint version = assay_bmff_full (&reader, &flags);
  guint32 count = assay_reader_read_u32_be (&reader);

  for (guint32 i = 0;
       bytes != NULL && i < MIN (count, ASSAY_BMFF_ITEMS) && assay_reader_ok (&reader); i++)
    {
      guint32 id
          = version < 1 ? assay_reader_read_u16_be (&reader) : assay_reader_read_u32_be (&reader);
      guint n = assay_reader_read_u8 (&reader);
      AssayBmffItem *item = get_item (self, id);

      for (guint k = 0; k < n && assay_reader_ok (&reader); k++)
        {
          guint index = flags & 1 ? assay_reader_read_u16_be (&reader) & 0x7fffu
                                  : assay_reader_read_u8 (&reader) & 0x7fu;

          if (item != NULL)
            apply_property (self, item, index);
        }
    }
}
