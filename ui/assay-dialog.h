/* assay-dialog.h: questions and messages whose buttons have a name that can be spoken. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Shows @dialog, whose responses are complete. libadwaita 1.2 makes their buttons with a mnemonic,
 * and GTK 4.8 then calls them by their label twice, with the underscore: "_Save Save". */
void assay_dialog_present (AdwMessageDialog *dialog);
/* A message with nothing but “Close”. @parent: (nullable) */
void assay_dialog_tell (GtkWindow *parent, const char *heading, const char *body);

G_END_DECLS
