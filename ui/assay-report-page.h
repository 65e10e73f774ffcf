/* assay-report-page.h: one page of a report on the screen: the very page that goes into the PDF. */
#pragma once

#include <gtk/gtk.h>

#include "report/assay-report.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_REPORT_PAGE (assay_report_page_get_type ())
G_DECLARE_FINAL_TYPE (AssayReportPage, assay_report_page, ASSAY, REPORT_PAGE, GtkWidget)

/* @report: (nullable). The accessible description is the text of the page. */
void assay_report_page_set_page (AssayReportPage *self, AssayReport *report, guint index);
/* Logical pixels per point; 0 fits the width. */
void assay_report_page_set_zoom (AssayReportPage *self, double zoom);

G_END_DECLS
