/* assay-asf-packets.c: see the header. Numbers of sections are those of Microsoft's "Advanced
 * Systems Format Specification", revision 01.20.06. */
#include "media/assay-asf-packets-private.h"

#include "config.h"

#include <string.h>

#define GUID 16u
#define OBJECT 24u /* GUID and size */
#define CHILDREN_MAXIMUM 1024u
#define DATA_HEAD 50u      /* section 5.1: GUID, size, file, packets, two bytes */
#define PACKET_MINIMUM 32u /* a head and a payload's head, and hardly any sound */
#define PACKET_MAXIMUM 1048576u
#define BLOCK 65536u
#define BREAKS_MAXIMUM 65536u
#define STREAMS 128u

typedef struct
{
  gboolean sound;
  gboolean known; /* what comes next: nothing was lost since the last piece */
  guint32 number; /* of the last media object */
  guint32 size;   /* bytes of it */
  guint32 end;    /* bytes of it that were there */
} Stream;

/* Section 5.2.2: widths in bytes of the values in a packet. */
typedef struct
{
  gboolean several;
  guint stream_number;
  guint number;
  guint offset;
  guint replicated;
  guint length; /* of a payload */
} Widths;

typedef struct
{
  guint64 data; /* byte of the data object */
  guint64 end;
  guint32 packet; /* bytes; 0: not fixed */
  Stream streams[STREAMS];
  guint64 n;       /* packets seen */
  guint64 wrong;   /* that do not add up */
  GArray *breaks;  /* guint64 */
  gboolean broken; /* the packet before */
} Asf;

static guint32
read_width (AssayReader *reader, guint width)
{
  switch (width)
    {
    case 1:
      return assay_reader_read_u8 (reader);
    case 2:
      return assay_reader_read_u16_le (reader);
    case 4:
      return assay_reader_read_u32_le (reader);
    default:
      return 0;
    }
}

/* Two bits of @flags: 0, 1, 2 or 4 bytes. */
static guint
width_of (guint flags, guint shift)
{
  static const guint widths[] = { 0, 1, 2, 4 };

  return widths[flags >> shift & 3];
}

/* Section 3.2: packets have one size if the least and the largest are the same. */
static void
read_file_properties (Asf *self, AssayReader *reader)
{
  guint32 least, most;

  assay_reader_skip (reader, 16 + 6 * 8 + 4);
  least = assay_reader_read_u32_le (reader);
  most = assay_reader_read_u32_le (reader);
  if (assay_reader_ok (reader) && least == most && most >= PACKET_MINIMUM && most <= PACKET_MAXIMUM)
    self->packet = most;
}

/* Section 3.3 */
static void
read_stream_properties (Asf *self, AssayReader *reader)
{
  static const guint8 sound[GUID] = { 0x40, 0x9e, 0x69, 0xf8, 0x4d, 0x5b, 0xcf, 0x11,
                                      0xa8, 0xfd, 0x00, 0x80, 0x5f, 0x5c, 0x44, 0x2b };
  const guint8 *type = assay_reader_read_bytes (reader, GUID);
  guint number;

  assay_reader_skip (reader, GUID + 8 + 4 + 4);
  number = assay_reader_read_u16_le (reader) % STREAMS;
  if (assay_reader_ok (reader) && memcmp (type, sound, GUID) == 0)
    self->streams[number].sound = TRUE;
}

