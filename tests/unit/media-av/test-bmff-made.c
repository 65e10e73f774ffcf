/* test-bmff-made.c: the ISO base media parser on boxes made here: tables, fragments, sizes. */
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

/* Uncompressed sound has as many samples as frames: an hour of it must not be walked one by one. */
static void
test_uniform (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  Writer w = { bytes };
  g_autoptr (AssayInspection) inspection = NULL;
  const guint32 mdhd[] = { 0, 0, 0, 48000, 0, 0 };
  const guint32 stts[] = { 0, 1, 1000, 2 };
  const guint32 stsz[] = { 0, 4, 1000 };
  const guint32 stco[] = { 0, 2, 8, 5000 };
  guint at, inner;

  at = put_box (&w, "mdat");
  g_byte_array_set_size (bytes, bytes->len + 4000);
  memset (bytes->data + 8, 0, 4000);
  put_end (&w, at);
  at = put_box (&w, "moov");
  inner = put_box (&w, "trak");
  put_words (&w, "mdhd", mdhd, G_N_ELEMENTS (mdhd));
  put_words (&w, "stts", stts, G_N_ELEMENTS (stts));
  put_words (&w, "stsz", stsz, G_N_ELEMENTS (stsz));
  put_words (&w, "stco", stco, G_N_ELEMENTS (stco));
  put_end (&w, inner);
  put_end (&w, at);
  inspection = av_test_inspect_bytes (bytes->data, bytes->len, "a.mov");
  g_assert_cmpint (av_test_int (inspection, "bmff.track[1].sample.count"), ==, 1000);
  g_assert_cmpint (av_test_int (inspection, "bmff.track[1].sample.bytes"), ==, 4000);
  g_assert_cmpfloat_with_epsilon (av_test_real (inspection, "bmff.track[1].sample.duration_s"),
                                  2000.0 / 48000.0, 1e-9);
  g_assert_cmpint (av_test_int (inspection, "bmff.track[1].sample.outside"), ==,
                   1); /* the second chunk */
  g_assert_false (av_test_has_problem (inspection, "count"));
}

/* A few bytes that announce four thousand million samples (found by the fuzzer: 14 s). */
static void
test_announced (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  Writer w = { bytes };
  g_autoptr (AssayInspection) inspection = NULL;
  const guint32 stsz[] = { 0, 0x82828282, 0xffffffff };
  const guint32 stss[] = { 0, 1, 1 };
  gint64 start = av_test_time ();
  guint at;

  put_ftyp (&w);
  at = put_box (&w, "moov");
  put_words (&w, "trak", NULL, 0);
  put_words (&w, "stss", stss, G_N_ELEMENTS (stss));
  put_words (&w, "stsz", stsz, G_N_ELEMENTS (stsz));
  put_end (&w, at);
  inspection = inspect_writer (&w, "a.mp4");
  g_assert_true (av_test_has_problem (inspection, "count"));
  g_assert_cmpint (av_test_int (inspection, "bmff.track[1].sample.count"), ==, 0);
  g_assert_cmpint (av_test_time () - start, <, 10 * G_USEC_PER_SEC);
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/media/bmff/tables", test_tables);
  g_test_add_func ("/media/bmff/outside", test_outside);
  g_test_add_func ("/media/bmff/fragments", test_fragments);
  g_test_add_func ("/media/bmff/sizes", test_sizes);
  g_test_add_func ("/media/bmff/uniform", test_uniform);
  g_test_add_func ("/media/bmff/announced", test_announced);
  g_test_add_func ("/media/bmff/sparse", test_sparse);
  return g_test_run ();
}
