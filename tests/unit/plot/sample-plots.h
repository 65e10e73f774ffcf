/* sample-plots.h: one plot of each kind, with data that look like what tools make. */
#pragma once

#include "model/assay-plot.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  AssayPlot *(*make) (void);
} SamplePlot;

guint sample_plots_get_n (void);
const SamplePlot *sample_plots_get (guint index);
/* By name; aborts the test if there is none. (transfer full) */
AssayPlot *sample_plots_make (const char *name);

G_END_DECLS
