/* assay-intake.c: see the header. */
#include "assay-intake.h"

#include "config.h"

#include <glib/gi18n.h>

#include "assay-subject.h"
#include "assay-words.h"
#include "base/assay-text.h"
#include "worker/assay-tool-list.h"

/* Checks run beside the next intake: reading a disk and using the processor do not wait for each
 * other. */
#define CHECKS_AT_ONCE 2
/* Listing the frames of a long film only for a thumbnail would hold up the batch. */
#define PICTURE_UP_TO (64u * 1024u * 1024u)

typedef struct
{
  AssayWorkbench *workbench;
  AssayCase *acase;
  AssayJob *job;
  GStrv paths;
  guint n_paths;
  guint next;      /* path to take in */
  gboolean taking; /* an intake runs */
  double part;     /* 0..1 of the running intake */
  GQueue to_check; /* exhibit numbers */
  guint checking;  /* checks that run */
  guint checked;
  AssayIntakeOutcome outcome;
  AssayIntakeDone done;
  GObject *owner;
} Intake;

static void go_on (Intake *self);

static void
intake_free (Intake *self)
{
  g_object_unref (self->workbench);
  g_object_unref (self->acase);
  g_object_unref (self->job);
  g_object_unref (self->owner);
  g_strfreev (self->paths);
  g_queue_clear (&self->to_check);
  g_ptr_array_unref (self->outcome.failures);
  g_free (self);
}

static gboolean
is_cancelled (Intake *self)
{
  return g_cancellable_is_cancelled (assay_job_get_cancellable (self->job));
}

/* Half of the bar is intake, half is checking. */
static void
tell_progress (Intake *self)
{
  double fraction = ((double) self->next - (self->taking ? 1 : 0) + self->part + self->checked)
                    / (2.0 * self->n_paths);
  const char *what = self->taking ? N_ ("Copying and fingerprinting") : N_ ("Checking");

  assay_job_progress (CLAMP (fraction, 0, 1), what, 0, 0, self->job);
}

/* Which file it is, and how much of it is done. */
static void
tell_file (Intake *self, guint64 done, guint64 total)
{
  g_autofree char *base = g_path_get_basename (self->paths[self->next - 1]);
  g_autofree char *name = assay_text_visible (base, -1);
  g_autofree char *part = assay_words_show_size (done);
  g_autofree char *whole = assay_words_show_size (total);
  g_autofree char *subtitle
      = total == 0
            /* Translators: number of the file, number of all files, name of the file. */
            ? g_strdup_printf (_ ("%u of %u: %s"), self->next, self->n_paths, name)
            /* Translators: the same, then bytes that are done and all bytes: "2 MB of 3 GB". */
            : g_strdup_printf (_ ("%u of %u: %s, %s of %s"), self->next, self->n_paths, name, part,
                               whole);

  assay_job_set_subtitle (self->job, subtitle);
}

static void
on_intake_progress (double fraction, const char *what, guint64 done, guint64 total, gpointer data)
{
  Intake *self = data;

  self->part = CLAMP (fraction, 0, 1);
  tell_file (self, done, total);
  tell_progress (self);
}

static void
end_check (Intake *self)
{
  self->checking--;
  self->checked++;
  go_on (self);
}

static void
on_pictured (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (AssayOutcome) outcome = assay_case_run_finish (ASSAY_CASE (source), result, NULL);

  end_check (data);
}

/* A format that the plain engine does not decode gets its picture from the tool that does. */
static gboolean
needs_picture (AssayOutcome *outcome)
{
  AssayResult *result = assay_outcome_get_result (outcome);
  AssayOutcomeInput input = { 0 };

  if (assay_outcome_get_n_inputs (outcome) > 0)
    assay_outcome_get_input (outcome, 0, &input);
  return !assay_result_find_image (result, "thumbnail") && input.size <= PICTURE_UP_TO
         && (assay_media_kinds_of_mime (assay_result_get_answer (result, "type"))
             & (ASSAY_MEDIA_IMAGE | ASSAY_MEDIA_VIDEO));
}

static gboolean start_run (
    Intake *self, guint exhibit, const char *tool, GAsyncReadyCallback callback, gpointer data);

typedef struct
{
  Intake *intake;
  guint exhibit;
} Check;

