/* test-containers.c: Matroska, MPEG, Ogg, FLAC, MP3 and AAC against expected values, made files and
 * damage. */
#include "av-test.h"

#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

/* The track of @type in mediainfo's report of @file; NULL without the media set. */
static JsonObject *
reported (JsonParser *parser, const char *file, const char *type)
{
  JsonObject *expected = av_test_expected (parser, "other.json", file);
  JsonArray *tracks
      = expected != NULL ? json_object_get_array_member (expected, "mediainfo") : NULL;

  for (guint i = 0; tracks != NULL && i < json_array_get_length (tracks); i++)
    if (g_str_equal (
            json_object_get_string_member (json_array_get_object_element (tracks, i), "@type"),
            type))
      return json_array_get_object_element (tracks, i);
  return NULL;
}

static void
check_int (const AssayInspection *inspection,
           const char *fact,
           JsonObject *track,
           const char *member)
{
  if (track != NULL && json_object_has_member (track, member))
    g_assert_cmpint (av_test_int (inspection, fact), ==,
                     atoll (json_object_get_string_member (track, member)));
}

typedef struct
{
  const char *file, *rate, *channels, *samples;
} SoundCase;

/* Rate, channels, samples and duration as mediainfo reports them. */
static void
test_sound (void)
{
  static const SoundCase cases[] = {
    { "aud_sine.flac", "flac.rate", "flac.channels", "flac.samples" },
    { "aud_sine.ogg", "ogg.stream[1].rate", "ogg.stream[1].channels", "ogg.stream[1].samples" },
    { "aud_sine.mp3", "mp3.rate", "mp3.channels", NULL },
    { "aud_sine.wav", "wav.rate", "wav.channels", "wav.samples" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonParser) parser = json_parser_new ();
      JsonObject *track = reported (parser, cases[i].file, "Audio");
      g_autoptr (AssayInspection) inspection = av_test_inspect_file (cases[i].file);

      if (track == NULL)
        return;
      check_int (inspection, cases[i].rate, track, "SamplingRate");
      check_int (inspection, cases[i].channels, track, "Channels");
      if (cases[i].samples != NULL)
        check_int (inspection, cases[i].samples, track, "SamplingCount");
      g_assert_cmpfloat_with_epsilon (
          av_test_real (inspection, "media.duration_s"),
          g_ascii_strtod (json_object_get_string_member (track, "Duration"), NULL), 0.0005);
      g_assert_cmpuint (assay_inspection_get_n_problems (inspection), ==, 0);
      g_assert_true (av_test_any (inspection, "media.encoder", "Lav"));
    }
}

static void
test_mp3 (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *track = reported (parser, "aud_sine.mp3", "Audio");
  g_autoptr (AssayInspection) inspection = av_test_inspect_file ("aud_sine.mp3");

  if (track == NULL)
    return;
  check_int (inspection, "mp3.frames", track, "FrameCount");
  g_assert_cmpint (av_test_int (inspection, "mp3.xing_frames"), ==,
                   av_test_int (inspection, "mp3.frames"));
  g_assert_cmpint (av_test_int (inspection, "mp3.lost_bytes"), ==, 0);
  g_assert_cmpstr (av_test_text (inspection, "id3.TSSE"), ==, "Lavf59.27.100");
}

static void
test_matroska (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *track = reported (parser, "der_remux_mkv__android601.mkv", "Video");
  g_autoptr (AssayInspection) mkv = av_test_inspect_file ("der_remux_mkv__android601.mkv");
  g_autoptr (AssayInspection) webm = av_test_inspect_file ("der_reenc_webm__android14_pixel.webm");

  if (track == NULL)
    return;
  check_int (mkv, "mkv.track[1].width", track, "Width");
  check_int (mkv, "mkv.track[1].height", track, "Height");
  g_assert_cmpstr (av_test_text (mkv, "mkv.track[1].codec"), ==, "V_MPEG4/ISO/AVC");
  g_assert_cmpstr (av_test_text (mkv, "mkv.doctype"), ==, "matroska");
  g_assert_true (av_test_any (mkv, "media.encoder", "mkvmerge v74.0.0"));
  g_assert_cmpfloat_with_epsilon (av_test_real (mkv, "mkv.duration_s"), 0.174, 1e-9);
  g_assert_cmpstr (av_test_text (webm, "mkv.doctype"), ==, "webm");
  g_assert_cmpint (av_test_int (webm, "mkv.block.count"), ==, 9); /* mediainfo: 9 frames */
  g_assert_cmpstr (av_test_text (webm, "media.android_version"), ==, "14");
  g_assert_cmpfloat_with_epsilon (av_test_real (webm, "media.gps.latitude"), 51.5335, 1e-9);
  g_assert_cmpuint (assay_inspection_get_n_problems (webm), ==, 0);
}

static const guint8 ebml_head[]
    = { 0x1a, 0x45, 0xdf, 0xa3, 0x88, 0x42, 0x82, 0x85, 'w', 'e', 'b', 'm', 0 };

