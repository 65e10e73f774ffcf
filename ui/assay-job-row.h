/* assay-job-row.h: one job in the jobs popover. */
#pragma once

#include <gtk/gtk.h>

#include "assay-job.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_JOB_ROW (assay_job_row_get_type ())
G_DECLARE_FINAL_TYPE (AssayJobRow, assay_job_row, ASSAY, JOB_ROW, GtkListBoxRow)

GtkWidget *assay_job_row_new (AssayJob *job);

G_END_DECLS
