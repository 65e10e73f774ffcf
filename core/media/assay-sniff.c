/* assay-sniff.c: what a file is, by its leading bytes, its container brand and, for ZIP, its list
 * of names. Judges the bytes only; the name is not asked. */
#include "config.h"

#include <string.h>

#include "media/assay-format.h"
#include "media/assay-text-sniff-private.h"

/* Enough for five transport packets of 204 bytes, 1024 bytes of junk before "%PDF-" and a few lines
 * of a table. */
#define HEAD_SIZE 4096
/* Of zeros before a byte stream; a disk image may begin with gigabytes of them. */
#define ZEROS ((guint64) 1024 * 1024)

typedef struct
{
  AssaySource *source;
  const guint8 *data;
  gsize size;
} Head;

static gboolean
has_at (const Head *head, gsize at, const char *magic, gsize length)
{
  return at + length <= head->size && memcmp (head->data + at, magic, length) == 0;
}

#define HAS_AT(head, at, magic) has_at (head, at, magic, sizeof (magic) - 1)

static gboolean
contains (const guint8 *data, gsize size, const char *needle)
{
  return memmem (data, size, needle, strlen (needle)) != NULL;
}

typedef struct
{
  gsize at;
  const char *magic;
  gsize length;
  const char *format;
} Magic;

#define MAGIC(at, text, format)                                                                    \
  {                                                                                                \
    at, text, sizeof (text) - 1, format                                                            \
  }

/* Signatures that settle the matter alone. Longer and surer ones first. */
static const Magic magics[] = {
  MAGIC (0, "\xff\xd8\xff", "jpeg"),
  MAGIC (0, "\x89PNG\r\n\x1a\n", "png"),
  MAGIC (0, "GIF87a", "gif"),
  MAGIC (0, "GIF89a", "gif"),
  MAGIC (0, "FUJIFILMCCD-RAW", "raf"),
  MAGIC (0, "IIU\0", "rw2"),
  MAGIC (0, "IIRO", "orf"),
  MAGIC (0, "IIRS", "orf"),
  MAGIC (0, "MMOR", "orf"),
  MAGIC (0, "8BPS\0", "psd"),
  MAGIC (0, "\0\0\0\x0cJXL \r\n\x87\n", "jxl"),
  MAGIC (0, "\xff\x0a", "jxl"),
  MAGIC (0, "\0\0\0\x0cjP  \r\n\x87\n", "jp2"),
  MAGIC (0, "\xff\x4f\xff\x51", "jp2"),
  MAGIC (0, "Rar!\x1a\x07", "rar"),
  MAGIC (0, "7z\xbc\xaf\x27\x1c", "7z"),
  MAGIC (0, "\x1f\x8b\x08", "gzip"),
  MAGIC (0, "fLaC", "flac"),
  MAGIC (0, "#!AMR", "amr"),
  MAGIC (0, "riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb", "w64"),
  MAGIC (0, "caff\0\1", "caf"),
  MAGIC (0, ".snd\0\0", "au"),
  MAGIC (0, "wvpk", "wavpack"),
  MAGIC (0, "MAC \x96\x0f", "ape"),
  MAGIC (0, "TTA1", "tta"),
  MAGIC (0, "NIST_1A\n", "sphere"),
  MAGIC (0, "\x30\x26\xb2\x75\x8e\x66\xcf\x11", "asf"),
  MAGIC (0, "FLV\x01", "flv"),
  MAGIC (0, "\0\0\x01\xba", "mpegps"),
  MAGIC (0,
         "\x7f"
         "ELF",
         "elf"),
};

static const char *
sniff_magic (const Head *head)
{
  for (gsize i = 0; i < G_N_ELEMENTS (magics); i++)
    if (has_at (head, magics[i].at, magics[i].magic, magics[i].length))
      return magics[i].format;
  return NULL;
}

typedef struct
{
  char brand[5];
  const char *format;
} Brand;

/* Major brands of ISO 14496-12 files; 3gp and 3g2 are matched by their first three letters. */
static const Brand brands[] = {
  { "qt  ", "mov" },  { "M4A ", "m4a" },  { "M4B ", "m4a" },  { "M4P ", "m4a" },
  { "M4V ", "m4v" },  { "M4VH", "m4v" },  { "M4VP", "m4v" },  { "heic", "heif" },
  { "heix", "heif" }, { "heim", "heif" }, { "heis", "heif" }, { "hevc", "heif" },
  { "hevx", "heif" }, { "hevm", "heif" }, { "hevs", "heif" }, { "avif", "avif" },
  { "avis", "avif" }, { "crx ", "cr3" },  { "jp2 ", "jp2" },
};

