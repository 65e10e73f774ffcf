/* test-case-intake.c: what becomes evidence, what is refused, what a cancel or a change leaves
 * behind. */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assay-base.h"
#include "case-support.h"
#include "case/assay-event-words.h"

static gboolean
keep_revealed (const AssayLedgerEntry *entry, gpointer data)
{
  char **kept = data;
  g_free (*kept);
  *kept = g_strdup (entry->revealed);
  g_assert_cmpstr (entry->event, ==, "intake");
  g_assert_cmpuint (entry->exhibit, ==, 0);
  return TRUE;
}

/* Nothing is taken in, and the newest entry says what was refused and why. */
static void
assert_refused (CaseFixture *self, const char *path, AssayCaseError code, const char *reason)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *body = NULL;
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = g_strdup_printf ("\"name\":\"%s\"", base);
  g_autofree char *word = g_strdup_printf ("\"reason\":\"%s\"", reason);
  const gint64 entries = assay_case_get_n_entries (self->subject);
  g_assert_null (assay_case_intake (self->subject, path, NULL, NULL, NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, ASSAY_CASE_ERROR, (int) code);
  g_assert_cmpuint (assay_case_get_n_exhibits (self->subject), ==, 0);
  g_assert_cmpint (assay_case_get_n_entries (self->subject), ==, entries + 1);
  g_clear_error (&error);
  g_assert_true (assay_case_foreach_entry (self->subject, entries + 1, entries + 1, keep_revealed,
                                           &body, &error));
  g_assert_nonnull (strstr (body, "\"outcome\":\"not taken in\""));
  g_assert_nonnull (strstr (body, name));
  if (reason[0] != '\0')
    g_assert_nonnull (strstr (body, word));
  else
    g_assert_null (strstr (body, "\"reason\""));
  /* Neither word is shown as it is. */
  g_assert_cmpstr (assay_refusal_words (reason[0] != '\0' ? reason : "FULL"), !=,
                   reason[0] != '\0' ? reason : "FULL");
}

