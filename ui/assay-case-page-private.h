/* assay-case-page-private.h: what the assay-case-page-*.c see of the page and share. */
#pragma once

#include "assay-case-page.h"
#include "assay-case-work.h"
#include "assay-exhibit-list.h"
#include "assay-intake.h"

G_BEGIN_DECLS

void assay_case_page_install_actions (GtkWidgetClass *widget_class);
/* Receipts and time stamps. */
void assay_case_page_install_proofs (GtkWidgetClass *widget_class);
/* How long files are kept, which key signs. */
void assay_case_page_install_keeping (GtkWidgetClass *widget_class);
/* Deleting the files of exhibits, writing a note. */
void assay_case_page_install_questions (GtkWidgetClass *widget_class);
/* A line above the exhibits; "" for none. */
void assay_case_page_remind (AssayCasePage *self, const char *text);
/* Looks again whether files are kept longer than they may be. */
void assay_case_page_show_overdue (AssayCasePage *self);
/* Fills the submenu of tools that can run on many exhibits with their defaults. */
void assay_case_page_fill_tools (GMenu *menu);
/* NULL until the case is open. */
AssayCase *assay_case_page_get_case (AssayCasePage *self);
AssayWorkbench *assay_case_page_get_workbench (AssayCasePage *self);
AssayExhibitList *assay_case_page_get_list (AssayCasePage *self);
void assay_case_page_show_title (AssayCasePage *self);
/* What may be done to the case; where nothing may, @read_only says why. */
void assay_case_page_show_state (AssayCasePage *self, GtkLabel *read_only);
/* Every signature and every table, in a thread; what differs the case itself tells. */
void assay_case_page_check_records (AssayCase *acase, GCancellable *cancellable);
void assay_case_page_clear_filter (AssayCasePage *self);
void assay_case_page_focus_search (AssayCasePage *self);
void assay_case_page_close_exhibit (AssayCasePage *self);
/* The keyboard goes from the table to the list of panels, into the panel and back. */
void assay_case_page_next_pane (AssayCasePage *self);
/* @step: "i", 1 or -1: another panel of the exhibit that is shown. */
void assay_case_page_step_panel (AssayCasePage *self, GVariant *step);
void assay_case_page_on_intake_done (const AssayIntakeOutcome *outcome, gpointer page);

/* Writes into the record, in a thread, that somebody looks at @exhibit. */
void assay_case_page_record_view (AssayCase *acase, guint exhibit);
/* NULL once the page is closed. */
GtkWindow *assay_case_page_get_window (AssayCasePage *self);
void assay_case_page_toast (AssayCasePage *self, const char *text);
/* A dialog that says what could not be done, and why. */
void assay_case_page_show_failure (AssayCasePage *self, const char *heading, const char *body);
/**
 * assay_case_page_ask:
 * @builder: has an AdwMessageDialog "dialog"
 * @on_response: of the dialog, with @question
 * @question: (transfer full): lives as long as the dialog
 */
void assay_case_page_ask (AssayCasePage *self,
                          GtkBuilder *builder,
                          GCallback on_response,
                          gpointer question,
                          GDestroyNotify free_question);
/* assay_case_work_start() on the case of the page; the page is the owner. @data: (transfer full) */
void assay_case_page_start (AssayCasePage *self,
                            const char *title,
                            AssayCaseWork work,
                            AssayCaseWorkDone done,
                            gpointer data,
                            GDestroyNotify free_data);
/* Whether work is done and the page still open. A failure is told under @failed, but not that the
 * person stopped it. */
gboolean assay_case_page_succeeded (AssayCasePage *self, const char *failed, const GError *error);

G_END_DECLS