/* Segment and clusters of unknown size, as a browser records: each ends where the next begins. */
static void
test_matroska_unknown (void)
{
  static const guint8 body[]
      = { 0x18, 0x53, 0x80, 0x67, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x16, 0x54,
          0xae, 0x6b, 0x85, 0xae, 0x83, 0x83, 0x81, 0x01, 0x1f, 0x43, 0xb6, 0x75, 0xff, 0xe7,
          0x81, 0x00, 0xa3, 0x84, 0x81, 0,    0,    0x80, 0xa3, 0x84, 0x81, 0,    1,    0,
          0x1f, 0x43, 0xb6, 0x75, 0xff, 0xe7, 0x81, 0x02, 0xa3, 0x84, 0x81, 0,    0,    0x80 };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (AssayInspection) inspection = NULL;

  g_byte_array_append (bytes, ebml_head, sizeof ebml_head);
  g_byte_array_append (bytes, body, sizeof body);
  inspection = av_test_inspect_bytes (bytes->data, bytes->len, "a.webm");
  av_test_check_sound (inspection, bytes->len);
  g_assert_cmpint (av_test_int (inspection, "mkv.cluster.count"), ==, 2);
  g_assert_cmpint (av_test_int (inspection, "mkv.block.count"), ==, 3);
  g_assert_cmpint (av_test_int (inspection, "media.video.count"), ==, 1);
  g_assert_cmpuint (assay_inspection_get_n_problems (inspection), ==, 0);
}

static void
test_matroska_deep (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (AssayInspection) inspection = NULL;
  static const guint8 tag[]
      = { 0x67, 0xc8, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }; /* SimpleTags nest */
  static const guint8 segment[]
      = { 0x18, 0x53, 0x80, 0x67, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

  g_byte_array_append (bytes, ebml_head, sizeof ebml_head);
  g_byte_array_append (bytes, segment, sizeof segment);
  for (guint i = 0; i < 1000; i++)
    g_byte_array_append (bytes, tag, sizeof tag);
  inspection = av_test_inspect_bytes (bytes->data, bytes->len, "a.webm");
  av_test_check_sound (inspection, bytes->len);
  g_assert_true (av_test_has_problem (inspection, "depth"));
}

/* One changed byte of a page is a wrong checksum; a page cut out is a gap. */
static void
test_ogg_damage (void)
{
  g_autofree char *path = av_test_path ("aud_sine.ogg");
  g_autofree char *data = NULL;
  gsize size;
  g_autoptr (AssayInspection) changed = NULL;
  g_autoptr (AssayInspection) shorter = NULL;
  gsize second = 0;

  if (path == NULL)
    return;
  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  data[size - 10] ^= 1;
  changed = av_test_inspect_bytes ((const guint8 *) data, size, "a.ogg");
  g_assert_cmpint (av_test_int (changed, "ogg.crc_errors"), ==, 1);
  g_assert_true (av_test_has_problem (changed, "bad-crc"));
  data[size - 10] ^= 1;
  for (gsize i = 4; i < size - 4 && second == 0; i++)
    if (memcmp (data + i, "OggS", 4) == 0 && (guint8) data[i + 18] == 2)
      second = i;
  g_assert_cmpuint (second, >, 0);
  for (gsize i = second + 4; i < size - 4; i++)
    if (memcmp (data + i, "OggS", 4) == 0)
      {
        memmove (data + second, data + i, size - i);
        size -= i - second;
        break;
      }
  shorter = av_test_inspect_bytes ((const guint8 *) data, size, "a.ogg");
  g_assert_cmpint (av_test_int (shorter, "ogg.gaps"), ==, 1);
}

/* A transport stream of @n packets of @size bytes: PAT, PMT, then packets of PID 256 with a
 * counter; @skip_at leaves one out. */
static GByteArray *
make_transport (guint n, guint size, guint skip_at)
{
  GByteArray *bytes = g_byte_array_new ();
  static const guint8 pat[]
      = { 0x47, 0x40, 0, 0x10, 0, 0, 0xb0, 13, 0, 1, 0xc1, 0, 0, 0, 1, 0xf0, 0, 1, 2, 3, 4 };
  static const guint8 pmt[] = { 0x47, 0x50, 0,    0x10, 0,    2,    0xb0, 18,   0, 1, 0xc1, 0, 0,
                                0xe1, 0,    0xf0, 0,    0x1b, 0xe1, 0,    0xf0, 0, 1, 2,    3, 4 };
  guint lead = size == 192 ? 4 : 0;

  for (guint i = 0; i < n; i++)
    {
      guint8 packet[204];

      memset (packet, 0xff, sizeof packet);
      if (i == 0)
        memcpy (packet + lead, pat, sizeof pat);
      else if (i == 1)
        memcpy (packet + lead, pmt, sizeof pmt);
      else
        {
          guint8 head[] = { 0x47, 1, 0, (guint8) (0x10 | ((i - 2) & 15)) };

          memcpy (packet + lead, head, sizeof head);
        }
      if (i != skip_at)
        g_byte_array_append (bytes, packet, size);
    }
  return bytes;
}

static void
test_transport (void)
{
  static const guint sizes[] = { 188, 192, 204 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GByteArray) whole = make_transport (40, sizes[i], G_MAXUINT);
      g_autoptr (GByteArray) gap = make_transport (40, sizes[i], 20);
      g_autoptr (AssayInspection) first = av_test_inspect_bytes (whole->data, whole->len, "a.ts");
      g_autoptr (AssayInspection) second = av_test_inspect_bytes (gap->data, gap->len, "a.ts");

      av_test_check_sound (first, whole->len);
      g_assert_cmpint (av_test_int (first, "ts.packet_size"), ==, sizes[i]);
      g_assert_cmpint (av_test_int (first, "ts.packets"), ==, 40);
      g_assert_cmpint (av_test_int (first, "ts.continuity_errors"), ==, 0);
      g_assert_cmpint (av_test_int (first, "media.video.count"), ==, 1);
      g_assert_cmpstr (av_test_text (first, "ts.pid[2].type"), ==, "H.264");
      g_assert_cmpuint (assay_inspection_get_n_problems (first), ==, 0);
      g_assert_cmpint (av_test_int (second, "ts.continuity_errors"), ==, 1);
      g_assert_true (av_test_has_problem (second, "continuity"));
    }
}

