/* test-bmff.c: the ISO base media parser against expected values, made boxes and damage. */
#include "av-test.h"

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* A byte array that boxes are written into. */
typedef struct
{
  GByteArray *bytes;
} Writer;

static void
put_u32 (Writer *w, guint32 value)
{
  guint32 big = GUINT32_TO_BE (value);

  g_byte_array_append (w->bytes, (const guint8 *) &big, 4);
}

static void
put_u64 (Writer *w, guint64 value)
{
  put_u32 (w, (guint32) (value >> 32));
  put_u32 (w, (guint32) value);
}

static void
put_text (Writer *w, const char *text)
{
  g_byte_array_append (w->bytes, (const guint8 *) text, (guint) strlen (text));
}

/* Opens a box; put_end() writes its size. */
static guint
put_box (Writer *w, const char *type)
{
  guint at = w->bytes->len;

  put_u32 (w, 0);
  put_text (w, type);
  return at;
}

static void
put_end (Writer *w, guint at)
{
  guint32 big = GUINT32_TO_BE (w->bytes->len - at);

  memcpy (w->bytes->data + at, &big, 4);
}

static void
put_ftyp (Writer *w)
{
  guint at = put_box (w, "ftyp");

  put_text (w, "isom");
  put_u32 (w, 512);
  put_text (w, "isommp42");
  put_end (w, at);
}

static void
put_words (Writer *w, const char *type, const guint32 *words, guint n)
{
  guint at = put_box (w, type);

  for (guint i = 0; i < n; i++)
    put_u32 (w, words[i]);
  put_end (w, at);
}

static AssayInspection *
inspect_writer (Writer *w, const char *name)
{
  AssayInspection *inspection = av_test_inspect_bytes (w->bytes->data, w->bytes->len, name);

  av_test_check_sound (inspection, w->bytes->len);
  return inspection;
}

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

/* A movie with one track of five samples; @delta3 is the duration of the third. */
static void
put_movie (Writer *w, guint32 delta3)
{
  guint moov, trak, mdia, minf, stbl, at;
  const guint32 hdlr[] = { 0, 0, 0x76696465, 0, 0, 0, 0x4e616d65, 0 };
  const guint32 mdhd[] = { 0, 5, 7, 1000, 5000, 0x55c40000 };
  const guint32 stts[] = { 0, 3, 2, 1000, 1, delta3, 2, 1000 };
  const guint32 ctts[] = { 0, 1, 5, 500 };
  const guint32 stss[] = { 0, 2, 1, 4 };
  const guint32 stsc[] = { 0, 2, 1, 2, 1, 2, 3, 1 };
  const guint32 stsz[] = { 0, 0, 5, 10, 20, 30, 20, 20 };
  const guint32 stco[] = { 0, 2, 36, 62 };

  put_ftyp (w);
  at = put_box (w, "mdat");
  g_byte_array_set_size (w->bytes, w->bytes->len + 100);
  memset (w->bytes->data + w->bytes->len - 100, 0x55, 100);
  put_end (w, at);
  moov = put_box (w, "moov");
  trak = put_box (w, "trak");
  mdia = put_box (w, "mdia");
  put_words (w, "mdhd", mdhd, G_N_ELEMENTS (mdhd));
  put_words (w, "hdlr", hdlr, G_N_ELEMENTS (hdlr));
  minf = put_box (w, "minf");
  stbl = put_box (w, "stbl");
  put_words (w, "stts", stts, G_N_ELEMENTS (stts));
  put_words (w, "ctts", ctts, G_N_ELEMENTS (ctts));
  put_words (w, "stss", stss, G_N_ELEMENTS (stss));
  put_words (w, "stsc", stsc, G_N_ELEMENTS (stsc));
  put_words (w, "stsz", stsz, G_N_ELEMENTS (stsz));
  put_words (w, "stco", stco, G_N_ELEMENTS (stco));
  put_end (w, stbl);
  put_end (w, minf);
  put_end (w, mdia);
  put_end (w, trak);
  put_end (w, moov);
}

