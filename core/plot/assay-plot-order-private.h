/* assay-plot-order-private.h: finding places in values that rise. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether no value is below the one before it; FALSE with a NaN. */
gboolean assay_plot_order_is_ascending (const double *values, gsize n);
/* First index of ascending @values whose value is not below @limit; @n when all are. */
gsize assay_plot_order_first_not_below (const double *values, gsize n, double limit);

G_END_DECLS
