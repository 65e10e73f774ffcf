/* assay-check-report.h: the PDF of a quick check. */
#pragma once

#include "assay-subject.h"

G_BEGIN_DECLS

/* Runs what the report still lacks (metadata, structure), makes the report in a thread and writes
 * it to @path. Nothing is written unless it is complete. */
void assay_check_report_save_async (AssaySubject *subject,
                                    const char *path,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
/* SHA-256 of what was written, lower-case hex. */
char *assay_check_report_save_finish (GAsyncResult *result,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
