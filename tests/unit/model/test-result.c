/* test-result.c: a result with every kind of part survives the wire and the vault unchanged. */
#include <math.h>
#include <string.h>

#include "base/assay-base.h"
#include "model/assay-catalogue.h"
#include "model/assay-image-changes.h"
#include "model/assay-model-error.h"
#include "model/assay-result.h"

static const AssayMetricInfo metrics[] = { { "snr", "SNR", "dB", 2 }, { NULL } };
static const AssayToolInfo info = { .id = "test", .version = "1", .metrics = metrics };

static AssayFinding *
make_finding (void)
{
  AssayFindingBuilder *builder = assay_finding_builder_new ("TST-01", ASSAY_SEVERITY_ATTENTION);

  assay_finding_builder_text (builder, "text", "a\xff\x01 \xe2\x80\xae z");
  assay_finding_builder_int (builder, "int", G_MAXINT64, "bytes");
  assay_finding_builder_real (builder, "real", 1.23456, 3, "dB");
  assay_finding_builder_bool (builder, "bool", TRUE);
  assay_finding_builder_place (builder, "place", 4096, 16);
  assay_finding_builder_time (builder, "time", 0.5, 2.25);
  return assay_finding_builder_end (builder);
}

static AssayTable *
make_table (void)
{
  static const AssayColumn columns[] = { { "name", "Name", ASSAY_COLUMN_TEXT, "", 0 },
                                         { "at", "Offset", ASSAY_COLUMN_OFFSET, "", 0 },
                                         { "value", "Value", ASSAY_COLUMN_REAL, "dB", 1 } };
  AssayTableBuilder *builder
      = assay_table_builder_new ("tree", "Tree", columns, G_N_ELEMENTS (columns));

  assay_table_builder_text (builder, "moov");
  assay_table_builder_int (builder, 32);
  assay_table_builder_real (builder, 0.25);
  assay_table_builder_row (builder, 0);
  assay_table_builder_text (builder, "mvhd");
  assay_table_builder_row (builder, 1);
  return assay_table_builder_end (builder);
}

static AssayPlot *
make_plot (void)
{
  static const AssayAxis x = { "Time", "s", ASSAY_SCALE_TIME, 0, 0 };
  static const AssayAxis y = { "Level", "dB", ASSAY_SCALE_LINEAR, -90, 0 };
  static const double xs[] = { 0, 1, 2 };
  static const double ys[] = { -10.55, NAN, -3 };
  static const double heat[] = { 1, 2, 3, 4, 5, 6 };
  static const char *const names[] = { "a", "b", NULL };
  AssayPlotBuilder *builder = assay_plot_builder_new ("plot", "Plot", &x, &y);

  assay_plot_builder_series (builder, ASSAY_SERIES_BAND, "range", xs, ys, ys, 3, 1);
  assay_plot_builder_heat (builder, "heat", heat, 2, 3, 0, 3, 0, 2, &y, "magma", 0);
  assay_plot_builder_annotation (builder, ASSAY_ANNOTATION_SPAN, 0.5, 0, 1, "cut");
  assay_plot_builder_names (builder, FALSE, names);
  assay_plot_builder_right_axis (builder, &y);
  assay_plot_builder_series (builder, ASSAY_SERIES_LINE, "right", xs, ys, NULL, 3, 1);
  assay_plot_builder_link (builder, "time");
  return assay_plot_builder_end (builder);
}

static AssayResult *
make_result (void)
{
  AssayResultBuilder *builder = assay_result_builder_new (&info);
  g_autoptr (GBytes) pixels = g_bytes_new_static ("abcdef", 6);

  assay_result_builder_finding (builder, make_finding ());
  assay_result_builder_table (builder, make_table ());
  assay_result_builder_plot (builder, make_plot ());
  assay_result_builder_image (
      builder, assay_image_new ("pic", "Picture", ASSAY_PIXELS_RGB8, 2, 1, pixels, NULL));
  assay_result_builder_metric (builder, "snr", 38.456);
  assay_result_builder_answer (builder, "type", "image/jpeg");
  assay_result_builder_not_run (builder, "TST-02", "No picture");
  assay_result_builder_verdict_from_findings (builder);
  return assay_result_builder_end (builder, NULL);
}