static guint
count_temporary (CaseFixture *self)
{
  g_autofree char *path = g_build_filename (assay_case_get_path (self->subject), "vault/tmp", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint count = 0;
  while (g_dir_read_name (dir) != NULL)
    count++;
  return count;
}

static void
test_refusals (CaseFixture *self, gconstpointer data)
{
  g_autofree char *file = case_fixture_file (self, "file", 10, 1);
  g_autofree char *empty = case_fixture_file (self, "empty", 0, 1);
  g_autofree char *link = g_build_filename (self->root, "link", NULL);
  g_autofree char *fifo = g_build_filename (self->root, "fifo", NULL);
  g_autofree char *none = g_build_filename (self->root, "none", NULL);
  g_autofree char *huge = g_build_filename (self->root, "huge", NULL);
  g_assert_cmpint (symlink (file, link), ==, 0);
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  const int fd = open (huge, O_WRONLY | O_CREAT, 0600);
  g_assert_cmpint (ftruncate (fd, (off_t) 8 << 40), ==, 0);
  close (fd);
  assert_refused (self, empty, ASSAY_CASE_ERROR_SOURCE, "empty");
  assert_refused (self, link, ASSAY_CASE_ERROR_SOURCE, "symlink");
  assert_refused (self, fifo, ASSAY_CASE_ERROR_SOURCE, "pipe");
  assert_refused (self, none, ASSAY_CASE_ERROR_SOURCE, "missing");
  assert_refused (self, self->root, ASSAY_CASE_ERROR_SOURCE, "folder");
  assert_refused (self, "/dev/zero", ASSAY_CASE_ERROR_SOURCE, "device");
  assert_refused (self, "/proc/self/status", ASSAY_CASE_ERROR_SOURCE, "made-up");
  assert_refused (self, "/sys/kernel/notes", ASSAY_CASE_ERROR_SOURCE, "made-up");
  assert_refused (self, huge, ASSAY_CASE_ERROR_FULL, ""); /* 8 TiB, sparse */
}

static void
test_unreadable (CaseFixture *self, gconstpointer data)
{
  if (geteuid () == 0)
    {
      g_test_skip ("root may read everything");
      return;
    }
  g_autofree char *file = case_fixture_file (self, "file", 10, 1);
  g_assert_cmpint (chmod (file, 0), ==, 0);
  assert_refused (self, file, ASSAY_CASE_ERROR_SOURCE, "forbidden");
}

/* All four hashes against GLib's, over sizes around the buffer of the pipeline. */
static void
test_hashes (CaseFixture *self, gconstpointer data)
{
  static const gsize sizes[] = { 1, 4095, 1048575, 1048576, 1048577, 30 * 1048576 + 13 };
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      const guint number = case_fixture_intake (self, "file", sizes[i], i);
      g_autofree char *path = g_build_filename (self->root, "file", NULL);
      g_autofree char *bytes = NULL;
      gsize size = 0;
      g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
      AssayExhibit *exhibit = assay_case_get_exhibit (self->subject, number);
      g_autofree char *sha256
          = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *) bytes, size);
      g_autofree char *sha512
          = g_compute_checksum_for_data (G_CHECKSUM_SHA512, (guchar *) bytes, size);
      g_autofree char *sha1 = g_compute_checksum_for_data (G_CHECKSUM_SHA1, (guchar *) bytes, size);
      g_autofree char *md5 = g_compute_checksum_for_data (G_CHECKSUM_MD5, (guchar *) bytes, size);
      g_assert_cmpuint (assay_exhibit_get_size (exhibit), ==, sizes[i]);
      g_assert_cmpstr (assay_exhibit_get_sha256 (exhibit), ==, sha256);
      g_assert_cmpstr (assay_exhibit_get_sha512 (exhibit), ==, sha512);
      g_assert_cmpstr (assay_exhibit_get_sha1 (exhibit), ==, sha1);
      g_assert_cmpstr (assay_exhibit_get_md5 (exhibit), ==, md5);
      g_autofree char *object = case_fixture_object (self, number);
      struct stat info;
      g_assert_cmpint (stat (object, &info), ==, 0);
      g_assert_cmpint (info.st_mode & 07777, ==, 0400);
      g_assert_cmpint (info.st_size, ==, (off_t) sizes[i]);
    }
  g_assert_cmpuint (count_temporary (self), ==, 0);
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  assert_passed (report);
}

static void
test_names (CaseFixture *self, gconstpointer data)
{
  g_autofree char *longest = g_strnfill (255, 'n');
  const char *const names[] = { "..hidden", "a\nb",  "caf\xe9.jpg",         "x\xe2\x80\xaegpj.exe",
                                "-rf",      longest, "\"quoted\\name\".jpg" };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    (void) case_fixture_intake (self, names[i], 100, i);
  case_fixture_reopen (self, ASSAY_CASE_WRITE);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *visible = assay_text_visible (names[i], -1);
      g_assert_cmpstr (assay_exhibit_get_name (assay_case_get_exhibit (self->subject, i + 1)), ==,
                       visible);
    }
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  assert_passed (report);
}

static gboolean
keep_last (const AssayLedgerEntry *entry, gpointer data)
{
  g_free (*(char **) data);
  *(char **) data = g_strdup (entry->body);
  return TRUE;
}

typedef struct
{
  GCancellable *cancellable;
  const char *path;
  gboolean grown;
} Interference;

static void
cancel_soon (double fraction, const char *what, guint64 done, guint64 total, gpointer data)
{
  Interference *interference = data;
  if (done > 0)
    g_cancellable_cancel (interference->cancellable);
}

