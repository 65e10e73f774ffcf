/* assay-verify-dialog.h: verifies a case and shows what came of it. */
#pragma once

#include <adwaita.h>

#include "assay-workbench.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_VERIFY_DIALOG (assay_verify_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AssayVerifyDialog, assay_verify_dialog, ASSAY, VERIFY_DIALOG, AdwWindow)

/* Opens the dialog and starts at once. Closing it cancels. */
void assay_verify_dialog_start (GtkWindow *parent, AssayWorkbench *workbench, AssayCase *acase);

G_END_DECLS
