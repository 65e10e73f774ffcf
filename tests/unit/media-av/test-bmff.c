/* test-bmff.c: the ISO base media parser against expected values and damage. */
#include "av-test.h"

#include "config.h"

#include <string.h>

static void
check_handlers (const AssayInspection *inspection, JsonArray *expected)
{
  guint track = 0;

  for (guint i = 0; i < json_array_get_length (expected); i++)
    {
      JsonArray *pair = json_array_get_array_element (expected, i);
      const char *type = json_array_get_string_element (pair, 0);
      const char *name = json_array_get_string_element (pair, 1);
      gboolean data = g_str_equal (type, "alis") || g_str_equal (type, "url ");
      g_autofree char *fact = NULL;
      g_autofree char *name_fact = NULL;

      track += data ? 0 : 1;
      fact = g_strdup_printf ("bmff.track[%u].%s", track, data ? "data_handler" : "handler");
      name_fact = g_strconcat (fact, "_name", NULL);
      if ((guchar) name[0] == strlen (name) - 1) /* QuickTime's length byte */
        name++;
      g_assert_cmpstr (av_test_text (inspection, fact), ==, type);
      g_assert_cmpstr (av_test_text (inspection, name_fact), ==, name);
    }
  g_assert_cmpint (av_test_int (inspection, "bmff.track.count"), >=,
                   track); /* the list names eight at most */
}

static void
check_times (const AssayInspection *inspection, JsonArray *expected, const char *group)
{
  static const char *const names[] = { "creation_raw", "modification_raw" };

  for (guint i = 0; i < json_array_get_length (expected); i++)
    for (guint k = 0; k < 2; k++)
      {
        g_autofree char *fact = g_strdup_printf ("bmff.track[%u].%s%s", i + 1, group, names[k]);

        g_assert_cmpint (
            av_test_int (inspection, fact), ==,
            json_array_get_int_element (json_array_get_array_element (expected, i), k));
      }
}

static void
check_edits (const AssayInspection *inspection, JsonArray *expected)
{
  guint found = 0;

  for (guint track = 1; track <= 16 && found < json_array_get_length (expected); track++)
    {
      g_autofree char *fact = g_strdup_printf ("bmff.track[%u].edits", track);
      g_autoptr (GString) text = g_string_new (NULL);
      JsonArray *edits;

      if (av_test_text (inspection, fact) == NULL)
        continue;
      edits = json_array_get_array_element (expected, found++);
      for (guint i = 0; i < json_array_get_length (edits); i++)
        {
          JsonArray *edit = json_array_get_array_element (edits, i);

          g_string_append_printf (
              text, "%s%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT,
              i > 0 ? " " : "", json_array_get_int_element (edit, 0),
              json_array_get_int_element (edit, 1), json_array_get_int_element (edit, 2));
        }
      g_assert_cmpstr (av_test_text (inspection, fact), ==, text->str);
    }
  g_assert_cmpuint (found, ==, json_array_get_length (expected));
}

static char *
join (JsonArray *array)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (array); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            json_array_get_string_element (array, i));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
check_stbl (const AssayInspection *inspection, JsonObject *boxes)
{
  JsonArray *codecs = json_object_get_array_member (boxes, "stsd");
  JsonArray *runs = json_object_get_array_member (boxes, "stts_runs");

  for (guint i = 0; i < json_array_get_length (codecs); i++)
    {
      g_autofree char *codec = g_strdup_printf ("bmff.track[%u].codec", i + 1);
      g_autofree char *stts = g_strdup_printf ("bmff.track[%u].stts.runs", i + 1);

      g_assert_cmpstr (av_test_text (inspection, codec), ==,
                       json_array_get_string_element (codecs, i));
      g_assert_cmpint (av_test_int (inspection, stts), ==, json_array_get_int_element (runs, i));
    }
}

