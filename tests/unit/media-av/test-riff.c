/* test-riff.c: the RIFF parser against expected values, made files and damage. */
#include "av-test.h"

#include "config.h"

#include <string.h>

static void
put_u32 (GByteArray *bytes, guint32 value)
{
  guint32 little = GUINT32_TO_LE (value);

  g_byte_array_append (bytes, (const guint8 *) &little, 4);
}

static void
put_text (GByteArray *bytes, const char *text)
{
  g_byte_array_append (bytes, (const guint8 *) text, (guint) strlen (text));
}

static AssayInspection *
inspect_array (GByteArray *bytes, const char *name)
{
  AssayInspection *inspection = av_test_inspect_bytes (bytes->data, bytes->len, name);

  av_test_check_sound (inspection, bytes->len);
  return inspection;
}

/* Values of expected/other.json, which exiftool and mediainfo gave. */
static void
test_avi (void)
{
  static const char *const files[] = { "vid_kodak.avi", "der_reenc_mpeg4_avi__android601.avi" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (JsonParser) parser = json_parser_new ();
      JsonObject *file = av_test_expected (parser, "other.json", files[i]);
      g_autoptr (AssayInspection) inspection = av_test_inspect_file (files[i]);
      JsonObject *tags;

      if (file == NULL)
        return;
      tags = json_object_get_object_member (file, "exiftool");
      g_assert_cmpint (av_test_int (inspection, "avi.width"), ==,
                       json_object_get_int_member (tags, "RIFF:ImageWidth"));
      g_assert_cmpint (av_test_int (inspection, "avi.height"), ==,
                       json_object_get_int_member (tags, "RIFF:ImageHeight"));
      g_assert_cmpstr (av_test_text (inspection, "avi.stream[1].handler"), ==,
                       json_object_get_string_member (tags, "RIFF:VideoCodec"));
      g_assert_cmpfloat_with_epsilon (av_test_real (inspection, "avi.fps"),
                                      json_object_get_double_member (tags, "RIFF:FrameRate"), 1e-6);
      g_assert_cmpint (av_test_int (inspection, "avi.stream[2].channels"), ==,
                       json_object_get_int_member (tags, "RIFF:NumChannels"));
      g_assert_cmpint (av_test_int (inspection, "avi.movi.video"), ==,
                       av_test_int (inspection, "avi.frames"));
      g_assert_cmpint (av_test_int (inspection, "avi.index.bad"), ==, 0);
      g_assert_cmpuint (assay_inspection_get_n_problems (inspection), ==, 0);
    }
}

static void
test_wav (void)
{
  g_autoptr (AssayInspection) inspection = av_test_inspect_file ("aud_sine.wav");

  if (inspection == NULL)
    return;
  g_assert_cmpint (av_test_int (inspection, "wav.rate"), ==, 44100);
  g_assert_cmpint (av_test_int (inspection, "wav.bits"), ==, 16);
  g_assert_cmpint (av_test_int (inspection, "wav.samples"), ==, 66150);
  g_assert_cmpfloat_with_epsilon (av_test_real (inspection, "wav.duration_s"), 1.5, 1e-12);
  g_assert_cmpstr (av_test_text (inspection, "media.encoder"), ==, "Lavf59.27.100");
}

/* EBU Tech 3306: RF64 with sizes in ds64, bext with all its fields, an odd chunk and its padding.
 */
static void
test_rf64 (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (AssayInspection) inspection = NULL;
  guint8 bext[602] = "made for a test";

  memcpy (bext + 256, "Assay", 5);
  memcpy (bext + 320, "2026-11-2023:59:59", 18);
  put_text (bytes, "RF64");
  put_u32 (bytes, 0xffffffff);
  put_text (bytes, "WAVEds64");
  put_u32 (bytes, 28);
  put_u32 (bytes, 4 + 36 + 24 + 12 + 610 + 8 + 400);
  put_u32 (bytes, 0);
  put_u32 (bytes, 400);
  for (guint i = 0; i < 4; i++)
    put_u32 (bytes, 0);
  put_text (bytes, "fmt ");
  put_u32 (bytes, 16);
  put_u32 (bytes, 1 | 2 << 16);
  put_u32 (bytes, 48000);
  put_u32 (bytes, 192000);
  put_u32 (bytes, 4 | 16 << 16);
  put_text (bytes, "odd ");
  put_u32 (bytes, 3);
  put_u32 (bytes, 0);
  put_text (bytes, "bext");
  put_u32 (bytes, sizeof bext);
  g_byte_array_append (bytes, bext, sizeof bext);
  put_text (bytes, "data");
  put_u32 (bytes, 0xffffffff);
  g_byte_array_set_size (bytes, bytes->len + 400);
  memset (bytes->data + bytes->len - 400, 0, 400);
  inspection = inspect_array (bytes, "a.wav");
  g_assert_cmpint (av_test_int (inspection, "wav.data.bytes"), ==, 400);
  g_assert_cmpint (av_test_int (inspection, "wav.samples"), ==, 100);
  g_assert_cmpstr (av_test_text (inspection, "wav.bext.originator"), ==, "Assay");
  g_assert_cmpstr (av_test_text (inspection, "wav.bext.date"), ==, "2026-11-20");
  g_assert_cmpuint (assay_inspection_get_n_problems (inspection), ==, 0);
}

static void
test_damage (void)
{
  g_autoptr (GByteArray) nested = g_byte_array_new ();
  g_autoptr (GByteArray) cut = g_byte_array_new ();
  g_autoptr (AssayInspection) deep = NULL;
  g_autoptr (AssayInspection) shorter = NULL;

  put_text (nested, "RIFF");
  put_u32 (nested, 12 * 300);
  put_text (nested, "AVI ");
  for (guint i = 0; i < 300; i++)
    {
      put_text (nested, "LIST");
      put_u32 (nested, 12 * (299 - i) + 4);
      put_text (nested, "hdrl");
    }
  deep = inspect_array (nested, "a.avi");
  g_assert_true (av_test_has_problem (deep, "depth"));
  put_text (cut, "RIFF");
  put_u32 (cut, 100000);
  put_text (cut, "WAVEfmt ");
  put_u32 (cut, 5000);
  put_u32 (cut, 1);
  shorter = inspect_array (cut, "a.wav");
  g_assert_true (av_test_has_problem (shorter, "truncated"));
  g_assert_true (av_test_has_problem (shorter, "missing"));
}

static void
test_mutations (void)
{
  static const char *const files[]
      = { "vid_kodak.avi", "aud_sine.wav", "der_reenc_mpeg4_avi__android601.avi" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    av_test_mutate_file (files[i], 150, 300 + i);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/media/riff/avi", test_avi);
  g_test_add_func ("/media/riff/wav", test_wav);
  g_test_add_func ("/media/riff/rf64", test_rf64);
  g_test_add_func ("/media/riff/damage", test_damage);
  g_test_add_func ("/media/riff/mutations", test_mutations);
  return g_test_run ();
}
