/* assay-case-run.c: a tool on an exhibit: the vault's bytes in, a stored result and a ledger entry
 * out. */
#include "case/assay-case-run.h"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assay-base.h"
#include "case/assay-case-error-private.h"
#include "case/assay-case-private.h"
#include "case/assay-case-thumbnail-private.h"
#include "case/assay-files-private.h"
#include "case/assay-run-entry-private.h"

#define EXTENSION_LIMIT 8

typedef struct
{
  AssayCase *self;
  guint number;
  AssayExhibit *exhibit;
  AssayRequest *request;
  const AssayToolInfo *info;
  char *folder; /* for outputs without a path; NULL while none was needed */
  gint64 started;
} Run;

/* The extension of the name as received, if it is a plain one: the name is data, never a path. */
static char *
extension_of (AssayExhibit *exhibit)
{
  const char *dot = strrchr (assay_exhibit_get_name (exhibit), '.');
  const gsize length = dot == NULL ? 0 : strlen (dot + 1);
  if (length == 0 || length > EXTENSION_LIMIT)
    return g_strdup ("bin");
  for (const char *c = dot + 1; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c))
      return g_strdup ("bin");
  return g_ascii_strdown (dot + 1, -1);
}

/* results/<time>-<tool>-<exhibit>[-n]: known before the run has a number in the ledger. */
static gboolean
make_folder (Run *run, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (run->started / 1000);
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%dT%H%M%SZ");
  g_autofree char *results = g_build_filename (run->self->path, "results", NULL);
  (void) g_mkdir_with_parents (results, 0700);
  for (guint i = 1; i < 1000; i++)
    {
      g_autofree char *name
          = i == 1 ? g_strdup_printf ("%s-%s-%u", stamp, run->info->id, run->number)
                   : g_strdup_printf ("%s-%s-%u-%u", stamp, run->info->id, run->number, i);
      g_autofree char *path = g_build_filename (results, name, NULL);
      if (mkdir (path, 0700) == 0)
        {
          run->folder = g_steal_pointer (&path);
          return TRUE;
        }
      if (errno != EEXIST)
        break;
    }
  assay_case_set_errno (error, errno, _ ("The folder for outputs could not be made"));
  return FALSE;
}

/* What a file of the case is to be called: as the settings say, else as the exhibit if that names a
 * format of the tool's, else as the tool does, else as the exhibit, unless the tool writes no such
 * files. */
static char *
choose_extension (const Run *run, const AssayOutputInfo *output)
{
  const char *chosen = assay_parameters_get_ending (assay_request_get_parameters (run->request));
  const char *instead = assay_tool_info_instead (run->info, assay_exhibit_get_name (run->exhibit));
  if (chosen != NULL)
    return g_strdup (chosen);
  if (output->extension != NULL
      && !assay_parameters_know_name (run->info, assay_exhibit_get_name (run->exhibit)))
    return g_strdup (output->extension);
  return instead != NULL ? g_strdup (instead) : extension_of (run->exhibit);
}

static gboolean
place_outputs (Run *run, GError **error)
{
  for (const AssayOutputInfo *output = run->info->outputs; output != NULL && output->role != NULL;
       output++)
    {
      if (output->optional || assay_request_has_output (run->request, output->role))
        continue;
      if (run->folder == NULL && !make_folder (run, error))
        return FALSE;
      g_autofree char *extension = choose_extension (run, output);
      g_autofree char *name = g_strdup_printf ("%s.%s", output->role, extension);
      g_autofree char *path = g_build_filename (run->folder, name, NULL);
      assay_request_set_output (run->request, output->role, path, FALSE);
    }
  return TRUE;
}

static gboolean
resolve_exhibits (Run *run, GError **error)
{
  AssayParameters *parameters = assay_request_get_parameters (run->request);
  for (const AssayParameterInfo *info = run->info->parameters; info != NULL && info->name != NULL;
       info++)
    {
      if (info->type != ASSAY_PARAMETER_EXHIBIT
          || assay_parameters_is_empty (parameters, info->name))
        continue;
      g_autofree char *text = assay_parameters_to_text (parameters, info->name, NULL);
      const guint number = (guint) g_ascii_strtoull (text, NULL, 10);
      const int fd = assay_case_open_exhibit (run->self, number, error);
      const gboolean done
          = fd >= 0 && assay_request_set_exhibit (run->request, info->name, fd, error);
      assay_close (fd);
      if (!done)
        return FALSE;
    }
  return TRUE;
}

static gboolean
prepare (Run *run, GError **error)
{
  const int fd = assay_case_open_exhibit (run->self, run->number, error);
  if (fd < 0)
    return FALSE;
  const gboolean added = assay_request_put_first_input (
      run->request, run->info->inputs[0].role, assay_exhibit_get_name (run->exhibit), fd, error);
  assay_close (fd);
  assay_request_set_reference_time (run->request, assay_exhibit_get_taken_in (run->exhibit));
  return added && resolve_exhibits (run, error) && place_outputs (run, error);
}

/* The client hashed what the worker was given: bytes that are no longer those of the intake have no
 * result. */
static gboolean
check_input (Run *run, AssayOutcome *outcome, GError **error)
{
  AssayOutcomeInput input = { .sha256 = "" };
  if (assay_outcome_get_n_inputs (outcome) > 0)
    assay_outcome_get_input (outcome, 0, &input);
  if (strcmp (input.sha256, assay_exhibit_get_sha256 (run->exhibit)) == 0)
    return TRUE;
  g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_CORRUPT,
               _ ("The bytes of exhibit %u in the vault are not those that were taken in."),
               run->number);
  return FALSE;
}