static void
check_boxes (const AssayInspection *inspection, JsonObject *boxes)
{
  g_autofree char *brands = join (json_object_get_array_member (boxes, "brands"));
  g_autofree char *top = join (json_object_get_array_member (boxes, "top"));

  g_assert_cmpstr (av_test_text (inspection, "bmff.ftyp.major"), ==,
                   json_object_get_string_member (boxes, "ftyp"));
  g_assert_cmpstr (av_test_text (inspection, "bmff.ftyp.brands"), ==, brands);
  if (!json_object_get_null_member (boxes, "error"))
    { /* the reference parser stops at the first damage */
      g_assert_true (g_str_has_prefix (av_test_text (inspection, "bmff.top"), top));
      g_assert_cmpuint (assay_inspection_get_n_problems (inspection), >, 0);
      return;
    }
  g_assert_cmpstr (av_test_text (inspection, "bmff.top"), ==, top);
  if (json_object_get_null_member (boxes, "mvhd_created"))
    return;
  g_assert_cmpint (av_test_int (inspection, "bmff.mvhd.creation_raw"), ==,
                   json_object_get_int_member (boxes, "mvhd_created"));
  g_assert_cmpint (av_test_int (inspection, "bmff.mvhd.modification_raw"), ==,
                   json_object_get_int_member (boxes, "mvhd_modified"));
  check_handlers (inspection, json_object_get_array_member (boxes, "handlers"));
  check_times (inspection, json_object_get_array_member (boxes, "tkhd"), "");
  check_times (inspection, json_object_get_array_member (boxes, "mdhd"), "media.");
  check_edits (inspection, json_object_get_array_member (boxes, "edit_lists"));
  check_stbl (inspection, boxes);
}

static void
test_expected (gconstpointer set)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GList) names = av_test_names (parser, set);

  for (GList *at = names; at != NULL; at = at->next)
    {
      g_autoptr (JsonParser) inner = json_parser_new ();
      JsonObject *file = av_test_expected (inner, set, at->data);
      g_autoptr (AssayInspection) inspection = av_test_inspect_file (at->data);

      g_assert_nonnull (inspection);
      g_test_message ("%s", (const char *) at->data);
      av_test_check_sound (inspection, (guint64) json_object_get_int_member (file, "bytes"));
      check_boxes (inspection, json_object_get_object_member (file, "boxes"));
    }
}

/* Sample counts that mediainfo reports for the video track: an independent reader of the same
 * tables. */
static void
test_frame_counts (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GList) names = av_test_names (parser, "mp4.json");
  guint compared = 0;

  for (GList *at = names; at != NULL; at = at->next)
    {
      g_autoptr (JsonParser) inner = json_parser_new ();
      JsonObject *file = av_test_expected (inner, "mp4.json", at->data);
      JsonArray *tracks = json_object_has_member (file, "mediainfo")
                              ? json_object_get_array_member (file, "mediainfo")
                              : NULL;
      g_autoptr (AssayInspection) inspection = av_test_inspect_file (at->data);

      for (guint i = 0; tracks != NULL && i < json_array_get_length (tracks); i++)
        {
          JsonObject *track = json_array_get_object_element (tracks, i);
          const char *order
              = json_object_get_string_member_with_default (track, "StreamOrder", NULL);
          const char *count
              = json_object_get_string_member_with_default (track, "FrameCount", NULL);
          g_autofree char *fact = NULL;

          /* mediainfo does not count the frames that the trimmed file's edit list hides. */
          if (g_str_equal (at->data, "der_trim_copy__apple_iphone6.mp4") || order == NULL
              || count == NULL
              || !g_str_equal (json_object_get_string_member (track, "@type"), "Video"))
            continue;
          fact = g_strdup_printf ("bmff.track[%d].sample.count", atoi (order) + 1);
          g_assert_cmpint (av_test_int (inspection, fact), ==, atoi (count));
          compared++;
        }
    }
  if (names != NULL)
    g_assert_cmpuint (compared, >, 10);
}

