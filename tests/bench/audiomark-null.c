/* audiomark-null.c: what the reader of marked sound says with keys that no sound was marked with.
 *
 * usage: audiomark-null KEYS SEARCHED FILE…, FILE being raw 32-bit float, 16 kHz, two channels.
 * Reads each with KEYS other keys as it is and as sound with noise, the mix of the channels and
 * their energies together, and with SEARCHED of them
 * through all speeds, tempos and echoes; prints histograms of -log10 p. Without a mark P (p <= x)
 * must not exceed x. */
#include <gio/gio.h>
#include <math.h>
#include <string.h>

#include "signal/assay-tail.h"
#include "wavemark/assay-audio-search.h"

#define MOST_TENTHS 80u
#define FOLDS 4u
/* Places tried of the folds in all grades, and of the sums of the wave. */
#define TRIED                                                                                      \
  ((double) FOLDS * ASSAY_AUDIO_GRADES * ASSAY_AUDIO_PLACES                                        \
   + ASSAY_AUDIO_WAVE_FLOORS * ASSAY_AUDIO_PERIOD * ASSAY_AUDIO_WAVE_FINE)

typedef struct
{
  guint payload[MOST_TENTHS + 1]; /* by floor (-10 log10 p) */
  guint known[MOST_TENTHS + 1];
  guint n, found, present;
} Histogram;

static void
count (Histogram *self, const AssayAudioReading *reading)
{
  self->payload[MIN ((guint) (-10 * reading->log10_p), MOST_TENTHS)]++;
  self->known[MIN ((guint) (-10 * reading->log10_p_sync), MOST_TENTHS)]++;
  self->n++;
  self->found += (guint) assay_audio_reading_found (reading);
  self->present += (guint) assay_audio_reading_present (reading);
}

static guint
at_least (const guint *bins, guint tenths)
{
  guint sum = 0;

  for (guint i = tenths; i <= MOST_TENTHS; i++)
    sum += bins[i];
  return sum;
}

static void
print (const Histogram *self, const char *title)
{
  static const guint steps[] = { 5, 10, 15, 20, 25, 30, 35, 40, 50, 60 };

  g_print ("%s: %u readings, %u found, %u present\n", title, self->n, self->found, self->present);
  g_print ("  p <=      expected  known cells  payload\n");
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    g_print ("  1e-%-4.1f %10.1f %12u %8u\n", steps[i] / 10.0,
             self->n * pow (10, -(double) steps[i] / 10), at_least (self->known, steps[i]),
             at_least (self->payload, steps[i]));
}

static void
plan_of (AssayAudioPlan *plan, const char *file, guint k)
{
  g_autofree char *text = g_strdup_printf ("null %s %u", file, k);
  g_autoptr (GBytes) key = g_bytes_new (text, strlen (text));

  assay_audio_plan_init (plan, key, 1);
}

/* As the search does it at the speed of the original. */
static void
read_plainly (const AssayAudioPlan *plan, const AssayAudioFold *fold, AssayAudioReading *reading)
{
  for (guint grade = 0; grade < ASSAY_AUDIO_GRADES; grade++)
    {
      AssayAudioSync sync = assay_audio_fold_find (fold, plan, grade);
      AssayAudioReading other = { .grade = grade, .place = sync.place };

      other.hypotheses = TRIED;
      if (sync.squares > 0)
        other.log10_p_sync
            = assay_tail_union (assay_tail_phases (sync.sum, sync.squares), other.hypotheses);
      assay_audio_read_fold (fold, plan, &other);
      if (!(reading->hypotheses > 0) || assay_audio_reading_better (&other, reading))
        *reading = other;
    }
}

static void
read_wave (const AssayAudioPlan *plan, const AssayAudioWaveSum *sum, AssayAudioReading *reading)
{
  AssayAudioReading other = { .hypotheses = TRIED };

  assay_audio_read_wave (sum, plan, &other);
  if (assay_audio_reading_better (&other, reading))
    *reading = other;
}

static void
try_file (const char *file, guint keys, guint searched, Histogram *plain, Histogram *full)
{
  g_autofree char *bytes = NULL;
  g_autofree AssayAudioPlan *plan = g_new0 (AssayAudioPlan, 1);
  g_autofree AssayAudioFold *folds = g_new (AssayAudioFold, FOLDS);
  const AssayAudioWarp none = { 1, 1 };
  g_auto (AssayAudioSpectra) spectra = { 0 };
  g_auto (AssayAudioSpectra) both = { 0 };
  AssayAudioWaveSum sums[ASSAY_AUDIO_WAVE_FLOORS];
  g_autofree double *samples = NULL;
  g_autofree double *side = NULL;
  gsize size, n;

  if (!g_file_get_contents (file, &bytes, &size, NULL))
    g_error ("%s cannot be read", file);
  n = MIN (size / sizeof (float) / 2, ASSAY_AUDIO_STRETCH * ASSAY_AUDIO_RATE);
  samples = g_new (double, n);
  side = g_new (double, n);
  for (gsize i = 0; i < n; i++)
    {
      const float *frame = (const float *) (gpointer) bytes + 2 * i;

      samples[i] = 0.5 * ((double) frame[0] + (double) frame[1]);
      side[i] = 0.5 * ((double) frame[0] - (double) frame[1]);
    }
  plan_of (plan, file, 0);
  assay_audio_spectra_init (&spectra, plan, samples, n);
  assay_audio_spectra_init (&both, plan, side, n);
  assay_audio_spectra_add (&both, plan, &spectra);
  for (guint i = 0; i < ASSAY_AUDIO_WAVE_FLOORS; i++)
    assay_audio_wave_sum_init (&sums[i], plan, samples, n, assay_audio_wave_floors[i]);
  for (guint i = 0; i < FOLDS; i++)
    {
      const AssayAudioSpectra *from = i < FOLDS / 2 ? &spectra : &both;

      assay_audio_fold (&folds[i], plan, from, from->n, &none, i % 2 == 1 ? from->noise : 0);
    }
  for (guint k = 0; k < keys; k++)
    {
      AssayAudioReading reading = { 0 };

      plan_of (plan, file, k);
      for (guint i = 0; i < FOLDS; i++)
        read_plainly (plan, &folds[i], &reading);
      for (guint i = 0; i < ASSAY_AUDIO_WAVE_FLOORS; i++)
        read_wave (plan, &sums[i], &reading);
      count (plain, &reading);
    }
  for (guint k = 0; k < searched; k++)
    {
      AssayAudioReading reading = { 0 };
      double tried = 0;

      plan_of (plan, file, keys + k);
      if (assay_audio_search (plan, samples, side, n, TRUE, 1, &tried, &reading, NULL, NULL))
        count (full, &reading);
    }
  for (guint i = 0; i < ASSAY_AUDIO_WAVE_FLOORS; i++)
    assay_audio_wave_sum_clear (&sums[i]);
}

int
main (int argc, char **argv)
{
  Histogram plain = { 0 }, full = { 0 };

  if (argc < 4)
    return 2;
  for (int i = 3; i < argc; i++)
    try_file (argv[i], (guint) g_ascii_strtoull (argv[1], NULL, 10),
              (guint) g_ascii_strtoull (argv[2], NULL, 10), &plain, &full);
  print (&plain, "At the original's speed");
  print (&full, "All speeds, tempos and echoes");
  return plain.found + full.found + plain.present + full.present == 0 ? 0 : 1;
}
