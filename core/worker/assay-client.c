/* assay-client.c: running jobs: how many at a time, on which worker, in which thread. */
#include "worker/assay-client.h"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "base/assay-base.h"
#include "model/assay-model-error.h"
#include "worker/assay-client-private.h"
#include "worker/assay-outcome-private.h"
#include "worker/assay-output-file.h"
#include "worker/assay-session.h"

/* Bytes of inputs from which on hashing them can take longer than looking into them. */
#define LARGE ((guint64) 256 * 1024 * 1024)

struct _AssayClient
{
  GObject parent_instance;
  AssayLauncher *launchers[2]; /* plain, media */
  GMutex lock;
  GCond freed;
  guint running; /* guarded by lock */
  guint most;
  GThreadPool *pool; /* jobs of the asynchronous form */
};

G_DEFINE_FINAL_TYPE (AssayClient, assay_client, G_TYPE_OBJECT)

/* Set by test programs before they make a client. */
static const char *test_programs[2];

void
assay_client_use_programs (const char *plain, const char *media)
{
  test_programs[0] = plain;
  test_programs[1] = media;
}

static void
assay_client_init (AssayClient *self)
{
  static const char *const names[] = { "assay-worker", "assay-worker-media" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = test_programs[i] != NULL ? g_strdup (test_programs[i])
                                                       : assay_worker_find_program (names[i]);

      self->launchers[i] = assay_launcher_new (path);
    }
  g_mutex_init (&self->lock);
  g_cond_init (&self->freed);
  self->most = g_get_num_processors ();
  self->pool = g_thread_pool_new (assay_client_work, NULL, (int) self->most, FALSE, NULL);
}

static void
assay_client_finalize (GObject *object)
{
  AssayClient *self = ASSAY_CLIENT (object);

  /* Jobs in the pool hold a reference, so it is idle; the last of its threads may be the caller. */
  g_thread_pool_free (self->pool, FALSE, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (self->launchers); i++)
    g_clear_pointer (&self->launchers[i], assay_launcher_free);
  g_cond_clear (&self->freed);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (assay_client_parent_class)->finalize (object);
}

static void
assay_client_class_init (AssayClientClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = assay_client_finalize;
}

AssayClient *
assay_client_new (void)
{
  return g_object_new (ASSAY_TYPE_CLIENT, NULL);
}

AssayLauncher *
assay_client_get_launcher (AssayClient *self, gboolean media)
{
  return self->launchers[media ? 1 : 0];
}

void
assay_client_push (AssayClient *self, GTask *task)
{
  g_thread_pool_push (self->pool, task, NULL);
}

static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  AssayClient *self = user_data;

  g_mutex_lock (&self->lock);
  g_cond_broadcast (&self->freed);
  g_mutex_unlock (&self->lock);
}

/* Waits until one job fewer than the most is running; FALSE when cancelled. */
static gboolean
take_turn (AssayClient *self, GCancellable *cancellable, GError **error)
{
  gulong handler = 0;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), self, NULL);
  g_mutex_lock (&self->lock);
  while (self->running >= self->most && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait (&self->freed, &self->lock);

  gboolean taken = !g_cancellable_set_error_if_cancelled (cancellable, error);

  if (taken)
    self->running++;
  g_mutex_unlock (&self->lock);
  g_cancellable_disconnect (cancellable, handler);
  return taken;
}

static void
end_turn (AssayClient *self)
{
  g_mutex_lock (&self->lock);
  self->running--;
  g_cond_signal (&self->freed);
  g_mutex_unlock (&self->lock);
}

/* One attempt on one worker. */
static AssayResult *
attempt (AssayClient *self,
         gboolean media,
         AssayDoors *doors,
         AssayOutcome *outcome,
         AssayProgress *progress,
         GCancellable *cancellable,
         GError **error)
{
  g_auto (AssayFrame) frame = { 0 };
  g_autoptr (AssaySession) session
      = assay_session_start (self->launchers[media ? 1 : 0], doors, FALSE, progress, error);

  if (session == NULL || !assay_session_answer (session, &frame, cancellable, error))
    return NULL;

  AssayResult *result = assay_session_read_result (session, &frame, error);

  if (result != NULL && doors->outputs->len > 0)
    assay_session_end (session);
  assay_outcome_set_engine (outcome, assay_session_get_sandbox (session),
                            assay_session_get_libraries (session));
  return result;
}