/* "mif1" and "msf1" say only "pictures by items": the compatible brands tell which codec. */
static const char *
sniff_picture_brands (const Head *head, guint32 box_size)
{
  gsize end = MIN ((gsize) box_size, head->size);

  for (gsize at = 16; at + 4 <= end; at += 4)
    if (HAS_AT (head, at, "avif") || HAS_AT (head, at, "avis"))
      return "avif";
  return "heif";
}

static const char *
sniff_bmff (const Head *head)
{
  /* QuickTime before 2001 has no ftyp: one of these comes first. */
  static const char *const bare[] = { "moov", "mdat", "wide", "skip", "free", "pnot" };

  if (head->size < 8)
    return NULL;
  if (HAS_AT (head, 4, "ftyp"))
    {
      AssayReader reader;

      assay_reader_init (&reader, head->data, head->size, 0);

      guint32 box_size = assay_reader_read_u32_be (&reader);

      for (gsize i = 0; i < G_N_ELEMENTS (brands); i++)
        if (has_at (head, 8, brands[i].brand, 4))
          return brands[i].format;
      if (HAS_AT (head, 8, "3gp") || HAS_AT (head, 8, "3g2") || HAS_AT (head, 8, "3gr"))
        return "3gp";
      if (HAS_AT (head, 8, "mif1") || HAS_AT (head, 8, "msf1") || HAS_AT (head, 8, "mif2"))
        return sniff_picture_brands (head, box_size);
      return "mp4";
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bare); i++)
    if (has_at (head, 4, bare[i], 4))
      return "mov";
  return NULL;
}

static const char *
sniff_riff (const Head *head)
{
  if (!HAS_AT (head, 0, "RIFF") && !HAS_AT (head, 0, "RIFX") && !HAS_AT (head, 0, "RF64")
      && !HAS_AT (head, 0, "BW64"))
    return HAS_AT (head, 0, "FORM") && (HAS_AT (head, 8, "AIFF") || HAS_AT (head, 8, "AIFC"))
               ? "aiff"
               : NULL;
  if (HAS_AT (head, 8, "WEBP"))
    return "webp";
  if (HAS_AT (head, 8, "WAVE"))
    return "wav";
  if (HAS_AT (head, 8, "AVI ") || HAS_AT (head, 8, "AVIX"))
    return "avi";
  return "riff";
}

static const char *
sniff_matroska (const Head *head)
{
  if (!HAS_AT (head, 0, "\x1a\x45\xdf\xa3"))
    return NULL;
  /* DocType (4282) is in the EBML header, which fits in the first 64 bytes of every muxer met. */
  return contains (head->data, MIN (head->size, 64), "webm") ? "webm" : "matroska";
}

/* Which camera's: the tags of IFD0 that say so, read only as far as the head reaches. */
static const char *
sniff_tiff (const Head *head)
{
  gboolean big_endian = HAS_AT (head, 0, "MM\0*") || HAS_AT (head, 0, "MM\0+");
  AssayReader reader;
  gboolean sub_ifds = FALSE;

  if (!big_endian && !HAS_AT (head, 0, "II*\0") && !HAS_AT (head, 0, "II+\0"))
    return NULL;
  if (HAS_AT (head, 8, "CR\x02"))
    return "cr2";
  assay_reader_init (&reader, head->data, head->size, 0);
  assay_reader_skip (&reader, 4);
  assay_reader_seek (&reader, assay_reader_read_u32 (&reader, big_endian));
  for (guint left = assay_reader_read_u16 (&reader, big_endian); left > 0; left--)
    {
      guint16 tag = assay_reader_read_u16 (&reader, big_endian);

      assay_reader_skip (&reader, 10);
      if (!assay_reader_ok (&reader))
        break;
      if (tag == 0xc612) /* DNGVersion */
        return "dng";
      sub_ifds |= tag == 0x014a;
    }
  if (sub_ifds && contains (head->data, head->size, "NIKON"))
    return "nef";
  if (sub_ifds && contains (head->data, head->size, "SONY"))
    return "arw";
  return "tiff";
}

