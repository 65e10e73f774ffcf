/* test-sniff.c: what a file is by its bytes, and what its name promises. */
#include "still-test.h"

#include "config.h"

#include <string.h>

typedef struct
{
  const char *data;
  gsize size;
  const char *format;
} Sample;

#define SAMPLE(text, format)                                                                       \
  {                                                                                                \
    text, sizeof (text) - 1, format                                                                \
  }

/* A page that opens a logical stream of Ogg with a packet of @length (in octal) bytes. */
#define OGG_PAGE(length) "OggS\0\2\0\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\1" length

static const char *
sniff (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (AssaySource) source = assay_source_new_bytes (bytes);

  return assay_format_sniff (source)->id;
}

static void
test_signatures (void)
{
  static const Sample samples[] = {
    SAMPLE ("\xff\xd8\xff\xe0", "jpeg"),
    SAMPLE ("\x89PNG\r\n\x1a\n....", "png"),
    SAMPLE ("GIF89a..", "gif"),
    SAMPLE ("RIFF\4\0\0\0WEBPVP8 ", "webp"),
    SAMPLE ("RIFF\4\0\0\0WAVEfmt ", "wav"),
    SAMPLE ("RF64\xff\xff\xff\xffWAVEds64", "wav"),
    SAMPLE ("riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\0\0", "w64"),
    SAMPLE ("caff\0\1\0\0desc", "caf"),
    SAMPLE (".snd\0\0\0\x18\0\0\0\0", "au"),
    SAMPLE (".sndx is how a line may begin\n", "text"),
    SAMPLE ("wvpk\x10\0\0\0", "wavpack"),
    SAMPLE ("MAC \x96\x0f\0\0", "ape"),
    SAMPLE ("TTA1\1\0", "tta"),
    SAMPLE ("NIST_1A\n   1024\n", "sphere"),
    SAMPLE ("RIFF\4\0\0\0AVI LIST", "avi"),
    SAMPLE ("RIFF\4\0\0\0ACON", "riff"),
    SAMPLE (OGG_PAGE ("\10") "OpusHead", "oga"),
    SAMPLE (OGG_PAGE ("\7") "\001vorbis" OGG_PAGE ("\7") "\200theora", "ogg"),
    SAMPLE (OGG_PAGE ("\7") "\001vorbis" OGG_PAGE ("\10") "OpusHead"
                                                          "OggS\0\0",
            "oga"),
    SAMPLE (OGG_PAGE ("\377") "OpusHead", "oga"),
    SAMPLE ("II*\0\10\0\0\0\0\0", "tiff"),
    SAMPLE ("MM\0*\0\0\0\10\0\0", "tiff"),
    SAMPLE ("II*\0\x10\0\0\0CR\2\0", "cr2"),
    SAMPLE ("II*\0\10\0\0\0\1\0\x12\xc6\1\0\4\0\0\0\1\4\0\0\0\0\0\0", "dng"),
    SAMPLE ("IIU\0\x18\0\0\0", "rw2"),
    SAMPLE ("\0\0\0\x18"
            "ftypheic\0\0\0\0mif1heic",
            "heif"),
    SAMPLE ("\0\0\0\x18"
            "ftypmif1\0\0\0\0mif1heic",
            "heif"),
    SAMPLE ("\0\0\0\x18"
            "ftypmif1\0\0\0\0mif1avif",
            "avif"),
    SAMPLE ("\0\0\0\x18"
            "ftypavif\0\0\0\0mif1avif",
            "avif"),
    SAMPLE ("\0\0\0\x18"
            "ftypcrx \0\0\0\1crx isom",
            "cr3"),
    SAMPLE ("\0\0\0\x14"
            "ftypqt  \0\0\0\0qt  ",
            "mov"),
    SAMPLE ("\0\0\0\x14"
            "ftypisom\0\0\0\0isom",
            "mp4"),
    SAMPLE ("\0\0\0\x14"
            "ftyp3gp4\0\0\0\0"
            "3gp4",
            "3gp"),
    SAMPLE ("\0\0\0\x14"
            "ftypM4A \0\0\0\0M4A ",
            "m4a"),
    SAMPLE ("\0\0\0\x14"
            "ftypM4V \0\0\0\0M4V ",
            "m4v"),
    SAMPLE ("\0\0\0\x10moov\0\0\0\10mvhd", "mov"),
    SAMPLE ("\x1a\x45\xdf\xa3\x93\x42\x82\x88matroska", "matroska"),
    SAMPLE ("\x1a\x45\xdf\xa3\x93\x42\x82\x84webm", "webm"),
    SAMPLE ("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "pdf"),
    SAMPLE ("junk before\n%PDF-1.4\n\x80", "pdf"),
    SAMPLE ("PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "zip"),
    SAMPLE ("Rar!\x1a\7\1\0", "rar"),
    SAMPLE ("7z\xbc\xaf\x27\x1c", "7z"),
    SAMPLE ("fLaC\0\0\0\x22", "flac"),
    SAMPLE ("ID3\4\0\0\0\0\0\0fLaC", "flac"),
    SAMPLE ("ID3\3\0\0\0\0\0\0\xff\xfb\x90\x44", "mp3"),
    SAMPLE ("\xff\xfb\x90\x44", "mp3"),
    SAMPLE ("\xff\xf1\x50\x80", "aac"),
    SAMPLE ("OggS\0\2", "ogg"),
    SAMPLE ("\0\0\1\xba\x44", "mpegps"),
    SAMPLE ("\0\0\0\1\x40\1\x0c\1", "hevc"),
    SAMPLE ("\0\0\0\0\0\0\1\x40\1\x0c\1", "hevc"),
    SAMPLE ("\0\0\1\x67\x64\0\x1f", "h264"),
    SAMPLE ("\0\0\0\0\1\x67\x64\0\x1f", "h264"),
    SAMPLE ("\0\0\0\0\0\0\1\xf0", "unknown"),
    SAMPLE ("BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\1\0\0\0\1\0\0\0", "bmp"),
    SAMPLE ("a,b,c\n1,2,3\n4,5,6\n", "csv"),
    SAMPLE ("a\tb\n1\t2\n3\t4\n", "tsv"),
    SAMPLE ("value\n1.5\n-2e3\n", "csv"),
    SAMPLE ("\"x;y\";z\n\"1;2\";3\n", "csv"),
    SAMPLE ("{\"a\": 1}", "json"),
    SAMPLE ("<?xml version=\"1.0\"?><gpx/>", "xml"),
    SAMPLE ("<?xml version=\"1.0\"?><svg/>", "svg"),
    SAMPLE ("BM is how this text begins, and it has, well, commas\nand lines\n", "text"),
    SAMPLE ("caf\xe9 au lait, s'il vous pla\xeet\n", "text"),
    SAMPLE ("\xff\xfe"
            "a\0b\0",
            "text"),
    SAMPLE ("\1\2\3\4\0\0\7", "unknown"),
  };

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    g_assert_cmpstr (sniff ((const guint8 *) samples[i].data, samples[i].size), ==,
                     samples[i].format);
}

static void
test_transport_stream (void)
{
  static const struct
  {
    gsize packet;
    gsize sync;
  } kinds[] = { { 188, 0 }, { 192, 4 }, { 204, 0 } };

  for (guint kind = 0; kind < G_N_ELEMENTS (kinds); kind++)
    {
      guint8 data[5 * 204] = { 0 };

      for (gsize at = kinds[kind].sync; at < sizeof data; at += kinds[kind].packet)
        data[at] = 0x47;
      g_assert_cmpstr (sniff (data, 5 * kinds[kind].packet), ==, "mpegts");
      data[kinds[kind].sync + 2 * kinds[kind].packet] = 0;
      g_assert_cmpstr (sniff (data, 5 * kinds[kind].packet), ==, "unknown");
    }
}

/* As many zeros as there may be before a byte stream; what other files have is not searched whole.
 */
static void
test_leading_zeros (void)
{
  static const guint8 vps[] = { 1, 0x40, 1, 0x0c, 1 };
  const gsize most = (gsize) 1024 * 1024;
  const gsize counts[] = { 2, 4093, 4094, 4095, 4096, 4097, 5000, 8192, 300000, most - 1 };
  g_autofree guint8 *data = g_malloc0 (2 * most);

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      memcpy (data + counts[i], vps, sizeof vps);
      g_assert_cmpstr (sniff (data, counts[i] + sizeof vps), ==, "hevc");
      g_assert_cmpstr (sniff (data, counts[i] + 2), ==, "unknown");
      memset (data + counts[i], 0, sizeof vps);
    }
  memcpy (data + 2 * most - sizeof vps, vps, sizeof vps);
  g_assert_cmpstr (sniff (data, 2 * most), ==, "unknown");
  g_assert_cmpstr (sniff (data, 5000), ==, "unknown");
}

/* Any beginning of any signature must be bearable. */
static void
test_prefixes (void)
{
  g_autofree char *path = av_test_path ("cam_canon_s30.jpg");
  g_autofree char *data = NULL;
  gsize size;

  if (path == NULL || !g_file_get_contents (path, &data, &size, NULL))
    return;
  for (gsize length = 1; length < 600; length++)
    {
      g_autoptr (AssayInspection) inspection
          = av_test_inspect_bytes ((const guint8 *) data, length, "cut.jpg");

      still_test_check_sound (inspection, length);
    }
}

/* "magic" in expected/: one word for all ISO video, one for all Ogg. */
static void
check_expected (JsonObject *file, const char *name, const char *format)
{
  const char *magic = json_object_get_string_member (file, "magic");
  const char *family = assay_format_find (format)->family;
  gboolean same = strcmp (magic, format) == 0 || strcmp (magic, family) == 0
                  || (strcmp (magic, "mp4") == 0 && strcmp (family, "bmff") == 0)
                  || (strcmp (magic, "mkv") == 0 && strcmp (family, "matroska") == 0);

  if (!same)
    g_error ("%s: %s where %s is expected", name, format, magic);
}

static void
test_shared_set (void)
{
  static const char *const sets[]
      = { "jpeg.json", "png.json", "heif.json", "mp4.json", "other.json" };
  guint checked = 0;

  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      g_autoptr (JsonParser) parser = json_parser_new ();
      g_autoptr (GList) names = av_test_names (parser, sets[i]);

      for (GList *link = names; link != NULL; link = link->next)
        {
          g_autofree char *path = av_test_path (link->data);
          g_autofree char *data = NULL;
          gsize size = 0;
          JsonObject *files = json_object_get_object_member (
              json_node_get_object (json_parser_get_root (parser)), "files");

          if (path == NULL || !g_file_get_contents (path, &data, &size, NULL))
            continue;
          check_expected (json_object_get_object_member (files, link->data), link->data,
                          sniff ((const guint8 *) data, size));
          checked++;
        }
    }
  /* All of the set but one TIFF, of which expected/ says nothing. */
  if (checked > 0)
    g_assert_cmpuint (checked, ==, 122);
}

