/* test-verify.c: the tool report.verify on reports as they were written, and as somebody changed
 * them. */
#include <string.h>
#include <zlib.h>

#include "report-verify/assay-pdf-file-private.h"
#include "report-verify/assay-report-verify.h"
#include "report/assay-report-key-private.h"
#include "sample.h"

typedef struct
{
  char *data;
  gsize size;
} File;

static File signed_file;
static File plain_file;

static AssayResult *
verify (const void *data, gsize size, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (AssaySource) source = assay_source_new_bytes (bytes);
  g_autoptr (AssayParameters) parameters
      = assay_parameters_new_default (&assay_report_verify_info, NULL);
  const AssayToolInput input = { "input", "report.pdf", source };
  const AssayToolJobSetup setup = {
    .info = &assay_report_verify_info,
    .parameters = parameters,
    .inputs = &input,
    .n_inputs = 1,
    .threads = 1,
  };
  g_autoptr (AssayToolJob) job = assay_tool_job_new (&setup);
  return assay_report_verify_run (job, error);
}

static AssayResult *
verify_sound (const void *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  AssayResult *result = verify (data, size, &error);
  g_assert_no_error (error);
  return result;
}

static gboolean
has_finding (const AssayResult *result, const char *rule)
{
  for (guint i = 0; i < assay_result_get_n_findings (result); i++)
    if (g_str_equal (assay_finding_get_rule (assay_result_get_finding (result, i)), rule))
      return TRUE;
  return FALSE;
}

static void
test_signed (void)
{
  g_autoptr (AssayResult) result = verify_sound (signed_file.data, signed_file.size);
  for (guint i = 0; i < assay_result_get_n_findings (result); i++)
    g_test_message ("%s", assay_finding_get_rule (assay_result_get_finding (result, i)));
  g_assert_cmpint (assay_result_get_verdict (result), ==, ASSAY_VERDICT_CLEAR);
  g_assert_true (has_finding (result, "RPT-06"));
  g_assert_cmpstr (assay_result_get_answer (result, "signer"), ==, "A. Examiner");
  g_assert_cmpuint (assay_table_get_n_rows (assay_result_find_table (result, "attachments")), ==,
                    6);
  g_assert_cmpuint (assay_result_get_n_not_run (result), ==, 0);
  g_assert_cmpint ((int) assay_result_find_metric (result, "entries", 0), ==, 13);
}

static void
test_unsigned (void)
{
  g_autoptr (AssayResult) result = verify_sound (plain_file.data, plain_file.size);
  g_assert_cmpint (assay_result_get_verdict (result), ==, ASSAY_VERDICT_ATTENTION);
  g_assert_true (has_finding (result, "RPT-01"));
}

/* Every byte outside of the signature's value counts. */
static void
test_one_byte (void)
{
  g_autofree char *copy = g_memdup2 (signed_file.data, signed_file.size);
  for (gsize at = 20; at + 2000 < signed_file.size; at += signed_file.size / 23)
    {
      const gboolean inside = g_ascii_isxdigit (copy[at]) && g_ascii_isxdigit (copy[at + 1])
                              && g_ascii_isxdigit (copy[at + 200]);
      if (inside)
        continue;
      copy[at] ^= 1;
      g_autoptr (AssayResult) result = verify_sound (copy, signed_file.size);
      g_assert_cmpint (assay_result_get_verdict (result), ==, ASSAY_VERDICT_COMPROMISED);
      copy[at] ^= 1;
    }
}

static void
test_appended (void)
{
  g_autofree char *copy = g_malloc0 (signed_file.size + 10);
  memcpy (copy, signed_file.data, signed_file.size);
  memcpy (copy + signed_file.size, "% more\n%%\n", 10);
  g_autoptr (AssayResult) result = verify_sound (copy, signed_file.size + 10);
  g_assert_true (has_finding (result, "RPT-05"));
  g_assert_cmpint (assay_result_get_verdict (result), ==, ASSAY_VERDICT_COMPROMISED);
}

/* Somebody appends an update to @base and signs the whole with @key: (transfer full). */
static GByteArray *
sign_again (const File *base, AssayReportKey *key)
{
  enum
  {
    SPACE = 8192, /* digits */
  };
  static const char tail[] = " >>\nendobj\nstartxref\n0\n%%EOF\n";
  g_autofree char *zeros = g_strnfill (SPACE, '0');
  const char *head = "\n900 0 obj\n<< /Type /Sig /ByteRange ";
  /* The dictionary's numbers have a fixed width, so the places are known before they are written.
   */
  const gsize gap = base->size + strlen (head) + strlen ("[0 0000000000 0000000000 0000000000]")
                    + strlen (" /Contents ");
  const gsize after = gap + SPACE + 2;
  const gsize rest = strlen (tail);
  g_autofree char *update = g_strdup_printf ("%s[0 %010zu %010zu %010zu] /Contents <%s>%s", head,
                                             gap, after, rest, zeros, tail);
  GByteArray *file = g_byte_array_new ();
  g_byte_array_append (file, (const guint8 *) base->data, (guint) base->size);
  g_byte_array_append (file, (const guint8 *) update, (guint) strlen (update));
  g_assert_cmpuint (file->len, ==, after + rest);

  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GError) error = NULL;
  guint8 digest[32];
  gsize size = sizeof digest;
  g_checksum_update (sum, file->data, (gssize) gap);
  g_checksum_update (sum, file->data + after, (gssize) rest);
  g_checksum_get_digest (sum, digest, &size);
  g_autoptr (GByteArray) signature = assay_report_key_sign (key, digest, &error);
  g_assert_no_error (error);
  g_autofree char *hex = assay_text_hex (signature->data, signature->len);
  g_assert_cmpuint (strlen (hex), <=, SPACE);
  memcpy (file->data + gap + 1, hex, strlen (hex));
  return file;
}