/* A result with @verdict, a rule that could not run and, with @reason, the tool's own reason. */
static AssayResult *
make_verdict (AssayVerdict verdict, const char *reason)
{
  AssayResultBuilder *builder = assay_result_builder_new (&info);

  assay_result_builder_verdict (builder, verdict);
  if (reason != NULL)
    assay_result_builder_not_run (builder, NULL, reason);
  assay_result_builder_not_run (builder, "TST-02", "No picture");
  return assay_result_builder_end (builder, NULL);
}

static void
test_no_verdict (void)
{
  g_autoptr (AssayResult) none = make_verdict (ASSAY_VERDICT_NOT_APPLICABLE, "Only text");
  g_autoptr (AssayResult) silent = make_verdict (ASSAY_VERDICT_NOT_APPLICABLE, NULL);
  g_autoptr (AssayResult) clear = make_verdict (ASSAY_VERDICT_CLEAR, "One part was not read");

  g_assert_cmpstr (assay_result_get_no_verdict (none), ==, "Only text");
  g_assert_null (assay_result_get_no_verdict (silent));
  g_assert_null (assay_result_get_no_verdict (clear));
}

static char *
canonical (AssayResult *result)
{
  g_autoptr (JsonNode) node = assay_result_to_json (result, TRUE);

  return assay_json_text (node, ASSAY_JSON_CANONICAL);
}

static void
test_wire (void)
{
  g_autoptr (AssayResult) result = make_result ();
  g_autoptr (GVariant) variant = g_variant_ref_sink (assay_result_to_variant (result));
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (variant);
  g_autoptr (GVariant) back
      = g_variant_ref_sink (g_variant_new_from_bytes (g_variant_get_type (variant), bytes, FALSE));
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayResult) read = assay_result_from_variant (&info, back, &error);
  g_autofree char *before = canonical (result);

  g_assert_no_error (error);

  g_autofree char *after = canonical (read);

  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (assay_result_get_verdict (read), ==, ASSAY_VERDICT_ATTENTION);
  g_assert_nonnull (assay_result_find_image (read, "pic"));
}

static void
test_vault (void)
{
  g_autoptr (AssayResult) result = make_result ();
  g_autofree char *before = canonical (result);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = assay_json_parse (before, -1, 16, &error);

  g_assert_no_error (error);

  g_autoptr (AssayResult) read = assay_result_from_json (&info, node, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (assay_result_get_n_findings (read), ==, 1);

  AssayObserved observed;

  g_assert_true (assay_finding_find (assay_result_get_finding (read, 0), "int", &observed));
  g_assert_cmpint (observed.integer, ==, G_MAXINT64);
  g_assert_cmpstr (observed.unit, ==, "bytes");
  g_assert_true (assay_finding_find (assay_result_get_finding (read, 0), "text", &observed));
  g_assert_cmpstr (observed.text, ==, "a\\xFF\\u{0001} \\u{202E} z");

  AssayTable *table = assay_result_get_table (read, 0);
  g_autofree char *cell = assay_table_cell_text (table, 0, 1);

  g_assert_cmpstr (cell, ==, "0x20");
  g_assert_true (assay_table_is_tree (table));
  g_assert_true (assay_table_is_empty (table, 1, 2));

  AssayPlot *plot = assay_result_get_plot (read, 0);
  AssaySeries series;

  g_assert_cmpuint (assay_plot_get_n_series (plot), ==, 2);
  assay_plot_get_series (plot, 0, &series);
  g_assert_true (isnan (series.y[1]));
  g_assert_cmpstr (assay_plot_get_names (plot, FALSE)[1], ==, "b");
}

/* A grey picture of @width × 1 as a hostile worker might send it, in @n words. */
static AssayImage *
picture_from (guint width, const guint64 *words, gsize n)
{
  GVariant *pixels = g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, words, n, sizeof *words);
  g_autoptr (GVariant) variant = g_variant_ref_sink (
      g_variant_new ("(ssuuu@at)", "p", "P", (guint32) ASSAY_PIXELS_GREY8, width, 1u, pixels));

  return assay_image_from_variant (variant, NULL);
}

