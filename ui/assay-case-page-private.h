/* assay-case-page-private.h: what assay-case-page-actions.c sees of the page. */
#pragma once

#include "assay-case-page.h"
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
void assay_case_page_clear_filter (AssayCasePage *self);
void assay_case_page_focus_search (AssayCasePage *self);
void assay_case_page_close_exhibit (AssayCasePage *self);
/* The keyboard goes from the table to the panels and back. */
void assay_case_page_next_pane (AssayCasePage *self);
/* @step: "i", 1 or -1: another panel of the exhibit that is shown. */
void assay_case_page_step_panel (AssayCasePage *self, GVariant *step);
void assay_case_page_on_intake_done (const AssayIntakeOutcome *outcome, gpointer page);
/* A dialog that says what could not be done, and why. */
void assay_case_page_show_failure (AssayCasePage *self, const char *heading, const char *body);

G_END_DECLS
