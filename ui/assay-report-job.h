/* assay-report-job.h: making and saving the report of a subject, off the main thread. */
#pragma once

#include "assay-subject.h"
#include "report/assay-report.h"

G_BEGIN_DECLS

/* The report of the subject's case, or of the quick check: then with what the tools that a report
 * wants have found, run first if they have not run. @options are copied. */
void assay_report_job_make_async (AssaySubject *subject,
                                  const AssayReportOptions *options,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
AssayReport *assay_report_job_make_finish (GAsyncResult *result,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Writes @report to @path; of a case it is signed with the report key and recorded.
 * @passphrase: (nullable): of the key that signs reports; where it is missing or wrong the job ends
 * with ASSAY_REPORT_ERROR_KEY. */
void assay_report_job_save_async (AssaySubject *subject,
                                  AssayReport *report,
                                  const char *path,
                                  const char *passphrase,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/* SHA-256 of what was written, lower-case hex. */
char *assay_report_job_save_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