/* FALSE: there is no header, or no data behind it. */
static gboolean
read_header (Asf *self, AssaySource *source)
{
  static const guint8 file[GUID] = { 0xa1, 0xdc, 0xab, 0x8c, 0x47, 0xa9, 0xcf, 0x11,
                                     0x8e, 0xe4, 0x00, 0xc0, 0x0c, 0x20, 0x53, 0x65 };
  static const guint8 stream[GUID] = { 0x91, 0x07, 0xdc, 0xb7, 0xb7, 0xa9, 0xcf, 0x11,
                                       0x8e, 0xe6, 0x00, 0xc0, 0x0c, 0x20, 0x53, 0x65 };
  const guint64 size = assay_source_get_size (source);
  guint64 at = OBJECT + 6;

  for (guint i = 0; i < CHILDREN_MAXIMUM && at < size; i++)
    {
      g_autoptr (GBytes) head
          = assay_source_read (source, at, (gsize) MIN (size - at, OBJECT + 80), NULL);
      AssayReader reader;
      const guint8 *id;
      guint64 length;

      if (head == NULL)
        return FALSE;
      assay_reader_init_bytes (&reader, head, at);
      id = assay_reader_read_bytes (&reader, GUID);
      length = assay_reader_read_u64_le (&reader);
      if (!assay_reader_ok (&reader))
        return FALSE;
      if (at >= self->data)
        {
          /* 0: the writer did not come back to say how long. */
          self->end = length < DATA_HEAD || length > size - at ? size : at + length;
          return at == self->data && self->packet > 0;
        }
      if (memcmp (id, file, GUID) == 0)
        read_file_properties (self, &reader);
      else if (memcmp (id, stream, GUID) == 0)
        read_stream_properties (self, &reader);
      if (length < OBJECT || length > self->data - at)
        return FALSE;
      at += length;
    }
  return FALSE;
}

/* A media object is a packet of the sound, which may be sent in pieces. */
static gboolean
follows (Stream *stream, guint32 number, guint32 offset, guint32 size, guint32 n, guint width)
{
  const guint32 mask = width == 4 ? G_MAXUINT32 : (1u << 8 * width) - 1;
  const gboolean known = stream->known;
  gboolean right;

  if (offset > 0)
    right = number == stream->number && offset == stream->end && size == stream->size;
  else
    right = stream->end == stream->size && (width == 0 || number == ((stream->number + 1) & mask));
  stream->known = TRUE;
  stream->number = number;
  stream->size = size;
  stream->end = offset + n;
  return right || !known;
}

/* Section 5.2.3. FALSE: it does not add up. @jumped: nor does it go on where the last one ended. */
static gboolean
read_payload (Asf *self, AssayReader *reader, const Widths *widths, gsize rest, gboolean *jumped)
{
  Stream *stream = &self->streams[read_width (reader, widths->stream_number) % STREAMS];
  const guint32 number = read_width (reader, widths->number);
  const guint32 offset = read_width (reader, widths->offset);
  const guint32 replicated = read_width (reader, widths->replicated);
  guint32 size = 0;
  gsize n;

  /* 1: whole objects with a byte of length before each, and @offset is a time. */
  if (stream == self->streams || (replicated > 1 && replicated < 8))
    return FALSE;
  if (replicated >= 8)
    size = assay_reader_read_u32_le (reader);
  assay_reader_skip (reader, replicated >= 8 ? replicated - 4 : replicated);
  if (widths->several)
    n = read_width (reader, widths->length);
  else
    n = assay_reader_left (reader) - MIN (rest, assay_reader_left (reader));
  if (!assay_reader_skip (reader, n) || (replicated >= 8 && (offset > size || n > size - offset)))
    return FALSE;
  if (replicated < 8 || !stream->sound)
    stream->known = FALSE;
  else
    *jumped = !follows (stream, number, offset, size, (guint32) n, widths->number);
  return TRUE;
}

