/* assay-number-button.h: a number that can be typed or stepped, shown without idle zeros. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* "23" rather than "23.0000": how exactly a number can be set says nothing about this one. In the
 * locale's form. (transfer full) */
char *assay_number_words (double value, guint digits) G_GNUC_WARN_UNUSED_RESULT;

/* A spin button from @low to @high whose numbers have at most @digits decimals.
 * (transfer floating) */
GtkWidget *assay_number_button_new (double low, double high, double step, guint digits);

G_END_DECLS
