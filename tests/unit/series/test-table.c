/* test-table.c: tables as bytes: where cells lie, which column is which, and writing them again. */
#include <string.h>
#include <unistd.h>

#include "model/assay-model-error.h"
#include "wavemark/assay-series-output.h"
#include "wavemark/assay-series-table.h"
#include "wavemark/assay-wavemark-info.h"

static AssaySource *
source_of (const char *text, gsize length)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length);

  return assay_source_new_bytes (bytes);
}

static AssaySeriesTable *
open_table (const char *text, const char *const *settings, gboolean needs_time, GError **error)
{
  g_autoptr (AssaySource) source = source_of (text, strlen (text));
  g_autoptr (AssayParametersBuilder) builder
      = assay_parameters_builder_new (&assay_series_attack_info);
  g_autoptr (AssayParameters) parameters = NULL;

  for (guint i = 0; settings != NULL && settings[i] != NULL; i += 2)
    g_assert_true (assay_parameters_builder_set (builder, settings[i], settings[i + 1], NULL));
  parameters = assay_parameters_builder_end (g_steal_pointer (&builder), NULL);
  return assay_series_table_open (source, parameters, needs_time, error);
}

/* All cells, "|" between fields and "/" behind records. */
static char *
cells_of (const char *text, gsize length, const AssaySeriesFormat *format)
{
  g_autoptr (AssaySource) source = source_of (text, length);
  g_autoptr (AssaySeriesReader) reader = assay_series_reader_new (source, format);
  AssaySeriesRecord record;
  GString *all = g_string_new (NULL);
  gsize seen = format->mark;

  while (assay_series_reader_next (reader, &record, NULL))
    {
      seen += record.length;
      for (guint i = 0; i < record.n_fields; i++)
        {
          g_string_append_len (all, record.fields[i].text, (gssize) record.fields[i].length);
          g_string_append_c (all, i + 1 < record.n_fields ? '|' : '/');
        }
    }
  g_assert_cmpuint (seen, ==, length);
  return g_string_free (all, FALSE);
}

static void
test_records (void)
{
  static const struct
  {
    const char *text;
    char delimiter;
    const char *cells;
  } cases[] = {
    { "a,b\n1,2\n", ',', "a|b/1|2/" },
    { "a;b\r\n1;2\r\n", ';', "a|b/1|2/" },
    { "a\tb\r1\t2", '\t', "a|b/1|2/" },
    { "a,b\n\n1,2,\n,\n", ',', "a|b//1|2|/|/" },
    { "\"a,b\",\"c\nd\"\n1,2\n", ',', "a,b|c\nd/1|2/" },
    { "\"a\"\"b\",c\n", ',', "a\"\"b|c/" },
    { " a , \"b\" \n", ',', "a|b/" },
    { "a,b\r\n\r\n1,2", ',', "a|b//1|2/" },
    { "a  b\n", ' ', "a||b/" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const AssaySeriesFormat format = { .delimiter = cases[i].delimiter, .decimal = '.' };
      g_autofree char *cells = cells_of (cases[i].text, strlen (cases[i].text), &format);

      g_assert_cmpstr (cells, ==, cases[i].cells);
    }
}

/* Spaces that align columns are one delimiter, from so many on. */
static void
test_aligned (void)
{
  const char *text = "  time   v \n1 2    3\n\n   \n\"a  b\"   4";
  const AssaySeriesFormat any = { .delimiter = ' ', .spaces = 1, .decimal = '.' };
  const AssaySeriesFormat two = { .delimiter = ' ', .spaces = 2, .decimal = '.' };
  g_autofree char *by_any = cells_of (text, strlen (text), &any);
  g_autofree char *by_two = cells_of (text, strlen (text), &two);

  g_assert_cmpstr (by_any, ==, "time|v/1|2|3///a  b|4/");
  g_assert_cmpstr (by_two, ==, "time|v/1 2|3///a  b|4/");
}

/* A file of several blocks: records that cross their ends. */
static void
test_blocks (void)
{
  const AssaySeriesFormat format = { .delimiter = ',', .decimal = '.' };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) expected = g_string_new (NULL);

  for (guint i = 0; i < 60000; i++)
    {
      g_string_append_printf (text, "%u,\"x,%u\"\r\n", i, i * 7);
      g_string_append_printf (expected, "%u|x,%u/", i, i * 7);
    }

  g_autofree char *cells = cells_of (text->str, text->len, &format);

  g_assert_cmpstr (cells, ==, expected->str);
}

