/* test-plot-data.c: what leaves a plot as numbers: reduction, reading, CSV, colours. */
#include <math.h>
#include <string.h>

#include "plot/assay-plot-reduce.h"
#include "plot/assay-plot.h"
#include "sample-plots.h"

/* The slow definition: of every column the lowest and the highest value must be there. */
static void
test_reduce (void)
{
  enum
  {
    N = 20000,
    COLUMNS = 173
  };
  g_autofree AssayPoint *points = g_new (AssayPoint, N);
  g_autoptr (GArray) reduced = g_array_new (FALSE, FALSE, sizeof (AssayPoint));
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  double low[COLUMNS];
  double high[COLUMNS];

  for (guint i = 0; i < COLUMNS; i++)
    {
      low[i] = INFINITY;
      high[i] = -INFINITY;
    }
  for (guint i = 0; i < N; i++)
    {
      guint column = i * COLUMNS / N;

      points[i].x = (double) i * COLUMNS / N;
      points[i].y = g_rand_double (random);
      low[column] = MIN (low[column], points[i].y);
      high[column] = MAX (high[column], points[i].y);
    }
  assay_plot_reduce (points, N, 1.0, reduced);
  g_assert_cmpuint (reduced->len, <=, 4 * COLUMNS);
  for (guint i = 0; i < reduced->len; i++)
    {
      const AssayPoint *point = &g_array_index (reduced, AssayPoint, i);
      guint column = (guint) point->x;

      if (i > 0)
        g_assert_cmpfloat (point->x, >=, g_array_index (reduced, AssayPoint, i - 1).x);
      low[column] = point->y <= low[column] ? 2.0 : low[column];
      high[column] = point->y >= high[column] ? 2.0 : high[column];
    }
  for (guint i = 0; i < COLUMNS; i++)
    {
      g_assert_cmpfloat (low[i], >=, 2.0);
      g_assert_cmpfloat (high[i], >=, 2.0);
    }
}

static void
test_reduce_short (void)
{
  const AssayPoint points[] = { { 0, 1 }, { 1, 5 }, { 2, 3 }, { 1.5, 2 } };
  g_autoptr (GArray) reduced = g_array_new (FALSE, FALSE, sizeof (AssayPoint));

  assay_plot_reduce (points, 4, 1.0, reduced);
  g_assert_cmpuint (reduced->len, ==, 4);
  g_assert_true (memcmp (reduced->data, points, sizeof points) == 0);
  assay_plot_reduce (points, 0, 1.0, reduced);
  g_assert_cmpuint (reduced->len, ==, 4);
}