/* Names in the tail, where the central directory is. */
static const char *
sniff_zip_names (const Head *head)
{
  guint64 size = assay_source_get_size (head->source);
  gsize length = (gsize) MIN (size, 65536);
  g_autoptr (GBytes) tail = assay_source_read (head->source, size - length, length, NULL);
  const guint8 *data = tail != NULL ? g_bytes_get_data (tail, &length) : NULL;

  if (data == NULL)
    return "zip";
  if (contains (data, length, "[Content_Types].xml"))
    return "ooxml";
  if (contains (data, length, "AndroidManifest.xml"))
    return "apk";
  return "zip";
}

static const char *
sniff_zip (const Head *head)
{
  if (!HAS_AT (head, 0, "PK\3\4") && !HAS_AT (head, 0, "PK\5\6") && !HAS_AT (head, 0, "PK\7\10"))
    return NULL;
  /* The first entry "mimetype", stored, is how OpenDocument and EPUB sign themselves. */
  if (HAS_AT (head, 30, "mimetypeapplication/epub+zip"))
    return "epub";
  if (HAS_AT (head, 30, "mimetypeapplication/vnd.oasis.opendocument"))
    return "odf";
  return sniff_zip_names (head);
}

static gboolean
is_transport_stream (const Head *head)
{
  /* Packet size and where 0x47 stands in it: plain, with Blu-ray time code, with Reed-Solomon
   * parity. */
  static const struct
  {
    gsize packet;
    gsize sync;
  } kinds[] = { { 188, 0 }, { 192, 4 }, { 204, 0 } };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      gsize found = 0;
      gsize whole = (head->size - MIN (head->size, kinds[i].sync)) / kinds[i].packet;

      while (found < whole && head->data[kinds[i].sync + found * kinds[i].packet] == 0x47)
        found++;
      if (found >= 3 && found == whole)
        return TRUE;
    }
  return FALSE;
}

/* MPEG audio (ISO 11172-3 2.4.1.3) and ADTS (ISO 13818-7 6.2) begin with twelve ones; every field
 * must be legal, since any text in UTF-16 or a run of FF begins so too. */
static const char *
sniff_mpeg_audio (const guint8 *data, gsize size)
{
  if (size < 4 || data[0] != 0xff || (data[1] & 0xe0) != 0xe0)
    return NULL;

  guint version = (data[1] >> 3) & 3;
  guint layer = (data[1] >> 1) & 3;

  if ((data[1] & 0xf6) == 0xf0)
    return ((data[2] >> 2) & 15) < 13 ? "aac" : NULL;
  if (version == 1 || layer == 0 || (data[2] >> 4) == 15 || ((data[2] >> 2) & 3) == 3)
    return NULL;
  return "mp3";
}

/* Behind an ID3v2 tag stands MP3, sometimes AAC or FLAC; an unreadable rest is MP3, as everybody
 * takes it. */
static const char *
sniff_id3 (const Head *head)
{
  guint8 next[4];

  if (!HAS_AT (head, 0, "ID3") || head->size < 10)
    return NULL;

  guint64 tag = 10;

  for (gsize i = 0; i < 4; i++)
    tag += (guint64) (head->data[6 + i] & 0x7f) << (21 - 7 * i);

  gssize got = assay_source_read_into (head->source, tag, next, sizeof next, NULL);

  if (got == sizeof next && memcmp (next, "fLaC", 4) == 0)
    return "flac";

  const char *audio = got == sizeof next ? sniff_mpeg_audio (next, sizeof next) : NULL;

  return audio != NULL ? audio : "mp3";
}

/* The first payload of a logical stream names its codec. */
static gboolean
is_ogg_sound (const Head *head, gsize payload)
{
  return HAS_AT (head, payload, "OpusHead") || HAS_AT (head, payload, "\x01vorbis")
         || HAS_AT (head, payload,
                    "\x7f"
                    "FLAC")
         || HAS_AT (head, payload, "Speex   ");
}

/* RFC 3533: each logical stream opens with a page of its own (flag 2), and these pages come before
 * all others. A file whose streams are all sound, a voice message for one, is sound. */
static const char *
sniff_ogg (const Head *head)
{
  gsize at = 0;

  if (!HAS_AT (head, 0, "OggS\0"))
    return NULL;
  while (HAS_AT (head, at, "OggS\0") && at + 27 <= head->size && (head->data[at + 5] & 2) != 0)
    {
      gsize segments = head->data[at + 26];
      gsize payload = at + 27 + segments;

      if (payload > head->size || !is_ogg_sound (head, payload))
        return "ogg";
      for (gsize i = at + 27; i < at + 27 + segments; i++)
        payload += head->data[i];
      at = payload;
    }
  return at > 0 ? "oga" : "ogg";
}

