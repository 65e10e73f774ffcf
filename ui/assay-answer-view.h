/* assay-answer-view.h: the answer of the integrity check for people: verdict, reasons, what it does
 * not show. */
#pragma once

#include <gtk/gtk.h>

#include "model/assay-result.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_ANSWER_VIEW (assay_answer_view_get_type ())
G_DECLARE_FINAL_TYPE (AssayAnswerView, assay_answer_view, ASSAY, ANSWER_VIEW, GtkWidget)

/* The five weightiest reasons stand first; the rest come with "Show all reasons". */
void assay_answer_view_set_result (AssayAnswerView *self, AssayResult *result);

G_END_DECLS
