/* test-worker-faults.c: whatever a worker does becomes an error of its job, and the next job runs.
 */
#include "run-helper.h"

typedef struct
{
  const char *fault;
  AssayWorkerError code;
} Expected;

static const Expected expected[] = {
  { "crash", ASSAY_WORKER_ERROR_DIED },         { "abort", ASSAY_WORKER_ERROR_DIED },
  { "critical", ASSAY_WORKER_ERROR_DIED },      { "exit", ASSAY_WORKER_ERROR_DIED },
  { "hang", ASSAY_WORKER_ERROR_TIMED_OUT },     { "spin", ASSAY_WORKER_ERROR_LIMIT },
  { "flood", ASSAY_WORKER_ERROR_PROTOCOL },     { "oversized", ASSAY_WORKER_ERROR_PROTOCOL },
  { "partial", ASSAY_WORKER_ERROR_TIMED_OUT },  { "garbage", ASSAY_WORKER_ERROR_PROTOCOL },
  { "unknown", ASSAY_WORKER_ERROR_PROTOCOL },   { "descriptors", ASSAY_WORKER_ERROR_PROTOCOL },
  { "malformed", ASSAY_WORKER_ERROR_PROTOCOL }, { "buffer", ASSAY_WORKER_ERROR_PROTOCOL },
  { "unsealed", ASSAY_WORKER_ERROR_PROTOCOL },  { "domain", ASSAY_WORKER_ERROR_PROTOCOL },
  { "cancelled", ASSAY_WORKER_ERROR_PROTOCOL },
};

/* After a fault the same client runs an honest job. */
static void
check_goes_on (AssayClient *client)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOutcome) outcome = test_run_fault (client, "none", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (assay_result_get_answer (assay_outcome_get_result (outcome), "outcome"), ==,
                   "none");
}

static void
test_fault (gconstpointer data)
{
  const Expected *fault = data;
  g_autoptr (AssayClient) client = assay_client_new ();
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  g_autoptr (AssayOutcome) outcome = test_run_fault (client, fault->fault, &error);

  g_assert_null (outcome);
  g_assert_error (error, ASSAY_WORKER_ERROR, (int) fault->code);
  g_test_message ("%s", error->message);
  /* A worker that is not ended would take for ever; a busy machine takes some seconds more. */
  g_assert_cmpint (g_get_monotonic_time () - start, <, 60 * G_USEC_PER_SEC);
  check_goes_on (client);
}

/* A storm of threads ends where no more can be had, or at the processor's limit where so many can
 * be had that starting them takes that long: a build with a sanitizer has no limit of memory. */
static void
test_threads (void)
{
  g_autoptr (AssayClient) client = assay_client_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOutcome) outcome = test_run_fault (client, "threads", &error);

  g_assert_null (outcome);
  if (!g_error_matches (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_LIMIT))
    g_assert_error (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_DIED);
  g_test_message ("%s", error->message);
  check_goes_on (client);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *path = g_strdup_printf ("/worker/fault/%s", expected[i].fault);

      g_test_add_data_func (path, &expected[i], test_fault);
    }
  g_test_add_func ("/worker/fault/threads", test_threads);
  return g_test_run ();
}
