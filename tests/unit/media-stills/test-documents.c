/* test-documents.c: PDF, ZIP, tables and text on made-up files. */
#include "still-test.h"

#include "config.h"

#include <string.h>

#include "media/assay-pdf-object-private.h"
#include "media/assay-text-sniff-private.h"

static AssayInspection *
inspect_text (const char *text, const char *name)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  still_test_put_text (bytes, text);
  return still_test_inspect (bytes, name);
}

#define PDF                                                                                        \
  "%PDF-1.6\n%\xe2\xe3\n3 0 obj\n<</Title (old)>>\nendobj\n"                                       \
  "3 0 obj\n<</Title (A \\(small\\) title\\056) /Author <FEFF00C4> /CreationDate "                 \
  "(D:20240301120000+02'00')>>\nendobj\n"                                                          \
  "4 0 obj\n<</Subtype /XML>>\nstream\n<?xpacket begin='' id=''?><x:xmpmeta "                      \
  "xmlns:x='adobe:ns:meta/' x:xmptk='T'/>"                                                         \
  "<?xpacket end='r'?>\nendstream\nendobj\n"                                                       \
  "trailer\n<</Info 3 0 R /Root 1 0 R>>\nstartxref\n0\n%%EOF\n"

static void
test_pdf (void)
{
  g_autoptr (AssayInspection) one = inspect_text (PDF, "a.pdf");
  g_autoptr (AssayInspection) two
      = inspect_text (PDF "5 0 obj\n<</JS (x)>>\nendobj\n%%EOF\r\nbehind", "a.pdf");
  g_autoptr (AssayInspection) cut = inspect_text ("%PDF-1.4\n1 0 obj\n<<", "a.pdf");

  g_assert_cmpuint (assay_inspection_get_n_problems (one), ==, 0);
  g_assert_cmpstr (av_test_text (one, "pdf.version"), ==, "1.6");
  g_assert_cmpint (av_test_int (one, "pdf.eof_count"), ==, 1);
  g_assert_cmpstr (av_test_text (one, "pdf.info.Title"), ==, "A (small) title.");
  g_assert_cmpstr (av_test_text (one, "pdf.info.Author"), ==, "\xc3\x84");
  g_assert_cmpint (av_test_int (one, "pdf.time.created"), ==, G_GINT64_CONSTANT (1709287200000));
  g_assert_cmpstr (av_test_text (one, "xmp.toolkit"), ==, "T");
  g_assert_false (still_test_has (one, "file.trailing.bytes"));
  g_assert_false (still_test_true (one, "pdf.javascript"));
  g_assert_cmpint (av_test_int (two, "pdf.eof_count"), ==, 2);
  g_assert_true (still_test_true (two, "pdf.javascript"));
  g_assert_cmpint (av_test_int (two, "file.trailing.bytes"), ==, 6);
  g_assert_true (av_test_has_problem (cut, "missing"));
}

static void
test_pdf_strings (void)
{
  static const char text[] = "/A (x\\\ny(z)\\061\\62) /B <414> /C <<1>> /D";
  g_autofree char *first = assay_pdf_string (text, sizeof text - 1, "/A");
  g_autofree char *second = assay_pdf_string (text, sizeof text - 1, "/B");

  g_assert_cmpstr (first, ==, "xy(z)12");
  g_assert_cmpstr (second, ==, "A@");
  g_assert_null (assay_pdf_string (text, sizeof text - 1, "/C"));
  g_assert_null (assay_pdf_string (text, sizeof text - 1, "/D"));
  g_assert_null (assay_pdf_string ("/A (", 4, "/B"));
}

typedef struct
{
  const char *name;
  guint32 packed;
  guint32 unpacked;
  guint32 local;
  guint16 flags;
} Entry;

static void
put_entry (GByteArray *bytes, const Entry *entry)
{
  gsize length = strlen (entry->name);

  still_test_put (bytes, "PK\1\2\24\0\24\0", 8);
  still_test_put_u16 (bytes, entry->flags, FALSE);
  still_test_put (bytes, "\x08\0\x41\x60\x4f\x58\0\0\0\0", 10); /* 2024-02-15 12:02:02 */
  still_test_put_u32 (bytes, entry->packed, FALSE);
  still_test_put_u32 (bytes, entry->unpacked, FALSE);
  still_test_put_u16 (bytes, (guint16) length, FALSE);
  still_test_put (bytes, "\0\0\0\0\0\0\0\0\0\0\0\0", 12);
  still_test_put_u32 (bytes, entry->local, FALSE);
  still_test_put (bytes, entry->name, length);
}

static AssayInspection *
inspect_zip (const Entry *entries, guint16 count, guint16 declared)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint start;

  still_test_put (bytes, "PK\3\4", 4);
  g_byte_array_set_size (bytes, 1000);
  memset (bytes->data + 4, 0, 996);
  start = bytes->len;
  for (guint i = 0; i < count; i++)
    put_entry (bytes, &entries[i]);

  guint32 size = bytes->len - start;

  still_test_put (bytes, "PK\5\6\0\0\0\0", 8);
  still_test_put_u16 (bytes, declared, FALSE);
  still_test_put_u16 (bytes, declared, FALSE);
  still_test_put_u32 (bytes, size, FALSE);
  still_test_put_u32 (bytes, start, FALSE);
  still_test_put (bytes, "\2\0hi", 4);
  return still_test_inspect (bytes, "a.zip");
}

