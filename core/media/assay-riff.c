/* assay-riff.c: the chunk tree of RIFF files (AVI, WAV, RF64): walking, not meaning.
 *
 * A chunk is an id, a little-endian size and data padded to an even length; RIFF and LIST chunks
 * hold chunks. Nothing reaches beyond its parent here, whatever its size says. */
#include "media/assay-riff-private.h"

#include "config.h"

#include "media/assay-media-note-private.h"
#include "media/assay-media-text-private.h"
#include "media/assay-parsers-av-private.h"

typedef void (*ChunkFunc) (AssayRiff *self, const AssayRiffChunk *chunk);

typedef struct
{
  guint32 id;     /* 0: any */
  guint32 parent; /* list type; 0: any */
  ChunkFunc func;
} ChunkRule;

#define R(a, b, c, d) ASSAY_RIFF_ID (a, b, c, d)
static const ChunkRule chunk_rules[] = {
  { 0, R ('I', 'N', 'F', 'O'), assay_riff_info },
  { R ('a', 'v', 'i', 'h'), R ('h', 'd', 'r', 'l'), assay_riff_avih },
  { R ('s', 't', 'r', 'h'), R ('s', 't', 'r', 'l'), assay_riff_strh },
  { R ('s', 't', 'r', 'f'), R ('s', 't', 'r', 'l'), assay_riff_strf },
  { R ('s', 't', 'r', 'n'), R ('s', 't', 'r', 'l'), assay_riff_strn },
  { R ('I', 'D', 'I', 'T'), 0, assay_riff_idit },
  { R ('i', 'd', 'x', '1'), R ('A', 'V', 'I', ' '), assay_riff_idx1 },
  { R ('J', 'U', 'N', 'K'), 0, assay_riff_junk },
  { R ('f', 'm', 't', ' '), R ('W', 'A', 'V', 'E'), assay_riff_fmt },
  { R ('d', 'a', 't', 'a'), R ('W', 'A', 'V', 'E'), assay_riff_data },
  { R ('f', 'a', 'c', 't'), R ('W', 'A', 'V', 'E'), assay_riff_fact },
  { R ('b', 'e', 'x', 't'), R ('W', 'A', 'V', 'E'), assay_riff_bext },
  { R ('d', 's', '6', '4'), R ('W', 'A', 'V', 'E'), assay_riff_ds64 },
};

const char *
assay_riff_id_text (guint32 id, char *text)
{
  char *p = text;

  for (guint shift = 0; shift <= 24; shift += 8)
    {
      guint c = (id >> shift) & 0xff;

      if (c >= 0x20 && c <= 0x7e)
        *p++ = (char) c;
      else
        {
          g_snprintf (p, 5, "\\x%02x", c);
          p += 4;
        }
    }
  *p = '\0';
  return text;
}

GBytes *
assay_riff_payload (AssayRiff *self, const AssayRiffChunk *chunk, AssayReader *reader)
{
  guint64 begin = chunk->offset + 8;
  gsize length = (gsize) MIN (chunk->end - begin, (guint64) ASSAY_RIFF_LEAF);
  GBytes *bytes;

  length = (gsize) MIN ((guint64) length, self->leaf_bytes);
  self->leaf_bytes -= length;
  assay_reader_init (reader, NULL, 0, begin);
  bytes = assay_source_read (self->source, begin, length, NULL);
  if (bytes != NULL)
    assay_reader_init_bytes (reader, bytes, begin);
  return bytes;
}

void
assay_riff_info (AssayRiff *self, const AssayRiffChunk *chunk)
{
  AssayReader reader;
  g_autoptr (GBytes) bytes = assay_riff_payload (self, chunk, &reader);
  char key[24];
  gsize left = assay_reader_left (&reader);
  g_autofree char *name = g_strconcat ("riff.info.", assay_riff_id_text (chunk->id, key), NULL);
  g_autofree char *text = NULL;

  if (bytes == NULL)
    return;
  text = assay_media_text_latin1 (assay_reader_peek (&reader, left), left);
  assay_inspection_text (self->inspection, name, text, chunk->offset + 8, left);
  assay_media_note_tag (self->inspection, key, text, chunk->offset + 8, left);
}

static gboolean
chunk_is_list (guint32 id)
{
  return id == R ('R', 'I', 'F', 'F') || id == R ('L', 'I', 'S', 'T')
         || id == R ('R', 'F', '6', '4') || id == R ('B', 'W', '6', '4');
}

/* RF64 and BW64 write all ones where the size stands in ds64 (EBU Tech 3306). */
static guint64
chunk_size (const AssayRiff *self, guint32 id, guint32 size)
{
  if (size != G_MAXUINT32 || !self->wide)
    return size;
  return id == R ('d', 'a', 't', 'a') ? self->wide_data : size;
}

static void
note_overrun (AssayRiff *self, const AssayRiffChunk *chunk, guint64 size, guint64 end)
{
  char text[24];

  /* Recorders that cannot seek back leave all ones (ffmpeg to a pipe); RF64 means ds64 by it. */
  if (size == G_MAXUINT32 && chunk->id != R ('L', 'I', 'S', 'T'))
    {
      if (!self->wide && chunk->id != R ('R', 'F', '6', '4') && chunk->id != R ('B', 'W', '6', '4'))
        assay_inspection_bool (self->inspection, "riff.streamed", TRUE, chunk->offset + 4, 4);
      return;
    }
  assay_inspection_problem (
      self->inspection, end == self->size ? "truncated" : "overrun", chunk->offset,
      "%s declares %" G_GUINT64_FORMAT " bytes, %" G_GUINT64_FORMAT " are there",
      assay_riff_id_text (chunk->id, text), size, end - chunk->offset - 8);
}