/* The wire pads pixels to words: the padding is zeros, less than a word, and no part of them. */
static void
test_pixels (void)
{
  const guint64 words[] = { GUINT64_TO_LE (0x0000000000636261), 0, 0 };
  const guint64 dirty[] = { GUINT64_TO_LE (0x0100000000636261) };
  g_autoptr (AssayImage) image = picture_from (3, words, 1);
  g_autoptr (AssayImage) whole = picture_from (8, words, 1);
  g_autoptr (GBytes) expected = g_bytes_new_static ("abc", 3);

  g_assert_nonnull (image);
  g_assert_true (g_bytes_equal (assay_image_get_pixels (image), expected));
  g_assert_nonnull (whole);
  g_assert_null (picture_from (3, dirty, 1));
  g_assert_null (picture_from (3, words, 2));
  g_assert_null (picture_from (9, words, 1));
  g_assert_null (picture_from (8, words, 2));
}

/* What people read: units that are words are said of one and of several, and yes is a word. */
static void
test_observed_text (void)
{
  AssayFindingBuilder *builder = assay_finding_builder_new ("JPG-01", ASSAY_SEVERITY_INFO);
  static const char *const expected[]
      = { "1 excerpt", "3 excerpts", "-1 sample", "90 degrees", "2.5 dB", "Yes", "No" };
  g_autoptr (AssayFinding) finding = NULL;

  assay_finding_builder_int (builder, "a", 1, "excerpts");
  assay_finding_builder_int (builder, "b", 3, "excerpts");
  assay_finding_builder_int (builder, "c", -1, "samples");
  assay_finding_builder_real (builder, "d", 90, 0, "degrees");
  assay_finding_builder_real (builder, "e", 2.5, 1, "dB");
  assay_finding_builder_bool (builder, "f", TRUE);
  assay_finding_builder_bool (builder, "g", FALSE);
  finding = assay_finding_builder_end (builder);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      AssayObserved observed;
      assay_finding_get_observed (finding, i, &observed);
      g_autofree char *text = assay_observed_to_text (&observed);
      g_assert_cmpstr (text, ==, expected[i]);
    }
}

/* Measures, columns and axes say their units by the same function. */
static void
test_units (void)
{
  g_assert_cmpstr (assay_unit_words ("bytes", 1), ==, "byte");
  g_assert_cmpstr (assay_unit_words ("bytes", ASSAY_UNIT_MANY), ==, "bytes");
  g_assert_cmpstr (assay_unit_words ("dB", 1), ==, "dB");
  g_assert_cmpstr (assay_unit_words ("", 1), ==, "");
  g_assert_cmpstr (assay_unit_words (NULL, 1), ==, "");
  g_assert_cmpstr (assay_unit_words_real ("bytes", 1.0, 0), ==, "byte");
  g_assert_cmpstr (assay_unit_words_real ("bytes", -0.9, 0), ==, "byte");
  g_assert_cmpstr (assay_unit_words_real ("levels", 1.0, 2), ==, "levels");
  g_assert_cmpstr (assay_unit_words_real ("levels", (double) NAN, 0), ==, "levels");
}

static void
test_refuses (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) wrong = g_variant_ref_sink (g_variant_new ("(us)", 1, "x"));

  g_assert_null (assay_result_from_variant (&info, wrong, &error));
  g_assert_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID);
  g_clear_error (&error);

  g_autoptr (GBytes) pixels = g_bytes_new_static ("abc", 3);

  g_assert_null (assay_image_new ("x", "X", ASSAY_PIXELS_RGB8, 2, 1, pixels, &error));
  g_assert_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID);
  g_clear_error (&error);

  AssayResultBuilder *builder = assay_result_builder_new (&info);

  assay_result_builder_metric (builder, "unknown", 1);
  g_assert_null (assay_result_builder_end (builder, &error));
  g_assert_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID);
}

