/* assay-job.h: one piece of work that a person may watch and cancel: a run, an intake, a
 * verification.
 *
 * Lives in the main thread. It does not do the work; whoever does reports here. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  ASSAY_JOB_RUNNING,
  ASSAY_JOB_DONE,
  ASSAY_JOB_FAILED,
  ASSAY_JOB_CANCELLED,
} AssayJobState;

#define ASSAY_TYPE_JOB_STATE (assay_job_state_get_type ())
GType assay_job_state_get_type (void);

/* Properties: title, subtitle, status, fraction, state, running; all notify. */
#define ASSAY_TYPE_JOB (assay_job_get_type ())
G_DECLARE_FINAL_TYPE (AssayJob, assay_job, ASSAY, JOB, GObject)

/* @title and @subtitle are shown as they are (translated, made visible): "Integrity check",
 * "photo.jpg".
 * @cancellable: (nullable): made if there is none. */
AssayJob *assay_job_new (const char *title,
                         const char *subtitle,
                         GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

const char *assay_job_get_title (AssayJob *self);
const char *assay_job_get_subtitle (AssayJob *self);
/* 0..1, or -1 while the total is unknown. */
double assay_job_get_fraction (AssayJob *self);
/* What happens now, or why it failed, as a sentence for people. */
const char *assay_job_get_status (AssayJob *self);
AssayJobState assay_job_get_state (AssayJob *self);
gboolean assay_job_is_running (AssayJob *self);
GCancellable *assay_job_get_cancellable (AssayJob *self);
void assay_job_cancel (AssayJob *self);

/* Fits AssayProgressFunc with the job as user data; only in the main thread. */
void
assay_job_progress (double fraction, const char *what, guint64 done, guint64 total, gpointer job);
void assay_job_set_subtitle (AssayJob *self, const char *subtitle);
/* Ends the job: @error NULL for done; a cancelled error ends it as cancelled. */
void assay_job_end (AssayJob *self, const GError *error);

G_END_DECLS