/* Reads the header at @offset; FALSE if there is no chunk. */
static gboolean
read_header (AssayRiff *self,
             guint64 offset,
             guint64 end,
             const AssayRiffChunk *parent,
             AssayRiffChunk *chunk)
{
  AssayReader reader;
  guint64 size;
  guint32 declared;

  *chunk = (AssayRiffChunk){
    .parent = parent->list, .offset = offset, .depth = parent->depth + 1, .end = end
  };
  if (end - offset < 8 || !assay_window_reader (&self->window, offset, 8, &reader))
    return FALSE;
  chunk->id = assay_reader_read_u32_le (&reader);
  declared = assay_reader_read_u32_le (&reader);
  size = chunk_size (self, chunk->id, declared);
  if (size > end - offset - 8)
    note_overrun (self, chunk, size, end);
  else
    chunk->end = offset + 8 + size;
  if (chunk_is_list (chunk->id) && chunk->end - offset >= 12
      && assay_window_reader (&self->window, offset + 8, 4, &reader))
    chunk->list = assay_reader_read_u32_le (&reader);
  return TRUE;
}

static void walk (AssayRiff *self, guint64 offset, guint64 end, const AssayRiffChunk *parent);

static void
enter_chunk (AssayRiff *self, const AssayRiffChunk *chunk)
{
  if (chunk->list == R ('m', 'o', 'v', 'i'))
    { /* one chunk a frame: counted, not listed */
      assay_riff_movi (self, chunk);
      return;
    }
  if (chunk->list != 0)
    {
      walk (self, chunk->offset + 12, chunk->end, chunk);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (chunk_rules); i++)
    {
      const ChunkRule *rule = &chunk_rules[i];

      if ((rule->id == 0 || rule->id == chunk->id)
          && (rule->parent == 0 || rule->parent == chunk->parent))
        {
          rule->func (self, chunk);
          return;
        }
    }
}

/* FALSE if the walk must end altogether. */
static gboolean
visit (AssayRiff *self, const AssayRiffChunk *chunk)
{
  char name[24], list[24];

  if (++self->chunks > ASSAY_LIMIT_ELEMENTS || g_cancellable_is_cancelled (self->cancellable))
    return FALSE;
  if (chunk->depth >= ASSAY_LIMIT_DEPTH)
    {
      if (!self->depth_told)
        assay_inspection_problem (self->inspection, "depth", chunk->offset,
                                  "lists nested deeper than %u", (guint) ASSAY_LIMIT_DEPTH);
      self->depth_told = TRUE;
      return FALSE;
    }
  if (!assay_inspection_open (self->inspection, assay_riff_id_text (chunk->id, name), chunk->offset,
                              chunk->list != 0 ? 12 : 8, chunk->end - chunk->offset,
                              chunk->list != 0 ? assay_riff_id_text (chunk->list, list) : NULL))
    return TRUE;
  enter_chunk (self, chunk);
  assay_inspection_close (self->inspection);
  return TRUE;
}

static void
walk (AssayRiff *self, guint64 offset, guint64 end, const AssayRiffChunk *parent)
{
  AssayRiffChunk chunk;

  while (offset < end && read_header (self, offset, end, parent, &chunk))
    {
      if (!visit (self, &chunk))
        return;
      offset = chunk.end + ((chunk.end - chunk.offset) & 1); /* padded to even */
    }
}

/* The file's own RIFF chunk and, in OpenDML files, those of type AVIX behind it. Returns where they
 * end. */
static guint64
walk_file (AssayRiff *self)
{
  const AssayRiffChunk root = { .depth = (guint) -1 };
  AssayRiffChunk chunk;
  guint64 offset = 0;

  while (offset < self->size && read_header (self, offset, self->size, &root, &chunk))
    {
      if (offset > 0
          && (chunk.id != R ('R', 'I', 'F', 'F') || chunk.list != R ('A', 'V', 'I', 'X')))
        break;
      if (offset == 0)
        {
          char text[24];

          self->form = chunk.list;
          self->wide = chunk.id != R ('R', 'I', 'F', 'F');
          if (self->wide)
            chunk.end = self->size; /* ds64 corrects it below */
          assay_inspection_text (self->inspection, "riff.form",
                                 assay_riff_id_text (chunk.list, text), 8, 4);
        }
      if (!visit (self, &chunk))
        break;
      offset
          = self->wide && self->wide_riff > 0 ? MIN (self->wide_riff + 8, self->size) : chunk.end;
      offset += offset & 1;
    }
  return MIN (offset, self->size);
}

void
assay_parse_riff (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable)
{
  AssayRiff self = { .source = source, .inspection = inspection, .cancellable = cancellable };
  guint64 end;
  AssayReader reader;

  self.size = assay_source_get_size (source);
  self.leaf_bytes = ASSAY_RIFF_LEAF_BYTES;
  assay_window_init (&self.window, source);
  if (assay_window_reader (&self.window, 4, 4, &reader))
    assay_inspection_int (inspection, "riff.declared", assay_reader_read_u32_le (&reader), NULL, 4,
                          4);
  end = walk_file (&self);
  if (self.form == R ('A', 'V', 'I', ' '))
    assay_riff_finish_avi (&self);
  else if (self.form == R ('W', 'A', 'V', 'E'))
    assay_riff_finish_wav (&self);
  if (self.chunks > ASSAY_LIMIT_ELEMENTS)
    assay_inspection_problem (inspection, "limit", end, "more than %u chunks",
                              (guint) ASSAY_LIMIT_ELEMENTS);
  else if (end > 0 && !self.depth_told)
    assay_parse_trailer (source, inspection, end, cancellable);
  assay_window_clear (&self.window);
}
