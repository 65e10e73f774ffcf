/* test-code.c: the convolutional code: its symbols, what it corrects, how marks are written. */
#include <gio/gio.h>
#include <math.h>
#include <string.h>

#include "base/assay-base.h"
#include "signal/assay-convolutional-code.h"
#include "signal/assay-mark.h"
#include "signal/assay-random.h"

static void
assert_symbols (const char *hex, guint rate, const char *expected)
{
  guint n_bits;
  g_autofree guint8 *bits = assay_mark_parse (hex, ASSAY_MARK_MOST_BITS, &n_bits, NULL);
  gsize n = assay_code_get_length (n_bits, rate);
  g_autofree gint8 *symbols = g_malloc (n);

  assay_code_encode (bits, n_bits, rate, symbols);
  g_assert_cmpuint (n, ==, strlen (expected));
  for (gsize i = 0; i < n; i++)
    g_assert_cmpint (symbols[i], ==, expected[i] == '+' ? 1 : -1);
}

/* From an independent coder. */
static void
test_symbols (void)
{
  assert_symbols ("b38f", 2, "--+-+++-+++--+++--++++--++-+--++++--++-+---+-+--");
  assert_symbols (
      "b38f", 4,
      "----++---++++-+--+-+-+++--+----++---++-++-+----+++-++-+--+--+-----+++--++-+++---+"
      "--++++++-+-----");
}

/* Every pattern of errors below half the free distance, spread anywhere, is corrected. */
static void
test_corrects (gconstpointer data)
{
  guint rate = GPOINTER_TO_UINT (data);
  guint distance = (guint[]){ 12, 18, 24 }[rate - 2];
  guint8 bits[64];
  guint8 back[64];
  gint8 symbols[72 * 4];
  double soft[72 * 4];
  gsize n = assay_code_get_length (64, rate);
  AssayRandom random;

  assay_random_init (&random, 7);
  for (guint run = 0; run < 50; run++)
    {
      for (guint i = 0; i < 64; i++)
        bits[i] = (guint8) assay_random_below (&random, 2);
      assay_code_encode (bits, 64, rate, symbols);
      for (gsize i = 0; i < n; i++)
        soft[i] = symbols[i];
      for (guint i = 0; i < (distance - 1) / 2; i++)
        soft[assay_random_below (&random, n)] *= -1;
      assay_code_decode (soft, 64, rate, back);
      g_assert_true (memcmp (bits, back, sizeof bits) == 0);
    }
}

static void
test_clean_sum (void)
{
  guint8 bits[8] = { 1, 0, 1, 1, 0, 0, 1, 0 };
  guint8 back[8];
  gint8 symbols[64];
  double soft[64];

  assay_code_encode (bits, 8, 4, symbols);
  for (guint i = 0; i < 64; i++)
    soft[i] = symbols[i] * 0.5;
  g_assert_cmpfloat_with_epsilon (assay_code_decode (soft, 8, 4, back), 32.0, 1e-15);
  memset (soft, 0, sizeof soft);
  g_assert_cmpfloat_with_epsilon (assay_code_decode (soft, 8, 4, back), 0.0, 1e-15);
}

/* The list of all messages of 10 bits: each once, in order, with its sum. */
static void
test_list (void)
{
  guint8 bits[10], all[1024] = { 0 }, listed[1024 * 10];
  gint8 symbols[36];
  double soft[36], sums[1024];
  AssayRandom random;

  assay_random_init (&random, 11);
  for (guint i = 0; i < G_N_ELEMENTS (soft); i++)
    soft[i] = assay_random_real (&random) - 0.5;
  g_assert_cmpuint (assay_code_decode_list (soft, 10, 2, 1024, listed, sums), ==, 1024);
  for (guint m = 0; m < 1024; m++)
    {
      double sum = 0;
      guint at = 0;

      for (guint i = 0; i < 10; i++)
        {
          bits[i] = listed[m * 10 + i];
          at = at << 1 | bits[i];
        }
      assay_code_encode (bits, 10, 2, symbols);
      for (guint i = 0; i < 36; i++)
        sum += symbols[i] * soft[i];
      g_assert_cmpfloat_with_epsilon (sum, sums[m], 1e-12);
      g_assert_true (m == 0 || sums[m] <= sums[m - 1]);
      all[at] = 1;
      if (m == 0)
        {
          guint8 best[10];

          g_assert_cmpfloat_with_epsilon (assay_code_decode (soft, 10, 2, best), sum, 1e-12);
          g_assert_true (memcmp (best, bits, sizeof best) == 0);
        }
    }
  /* Each once. */
  for (guint m = 0; m < 1024; m++)
    g_assert_cmpuint (all[m], ==, 1);
  /* All equal: still a list, and soon. */
  memset (soft, 0, sizeof soft);
  g_assert_cmpuint (assay_code_decode_list (soft, 10, 2, 64, listed, sums), ==, 64);
}

/* A symbol that is wrong counts for the bits of its step and of the eight before it. */
static void
test_rated_bits (void)
{
  const guint8 bits[10] = { 1, 0, 1, 1 };
  double soft[36], sizes[36], votes[10];
  gint8 symbols[36];

  assay_code_encode (bits, 10, 2, symbols);
  for (guint i = 0; i < 36; i++)
    {
      soft[i] = 0.5 * symbols[i];
      sizes[i] = i < 34 ? 0.5 : 1;
    }
  soft[20] *= -1;
  assay_code_rate_bits (symbols, soft, sizes, 10, 2, votes);
  for (guint i = 0; i < 9; i++)
    g_assert_cmpfloat_with_epsilon (votes[i], i < 2 ? 1 : 16.0 / 18, 1e-12);
  g_assert_cmpfloat_with_epsilon (votes[9], 16.0 / 20, 1e-12);
  memset (soft, 0, sizeof soft);
  memset (sizes, 0, sizeof sizes);
  assay_code_rate_bits (symbols, soft, sizes, 10, 2, votes);
  for (guint i = 0; i < 10; i++)
    g_assert_cmpfloat_with_epsilon (votes[i], 0, 1e-12);
}

static void
test_mark (void)
{
  static const char *const wrong[] = { "", "0x", "g", "12 3", "-1", "a5f0", "0xa5f0" };
  guint n_bits;
  g_autofree guint8 *bits = assay_mark_parse ("0xA5f", 12, &n_bits, NULL);
  const guint8 expected[] = { 1, 0, 1, 0, 0, 1, 0, 1, 1, 1, 1, 1 };

  g_assert_cmpuint (n_bits, ==, sizeof expected);
  g_assert_true (memcmp (bits, expected, sizeof expected) == 0);
  g_autofree char *hex = assay_mark_to_hex (bits, n_bits);
  g_assert_cmpstr (hex, ==, "a5f");
  g_assert_cmpfloat_with_epsilon (assay_mark_error_rate (bits, expected, n_bits), 0.0, 1e-15);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (assay_mark_parse (wrong[i], 12, &n_bits, &error));
      g_assert_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_INVALID);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/signal/code/symbols", test_symbols);
  for (guint rate = 2; rate <= 4; rate++)
    {
      g_autofree char *path = g_strdup_printf ("/signal/code/corrects/%u", rate);

      g_test_add_data_func (path, GUINT_TO_POINTER (rate), test_corrects);
    }
  g_test_add_func ("/signal/code/clean-sum", test_clean_sum);
  g_test_add_func ("/signal/code/list", test_list);
  g_test_add_func ("/signal/code/rated-bits", test_rated_bits);
  g_test_add_func ("/signal/mark", test_mark);
  return g_test_run ();
}
