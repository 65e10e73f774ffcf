/* assay-page-wheel.h: the wheel over a part that has nothing to scroll moves the page. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The wheel over @inner moves the next scrolled window around it: always where @inner is a slider,
 * which somebody who scrolls past must not change, so that sideways it does nothing there; where it
 * is a scrolled window itself, once that cannot go further up or down, because GTK 4.8 ends there
 * what it could use sideways. To be called once for each @inner. */
void assay_page_wheel_pass (GtkWidget *inner);

G_END_DECLS
