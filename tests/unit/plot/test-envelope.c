/* test-envelope.c: the tree of bins against a plain search. */
#include "plot/assay-envelope.h"

#include <math.h>
#include <string.h>

#define BINS 5003u
#define CHANNELS 2u

static float *
make_bins (guint n)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  float *values = g_new (float, (gsize) n *CHANNELS *ASSAY_ENVELOPE_VALUES);

  for (gsize i = 0; i < (gsize) n * CHANNELS; i++)
    {
      float a = (float) g_rand_double_range (random, -1, 1);
      float b = (float) g_rand_double_range (random, -1, 1);

      values[3 * i] = MIN (a, b);
      values[3 * i + 1] = MAX (a, b);
      values[3 * i + 2] = (float) g_rand_double (random);
    }
  return values;
}

static void
expect_column (
    const float *values, guint channel, guint64 start, guint64 end, AssayEnvelopeColumn got)
{
  float low = INFINITY;
  float high = -INFINITY;
  double power = 0.0;

  for (guint64 i = start; i < end; i++)
    {
      const float *bin = values + (i * CHANNELS + channel) * ASSAY_ENVELOPE_VALUES;

      low = MIN (low, bin[0]);
      high = MAX (high, bin[1]);
      power += (double) bin[2] * (double) bin[2];
    }
  g_assert_true (got.filled);
  g_assert_cmpfloat_with_epsilon (got.low, low, 1e-9);
  g_assert_cmpfloat_with_epsilon (got.high, high, 1e-9);
  g_assert_cmpfloat_with_epsilon (got.rms, sqrt (power / (double) (end - start)), 1e-5);
}

static void
test_search (void)
{
  g_autofree float *values = make_bins (BINS);
  g_autoptr (AssayEnvelope) envelope = assay_envelope_new (CHANNELS, 256);
  AssayEnvelopeColumn columns[37];

  for (guint at = 0, step = 1; at < BINS; at += step, step = 1 + (step * 7) % 501)
    assay_envelope_append (envelope, values + (gsize) at * CHANNELS * ASSAY_ENVELOPE_VALUES,
                           MIN (step, BINS - at));
  g_assert_cmpuint (assay_envelope_get_frames (envelope), ==, BINS * 256u);
  for (guint channel = 0; channel < CHANNELS; channel++)
    for (guint first = 0; first < 4000; first += 613)
      {
        double last = first + 999.0;
        double width = 999.0 / 37;

        assay_envelope_read (envelope, channel, first * 256.0, last * 256.0, columns, 37);
        for (guint i = 0; i < 37; i++)
          expect_column (values, channel, (guint64) floor (first + width * i),
                         (guint64) ceil (first + width * (i + 1)), columns[i]);
      }
}

/* Before the start and behind what has come there is nothing; hostile floats are silence. */
static void
test_edges (void)
{
  float values[] = { NAN, INFINITY, -INFINITY, -0.5f, 0.25f, 0.1f };
  g_autoptr (AssayEnvelope) envelope = assay_envelope_new (1, 256);
  AssayEnvelopeColumn columns[4];

  assay_envelope_append (envelope, values, 2);
  assay_envelope_read (envelope, 0, -256.0, 768.0, columns, 4);
  g_assert_true (columns[1].filled && columns[2].filled && !columns[3].filled);
  g_assert_cmpfloat_with_epsilon (columns[1].low, 0.0f, 1e-9);
  g_assert_cmpfloat_with_epsilon (columns[1].rms, 0.0f, 1e-9);
  g_assert_cmpfloat_with_epsilon (columns[2].low, -0.5f, 1e-9);
  g_assert_cmpfloat_with_epsilon (assay_envelope_get_peak (envelope), 0.5f, 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/plot/envelope/search", test_search);
  g_test_add_func ("/plot/envelope/edges", test_edges);
  return g_test_run ();
}
