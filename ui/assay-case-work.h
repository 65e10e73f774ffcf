/* assay-case-work.h: something slow on a case, in a thread, as a job of the run queue. */
#pragma once

#include "assay-job-list.h"
#include "base/assay-progress.h"
#include "case/assay-case.h"

G_BEGIN_DECLS

/* In a thread. @data is the work's alone until the end. */
typedef gboolean (*AssayCaseWork) (AssayCase *acase,
                                   gpointer data,
                                   AssayProgress *progress,
                                   GCancellable *cancellable,
                                   GError **error);
/* In the main thread; @error is NULL when all is done. */
typedef void (*AssayCaseWorkDone) (GObject *owner, gpointer data, const GError *error);

/**
 * assay_case_work_start:
 * @jobs: where it is shown, once it has taken longer than a person notices
 * @title: of the job, translated
 * @acase: (nullable): kept while the work goes on
 * @data: (transfer full): freed with @free_data after @done
 * @owner: kept until @done was called
 *
 * What a slow disk or a large ledger makes long must not hold up the window.
 *
 * Returns: (transfer none): alive until @done has returned
 */
AssayJob *assay_case_work_start (AssayJobList *jobs,
                                 const char *title,
                                 AssayCase *acase,
                                 AssayCaseWork work,
                                 AssayCaseWorkDone done,
                                 GObject *owner,
                                 gpointer data,
                                 GDestroyNotify free_data);

G_END_DECLS
