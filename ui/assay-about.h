/* assay-about.h: the About window. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void assay_about_show (GtkWindow *parent);

G_END_DECLS
