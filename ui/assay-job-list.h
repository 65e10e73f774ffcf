/* assay-job-list.h: the run queue as a list model of AssayJob, newest first. */
#pragma once

#include "assay-job.h"

G_BEGIN_DECLS

/* Properties: n-running (guint), fraction (double: mean of the running ones, -1 unknown). */
#define ASSAY_TYPE_JOB_LIST (assay_job_list_get_type ())
G_DECLARE_FINAL_TYPE (AssayJobList, assay_job_list, ASSAY, JOB_LIST, GObject)

AssayJobList *assay_job_list_new (void);
/* Keeps a reference until the job is cleared. Done and cancelled ones leave the list by themselves
 * after a while; failed ones stay until they are cleared. */
void assay_job_list_add (AssayJobList *self, AssayJob *job);
guint assay_job_list_get_n_running (AssayJobList *self);
void assay_job_list_cancel_all (AssayJobList *self);
void assay_job_list_clear_ended (AssayJobList *self);

G_END_DECLS
