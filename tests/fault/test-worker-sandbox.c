/* test-worker-sandbox.c: what a worker that was taken over could reach: nothing. */
#include <errno.h>
#include <glib/gstdio.h>
#include <seccomp.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "run-helper.h"

/* What may answer otherwise than EPERM: clone3() says that it does not exist, so that glibc takes
 * the call whose flags can be checked; writing to a descriptor that was opened for reading fails
 * before any filter could matter. */
static const char *
expected_refusal (const char *attempt)
{
  if (g_str_equal (attempt, "clone3"))
    return "ENOSYS";
  if (g_str_equal (attempt, "input write"))
    return "EBADF";
  if (g_str_equal (attempt, "input truncate"))
    return "EINVAL";
  return "EPERM";
}

static void
check_refusals (AssayOutcome *outcome)
{
  AssayTable *table = assay_result_get_table (assay_outcome_get_result (outcome), 0);

  g_assert_cmpuint (assay_table_get_n_rows (table), >, 25);
  for (guint i = 0; i < assay_table_get_n_rows (table); i++)
    {
      const char *attempt = assay_table_get_text (table, i, 0);
      const char *refusal = assay_table_get_text (table, i, 1);

      g_test_message ("%s: %s", attempt, refusal);
      g_assert_cmpstr (refusal, ==, expected_refusal (attempt));
    }
}

static void
test_probe (void)
{
  g_autoptr (AssayClient) client = assay_client_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOutcome) outcome
      = test_run (client, test_request ("test.probe", "evidence", NULL), &error);

  g_assert_no_error (error);

  check_refusals (outcome);
  g_assert_cmpstr (assay_result_get_answer (assay_outcome_get_result (outcome), "environment"), ==,
                   "cleared");
  g_assert_false (g_file_test ("/tmp/assay-probe", G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test ("/tmp/assay-probe-folder", G_FILE_TEST_EXISTS));
}

/* The level is what the run record holds. */
static void
test_level (void)
{
  g_autoptr (AssayClient) client = assay_client_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOutcome) outcome = test_run_fault (client, "none", &error);

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (assay_outcome_get_sandbox (outcome), "seccomp"));
  g_assert_cmpstr (assay_outcome_get_libraries (outcome), ==, "test 1.0");
}

/* Makes this process and its children live on a kernel without @call. */
static void
take_away (int call, int code)
{
  scmp_filter_ctx context = seccomp_init (SCMP_ACT_ALLOW);

  g_assert_nonnull (context);
  g_assert_cmpint (seccomp_rule_add (context, SCMP_ACT_ERRNO ((guint32) code), call, 0), ==, 0);
  g_assert_cmpint (seccomp_load (context), ==, 0);
  seccomp_release (context);
}

/* An older kernel: the filter of system calls is enough, and the run record says so. */
static void
test_without_landlock (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr (GError) error = NULL;

      take_away (SCMP_SYS (landlock_create_ruleset), ENOSYS);

      g_autoptr (AssayClient) client = assay_client_new ();
      g_autoptr (AssayOutcome) outcome
          = test_run (client, test_request ("test.probe", "evidence", NULL), &error);

      g_assert_no_error (error);
      g_assert_cmpstr (assay_outcome_get_sandbox (outcome), ==, "seccomp");
      check_refusals (outcome);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

/* What cannot be locked down is not run. */
static void
test_without_filter (void)
{
  static const int calls[]
      = { SCMP_SYS (seccomp), SCMP_SYS (capset), SCMP_SYS (landlock_restrict_self) };

  if (g_test_subprocess ())
    {
      const char *index = g_getenv ("TEST_CALL");
      g_autoptr (GError) error = NULL;

      take_away (calls[index[0] - '0'], EPERM);

      g_autoptr (AssayClient) client = assay_client_new ();
      g_autoptr (AssayOutcome) outcome = test_run_fault (client, "none", &error);

      g_assert_null (outcome);
      g_assert_error (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_SANDBOX);
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      const char index[] = { (char) ('0' + i), '\0' };

      g_setenv ("TEST_CALL", index, TRUE);
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
    }
}

/* The processes of a client, by their name: the template and what it forked. */
static guint
count_workers (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *entry;
  guint count = 0;

  while ((entry = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc", entry, "comm", NULL);
      g_autofree char *stat = g_build_filename ("/proc", entry, "stat", NULL);
      g_autofree char *name = NULL;
      g_autofree char *fields = NULL;

      if (!g_ascii_isdigit (entry[0]) || !g_file_get_contents (path, &name, NULL, NULL)
          || !g_file_get_contents (stat, &fields, NULL, NULL))
        continue;
      /* A job's process takes the name of its thread; the template keeps the program's. */
      count += g_str_has_prefix (name, "test-worker") && strstr (fields, ") Z") == NULL
               && strstr (fields, g_get_prgname ()) == NULL;
    }
  return count;
}

/* Waits up to 5 s for @expected workers. */
static gboolean
workers_become (guint expected)
{
  for (guint i = 0; i < 500; i++)
    {
      if (count_workers () == expected)
        return TRUE;
      g_usleep (10000);
    }
  return FALSE;
}

/* Nothing stays behind when the client goes. */
static void
test_no_leftovers (void)
{
  guint before = count_workers ();
  AssayClient *client = assay_client_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOutcome) outcome = test_run_fault (client, "none", &error);
  g_autoptr (AssayOutcome) crashed = test_run_fault (client, "crash", NULL);

  g_assert_no_error (error);
  g_assert_true (workers_become (before + 1));
  g_object_unref (client);
  g_assert_true (workers_become (before));
}

/* The process that this one started; 0 if there is none. */
static pid_t
find_template (void)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/task/%d/children", (int) getpid ());
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  return (pid_t) g_ascii_strtoll (text, NULL, 10);
}

/* A template that was ended from outside is replaced, and the next job knows nothing of it. */
static void
test_template_killed (void)
{
  g_autoptr (AssayClient) client = assay_client_new ();

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayOutcome) outcome = test_run_fault (client, "none", &error);
      pid_t template = find_template ();

      g_assert_no_error (error);
      if (template == 0)
        {
          g_test_skip ("this kernel does not list children");
          return;
        }
      g_assert_cmpint (kill (template, SIGKILL), ==, 0);
    }
}

/* The host's end takes the template and a running job with it. */
static void
test_host_killed (void)
{
  guint before = count_workers ();

  if (g_test_subprocess ())
    {
      g_autoptr (AssayClient) client = assay_client_new ();
      g_autoptr (AssayOutcome) outcome = test_run_fault (client, "hang", NULL);

      return;
    }

  g_autoptr (GSubprocess) host = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL, "/proc/self/exe",
      "-p", "/worker/sandbox/host-killed", "--GTestSubprocess", NULL);

  g_assert_nonnull (host);
  g_assert_true (workers_become (before + 2));
  g_subprocess_force_exit (host);
  g_assert_true (g_subprocess_wait (host, NULL, NULL));
  g_assert_true (workers_become (before));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/worker/sandbox/probe", test_probe);
  g_test_add_func ("/worker/sandbox/level", test_level);
  g_test_add_func ("/worker/sandbox/without-landlock", test_without_landlock);
  g_test_add_func ("/worker/sandbox/without-filter", test_without_filter);
  g_test_add_func ("/worker/sandbox/no-leftovers", test_no_leftovers);
  g_test_add_func ("/worker/sandbox/template-killed", test_template_killed);
  g_test_add_func ("/worker/sandbox/host-killed", test_host_killed);
  return g_test_run ();
}
