/* test-number.c: numbers and stamps in cells: what is one, what it is worth, how it is written. */
#include <math.h>
#include <string.h>

#include "model/assay-model-error.h"
#include "wavemark/assay-series-number.h"
#include "wavemark/assay-series-pattern.h"
#include "wavemark/assay-series-stamp.h"

typedef struct
{
  const char *text;
  char decimal;
  double value;
  guint decimals;
  double quantum;
} Case;

static void
test_read (void)
{
  static const Case cases[] = {
    { "20.50", '.', 20.5, 2, 0.01 },
    { "-3,25", ',', -3.25, 2, 0.01 },
    { "+7", '.', 7, 0, 1 },
    { " 12. ", '.', 12, 0, 1 },
    { ".5", '.', 0.5, 1, 0.1 },
    { "0.1", '.', 0.1, 1, 0.1 },
    { "123456789012345", '.', 123456789012345.0, 0, 1 },
    { "0.123456789012345678", '.', 0.123456789012345678, 18, 1e-18 },
    { "1.50e3", '.', 1500, 2, 10 },
    { "-2E-4", '.', -0.0002, 0, 0.0001 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AssaySeriesNumber number;

      g_assert_true (assay_series_number_parse (cases[i].text, strlen (cases[i].text),
                                                cases[i].decimal, &number));
      g_assert_cmpfloat_with_epsilon (number.value, cases[i].value, 1e-30);
      g_assert_cmpuint (number.decimals, ==, cases[i].decimals);
      g_assert_cmpfloat_with_epsilon (number.quantum / cases[i].quantum, 1, 1e-12);
    }
}

static void
test_refused (void)
{
  static const char *const texts[] = { "",      " ",
                                       "-",     ".",
                                       "nan",   "inf",
                                       "-inf",  "1e308",
                                       "1e999", "1.2.3",
                                       "1,234", "0x10",
                                       "1e",    "1e+",
                                       "1 2",   "--1",
                                       "1e 5",  "5%",
                                       "٣",     "1e-320",
                                       "1_000", "1e9999999999999999999" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      AssaySeriesNumber number;

      if (assay_series_number_parse (texts[i], strlen (texts[i]), '.', &number))
        g_error ("“%s” was taken for a number", texts[i]);
    }
}

static void
check_written (const char *model, char decimal, double value, const char *expected)
{
  AssaySeriesNumber number;
  AssaySeriesNumber written;
  char text[ASSAY_SERIES_NUMBER_SIZE];
  gsize length;

  g_assert_true (assay_series_number_parse (model, strlen (model), decimal, &number));
  length = assay_series_number_print (&number, value, decimal, text);
  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpuint (length, ==, strlen (expected));
  g_assert_true (assay_series_number_parse (text, length, decimal, &written));
  g_assert_cmpfloat_with_epsilon (written.value, assay_series_number_round (&number, value), 1e-30);
}

static void
test_written (void)
{
  check_written ("20.50", '.', 20.6049, "20.60");
  check_written ("20.50", '.', 0.005000001, "0.01");
  check_written ("20.50", '.', -0.07, "-0.07");
  check_written ("1,5", ',', -1234.56, "-1234,6");
  check_written ("7", '.', 8.5, "8");
  check_written ("7", '.', 9.5, "10");
  check_written ("0.000000000000001", '.', 0.25, "0.250000000000000");
  check_written ("1.0000000000000000001", '.', 2.0, "2.0000000000000000000");
  check_written ("1.50e3", '.', 1612, "1.61e3");
  /* The form stays: plus signs, zeros in front or none, a mark without decimals, exponents. */
  check_written ("-2,5E-4", ',', -0.00031, "-3,1E-4");
  check_written ("+0.327", '.', 0.3281, "+0.328");
  check_written ("+0.327", '.', -0.3281, "-0.328");
  check_written ("007.5", '.', 8.12, "008.1");
  check_written (".5", '.', 0.61, ".6");
  check_written ("-.50", '.', -1.204, "-1.20");
  check_written ("12.", '.', 13.2, "13.");
  check_written ("1.5E+05", '.', 161000, "1.6E+05");
  check_written ("+.25e-07", '.', 2.6e-8, "+.26e-07");
  check_written ("1.5e-0", '.', 1.6, "1.6e-0");
  check_written ("12,e3", ',', 13400, "13,e3");
  check_written ("+00.1234567890123456", '.', 0.125, "+00.1250000000000000");
}

static void
test_digits (void)
{
  char text[20];

  g_assert_cmpuint (assay_series_number_digits (0, 0, text), ==, 0);
  g_assert_cmpuint (assay_series_number_digits (0, 1, text), ==, 1);
  g_assert_cmpuint (assay_series_number_digits (42, 5, text), ==, 5);
  g_assert_true (memcmp (text, "00042", 5) == 0);
  g_assert_cmpuint (assay_series_number_digits (G_MAXUINT64, 1, text), ==, 20);
  g_assert_true (memcmp (text, "18446744073709551615", 20) == 0);
}

static void
check_stamp (const char *text, const char *format, const char *expected)
{
  char stamp[ASSAY_SERIES_STAMP_SIZE];
  gsize length = assay_series_stamp_canonical (text, strlen (text), format, stamp);

  g_assert_cmpuint (length, ==, strlen (expected));
  if (length > 0)
    g_assert_cmpstr (stamp, ==, expected);
}

/* One moment in many forms: Wednesday, 1 January 2020, 13:05:09. */
static void
check_patterns (void)
{
  static const char *const forms[][2]
      = { { "01.01.2020 13:05:09", "%d.%m.%Y %H:%M:%S" },
          { "01/01/20 01:05:09 PM", "%m/%d/%y %I:%M:%S %p" },
          { "1 Jan 2020 1:05:09pm", "%e %b %Y %I:%M:%S%p" },
          { "Wednesday, January 1, 2020 13:05:09", "%A, %B %d, %Y %T" },
          { "Wed  1 jan 20 13:05:09", "%a %e %h %y %T" },
          { "2020-001T13:05:09", "%Y-%jT%T" },
          { "20200101130509", "%Y%m%d%H%M%S" },
          { "2020-01-01 14:05:09 +0100", "%F %T %z" },
          { "2020-01-01 05:35:09-07:30", "%F %T%z" },
          { "01/01/20 13:05:09 100%", "%D %T 100%%" },
          { "1577883909", "%s" } };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    check_stamp (forms[i][0], forms[i][1], "t1577883909000");
  check_stamp ("1577883909.25", "%s.%f", "t1577883909250");
  check_stamp ("-3", "%s", "t-3000");
  check_stamp ("12:00:00.5 AM 31.12.1969", "%I:%M:%S.%f %p %d.%m.%Y", "t-86399500");
  check_stamp ("366/2020", "%j/%Y", "t1609372800000");
  check_stamp ("69-01-01", "%y-%m-%d", "t-31536000000");
  /* None of the form: as they are. */
  check_stamp ("13:00 PM", "%I:%M %p", "s13:00 PM");
  check_stamp ("Foo 2020", "%b %Y", "sFoo 2020");
  check_stamp ("2020-01-01x", "%F", "s2020-01-01x");
  check_stamp ("367/2020", "%j/%Y", "s367/2020");
}

static void
test_pattern_check (void)
{
  static const char *const good[] = { "", "epoch", "epoch-ms", "%d.%m.%Y", "%s", "week %%, %F" };
  static const char *const bad[] = { "iso", "%Q", "%d.%", "%", "%F %x", "epoch-ns" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (assay_series_pattern_check (good[i], &error));
      g_assert_no_error (error);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (assay_series_pattern_check (bad[i], &error));
      g_assert_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID);
    }
}

