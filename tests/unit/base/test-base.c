/* test-base.c: readers stop at their end, text cannot deceive, JSON is strict, numbers round as
 * people do. */
#include <math.h>
#include <string.h>

#include "base/assay-base.h"

static void
test_reader (void)
{
  static const guint8 data[] = { 1, 2, 3, 4, 5, 6, 7, 8 };
  AssayReader reader;
  AssayReader child;

  assay_reader_init (&reader, data, sizeof data, 100);
  g_assert_cmphex (assay_reader_read_u16_be (&reader), ==, 0x0102);
  g_assert_cmphex (assay_reader_read_u16_le (&reader), ==, 0x0403);
  g_assert_cmpuint (assay_reader_offset (&reader), ==, 104);
  g_assert_true (assay_reader_sub (&reader, 3, &child));
  g_assert_cmphex (assay_reader_read_u24_be (&child), ==, 0x050607);
  g_assert_cmpuint (assay_reader_read_u8 (&child), ==, 0);
  g_assert_false (assay_reader_ok (&child));
  g_assert_true (assay_reader_ok (&reader));
  g_assert_cmpuint (assay_reader_read_u32_be (&reader), ==, 0);
  g_assert_false (assay_reader_ok (&reader));
  g_assert_cmpuint (assay_reader_left (&reader), ==, 0);
  g_assert_cmpuint (assay_reader_read_u8 (&reader), ==, 0);
}

static void
test_source (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("0123456789", 10);
  g_autoptr (AssaySource) source = assay_source_new_bytes (bytes);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) part = assay_source_read (source, 8, 2, &error);

  g_assert_no_error (error);
  g_assert_true (memcmp (g_bytes_get_data (part, NULL), "89", 2) == 0);
  g_assert_null (assay_source_read (source, 9, 2, &error));
  g_assert_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_TRUNCATED);
  g_clear_error (&error);
  g_assert_null (assay_source_read (source, G_MAXUINT64, 2, &error));
  g_assert_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_TRUNCATED);
}

