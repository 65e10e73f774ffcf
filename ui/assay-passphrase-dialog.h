/* assay-passphrase-dialog.h: asks for the passphrase of the examiner's key. */
#pragma once

#include <gtk/gtk.h>

#include "assay-workbench.h"

G_BEGIN_DECLS

/* Puts what was typed into the workbench and calls @unlocked (GObject *owner); nothing on Cancel.
 * Whether it is the right one is found out by trying. @owner is kept alive until then. */
void assay_passphrase_dialog_ask (GtkWindow *parent,
                                  AssayWorkbench *workbench,
                                  GCallback unlocked,
                                  GObject *owner);

G_END_DECLS
