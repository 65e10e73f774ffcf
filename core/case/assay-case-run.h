/* assay-case-run.h: the only way a tool runs in a case: recorded, whatever comes of it. */
#pragma once

#include "case/assay-case-folder.h"
#include "worker/assay-client.h"

G_BEGIN_DECLS

/**
 * assay_case_run:
 * @exhibit: number of the exhibit that becomes the first input
 * @request: (transfer none): parameters and further inputs; EXHIBIT parameters are resolved here.
 * Outputs without a path go to results/<run>/
 *
 * Runs the tool on the vault's bytes, keeps the canonical result in the vault, writes the `analyse`
 * entry (also for a run that failed) and updates the exhibit.
 */
AssayOutcome *assay_case_run (AssayCase *self,
                              guint exhibit,
                              AssayRequest *request,
                              AssayClient *client,
                              AssayProgress *progress,
                              GCancellable *cancellable,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_case_run_async (AssayCase *self,
                           guint exhibit,
                           AssayRequest *request,
                           AssayClient *client,
                           AssayProgressFunc progress,
                           gpointer progress_data,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
AssayOutcome *assay_case_run_finish (AssayCase *self,
                                     GAsyncResult *result,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
