/* assay-page-wheel.h: the wheel over a part that has nothing left to scroll moves the page. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Where @inner cannot scroll further up or down, the wheel over it moves the next scrolled window
 * around it: GTK 4.8 ends there what @inner could use sideways. Once for each @inner. */
void assay_page_wheel_pass (GtkScrolledWindow *inner);

G_END_DECLS
