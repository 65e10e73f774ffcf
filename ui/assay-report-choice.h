/* assay-report-choice.h: whether the newest result of a tool stands in the reports of its case: an
 * entry of the record, like everything that shapes a report. */
#pragma once

#include "case/assay-case-folder.h"

G_BEGIN_DECLS

/* Reads the record in a thread; a result is in unless it was left out after its run. */
void assay_report_choice_load_async (AssayCase *acase,
                                     guint exhibit,
                                     const char *tool,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean
assay_report_choice_load_finish (GAsyncResult *result, gboolean *in_report, GError **error);

/* Writes the choice into the record. */
void assay_report_choice_set_async (AssayCase *acase,
                                    guint exhibit,
                                    const char *tool,
                                    gboolean in_report,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean assay_report_choice_set_finish (GAsyncResult *result, GError **error);

G_END_DECLS
