/* test-plot-link.c: plots that share a cursor hear of each change once, and of nothing else. */
#include <math.h>

#include "ui/assay-plot-link.h"

static void
count (AssayPlotLink *link, guint *n)
{
  *n += 1;
}

static void
test_changes (void)
{
  g_autoptr (AssayPlotLink) link = assay_plot_link_new ();
  double minimum;
  double maximum;
  guint n = 0;

  g_signal_connect (link, "changed", G_CALLBACK (count), &n);
  g_assert_true (isnan (assay_plot_link_get_cursor (link)));
  assay_plot_link_set_cursor (link, NAN);
  g_assert_cmpuint (n, ==, 0);
  assay_plot_link_set_cursor (link, 2.5);
  assay_plot_link_set_cursor (link, 2.5);
  g_assert_cmpuint (n, ==, 1);
  assay_plot_link_set_range (link, 1.0, 3.0);
  assay_plot_link_set_range (link, 1.0, 3.0);
  g_assert_cmpuint (n, ==, 2);
  assay_plot_link_get_range (link, &minimum, &maximum);
  g_assert_cmpfloat_with_epsilon (minimum, 1.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (maximum, 3.0, 1e-12);
  assay_plot_link_set_range (link, NAN, NAN);
  assay_plot_link_set_cursor (link, NAN);
  g_assert_cmpuint (n, ==, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/ui/plot-link/changes", test_changes);
  return g_test_run ();
}