static void
on_checked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Check *check = data;
  Intake *self = check->intake;
  /* What went wrong with a check is recorded in the case and shown at the exhibit. */
  g_autoptr (AssayOutcome) outcome = assay_case_run_finish (ASSAY_CASE (source), result, NULL);

  if (!outcome || is_cancelled (self) || !needs_picture (outcome)
      || !start_run (self, check->exhibit, "image", on_pictured, self))
    end_check (self);
}

/* FALSE if there is no such tool. */
static gboolean
start_run (
    Intake *self, guint exhibit, const char *tool, GAsyncReadyCallback callback, gpointer data)
{
  const AssayToolInfo *info = assay_tool_list_find (tool);
  g_autoptr (AssayParameters) parameters = info ? assay_parameters_new_default (info, NULL) : NULL;

  if (!parameters)
    return FALSE;
  g_autoptr (AssayRequest) request = assay_request_new (parameters);
  assay_case_run_async (self->acase, exhibit, request, assay_workbench_get_client (self->workbench),
                        NULL, NULL, assay_job_get_cancellable (self->job), callback, data);
  return TRUE;
}

static void
start_check (Intake *self, guint exhibit)
{
  Check *check = g_new0 (Check, 1);

  check->intake = self;
  check->exhibit = exhibit;
  if (start_run (self, exhibit, "integrity", on_checked, check))
    self->checking++;
  else
    {
      g_free (check);
      self->checked++;
    }
}

static void
on_taken_in (GObject *source, GAsyncResult *result, gpointer data)
{
  Intake *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayExhibit) exhibit = assay_case_intake_finish (ASSAY_CASE (source), result, &error);

  self->taking = FALSE;
  self->part = 0;
  if (exhibit)
    {
      guint number = assay_exhibit_get_number (exhibit);
      self->outcome.taken++;
      if (self->outcome.first_exhibit == 0)
        self->outcome.first_exhibit = number;
      g_queue_push_tail (&self->to_check, GUINT_TO_POINTER (number));
    }
  else
    {
      self->checked++;
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_ptr_array_add (self->outcome.failures, g_strdup (error->message));
    }
  go_on (self);
}

static void
start_intake (Intake *self)
{
  const char *path = self->paths[self->next++];

  self->taking = TRUE;
  self->part = 0;
  tell_file (self, 0, 0);
  assay_case_intake_async (self->acase, path, NULL, on_intake_progress, self,
                           assay_job_get_cancellable (self->job), on_taken_in, self);
}

static void
finish (Intake *self)
{
  g_autoptr (GError) error = NULL;

  self->outcome.cancelled = is_cancelled (self);
  if (self->outcome.cancelled)
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Cancelled"));
  else if (self->outcome.failures->len > 0)
    g_set_error_literal (&error, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_SOURCE,
                         g_ptr_array_index (self->outcome.failures, 0));
  assay_job_end (self->job, error);
  assay_workbench_cases_changed (self->workbench);
  self->done (&self->outcome, self->owner);
  intake_free (self);
}

static void
go_on (Intake *self)
{
  gboolean stop = is_cancelled (self);

  while (!stop && self->checking < CHECKS_AT_ONCE && !g_queue_is_empty (&self->to_check))
    start_check (self, GPOINTER_TO_UINT (g_queue_pop_head (&self->to_check)));
  if (!stop && !self->taking && self->next < self->n_paths)
    start_intake (self);
  tell_progress (self);
  if (!self->taking && self->checking == 0)
    finish (self);
}

AssayJob *
assay_intake_start (
    AssayWorkbench *workbench, AssayCase *acase, char **paths, AssayIntakeDone done, GObject *owner)
{
  Intake *self = g_new0 (Intake, 1);

  self->workbench = g_object_ref (workbench);
  self->acase = g_object_ref (acase);
  self->paths = g_strdupv (paths);
  self->n_paths = g_strv_length (self->paths);
  self->done = done;
  self->owner = g_object_ref (owner);
  self->outcome.asked = self->n_paths;
  self->outcome.failures = g_ptr_array_new_with_free_func (g_free);
  self->job = assay_job_new (_ ("Adding exhibits"), "", NULL);
  assay_job_list_add (assay_workbench_get_jobs (workbench), self->job);

  AssayJob *job = self->job;
  go_on (self);
  return job;
}