static gboolean
reset_outputs (AssayDoors *doors, GError **error)
{
  for (guint i = 0; i < doors->outputs->len; i++)
    if (!assay_output_file_reset (doors->outputs->pdata[i], error))
      return FALSE;
  if (doors->scratch >= 0 && ftruncate (doors->scratch, 0) != 0)
    {
      g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_IO,
                   _ ("The temporary file cannot be emptied: %s"), g_strerror (errno));
      return FALSE;
    }
  return TRUE;
}

/* On the worker that the tool names; a tool that finds out by itself is asked in the plain one
 * first. */
static AssayResult *
attempt_where_it_runs (AssayClient *self,
                       AssayDoors *doors,
                       AssayOutcome *outcome,
                       AssayProgress *progress,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (GError) first = NULL;
  gboolean media = doors->info->engine == ASSAY_ENGINE_MEDIA;
  AssayResult *result = attempt (self, media, doors, outcome, progress, cancellable, &first);

  if (result != NULL)
    return result;
  if (doors->info->engine == ASSAY_ENGINE_AUTO
      && g_error_matches (first, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_NEEDS_MEDIA))
    return reset_outputs (doors, error)
               ? attempt (self, TRUE, doors, outcome, progress, cancellable, error)
               : NULL;
  g_propagate_error (error, g_steal_pointer (&first));
  return NULL;
}

/* FALSE unless the file of @index in the queue was read whole, with the size that it had, and is
 * still what it was: @fd is it, or -1 when it was closed. */
static gboolean
check_hash (AssayDoors *doors, guint index, const char *name, guint64 size, int fd, GError **error)
{
  if (assay_input_hash_get (doors->hash, index) != NULL
      && assay_input_hash_get_size (doors->hash, index) == size
      && (fd < 0 || assay_input_hash_is_same (doors->hash, index, fd)))
    return TRUE;
  g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_IO,
               _ ("“%s” could not be read to its end, or was changed meanwhile"), name);
  return FALSE;
}

/* Files of parameters, behind the inputs: what else the worker was given. */
static gboolean
record_files (AssayDoors *doors, AssayOutcome *outcome, GError **error)
{
  assay_doors_sort_record (doors);
  for (guint i = 0; i < doors->record->len; i++)
    {
      const AssayDoorFile *file = &g_array_index (doors->record, AssayDoorFile, i);

      if (!check_hash (doors, file->hash, file->name, file->size, -1, error))
        return FALSE;
      if (assay_tool_info_parameter (doors->info, file->parameter)->confidential)
        continue;
      assay_outcome_add_file (outcome, file->parameter, file->name, file->size,
                              assay_input_hash_get (doors->hash, file->hash));
    }
  return TRUE;
}

static guint64
count_bytes (const AssayRequest *request)
{
  guint64 bytes = 0;

  for (guint i = 0; i < request->inputs->len; i++)
    bytes += g_array_index (request->inputs, AssayRequestInput, i).size;
  return bytes;
}

static void
tell_hashed (AssayDoors *doors, AssayRequest *request, AssayProgress *progress)
{
  guint64 hashed = 0;

  for (guint i = 0; i < request->inputs->len; i++)
    hashed += assay_input_hash_get_size (doors->hash, i);
  assay_progress_set_count (progress, hashed, count_bytes (request), N_ ("Reading"));
}

/* Hashes the first @n files as far as the worker left time for it; FALSE when cancelled or an input
 * cannot be read. Inputs come first, then the files of parameters. @progress: NULL if nobody waits
 * for it. */