/* Forty ADTS frames of 100 bytes: AAC LC, 44100 Hz, two channels; thirty bytes of something else in
 * the middle. */
static void
test_adts (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (AssayInspection) inspection = NULL;
  guint8 frame[100] = { 0xff, 0xf1, 0x50, 0x80, 100 >> 3, (100 & 7) << 5 | 0x1f, 0xfc };

  for (guint i = 0; i < 40; i++)
    {
      g_byte_array_append (bytes, frame, sizeof frame);
      if (i == 20)
        g_byte_array_append (bytes, frame + 10, 30);
    }
  inspection = av_test_inspect_bytes (bytes->data, bytes->len, "a.aac");
  av_test_check_sound (inspection, bytes->len);
  g_assert_cmpstr (av_test_text (inspection, "aac.profile"), ==, "LC");
  g_assert_cmpint (av_test_int (inspection, "aac.rate"), ==, 44100);
  g_assert_cmpint (av_test_int (inspection, "aac.channels"), ==, 2);
  g_assert_cmpint (av_test_int (inspection, "aac.frames"), ==, 40);
  g_assert_cmpint (av_test_int (inspection, "aac.lost_bytes"), ==, 30);
  g_assert_true (av_test_has_problem (inspection, "sync"));
}

/* Ten gigabytes of nothing behind a valid beginning. */
static void
test_sparse (void)
{
  static const char *const files[] = { "aud_sine.mp3", "aud_sine.ogg", "aud_sine.flac",
                                       "der_reenc_webm__android14_pixel.webm", "aud_sine.wav" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = av_test_path (files[i]);
      g_autofree char *data = NULL;
      g_autofree char *sparse = NULL;
      g_autoptr (AssaySource) source = NULL;
      g_autoptr (AssayInspection) inspection = NULL;
      gint64 start = av_test_time ();
      gsize size;
      gint fd;

      if (path == NULL)
        return;
      g_assert_true (g_file_get_contents (path, &data, &size, NULL));
      fd = g_file_open_tmp ("assay-sparse-XXXXXX", &sparse, NULL);
      g_assert_cmpint (write (fd, data, size), ==, (gssize) size);
      g_assert_cmpint (ftruncate (fd, G_GINT64_CONSTANT (10000000000)), ==, 0);
      source = assay_source_new_fd (fd, NULL);
      inspection = assay_inspect (source, files[i], NULL, NULL);
      av_test_check_sound (inspection, G_GUINT64_CONSTANT (10000000000));
      g_test_message ("%s: %.1f ms", files[i], (double) (av_test_time () - start) / 1000.0);
      g_assert_cmpint (av_test_time () - start, <, 10 * G_USEC_PER_SEC);
      close (fd);
      g_remove (sparse);
    }
}

static void
test_mutations (void)
{
  static const char *const files[]
      = { "aud_sine.mp3", "aud_sine.ogg", "aud_sine.flac", "der_reenc_webm__android14_pixel.webm",
          "der_remux_mkv__android601.mkv" };
  g_autoptr (GByteArray) transport = make_transport (60, 188, 30);

  av_test_mutate (transport->data, transport->len, 300, 400);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    av_test_mutate_file (files[i], 200, 500 + i);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/media/containers/sound", test_sound);
  g_test_add_func ("/media/containers/mp3", test_mp3);
  g_test_add_func ("/media/containers/matroska", test_matroska);
  g_test_add_func ("/media/containers/matroska-unknown-sizes", test_matroska_unknown);
  g_test_add_func ("/media/containers/matroska-deep", test_matroska_deep);
  g_test_add_func ("/media/containers/ogg-damage", test_ogg_damage);
  g_test_add_func ("/media/containers/transport", test_transport);
  g_test_add_func ("/media/containers/adts", test_adts);
  g_test_add_func ("/media/containers/sparse", test_sparse);
  g_test_add_func ("/media/containers/mutations", test_mutations);
  return g_test_run ();
}
