/* assay-ogg.c: Ogg pages and the headers of the streams within (RFC 3533; Vorbis I; RFC 7845 for
 * Opus). */
#include "config.h"

#include <string.h>

#include "media/assay-parsers-av-private.h"
#include "media/assay-vorbis-comment-private.h"
#include "media/assay-window-private.h"

#define STREAMS_MAXIMUM 64u
#define PAGES_LISTED 256u
/* Pages whose checksum is computed, and bytes searched for a lost page. */
#define CHECKED_BYTES (64u * 1024u * 1024u)
#define SEARCH_MAXIMUM (16u * 1024u * 1024u)
#define HEADER_PACKETS (256u * 1024u)

typedef struct
{
  guint32 serial;
  guint64 pages;
  guint32 sequence; /* of the last page */
  guint64 granule;  /* of the last page that has one */
  const char *codec;
  guint32 rate;
  guint channels;
  guint pre_skip;
  GByteArray *head; /* packets up to and with the comments */
  guint64 head_at;  /* offset of the second page's data: where the comments stand */
  guint64 first_at;
  gboolean head_done, has_samples;
} Stream;

typedef struct
{
  AssaySource *source;
  AssayInspection *inspection;
  GCancellable *cancellable;
  AssayWindow window;
  guint64 size;
  Stream streams[STREAMS_MAXIMUM];
  guint n_streams;
  guint64 pages, crc_errors, gaps, searched;
} Ogg;

typedef struct
{
  guint64 offset, header, data;
  guint8 flags;
  guint64 granule;
  guint32 serial, sequence, crc;
  guint8 lacing[255];
  guint segments;
} Page;

/* RFC 3533 6: polynomial 0x04c11db7, no reflection, the field itself taken as zero. */
static guint32
page_crc (const guint8 *data, gsize size)
{
  static gsize once;
  static guint32 table[256];
  guint32 crc = 0;

  if (g_once_init_enter (&once))
    {
      for (guint32 i = 0; i < 256; i++)
        {
          guint32 r = i << 24;

          for (guint k = 0; k < 8; k++)
            r = (r << 1) ^ (r & 0x80000000u ? 0x04c11db7u : 0u);
          table[i] = r;
        }
      g_once_init_leave (&once, 1);
    }
  for (gsize i = 0; i < size; i++)
    crc = (crc << 8) ^ table[(crc >> 24) ^ (i >= 22 && i < 26 ? 0u : data[i])];
  return crc;
}

static gboolean
read_page (Ogg *self, guint64 offset, Page *page)
{
  AssayReader reader;
  const guint8 *lacing;

  if (!assay_window_reader (&self->window, offset, 27, &reader)
      || !assay_reader_match (&reader, "OggS\0", 5))
    return FALSE;
  page->offset = offset;
  page->flags = assay_reader_read_u8 (&reader);
  page->granule = assay_reader_read_u64_le (&reader);
  page->serial = assay_reader_read_u32_le (&reader);
  page->sequence = assay_reader_read_u32_le (&reader);
  page->crc = assay_reader_read_u32_le (&reader);
  page->segments = assay_reader_read_u8 (&reader);
  if (!assay_window_reader (&self->window, offset + 27, page->segments, &reader))
    return FALSE;
  lacing = assay_reader_read_bytes (&reader, page->segments);
  page->data = 0;
  for (guint i = 0; i < page->segments; i++)
    {
      page->lacing[i] = lacing[i];
      page->data += lacing[i];
    }
  page->header = 27 + (guint64) page->segments;
  return TRUE;
}

static Stream *
stream_of (Ogg *self, const Page *page)
{
  for (guint i = 0; i < self->n_streams; i++)
    if (self->streams[i].serial == page->serial)
      return &self->streams[i];
  if (self->n_streams == STREAMS_MAXIMUM)
    return NULL;
  self->streams[self->n_streams]
      = (Stream){ .serial = page->serial, .head = g_byte_array_new (), .first_at = page->offset };
  return &self->streams[self->n_streams++];
}

