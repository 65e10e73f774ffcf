/* test-inspection.c: the container of facts, elements and problems, and running a parser. */
#include "still-test.h"

#include "config.h"

#include <string.h>

static gboolean
count_one (const AssayFact *fact, gpointer data)
{
  guint *count = data;

  return ++*count < 3;
}

static void
test_facts (void)
{
  g_autoptr (AssayInspection) inspection = assay_inspection_new ();
  guint count = 0;
  const AssayFact *fact;

  for (int i = 0; i < 5; i++)
    assay_inspection_int (inspection, "a.b", i, i == 0 ? "none" : NULL, 10, 2);
  assay_inspection_text (inspection, "a.c", "bad \xff byte", 20, 9);
  assay_inspection_real (inspection, "a.d", 0.5, NULL, G_MAXUINT64, 0);
  assay_inspection_time (inspection, "a.e", 0, TRUE, NULL, G_MAXUINT64, 0);
  assay_inspection_bool (inspection, "a.f", TRUE, 1, 1);
  assay_inspection_text (inspection, "a.g", NULL, 1, 0);

  fact = assay_inspection_find (inspection, "a.b");
  g_assert_cmpint (fact->integer, ==, 0);
  g_assert_cmpstr (fact->text, ==, "none");
  assay_inspection_foreach (inspection, "a.b", count_one, &count);
  g_assert_cmpuint (count, ==, 3);
  g_assert_cmpstr (av_test_text (inspection, "a.c"), ==, "bad \\xFF byte");
  g_assert_cmpstr (av_test_text (inspection, "a.d"), ==, "0.5");
  g_assert_cmpstr (av_test_text (inspection, "a.e"), ==, "1970-01-01T00:00:00.000Z");
  g_assert_cmpstr (av_test_text (inspection, "a.f"), ==, "true");
  g_assert_null (assay_inspection_find (inspection, "a"));
  g_assert_cmpuint (assay_inspection_get_n_facts (inspection), ==, 10);
  g_assert_cmpstr (av_test_text (inspection, "a.g"), ==, "");
}

static void
test_bytes (void)
{
  g_autoptr (AssayInspection) inspection = assay_inspection_new ();
  guint8 data[65] = { 0xab };
  const AssayFact *fact;

  assay_inspection_bytes (inspection, "long", data, sizeof data, 7);
  fact = assay_inspection_find (inspection, "long");
  g_assert_true (g_str_has_prefix (fact->text, "ab00"));
  g_assert_true (g_str_has_suffix (fact->text, "00…"));
  g_assert_cmpuint (fact->length, ==, 65);
}

static void
test_paths (void)
{
  g_autoptr (AssayInspection) inspection = assay_inspection_new ();
  static const char *const paths[]
      = { "moov", "moov/trak", "moov/trak[1]", "moov/trak[1]/mdia", "moov[1]" };

  g_assert_true (assay_inspection_open (inspection, "moov", 0, 8, 100, ""));
  g_assert_true (assay_inspection_element (inspection, "trak", 8, 8, 10, ""));
  g_assert_true (assay_inspection_open (inspection, "trak", 18, 8, 50, ""));
  g_assert_true (assay_inspection_element (inspection, "mdia", 26, 8, 10, ""));
  assay_inspection_problem (inspection, "overrun", 26, "%d", 5);
  assay_inspection_close (inspection);
  assay_inspection_close (inspection);
  g_assert_true (assay_inspection_element (inspection, "moov", 100, 8, 10, ""));
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    g_assert_cmpstr (assay_inspection_get_element (inspection, i)->path, ==, paths[i]);
  g_assert_cmpstr (assay_inspection_get_problem (inspection, 0)->where, ==, "moov/trak[1]");
  g_assert_cmpstr (assay_inspection_get_problem (inspection, 0)->detail, ==, "5");
}

static void
test_limits (void)
{
  g_autoptr (AssayInspection) inspection = assay_inspection_new ();
  guint opened = 0;

  while (assay_inspection_open (inspection, "x", 0, 0, 0, ""))
    opened++;
  g_assert_cmpuint (opened, ==, ASSAY_LIMIT_DEPTH);
  g_assert_false (assay_inspection_open (inspection, "x", 0, 0, 0, ""));
  while (opened-- > 0)
    assay_inspection_close (inspection);
  for (guint i = 0; i < ASSAY_LIMIT_FACTS + 10; i++)
    assay_inspection_int (inspection, "n", i, NULL, 0, 0);
  g_assert_cmpuint (assay_inspection_get_n_facts (inspection), ==, ASSAY_LIMIT_FACTS);
  /* One problem a limit, however often it is met. */
  g_assert_cmpuint (assay_inspection_get_n_problems (inspection), ==, 2);
  g_assert_true (av_test_has_problem (inspection, "depth"));
  g_assert_true (av_test_has_problem (inspection, "limit"));
}

static void
test_text_total (void)
{
  g_autoptr (AssayInspection) inspection = assay_inspection_new ();
  g_autofree char *text = g_strnfill (ASSAY_LIMIT_TEXT, 'x');

  for (guint i = 0; i < 2 * (ASSAY_LIMIT_TEXT_TOTAL / ASSAY_LIMIT_TEXT); i++)
    assay_inspection_text (inspection, "n", text, 0, 0);
  g_assert_cmpuint (assay_inspection_get_n_facts (inspection), ==,
                    ASSAY_LIMIT_TEXT_TOTAL / ASSAY_LIMIT_TEXT);
  g_assert_true (av_test_has_problem (inspection, "limit"));
}

static void
test_names (void)
{
  static const char text[] = "\x89PNG\r\n\x1a\n";
  g_autoptr (AssayInspection) right = av_test_inspect_bytes ((const guint8 *) text, 8, "a.PNG");
  g_autoptr (AssayInspection) wrong = av_test_inspect_bytes ((const guint8 *) text, 8, "a.b/x.jpg");
  g_autoptr (AssayInspection) none = av_test_inspect_bytes ((const guint8 *) text, 8, ".png");

  g_assert_true (still_test_true (right, "file.extension.matches"));
  g_assert_cmpstr (av_test_text (right, "file.extension"), ==, "png");
  g_assert_cmpstr (av_test_text (wrong, "file.extension.format"), ==, "jpeg");
  g_assert_false (still_test_true (wrong, "file.extension.matches"));
  g_assert_false (still_test_has (none, "file.extension"));
}

static void
test_errors (void)
{
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  g_autoptr (AssaySource) source = assay_source_new_bytes (nothing);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (assay_inspect (source, "a.jpg", NULL, &error));
  g_assert_error (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_TRUNCATED);
  g_clear_error (&error);
  g_cancellable_cancel (cancellable);
  g_assert_null (assay_inspect (source, "a.jpg", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/media/inspection/facts", test_facts);
  g_test_add_func ("/media/inspection/bytes", test_bytes);
  g_test_add_func ("/media/inspection/paths", test_paths);
  g_test_add_func ("/media/inspection/limits", test_limits);
  g_test_add_func ("/media/inspection/text-total", test_text_total);
  g_test_add_func ("/media/inspection/names", test_names);
  g_test_add_func ("/media/inspection/errors", test_errors);
  return g_test_run ();
}
