/* assay-exhibit-list.h: the table of exhibits: sortable, filterable by text and verdict, fluent
 * with tens of thousands. */
#pragma once

#include <gtk/gtk.h>

#include "assay-job.h"
#include "case/assay-case.h"
#include "worker/assay-client.h"

G_BEGIN_DECLS

/* Signals: "opened" (AssayExhibit *): the person wants to look at it; "selected": another single
 * exhibit is selected; "clicked": a row got a plain click, after "selected"; "counted": n_shown or
 * n_all changed. Where it is narrow only number, picture, name and verdict are shown. */
#define ASSAY_TYPE_EXHIBIT_LIST (assay_exhibit_list_get_type ())
G_DECLARE_FINAL_TYPE (AssayExhibitList, assay_exhibit_list, ASSAY, EXHIBIT_LIST, GtkWidget)

/* @client makes the pictures that the case does not have. */
void assay_exhibit_list_set_case (AssayExhibitList *self, AssayCase *acase, AssayClient *client);
/* What is being added: shown while the table is still empty. */
void assay_exhibit_list_set_work (AssayExhibitList *self, AssayJob *work);
void assay_exhibit_list_set_blurred (AssayExhibitList *self, gboolean blurred);
/* Part of name, type, source, note or hash, any case; "" for all. */
void assay_exhibit_list_set_text (AssayExhibitList *self, const char *text);
/* -1 for all, else an AssayVerdict. */
void assay_exhibit_list_set_verdict (AssayExhibitList *self, int verdict);
/* "2 exhibits", or "1 of 2 exhibits" where some are filtered out; @number (out) (transfer full):
 * the same without words. */
char *assay_exhibit_list_dup_count (AssayExhibitList *self,
                                    char **number) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer none) (nullable): the first of the selected ones. */
AssayExhibit *assay_exhibit_list_get_selected (AssayExhibitList *self);
/* (element-type AssayExhibit) (transfer full) */
GPtrArray *assay_exhibit_list_dup_selection (AssayExhibitList *self) G_GNUC_WARN_UNUSED_RESULT;
/* Selects and scrolls to the exhibit of that number, if it is shown. */
void assay_exhibit_list_select (AssayExhibitList *self, guint number);

G_END_DECLS
