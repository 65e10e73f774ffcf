/* assay-preferences.h: the preferences window. */
#pragma once

#include <gtk/gtk.h>

#include "assay-workbench.h"

G_BEGIN_DECLS

void assay_preferences_show (GtkWindow *parent, AssayWorkbench *workbench);

G_END_DECLS