/* Object and entry under one lock, so that a verification never sees the one without the other. */
static gboolean
keep_locked (Run *run, AssayEntry *entry, AssayOutcome *outcome, GError **error)
{
  AssayCase *self = run->self;
  g_autoptr (JsonNode) node = assay_result_to_json (assay_outcome_get_result (outcome), TRUE);
  char *text = assay_json_text (node, ASSAY_JSON_CANONICAL);
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));
  g_autofree char *sha256 = assay_vault_put (self->vault, bytes, error);
  if (sha256 == NULL)
    return FALSE;
  assay_run_entry_set_outcome (entry, self, outcome, sha256);
  return assay_ledger_write (self->ledger, entry, NULL, error);
}

static gboolean
after_commit (Run *run, GError **error)
{
  assay_case_note_commit (run->self, "analyse");
  return assay_case_reload_exhibit (run->self, assay_ledger_get_db (run->self->ledger), run->number,
                                    error);
}

static gboolean
keep (Run *run, AssayEntry *entry, AssayOutcome *outcome, GError **error)
{
  AssayCase *self = run->self;
  AssayImage *thumbnail = assay_result_find_image (assay_outcome_get_result (outcome), "thumbnail");
  /* Before the commit, whose notification makes windows look for it; without the commit it does no
   * harm. */
  if (thumbnail != NULL)
    assay_thumbnail_store (self->folder, run->number, thumbnail);
  g_mutex_lock (&self->writing);
  const gboolean done = assay_case_check_writable (self, error)
                        && keep_locked (run, entry, outcome, error) && after_commit (run, error);
  g_mutex_unlock (&self->writing);
  return done;
}

/* A run that failed is a fact too. The error of the run stays the one that is told. */
static void
record_failure (Run *run, AssayEntry *entry, const GError *failure)
{
  AssayCase *self = run->self;
  g_autoptr (GError) error = NULL;
  if (run->folder != NULL)
    (void) rmdir (run->folder);
  assay_run_entry_set_failure (entry, run->exhibit, run->started, failure);
  g_mutex_lock (&self->writing);
  const gboolean done = assay_case_check_writable (self, &error)
                        && assay_ledger_write (self->ledger, entry, NULL, &error)
                        && after_commit (run, &error);
  g_mutex_unlock (&self->writing);
  if (!done)
    g_debug ("the failed run could not be recorded: %s", error->message);
}

AssayOutcome *
assay_case_run (AssayCase *self,
                guint exhibit,
                AssayRequest *request,
                AssayClient *client,
                AssayProgress *progress,
                GCancellable *cancellable,
                GError **error)
{
  Run run = {
    .self = self,
    .number = exhibit,
    .exhibit = assay_case_get_exhibit (self, exhibit),
    .request = request,
    .info = assay_parameters_get_info (assay_request_get_parameters (request)),
    .started = g_get_real_time () / 1000,
  };
  if (!assay_case_check_writable (self, error))
    return NULL;
  if (run.exhibit == NULL)
    {
      g_set_error (error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_NOT_FOUND,
                   _ ("The case has no exhibit %u."), exhibit);
      return NULL;
    }
  g_autoptr (AssayEntry) entry
      = assay_run_entry_new (self, exhibit, assay_request_get_parameters (request));
  g_autoptr (GError) failure = NULL;
  g_autoptr (AssayOutcome) outcome = NULL;
  if (prepare (&run, &failure))
    outcome = assay_client_run (client, request, progress, cancellable, &failure);
  const gboolean kept = outcome != NULL && check_input (&run, outcome, &failure)
                        && keep (&run, entry, outcome, &failure);
  if (!kept)
    record_failure (&run, entry, failure);
  g_free (run.folder);
  if (kept)
    return g_steal_pointer (&outcome);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

typedef struct
{
  guint exhibit;
  AssayRequest *request;
  AssayClient *client;
  AssayProgress *progress;
} RunJob;

static void
run_job_free (gpointer data)
{
  RunJob *job = data;
  g_clear_pointer (&job->progress, assay_progress_unref);
  assay_request_free (job->request);
  g_object_unref (job->client);
  g_free (job);
}

static void
run_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  RunJob *job = task_data;
  GError *error = NULL;
  AssayOutcome *outcome = assay_case_run (ASSAY_CASE (source), job->exhibit, job->request,
                                          job->client, job->progress, cancellable, &error);
  if (outcome != NULL)
    g_task_return_pointer (task, outcome, (GDestroyNotify) assay_outcome_unref);
  else
    g_task_return_error (task, error);
}

void
assay_case_run_async (AssayCase *self,
                      guint exhibit,
                      AssayRequest *request,
                      AssayClient *client,
                      AssayProgressFunc progress,
                      gpointer progress_data,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, assay_case_run_async);
  g_task_set_check_cancellable (task, FALSE); /* what was recorded is told of */
  GError *error = NULL;
  AssayRequest *copy = assay_request_copy (request, &error);
  if (copy == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  RunJob *job = g_new0 (RunJob, 1);
  job->exhibit = exhibit;
  job->request = copy;
  job->client = g_object_ref (client);
  job->progress = assay_case_progress_new (progress, progress_data);
  g_task_set_task_data (task, job, run_job_free);
  assay_case_run_task (ASSAY_CASE_POOL_RUN, task, run_in_thread);
}

AssayOutcome *
assay_case_run_finish (AssayCase *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