static void
test_device (void)
{
  g_autoptr (AssayInspection) apple = av_test_inspect_file ("vid_apple_iphone12promax.mov");
  g_autoptr (AssayInspection) android = av_test_inspect_file ("vid_android14_pixel.mp4");
  const AssayFact *created;

  if (apple == NULL || android == NULL)
    return;
  g_assert_cmpstr (av_test_text (apple, "media.make"), ==, "Apple");
  g_assert_cmpstr (av_test_text (apple, "media.model"), ==, "iPhone 12 Pro Max");
  g_assert_cmpstr (av_test_text (apple, "media.software"), ==, "14.5.1");
  g_assert_cmpfloat_with_epsilon (av_test_real (apple, "media.gps.longitude"), -122.4301, 1e-9);
  g_assert_cmpfloat_with_epsilon (av_test_real (apple, "media.gps.altitude"), 66.374, 1e-9);
  g_assert_cmpint (av_test_int (apple, "bmff.track[1].rotation"), ==, 90);
  created = assay_inspection_find (apple, "media.created");
  g_assert_nonnull (created);
  g_assert_true (created->zoned);
  g_assert_cmpint (created->integer, ==,
                   G_GINT64_CONSTANT (1621959711000)); /* 2021-05-25 16:21:51 UTC */
  g_assert_cmpstr (av_test_text (android, "media.android_version"), ==, "14");
  g_assert_cmpfloat_with_epsilon (av_test_real (android, "media.gps.latitude"), 51.5335, 1e-9);
  g_assert_cmpstr (av_test_text (android, "bmff.track[2].codec_detail"), ==,
                   "H.265 Main 10 level 5.1");
}

static void
test_encoders (void)
{
  static const struct
  {
    const char *file, *encoder;
  } cases[] = {
    { "der_reenc_x264__android601.mp4", "x264 - core 164" },
    { "der_reenc_x264__android601.mp4", "Lavf59.27.100" },
    { "der_reenc_x264_bitexact__apple_iphone6.mp4", "x264 - core 164" },
    { "der_handbrake__android601.mp4", "HandBrake 1.6.1" },
    { "der_remux_copy__apple_iphone6.mp4", "Lavf59.27.100" },
    { "aud_sine.m4a", "Lavc59.37.100" },
  };
  static const char *const originals[]
      = { "vid_android14_pixel.mp4", "vid_android601.mp4", "vid_apple_iphone12promax.mov",
          "vid_apple_iphone6.mov", "cam_apple_iphone11pro.heic" };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AssayInspection) inspection = av_test_inspect_file (cases[i].file);

      if (inspection == NULL)
        return;
      g_assert_true (av_test_any (inspection, "media.encoder", cases[i].encoder));
    }
  for (guint i = 0; i < G_N_ELEMENTS (originals); i++)
    {
      g_autoptr (AssayInspection) inspection = av_test_inspect_file (originals[i]);

      g_assert_null (assay_inspection_find (inspection, "media.encoder"));
    }
}

static void
test_hostile_files (void)
{
  static const struct
  {
    const char *file, *problem;
  } cases[] = {
    { "bad_nested_moov_1000.mp4", "depth" },
    { "bad_huge_mdat.mp4", "truncated" },
    { "bad_box_size4.mov", "underrun" },
    { "bad_heif_negsize.heif", "underrun" },
    { "der_truncated__android601.mp4", "truncated" },
    { "der_truncated__android601.mp4", "missing" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AssayInspection) inspection = av_test_inspect_file (cases[i].file);

      if (inspection == NULL)
        return;
      g_assert_true (av_test_has_problem (inspection, cases[i].problem));
    }
}

static void
test_mutations (void)
{
  static const char *const files[]
      = { "vid_android14_pixel.mp4",    "vid_qt_export.3gp",   "der_et_keys__apple_iphone6.mov",
          "cam_apple_iphone11pro.heic", "vid_c2pa_video1.mp4", "aud_sine.m4a" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = av_test_path (files[i]);
      g_autofree char *data = NULL;
      gsize size;

      if (path == NULL)
        return;
      g_assert_true (g_file_get_contents (path, &data, &size, NULL));
      /* Headers and tables stand in the first and last 40 000 bytes: samples are cut away to spend
       * the time there. */
      av_test_mutate ((const guint8 *) data, MIN (size, 40000), 150, 100 + i);
      av_test_mutate ((const guint8 *) data + size - MIN (size, 40000), MIN (size, 40000), 20,
                      200 + i);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_data_func ("/media/bmff/expected-mp4", "mp4.json", test_expected);
  g_test_add_data_func ("/media/bmff/expected-heif", "heif.json", test_expected);
  g_test_add_func ("/media/bmff/frame-counts", test_frame_counts);
  g_test_add_func ("/media/bmff/device", test_device);
  g_test_add_func ("/media/bmff/encoders", test_encoders);
  g_test_add_func ("/media/bmff/hostile-files", test_hostile_files);
  g_test_add_func ("/media/bmff/mutations", test_mutations);
  return g_test_run ();
}
