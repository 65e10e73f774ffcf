/* assay-flac.c: FLAC: metadata blocks (RFC 9639 section 8). Frames are not decoded. */
#include "config.h"

#include "media/assay-id3-private.h"
#include "media/assay-media-text-private.h"
#include "media/assay-parsers-av-private.h"
#include "media/assay-vorbis-comment-private.h"
#include "media/assay-window-private.h"

#define BLOCKS_MAXIMUM 1024u
#define COMMENT_MAXIMUM (4u * 1024u * 1024u)

enum
{
  STREAMINFO = 0,
  PADDING = 1,
  VORBIS_COMMENT = 4,
  PICTURE = 6,
};

static const char *const block_names[] = { "STREAMINFO",     "PADDING",  "APPLICATION", "SEEKTABLE",
                                           "VORBIS_COMMENT", "CUESHEET", "PICTURE" };

typedef struct
{
  AssaySource *source;
  AssayInspection *inspection;
  AssayWindow window;
  guint64 padding;
  guint pictures;
  gboolean has_info;
} Flac;

/* Section 8.2: block and frame sizes, then 20 bits rate, 3 channels, 5 depth, 36 samples, MD5 of
 * the samples. */
static void
read_streaminfo (Flac *self, guint64 offset, guint32 length)
{
  AssayInspection *inspection = self->inspection;
  AssayReader reader;
  guint64 word, samples;
  guint32 rate;
  const guint8 *md5;

  if (length < 34 || !assay_window_reader (&self->window, offset, 34, &reader))
    {
      assay_inspection_problem (inspection, "malformed", offset, "STREAMINFO of %u bytes", length);
      return;
    }
  self->has_info = TRUE;
  assay_inspection_int (inspection, "flac.block.minimum", assay_reader_read_u16_be (&reader), NULL,
                        offset, 2);
  assay_inspection_int (inspection, "flac.block.maximum", assay_reader_read_u16_be (&reader), NULL,
                        offset + 2, 2);
  assay_reader_skip (&reader, 6);
  word = assay_reader_read_u64_be (&reader);
  rate = (guint32) (word >> 44);
  samples = word & G_GUINT64_CONSTANT (0xfffffffff);
  assay_inspection_int (inspection, "flac.rate", rate, NULL, offset + 10, 3);
  assay_inspection_int (inspection, "flac.channels", (gint64) ((word >> 41) & 7) + 1, NULL,
                        offset + 12, 1);
  assay_inspection_int (inspection, "flac.bits", (gint64) ((word >> 36) & 31) + 1, NULL,
                        offset + 12, 2);
  assay_inspection_int (inspection, "flac.samples", (gint64) samples, NULL, offset + 13, 5);
  if (rate > 0 && samples > 0)
    {
      assay_inspection_real (inspection, "flac.duration_s", (double) samples / rate, NULL,
                             ASSAY_OFFSET_NONE, 0);
      assay_inspection_real (inspection, "media.duration_s", (double) samples / rate, NULL,
                             ASSAY_OFFSET_NONE, 0);
    }
  md5 = assay_reader_read_bytes (&reader, 16);
  if (md5 != NULL)
    assay_inspection_bytes (inspection, "flac.md5", md5, 16, offset + 18);
}

static void
read_block (Flac *self, guint type, guint64 offset, guint32 length)
{
  if (type == STREAMINFO)
    read_streaminfo (self, offset, length);
  else if (type == PADDING)
    self->padding += length;
  else if (type == PICTURE)
    self->pictures++;
  else if (type == VORBIS_COMMENT)
    {
      g_autoptr (GBytes) bytes
          = assay_source_read (self->source, offset, MIN (length, COMMENT_MAXIMUM), NULL);
      AssayReader reader;

      if (bytes == NULL)
        return;
      assay_reader_init_bytes (&reader, bytes, offset);
      assay_vorbis_comment (self->inspection, &reader);
    }
}

/* Metadata blocks from @offset; returns where the frames begin. */
static guint64
walk_blocks (Flac *self, guint64 offset)
{
  guint64 size = self->window.end;

  for (guint n = 0; n < BLOCKS_MAXIMUM; n++)
    {
      AssayReader reader;
      guint8 head;
      guint32 length;
      guint type;

      if (!assay_window_reader (&self->window, offset, 4, &reader))
        {
          assay_inspection_problem (self->inspection, "truncated", offset,
                                    "the file ends in the metadata blocks");
          return offset;
        }
      head = assay_reader_read_u8 (&reader);
      length = assay_reader_read_u24_be (&reader);
      type = head & 127;
      if (length > size - offset - 4)
        {
          assay_inspection_problem (self->inspection, "truncated", offset,
                                    "block of %u bytes, %" G_GUINT64_FORMAT " are there", length,
                                    size - offset - 4);
          return size;
        }
      assay_inspection_element (self->inspection,
                                type < G_N_ELEMENTS (block_names) ? block_names[type] : "block",
                                offset, 4, (guint64) length + 4, NULL);
      read_block (self, type, offset + 4, length);
      offset += (guint64) length + 4;
      if (head & 0x80)
        return offset;
    }
  assay_inspection_problem (self->inspection, "limit", offset, "more than %u metadata blocks",
                            BLOCKS_MAXIMUM);
  return offset;
}

void
assay_parse_flac (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable)
{
  Flac self = { .source = source, .inspection = inspection };
  AssayReader reader;
  guint64 start = assay_id3v2 (source, inspection, 0);
  guint64 frames;

  assay_window_init (&self.window, source);
  assay_inspection_element (inspection, "fLaC", start, 4, 4, NULL);
  frames = walk_blocks (&self, start + 4);
  if (!self.has_info)
    assay_inspection_problem (inspection, "missing", start, "no STREAMINFO block");
  assay_inspection_int (inspection, "media.audio.count", self.has_info ? 1 : 0, NULL,
                        ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (inspection, "flac.pictures", self.pictures, NULL, ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (inspection, "flac.padding.bytes", (gint64) self.padding, NULL,
                        ASSAY_OFFSET_NONE, 0);
  /* Section 9.1.1: each frame begins with fourteen ones and a zero. */
  if (assay_window_reader (&self.window, frames, 2, &reader)
      && (assay_reader_read_u16_be (&reader) & 0xfffe) != 0xfff8)
    assay_inspection_problem (inspection, "sync", frames,
                              "no frame where the first one should begin");
  else if (frames < self.window.end)
    assay_inspection_element (inspection, "frames", frames, 0, self.window.end - frames, NULL);
  assay_id3v1 (source, inspection);
  assay_window_clear (&self.window);
}