static void
check_format (const char *text, char delimiter, char decimal, gboolean header, gsize mark)
{
  g_autoptr (AssaySource) source = source_of (text, strlen (text));
  g_autoptr (GError) error = NULL;
  AssaySeriesFormat format;

  g_assert_true (assay_series_format_detect (source, &format, &error));
  g_assert_no_error (error);
  g_assert_cmpint (format.delimiter, ==, delimiter);
  g_assert_cmpint (format.decimal, ==, decimal);
  g_assert_cmpint (format.header, ==, header);
  g_assert_cmpuint (format.mark, ==, mark);
}

static void
test_formats (void)
{
  check_format ("t,v\n2020-01-01,1.5\n2020-01-02,2.5\n", ',', '.', TRUE, 0);
  check_format ("2020-01-01;1,5\n2020-01-02;2,5\n", ';', ',', FALSE, 0);
  check_format ("t\tv\n2020-01-01\t1,5\n2020-01-02\t2,5\n", '\t', ',', TRUE, 0);
  check_format ("t|v\n2020-01-01|1.5\n2020-01-02|2.5\n", '|', '.', TRUE, 0);
  check_format ("\xef\xbb\xbft,v\r\n2020-01-01,1.5\r\n2020-01-02,2.5\r\n", ',', '.', TRUE, 3);
  check_format ("1.5\n2.5\n3.5\n", ',', '.', FALSE, 0);
  check_format ("\"t\",\"v\"\n\"2020-01-01\",\"1.5\"\n", ',', '.', TRUE, 0);
  /* Decimal commas between commas and in a column alone stand in quotes. */
  check_format ("t,v\n2020-01-01,\"1,5\"\n2020-01-02,\"2,5\"\n", ',', ',', TRUE, 0);
  check_format ("t,v\n2020-01-01,\"1,234\"\n2020-01-02,\"2,345\"\n", ',', ',', TRUE, 0);
  check_format ("v\n\"1,5\"\n\"2,5\"\n", ',', ',', TRUE, 0);
  check_format ("v\n1,5\n12,5\n3\n", ';', ',', TRUE, 0);
  check_format ("title\n1,5\n2,10\n", ',', '.', TRUE, 0);
  /* Rows that leave out their last cells, where a space would cut all of them into two. */
  check_format ("t,v,note\n2020-01-01 00:00,1.5\n2020-01-01 01:00,2.5,x\n2020-01-01 02:00,3.5\n",
                ',', '.', TRUE, 0);
  /* Thousands beside points. */
  check_format ("v,n,m\n1.5,\"1,234\",\"9,876\"\n2.5,\"2,345\",\"8,765\"\n", ',', '.', TRUE, 0);
}

/* What stamps and numbers hold too divides cells where all rows and the stamps say so. */
static void
test_rare_formats (void)
{
  const char *spaced = "t      v\n2020-01-01 00:00   1.5\n2020-01-01 01:00  21.5\n";
  g_autoptr (AssaySource) source = source_of (spaced, strlen (spaced));
  AssaySeriesFormat format;

  for (const char *at = "#/!@$%=*_"; *at != '\0'; at++)
    {
      g_autofree char *text = g_strdelimit (
          g_strdup ("t,v,w\n2020-01-01 00:00,1.5,x\n2020-01-01 01:00,2.5,y\n"), ",", *at);

      check_format (text, *at, '.', TRUE, 0);
    }
  check_format ("01/02/2020,5.5,text,more\n01/03/2020,6.5,text,more\n", ',', '.', FALSE, 0);
  check_format ("t,v\n2020-01-01 00:00,5%\n2020-01-01 00:00,6%\n", ',', '.', TRUE, 0);
  g_assert_true (assay_series_format_detect (source, &format, NULL));
  g_assert_cmpint (format.delimiter, ==, ' ');
  g_assert_cmpuint (format.spaces, ==, 2);
}

/* What stands above a table and is no part of it. */
static void
test_notes (void)
{
  check_format ("# place\n# unit\nt,v\n2020-01-01,1.5\n2020-01-02,2.5\n", ',', '.', TRUE, 15);
  check_format ("# place\n\n# unit\n\nt,v\n2020-01-01,1.5\n2020-01-02,2.5\n", ',', '.', TRUE, 17);
  check_format ("\xef\xbb\xbf# place\r\nt,v\r\n2020-01-01,1.5\r\n", ',', '.', TRUE, 12);
  check_format ("# place\n2020-01-01,1.5\n2020-01-02,2.5\n", ',', '.', FALSE, 8);
  check_format ("# place\n# t,v\n2020-01-01,1.5\n2020-01-02,2.5\n", ',', '.', TRUE, 8);
  check_format ("#t,v\n2020-01-01,1.5\n2020-01-02,2.5\n", ',', '.', TRUE, 0);
  check_format ("sep=;\r\nt;v\r\n2020-01-01;1,5\r\n2020-01-02;2,5\r\n", ';', ',', TRUE, 7);
  check_format ("Place;\nUnit;\nt;v\n2020-01-01;1.5\n2020-01-02;2.5\n", ';', '.', TRUE, 13);
  check_format ("Station 5\nUnit: C\n\nt,v\n2020-01-01 00:00,1.5\n2020-01-01 01:00,2.5\n"
                "2020-01-01 02:00,3.5\n2020-01-01 03:00,4.5\n",
                ',', '.', TRUE, 19);
  check_format ("t,v\n-,C\n2020-01-01,1.5\n2020-01-02,2.5\n", ',', '.', TRUE, 0);
}

