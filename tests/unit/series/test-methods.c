/* test-methods.c: the methods as mathematics: alignment, cells of values, the published one. */
#include <math.h>
#include <string.h>

#include "signal/assay-convolutional-code.h"
#include "signal/assay-random.h"
#include "wavemark/assay-series-align.h"
#include "wavemark/assay-series-paper.h"
#include "wavemark/assay-series-values.h"

#define N 900u
#define BITS 16u

static const guint8 bits[BITS] = { 1, 0, 1, 1, 0, 0, 1, 0, 1, 1, 1, 0, 0, 1, 0, 1 };

/* Between 20 and 400 with one decimal. */
static void
fill (double *values, guint n)
{
  AssayRandom random;

  assay_random_init (&random, 3);
  for (guint i = 0; i < n; i++)
    values[i] = rint (200 * exp (3 * assay_random_real (&random))) / 10;
}

static void
check_alignment (
    const double *original, const double *copy, const guint32 *from, guint32 n, double factor)
{
  const AssaySeriesRows before = { original, N };
  const AssaySeriesRows after = { copy, n };
  g_autofree guint32 *rows = g_new (guint32, n);
  double scale;
  guint right = 0;

  g_assert_true (assay_series_align (&before, &after, 0.01, 0.1, rows, &scale, NULL, NULL));
  for (guint32 i = 0; i < n; i++)
    {
      right += rows[i] == from[i];
      if (i > 0 && rows[i] != ASSAY_SERIES_NO_ROW && rows[i - 1] != ASSAY_SERIES_NO_ROW)
        g_assert_cmpuint (rows[i], >, rows[i - 1]);
    }
  g_assert_cmpfloat_with_epsilon (scale, factor, 0.01 * factor);
  g_assert_cmpuint (right, >=, n * 95 / 100);
}

static void
test_align (void)
{
  double original[N];
  double copy[N + 100];
  guint32 from[N + 100];
  guint32 n = 0;

  fill (original, N);
  /* Every third row gone. */
  for (guint32 i = 0; i < N; i++)
    if (i % 3 != 0)
      {
        from[n] = i;
        copy[n++] = original[i] * (i % 2 == 0 ? 1.004 : 0.996);
      }
  check_alignment (original, copy, from, n, 1);
  for (guint32 i = 0; i < n; i++)
    copy[i] *= -1.3;
  check_alignment (original, copy, from, n, 1.3);
  /* Rows put in. */
  n = 0;
  for (guint32 i = 0; i < N; i++)
    {
      if (i % 9 == 4)
        {
          from[n] = ASSAY_SERIES_NO_ROW;
          copy[n++] = 5000 + i;
        }
      from[n] = i;
      copy[n++] = original[i];
    }
  check_alignment (original, copy, from, n, 1);
}

static void
test_align_refuses (void)
{
  const double values[] = { 1, 2 };
  const AssaySeriesRows large = { values, 100000 };
  g_autoptr (GError) error = NULL;
  double scale;

  g_assert_false (assay_series_align (&large, &large, 0.01, 0.1, NULL, &scale, NULL, &error));
  g_assert_nonnull (error);
}

static void
test_values (void)
{
  g_autoptr (GBytes) key = g_bytes_new_static ("a", 1);
  g_autoptr (GBytes) wrong = g_bytes_new_static ("b", 1);
  g_autoptr (AssaySeriesValues) values = assay_series_values_new (key, "v", 0.1, 0.01, BITS);
  g_autoptr (AssaySeriesValues) others = assay_series_values_new (wrong, "v", 0.1, 0.01, BITS);
  g_autofree gint8 *symbols = g_malloc (assay_code_get_length (BITS, ASSAY_SERIES_VALUES_RATE));
  double before[4 * N];
  double after[4 * N];
  double change = 0;

  fill (before, G_N_ELEMENTS (before));
  assay_code_encode (bits, BITS, ASSAY_SERIES_VALUES_RATE, symbols);
  for (guint i = 0; i < G_N_ELEMENTS (before); i++)
    {
      /* Backwards: the order does not count. */
      after[G_N_ELEMENTS (before) - 1 - i]
          = assay_series_values_embed (values, symbols, before[i], 1.0);
      change += fabs (after[G_N_ELEMENTS (before) - 1 - i] / before[i] - 1);
    }
  g_assert_cmpfloat (change / G_N_ELEMENTS (before), <, 0.006);

  g_autoptr (AssayProgress) at_once = assay_progress_new (NULL, NULL, NULL);
  g_autoptr (AssayProgress) searched = assay_progress_new (NULL, NULL, NULL);
  g_autoptr (AssaySeriesValuesReading) found
      = assay_series_values_search (values, after, G_N_ELEMENTS (after), at_once, NULL);
  g_autoptr (AssaySeriesValuesReading) unmarked
      = assay_series_values_search (values, before, G_N_ELEMENTS (before), searched, NULL);
  g_autoptr (AssaySeriesValuesReading) other
      = assay_series_values_search (others, after, G_N_ELEMENTS (after), NULL, NULL);

  g_assert_cmpfloat (found->log10_p, <, -6);
  for (guint i = 0; i < BITS; i++)
    g_assert_cmpuint (found->bits[i], ==, bits[i]);
  g_assert_cmpfloat (unmarked->log10_p, >, -2);
  g_assert_cmpfloat (other->log10_p, >, -2);
  /* Who waits for thousands of units is told how far they are. */
  g_assert_cmpfloat (assay_progress_get (at_once), <, 0);
  g_assert_cmpfloat_with_epsilon (assay_progress_get (searched), 1, 1e-9);
}