static void
test_visible (void)
{
  static const struct
  {
    const char *bytes;
    gssize length;
    const char *shown;
  } cases[] = { { "plain", -1, "plain" },
                { "a\0b", 3, "a\\x00b" },
                { "\xc3", -1, "\\xC3" },
                { "exe.\xe2\x80\xaegpj", -1, "exe.\\u{202E}gpj" },
                { "தமிழ் العربية", -1, "தமிழ் العربية" },
                { NULL, -1, "" },
                /* What cannot be seen. */
                { "a\xe2\x80\x8b"
                  "b",
                  -1, "a\\u{200B}b" },
                { "a\xe2\x81\xa0\xe2\x81\xa3"
                  "b",
                  -1, "a\\u{2060}\\u{2063}b" },
                { "\xe3\x85\xa4.jpg", -1, "\\u{3164}.jpg" },
                { "\xef\xbb\xbfx\xc2\xad", -1, "\\u{FEFF}x\\u{00AD}" },
                { "a\xf3\xa0\x84\x80", -1, "a\\u{E0100}" },
                { "a\xef\xbf\xbf\xef\xb7\x90.jpg", -1, "a\\u{FFFF}\\u{FDD0}.jpg" },
                { "a\xe2\x80\x8d"
                  "b",
                  -1, "a\\u{200D}b" },
                { "\xe2\x80\x8c", -1, "\\u{200C}" },
                /* Joiners and selectors that spelling needs: Persian, Sinhala, emoji, a key cap,
                 * a variant of a Han character; the second selector hides again. */
                { "می\xe2\x80\x8cخواهم", -1, "می\xe2\x80\x8cخواهم" },
                { "ශ්\xe2\x80\x8dරී", -1, "ශ්\xe2\x80\x8dරී" },
                { "👩\xe2\x80\x8d🔬", -1, "👩\xe2\x80\x8d🔬" },
                { "❤\xef\xb8\x8f\xe2\x80\x8d🔥", -1, "❤\xef\xb8\x8f\xe2\x80\x8d🔥" },
                { "1\xef\xb8\x8f⃣", -1, "1\xef\xb8\x8f⃣" },
                { "辻\xf3\xa0\x84\x80", -1, "辻\xf3\xa0\x84\x80" },
                { "❤\xef\xb8\x8f\xef\xb8\x8f", -1, "❤\xef\xb8\x8f\\u{FE0F}" },
                /* After a letter with its vowel sign (U+064E) or tone (U+0951), but not after a
                 * Latin letter with an accent, nor a second time. */
                { "ن\xd9\x8e\xe2\x80\x8cخ", -1, "ن\xd9\x8e\xe2\x80\x8cخ" },
                { "क\xe0\xa5\x91\xe2\x80\x8dष", -1, "क\xe0\xa5\x91\xe2\x80\x8dष" },
                { "e\xcc\x81\xe2\x80\x8dx", -1, "e\xcc\x81\\u{200D}x" },
                { "ن\xe2\x80\x8c\xe2\x80\x8cخ", -1, "ن\xe2\x80\x8c\\u{200C}خ" },
                { "\xd9\x8e\xe2\x80\x8c", -1, "\xd9\x8e\\u{200C}" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = assay_text_visible (cases[i].bytes, cases[i].length);

      g_assert_cmpstr (shown, ==, cases[i].shown);
    }
}

static void
test_numbers (void)
{
  static const struct
  {
    double value;
    guint digits;
    const char *text;
  } cases[] = { { 0.285, 2, "0.29" },
                { -0.004, 2, "0.00" },
                { 2.5, 0, "3" },
                { -2.5, 0, "-3" },
                { 1e20, 1, "100000000000000000000.0" },
                { 1.005, 2, "1.01" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = assay_number_text (cases[i].value, cases[i].digits);

      g_assert_cmpstr (text, ==, cases[i].text);
    }

  g_autofree char *time = assay_time_text (-1);

  g_assert_cmpstr (time, ==, "1969-12-31T23:59:59.999Z");
}

static void
test_divisor (void)
{
  g_assert_cmpuint (assay_common_divisor (48000, 44100), ==, 300);
  g_assert_cmpuint (assay_common_divisor (44100, 48000), ==, 300);
  g_assert_cmpuint (assay_common_divisor (7, 0), ==, 7);
  g_assert_cmpuint (assay_common_divisor (0, 7), ==, 7);
  g_assert_cmpuint (assay_common_divisor (0, 0), ==, 0);
  g_assert_cmpuint (assay_common_divisor (G_MAXUINT64, G_MAXUINT64 - 1), ==, 1);
}

static void
test_order (void)
{
  double values[] = { 3, -1, INFINITY, 3, 0.5, -INFINITY, 3 };
  static const gsize expected[] = { 5, 1, 4, 0, 3, 6, 2 };
  g_autofree gsize *order = assay_order_doubles (values, G_N_ELEMENTS (values));
  g_autofree gsize *none = assay_order_doubles (NULL, 0);

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (order[i], ==, expected[i]);
  g_assert_nonnull (none);
  assay_sort_doubles (values, G_N_ELEMENTS (values));
  for (guint i = 1; i < G_N_ELEMENTS (values); i++)
    g_assert_cmpfloat (values[i - 1], <=, values[i]);
  g_assert_cmpfloat_with_epsilon (values[2], 0.5, 1e-15);
}

/* Many values, of every size and sign, against the C library's own sorting. */
static void
test_sort (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (gsize n = 1; n < 3000; n = 3 * n / 2 + 1)
    {
      g_autofree double *values = g_new (double, n);
      g_autofree double *expected = g_new (double, n);

      for (gsize i = 0; i < n; i++)
        values[i] = ldexp (g_rand_double_range (rand, -1, 1), g_rand_int_range (rand, -1070, 1023));
      values[0] = n % 2 == 0 ? INFINITY : -INFINITY;
      values[n / 2] = values[n - 1];
      memcpy (expected, values, n * sizeof *values);
      qsort (expected, n, sizeof *expected, assay_compare_doubles);
      assay_sort_doubles (values, n);
      g_assert_true (memcmp (values, expected, n * sizeof *values) == 0);
    }
}

/* By hand: place share * (n - 1) of the sorted values, from 0. */
static void
test_quantile (void)
{
  static const double sorted[] = { 1, 2, 4, 8, 16 };

  g_assert_cmpfloat_with_epsilon (assay_quantile (sorted, 5, 0), 1, 1e-15);
  g_assert_cmpfloat_with_epsilon (assay_quantile (sorted, 5, 0.5), 4, 1e-15);
  g_assert_cmpfloat_with_epsilon (assay_quantile (sorted, 5, 0.625), 6, 1e-15);
  g_assert_cmpfloat_with_epsilon (assay_quantile (sorted, 5, 1), 16, 1e-15);
  g_assert_cmpfloat_with_epsilon (assay_quantile (sorted, 4, 0.5), 3, 1e-15);
  g_assert_cmpfloat_with_epsilon (assay_quantile (sorted, 1, 0.9), 1, 1e-15);
}

static void
test_json (void)
{
  static const char *const wrong[]
      = { "",    "{",       "[1,]",   "{\"a\":1,\"a\":2}", "01",
          "'a'", "// x\n1", "\"\t\"", "\"\\u0000\"",       "\"\\ud800x\"",
          "1 2", "+1",      "{a:1}",  "[[[[1]]]]" };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_assert_null (assay_json_parse (wrong[i], -1, 3, &error));
      g_assert_nonnull (error);
      g_clear_error (&error);
    }

  g_autoptr (JsonNode) node = assay_json_parse (
      "{\"b\": [1, true, null, 0.1, \"\\u00e9\\n\"], \"a\": {\"z\": -5}}", -1, 3, &error);

  g_assert_no_error (error);

  g_autofree char *text = assay_json_text (node, ASSAY_JSON_CANONICAL);

  g_assert_cmpstr (text, ==, "{\"a\":{\"z\":-5},\"b\":[1,true,null,0.1,\"é\\n\"]}");
}

static void
count_items (gsize first, gsize last, gpointer data)
{
  guint8 *seen = data;

  for (gsize i = first; i < last; i++)
    seen[i]++;
}

static void
test_parallel (void)
{
  guint8 seen[1001] = { 0 };
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (assay_parallel_for (1001, 10, 7, count_items, seen, NULL, &error));
  for (guint i = 0; i < 1001; i++)
    g_assert_cmpuint (seen[i], ==, 1);
  g_cancellable_cancel (cancelled);
  g_assert_false (assay_parallel_for (1001, 10, 2, count_items, seen, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
keep_fraction (double fraction, const char *what, guint64 done, guint64 total, gpointer data)
{
  double *last = data;

  g_assert_cmpfloat (fraction, >=, *last);
  *last = fraction;
}

static void
test_progress (void)
{
  double last = -1;
  g_autoptr (AssayProgress) progress = assay_progress_new (keep_fraction, &last, NULL);
  g_autoptr (AssayProgress) half = assay_progress_sub (progress, 0, 0.5);

  g_assert_cmpfloat_with_epsilon (assay_progress_get (half), -1, 1e-9);
  assay_progress_set (half, 1, "x");
  g_assert_cmpfloat_with_epsilon (assay_progress_get (half), 1, 1e-9);
  g_assert_cmpfloat_with_epsilon (assay_progress_get (progress), 0.5, 1e-9);
  assay_progress_set (progress, 0.25, "x");
  /* A step that is done within a whole that is not. */
  assay_progress_relay (progress, 0.75, "x", 10, 10);
  g_assert_cmpfloat_with_epsilon (assay_progress_get (progress), 0.75, 1e-9);
  assay_progress_set (progress, 1, "x");
  g_assert_cmpfloat_with_epsilon (last, 1, 1e-12);
  assay_progress_set (NULL, 0.5, "x");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/base/reader/bounds", test_reader);
  g_test_add_func ("/base/source/bounds", test_source);
  g_test_add_func ("/base/text/visible", test_visible);
  g_test_add_func ("/base/number/rounding", test_numbers);
  g_test_add_func ("/base/numbers/divisor", test_divisor);
  g_test_add_func ("/base/numbers/order", test_order);
  g_test_add_func ("/base/numbers/quantile", test_quantile);
  g_test_add_func ("/base/numbers/sort", test_sort);
  g_test_add_func ("/base/json/strict", test_json);
  g_test_add_func ("/base/parallel/each-once", test_parallel);
  g_test_add_func ("/base/progress/forward", test_progress);
  return g_test_run ();
}
