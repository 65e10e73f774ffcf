/* test-reading.c: from phases to a mark: what is claimed and what is not. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "signal/assay-random.h"
#include "wavemark/assay-audio-search.h"

static AssayAudioPlan *
plan_of (const char *text)
{
  AssayAudioPlan *plan = g_new0 (AssayAudioPlan, 1);
  g_autoptr (GBytes) key = g_bytes_new (text, strlen (text));

  assay_audio_plan_init (plan, key, 1);
  return plan;
}

static void
random_bits (AssayRandom *random, guint8 *bits, guint n)
{
  for (guint i = 0; i < n; i++)
    bits[i] = (guint8) assay_random_below (random, 2);
}

/* A fold in which every cell of grade 0 holds a phase that is off by up to @spread / 2 turns, and
 * the share
 * @lost of the cells next to nothing, as of sound that is cut or silent there. */
static void
make_fold (AssayAudioFold *fold,
           const AssayAudioPlan *plan,
           const gint8 *symbols,
           double lost,
           double spread,
           AssayRandom *random)
{
  memset (fold, 0, sizeof *fold);
  for (guint cell = 0; cell < ASSAY_AUDIO_CELLS; cell++)
    {
      gint symbol = plan->symbol[cell];
      guint place = cell / ASSAY_AUDIO_BANDS * ASSAY_AUDIO_FINE;
      AssayComplex *z = fold->z[0] + place * ASSAY_AUDIO_BANDS + cell % ASSAY_AUDIO_BANDS;
      gboolean gone = assay_random_real (random) < lost;
      double turns = plan->dither[cell] + (assay_random_real (random) - 0.5) * (gone ? 1 : spread)
                     + (symbol >= 0 && symbols[symbol] < 0 ? 0.5 : 0);

      z->re = (gone ? 0.02 : 1) * cos (2 * G_PI * turns);
      z->im = (gone ? 0.02 : 1) * sin (2 * G_PI * turns);
    }
}

static void
read_fold (AssayAudioReading *reading, const AssayAudioFold *fold, const AssayAudioPlan *plan)
{
  memset (reading, 0, sizeof *reading);
  reading->hypotheses = 1;
  assay_audio_read_fold (fold, plan, reading);
}

static void
test_exact (void)
{
  g_autofree AssayAudioPlan *plan = plan_of ("k");
  g_autofree AssayAudioFold *fold = g_new (AssayAudioFold, 1);
  AssayAudioReading reading;
  AssayRandom random;
  guint8 bits[ASSAY_AUDIO_BITS];
  gint8 symbols[ASSAY_AUDIO_SYMBOLS];

  assay_random_init (&random, 1);
  random_bits (&random, bits, ASSAY_AUDIO_BITS);
  assay_audio_plan_encode (bits, symbols);
  make_fold (fold, plan, symbols, 0, 0, &random);
  g_assert_cmpuint (assay_audio_fold_find (fold, plan, 0).place, ==, 0);
  read_fold (&reading, fold, plan);
  g_assert_true (assay_audio_reading_found (&reading));
  g_assert_true (memcmp (reading.bits, bits, ASSAY_AUDIO_BITS) == 0);
  g_assert_cmpfloat_with_epsilon (reading.agreement, 1, 1e-9);
}

