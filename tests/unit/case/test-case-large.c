/* test-case-large.c: a case of 10,000 exhibits opens at once and lists without a stall. */
#include <string.h>
#include <time.h>

#include "case-support.h"
#include "case/assay-case-private.h"

#define EXHIBITS 10000

/* Entries as intake writes them, without the bytes: in one transaction, or the test would take a
 * minute. */
static void
fill (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  case_fixture_set_up (self, data);
  g_assert_true (assay_ledger_begin (self->subject->ledger, &error));
  for (guint i = 1; i <= EXHIBITS; i++)
    {
      g_autoptr (AssayEntry) entry = assay_entry_new ("intake");
      JsonObject *object = assay_entry_get_data (entry);
      g_autofree char *name = g_strdup_printf ("IMG_%05u.jpg", i);
      g_autofree char *sha256 = assay_sha256_text (name, strlen (name));
      g_autofree char *sha512 = g_strconcat (sha256, sha256, NULL);
      json_object_set_int_member (object, "item", i);
      json_object_set_int_member (object, "size", 4000000 + i);
      json_object_set_string_member (object, "sha256", sha256);
      json_object_set_string_member (object, "sha512", sha512);
      assay_entry_set_personal (entry, object, "name", name, -1);
      assay_entry_set_personal (entry, object, "source", "/media/phone/DCIM/100CANON", -1);
      g_assert_true (assay_ledger_append (self->subject->ledger, entry, NULL, &error));
      g_autoptr (AssayEntry) run = assay_entry_new ("analyse");
      JsonObject *result = assay_entry_get_data (run);
      json_object_set_int_member (result, "item", i);
      json_object_set_string_member (result, "module", "integrity");
      json_object_set_string_member (result, "verdict", i % 7 == 0 ? "attention" : "clear");
      json_object_set_string_member (result, "type", "image/jpeg");
      g_assert_true (assay_ledger_append (self->subject->ledger, run, NULL, &error));
    }
  g_autofree char *note = assay_ledger_checkpoint (self->subject->ledger, &error);
  g_assert_nonnull (note);
  g_assert_true (assay_ledger_commit (self->subject->ledger, &error));
}

static void
open_and_list (CaseFixture *self, AssayCaseMode mode)
{
  const gint64 start = g_get_monotonic_time ();
  const clock_t before = clock ();
  case_fixture_reopen (self, mode);
  const clock_t after = clock ();
  const gint64 opened = g_get_monotonic_time ();
  GListModel *model = G_LIST_MODEL (self->subject);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, EXHIBITS);
  guint attention = 0;
  for (guint i = 0; i < EXHIBITS; i++)
    {
      g_autoptr (AssayExhibit) exhibit = g_list_model_get_item (model, i);
      g_assert_cmpstr (assay_exhibit_get_mime (exhibit), ==, "image/jpeg");
      attention += assay_exhibit_get_verdict (exhibit) == ASSAY_VERDICT_ATTENTION;
    }
  const gint64 listed = g_get_monotonic_time ();
  g_assert_cmpuint (attention, ==, EXHIBITS / 7);
  g_test_message ("opened in %d ms (%d ms of processor time), all rows read in %d ms",
                  (int) ((opened - start) / 1000), (int) ((after - before) * 1000 / CLOCKS_PER_SEC),
                  (int) ((listed - opened) / 1000));
}

static gboolean
count_entry (const AssayLedgerEntry *entry, gpointer data)
{
  g_assert_null (strstr (entry->revealed, "sha256-salted:"));
  (*(guint *) data)++;
  return TRUE;
}

static void
list_ledger (CaseFixture *self)
{
  guint count = 0;
  const gint64 start = g_get_monotonic_time ();
  g_assert_true (assay_case_foreach_entry (self->subject, 1, 0, count_entry, &count, NULL));
  g_assert_cmpuint (count, ==, 2 * EXHIBITS + 1);
  g_test_message ("%u entries listed in %d ms", count,
                  (int) ((g_get_monotonic_time () - start) / 1000));
}

/* Filled once: twenty thousand signatures take minutes under the sanitizers. */
static void
test_large (CaseFixture *self, gconstpointer data)
{
  list_ledger (self);
  open_and_list (self, ASSAY_CASE_WRITE);
  open_and_list (self, ASSAY_CASE_READ_ONLY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/case/large", CaseFixture, NULL, fill, test_large, case_fixture_tear_down);
  return g_test_run ();
}