static void
test_tables (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  Writer w = { bytes };
  g_autoptr (AssayInspection) inspection = NULL;

  put_movie (&w, 4000);
  inspection = inspect_writer (&w, "a.mp4");
  g_assert_cmpint (av_test_int (inspection, "bmff.track[1].sample.count"), ==, 5);
  g_assert_cmpint (av_test_int (inspection, "bmff.track[1].sample.bytes"), ==, 100);
  g_assert_cmpint (av_test_int (inspection, "bmff.track[1].sample.sync"), ==, 2);
  g_assert_cmpint (av_test_int (inspection, "bmff.track[1].gop.first"), ==, 3);
  g_assert_cmpint (av_test_int (inspection, "bmff.track[1].stts.median"), ==, 1000);
  g_assert_cmpint (av_test_int (inspection, "bmff.track[1].stts.gaps"), ==, 1);
  g_assert_cmpfloat_with_epsilon (av_test_real (inspection, "bmff.track[1].stts.gap_s"), 2.0,
                                  1e-12);
  g_assert_cmpfloat_with_epsilon (av_test_real (inspection, "bmff.track[1].stts.gap_length_s"), 4.0,
                                  1e-12);
  g_assert_cmpint (av_test_int (inspection, "bmff.track[1].sample.outside"), ==, 0);
  g_assert_cmpint (av_test_int (inspection, "bmff.track[1].media.creation_raw"), ==, 5);
  g_assert_false (av_test_has_problem (inspection, "outside"));
}

/* The same with chunk offsets that point behind the media data. */
static void
test_outside (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  Writer w = { bytes };
  g_autoptr (AssayInspection) inspection = NULL;

  put_movie (&w, 1000);
  bytes->data[bytes->len - 1]
      = 120; /* the second chunk begins at 120, its samples end beyond mdat */
  inspection = inspect_writer (&w, "a.mp4");
  g_assert_cmpint (av_test_int (inspection, "bmff.track[1].sample.outside"), ==, 3);
  g_assert_true (av_test_has_problem (inspection, "outside"));
}

static void
test_fragments (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  Writer w = { bytes };
  g_autoptr (AssayInspection) inspection = NULL;
  const guint32 tkhd[] = { 3, 0, 0, 7, 0, 0 };
  const guint32 mdhd[] = { 0, 0, 0, 90000, 0, 0 };
  const guint32 trex[] = { 0, 7, 1, 3000, 50, 0x10000 };
  const guint32 tfhd[] = { 0, 7 };
  const guint32 tfdt[] = { 0, 9000 };
  const guint32 trun[] = { 0x000205, 3, 0, 0, 11, 12, 13 }; /* data offset, first flags, sizes */
  guint at, inner;

  put_ftyp (&w);
  at = put_box (&w, "moov");
  inner = put_box (&w, "trak");
  put_words (&w, "tkhd", tkhd, G_N_ELEMENTS (tkhd));
  put_words (&w, "mdhd", mdhd, G_N_ELEMENTS (mdhd));
  put_end (&w, inner);
  inner = put_box (&w, "mvex");
  put_words (&w, "trex", trex, G_N_ELEMENTS (trex));
  put_end (&w, inner);
  put_end (&w, at);
  for (guint i = 0; i < 2; i++)
    {
      at = put_box (&w, "moof");
      inner = put_box (&w, "traf");
      put_words (&w, "tfhd", tfhd, G_N_ELEMENTS (tfhd));
      put_words (&w, "tfdt", tfdt, G_N_ELEMENTS (tfdt));
      put_words (&w, "trun", trun, G_N_ELEMENTS (trun));
      put_end (&w, inner);
      put_end (&w, at);
    }
  inspection = inspect_writer (&w, "a.mp4");
  g_assert_cmpint (av_test_int (inspection, "bmff.fragments"), ==, 2);
  g_assert_cmpint (av_test_int (inspection, "bmff.track[1].sample.count"), ==, 6);
  g_assert_cmpint (av_test_int (inspection, "bmff.track[1].sample.bytes"), ==, 72);
  g_assert_cmpint (av_test_int (inspection, "bmff.track[1].sample.sync"), ==, 2);
  g_assert_cmpint (av_test_int (inspection, "bmff.track[1].gop.first"), ==, 3);
  g_assert_cmpfloat_with_epsilon (av_test_real (inspection, "bmff.track[1].sample.duration_s"), 0.2,
                                  1e-12);
}

