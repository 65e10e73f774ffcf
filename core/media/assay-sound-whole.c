/* assay-sound-whole.c: see the header. The structure is that of assay_inspect(); frames that stand
 * one after the other are walked here, because only what stands between two of them is damage, not
 * what comes before and after all. */
#include "media/assay-sound-whole.h"

#include "config.h"

#include <string.h>

#include "media/assay-asf-packets-private.h"
#include "media/assay-id3-private.h"
#include "media/assay-mp3-checksum-private.h"

/* The last page of an Ogg file begins in so many bytes before its end. */
#define TAIL ((gsize) 65536)
#define CHUNKS_MAXIMUM 1024u
/* GUID and size of an ASF object; of the data object GUID, packets, two bytes follow. */
#define OBJECT 24u

/* What each format's parser calls a break inside; elsewhere it may be the way of an odd writer. */
static const struct
{
  const char *format; /* its family or id */
  const char *codes;  /* between commas */
} breaks[] = {
  { "ogg", ",bad-crc,sync,sequence," },
  { "mpegts", ",sync,continuity," },
  { "matroska", ",malformed,overrun," },
  { "avi", ",overrun," },
};

/* RFC 3533, section 6: 27 bytes, 255 sizes, 255 times 255 bytes. */
#define LARGEST_PAGE 65307u

static void
add_break (AssaySoundWhole *whole, guint64 offset)
{
  if (whole->n_breaks < ASSAY_SOUND_BREAKS)
    whole->breaks[whole->n_breaks] = offset;
  whole->n_breaks++;
}

static void
set_cut (AssaySoundWhole *whole, guint64 offset)
{
  whole->cut_at = whole->cut ? MIN (whole->cut_at, offset) : offset;
  whole->cut = TRUE;
}

static void
look_at_frames (AssaySource *source,
                gboolean mp3,
                AssayInspection *inspection,
                GCancellable *cancellable,
                AssaySoundWhole *whole)
{
  const guint64 begin = assay_id3v2 (source, inspection, 0);
  const guint64 end = assay_id3v1 (source, inspection);
  AssayMp3State state;
  AssayFrameScan scan;

  assay_frame_scan (source, begin, MAX (begin, end), mp3 ? assay_mp3_header : assay_adts_header,
                    cancellable, &scan);
  for (guint64 i = 0; i < MIN (scan.breaks, ASSAY_FRAME_BREAKS); i++)
    add_break (whole, scan.broken_at[i]);
  whole->n_breaks = scan.breaks;
  if (scan.cut)
    set_cut (whole, scan.end);
  if (!mp3 || scan.limited)
    return;
  state = assay_mp3_checksum (source, &scan, cancellable);
  if (state == ASSAY_MP3_SHORTER && !whole->cut)
    set_cut (whole, scan.end);
  whole->changed = state == ASSAY_MP3_CHANGED && !whole->cut && whole->n_breaks == 0;
}

gboolean
assay_sound_whole_is_open_ogg (AssaySource *source)
{
  guint64 size = assay_source_get_size (source);
  gsize n = (gsize) MIN (size, TAIL);
  g_autoptr (GBytes) head = assay_source_read (source, 0, MIN (n, 4), NULL);
  g_autoptr (GBytes) tail = assay_source_read (source, size - n, n, NULL);
  AssayReader reader;
  gboolean last = FALSE;

  if (head == NULL || tail == NULL)
    return FALSE;
  assay_reader_init_bytes (&reader, head, 0);
  if (!assay_reader_match (&reader, "OggS", 4))
    return FALSE;
  assay_reader_init_bytes (&reader, tail, 0);
  while (assay_reader_left (&reader) >= 6)
    if (assay_reader_match (&reader, "OggS\0", 5))
      last = (assay_reader_read_u8 (&reader) & 4) != 0;
    else
      assay_reader_skip (&reader, 1);
  return !last;
}

/* Whether it is an Ogg page of which not even the head is there. */
static gboolean
is_last_page (AssaySource *source, const AssayProblem *problem)
{
  return strcmp (problem->code, "sync") == 0 && assay_sound_whole_is_open_ogg (source)
         && assay_source_get_size (source) - problem->offset < LARGEST_PAGE;
}

/* Bytes that no chunk's name begins: not a chunk that was cut. @stated: RIFF says how much sound
 * comes before them; 0 is written by who doesn't know. */