static void
test_columns (void)
{
  const char *text = "no,day,place,temp,rain\n1,2020-01-01,a,1.5,\n2,2020-01-02,a,2.5,3.25\n"
                     "3,2020-01-02,a,x,4.25\n";
  const char *two[] = { "columns", "rain,temp=old", "time", "no", NULL };
  const char *unknown[] = { "columns", "snow", NULL };
  const char *numbered[] = { "columns", "#4=old", NULL };
  g_autoptr (AssaySeriesTable) self = open_table (text, NULL, TRUE, NULL);
  g_autoptr (AssaySeriesTable) named = open_table (text, two, TRUE, NULL);
  g_autoptr (AssaySeriesTable) by_number = open_table (text, numbered, TRUE, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (self->time, ==, 1);
  g_assert_cmpuint (self->n_columns, ==, 1);
  g_assert_cmpstr (self->columns[0].name, ==, "temp");
  g_assert_cmpint (assay_series_table_find (self, "rain"), ==, 4);
  g_assert_cmpint (assay_series_table_find (self, "#2"), ==, 1);
  g_assert_cmpint (assay_series_table_find (self, "#6"), ==, -1);
  g_assert_cmpint (assay_series_table_find (self, "#2x"), ==, -1);
  g_assert_cmpuint (by_number->columns[0].index, ==, 3);
  g_assert_cmpstr (by_number->columns[0].label, ==, "old");
  g_assert_cmpint (named->time, ==, 0);
  g_assert_cmpuint (named->n_columns, ==, 2);
  g_assert_cmpuint (named->columns[0].index, ==, 4);
  g_assert_cmpstr (named->columns[1].name, ==, "temp");
  g_assert_cmpstr (named->columns[1].label, ==, "old");
  g_assert_null (open_table (text, unknown, TRUE, &error));
  g_assert_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "no, day, place, temp, rain"));
}

static void
check_chosen (const char *text,
              const char *format,
              const char *time,
              const char *wanted,
              int chosen,
              guint column)
{
  const char *settings[] = { "time_format", format, "time", time, "columns", wanted, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (AssaySeriesTable) self = open_table (text, settings, TRUE, &error);

  g_assert_no_error (error);
  g_assert_cmpint (self->time, ==, chosen);
  g_assert_cmpuint (self->n_columns, ==, 1);
  g_assert_cmpuint (self->columns[0].index, ==, column);
}

/* Where every number could be a stamp, values are told from stamps all the same. */
static void
test_numbers_for_stamps (void)
{
  const char *ms = "ts,v\n1580422500000,120.33\n1580422560000,121.5\n1580422620000,119\n";
  const char *late = "v,ts\n120.33,1580422500\n121.5,1580422560\n119,1580422620\n";
  const char *two = "from,to,v\n1580422500,1580422501,5\n1580422560,1580422561,5\n";
  const char *days = "day,v\n20200101,1200\n20200102,1300\n20200103,1250\n";
  const char *old = "year,v\n1749,58\n1750,62\n1751,70\n";

  check_chosen (ms, "epoch-ms", "", "", 0, 1);
  check_chosen (ms, "epoch-ms", "ts", "", 0, 1);
  check_chosen (ms, "epoch-ms", "", "v", 0, 1);
  check_chosen (ms, "", "", "", 0, 1);
  check_chosen (late, "epoch", "", "", 1, 0);
  check_chosen (late, "epoch", "ts", "", 1, 0);
  check_chosen (two, "epoch", "", "", 0, 2);
  check_chosen (two, "%s", "to", "", 1, 2);
  check_chosen (days, "%Y%m%d", "", "", 0, 1);
  check_chosen (old, "%Y", "", "", 0, 1);
  /* Whole numbers in front are values where the stamps are known, unless they count the rows. */
  check_chosen ("v,t\n1500000311,2020-01-01\n1500000107,2020-01-02\n1500000913,2020-01-03\n", "",
                "", "", 1, 0);
}

static void
check_not_taken (const char *columns, const char *time, GQuark domain, int code, const char *told)
{
  const char *text = "day,temp\n2020-01-01,1.5\n2020-01-02,2.5\n2020-01-03,3.5\n";
  const char *settings[] = { "columns", columns, "time", time, NULL };
  g_autoptr (GError) error = NULL;

  g_assert_null (open_table (text, settings, TRUE, &error));
  g_assert_error (error, domain, code);
  g_assert_nonnull (strstr (error->message, told));
}

/* A mark that moves its own stamps is lost, and a column of dates has nothing to mark. */
static void
test_stamps_are_no_values (void)
{
  check_not_taken ("temp", "temp", ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID, "“temp”");
  check_not_taken ("", "temp", ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED, "“temp”");
  check_not_taken ("day", "", ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED, "“day”");
}

static void
test_refused (void)
{
  static const char *const texts[] = { "", "\xef\xbb\xbf", "a,b\nx,y\nz,w\n", "t,v\n",
                                       "t,v\n2020-01-01,5\n2020-01-01,6\n"
                                       "2020-01-01,7\n2020-01-01,8\n2020-01-01,"
                                       "5\n2020-01-01,6\n2020-01-01,7\n"
                                       "2020-01-01,8\n2020-01-01,5\n2020-01-01,"
                                       "6\n2020-01-01,7\n" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (open_table (texts[i], NULL, TRUE, &error));
      g_assert_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED);
    }
}

