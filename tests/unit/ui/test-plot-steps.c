/* test-plot-steps.c: one step of a plot beside its first. */
#include "ui/assay-plot-steps.h"

static AssayPlot *
make_plot (const char *link)
{
  static const char *const names[] = { "k = 0", "k = 1", "k = 2" };
  const AssayAxis axis = { .title = "Frequency", .unit = "Hz" };
  AssayPlotBuilder *builder = assay_plot_builder_new ("responses", "Response", &axis, &axis);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const double x[] = { 0, 1 };
      const double y[] = { i, -1.0 * i };

      assay_plot_builder_series (builder, ASSAY_SERIES_LINE, names[i], x, y, NULL, 2, 1);
    }
  assay_plot_builder_annotation (builder, ASSAY_ANNOTATION_VERTICAL, 0.5, 0, 0, "Centre");
  if (link != NULL)
    assay_plot_builder_link (builder, link);
  return assay_plot_builder_end (builder);
}

static void
test_choose (void)
{
  g_autoptr (AssayPlot) plot = make_plot (ASSAY_PLOT_STEPS);

  g_assert_cmpuint (assay_plot_steps_count (plot), ==, 3);
  g_assert_cmpstr (assay_plot_steps_name (plot, 2), ==, "k = 2");
  for (guint step = 0; step < 3; step++)
    {
      g_autoptr (AssayPlot) chosen = assay_plot_steps_choose (plot, step);
      AssaySeries series;

      g_assert_cmpuint (assay_plot_get_n_series (chosen), ==, step == 0 ? 1 : 2);
      assay_plot_get_series (chosen, 0, &series);
      g_assert_cmpstr (series.name, ==, "k = 0");
      assay_plot_get_series (chosen, step == 0 ? 0 : 1, &series);
      g_assert_cmpfloat_with_epsilon (series.y[0], step, 1e-12);
      g_assert_cmpuint (assay_plot_get_n_annotations (chosen), ==, 1);
      g_assert_cmpstr (assay_plot_get_id (chosen), ==, "responses");
    }
}

static void
test_used (void)
{
  static const struct
  {
    const char *link;
    guint used;
  } cases[] = { { "steps", 0 },     { "steps:0", 0 },          { "steps:2", 2 },
                { "steps:3", 0 },   { "steps:", 0 },           { "steps:-1", 0 },
                { "steps:one", 0 }, { "steps:4294967298", 0 }, { "steps:2 ", 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AssayPlot) plot = make_plot (cases[i].link);
      g_autoptr (AssayPlot) chosen = assay_plot_steps_choose (plot, 1);

      g_assert_cmpuint (assay_plot_steps_count (plot), ==, 3);
      g_assert_cmpuint (assay_plot_steps_used (plot), ==, cases[i].used);
      g_assert_cmpstr (assay_plot_get_link (chosen), ==, cases[i].link);
    }
}

static void
test_others (void)
{
  g_autoptr (AssayPlot) alone = make_plot (NULL);
  g_autoptr (AssayPlot) linked = make_plot ("time");
  g_autoptr (AssayPlot) longer = make_plot ("stepsize");

  g_assert_cmpuint (assay_plot_steps_count (alone), ==, 0);
  g_assert_cmpuint (assay_plot_steps_count (linked), ==, 0);
  g_assert_cmpuint (assay_plot_steps_count (longer), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/plot-steps/choose", test_choose);
  g_test_add_func ("/ui/plot-steps/used", test_used);
  g_test_add_func ("/ui/plot-steps/others", test_others);
  return g_test_run ();
}
