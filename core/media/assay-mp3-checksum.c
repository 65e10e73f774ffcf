/* assay-mp3-checksum.c: LAME's extension of the Xing header has the length of all frames with its
 * own and a checksum of the others (Gabriel Bouvigne, "Mp3 Info Tag revision 1", bytes $B0 to $BF).
 * FFmpeg writes the same, but for the last checksum, that of the header itself. */
#include "media/assay-mp3-checksum-private.h"

#include "config.h"

#include <string.h>

#define XING_FRAMES 1u
#define XING_BYTES 2u
#define XING_TOC 4u
#define XING_QUALITY 8u
/* From the encoder's name to the length of all frames. */
#define BEFORE_LENGTH 28u
#define NAME 4u
/* The extension stands in so many bytes of its frame. */
#define HEAD 256u

typedef struct
{
  guint32 length; /* bytes, with the frame of the header */
  guint16 checksum;
} Written;

/* CRC-16 with the polynomial 0x8005, lowest bit first. */
static guint16
add_crc (guint16 crc, const guint8 *data, gsize size)
{
  static gsize once;
  static guint16 table[256];

  if (g_once_init_enter (&once))
    {
      for (guint i = 0; i < 256; i++)
        {
          guint r = i;

          for (guint k = 0; k < 8; k++)
            r = (r >> 1) ^ ((r & 1u) != 0 ? 0xa001u : 0u);
          table[i] = (guint16) r;
        }
      g_once_init_leave (&once, 1);
    }
  for (gsize i = 0; i < size; i++)
    crc = (guint16) (crc >> 8 ^ table[(crc ^ data[i]) & 0xffu]);
  return crc;
}

/* The extension in @head, the first bytes of the first frame, @side bytes of which come between
 * header and Xing header. */
static gboolean
read_extension (GBytes *head, guint side, Written *written)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (head, &size);
  AssayReader reader;
  const guint8 *name;
  guint32 flags;
  gsize checked;
  gboolean ffmpeg;

  assay_reader_init_bytes (&reader, head, 0);
  if (!assay_reader_skip (&reader, 4 + (gsize) side)
      || !(assay_reader_match (&reader, "Xing", 4) || assay_reader_match (&reader, "Info", 4)))
    return FALSE;
  flags = assay_reader_read_u32_be (&reader);
  assay_reader_skip (&reader, ((flags & XING_FRAMES) != 0 ? 4u : 0u)
                                  + ((flags & XING_BYTES) != 0 ? 4u : 0u)
                                  + ((flags & XING_TOC) != 0 ? 100u : 0u)
                                  + ((flags & XING_QUALITY) != 0 ? 4u : 0u));
  name = assay_reader_peek (&reader, NAME);
  if (name == NULL || !assay_reader_skip (&reader, BEFORE_LENGTH))
    return FALSE;
  ffmpeg = memcmp (name, "Lavc", NAME) == 0 || memcmp (name, "Lavf", NAME) == 0;
  written->length = assay_reader_read_u32_be (&reader);
  written->checksum = assay_reader_read_u16_be (&reader);
  checked = (gsize) assay_reader_offset (&reader);
  return assay_reader_ok (&reader) && written->length > 0 && written->checksum > 0
         && (ffmpeg
             || (size >= checked + 2
                 && assay_reader_read_u16_be (&reader) == add_crc (0, data, checked)));
}

AssayMp3State
assay_mp3_checksum (AssaySource *source, const AssayFrameScan *scan, GCancellable *cancellable)
{
  const guint64 size = assay_source_get_size (source);
  g_autoptr (GBytes) head
      = assay_source_read (source, scan->first_at, MIN (scan->first.length, HEAD), NULL);
  g_autofree guint8 *buffer = NULL;
  Written written;
  guint16 crc = 0;
  guint64 at = scan->first_at + scan->first.length;
  guint64 end;

  if (head == NULL || scan->frames == 0
      || !read_extension (head, assay_mp3_side_information (&scan->first), &written)
      || written.length < scan->first.length)
    return ASSAY_MP3_UNCHECKED;
  end = scan->first_at + written.length;
  if (end > size)
    return ASSAY_MP3_SHORTER;
  buffer = g_malloc (ASSAY_WINDOW_SIZE);
  while (at < end)
    {
      const gssize got = assay_source_read_into (
          source, at, buffer, (gsize) MIN (end - at, (guint64) ASSAY_WINDOW_SIZE), NULL);

      if (got <= 0 || g_cancellable_is_cancelled (cancellable))
        return ASSAY_MP3_UNCHECKED;
      crc = add_crc (crc, buffer, (gsize) got);
      at += (guint64) got;
    }
  return crc == written.checksum ? ASSAY_MP3_AS_WRITTEN : ASSAY_MP3_CHANGED;
}
