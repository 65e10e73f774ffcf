/* test-case-faults.c: a process that works on a case is killed, or its disk fails, at each call in
 * turn; afterwards the case opens, verifies, and has everything that was acknowledged (CUSTODY §7).
 *
 * The short form steps over the calls; ASSAY_FAULT_FULL=1 takes every one. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "case-support.h"
#include "case/assay-files-private.h"

#define SHORT_STEPS 24

typedef struct
{
  CaseFixture base;
  char *path; /* of the case */
  char *files[4];
} FaultFixture;

static void
set_up (FaultFixture *self, gconstpointer data)
{
  case_fixture_set_up (&self->base, NULL);
  self->path = g_strdup (assay_case_get_path (self->base.subject));
  g_clear_object (&self->base.subject);
  self->files[0] = case_fixture_file (&self->base, "one", 9000, 1);
  self->files[1] = case_fixture_file (&self->base, "two", 2500000, 2);
  self->files[2] = case_fixture_file (&self->base, "three", 100, 3);
}

static void
tear_down (FaultFixture *self, gconstpointer data)
{
  for (guint i = 0; i < 3; i++)
    g_free (self->files[i]);
  g_free (self->path);
  case_fixture_tear_down (&self->base, NULL);
}

static char *
program (const char *name)
{
  return g_test_build_filename (G_TEST_BUILT, "fault", "case", name, NULL);
}