static gboolean
finish_hashes (AssayDoors *doors,
               AssayRequest *request,
               guint n,
               AssayProgress *progress,
               GCancellable *cancellable,
               GError **error)
{
  while (assay_input_hash_get_n_done (doors->hash) < n && assay_input_hash_step (doors->hash))
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (progress != NULL)
        tell_hashed (doors, request, progress);
    }
  for (guint i = 0; i < request->inputs->len; i++)
    {
      AssayRequestInput *input = &g_array_index (request->inputs, AssayRequestInput, i);
      const char *sha256 = assay_input_hash_get (doors->hash, i);

      if (!check_hash (doors, i, input->name, input->size, input->fd, error))
        return FALSE;
      g_free (input->sha256);
      input->sha256 = g_strdup (sha256);
    }
  return TRUE;
}

static gboolean
publish_outputs (AssayDoors *doors, AssayOutcome *outcome, GError **error)
{
  for (guint i = 0; i < doors->outputs->len; i++)
    {
      AssayOutputFile *file = doors->outputs->pdata[i];

      /* Asked again: the files that the worker took from a folder are known only now. */
      if (!assay_guard_check (doors->guard, assay_output_file_get_path (file), error)
          || !assay_output_file_publish (file, error))
        {
          for (guint done = 0; done < i; done++)
            assay_output_file_withdraw (doors->outputs->pdata[done]);
          return FALSE;
        }
      assay_outcome_add_output (
          outcome, g_array_index (doors->request->outputs, AssayRequestOutput, i).role,
          assay_output_file_get_path (file), assay_output_file_get_sha256 (file),
          assay_output_file_get_size (file));
    }
  return TRUE;
}

/* With a turn taken. */
static AssayOutcome *
run (AssayClient *self,
     AssayRequest *request,
     AssayProgress *progress,
     GCancellable *cancellable,
     GError **error)
{
  g_auto (AssayDoors) doors = { 0 };
  g_autoptr (AssayOutcome) outcome = assay_outcome_new (request);
  g_autoptr (GError) own = NULL;
  gboolean large = count_bytes (request) >= LARGE;
  g_autoptr (AssayProgress) working = assay_progress_sub (progress, 0, large ? 0.5 : 1);

  if (!assay_doors_open (&doors, request, FALSE, error))
    return NULL;

  g_autoptr (AssayResult) result
      = attempt_where_it_runs (self, &doors, outcome, working, cancellable, &own);
  /* Most checks end at once without a word: then all of the way is hashing. */
  g_autoptr (AssayProgress) hashing
      = large ? assay_progress_sub (progress, MAX (0, assay_progress_get (progress)), 1) : NULL;

  /* A run that failed has an input too: its hash is what the ledger and the document say. Those of
   * a model or a list of keys are said nowhere. */
  if (result == NULL)
    {
      if (!g_error_matches (own, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        finish_hashes (&doors, request, request->inputs->len, hashing, cancellable, NULL);
      g_propagate_error (error, g_steal_pointer (&own));
      return NULL;
    }
  if (!finish_hashes (&doors, request, G_MAXUINT, hashing, cancellable, error))
    return NULL;
  assay_outcome_set_inputs (outcome, request);
  /* Outputs come last: nothing after them can fail. */
  if (!record_files (&doors, outcome, error)
      || g_cancellable_set_error_if_cancelled (cancellable, error)
      || !publish_outputs (&doors, outcome, error))
    return NULL;
  assay_outcome_complete (outcome, result);
  return g_steal_pointer (&outcome);
}

AssayOutcome *
assay_client_run (AssayClient *self,
                  AssayRequest *request,
                  AssayProgress *progress,
                  GCancellable *cancellable,
                  GError **error)
{
  g_return_val_if_fail (ASSAY_IS_CLIENT (self), NULL);

  if (!assay_request_check (request, FALSE, error) || !take_turn (self, cancellable, error))
    return NULL;

  AssayOutcome *outcome = run (self, request, progress, cancellable, error);

  end_turn (self);
  return outcome;
}
