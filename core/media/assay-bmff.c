/* assay-bmff.c: the box tree of ISO base media files (MP4, MOV, 3GP, M4A, HEIF, AVIF): walking, not
 * meaning.
 *
 * ISO/IEC 14496-12 4.2 (boxes) and Apple's QuickTime File Format (atoms without version, lists
 * ended by four zero bytes). A box never reaches beyond its parent here, whatever its header says.
 */
#include "media/assay-bmff-private.h"

#include "config.h"

#include "media/assay-parser-private.h"

typedef void (*BoxFunc) (AssayBmff *self, const AssayBmffBox *box);

/* How many bytes stand before the children of a box. */
enum
{
  LEAF = -1,
  META = -2, /* 4, or 0 in QuickTime */
  IINF = -3, /* 6 or 8, by version */
};

typedef struct
{
  guint32 type;   /* 0: any */
  guint32 parent; /* 0: any */
  gint children;
  BoxFunc func; /* called after the element is open, before its children */
} BoxRule;

static void enter_trak (AssayBmff *self, const AssayBmffBox *box);
static void enter_moov (AssayBmff *self, const AssayBmffBox *box);
static void enter_moof (AssayBmff *self, const AssayBmffBox *box);
static void enter_mdat (AssayBmff *self, const AssayBmffBox *box);
static void enter_meta (AssayBmff *self, const AssayBmffBox *box);

