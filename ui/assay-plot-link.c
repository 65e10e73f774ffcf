/* assay-plot-link.c: see the header. */
#include "assay-plot-link.h"

#include <math.h>

struct _AssayPlotLink
{
  GObject parent_instance;

  double cursor;
  double minimum;
  double maximum;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AssayPlotLink, assay_plot_link, G_TYPE_OBJECT)

/* NaN equals NaN here: both mean "not set". */
static gboolean
is_same (double a, double b)
{
  return (isnan (a) && isnan (b)) || !(a < b || a > b || isnan (a) || isnan (b));
}

static void
assay_plot_link_class_init (AssayPlotLinkClass *klass)
{
  signals[CHANGED] = g_signal_new ("changed", ASSAY_TYPE_PLOT_LINK, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
assay_plot_link_init (AssayPlotLink *self)
{
  self->cursor = NAN;
  self->minimum = NAN;
  self->maximum = NAN;
}

AssayPlotLink *
assay_plot_link_new (void)
{
  return g_object_new (ASSAY_TYPE_PLOT_LINK, NULL);
}

void
assay_plot_link_set_cursor (AssayPlotLink *self, double x)
{
  if (is_same (self->cursor, x))
    return;
  self->cursor = x;
  g_signal_emit (self, signals[CHANGED], 0);
}

double
assay_plot_link_get_cursor (AssayPlotLink *self)
{
  return self->cursor;
}

void
assay_plot_link_set_range (AssayPlotLink *self, double minimum, double maximum)
{
  if (is_same (self->minimum, minimum) && is_same (self->maximum, maximum))
    return;
  self->minimum = minimum;
  self->maximum = maximum;
  g_signal_emit (self, signals[CHANGED], 0);
}

void
assay_plot_link_get_range (AssayPlotLink *self, double *minimum, double *maximum)
{
  *minimum = self->minimum;
  *maximum = self->maximum;
}