/* Every error of up to 24 bits in a row is seen, others but one in 16.8 million. */
static void
test_check (void)
{
  guint8 word[ASSAY_AUDIO_WORD] = { 0 };
  guint8 bits[ASSAY_AUDIO_BITS];
  gint8 symbols[ASSAY_AUDIO_SYMBOLS];
  double soft[ASSAY_AUDIO_SYMBOLS];
  AssayRandom random;
  guint passed = 0;

  assay_random_init (&random, 2);
  random_bits (&random, bits, ASSAY_AUDIO_BITS);
  assay_audio_plan_encode (bits, symbols);
  for (guint i = 0; i < ASSAY_AUDIO_SYMBOLS; i++)
    soft[i] = symbols[i];
  g_assert_cmpuint (assay_audio_plan_decode (soft, 1, word), ==, 1);
  g_assert_true (memcmp (word, bits, ASSAY_AUDIO_BITS) == 0);
  g_assert_true (assay_audio_plan_check (word));
  for (guint at = 0; at + 24 <= ASSAY_AUDIO_WORD; at++)
    for (guint k = 0; k < 40; k++)
      {
        guint pattern = (guint) assay_random_below (&random, 0xffffff) + 1;

        for (guint i = 0; i < 24; i++)
          word[at + i] = (guint8) (word[at + i] ^ (pattern >> i & 1));
        g_assert_false (assay_audio_plan_check (word));
        for (guint i = 0; i < 24; i++)
          word[at + i] = (guint8) (word[at + i] ^ (pattern >> i & 1));
      }
  for (guint i = 0; i < 1u << 18; i++)
    {
      random_bits (&random, word, ASSAY_AUDIO_WORD);
      passed += (guint) assay_audio_plan_check (word);
    }
  g_assert_cmpuint (passed, <, 3);
}

/* Where the decoder goes wrong although this key's mark is certainly there, no mark is named. */
static void
test_never_wrong (void)
{
  g_autofree AssayAudioPlan *plan = plan_of ("k");
  g_autofree AssayAudioFold *fold = g_new (AssayAudioFold, 1);
  guint found = 0, inconclusive = 0, wrong = 0;
  AssayRandom random;

  assay_random_init (&random, 3);
  for (guint run = 0; run < 300; run++)
    {
      AssayAudioReading reading;
      guint8 bits[ASSAY_AUDIO_BITS];
      gint8 symbols[ASSAY_AUDIO_SYMBOLS];

      random_bits (&random, bits, ASSAY_AUDIO_BITS);
      assay_audio_plan_encode (bits, symbols);
      make_fold (fold, plan, symbols, 0.4 + 0.03 * (run % 5), 0.3, &random);
      read_fold (&reading, fold, plan);
      if (assay_audio_reading_found (&reading))
        {
          found++;
          wrong += memcmp (reading.bits, bits, ASSAY_AUDIO_BITS) != 0;
        }
      else if (reading.log10_p <= ASSAY_AUDIO_CLAIM)
        inconclusive++;
    }
  g_test_message ("%u found, %u wrong, %u inconclusive", found, wrong, inconclusive);
  g_assert_cmpuint (wrong, ==, 0);
  /* Else the test would not have tried what it is for. */
  g_assert_cmpuint (found, >, 30);
  g_assert_cmpuint (inconclusive, >, 5);
}

/* Other keys on a marked fold: the p-values are bounds. */
static void
test_other_keys (void)
{
  g_autofree AssayAudioPlan *plan = plan_of ("k");
  g_autofree AssayAudioFold *fold = g_new (AssayAudioFold, 1);
  guint tenths = 0;
  AssayRandom random;
  guint8 bits[ASSAY_AUDIO_BITS];
  gint8 symbols[ASSAY_AUDIO_SYMBOLS];

  assay_random_init (&random, 4);
  random_bits (&random, bits, ASSAY_AUDIO_BITS);
  assay_audio_plan_encode (bits, symbols);
  make_fold (fold, plan, symbols, 0, 0.2, &random);
  for (guint k = 0; k < 400; k++)
    {
      g_autofree char *name = g_strdup_printf ("other %u", k);
      g_autofree AssayAudioPlan *other = plan_of (name);
      AssayAudioReading reading;
      AssayAudioSync sync = assay_audio_fold_find (fold, other, 0);

      memset (&reading, 0, sizeof reading);
      reading.place = sync.place;
      reading.hypotheses = ASSAY_AUDIO_PLACES;
      assay_audio_read_fold (fold, other, &reading);
      g_assert_false (assay_audio_reading_found (&reading));
      tenths += reading.log10_p <= -1;
    }
  g_assert_cmpuint (tenths, <=, 40);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/audiomark/reading/exact", test_exact);
  g_test_add_func ("/audiomark/reading/check", test_check);
  g_test_add_func ("/audiomark/reading/never-wrong", test_never_wrong);
  g_test_add_func ("/audiomark/reading/other-keys", test_other_keys);
  return g_test_run ();
}