#define T(a, b, c, d) ASSAY_FOURCC (a, b, c, d)
/* The first that fits counts. */
static const BoxRule box_rules[] = {
  { 0, T ('i', 'l', 's', 't'), LEAF, assay_bmff_ilst_item },
  { 0, T ('i', 'p', 'c', 'o'), LEAF, assay_bmff_property },
  { T ('m', 'e', 't', 'a'), 0, META, enter_meta },
  { T ('X', 'M', 'P', '_'), T ('u', 'd', 't', 'a'), LEAF, assay_bmff_xmp },
  { T ('u', 'u', 'i', 'd'), 0, LEAF, assay_bmff_uuid },
  { 0, T ('u', 'd', 't', 'a'), LEAF, assay_bmff_udta_entry },
  { T ('f', 't', 'y', 'p'), 0, LEAF, assay_bmff_ftyp },
  { T ('m', 'o', 'o', 'v'), 0, 0, enter_moov },
  { T ('t', 'r', 'a', 'k'), 0, 0, enter_trak },
  { T ('m', 'o', 'o', 'f'), 0, 0, enter_moof },
  { T ('m', 'd', 'a', 't'), 0, LEAF, enter_mdat },
  { T ('m', 'd', 'i', 'a'), 0, 0, NULL },
  { T ('m', 'i', 'n', 'f'), 0, 0, NULL },
  { T ('s', 't', 'b', 'l'), 0, 0, NULL },
  { T ('e', 'd', 't', 's'), 0, 0, NULL },
  { T ('d', 'i', 'n', 'f'), 0, 0, NULL },
  { T ('u', 'd', 't', 'a'), 0, 0, NULL },
  { T ('m', 'v', 'e', 'x'), 0, 0, NULL },
  { T ('m', 'f', 'r', 'a'), 0, 0, NULL },
  { T ('t', 'r', 'a', 'f'), 0, 0, NULL },
  { T ('g', 'm', 'h', 'd'), 0, 0, NULL },
  { T ('t', 'a', 'p', 't'), 0, 0, NULL },
  { T ('i', 'p', 'r', 'p'), 0, 0, NULL },
  { T ('i', 'p', 'c', 'o'), 0, 0, NULL },
  { T ('i', 'l', 's', 't'), 0, 0, NULL },
  { T ('i', 'i', 'n', 'f'), 0, IINF, NULL },
  { T ('m', 'v', 'h', 'd'), 0, LEAF, assay_bmff_mvhd },
  { T ('t', 'k', 'h', 'd'), 0, LEAF, assay_bmff_tkhd },
  { T ('m', 'd', 'h', 'd'), 0, LEAF, assay_bmff_mdhd },
  { T ('h', 'd', 'l', 'r'), 0, LEAF, assay_bmff_hdlr },
  { T ('e', 'l', 's', 't'), 0, LEAF, assay_bmff_elst },
  { T ('s', 't', 's', 'd'), 0, LEAF, assay_bmff_stsd },
  { T ('a', 'v', 'c', 'C'), 0, LEAF, assay_bmff_codec },
  { T ('h', 'v', 'c', 'C'), 0, LEAF, assay_bmff_codec },
  { T ('a', 'v', '1', 'C'), 0, LEAF, assay_bmff_codec },
  { T ('v', 'p', 'c', 'C'), 0, LEAF, assay_bmff_codec },
  { T ('e', 's', 'd', 's'), 0, LEAF, assay_bmff_codec },
  { T ('w', 'a', 'v', 'e'), 0, 0, NULL },
  { T ('s', 't', 't', 's'), 0, LEAF, assay_bmff_table },
  { T ('c', 't', 't', 's'), 0, LEAF, assay_bmff_table },
  { T ('s', 't', 's', 's'), 0, LEAF, assay_bmff_table },
  { T ('s', 't', 's', 'c'), 0, LEAF, assay_bmff_table },
  { T ('s', 't', 'c', 'o'), 0, LEAF, assay_bmff_table },
  { T ('c', 'o', '6', '4'), 0, LEAF, assay_bmff_table },
  { T ('s', 't', 's', 'z'), 0, LEAF, assay_bmff_stsz },
  { T ('s', 't', 'z', '2'), 0, LEAF, assay_bmff_stsz },
  { T ('t', 'r', 'e', 'x'), 0, LEAF, assay_bmff_trex },
  { T ('t', 'f', 'h', 'd'), 0, LEAF, assay_bmff_tfhd },
  { T ('t', 'f', 'd', 't'), 0, LEAF, assay_bmff_tfdt },
  { T ('t', 'r', 'u', 'n'), 0, LEAF, assay_bmff_trun },
  { T ('k', 'e', 'y', 's'), 0, LEAF, assay_bmff_keys },
  { T ('p', 'i', 't', 'm'), 0, LEAF, assay_bmff_pitm },
  { T ('i', 'n', 'f', 'e'), 0, LEAF, assay_bmff_infe },
  { T ('i', 'l', 'o', 'c'), 0, LEAF, assay_bmff_iloc },
  { T ('i', 'r', 'e', 'f'), 0, LEAF, assay_bmff_iref },
  { T ('i', 'p', 'm', 'a'), 0, LEAF, assay_bmff_ipma },
  { T ('i', 'd', 'a', 't'), 0, LEAF, assay_bmff_idat },
  { T ('f', 'r', 'e', 'e'), 0, LEAF, assay_bmff_free_box },
  { T ('s', 'k', 'i', 'p'), 0, LEAF, assay_bmff_free_box },
};

/* What may stand at the top: anything else that also overruns the file is data behind the end. */
static const guint32 top_types[] = {
  T ('f', 't', 'y', 'p'), T ('s', 't', 'y', 'p'), T ('m', 'o', 'o', 'v'), T ('m', 'o', 'o', 'f'),
  T ('m', 'd', 'a', 't'), T ('f', 'r', 'e', 'e'), T ('s', 'k', 'i', 'p'), T ('w', 'i', 'd', 'e'),
  T ('u', 'u', 'i', 'd'), T ('m', 'e', 't', 'a'), T ('m', 'f', 'r', 'a'), T ('s', 'i', 'd', 'x'),
  T ('p', 'n', 'o', 't'), T ('P', 'I', 'C', 'T'), T ('u', 'd', 't', 'a'), T ('j', 'u', 'n', 'k'),
};

static void
enter_trak (AssayBmff *self, const AssayBmffBox *box)
{
  AssayBmffTrack track = { .number = self->tracks->len + 1, .size_bits = 32 };

  self->track_open = self->tracks->len < ASSAY_BMFF_TRACKS;
  if (self->track_open)
    {
      g_array_append_val (self->tracks, track);
      self->number = track.number;
      return;
    }
  if (!self->limit_told)
    assay_inspection_problem (self->inspection, "limit", box->offset, "more than %u tracks",
                              (guint) ASSAY_BMFF_TRACKS);
  self->limit_told = TRUE;
}

