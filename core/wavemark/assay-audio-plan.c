/* assay-audio-plan.c: the grid of bands, the steps and the keyed numbers of the audio mark. */
#include "wavemark/assay-audio-plan.h"

#include <math.h>
#include <string.h>

#include "signal/assay-convolutional-code.h"
#include "signal/assay-keyed.h"

/* The step at 2 kHz, and how it grows with frequency: music and speech fall off there, so the same
 * disturbance of the whole allows larger steps. Chosen by the information left after coding. */
#define STEP 0.58
#define GROWTH 0.7
#define POLYNOMIAL 0x864cfbu
#define START 0xb704ceu
/* Every so many symbols of the code the last is not sent. */
#define LEFT_OUT 20u
#define PURPOSE "assay audio mark 3"
#define WAVE_PURPOSE "assay audio wave 1"

const double assay_audio_grades[ASSAY_AUDIO_GRADES]
    = { G_SQRT2 / 4, 0.5, G_SQRT2 / 2, 1, G_SQRT2, 2 };

/* Bins of 15.6 Hz: 469 to 3750 Hz, wider upwards as the ear's bands are: much of music and speech
 * is low, and noise drowns it last there. */
static const guint edges[ASSAY_AUDIO_BANDS + 1]
    = { 34, 43, 52, 62, 72, 83, 94, 106, 118, 131, 144, 158, 172, 187, 203, 221, 240 };

/* Uniform phases for the frequencies of the wave. */
static void
init_wave (AssayAudioPlan *self, GBytes *key)
{
  g_autoptr (AssayKeyedStream) stream = assay_keyed_stream_new (key, WAVE_PURPOSE);

  for (guint k = 0; k < ASSAY_AUDIO_WAVE; k++)
    {
      double phase = 2 * G_PI * assay_keyed_stream_uniform (stream);

      self->wave[k] = (AssayComplex){ cos (phase), sin (phase) };
    }
}

void
assay_audio_plan_init (AssayAudioPlan *self, GBytes *key, double strength)
{
  g_autoptr (AssayKeyedStream) stream = assay_keyed_stream_new (key, PURPOSE);
  guint32 order[ASSAY_AUDIO_CELLS];
  double bin = (double) ASSAY_AUDIO_RATE / ASSAY_AUDIO_WINDOW;

  memcpy (self->edges, edges, sizeof self->edges);
  self->share = ASSAY_AUDIO_SHARE;
  for (guint b = 0; b < ASSAY_AUDIO_BANDS; b++)
    {
      double centre = 0.5 * (self->edges[b] + self->edges[b + 1]) * bin;

      self->steps[b] = strength * STEP * pow (centre / 2000, GROWTH);
    }
  for (guint i = 0; i < ASSAY_AUDIO_WINDOW; i++)
    self->window[i] = sin (G_PI * (i + 0.5) / ASSAY_AUDIO_WINDOW);
  assay_keyed_stream_permutation (stream, order, ASSAY_AUDIO_CELLS);
  for (guint i = 0; i < ASSAY_AUDIO_CELLS; i++)
    self->symbol[order[i]] = i < ASSAY_AUDIO_SYMBOLS ? (gint) i : -1;
  for (guint i = 0; i < ASSAY_AUDIO_CELLS; i++)
    {
      self->dither[i] = assay_keyed_stream_uniform (stream);
      self->turn[i].re = cos (2 * G_PI * self->dither[i]);
      self->turn[i].im = sin (2 * G_PI * self->dither[i]);
    }
  init_wave (self, key);
}

double
assay_audio_plan_freedom (double last, double first)
{
  double free = 1 - CLAMP (last * first, 0, 1);

  return free * free * free;
}

static guint
check_of (const guint8 *bits)
{
  guint check = START;

  for (guint i = 0; i < ASSAY_AUDIO_BITS; i++)
    {
      guint top = (check >> (ASSAY_AUDIO_CHECK - 1) ^ bits[i]) & 1;

      check = (check << 1 & ((1u << ASSAY_AUDIO_CHECK) - 1)) ^ (top != 0 ? POLYNOMIAL : 0);
    }
  return check;
}

void
assay_audio_plan_encode_word (const guint8 *word, gint8 *symbols)
{
  gint8 coded[ASSAY_AUDIO_CODED];

  assay_code_encode (word, ASSAY_AUDIO_WORD, ASSAY_AUDIO_CODE_RATE, coded);
  for (guint i = 0; i < ASSAY_AUDIO_CODED; i++)
    if (i % LEFT_OUT != LEFT_OUT - 1)
      *symbols++ = coded[i];
}

void
assay_audio_plan_encode (const guint8 *bits, gint8 *symbols)
{
  guint8 word[ASSAY_AUDIO_WORD];
  guint check = check_of (bits);

  memcpy (word, bits, ASSAY_AUDIO_BITS);
  for (guint i = 0; i < ASSAY_AUDIO_CHECK; i++)
    word[ASSAY_AUDIO_BITS + i] = check >> (ASSAY_AUDIO_CHECK - 1 - i) & 1;
  assay_audio_plan_encode_word (word, symbols);
}

guint
assay_audio_plan_bit (guint symbol)
{
  return (symbol + symbol / (LEFT_OUT - 1)) / ASSAY_AUDIO_CODE_RATE;
}

guint
assay_audio_plan_decode (const double *soft, guint most, guint8 *words)
{
  double coded[ASSAY_AUDIO_CODED];
  g_autofree double *sums = g_new (double, most);

  for (guint i = 0; i < ASSAY_AUDIO_CODED; i++)
    coded[i] = i % LEFT_OUT != LEFT_OUT - 1 ? *soft++ : 0;
  return assay_code_decode_list (coded, ASSAY_AUDIO_WORD, ASSAY_AUDIO_CODE_RATE, most, words, sums);
}

gboolean
assay_audio_plan_check (const guint8 *word)
{
  guint check = 0;

  for (guint i = 0; i < ASSAY_AUDIO_CHECK; i++)
    check = check << 1 | word[ASSAY_AUDIO_BITS + i];
  return check == check_of (word);
}
