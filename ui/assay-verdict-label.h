/* assay-verdict-label.h: a verdict as icon, word and colour, in a table cell or beside a name. */
#pragma once

#include <gtk/gtk.h>

#include "model/assay-result.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_VERDICT_LABEL (assay_verdict_label_get_type ())
G_DECLARE_FINAL_TYPE (AssayVerdictLabel, assay_verdict_label, ASSAY, VERDICT_LABEL, GtkWidget)

GtkWidget *assay_verdict_label_new (void);
void assay_verdict_label_set_verdict (AssayVerdictLabel *self, AssayVerdict verdict);
/* An exhibit whose check failed: says so, with the reason as tooltip. */
void assay_verdict_label_set_failed (AssayVerdictLabel *self, const char *reason);
/* An exhibit that no check has looked at yet. */
void assay_verdict_label_set_unchecked (AssayVerdictLabel *self);
/* Only the icon; the word stays as its accessible name and tooltip. */
void assay_verdict_label_set_compact (AssayVerdictLabel *self, gboolean compact);

G_END_DECLS