/* A second signature over everything, by anybody, does not mend what was appended to the first. */
static void
test_signed_again (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_build_filename (sample_folder (), "other-keys", NULL);
  g_autoptr (AssayReportKey) key = assay_report_key_open (folder, NULL, "M. Allory", &error);
  g_assert_no_error (error);
  g_autoptr (GByteArray) file = sign_again (&signed_file, key);

  g_autoptr (AssayResult) result = verify_sound (file->data, file->len);
  g_assert_cmpint (assay_result_get_verdict (result), ==, ASSAY_VERDICT_COMPROMISED);
  g_assert_true (has_finding (result, "RPT-05"));
  g_assert_true (has_finding (result, "RPT-16"));
  /* Both are valid signatures: that is why they must not be taken together. */
  g_assert_false (has_finding (result, "RPT-02") || has_finding (result, "RPT-03")
                  || has_finding (result, "RPT-04"));
  g_assert_cmpstr (assay_result_get_answer (result, "signer"), ==, "M. Allory");

  /* Something after the second one: then no signer is named. */
  g_byte_array_append (file, (const guint8 *) "%\n", 2);
  g_autoptr (AssayResult) longer = verify_sound (file->data, file->len);
  g_assert_cmpint (assay_result_get_verdict (longer), ==, ASSAY_VERDICT_COMPROMISED);
  g_assert_null (assay_result_get_answer (longer, "signer"));
}

/* 64 attachments that are one stream of 40 MiB of zeros: unpacked, they would be 2.5 GiB. */
static void
test_attached_bomb (void)
{
  const gsize length = 40 * 1024 * 1024;
  g_autofree guint8 *zeros = g_malloc0 (length);
  uLongf packed_size = compressBound (length);
  g_autofree guint8 *packed = g_malloc (packed_size);
  g_assert_cmpint (compress2 (packed, &packed_size, zeros, length, 9), ==, Z_OK);

  gsize places[4];
  g_autoptr (GString) file = g_string_new ("%PDF-1.7\n");
  places[1] = file->len;
  g_string_append (file, "1 0 obj\n<< /Type /Catalog /AF [");
  for (guint i = 0; i < 64; i++)
    g_string_append (file, "2 0 R ");
  g_string_append (file, "] >>\nendobj\n");
  places[2] = file->len;
  g_string_append (file, "2 0 obj\n<< /UF (a) /EF << /F 3 0 R >> >>\nendobj\n");
  places[3] = file->len;
  g_string_append_printf (file, "3 0 obj\n<< /Filter /FlateDecode /Length %lu >>\nstream\n",
                          packed_size);
  g_string_append_len (file, (const char *) packed, (gssize) packed_size);
  g_string_append (file, "\nendstream\nendobj\n");
  const gsize table = file->len;
  g_string_append (file, "xref\n0 4\n0000000000 65535 f \n");
  for (guint i = 1; i < 4; i++)
    g_string_append_printf (file, "%010zu 00000 n \n", places[i]);
  g_string_append_printf (file, "trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%zu\n%%%%EOF\n",
                          table);

  g_autoptr (GBytes) bytes = g_bytes_new (file->str, file->len);
  g_autoptr (AssayPdfFile) pdf = assay_pdf_file_new (bytes);
  g_autoptr (GPtrArray) list = assay_pdf_file_attachments (pdf);
  g_assert_cmpuint (list->len, ==, 64);
  for (guint i = 0; i < list->len; i++)
    {
      const AssayPdfAttachment *attachment = list->pdata[i];
      g_assert_true ((attachment->bytes != NULL) == (i == 0));
    }
  g_autoptr (AssayResult) result = verify_sound (file->str, file->len);
  g_assert_true (has_finding (result, "RPT-08"));
}

/* A range that leaves out more than the value of the signature. */
static void
test_range (void)
{
  g_autofree char *copy = g_memdup2 (signed_file.data, signed_file.size);
  char *range = memmem (copy, signed_file.size, "/ByteRange [", 12);
  g_assert_nonnull (range);
  char *second = range + 12 + 11;
  while (*second == ' ')
    second++;
  g_assert_true (g_ascii_isdigit (*second));
  *second = *second == '1' ? '2' : '1';
  g_autoptr (AssayResult) result = verify_sound (copy, signed_file.size);
  g_assert_cmpint (assay_result_get_verdict (result), ==, ASSAY_VERDICT_COMPROMISED);
}