/* Sections 5.2.1 and 5.2.2. FALSE: it does not add up. @n: payloads; @padding: bytes after them. */
static gboolean
read_packet_head (AssayReader *reader, Widths *widths, guint *n, gsize *padding)
{
  guint flags = assay_reader_read_u8 (reader);
  guint properties, length, unused;
  guint32 stated;
  gsize size = assay_reader_left (reader) + 1;

  if ((flags & 0x80) != 0)
    {
      if ((flags & 0x60) != 0)
        return FALSE;
      assay_reader_skip (reader, flags & 0x0f);
      flags = assay_reader_read_u8 (reader);
    }
  properties = assay_reader_read_u8 (reader);
  unused = width_of (flags, 1);
  length = width_of (flags, 5);
  *widths = (Widths){ (flags & 1) != 0,         width_of (properties, 6), width_of (properties, 4),
                      width_of (properties, 2), width_of (properties, 0), 0 };
  stated = read_width (reader, length);
  read_width (reader, unused);
  *padding = read_width (reader, width_of (flags, 3));
  assay_reader_skip (reader, 6);
  *n = 1;
  if (widths->several)
    {
      const guint payloads = assay_reader_read_u8 (reader);

      *n = payloads & 0x3f;
      widths->length = width_of (payloads, 6);
    }
  /* A shorter packet is filled up to the size of all. */
  if (length > 0 && stated > size)
    return FALSE;
  if (length > 0)
    *padding += size - stated;
  return assay_reader_ok (reader) && (flags & 0x80) == 0 && widths->stream_number == 1 && *n > 0
         && *padding <= assay_reader_left (reader) && (!widths->several || widths->length > 0);
}

static void
add_break (Asf *self, guint64 offset)
{
  if (!self->broken && self->breaks->len < BREAKS_MAXIMUM)
    g_array_append_val (self->breaks, offset);
}

/* FALSE: it does not add up. */
static gboolean
look_at_packet (Asf *self, AssayReader *reader)
{
  const guint64 begin = assay_reader_offset (reader);
  gboolean torn = FALSE;
  gsize padding = 0;
  Widths widths;
  guint n;

  if (!read_packet_head (reader, &widths, &n, &padding))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      gboolean jumped = FALSE;

      if (!read_payload (self, reader, &widths, padding, &jumped))
        return FALSE;
      torn |= jumped;
    }
  if (assay_reader_left (reader) != padding)
    return FALSE;
  if (torn)
    add_break (self, begin);
  self->broken = torn;
  return TRUE;
}

static void
look_at_block (Asf *self, GBytes *block, guint64 offset)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (block, &size);

  for (gsize i = 0; size - i >= self->packet; i += self->packet, self->n++)
    {
      AssayReader reader;

      assay_reader_init (&reader, data + i, self->packet, offset + i);
      if (look_at_packet (self, &reader))
        continue;
      self->wrong++;
      add_break (self, offset + i);
      self->broken = TRUE;
      for (guint s = 0; s < STREAMS; s++)
        self->streams[s].known = FALSE;
    }
}

void
assay_asf_packets_look (AssaySource *source,
                        GCancellable *cancellable,
                        AssayAsfBreak on_break,
                        gpointer user_data)
{
  g_autoptr (GArray) breaks = g_array_new (FALSE, FALSE, sizeof (guint64));
  Asf self = { .breaks = breaks };
  g_autoptr (GBytes) head = assay_source_read (source, GUID, 8, NULL);
  AssayReader reader;
  guint64 at;

  if (head == NULL)
    return;
  assay_reader_init_bytes (&reader, head, GUID);
  self.data = assay_reader_read_u64_le (&reader);
  if (!read_header (&self, source))
    return;
  at = self.data + DATA_HEAD;
  while (self.end >= self.packet && at <= self.end - self.packet
         && !g_cancellable_is_cancelled (cancellable))
    {
      const guint64 most = MAX (BLOCK / self.packet, 1);
      const gsize size = (gsize) (MIN ((self.end - at) / self.packet, most) * self.packet);
      g_autoptr (GBytes) block = assay_source_read (source, at, size, NULL);

      if (block == NULL)
        return;
      look_at_block (&self, block, at);
      at += size;
    }
  for (guint i = 0; i < breaks->len && self.wrong <= self.n / 2; i++)
    on_break (g_array_index (breaks, guint64, i), user_data);
}