static void
test_cancel (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *path = case_fixture_file (self, "big", 64 * 1048576, 7);
  Interference interference = { cancellable, path, FALSE };
  g_autoptr (AssayProgress) progress = assay_progress_new (cancel_soon, &interference, NULL);
  g_assert_null (assay_case_intake (self->subject, path, NULL, progress, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_temporary (self), ==, 0);
  g_autofree char *last = NULL;
  g_assert_true (assay_case_foreach_entry (self->subject, 2, 0, keep_last, &last, NULL));
  g_assert_nonnull (strstr (last, "\"error\":\"CANCELLED\""));
  g_assert_null (strstr (last, "\"item\""));
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  assert_passed (report);
  /* And the same file can be taken in afterwards. */
  g_autoptr (AssayExhibit) exhibit
      = assay_case_intake (self->subject, path, NULL, NULL, NULL, &error);
  g_assert_nonnull (exhibit);
}

/* A writer that had the file open before: no lease, so the file is read twice. */
static void
overwrite (double fraction, const char *what, guint64 done, guint64 total, gpointer data)
{
  Interference *interference = data;
  if (interference->grown || done == 0)
    return;
  interference->grown = TRUE;
  const int fd = open (interference->path, O_WRONLY | O_NONBLOCK);
  if (fd >= 0)
    {
      (void) !pwrite (fd, "changed", 7, 5);
      close (fd);
    }
}

static void
append_bytes (double fraction, const char *what, guint64 done, guint64 total, gpointer data)
{
  Interference *interference = data;
  if (interference->grown || done == 0)
    return;
  interference->grown = TRUE;
  const int fd = open (interference->path, O_WRONLY | O_APPEND | O_NONBLOCK);
  if (fd >= 0)
    {
      (void) !write (fd, "more", 4);
      close (fd);
    }
}

static void
shrink (double fraction, const char *what, guint64 done, guint64 total, gpointer data)
{
  Interference *interference = data;
  if (interference->grown || done == 0)
    return;
  interference->grown = TRUE;
  const int fd = open (interference->path, O_WRONLY | O_NONBLOCK);
  if (fd >= 0)
    {
      (void) !ftruncate (fd, 100);
      close (fd);
    }
}

static void
test_changed (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = case_fixture_file (self, "moving", 48 * 1048576, 8);
  /* With a writer around no lease is granted, as on a file of another program that is still at
   * work. */
  const int writer = open (path, O_WRONLY);
  Interference interference = { NULL, path, FALSE };
  g_autoptr (AssayProgress) progress
      = assay_progress_new ((AssayProgressFunc) (guintptr) data, &interference, NULL);
  g_assert_null (assay_case_intake (self->subject, path, NULL, progress, NULL, &error));
  g_assert_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CHANGED);
  close (writer);
  g_assert_cmpuint (count_temporary (self), ==, 0);
  g_autofree char *last = NULL;
  g_assert_true (assay_case_foreach_entry (self->subject, 2, 0, keep_last, &last, NULL));
  g_assert_nonnull (strstr (last, "\"outcome\":\"changed\""));
  g_assert_nonnull (strstr (last, "\"sha256_second\":\""));
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  assert_passed (report);
}

/* A writer that is there but does nothing costs a second reading and nothing else. */
static void
test_read_twice (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = case_fixture_file (self, "open", 3 * 1048576, 9);
  const int writer = open (path, O_WRONLY);
  g_autoptr (AssayExhibit) exhibit
      = assay_case_intake (self->subject, path, NULL, NULL, NULL, &error);
  close (writer);
  g_assert_no_error (error);
  g_autofree char *last = NULL;
  g_assert_true (assay_case_foreach_entry (self->subject, 2, 0, keep_last, &last, NULL));
  g_assert_nonnull (strstr (last, "\"read_twice\":true"));
}

static void
on_progress (double fraction, const char *what, guint64 done, guint64 total, gpointer data)
{
  guint64 *largest = data;
  g_assert_cmpuint (done, <=, total);
  *largest = MAX (*largest, total);
}

typedef struct
{
  AssayExhibit *exhibit;
  GError *error;
  gboolean done;
} Async;

static void
on_taken_in (GObject *source, GAsyncResult *result, gpointer data)
{
  Async *async = data;
  async->exhibit = assay_case_intake_finish (ASSAY_CASE (source), result, &async->error);
  async->done = TRUE;
}