static void
test_stamps (void)
{
  const char *const same[] = { "2020-01-01", "2020-01-01T00:00:00Z",      "2020-01-01 00:00",
                               "2020/1/1",   "2020-01-01T01:30:00+01:30", "2019-12-31T19:00-0500",
                               " 2020-01 " };

  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    check_stamp (same[i], NULL, "t1577836800000");
  check_stamp ("2020-01-01T00:00:00.25Z", "", "t1577836800250");
  check_stamp ("1969-12-31T23:59:59", "", "t-1000");
  check_stamp ("2000-02-29", "", "t951782400000");
  check_stamp ("1577836800", "epoch", "t1577836800000");
  check_stamp ("1577836800.5", "epoch", "t1577836800500");
  check_stamp ("1577836800000", "epoch-ms", "t1577836800000");
  check_stamp ("-1", "epoch-ms", "t-1");
  check_stamp ("01.01.2020 00:00", "%d.%m.%Y %H:%M", "t1577836800000");
  check_patterns ();
  check_stamp ("7.0", NULL, "n7");
  check_stamp ("+7", NULL, "n7");
  /* A table written again with commas has the same stamps. */
  check_stamp ("7,50", NULL, "n7.5");
  check_stamp ("1577836800,5", "epoch", "t1577836800500");
  check_stamp ("Monday", NULL, "sMonday");
  check_stamp ("2020-13-01", NULL, "s2020-13-01");
  check_stamp ("", NULL, "");
  check_stamp ("   ", NULL, "");
  /* Longer than fits: its hash. */
  check_stamp (
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
      NULL, "sbcb32a372139a3860fe72f3a52ff988dd5e78ccf3fb805b37ad30525ce38a3cc");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/series/number/read", test_read);
  g_test_add_func ("/series/number/refused", test_refused);
  g_test_add_func ("/series/number/written", test_written);
  g_test_add_func ("/series/number/digits", test_digits);
  g_test_add_func ("/series/number/stamps", test_stamps);
  g_test_add_func ("/series/number/patterns", test_pattern_check);
  return g_test_run ();
}
