/* assay-jobs-button.h: the button in every header bar that shows and cancels what is running. */
#pragma once

#include <gtk/gtk.h>

#include "assay-job-list.h"

G_BEGIN_DECLS

/* Hidden while the list is empty. Property: jobs (AssayJobList). */
#define ASSAY_TYPE_JOBS_BUTTON (assay_jobs_button_get_type ())
G_DECLARE_FINAL_TYPE (AssayJobsButton, assay_jobs_button, ASSAY, JOBS_BUTTON, GtkWidget)

void assay_jobs_button_set_jobs (AssayJobsButton *self, AssayJobList *jobs);

G_END_DECLS