/* Changes made to the data before the report is written: the signature is fine, the ledger is not.
 */
static AssayResult *
verify_changed (void (*change) (AssayReportData *data), AssayReportKey *key)
{
  AssayReportData *data = sample_case (2, 13);
  change (data);
  g_autofree char *path = sample_write (data, "changed.pdf", key);
  g_autofree char *text = NULL;
  gsize size;
  g_assert_true (g_file_get_contents (path, &text, &size, NULL));
  return verify_sound (text, size);
}

static void
change_entry (AssayReportData *data)
{
  char *item = strstr (data->ledger->str, "\"event\":\"analyse\"");
  g_assert_nonnull (item);
  item[9] = 'A';
}

static void
change_order (AssayReportData *data)
{
  char *first = strchr (data->ledger->str, '\n') + 1;
  g_string_erase (data->ledger, 0, first - data->ledger->str);
}

static void
change_checkpoint (AssayReportData *data)
{
  char *size = strstr (data->checkpoint, "\n13\n");
  g_assert_nonnull (size);
  size[2] = '2';
}

static void
change_key (AssayReportData *data)
{
  g_free (data->public_pem);
  data->public_pem = assay_report_public_pem (
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
}

static void
change_exhibit (AssayReportData *data)
{
  AssayReportExhibit *exhibit = data->exhibits->pdata[1];
  exhibit->sha256[5] = exhibit->sha256[5] == 'a' ? 'b' : 'a';
}

static void
cut_ledger (AssayReportData *data)
{
  char *last = g_strrstr_len (data->ledger->str, (gssize) data->ledger->len - 1, "\n");
  g_string_truncate (data->ledger, (gsize) (last + 1 - data->ledger->str));
}

static void
test_ledger (void)
{
  static const struct
  {
    void (*change) (AssayReportData *data);
    const char *rule;
  } cases[] = {
    { change_entry, "RPT-11" },      { change_order, "RPT-10" },   { change_key, "RPT-09" },
    { change_checkpoint, "RPT-12" }, { change_exhibit, "RPT-13" }, { cut_ledger, "RPT-12" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AssayResult) result = verify_changed (cases[i].change, NULL);
      if (!has_finding (result, cases[i].rule))
        g_error ("case %u does not give %s", i, cases[i].rule);
    }
}

/* Foreign bytes: nothing may crash, whatever is read of them. */
static void
test_hostile (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20261121);
  g_autofree char *copy = g_malloc (signed_file.size);
  for (guint i = 0; i < 150; i++)
    {
      memcpy (copy, signed_file.data, signed_file.size);
      for (guint k = 0; k < 40; k++)
        {
          const guint32 low = k % 2 == 0 ? 0 : (guint32) signed_file.size - 30000;
          const gint32 at = g_rand_int_range (random, (gint32) low, (gint32) signed_file.size);
          copy[at] = (char) g_rand_int_range (random, 0, 256);
        }
      const gsize size = i % 5 == 0
                             ? (gsize) g_rand_int_range (random, 8, (gint32) signed_file.size)
                             : signed_file.size;
      memcpy (copy, "%PDF-", 5);
      g_autoptr (AssayResult) result = verify_sound (copy, size);
      g_assert_cmpint (assay_result_get_verdict (result), !=, ASSAY_VERDICT_CLEAR);
    }
  g_autoptr (GError) error = NULL;
  g_assert_null (verify ("no pdf at all", 13, &error));
  g_assert_nonnull (error);
}

static void
load (File *file, const char *name, AssayReportKey *key)
{
  g_autofree char *path = sample_write (sample_case (2, 13), name, key);
  g_assert_true (g_file_get_contents (path, &file->data, &file->size, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_build_filename (sample_folder (), "keys", NULL);
  g_autoptr (AssayReportKey) key = assay_report_key_open (folder, NULL, "A. Examiner", &error);
  g_assert_no_error (error);
  load (&signed_file, "signed.pdf", key);
  load (&plain_file, "plain.pdf", NULL);
  g_test_add_func ("/report-verify/signed", test_signed);
  g_test_add_func ("/report-verify/unsigned", test_unsigned);
  g_test_add_func ("/report-verify/one-byte", test_one_byte);
  g_test_add_func ("/report-verify/appended", test_appended);
  g_test_add_func ("/report-verify/signed-again", test_signed_again);
  g_test_add_func ("/report-verify/attached-bomb", test_attached_bomb);
  g_test_add_func ("/report-verify/range", test_range);
  g_test_add_func ("/report-verify/ledger", test_ledger);
  g_test_add_func ("/report-verify/hostile", test_hostile);
  const int status = g_test_run ();
  g_free (signed_file.data);
  g_free (plain_file.data);
  return status;
}