/* A long mark in little more cells than it needs: the simpler bound tells nothing of it, in another
 * unit neither. */
static void
test_values_long (void)
{
  enum
  {
    LONG = 128,
    MANY = 4000,
  };
  g_autoptr (GBytes) key = g_bytes_new_static ("a", 1);
  g_autoptr (AssaySeriesValues) values = assay_series_values_new (key, "v", 0.1, 0.01, LONG);
  g_autofree gint8 *symbols = g_malloc (assay_code_get_length (LONG, ASSAY_SERIES_VALUES_RATE));
  g_autofree double *x = g_new (double, MANY);
  guint8 word[LONG];

  for (guint i = 0; i < LONG; i++)
    word[i] = (i * i / 3) & 1;
  assay_code_encode (word, LONG, ASSAY_SERIES_VALUES_RATE, symbols);
  for (guint i = 0; i < MANY; i++)
    x[i] = assay_series_values_embed (values, symbols,
                                      rint (1000.0 * exp (3.16 * (double) i / MANY)) / 10.0, 1.0);
  g_autoptr (AssaySeriesValuesReading) fresh = assay_series_values_read (values, x, MANY);
  for (guint i = 0; i < MANY; i++)
    x[i] *= 1000.0;
  g_autoptr (AssaySeriesValuesReading) grams
      = assay_series_values_search (values, x, MANY, NULL, NULL);
  g_autoptr (AssaySeriesValuesReading) same = assay_series_values_read (values, x, MANY);

  g_test_message ("%u pairs: %.1f, times 1000 %.1f", fresh->pairs, fresh->log10_p, grams->log10_p);
  g_assert_cmpuint (fresh->pairs, <, 161);
  g_assert_cmpuint (fresh->pairs, >=, assay_series_values_needed (LONG, -6));
  g_assert_cmpfloat (fresh->log10_p, <, -6);
  g_assert_cmpfloat (grams->log10_p, <, -6);
  g_assert_cmpint (memcmp (fresh->bits, word, sizeof word), ==, 0);
  g_assert_cmpint (memcmp (grams->bits, word, sizeof word), ==, 0);
  g_assert_cmpfloat (same->log10_p, >, -2);
}

static void
test_paper (void)
{
  const AssaySeriesPaper paper = { .section = 600,
                                   .repeat = 11,
                                   .levels = 1,
                                   .mult = 1.2,
                                   .wavelet = ASSAY_WAVELET_DB4,
                                   .nearest = FALSE };
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  double x[2 * N];
  double votes[BITS];
  gsize offset = 0;

  /* 600 values make 303 coefficients; a bit takes 11. */
  g_assert_cmpuint (assay_series_paper_get_capacity (&paper), ==, 27);
  /* Reference numbers 1, 1.2, 1.44 …: the largest that is not above. */
  g_assert_cmpuint (assay_series_paper_place (&paper, 0.3), ==, 1);
  g_assert_cmpuint (assay_series_paper_place (&paper, 1.199), ==, 1);
  g_assert_cmpuint (assay_series_paper_place (&paper, 1.2), ==, 2);
  g_assert_cmpuint (assay_series_paper_place (&paper, 1.5), ==, 3);
  fill (x, 2 * N);
  g_assert_cmpuint (assay_series_paper_embed (&paper, x, 2 * N, bits, BITS, NULL), ==, 3);
  /* Blind: with 250 values cut off, the next section begins at 350. */
  g_assert_cmpuint (
      assay_series_paper_read (&paper, x + 250, 2 * N - 250, 0, 600, BITS, NULL, votes, &offset),
      ==, 600);
  g_assert_cmpuint (offset, ==, 350);
  for (guint i = 0; i < BITS; i++)
    g_assert_cmpuint (votes[i] > 0.5, ==, bits[i]);
  /* A place behind the last whole section is the last whole section. */
  g_assert_cmpuint (assay_series_paper_read (&paper, x, 2 * N, 5000, 1, BITS, NULL, votes, &offset),
                    ==, 1);
  g_assert_cmpuint (offset, ==, 1200);
  g_assert_cmpuint (assay_series_paper_read (&paper, x, 599, 0, 1, BITS, NULL, votes, &offset), ==,
                    0);
  g_cancellable_cancel (cancelled);
  g_assert_cmpuint (assay_series_paper_embed (&paper, x, 2 * N, bits, BITS, cancelled), ==, 3);
}