/* A fresh copy of the empty case. */
static char *
copy_case (FaultFixture *self)
{
  g_autofree char *name = g_path_get_basename (self->path);
  char *copy = g_build_filename (self->base.root, "copy", name, NULL);
  g_autofree char *parent = g_path_get_dirname (copy);
  assay_remove_tree (parent);
  g_assert_cmpint (g_mkdir (parent, 0700), ==, 0);
  const char *const arguments[] = { "cp", "-a", self->path, copy, NULL };
  g_auto (GStrv) argv = g_strdupv ((char **) (guintptr) arguments);
  int status = 1;
  g_assert_true (
      g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
  return copy;
}

/* Runs the actor on @path with @variable=@value in its environment; what it acknowledged. */
static char *
act (FaultFixture *self, const char *path, const char *variable, const char *value)
{
  g_autofree char *actor = program ("case-actor");
  g_autofree char *library = program ("libfail-io.so");
  const char *const arguments[] = { actor,          "work",         self->base.keys, path,
                                    self->files[0], self->files[1], self->files[2],  NULL };
  g_auto (GStrv) argv = g_strdupv ((char **) (guintptr) arguments);
  g_auto (GStrv) environment = g_get_environ ();
  if (!g_str_equal (variable, "ASSAY_FAULT"))
    environment = g_environ_setenv (environment, "LD_PRELOAD", library, TRUE);
  environment = g_environ_setenv (environment, variable, value, TRUE);
  environment = g_environ_setenv (environment, "ASAN_OPTIONS", "verify_asan_link_order=0", TRUE);
  char *out = NULL;
  g_autoptr (GError) error = NULL;
  g_assert_true (g_spawn_sync (NULL, argv, environment, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                               &out, NULL, NULL, &error));
  g_assert_no_error (error);
  return out;
}

/* Everything that the actor was told must be there; more may be, if the answer did not reach it. */
static void
check_acknowledged (AssayCase *subject, const char *out)
{
  g_auto (GStrv) lines = g_strsplit (out, "\n", -1);
  gboolean noted = FALSE;
  gboolean erased = FALSE;
  for (char **line = lines; *line != NULL; line++)
    {
      noted |= g_str_equal (*line, "note");
      erased |= g_str_equal (*line, "erase");
      g_auto (GStrv) words = g_strsplit (*line, " ", 3);
      if (g_strv_length (words) != 3 || !g_str_equal (words[0], "intake"))
        continue;
      AssayExhibit *exhibit
          = assay_case_get_exhibit (subject, (guint) g_ascii_strtoull (words[1], NULL, 10));
      g_assert_nonnull (exhibit);
      g_assert_cmpstr (assay_exhibit_get_sha256 (exhibit), ==, words[2]);
    }
  if (noted)
    g_assert_cmpstr (assay_exhibit_get_note (assay_case_get_exhibit (subject, 2)), ==, "a remark");
  if (erased)
    g_assert_cmpint (assay_exhibit_get_state (assay_case_get_exhibit (subject, 1)), ==,
                     ASSAY_CUSTODY_ERASED);
}

static gboolean
find_transfer (const AssayLedgerEntry *entry, gpointer data)
{
  *(gboolean *) data |= g_str_equal (entry->event, "transfer");
  return TRUE;
}

/* The case is with whom the ledger says, acknowledged or not. */
static void
check_holder (AssayCase *subject, const char *out)
{
  g_autoptr (GError) error = NULL;
  gboolean given = FALSE;
  g_assert_true (assay_case_foreach_entry (subject, 1, 0, find_transfer, &given, &error));
  g_assert_cmpint (g_str_equal (assay_case_get_examiner (subject), "B. Next"), ==, given);
  if (strstr (out, "transfer\n") != NULL)
    g_assert_true (given);
}

static void
check_case (FaultFixture *self, const char *path, const char *out)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayCase) subject = assay_case_open (path, ASSAY_CASE_WRITE, self->base.key, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (assay_case_get_damage (subject), ==, NULL);
  check_acknowledged (subject, out);
  check_holder (subject, out);
  g_autoptr (AssayVerification) report = assay_case_verify (subject, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_passed (report);
  g_autofree char *temporary = g_build_filename (path, "vault/tmp", NULL);
  g_assert_cmpint (rmdir (temporary), ==, 0); /* swept */
}

static void
try_fault (FaultFixture *self, const char *variable, const char *value)
{
  g_test_message ("%s=%s", variable, value);
  g_autofree char *path = copy_case (self);
  g_autofree char *out = act (self, path, variable, value);
  check_case (self, path, out);
}

static guint64
count_calls (FaultFixture *self)
{
  g_autofree char *path = copy_case (self);
  g_autofree char *file = g_build_filename (self->base.root, "count", NULL);
  g_autofree char *text = NULL;
  g_autofree char *out = act (self, path, "ASSAY_FAIL_COUNT", file);
  g_assert_nonnull (strstr (out, "checkpoint"));
  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  check_case (self, path, out);
  return g_ascii_strtoull (text, NULL, 10);
}

static void
test_every_call (FaultFixture *self, gconstpointer data)
{
  const char *what = data;
  const guint64 calls = count_calls (self);
  g_test_message ("%d calls", (int) calls);
  g_assert_cmpuint (calls, >, 30);
  const guint64 step
      = g_getenv ("ASSAY_FAULT_FULL") != NULL ? 1 : MAX (calls / SHORT_STEPS, (guint64) 1);
  /* Another phase for each fault, so that the short form reaches more calls. */
  for (guint64 n = 1 + (guint64) (guchar) what[1] % step; n <= calls; n += step)
    {
      g_autofree char *value = g_strdup_printf ("%d%s", (int) n, what);
      try_fault (self, "ASSAY_FAIL", value);
    }
}

#ifdef ASSAY_FAULT_INJECTION
static void
test_named_points (FaultFixture *self, gconstpointer data)
{
  static const char *const points[]
      = { "vault.create",  "vault.write",      "vault.fsync",   "vault.fsyncdir",
          "vault.rename",  "vault.readback",   "vault.unlink",  "ledger.insert",
          "ledger.commit", "ledger.committed", "intake.placed", "erase.committed" };
  const char *what = data;
  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    {
      /* Of the entries the fifth and the sixth are those of a hand-over. */
      const guint turns = g_str_equal (points[i], "ledger.insert") ? 6 : 2;
      for (guint n = 1; n <= turns; n++)
        {
          g_autofree char *value = g_strdup_printf ("%s:%u%s", points[i], n, what);
          try_fault (self, "ASSAY_FAULT", value);
        }
    }
}
#endif

static GPid
start_sharing (FaultFixture *self, const char *path, guint32 seed)
{
  g_autofree char *actor = program ("case-actor");
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (argv, g_strdup (actor));
  g_ptr_array_add (argv, g_strdup ("share"));
  g_ptr_array_add (argv, g_strdup (self->base.keys));
  g_ptr_array_add (argv, g_strdup (path));
  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *name = g_strdup_printf ("s%u-%u", seed, i);
      g_ptr_array_add (argv, case_fixture_file (&self->base, name, 4000, seed + i));
    }
  g_ptr_array_add (argv, NULL);
  GPid pid = 0;
  g_autoptr (GError) error = NULL;
  g_assert_true (g_spawn_async (NULL, (char **) argv->pdata, NULL,
                                G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL,
                                &pid, &error));
  return pid;
}

