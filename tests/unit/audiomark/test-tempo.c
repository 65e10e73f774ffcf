/* test-tempo.c: sound played at another tempo is put together of pieces that lie some ms beside
 * their places, and is read nevertheless. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "signal/assay-random.h"
#include "wavemark/assay-audio-marker.h"
#include "wavemark/assay-audio-search.h"

#define N (15 * ASSAY_AUDIO_RATE)
/* Samples of a piece; every half of it another begins. */
#define PIECE 640u

/* White noise marked with the usual steps of the key "k". */
static double *
make_marked (const AssayAudioPlan *plan, const guint8 *bits)
{
  const double share = 1;
  gint8 symbols[ASSAY_AUDIO_SYMBOLS];
  g_autofree float *sound = g_new (float, N);
  double *marked = g_new (double, N);
  g_autoptr (GArray) added = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (AssayAudioMarker) marker = NULL;
  AssayRandom random;

  assay_random_init (&random, 11);
  for (guint i = 0; i < N; i++)
    sound[i] = (float) (assay_random_real (&random) - 0.5);
  assay_audio_plan_encode (bits, symbols);
  marker = assay_audio_marker_new (plan, symbols, &share, 1);
  assay_audio_marker_push (marker, sound, N, &added);
  assay_audio_marker_end (marker, &added);
  for (guint i = 0; i < N; i++)
    marked[i] = (double) sound[i] + g_array_index (added, double, i);
  return marked;
}

/* @n values of @samples at @tempo, of pieces up to @beside samples from where they should be. */
static double *
stretch (const double *samples, double tempo, gint beside, gsize n)
{
  double *out = g_new0 (double, n);
  AssayRandom random;

  assay_random_init (&random, 12);
  for (gsize at = 0; at + PIECE <= n; at += PIECE / 2)
    {
      gint64 from = (gint64) ((double) at * tempo) - beside
                    + (gint64) assay_random_below (&random, 2 * (guint) beside + 1);

      from = CLAMP (from, 0, (gint64) (N - PIECE));
      for (guint i = 0; i < PIECE; i++)
        out[at + i] += samples[from + i] * pow (sin (G_PI * (i + 0.5) / PIECE), 2);
    }
  return out;
}

static void
test_pieces (void)
{
  static const double tempos[] = { 0.96, 1.04 };
  guint8 bits[ASSAY_AUDIO_BITS];
  AssayRandom random;

  assay_random_init (&random, 13);
  for (guint i = 0; i < ASSAY_AUDIO_BITS; i++)
    bits[i] = (guint8) assay_random_below (&random, 2);
  for (guint i = 0; i < G_N_ELEMENTS (tempos); i++)
    {
      g_autoptr (GBytes) key = g_bytes_new ("k", 1);
      g_autofree AssayAudioPlan *plan = g_new0 (AssayAudioPlan, 1);
      g_autofree double *marked = NULL;
      g_autofree double *played = NULL;
      gsize n = (gsize) (N / tempos[i]);
      AssayAudioReading reading = { 0 };
      double tried = 0;

      assay_audio_plan_init (plan, key, 1);
      marked = make_marked (plan, bits);
      played = stretch (marked, tempos[i], 30, n);
      g_assert_true (
          assay_audio_search (plan, played, NULL, n, TRUE, 1, &tried, &reading, NULL, NULL));
      g_test_message ("tempo %g: log10 p %.1f", reading.warp.tempo, reading.log10_p);
      g_assert_true (assay_audio_reading_found (&reading));
      g_assert_true (memcmp (reading.bits, bits, sizeof bits) == 0);
      g_assert_cmpfloat_with_epsilon (reading.warp.tempo, tempos[i], 2e-3);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/audiomark/tempo/pieces", test_pieces);
  return g_test_run ();
}