/* A mark that begins with zeros reads as well, and wrongly, from eleven coefficients later on. In a
 * smooth series only the section's own ends are near reference numbers. */
static void
test_paper_alike (void)
{
  static const guint8 alike[24]
      = { 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 1, 1, 0, 1, 0, 1, 0, 1, 1 };
  const AssaySeriesPaper paper = { .section = 600,
                                   .repeat = 11,
                                   .levels = 1,
                                   .mult = 1.2,
                                   .wavelet = ASSAY_WAVELET_DB4,
                                   .nearest = TRUE };
  double x[2 * N];
  double votes[G_N_ELEMENTS (alike)];
  gsize offset = 1;

  for (guint i = 0; i < 2 * N; i++)
    x[i] = 60 + 25 * sin (i / 58.0);
  assay_series_paper_embed (&paper, x, 2 * N, alike, G_N_ELEMENTS (alike), NULL);
  for (guint i = 0; i < 2 * N; i++)
    x[i] = rint (x[i] * 10) / 10;
  assay_series_paper_read (&paper, x, 2 * N, 0, 1000, G_N_ELEMENTS (alike), NULL, votes, &offset);
  g_assert_cmpuint (offset % 600, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (alike); i++)
    g_assert_cmpuint (votes[i] > 0.5, ==, alike[i]);
}

/* With long filters the ends of a section are not kept exactly, and votes alone took a place one
 * bit beside it; what all sections say together is the place of all. */
static void
test_paper_places (void)
{
  static const AssayWavelet wavelets[]
      = { ASSAY_WAVELET_HAAR, ASSAY_WAVELET_DB2, ASSAY_WAVELET_DB3, ASSAY_WAVELET_DB4,
          ASSAY_WAVELET_DB6,  ASSAY_WAVELET_DB7, ASSAY_WAVELET_DB8, ASSAY_WAVELET_CDF97 };
  /* 0abcde, which begins with zeros and ends with one. */
  static const guint8 shifted[24]
      = { 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 0, 0, 1, 1, 0, 1, 1, 1, 1, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (wavelets); i++)
    for (guint cut = 0; cut < 500; cut += 237)
      {
        const AssaySeriesPaper paper = { 600, 11, 1, 1.2, wavelets[i], TRUE };
        double x[3 * N];
        double votes[G_N_ELEMENTS (shifted)];
        gsize offset = 1;

        fill (x, 3 * N);
        assay_series_paper_embed (&paper, x, 3 * N, shifted, G_N_ELEMENTS (shifted), NULL);
        for (guint j = 0; j < 3 * N; j++)
          x[j] = rint (x[j] * 10) / 10;
        assay_series_paper_read (&paper, x + cut, 3 * N - cut, 0, 2000, G_N_ELEMENTS (shifted),
                                 NULL, votes, &offset);
        g_assert_cmpuint ((offset + cut) % 600, ==, 0);
        g_assert_cmpuint (cut > 0 || offset == 0, ==, TRUE);
        for (guint j = 0; j < G_N_ELEMENTS (shifted); j++)
          g_assert_cmpuint (votes[j] > 0.5, ==, shifted[j]);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/series/methods/align", test_align);
  g_test_add_func ("/series/methods/align-refuses", test_align_refuses);
  g_test_add_func ("/series/methods/values", test_values);
  g_test_add_func ("/series/methods/values-long", test_values_long);
  g_test_add_func ("/series/methods/paper", test_paper);
  g_test_add_func ("/series/methods/paper-alike", test_paper_alike);
  g_test_add_func ("/series/methods/paper-places", test_paper_places);
  return g_test_run ();
}