/* Two processes take turns on one case, a third reads all the while. */
static void
test_two_processes (FaultFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const GPid pids[]
      = { start_sharing (self, self->path, 100), start_sharing (self, self->path, 104) };
  for (guint ended = 0; ended < G_N_ELEMENTS (pids);)
    {
      g_autoptr (AssayCase) reader
          = assay_case_open (self->path, ASSAY_CASE_READ_ONLY, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (assay_case_get_damage (reader), ==, NULL);
      int status = 1;
      if (waitpid (-1, &status, WNOHANG) > 0)
        {
          g_assert_cmpint (status, ==, 0);
          ended++;
        }
    }
  g_autoptr (AssayCase) subject
      = assay_case_open (self->path, ASSAY_CASE_WRITE, self->base.key, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (assay_case_get_n_exhibits (subject), ==, 16);
  g_autoptr (AssayVerification) report = assay_case_verify (subject, NULL, NULL, NULL, &error);
  assert_passed (report);
  g_assert_cmpuint (assay_verification_get_n_objects (report), ==, 12); /* four are shared */
}

/* In a child with a mount table of its own: the case on a medium that cannot be written. 77: not
 * allowed here. */
static int
read_only_child (FaultFixture *self, const char *path)
{
  if (unshare (CLONE_NEWNS) != 0 && unshare (CLONE_NEWUSER | CLONE_NEWNS) != 0)
    return 77;
  if (mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0
      || mount (path, path, NULL, MS_BIND, NULL) != 0
      || mount (NULL, path, NULL, MS_BIND | MS_REMOUNT | MS_RDONLY, NULL) != 0)
    return 77;
  g_autoptr (GError) error = NULL;
  if (assay_case_open (path, ASSAY_CASE_WRITE, self->base.key, &error) != NULL
      || !g_error_matches (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_READ_ONLY))
    return 1;
  g_autoptr (AssayCase) subject = assay_case_open (path, ASSAY_CASE_READ_ONLY, NULL, NULL);
  if (subject == NULL || assay_case_get_n_exhibits (subject) != 3)
    return 2;
  g_autoptr (AssayVerification) report = assay_case_verify (subject, NULL, NULL, NULL, NULL);
  return report != NULL && assay_verification_passed (report) ? 0 : 3;
}

static void
check_read_only (FaultFixture *self, const char *path)
{
  const pid_t pid = fork ();
  if (pid == 0)
    _exit (read_only_child (self, path));
  int status = 0;
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status));
  if (WEXITSTATUS (status) == 77)
    g_test_skip ("no mounts of one's own here");
  else
    g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

static void
test_read_only_medium (FaultFixture *self, gconstpointer data)
{
  g_autofree char *path = copy_case (self);
  g_autofree char *out = act (self, path, "UNUSED", "1");
  g_assert_nonnull (strstr (out, "checkpoint"));
  check_read_only (self, path);
}

/* The writer died with its log not folded in: the newest entries are in the log alone. */
static void
test_read_only_after_crash (FaultFixture *self, gconstpointer data)
{
  const guint64 calls = count_calls (self);
  g_autofree char *value = NULL;
  g_autofree char *path = NULL;
  g_autofree char *out = NULL;
  /* The last call at which all three were acknowledged and the log still stands. */
  for (guint64 n = calls; n > 0 && out == NULL; n--)
    {
      g_free (value);
      g_free (path);
      value = g_strdup_printf ("%d:KILL", (int) n);
      path = copy_case (self);
      g_autofree char *said = act (self, path, "ASSAY_FAIL", value);
      g_autofree char *log = g_build_filename (path, "case.db-wal", NULL);
      struct stat info;
      if (strstr (said, "intake 3") != NULL && stat (log, &info) == 0 && info.st_size > 0)
        out = g_steal_pointer (&said);
    }
  g_assert_nonnull (out);
  check_read_only (self, path);
}

#define ADD(path, func, argument) g_test_add (path, FaultFixture, argument, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("/case/fault/killed", test_every_call, ":KILL");
  ADD ("/case/fault/input-output-error", test_every_call, ":EIO");
  ADD ("/case/fault/disk-full", test_every_call, ":ENOSPC");
#ifdef ASSAY_FAULT_INJECTION
  ADD ("/case/fault/points-killed", test_named_points, ":KILL");
  ADD ("/case/fault/points-error", test_named_points, ":EIO");
  ADD ("/case/fault/points-full", test_named_points, ":ENOSPC");
#endif
  ADD ("/case/fault/two-processes", test_two_processes, NULL);
  ADD ("/case/fault/read-only-medium", test_read_only_medium, NULL);
  ADD ("/case/fault/read-only-after-crash", test_read_only_after_crash, NULL);
  return g_test_run ();
}