/* 64-bit sizes, size 0 at the top, uuid, a table that promises four thousand million entries. */
static void
test_sizes (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  Writer w = { bytes };
  g_autoptr (AssayInspection) inspection = NULL;
  const guint32 stsz[] = { 0, 0, 0xffffffff, 10 };
  guint at;

  put_ftyp (&w);
  put_u32 (&w, 1);
  put_text (&w, "free");
  put_u64 (&w, 24);
  put_u64 (&w, 0);
  at = put_box (&w, "moov");
  put_words (&w, "trak", NULL, 0);
  put_words (&w, "stsz", stsz, G_N_ELEMENTS (stsz));
  put_end (&w, at);
  put_u32 (&w, 0);
  put_text (&w, "mdat");
  put_text (&w, "to the end");
  inspection = inspect_writer (&w, "a.mp4");
  g_assert_cmpstr (av_test_text (inspection, "bmff.top"), ==, "ftyp free moov mdat");
  g_assert_cmpint (av_test_int (inspection, "bmff.mdat.bytes"), ==, 10);
  g_assert_true (av_test_has_problem (inspection, "count"));
  g_assert_cmpint (av_test_int (inspection, "bmff.track[1].sample.count"), ==, 1);
}

/* A sparse file of 10 GB: a moov that claims all of it, tables without end, boxes of every size. */
static void
test_sparse (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  gint fd = g_file_open_tmp ("assay-sparse-XXXXXX", &path, &error);
  const guint32 stsz[] = { 0, 0, 0xffffffff };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  Writer w = { bytes };
  gint64 start = av_test_time ();

  g_assert_no_error (error);
  put_ftyp (&w);
  put_u32 (&w, 1);
  put_text (&w, "moov");
  put_u64 (&w, G_GUINT64_CONSTANT (10000000000) - 24);
  put_words (&w, "trak", NULL, 0);
  put_u32 (&w, 1);
  put_text (&w, "stsz");
  put_u64 (&w, G_GUINT64_CONSTANT (9000000000));
  for (guint i = 0; i < 3; i++)
    put_u32 (&w, stsz[i]);
  g_assert_cmpint (write (fd, bytes->data, bytes->len), ==, bytes->len);
  g_assert_cmpint (ftruncate (fd, G_GINT64_CONSTANT (10000000000)), ==, 0);
  {
    g_autoptr (AssaySource) source = assay_source_new_fd (fd, &error);
    g_autoptr (AssayInspection) inspection = assay_inspect (source, "a.mp4", NULL, &error);

    g_assert_no_error (error);
    av_test_check_sound (inspection, G_GUINT64_CONSTANT (10000000000));
    g_assert_cmpint (av_test_int (inspection, "bmff.track[1].sample.count"), ==,
                     ASSAY_LIMIT_SAMPLES);
  }
  close (fd);
  g_remove (path);
  g_assert_cmpint (av_test_time () - start, <, 10 * G_USEC_PER_SEC);
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
  g_test_add_func ("/media/bmff/tables", test_tables);
  g_test_add_func ("/media/bmff/outside", test_outside);
  g_test_add_func ("/media/bmff/fragments", test_fragments);
  g_test_add_func ("/media/bmff/sizes", test_sizes);
  g_test_add_func ("/media/bmff/sparse", test_sparse);
  g_test_add_func ("/media/bmff/mutations", test_mutations);
  return g_test_run ();
}