/* How many bytes are zero, from the beginning to at most ZEROS. */
static guint64
count_zeros (const Head *head)
{
  guint8 block[HEAD_SIZE];
  guint64 at = 0;

  while (at < head->size && head->data[at] == 0)
    at++;
  if (at < HEAD_SIZE)
    return at;
  while (at < ZEROS)
    {
      gssize got = assay_source_read_into (head->source, at, block, sizeof block, NULL);

      for (gssize i = 0; i < got; i++, at++)
        if (block[i] != 0)
          return at;
      if (got < (gssize) sizeof block)
        return at;
    }
  return at;
}

/* Annex B of H.264 and H.265: a start code, then a NAL unit that may open a stream. */
static const char *
sniff_annexb (const Head *head)
{
  static const guint8 profiles[] = { 66, 77, 88, 100, 110, 122, 244, 44, 118, 128 };
  /* Any number of zeros may stand before the first start code (H.265 B.2, leading_zero_8bits). */
  const guint64 zeros = count_zeros (head);
  guint8 code[3];

  if (zeros < 2
      || assay_source_read_into (head->source, zeros, code, sizeof code, NULL)
             < (gssize) sizeof code
      || code[0] != 1)
    return NULL;

  guint8 first = code[1];
  guint8 second = code[2];
  guint hevc_type = first >> 1;

  /* VPS, SPS, PPS, AUD, prefix SEI; layer 0, temporal id 0. */
  if ((first & 0x81) == 0 && second == 1 && hevc_type >= 32 && hevc_type <= 39)
    return "hevc";
  if ((first & 0x9f) == 7 && memchr (profiles, second, sizeof profiles) != NULL)
    return "h264";
  return first == 9 || first == 6 ? "h264" : NULL;
}

static gboolean
is_bitmap (const Head *head)
{
  static const guint8 headers[] = { 12, 16, 40, 52, 56, 64, 108, 124 };

  return HAS_AT (head, 0, "BM") && head->size >= 26
         && memchr (headers, head->data[14], sizeof headers) != NULL && head->data[15] == 0
         && head->data[16] == 0 && head->data[17] == 0;
}

static gboolean
is_icon (const Head *head)
{
  return (HAS_AT (head, 0, "\0\0\1\0") || HAS_AT (head, 0, "\0\0\2\0")) && head->size >= 22
         && head->data[4] > 0 && head->data[4] <= 64 && head->data[5] == 0 && head->data[9] == 0;
}

static gboolean
is_windows_program (const Head *head)
{
  if (!HAS_AT (head, 0, "MZ") || head->size < 64)
    return FALSE;

  AssayReader reader;

  assay_reader_init (&reader, head->data, head->size, 0);
  assay_reader_seek (&reader, 60);

  guint32 header = assay_reader_read_u32_le (&reader);

  return header >= head->size || HAS_AT (head, header, "PE\0\0") || HAS_AT (head, header, "NE");
}

static const char *
sniff_weak (const Head *head)
{
  if (is_bitmap (head))
    return "bmp";
  if (is_icon (head))
    return "ico";
  if (is_windows_program (head))
    return "pe";
  if (contains (head->data, MIN (head->size, 1024), "%PDF-"))
    return "pdf";
  if (is_transport_stream (head))
    return "mpegts";

  /* A byte order mark looks like the start of MPEG audio; text behind it settles the matter. */
  const char *text = assay_text_sniff (head->data, head->size);

  return text != NULL ? text : sniff_mpeg_audio (head->data, head->size);
}

const AssayFormat *
assay_format_sniff (AssaySource *source)
{
  static const char *(*const steps[]) (const Head *head)
      = { sniff_magic, sniff_bmff, sniff_riff, sniff_matroska, sniff_tiff,
          sniff_zip,   sniff_ogg,  sniff_id3,  sniff_annexb,   sniff_weak };
  guint8 data[HEAD_SIZE];
  gssize got = assay_source_read_into (source, 0, data, sizeof data, NULL);
  Head head = { .source = source, .data = data, .size = got < 0 ? 0 : (gsize) got };
  const char *id = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (steps) && id == NULL; i++)
    id = steps[i](&head);
  return assay_format_find (id != NULL ? id : "unknown");
}