static void
enter_moov (AssayBmff *self, const AssayBmffBox *box)
{
  if (box->parent != 0)
    return;
  if (self->moov_count++ == 0)
    self->first_moov = box->offset;
  else
    assay_inspection_problem (self->inspection, "duplicate", box->offset, "moov number %u",
                              self->moov_count);
}

static void
enter_moof (AssayBmff *self, const AssayBmffBox *box)
{
  self->moof_count++;
  self->moof = box->offset;
}

static void
enter_mdat (AssayBmff *self, const AssayBmffBox *box)
{
  AssayBmffRange range = { box->offset + box->header, box->end };

  if (box->parent != 0)
    return;
  if (self->mdat_count++ == 0)
    self->first_mdat = box->offset;
  self->mdat_bytes += range.end - range.begin;
  if (self->mdats->len < ASSAY_BMFF_MDATS)
    g_array_append_val (self->mdats, range);
}

static void
enter_meta (AssayBmff *self, const AssayBmffBox *box)
{
  self->has_meta = self->has_meta || box->parent == 0;
  g_ptr_array_set_size (self->keys, 0);
}

const char *
assay_bmff_type_text (guint32 type, char *text)
{
  char *p = text;

  for (gint shift = 24; shift >= 0; shift -= 8)
    {
      guint c = (type >> shift) & 0xff;

      if (c >= 0x20 && c <= 0x7e)
        *p++ = (char) c;
      else if (c == 0xa9) /* Mac Roman copyright sign, as in "©nam" */
        p = g_stpcpy (p, "©");
      else
        {
          g_snprintf (p, 5, "\\x%02x", c);
          p += 4;
        }
    }
  *p = '\0';
  return text;
}

static gboolean
type_plausible (guint32 type)
{
  for (gint shift = 0; shift <= 24; shift += 8)
    {
      guint c = (type >> shift) & 0xff;

      if ((c < 0x20 || c > 0x7e) && c != 0xa9)
        return FALSE;
    }
  return TRUE;
}

static gboolean
type_known_at_top (guint32 type)
{
  for (guint i = 0; i < G_N_ELEMENTS (top_types); i++)
    if (top_types[i] == type)
      return TRUE;
  return FALSE;
}

/* Data behind the end of the file's own boxes: not a box at all, or a chance one that reaches
 * nowhere. */
static gboolean
header_is_trailer (const AssayBmff *self, guint32 type, gboolean overruns)
{
  if (!self->has_ftyp && self->moov_count == 0 && self->mdat_count == 0)
    return FALSE;
  return !type_plausible (type) || (overruns && !type_known_at_top (type));
}

/* Fewer than eight bytes are left: QuickTime ends lists with four zero bytes, everything else is
 * damage. */
static void
note_rest (AssayBmff *self, guint64 offset, guint64 end, guint32 parent)
{
  AssayReader reader;
  gsize length = (gsize) (end - offset);

  if (parent == 0 || !assay_window_reader (&self->window, offset, length, &reader))
    return;
  for (gsize i = 0; i < length; i++)
    if (assay_reader_read_u8 (&reader) != 0)
      {
        assay_inspection_problem (self->inspection, "underrun", offset,
                                  "%" G_GSIZE_FORMAT " bytes left where a box should begin",
                                  length);
        return;
      }
}

/* Size 0 and size below the header; FALSE stops the walk of this level. */
static gboolean
header_small (AssayBmff *self, guint64 size, guint64 end, AssayBmffBox *box)
{
  char text[24];

  if (size == 0 && box->parent == 0)
    {
      box->end = end; /* 4.2: to the end of the file */
      return TRUE;
    }
  if (size == 0 && box->type == 0)
    return FALSE; /* QuickTime's end of a list */
  assay_inspection_problem (self->inspection, "underrun", box->offset,
                            "%s declares %" G_GUINT64_FORMAT
                            " bytes, its header has %" G_GUINT64_FORMAT,
                            assay_bmff_type_text (box->type, text), size, box->header);
  return FALSE;
}

