/* assay-audio-plan.c: the grid of bands, the steps and the keyed numbers of the audio mark. */
#include "wavemark/assay-audio-plan.h"

#include <math.h>
#include <string.h>

#include "signal/assay-convolutional-code.h"
#include "signal/assay-keyed.h"

#define LOWEST 600.0   /* Hz */
#define HIGHEST 3900.0 /* Hz: a telephone band keeps it */
/* The step at 2 kHz, and how it grows with frequency: music and speech fall off there, so the same
 * disturbance of the whole allows larger steps. Chosen by the information left after coding. */
#define STEP 0.58
#define GROWTH 0.6
#define POLYNOMIAL 0x1021u
#define PURPOSE "assay audio mark 2"

void
assay_audio_plan_init (AssayAudioPlan *self, GBytes *key, double strength)
{
  g_autoptr (AssayKeyedStream) stream = assay_keyed_stream_new (key, PURPOSE);
  guint32 order[ASSAY_AUDIO_CELLS];
  double bin = (double) ASSAY_AUDIO_RATE / ASSAY_AUDIO_WINDOW;

  for (guint b = 0; b <= ASSAY_AUDIO_BANDS; b++)
    self->edges[b] = (guint) lround ((LOWEST + (HIGHEST - LOWEST) * b / ASSAY_AUDIO_BANDS) / bin);
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
}

static guint
check_of (const guint8 *bits)
{
  guint check = 0xffff;

  for (guint i = 0; i < ASSAY_AUDIO_BITS; i++)
    {
      guint top = (check >> 15 ^ bits[i]) & 1;

      check = (check << 1 & 0xffff) ^ (top != 0 ? POLYNOMIAL : 0);
    }
  return check;
}

void
assay_audio_plan_encode (const guint8 *bits, gint8 *symbols)
{
  guint8 word[ASSAY_AUDIO_WORD];
  guint check = check_of (bits);

  memcpy (word, bits, ASSAY_AUDIO_BITS);
  for (guint i = 0; i < ASSAY_AUDIO_CHECK; i++)
    word[ASSAY_AUDIO_BITS + i] = check >> (ASSAY_AUDIO_CHECK - 1 - i) & 1;
  assay_code_encode (word, ASSAY_AUDIO_WORD, ASSAY_AUDIO_CODE_RATE, symbols);
}

gboolean
assay_audio_plan_check (const guint8 *word)
{
  guint check = 0;

  for (guint i = 0; i < ASSAY_AUDIO_CHECK; i++)
    check = check << 1 | word[ASSAY_AUDIO_BITS + i];
  return check == check_of (word);
}