/* The identification packet, which has the first page for itself. */
static void
read_identification (Stream *stream, AssayReader *reader)
{
  if (assay_reader_match (reader, "\x01vorbis", 7))
    {
      stream->codec = "vorbis";
      assay_reader_skip (reader, 4);
      stream->channels = assay_reader_read_u8 (reader);
      stream->rate = assay_reader_read_u32_le (reader);
    }
  else if (assay_reader_match (reader, "OpusHead", 8))
    {
      stream->codec = "opus";
      assay_reader_skip (reader, 1);
      stream->channels = assay_reader_read_u8 (reader);
      stream->pre_skip = assay_reader_read_u16_le (reader);
      stream->rate = 48000; /* granules always count at 48 kHz */
    }
  else if (assay_reader_match (reader,
                               "\x7f"
                               "FLAC",
                               5))
    stream->codec = "flac";
  else if (assay_reader_match (reader, "Speex   ", 8))
    stream->codec = "speex";
  else if (assay_reader_match (reader, "\x80theora", 7))
    stream->codec = "theora";
  else if (assay_reader_match (reader, "fishead", 8))
    stream->codec = "skeleton";
  else
    stream->codec = "unknown";
}

static void
read_comments (Ogg *self, const Stream *stream)
{
  AssayReader reader;

  assay_reader_init (&reader, stream->head->data, stream->head->len, stream->head_at);
  if (assay_reader_match (&reader, "\x03vorbis", 7) || assay_reader_match (&reader, "OpusTags", 8)
      || assay_reader_match (&reader, "\x81theora", 7))
    assay_vorbis_comment (self->inspection, &reader);
}

/* Gathers the second packet, which may span pages. */
static void
gather (Ogg *self, Stream *stream, const Page *page, const guint8 *data)
{
  gsize at = 0;

  if (stream->head->len == 0)
    stream->head_at = page->offset + page->header;
  for (guint i = 0; i < page->segments && !stream->head_done; i++)
    {
      g_byte_array_append (stream->head, data + at, page->lacing[i]);
      at += page->lacing[i];
      stream->head_done = page->lacing[i] < 255 || stream->head->len > HEADER_PACKETS;
    }
  if (!stream->head_done)
    return;
  if (stream->codec != NULL
      && (g_str_equal (stream->codec, "vorbis") || g_str_equal (stream->codec, "opus")
          || g_str_equal (stream->codec, "theora")))
    read_comments (self, stream);
  g_byte_array_set_size (stream->head, 0);
}

static void
read_page_data (Ogg *self, Stream *stream, const Page *page)
{
  g_autoptr (GBytes) bytes = NULL;
  const guint8 *data;
  AssayReader reader;

  if (stream->head_done && page->offset > CHECKED_BYTES)
    return;
  bytes = assay_source_read (self->source, page->offset, (gsize) (page->header + page->data), NULL);
  if (bytes == NULL)
    return;
  data = g_bytes_get_data (bytes, NULL);
  if (page_crc (data, g_bytes_get_size (bytes)) != page->crc)
    {
      if (self->crc_errors++ == 0)
        assay_inspection_problem (self->inspection, "bad-crc", page->offset, "page %u of stream %u",
                                  page->sequence, page->serial);
    }
  if (stream->pages == 0)
    {
      assay_reader_init (&reader, data + page->header, (gsize) page->data,
                         page->offset + page->header);
      read_identification (stream, &reader);
    }
  else if (!stream->head_done)
    gather (self, stream, page, data + page->header);
}

static void
visit_page (Ogg *self, const Page *page)
{
  Stream *stream = stream_of (self, page);

  self->pages++;
  if (self->pages <= PAGES_LISTED)
    assay_inspection_element (self->inspection, "page", page->offset, page->header,
                              page->header + page->data, NULL);
  if (stream == NULL)
    return;
  if (stream->pages > 0 && page->sequence != stream->sequence + 1)
    {
      if (self->gaps++ == 0)
        assay_inspection_problem (self->inspection, "sequence", page->offset,
                                  "stream %u: page %u follows page %u", page->serial,
                                  page->sequence, stream->sequence);
    }
  read_page_data (self, stream, page);
  stream->sequence = page->sequence;
  stream->pages++;
  if (page->granule != G_MAXUINT64 && stream->pages > 1)
    {
      stream->granule = page->granule;
      stream->has_samples = TRUE;
    }
}

