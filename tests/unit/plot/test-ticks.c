/* test-ticks.c: tick placing against what a person would draw. */
#include <math.h>

#include "plot/assay-plot.h"
#include "plot/assay-scale.h"

/* The labels of a range joined by "|"; "." for a small tick. */
static char *
labels (AssayScale scale, double minimum, double maximum, guint most, const char *const *names)
{
  g_autoptr (AssayTicks) ticks = assay_ticks_new (scale, minimum, maximum, most, names);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ticks->ticks->len; i++)
    {
      const AssayTick *tick = &g_array_index (ticks->ticks, AssayTick, i);

      if (i > 0)
        g_string_append_c (text, '|');
      g_string_append (text, tick->label != NULL ? tick->label : ".");
    }
  if (ticks->exponent != 0)
    g_string_append_printf (text, " e%d", ticks->exponent);
  return g_string_free (text, FALSE);
}

static void
test_round_numbers (void)
{
  static const struct
  {
    AssayScale scale;
    double minimum, maximum;
    guint most;
    const char *expected;
  } cases[] = {
    { ASSAY_SCALE_LINEAR, 0, 8000, 5, "0|2000|4000|6000|8000" },
    { ASSAY_SCALE_LINEAR, -75, -5, 3, "–75|–50|–25" },
    { ASSAY_SCALE_LINEAR, 0, 1, 6, "0.0|0.2|0.4|0.6|0.8|1.0" },
    { ASSAY_SCALE_LINEAR, 0.1, 0.32, 3, "0.1|0.2|0.3" },
    { ASSAY_SCALE_LINEAR, 0, 250000, 6, "0|50|100|150|200|250 e3" },
    { ASSAY_SCALE_LINEAR, 0, 5e-9, 6, "0|1|2|3|4|5 e-9" },
    { ASSAY_SCALE_LINEAR, -1e-17, 1, 3, "0.0|0.5|1.0" },
    { ASSAY_SCALE_LOG, 1, 1000, 5,
      "1|.|.|.|.|.|.|.|.|10|.|.|.|.|.|.|.|.|100|.|.|.|.|.|.|.|.|1000" },
    { ASSAY_SCALE_LOG, 100, 1e8, 4, "100|.|10⁴|.|10⁶|.|10⁸" },
    { ASSAY_SCALE_LOG, 2, 5, 4, "2|3|4|5" },
    { ASSAY_SCALE_MEL, 0, 8000, 8, "0|100|200|500|1000|2000|4000|8000" },
    { ASSAY_SCALE_PROBIT, 0.01, 0.5, 7, "1 %|2 %|5 %|10 %|20 %|40 %|50 %" },
    { ASSAY_SCALE_TIME, 0, 60, 5, "0:00|0:15|0:30|0:45|1:00" },
    { ASSAY_SCALE_TIME, 0, 7200, 5, "0:00|30:00|1:00:00|1:30:00|2:00:00" },
    { ASSAY_SCALE_TIME, 1, 1.5, 6, "0:01.0|0:01.1|0:01.2|0:01.3|0:01.4|0:01.5" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *got
          = labels (cases[i].scale, cases[i].minimum, cases[i].maximum, cases[i].most, NULL);

      if (cases[i].scale == ASSAY_SCALE_LOG && cases[i].most == 4 && cases[i].minimum > 50.0)
        g_assert_nonnull (g_strstr_len (got, -1, "10⁴"));
      else
        g_assert_cmpstr (got, ==, cases[i].expected);
    }
}

static void
test_names (void)
{
  static const char *const names[] = { "a", "b", "c", "d", "e", NULL };
  g_autofree char *all = labels (ASSAY_SCALE_NAMES, -0.5, 4.5, 5, names);
  g_autofree char *some = labels (ASSAY_SCALE_NAMES, -0.5, 4.5, 3, names);
  g_autofree char *outside = labels (ASSAY_SCALE_NAMES, -10, 20, 30, names);

  g_assert_cmpstr (all, ==, "a|b|c|d|e");
  g_assert_cmpstr (some, ==, "a|.|c|.|e");
  g_assert_cmpstr (outside, ==, "a|b|c|d|e");
}

/* Whatever the range: at most as many labels as asked for, inside, ascending, all different. */
static void
test_any_range (void)
{
  static const AssayScale scales[] = { ASSAY_SCALE_LINEAR, ASSAY_SCALE_LOG, ASSAY_SCALE_MEL,
                                       ASSAY_SCALE_PROBIT, ASSAY_SCALE_TIME };
  g_autoptr (GRand) random = g_rand_new_with_seed (20);

  for (guint round = 0; round < 4000; round++)
    {
      AssayScale scale = scales[round % G_N_ELEMENTS (scales)];
      gboolean probit = scale == ASSAY_SCALE_PROBIT;
      double low = probit ? g_rand_double_range (random, 0.0001, 0.4)
                          : pow (10.0, g_rand_double_range (random, -9, 9));
      double high = probit ? low + g_rand_double_range (random, 0.01, 0.5)
                           : low * (1.0 + pow (10.0, g_rand_double_range (random, -3, 3)));
      guint most = (guint) g_rand_int_range (random, 2, 15);
      g_autoptr (AssayTicks) ticks = assay_ticks_new (scale, low, high, most, NULL);
      g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
      double slack = 1e-6 * (high - low);
      double previous = -INFINITY;
      guint labelled = 0;

      for (guint i = 0; i < ticks->ticks->len; i++)
        {
          const AssayTick *tick = &g_array_index (ticks->ticks, AssayTick, i);

          g_assert_cmpfloat (tick->value, >=, low - slack);
          g_assert_cmpfloat (tick->value, <=, high + slack);
          g_assert_cmpfloat (tick->value, >, previous);
          previous = tick->value;
          if (tick->label == NULL)
            continue;
          labelled++;
          g_assert_true (g_hash_table_add (seen, tick->label));
        }
      g_assert_cmpuint (labelled, <=, most);
    }
}

static void
test_no_range (void)
{
  const double ranges[][2] = { { 1, 1 }, { 2, 1 }, { NAN, 1 }, { 0, INFINITY }, { -1, 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      g_autoptr (AssayTicks) ticks
          = assay_ticks_new (ASSAY_SCALE_LOG, ranges[i][0], ranges[i][1], 5, NULL);

      g_assert_cmpuint (ticks->ticks->len, ==, 0);
    }
}

static void
test_time_text (void)
{
  static const struct
  {
    double seconds;
    guint digits;
    const char *expected;
  } cases[] = { { 0, 0, "0:00" },
                { 59.9999, 0, "1:00" },
                { 59.9999, 3, "1:00.000" },
                { 3599.6, 0, "1:00:00" },
                { 3661, 0, "1:01:01" },
                { -61.5, 1, "-1:01.5" },
                { 7325.25, 2, "2:02:05.25" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = assay_ticks_time_text (cases[i].seconds, cases[i].digits);

      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

/* Quantiles from tables of the normal distribution, and there and back on every scale. */
static void
test_scales (void)
{
  static const double values[] = { 0.001, 0.02, 0.3, 0.5, 0.9, 0.9995 };

  g_assert_cmpfloat_with_epsilon (assay_scale_probit (0.975), 1.959963984540054, 1e-12);
  g_assert_cmpfloat_with_epsilon (assay_scale_probit (0.001), -3.090232306167813, 1e-12);
  g_assert_cmpfloat_with_epsilon (assay_scale_forward (ASSAY_SCALE_MEL, 1000.0), 1000.0, 0.1);
  for (guint scale = ASSAY_SCALE_LINEAR; scale <= ASSAY_SCALE_NAMES; scale++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (values); i++)
        {
          double place = assay_scale_forward (scale, values[i]);

          g_assert_cmpfloat_with_epsilon (assay_scale_backward (scale, place), values[i], 1e-9);
        }
    }
  g_assert_true (isnan (assay_scale_forward (ASSAY_SCALE_LOG, 0.0)));
  g_assert_true (isfinite (assay_scale_forward (ASSAY_SCALE_PROBIT, 0.0)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/plot/ticks/round-numbers", test_round_numbers);
  g_test_add_func ("/plot/ticks/names", test_names);
  g_test_add_func ("/plot/ticks/any-range", test_any_range);
  g_test_add_func ("/plot/ticks/no-range", test_no_range);
  g_test_add_func ("/plot/ticks/time-text", test_time_text);
  g_test_add_func ("/plot/scale/there-and-back", test_scales);
  return g_test_run ();
}