static void
header_overrun (AssayBmff *self, guint64 size, guint64 end, const AssayBmffBox *box)
{
  char text[24];

  assay_inspection_problem (
      self->inspection, end == self->size ? "truncated" : "overrun", box->offset,
      "%s declares %" G_GUINT64_FORMAT " bytes, %" G_GUINT64_FORMAT " are there",
      assay_bmff_type_text (box->type, text), size, end - box->offset);
}

static gboolean
header_extras (AssayBmff *self, guint64 end, AssayBmffBox *box, guint64 *size)
{
  AssayReader reader;

  if (*size == 1)
    {
      if (end - box->offset < 16
          || !assay_window_reader (&self->window, box->offset + 8, 8, &reader))
        return FALSE;
      *size = assay_reader_read_u64_be (&reader);
      box->header = 16;
    }
  if (box->type != T ('u', 'u', 'i', 'd'))
    return TRUE;
  if (end - box->offset < box->header + 16
      || !assay_window_reader (&self->window, box->offset + box->header, 16, &reader))
    return FALSE;
  memcpy (box->uuid, assay_reader_read_bytes (&reader, 16), 16);
  box->header += 16;
  return TRUE;
}

gboolean
assay_bmff_header (AssayBmff *self, guint64 offset, guint64 end, guint32 parent, AssayBmffBox *box)
{
  AssayReader reader;
  guint64 size;

  *box = (AssayBmffBox){ .parent = parent, .offset = offset, .header = 8, .end = end };
  if (end - offset < 8)
    {
      self->trailer = parent == 0;
      note_rest (self, offset, end, parent);
      return FALSE;
    }
  if (!assay_window_reader (&self->window, offset, 8, &reader))
    return FALSE;
  size = assay_reader_read_u32_be (&reader);
  box->type = assay_reader_read_u32_be (&reader);
  if (parent == 0 && size != 1 && header_is_trailer (self, box->type, size > end - offset))
    {
      self->trailer = TRUE;
      return FALSE;
    }
  if (!header_extras (self, end, box, &size))
    {
      header_overrun (self, size, end, box);
      return FALSE;
    }
  if (size < box->header)
    return header_small (self, size, end, box);
  if (size > end - offset)
    header_overrun (self, size, end, box);
  else
    box->end = offset + size;
  return TRUE;
}

/* Bytes before the first child of @box. */
static guint64
children_skip (AssayBmff *self, const AssayBmffBox *box, gint children)
{
  AssayReader reader;
  guint64 payload = box->offset + box->header;

  if (children >= 0)
    return (guint64) children;
  if (!assay_window_reader (&self->window, payload, 8, &reader))
    return 0;
  if (children == IINF)
    return assay_reader_read_u8 (&reader) == 0 ? 6 : 8;
  assay_reader_skip (&reader, 4);
  return assay_reader_match (&reader, "hdlr", 4) ? 0 : 4; /* QuickTime's meta has no version */
}

/* A word about some boxes for the structure view: the brand, the handler. */
static const char *
box_detail (AssayBmff *self, const AssayBmffBox *box, char *text)
{
  AssayReader reader;
  guint64 at = box->offset + box->header;

  if (box->type == T ('h', 'd', 'l', 'r') || box->type == T ('i', 'n', 'f', 'e'))
    at += 8;
  else if (box->type != T ('f', 't', 'y', 'p'))
    return NULL;
  if (at > box->end || box->end - at < 4 || !assay_window_reader (&self->window, at, 4, &reader))
    return NULL;
  return assay_bmff_type_text (assay_reader_read_u32_be (&reader), text);
}

static const BoxRule *
box_rule (const AssayBmffBox *box)
{
  for (guint i = 0; i < G_N_ELEMENTS (box_rules); i++)
    {
      const BoxRule *rule = &box_rules[i];

      if ((rule->type == 0 || rule->type == box->type)
          && (rule->parent == 0 || rule->parent == box->parent))
        return rule;
    }
  return NULL;
}