static guint64
walk_pages (Ogg *self)
{
  guint64 offset = 0;
  Page page;

  while (offset < self->size && !g_cancellable_is_cancelled (self->cancellable)
         && self->pages < ASSAY_LIMIT_SAMPLES)
    {
      if (!read_page (self, offset, &page))
        {
          if (self->searched++ == 0)
            assay_inspection_problem (self->inspection, "sync", offset,
                                      "no page where one should begin");
          if (self->searched > SEARCH_MAXIMUM)
            break;
          offset++;
          continue;
        }
      if (page.header + page.data > self->size - offset)
        {
          assay_inspection_problem (self->inspection, "truncated", offset,
                                    "the file ends in a page of %" G_GUINT64_FORMAT " bytes",
                                    page.header + page.data);
          return self->size;
        }
      visit_page (self, &page);
      offset += page.header + page.data;
    }
  return offset;
}

static void
stream_fact (Ogg *self, guint number, const char *name, gint64 value)
{
  g_autofree char *full = g_strdup_printf ("ogg.stream[%u].%s", number, name);

  assay_inspection_int (self->inspection, full, value, NULL, self->streams[number - 1].first_at, 0);
}

static void
note_stream (Ogg *self, guint number)
{
  const Stream *stream = &self->streams[number - 1];
  g_autofree char *codec = g_strdup_printf ("ogg.stream[%u].codec", number);

  stream_fact (self, number, "serial", stream->serial);
  assay_inspection_text (self->inspection, codec, stream->codec != NULL ? stream->codec : "unknown",
                         stream->first_at, 0);
  stream_fact (self, number, "pages", (gint64) stream->pages);
  if (stream->rate == 0)
    return;
  stream_fact (self, number, "rate", stream->rate);
  stream_fact (self, number, "channels", stream->channels);
  if (stream->has_samples && stream->granule >= stream->pre_skip && stream->granule <= G_MAXINT64)
    {
      guint64 samples = stream->granule - stream->pre_skip;

      stream_fact (self, number, "samples", (gint64) samples);
      if (assay_inspection_find (self->inspection, "media.duration_s") == NULL)
        assay_inspection_real (self->inspection, "media.duration_s",
                               (double) samples / stream->rate, NULL, ASSAY_OFFSET_NONE, 0);
    }
}

void
assay_parse_ogg (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable)
{
  g_autofree Ogg *self = g_new0 (Ogg, 1);
  guint video = 0, audio = 0;

  self->source = source;
  self->inspection = inspection;
  self->cancellable = cancellable;
  self->size = assay_source_get_size (source);
  assay_window_init_sized (&self->window, source, 512);
  walk_pages (self);
  assay_inspection_int (inspection, "ogg.pages", (gint64) self->pages, NULL, ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (inspection, "ogg.streams", self->n_streams, NULL, ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (inspection, "ogg.crc_errors", (gint64) self->crc_errors, NULL,
                        ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (inspection, "ogg.gaps", (gint64) self->gaps, NULL, ASSAY_OFFSET_NONE, 0);
  for (guint i = 0; i < self->n_streams; i++)
    {
      const char *codec = self->streams[i].codec;

      note_stream (self, i + 1);
      video += g_strcmp0 (codec, "theora") == 0 ? 1 : 0;
      audio += codec != NULL && !g_str_equal (codec, "theora") && !g_str_equal (codec, "skeleton")
                       && !g_str_equal (codec, "unknown")
                   ? 1
                   : 0;
      g_byte_array_unref (self->streams[i].head);
    }
  assay_inspection_int (inspection, "media.video.count", video, NULL, ASSAY_OFFSET_NONE, 0);
  assay_inspection_int (inspection, "media.audio.count", audio, NULL, ASSAY_OFFSET_NONE, 0);
  if (self->pages == 0)
    assay_inspection_problem (inspection, "missing", 0, "no Ogg page");
  assay_window_clear (&self->window);
}
