/* assay-report-mark.h: the check button “Include in report” of a tool's newest result. */
#pragma once

#include <gtk/gtk.h>

#include "assay-subject.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_REPORT_MARK (assay_report_mark_get_type ())
G_DECLARE_FINAL_TYPE (AssayReportMark, assay_report_mark, ASSAY, REPORT_MARK, GtkCheckButton)

/* Signal: void (*failed) (AssayReportMark *self, GError *error) when the record cannot be written;
 * the mark then stands as it did. */

/* Follows the record of @subject's case for the result of @tool (its id). It shows itself only
 * where there is something to choose: a result in a case that is written to, of any tool but the
 * integrity check.
 * @subject: (nullable): NULL hides it. */
void assay_report_mark_show (AssayReportMark *self, AssaySubject *subject, const char *tool);

G_END_DECLS
