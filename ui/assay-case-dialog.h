/* assay-case-dialog.h: title, reference and examiner of a case: a new one, or an open one that is
 * corrected. */
#pragma once

#include <adwaita.h>

#include "assay-workbench.h"

G_BEGIN_DECLS

/* Signal "done" (AssayCase *): made or changed; the dialog closes itself after it. */
#define ASSAY_TYPE_CASE_DIALOG (assay_case_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AssayCaseDialog, assay_case_dialog, ASSAY, CASE_DIALOG, AdwWindow)

/* @title: (nullable): suggestion. @first_file: (nullable): said in the dialog, because it becomes
 * the first exhibit, or the first of @n_files. */
AssayCaseDialog *assay_case_dialog_new (GtkWindow *parent,
                                        AssayWorkbench *workbench,
                                        const char *title,
                                        const char *first_file,
                                        guint n_files);
AssayCaseDialog *
assay_case_dialog_new_edit (GtkWindow *parent, AssayWorkbench *workbench, AssayCase *acase);

G_END_DECLS