static void
test_zip (void)
{
  static const Entry entries[] = { { "a/b.txt", 50, 100, 0, 0 }, { "c", 100, 100, 200, 1 } };
  g_autoptr (AssayInspection) inspection = inspect_zip (entries, 2, 2);

  g_assert_cmpuint (assay_inspection_get_n_problems (inspection), ==, 0);
  g_assert_cmpint (av_test_int (inspection, "zip.entries"), ==, 2);
  g_assert_cmpint (av_test_int (inspection, "zip.unpacked"), ==, 200);
  g_assert_cmpint (av_test_int (inspection, "zip.encrypted"), ==, 1);
  g_assert_cmpint (av_test_int (inspection, "zip.unsafe_names"), ==, 0);
  g_assert_cmpstr (av_test_text (inspection, "zip.entry[1].name"), ==, "a/b.txt");
  g_assert_cmpint (av_test_int (inspection, "zip.entry[1].time"), ==,
                   G_GINT64_CONSTANT (1707998522000));
  g_assert_cmpstr (av_test_text (inspection, "zip.comment"), ==, "hi");
  g_assert_false (still_test_true (inspection, "zip.bomb"));
  g_assert_false (still_test_has (inspection, "file.trailing.bytes"));
}

static void
test_zip_bad (void)
{
  static const Entry overlapping[] = { { "a", 100, 100, 0, 0 }, { "b", 100, 100, 0, 0 } };
  static const Entry huge[] = { { "zeros", 500000, 500000000, 0, 0 } };
  static const Entry leaving[] = { { "../../etc/passwd", 10, 10, 0, 0 },
                                   { "C:\\x", 10, 10, 100, 0 },
                                   { "/root", 10, 10, 200, 0 },
                                   { "fine..txt", 10, 10, 300, 0 } };
  g_autoptr (AssayInspection) shared = inspect_zip (overlapping, 2, 2);
  g_autoptr (AssayInspection) bomb = inspect_zip (huge, 1, 1);
  g_autoptr (AssayInspection) names = inspect_zip (leaving, 4, 5);

  g_assert_cmpint (av_test_int (shared, "zip.overlaps"), ==, 1);
  g_assert_true (still_test_true (shared, "zip.bomb"));
  g_assert_true (still_test_true (bomb, "zip.bomb"));
  g_assert_cmpint (av_test_int (names, "zip.unsafe_names"), ==, 3);
  g_assert_true (av_test_has_problem (names, "count"));
}

typedef struct
{
  const char *text;
  const char *delimiter;
  gint64 columns;
  gint64 rows;
  gint64 ragged;
  gint64 numeric;
  gboolean header;
  const char *line_end;
} TableCase;

static void
test_tables (void)
{
  static const TableCase cases[] = {
    { "t,v\n1,2\n3,4\n", ",", 2, 3, 0, 2, TRUE, "lf" },
    { "1;2\r\n3;4\r\n5;6", ";", 2, 3, 0, 2, FALSE, "crlf" },
    { "d\tv\r2020-01-01\t1\r2020-01-02\t2\r", "tab", 2, 3, 0, 1, TRUE, "cr" },
    { "a,b\n\"x,\n\ny\",1\n,2\n", ",", 2, 3, 0, 1, TRUE, "lf" },
    { "v\n1.5\n\n-2e-3\nnan\n", "", 1, 4, 0, 1, TRUE, "lf" },
    { "a,b\n1,2\n1,2\n1,2\n1,2\n1,2\n1,2\n1,2\n1,2\n1,2\n1,2\n1,2,3\n", ",", 2, 12, 1, 2, TRUE,
      "lf" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AssayInspection) inspection = inspect_text (cases[i].text, "a.csv");

      g_test_message ("%u", i);
      g_assert_cmpstr (av_test_text (inspection, "csv.delimiter"), ==, cases[i].delimiter);
      g_assert_cmpint (av_test_int (inspection, "csv.columns"), ==, cases[i].columns);
      g_assert_cmpint (av_test_int (inspection, "csv.rows"), ==, cases[i].rows);
      g_assert_cmpint (av_test_int (inspection, "csv.ragged"), ==, cases[i].ragged);
      g_assert_cmpint (av_test_int (inspection, "csv.numeric_columns"), ==, cases[i].numeric);
      g_assert_cmpint (still_test_true (inspection, "csv.header"), ==, cases[i].header);
      g_assert_cmpstr (av_test_text (inspection, "csv.line_end"), ==, cases[i].line_end);
    }
}

static void
test_text (void)
{
  g_autoptr (AssayInspection) inspection
      = inspect_text ("\xef\xbb\xbfTwo lines, and\nno end", "a.txt");

  g_assert_cmpstr (av_test_text (inspection, "text.encoding"), ==, "utf-8-bom");
  g_assert_cmpint (av_test_int (inspection, "text.lines"), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/media/pdf/revisions", test_pdf);
  g_test_add_func ("/media/pdf/strings", test_pdf_strings);
  g_test_add_func ("/media/zip/directory", test_zip);
  g_test_add_func ("/media/zip/bad", test_zip_bad);
  g_test_add_func ("/media/csv/dialects", test_tables);
  g_test_add_func ("/media/text/encoding", test_text);
  return g_test_run ();
}