static AssayImage *
two_pixels (AssayPixels format, const guint8 *pixels)
{
  g_autoptr (GBytes) bytes = g_bytes_new (pixels, 2 * (gsize) assay_pixels_size (format));

  return assay_image_new ("two", "Two", format, 2, 1, bytes, NULL);
}

/* Absolute, multiplied, cut at white; grey against colour too; other sizes are refused. */
static void
test_difference (void)
{
  g_autoptr (AssayImage) grey = two_pixels (ASSAY_PIXELS_GREY8, (guint8[]){ 10, 200 });
  g_autoptr (AssayImage) rgb = two_pixels (ASSAY_PIXELS_RGB8, (guint8[]){ 12, 10, 5, 0, 200, 201 });
  g_autoptr (GBytes) one = g_bytes_new_static ("x", 1);
  g_autoptr (AssayImage) small = assay_image_new ("one", "", ASSAY_PIXELS_GREY8, 1, 1, one, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayImage) difference = assay_image_difference (grey, rgb, 10, &error);
  static const guint8 expected[] = { 20, 0, 50, 255, 0, 10 };

  g_assert_no_error (error);
  g_assert_true (memcmp (g_bytes_get_data (assay_image_get_pixels (difference), NULL), expected,
                         sizeof expected)
                 == 0);
  g_assert_null (assay_image_difference (grey, small, 1, &error));
  g_assert_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID);
}

/* A pixel is in a rectangle with its middle; those that overlap count once; grey is compared with
 * colour. */
static void
test_changes (void)
{
  static const guint8 before[12] = { 0 };
  /* The corners, and one in the middle by a little of its green. */
  static const guint8 after[36] = { [0] = 9, [9] = 9, [16] = 1, [24] = 9, [35] = 9 };
  static const AssayRegionKey rectangles[]
      = { { .x = -5, .y = 0.4, .width = 6.6, .height = 1.2 }, { .width = 1, .height = 9 } };
  static const guint8 expected[12] = { [3] = 1, [11] = 1 };
  g_autoptr (GBytes) grey = g_bytes_new_static (before, sizeof before);
  g_autoptr (GBytes) colour = g_bytes_new_static (after, sizeof after);
  g_autoptr (AssayImage) a = assay_image_new ("a", "", ASSAY_PIXELS_GREY8, 4, 3, grey, NULL);
  g_autoptr (AssayImage) b = assay_image_new ("b", "", ASSAY_PIXELS_RGB8, 4, 3, colour, NULL);
  g_autoptr (AssayImage) small = two_pixels (ASSAY_PIXELS_GREY8, before);
  AssayImageChanges changes;
  guint8 mask[12];

  g_assert_true (assay_image_count_changes (a, b, rectangles, 2, mask, &changes));
  /* (0,0) (1,0) (0,1) (1,1) and, of the second alone, (0,2) */
  g_assert_cmpuint (changes.inside, ==, 5);
  g_assert_cmpuint (changes.outside, ==, 7);
  g_assert_cmpuint (changes.inside_changed, ==, 3);
  g_assert_cmpuint (changes.outside_changed, ==, 2);
  g_assert_true (memcmp (mask, expected, sizeof mask) == 0);
  g_assert_true (assay_image_count_changes (a, b, NULL, 0, NULL, &changes));
  g_assert_cmpuint (changes.outside_changed, ==, 5);
  g_assert_false (assay_image_count_changes (a, small, NULL, 0, NULL, &changes));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/model/result/wire", test_wire);
  g_test_add_func ("/model/result/vault", test_vault);
  g_test_add_func ("/model/result/no-verdict", test_no_verdict);
  g_test_add_func ("/model/result/pixels", test_pixels);
  g_test_add_func ("/model/result/observed-text", test_observed_text);
  g_test_add_func ("/model/result/units", test_units);
  g_test_add_func ("/model/result/refuses", test_refuses);
  g_test_add_func ("/model/image/difference", test_difference);
  g_test_add_func ("/model/image/changes", test_changes);
  return g_test_run ();
}