static gboolean
is_no_chunk (AssaySource *source, guint64 offset, gboolean *stated)
{
  g_autoptr (GBytes) head = offset >= 8 ? assay_source_read (source, offset - 8, 12, NULL) : NULL;
  const guint8 *bytes = head != NULL ? g_bytes_get_data (head, NULL) : NULL;

  if (bytes == NULL)
    return FALSE;
  *stated = memcmp (bytes, "data\0\0\0\0", 8) != 0;
  for (guint i = 8; i < 12; i++)
    if (!g_ascii_isprint (bytes[i]))
      return TRUE;
  return FALSE;
}

static void
look_at_problems (AssaySource *source, const AssayInspection *inspection, AssaySoundWhole *whole)
{
  const AssayFormat *format = assay_inspection_get_format (inspection);
  const gboolean riff = strcmp (format->family, "riff") == 0;
  const char *codes = "";
  gboolean stated = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (breaks); i++)
    if (strcmp (breaks[i].format, format->family) == 0
        || strcmp (breaks[i].format, format->id) == 0)
      codes = breaks[i].codes;
  for (guint i = 0; i < assay_inspection_get_n_problems (inspection); i++)
    {
      const AssayProblem *problem = assay_inspection_get_problem (inspection, i);
      g_autofree char *code = g_strdup_printf (",%s,", problem->code);

      if (riff && strcmp (problem->code, "truncated") == 0
          && is_no_chunk (source, problem->offset, &stated))
        whole->more = stated;
      else if (strcmp (problem->code, "truncated") == 0)
        set_cut (whole, problem->offset);
      else if (strstr (codes, code) != NULL && is_last_page (source, problem))
        set_cut (whole, problem->offset);
      else if (strstr (codes, code) != NULL)
        add_break (whole, problem->offset);
    }
}

/* Apple's Core Audio Format: chunks of a type and a size of 64 bits; all ones: to the end. */
static void
look_at_caf (AssaySource *source, AssaySoundWhole *whole)
{
  const guint64 size = assay_source_get_size (source);
  guint64 at = 8;

  for (guint i = 0; i < CHUNKS_MAXIMUM && at < size; i++)
    {
      g_autoptr (GBytes) head = assay_source_read (source, at, (gsize) MIN (size - at, 12), NULL);
      AssayReader reader;
      guint64 length;

      if (head == NULL)
        return;
      assay_reader_init_bytes (&reader, head, at);
      assay_reader_skip (&reader, 4);
      length = assay_reader_read_u64_be (&reader);
      if (!assay_reader_ok (&reader) || (length != G_MAXUINT64 && length > size - at - 12))
        set_cut (whole, at);
      if (whole->cut || length == G_MAXUINT64)
        return;
      at += 12 + length;
    }
}

static void
on_asf_break (guint64 offset, gpointer user_data)
{
  add_break (user_data, offset);
}

/* ASF: the header object, then the data object; 0: how long was not known. */
static void
look_at_asf (AssaySource *source, GCancellable *cancellable, AssaySoundWhole *whole)
{
  const guint64 size = assay_source_get_size (source);
  guint64 at = 0;

  for (guint i = 0; i < 2 && at < size; i++)
    {
      g_autoptr (GBytes) head
          = assay_source_read (source, at, (gsize) MIN (size - at, OBJECT), NULL);
      AssayReader reader;
      guint64 length;

      if (head == NULL)
        return;
      assay_reader_init_bytes (&reader, head, at);
      assay_reader_skip (&reader, 16);
      length = assay_reader_read_u64_le (&reader);
      if (!assay_reader_ok (&reader) || length > size - at)
        set_cut (whole, at);
      if (whole->cut || length < OBJECT)
        break;
      at += length;
    }
  assay_asf_packets_look (source, cancellable, on_asf_break, whole);
}

gboolean
assay_sound_whole_look (AssaySource *source,
                        GCancellable *cancellable,
                        AssaySoundWhole *whole,
                        GError **error)
{
  g_autoptr (AssayInspection) inspection = assay_inspect (source, "", cancellable, error);
  const AssayFormat *format;

  memset (whole, 0, sizeof *whole);
  if (inspection == NULL)
    return FALSE;
  format = assay_inspection_get_format (inspection);
  look_at_problems (source, inspection, whole);
  if (strcmp (format->id, "mp3") == 0 || strcmp (format->id, "aac") == 0)
    look_at_frames (source, strcmp (format->id, "mp3") == 0, inspection, cancellable, whole);
  else if (strcmp (format->id, "caf") == 0)
    look_at_caf (source, whole);
  else if (strcmp (format->id, "asf") == 0)
    look_at_asf (source, cancellable, whole);
  whole->open_end = !whole->cut && assay_sound_whole_is_open_ogg (source);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}
