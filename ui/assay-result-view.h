/* assay-result-view.h: any result: verdict, findings, measured values, plots, pictures, tables,
 * files. */
#pragma once

#include <gtk/gtk.h>

#include "model/assay-result.h"
#include "worker/assay-client.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_RESULT_VIEW (assay_result_view_get_type ())
G_DECLARE_FINAL_TYPE (AssayResultView, assay_result_view, ASSAY, RESULT_VIEW, GtkWidget)

/* @result: (nullable): NULL shows nothing. @outcome: (nullable): of this session: outputs,
 * pictures, how it was run. */
void assay_result_view_set_result (AssayResultView *self,
                                   const AssayToolInfo *info,
                                   AssayResult *result,
                                   AssayOutcome *outcome);
/* Once the register of the case has been asked: who was given the mark that the result shown is
 * about. */
void assay_result_view_set_recipient (AssayResultView *self, const char *words);

G_END_DECLS