/* FALSE if the walk must end altogether. */
static gboolean
walk_box (AssayBmff *self, const AssayBmffBox *box)
{
  const BoxRule *rule = box_rule (box);
  char name[24], detail[24];

  if (++self->boxes > ASSAY_LIMIT_ELEMENTS || g_cancellable_is_cancelled (self->cancellable))
    return FALSE;
  if (box->depth >= ASSAY_LIMIT_DEPTH)
    {
      if (!self->depth_told)
        assay_inspection_problem (self->inspection, "depth", box->offset,
                                  "boxes nested deeper than %u", (guint) ASSAY_LIMIT_DEPTH);
      self->depth_told = TRUE;
      return FALSE;
    }
  if (!assay_inspection_open (self->inspection, assay_bmff_type_text (box->type, name), box->offset,
                              box->header, box->end - box->offset, box_detail (self, box, detail)))
    return TRUE;
  if (rule != NULL && rule->func != NULL)
    rule->func (self, box);
  if (rule != NULL && rule->children != LEAF)
    {
      guint64 begin = box->offset + box->header + children_skip (self, box, rule->children);

      if (begin < box->end)
        assay_bmff_children (self, begin, box->end, box);
    }
  assay_inspection_close (self->inspection);
  return TRUE;
}

void
assay_bmff_children (AssayBmff *self, guint64 offset, guint64 end, const AssayBmffBox *parent)
{
  AssayBmffBox box;

  while (offset < end && assay_bmff_header (self, offset, end, parent->type, &box))
    {
      box.depth = parent->depth + 1;
      if (!walk_box (self, &box))
        return;
      offset = box.end;
    }
}

void
assay_bmff_walk (AssayBmff *self)
{
  AssayBmffBox box;
  char text[24];
  guint64 offset = 0;

  while (offset < self->size && assay_bmff_header (self, offset, self->size, 0, &box))
    {
      if (self->top->len < 4096)
        g_string_append_printf (self->top, "%s%s", self->top->len > 0 ? " " : "",
                                assay_bmff_type_text (box.type, text));
      if (!walk_box (self, &box))
        break;
      offset = box.end;
    }
  if (self->boxes > ASSAY_LIMIT_ELEMENTS)
    assay_inspection_problem (self->inspection, "limit", offset, "more than %u boxes",
                              (guint) ASSAY_LIMIT_ELEMENTS);
  else if (self->trailer)
    assay_parse_trailer (self->source, self->inspection, offset, self->cancellable);
}

AssayBmff *
assay_bmff_new (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable)
{
  AssayBmff *self = g_new0 (AssayBmff, 1);

  self->source = source;
  self->inspection = inspection;
  self->cancellable = cancellable;
  self->size = assay_source_get_size (source);
  self->leaf_bytes = ASSAY_BMFF_LEAF_BYTES;
  self->item_index = g_hash_table_new (NULL, NULL);
  self->table_bytes = ASSAY_BMFF_TABLE_BYTES;
  assay_window_init (&self->window, source);
  self->tracks = g_array_new (FALSE, TRUE, sizeof (AssayBmffTrack));
  self->runs = g_array_new (FALSE, TRUE, sizeof (AssayBmffRun));
  self->items = g_array_new (FALSE, TRUE, sizeof (AssayBmffItem));
  self->mdats = g_array_new (FALSE, TRUE, sizeof (AssayBmffRange));
  self->keys = g_ptr_array_new_with_free_func (g_free);
  self->properties = g_array_new (FALSE, TRUE, sizeof (AssayBmffProperty));
  self->top = g_string_new (NULL);
  return self;
}

void
assay_bmff_free (AssayBmff *self)
{
  assay_window_clear (&self->window);
  g_array_unref (self->tracks);
  g_array_unref (self->runs);
  g_array_unref (self->items);
  g_hash_table_unref (self->item_index);
  g_array_unref (self->mdats);
  g_ptr_array_unref (self->keys);
  g_array_unref (self->properties);
  g_string_free (self->top, TRUE);
  g_free (self);
}
