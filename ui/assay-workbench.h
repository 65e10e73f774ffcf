/* assay-workbench.h: what all windows of one process share: the worker client, the run queue, the
 * examiner's key, open cases.
 *
 * Main thread only; everything that touches a disk has an async form. */
#pragma once

#include "assay-job-list.h"
#include "case/assay-case.h"
#include "worker/assay-client.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_WORKBENCH (assay_workbench_get_type ())
G_DECLARE_FINAL_TYPE (AssayWorkbench, assay_workbench, ASSAY, WORKBENCH, GObject)

/* Signal "cases-changed": a case was made, edited, filled or removed. */
AssayWorkbench *assay_workbench_new (void);
AssayClient *assay_workbench_get_client (AssayWorkbench *self);
AssayJobList *assay_workbench_get_jobs (AssayWorkbench *self);
/* Folder of the cases: the preference, else the default of core/case. */
char *assay_workbench_get_store (AssayWorkbench *self) G_GNUC_WARN_UNUSED_RESULT;
/* The passphrase of the examiner's key for this session; kept in memory only. NULL forgets it. */
void assay_workbench_set_passphrase (AssayWorkbench *self, const char *passphrase);
/* (transfer full) (nullable): for work in a thread; overwrite it before freeing. */
char *assay_workbench_dup_passphrase (AssayWorkbench *self) G_GNUC_WARN_UNUSED_RESULT;
/* The next one who opens the case at @path gets it anew, not as it is open now. */
void assay_workbench_forget_case (AssayWorkbench *self, const char *path);
void assay_workbench_cases_changed (AssayWorkbench *self);

/* (element-type AssayCaseItem): a GListModel of all cases, newest first. */
void assay_workbench_list_cases_async (AssayWorkbench *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
GListModel *assay_workbench_list_cases_finish (AssayWorkbench *self,
                                               GAsyncResult *result,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Opens for writing, or read-only when another process has the case; the same case is opened once.
 * ASSAY_CASE_ERROR_KEY when the key is locked: ask for the passphrase, set it, try again. */
void assay_workbench_open_case_async (AssayWorkbench *self,
                                      const char *path,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
AssayCase *assay_workbench_open_case_finish (AssayWorkbench *self,
                                             GAsyncResult *result,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

void assay_workbench_create_case_async (AssayWorkbench *self,
                                        const char *title,
                                        const char *reference,
                                        const char *examiner,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
AssayCase *assay_workbench_create_case_finish (AssayWorkbench *self,
                                               GAsyncResult *result,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