/* What is not changed stays byte for byte, whatever it looks like. */
static void
test_output (void)
{
  const char *text = "\xef\xbb\xbft;v;w\r\n1;\"2,5\";'x\r\n;;\r\n2; 3,5 ;\"a\"\"b\"";
  const char *expected = "\xef\xbb\xbft;v;w;+\r\n1;\"9\";'x;+\r\n;9;;+\r\n2; 9 ;\"a\"\"b\";+";
  g_autoptr (AssaySource) source = source_of (text, strlen (text));
  AssaySeriesFormat format = { .delimiter = ';', .decimal = ',', .mark = 3 };
  g_autoptr (AssaySeriesReader) reader = assay_series_reader_new (source, &format);
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp (NULL, &path, NULL);
  g_autoptr (AssaySeriesOutput) output = assay_series_output_new (fd);
  AssaySeriesCell cell = { 1, "9", 1 };
  AssaySeriesRecord record;
  char written[100] = "";

  g_assert_true (assay_series_output_head (output, source, 3, NULL));
  while (assay_series_reader_next (reader, &record, NULL))
    g_assert_true (
        assay_series_output_record (output, &record, &cell, record.number > 0 ? 1 : 0, ";+", NULL));
  g_assert_true (assay_series_output_finish (output, NULL));
  g_assert_cmpint (pread (fd, written, sizeof written - 1, 0), ==, (gssize) strlen (expected));
  g_assert_cmpstr (written, ==, expected);
  close (fd);
  unlink (path);
}

static void
test_limits (void)
{
  const AssaySeriesFormat format = { .delimiter = ',', .decimal = '.' };
  const gsize length = 3 * ASSAY_SERIES_RECORD_LIMIT;
  g_autofree char *text = g_malloc (length);
  AssaySeriesRecord record;

  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (AssaySource) source = NULL;
      g_autoptr (AssaySeriesReader) reader = NULL;
      g_autoptr (GError) error = NULL;

      memset (text, round == 0 ? 'x' : ',', length);
      text[0] = '"';
      text[1] = round == 0 ? 'x' : '"';
      text[ASSAY_SERIES_RECORD_LIMIT / 2] = '\n'; /* inside the open quote of the first round */
      source = source_of (text, length);
      reader = assay_series_reader_new (source, &format);
      g_assert_false (assay_series_reader_next (reader, &record, &error));
      g_assert_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_LIMIT);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/series/table/records", test_records);
  g_test_add_func ("/series/table/blocks", test_blocks);
  g_test_add_func ("/series/table/formats", test_formats);
  g_test_add_func ("/series/table/aligned", test_aligned);
  g_test_add_func ("/series/table/rare-formats", test_rare_formats);
  g_test_add_func ("/series/table/notes", test_notes);
  g_test_add_func ("/series/table/columns", test_columns);
  g_test_add_func ("/series/table/numbers-for-stamps", test_numbers_for_stamps);
  g_test_add_func ("/series/table/stamps-are-no-values", test_stamps_are_no_values);
  g_test_add_func ("/series/table/refused", test_refused);
  g_test_add_func ("/series/table/output", test_output);
  g_test_add_func ("/series/table/limits", test_limits);
  return g_test_run ();
}
