/* test-stereo.c: the mark of two channels is read where their phases were changed apart, as some
 * programs do that change the tempo, and does not come into a channel that is silent. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "signal/assay-random.h"
#include "wavemark/assay-audio-marker.h"
#include "wavemark/assay-audio-search.h"

#define N (15 * ASSAY_AUDIO_RATE)
/* Samples by which one channel comes late at most, and its wavering's period. */
#define LATE 13.0
#define WAVERING (ASSAY_AUDIO_RATE / 4)

typedef struct
{
  double *sound; /* (owned): frames of two, marked */
  double *added; /* (owned): what the mark changed */
} Marked;

static void
clear_marked (Marked *self)
{
  g_free (self->sound);
  g_free (self->added);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Marked, clear_marked)

/* White noise of which both channels have the part @common alike; the right one times @right. */
static void
make_marked (
    Marked *self, const AssayAudioPlan *plan, const guint8 *bits, double common, double right)
{
  static const double shares[] = { 0.5, 0.5 };
  gint8 symbols[ASSAY_AUDIO_SYMBOLS];
  g_autofree float *sound = g_new (float, 2 * N);
  g_autoptr (GArray) left_added = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) right_added = g_array_new (FALSE, FALSE, sizeof (double));
  GArray *added[] = { left_added, right_added };
  g_autoptr (AssayAudioMarker) marker = NULL;
  AssayRandom random;

  assay_random_init (&random, 21);
  for (guint i = 0; i < N; i++)
    {
      double both = common * (assay_random_real (&random) - 0.5);

      for (guint c = 0; c < 2; c++)
        sound[2 * i + c] = (float) ((both + (1 - common) * (assay_random_real (&random) - 0.5))
                                    * (c == 0 ? 1 : right));
    }
  assay_audio_plan_encode (bits, symbols);
  marker = assay_audio_marker_new (plan, symbols, shares, 2);
  assay_audio_marker_push (marker, sound, N, added);
  assay_audio_marker_end (marker, added);
  self->sound = g_new (double, 2 * N);
  self->added = g_new (double, 2 * N);
  for (guint i = 0; i < 2 * N; i++)
    {
      self->added[i] = g_array_index (added[i % 2], double, i / 2);
      self->sound[i] = (double) sound[i] + self->added[i];
    }
}

/* What the right channel has @late samples before sample @i. */
static double
right_of (const Marked *marked, guint i, double late)
{
  double at = MAX (0, i - late);
  guint before = (guint) at;
  double share = at - before;
  double a = marked->sound[2 * before + 1];

  return share > 0 ? a + share * (marked->sound[2 * before + 3] - a) : a;
}

/* Reads the sound with its right channel late by 0 to @late samples and back, again and again. */
static gboolean
is_read (const Marked *marked,
         const AssayAudioPlan *plan,
         const guint8 *bits,
         double late,
         gboolean with_side)
{
  g_autofree double *mix = g_new (double, N);
  g_autofree double *side = g_new (double, N);
  AssayAudioReading reading = { 0 };
  double tried = 0;

  for (guint i = 0; i < N; i++)
    {
      double left = marked->sound[2 * i];
      double turns = (double) i / WAVERING;
      double right = right_of (marked, i, late * (0.5 - 0.5 * cos (2 * G_PI * turns)));

      mix[i] = (left + right) / 2;
      side[i] = (left - right) / 2;
    }
  g_assert_true (assay_audio_search (plan, mix, with_side ? side : NULL, N, FALSE, 1, &tried,
                                     &reading, NULL, NULL));
  g_test_message ("late %g: log10 p %.1f", late, reading.log10_p);
  return assay_audio_reading_found (&reading) && memcmp (reading.bits, bits, ASSAY_AUDIO_BITS) == 0;
}

static AssayAudioPlan *
make_plan (guint8 *bits)
{
  g_autoptr (GBytes) key = g_bytes_new ("k", 1);
  AssayAudioPlan *plan = g_new0 (AssayAudioPlan, 1);
  AssayRandom random;

  assay_random_init (&random, 22);
  for (guint i = 0; i < ASSAY_AUDIO_BITS; i++)
    bits[i] = (guint8) assay_random_below (&random, 2);
  assay_audio_plan_init (plan, key, 1);
  return plan;
}

static void
test_phases (void)
{
  guint8 bits[ASSAY_AUDIO_BITS];
  g_autofree AssayAudioPlan *plan = make_plan (bits);
  g_auto (Marked) marked = { 0 };

  make_marked (&marked, plan, bits, 0.7, 1);
  /* A mix to one channel has it too. */
  g_assert_true (is_read (&marked, plan, bits, 0, FALSE));
  g_assert_false (is_read (&marked, plan, bits, LATE, FALSE));
  g_assert_true (is_read (&marked, plan, bits, LATE, TRUE));
}

static void
test_silent_channel (void)
{
  guint8 bits[ASSAY_AUDIO_BITS];
  g_autofree AssayAudioPlan *plan = make_plan (bits);
  g_auto (Marked) marked = { 0 };
  double left = 0, right = 0;

  make_marked (&marked, plan, bits, 0, 0);
  for (guint i = 0; i < N; i++)
    {
      left += marked.added[2 * i] * marked.added[2 * i];
      right += marked.added[2 * i + 1] * marked.added[2 * i + 1];
    }
  g_test_message ("%.1f dB", 10 * log10 (right / left));
  g_assert_cmpfloat (left, >, 0);
  g_assert_cmpfloat (right, <, 1e-3 * left);
  g_assert_true (is_read (&marked, plan, bits, 0, FALSE));
}

/* The mix of the channels is silent: they differ by their sign alone. */
static void
test_silent_mix (void)
{
  guint8 bits[ASSAY_AUDIO_BITS];
  g_autofree AssayAudioPlan *plan = make_plan (bits);
  g_auto (Marked) marked = { 0 };

  make_marked (&marked, plan, bits, 1, -1);
  g_assert_false (is_read (&marked, plan, bits, 0, FALSE));
  g_assert_true (is_read (&marked, plan, bits, 0, TRUE));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/audiomark/stereo/phases", test_phases);
  g_test_add_func ("/audiomark/stereo/silent-channel", test_silent_channel);
  g_test_add_func ("/audiomark/stereo/silent-mix", test_silent_mix);
  return g_test_run ();
}