static void
test_async (CaseFixture *self, gconstpointer data)
{
  g_autofree char *path = case_fixture_file (self, "file", 5 * 1048576, 10);
  guint64 total = 0;
  Async async = { NULL, NULL, FALSE };
  const AssayIntakeOptions options = { "from the phone", "a note", 0 };
  assay_case_intake_async (self->subject, path, &options, on_progress, &total, NULL, on_taken_in,
                           &async);
  while (!async.done)
    (void) g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (async.error);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_cmpuint (total, ==, 5 * 1048576);
  g_assert_cmpstr (assay_exhibit_get_source (async.exhibit), ==, "from the phone");
  g_assert_cmpstr (assay_exhibit_get_note (async.exhibit), ==, "a note");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->subject)), ==, 1);
  g_object_unref (async.exhibit);
}

/* The object on disk was damaged: the same bytes taken in again must not be lost to that. */
static void
test_damaged_twin (CaseFixture *self, gconstpointer data)
{
  (void) case_fixture_intake (self, "a", 5000, 11);
  g_autofree char *object = case_fixture_object (self, 1);
  g_assert_cmpint (g_unlink (object), ==, 0);
  g_assert_true (g_file_set_contents (object, "damaged", -1, NULL));
  (void) case_fixture_intake (self, "b", 5000, 11);
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  assert_passed (report);
}

/* No space: the quota of one process stands in for a full disk. */
static void
test_file_limit (CaseFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = case_fixture_file (self, "big", 20 * 1048576, 12);
  struct rlimit before;
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  const struct rlimit low = { 8 * 1048576, before.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &low), ==, 0);
  (void) signal (SIGXFSZ, SIG_IGN);
  g_assert_null (assay_case_intake (self->subject, path, NULL, NULL, NULL, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_FULL);
  g_assert_cmpuint (count_temporary (self), ==, 0);
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  assert_passed (report);
}

static gpointer
intake_in_thread (gpointer data)
{
  CaseFixture *self = data;
  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *name = g_strdup_printf ("t%p-%u", (void *) g_thread_self (), i);
      g_autofree char *path = case_fixture_file (self, name, 30000, i);
      g_autoptr (AssayExhibit) exhibit
          = assay_case_intake (self->subject, path, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
    }
  return NULL;
}

/* Several threads, the same bytes: numbers without gaps, objects shared, ledger whole. */
static void
test_threads (CaseFixture *self, gconstpointer data)
{
  GThread *threads[4];
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("intake", intake_in_thread, self);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    (void) g_thread_join (threads[i]);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->subject)), ==, 40);
  g_assert_cmpuint (count_temporary (self), ==, 0);
  g_autoptr (AssayVerification) report = case_fixture_verify (self);
  assert_passed (report);
  g_assert_cmpuint (assay_verification_get_n_objects (report), ==, 10);
}

#define ADD(path, func, argument)                                                                  \
  g_test_add (path, CaseFixture, argument, case_fixture_set_up, func, case_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("/case/intake/refusals", test_refusals, NULL);
  ADD ("/case/intake/unreadable", test_unreadable, NULL);
  ADD ("/case/intake/hashes", test_hashes, NULL);
  ADD ("/case/intake/names", test_names, NULL);
  ADD ("/case/intake/cancel", test_cancel, NULL);
  ADD ("/case/intake/changed-overwritten", test_changed, overwrite);
  ADD ("/case/intake/changed-grown", test_changed, append_bytes);
  ADD ("/case/intake/changed-shrunk", test_changed, shrink);
  ADD ("/case/intake/read-twice", test_read_twice, NULL);
  ADD ("/case/intake/async", test_async, NULL);
  ADD ("/case/intake/damaged-twin", test_damaged_twin, NULL);
  ADD ("/case/intake/file-limit", test_file_limit, NULL);
  ADD ("/case/intake/threads", test_threads, NULL);
  return g_test_run ();
}