static void
test_names (void)
{
  static const struct
  {
    const char *name;
    const char *format;
  } names[]
      = { { "a.jpg", "jpeg" },    { "a.JPEG", "jpeg" }, { "a.mp4", "mp4" }, { "a.m4a", "m4a" },
          { "a.m4v", "m4v" },     { "a.3gp", "3gp" },   { "a.wav", "wav" }, { "a.mkv", "matroska" },
          { "a.csv", "csv" },     { "a.txt", "text" },  { "a.svg", "svg" }, { "a.heic", "heif" },
          { "a.tar.gz", "gzip" }, { "noname", NULL },   { "a.", NULL },     { "a.jp", NULL } };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const AssayFormat *format = assay_format_for_name (names[i].name);

      g_assert_cmpstr (format == NULL ? NULL : format->id, ==, names[i].format);
    }
  g_assert_true (assay_format_has_extension (assay_format_find ("mp4"), "M4V"));
  g_assert_false (assay_format_has_extension (assay_format_find ("mp4"), "avi"));
  g_assert_false (assay_format_has_extension (assay_format_find ("unknown"), ""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/media/sniff/signatures", test_signatures);
  g_test_add_func ("/media/sniff/transport-stream", test_transport_stream);
  g_test_add_func ("/media/sniff/leading-zeros", test_leading_zeros);
  g_test_add_func ("/media/sniff/prefixes", test_prefixes);
  g_test_add_func ("/media/sniff/shared-set", test_shared_set);
  g_test_add_func ("/media/sniff/names", test_names);
  return g_test_run ();
}