static void
test_read (void)
{
  g_autoptr (AssayPlot) plot = sample_plots_make ("histogram");
  g_autoptr (AssayPlot) spectrum = sample_plots_make ("spectrum");
  g_autoptr (GPtrArray) bins = assay_plot_read (plot, 100.9, NAN, 1.0);
  g_autoptr (GPtrArray) notes = assay_plot_read (spectrum, 3401.0, NAN, 20.0);
  const AssayReading *red = g_ptr_array_index (bins, 0);
  const AssayReading *note = g_ptr_array_index (notes, notes->len - 1);
  AssaySeries series;

  assay_plot_get_series (plot, 0, &series);
  g_assert_cmpuint (bins->len, ==, 3);
  g_assert_cmpfloat_with_epsilon (red->x, 100.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (red->y, series.y[100], 1e-12);
  g_assert_cmpstr (note->text, ==, "Telephone band");
}

static void
test_read_heat (void)
{
  g_autoptr (AssayPlot) plot = sample_plots_make ("matrix");
  g_autoptr (GPtrArray) cell = assay_plot_read (plot, 1.2, 0.9, 0.0);
  g_autoptr (GPtrArray) gap = assay_plot_read (plot, 1.0, 2.0, 0.0);
  g_autoptr (GPtrArray) outside = assay_plot_read (plot, 9.0, 0.0, 0.0);

  g_assert_cmpuint (cell->len, ==, 1);
  g_assert_cmpstr (((const AssayReading *) g_ptr_array_index (cell, 0))->text, ==, "0.70");
  g_assert_cmpstr (((const AssayReading *) g_ptr_array_index (gap, 0))->text, ==, "no value");
  g_assert_cmpuint (outside->len, ==, 0);
}

static void
test_describe (void)
{
  g_autoptr (AssayPlot) plot = sample_plots_make ("stems");
  g_autofree char *text = assay_plot_describe (plot);

  g_assert_cmpstr (
      text, ==,
      "Autocorrelation. Lag from 0 samples to 40 samples. Autocorrelation is highest at "
      "0 samples: 1.000.");
  for (guint i = 0; i < sample_plots_get_n (); i++)
    {
      g_autoptr (AssayPlot) other = sample_plots_get (i)->make ();
      g_autofree char *sentence = assay_plot_describe (other);

      g_assert_true (g_utf8_validate (sentence, -1, NULL));
      g_test_message ("%s", sentence);
      g_assert_null (strstr (sentence, " nan"));
      g_assert_null (strstr (sentence, " inf"));
    }
}

static void
test_csv (void)
{
  const AssayAxis x = { "Time", "s", ASSAY_SCALE_LINEAR, 0, 0 };
  const AssayAxis y = { "Level, mean", "dB", ASSAY_SCALE_LINEAR, 0, 0 };
  const double at[] = { 0, 0.25, 0.125 };
  const double value[] = { -1.5, NAN, 3 };
  AssayPlotBuilder *builder = assay_plot_builder_new ("p", "P", &x, &y);
  g_autoptr (AssayPlot) plot = NULL;
  g_autofree char *csv = NULL;

  assay_plot_builder_series (builder, ASSAY_SERIES_LINE, "=cmd \"x\"", at, value, NULL, 3, 2);
  assay_plot_builder_annotation (builder, ASSAY_ANNOTATION_SPAN, 1, 0, 2, "Cut");
  plot = assay_plot_builder_end (builder);
  csv = assay_plot_to_csv (plot);
  g_assert_cmpstr (csv, ==,
                   "series,Time (s),\"Level, mean (dB)\",second value\r\n"
                   "\"'=cmd \"\"x\"\"\",0,-1.50,\r\n"
                   "\"'=cmd \"\"x\"\"\",0.25,,\r\n"
                   "\"'=cmd \"\"x\"\"\",0.125,3.00,\r\n"
                   "Cut,1,,2\r\n");
}

static void
test_table_csv (void)
{
  const AssayColumn columns[] = { { "name", "Name", ASSAY_COLUMN_TEXT, "", 0 },
                                  { "offset", "Offset", ASSAY_COLUMN_OFFSET, "", 0 } };
  AssayTableBuilder *builder = assay_table_builder_new ("t", "T", columns, 2);
  g_autoptr (AssayTable) table = NULL;
  g_autofree char *csv = NULL;

  assay_table_builder_text (builder, "moov");
  assay_table_builder_int (builder, 0x1a2b);
  assay_table_builder_row (builder, 0);
  assay_table_builder_text (builder, "@a,b\nc");
  assay_table_builder_row (builder, 1);
  table = assay_table_builder_end (builder);
  csv = assay_table_to_csv (table);
  g_assert_cmpstr (csv, ==, "depth,name,offset\r\n0,moov,0x1a2b\r\n1,\"'@a,b\nc\",\r\n");
}

/* Lightness of magma never falls; the diverging map is palest in its middle. */
static void
test_colour_maps (void)
{
  double previous = -1.0;

  for (guint i = 0; i <= 1000; i++)
    {
      double parts[4];
      double light;

      assay_colour_parts (assay_colour_map ("magma", i / 1000.0), parts);
      light = 0.2126 * pow (parts[0], 2.2) + 0.7152 * pow (parts[1], 2.2)
              + 0.0722 * pow (parts[2], 2.2);
      g_assert_cmpfloat (light, >=, previous - 0.004);
      previous = MAX (light, previous);
    }
  g_assert_cmpuint (assay_colour_map ("diverging", 0.5), ==, 0xf2f2f2ff);
  g_assert_cmpuint (assay_colour_map ("grey", 0.0), ==, 0x000000ff);
  g_assert_cmpuint (assay_colour_map ("grey", 7.0), ==, 0xffffffff);
  g_assert_cmpuint (assay_colour_map ("magma", NAN), ==, ASSAY_COLOUR_NONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/plot/reduce/keeps-extremes", test_reduce);
  g_test_add_func ("/plot/reduce/short", test_reduce_short);
  g_test_add_func ("/plot/read/series", test_read);
  g_test_add_func ("/plot/read/heat", test_read_heat);
  g_test_add_func ("/plot/read/describe", test_describe);
  g_test_add_func ("/plot/csv/plot", test_csv);
  g_test_add_func ("/plot/csv/table", test_table_csv);
  g_test_add_func ("/plot/colours/maps", test_colour_maps);
  return g_test_run ();
}
