/* assay-passphrase-dialog.h: asks for the passphrase of the examiner's key, or of another. */
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

/* @passphrase is NULL on Cancel. */
typedef void (*AssayPassphraseGiven) (const char *passphrase, gpointer user_data);

/* The same dialog for another key: @heading says which, @body what for. @given is called once. */
void assay_passphrase_dialog_ask_for (GtkWindow *parent,
                                      const char *heading,
                                      const char *body,
                                      AssayPassphraseGiven given,
                                      gpointer user_data);

G_END_DECLS
