/* test-case-receipt.c: receipts as the case makes them, read by what checks foreign ones: every
 * place in trees of many sizes, and every byte changed. */
#include <string.h>

#include "case-support.h"
#include "case/assay-receipt.h"
#include "report-verify/assay-receipt-check-private.h"

static gboolean
is_proven (const char *receipt, gsize size)
{
  g_auto (AssayReceiptCheck) check = { .form = FALSE };
  assay_receipt_check (&check, receipt, size);
  return check.form && check.entry && check.checkpoint && check.path && check.name_fits;
}

static char *
make (CaseFixture *self, guint exhibit)
{
  g_autoptr (GError) error = NULL;
  gint64 size = 0;
  char *receipt = assay_case_make_receipt (self->subject, exhibit, TRUE, &size, &error);
  g_assert_no_error (error);
  g_assert_true (assay_case_record_receipt (self->subject, exhibit, receipt, size, &error));
  return receipt;
}

static void
test_places (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  for (guint i = 1; i <= 9; i++)
    {
      g_autofree char *name = g_strdup_printf ("file %u", i);
      g_assert_cmpuint (case_fixture_intake (self, name, 100, i), ==, i);
      if (i % 3 == 0)
        g_assert_true (assay_case_note (self->subject, 0, "between", &error));
      g_autofree char *note = assay_case_make_checkpoint (self->subject, &error);
      g_assert_no_error (error);
      for (guint k = 1; k <= i; k++)
        {
          g_autofree char *receipt = make (self, k);
          g_assert_true (is_proven (receipt, strlen (receipt)));
        }
    }
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  assert_passed (report);
}

static void
test_says (CaseFixture *self, gconstpointer data)
{
  (void) case_fixture_intake (self, "holiday.jpg", 1234, 1);
  g_autofree char *receipt = make (self, 1);
  g_auto (AssayReceiptCheck) check = { .form = FALSE };
  assay_receipt_check (&check, receipt, strlen (receipt));
  g_assert_true (check.form);
  AssayExhibit *exhibit = assay_case_get_exhibit (self->subject, 1);
  g_assert_cmpstr (check.sha256, ==, assay_exhibit_get_sha256 (exhibit));
  g_assert_cmpstr (check.name, ==, "holiday.jpg");
  g_assert_cmpstr (check.keys, ==, assay_examiner_key_get_actor (self->key));
  g_assert_cmpuint (check.size, ==, 1234);
  g_assert_cmpuint (check.seq, ==, 2);
  g_assert_cmpuint (check.covered, ==, 2);
  g_autoptr (GError) error = NULL;
  gint64 size = 0;
  g_autofree char *nameless = assay_case_make_receipt (self->subject, 1, FALSE, &size, &error);
  g_assert_no_error (error);
  g_assert_null (strstr (nameless, "\nname "));
  g_assert_true (is_proven (nameless, strlen (nameless)));
}

static void
test_every_byte (CaseFixture *self, gconstpointer data)
{
  (void) case_fixture_intake (self, "one", 100, 1);
  (void) case_fixture_intake (self, "two", 100, 2);
  g_autofree char *receipt = make (self, 1);
  const gsize size = strlen (receipt);
  g_assert_true (is_proven (receipt, size));
  for (gsize i = 0; i < size; i++)
    {
      receipt[i] ^= 1;
      if (is_proven (receipt, size))
        g_error ("byte %zu does not matter", i);
      receipt[i] ^= 1;
      g_assert_false (is_proven (receipt, i));
    }
}

static void
test_another_key_signs_the_checkpoint (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  (void) case_fixture_intake (self, "one", 100, 1);
  g_assert_true (assay_examiner_key_rotate (self->keys, NULL, NULL, &error));
  g_autoptr (AssayExaminerKey) after = assay_examiner_key_open (self->keys, NULL, &error);
  g_assert_true (assay_case_change_key (self->subject, after, NULL, &error));
  g_autofree char *receipt = make (self, 1);
  g_auto (AssayReceiptCheck) check = { .form = FALSE };
  assay_receipt_check (&check, receipt, strlen (receipt));
  g_assert_true (check.entry && check.checkpoint && check.path);
  g_assert_cmpuint (check.hex->len, ==, 2);
}

static void
test_refused (CaseFixture *self, gconstpointer data)
{
  gint64 size = 0;
  g_autoptr (GError) error = NULL;
  g_assert_null (assay_case_make_receipt (self->subject, 1, FALSE, &size, &error));
  g_assert_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  (void) case_fixture_intake (self, "one", 100, 1);
  case_fixture_reopen (self, ASSAY_CASE_READ_ONLY);
  const gint64 before = assay_case_get_n_entries (self->subject);
  g_autofree char *receipt = make (self, 1);
  g_assert_true (is_proven (receipt, strlen (receipt)));
  g_assert_cmpint (assay_case_get_n_entries (self->subject), ==, before);
}

#define ADD(path, func)                                                                            \
  g_test_add (path, CaseFixture, NULL, case_fixture_set_up, func, case_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("/case/receipt/places", test_places);
  ADD ("/case/receipt/says", test_says);
  ADD ("/case/receipt/every-byte", test_every_byte);
  ADD ("/case/receipt/another-key", test_another_key_signs_the_checkpoint);
  ADD ("/case/receipt/refused", test_refused);
  return g_test_run ();
}
