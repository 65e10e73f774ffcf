/* assay-sound-values.c: statistics of bare sample values. */
#include "replay/examine/assay-sound-values-private.h"

#include <math.h>
#include <string.h>

/* 24-bit words: what a float holds exactly. */
#define WORD_BITS 24u
#define MIDDLE ((gint) (ASSAY_SOUND_LEVELS / 2))

AssaySoundValues *
assay_sound_values_new (guint rate, guint channels, guint chosen)
{
  AssaySoundValues *self = g_new0 (AssaySoundValues, 1);

  self->rate = rate;
  self->channels = channels;
  self->chosen = chosen;
  self->counts = g_new0 (guint64, ASSAY_SOUND_LEVELS);
  self->energies = g_new0 (double, channels);
  self->top.stretches = g_array_new (FALSE, FALSE, sizeof (AssayStretch));
  self->bottom.stretches = g_array_new (FALSE, FALSE, sizeof (AssayStretch));
  self->silence = g_array_new (FALSE, FALSE, sizeof (AssayStretch));
  self->changes = g_array_new (FALSE, FALSE, sizeof (double));
  self->last_kind = -1;
  return self;
}

void
assay_sound_values_free (AssaySoundValues *self)
{
  g_free (self->counts);
  g_free (self->energies);
  g_array_unref (self->top.stretches);
  g_array_unref (self->bottom.stretches);
  g_array_unref (self->silence);
  g_array_unref (self->changes);
  g_free (self);
}

static void
end_flat_top (AssayFlatTops *tops, guint64 end)
{
  const AssayStretch stretch = { end - tops->run, end };

  if (tops->run >= ASSAY_SOUND_FLAT_TOP)
    {
      tops->runs++;
      tops->longest = MAX (tops->longest, tops->run);
      if (tops->stretches->len < ASSAY_SOUND_STRETCHES)
        g_array_append_val (tops->stretches, stretch);
    }
  tops->run = 0;
}

/* @value with its sign turned for the bottom, so that larger is more extreme. */
static void
push_flat_top (AssayFlatTops *tops, double value, guint64 at)
{
  if (value > tops->value)
    {
      tops->value = value;
      tops->hits = tops->runs = tops->longest = tops->run = 0;
      g_array_set_size (tops->stretches, 0);
    }
  if (value < tops->value || !(value > 0))
    {
      if (tops->run > 0)
        end_flat_top (tops, at);
      return;
    }
  tops->hits++;
  tops->run++;
}

static void
push_chosen (AssaySoundValues *self, double value, guint64 at)
{
  const double word = value * (double) (1 << (WORD_BITS - 1));
  const double level = floor (value * MIDDLE + 0.5) + MIDDLE;

  self->sum += value;
  self->squares += value * value;
  push_flat_top (&self->top, value, at);
  push_flat_top (&self->bottom, -value, at);
  if (fabs (word) < (double) (1 << WORD_BITS) && word - rint (word) <= 0 && word - rint (word) >= 0)
    self->grid |= (guint64) ABS ((gint64) word);
  else
    self->off_grid++;
  self->counts[(guint) CLAMP (level, 0, (double) ASSAY_SOUND_LEVELS - 1)]++;
}

static void
end_silence (AssaySoundValues *self, guint64 end)
{
  const AssayStretch stretch = { end - self->zero_run, end };

  if (self->zero_run == end)
    self->head = end;
  else if (self->zero_run * 100 >= self->rate)
    {
      self->n_silence++;
      if (self->silence->len < ASSAY_SOUND_STRETCHES)
        g_array_append_val (self->silence, stretch);
    }
  self->zero_run = 0;
}

static void
end_second (AssaySoundValues *self, guint64 at)
{
  const int kind = self->second_differing > 0 ? 1 : 0;
  const double seconds = (double) (at - self->second_frames) / self->rate;

  /* A second with hardly any sound says nothing. */
  if (self->second_sounding * 4 >= self->second_frames && self->second_frames > 0)
    {
      self->seconds_same += kind == 0;
      self->seconds_apart += kind == 1;
      if (self->last_kind >= 0 && kind != self->last_kind
          && self->changes->len < ASSAY_SOUND_STRETCHES)
        g_array_append_val (self->changes, seconds);
      self->last_kind = kind;
    }
  self->second_frames = self->second_sounding = self->second_differing = 0;
}

static void
push_pair (AssaySoundValues *self, double left, double right, guint64 at)
{
  const gboolean differ = left < right || left > right;
  const gboolean sounds = fabs (left) > 0 || fabs (right) > 0;

  self->left += left * left;
  self->right += right * right;
  self->both += left * right;
  self->sounding += sounds ? 1 : 0;
  self->inverted += sounds && !(left + right < 0 || left + right > 0) ? 1 : 0;
  self->second_sounding += sounds ? 1 : 0;
  self->second_differing += differ ? 1 : 0;
  if (++self->second_frames == self->rate)
    end_second (self, at + 1);
}

/* TRUE when every channel of the frame is exactly 0 in the file. What is no number becomes 0. */
static gboolean
clean_frame (AssaySoundValues *self, float *frame)
{
  gboolean silent = TRUE;

  for (guint c = 0; c < self->channels; c++)
    {
      if (!isfinite (frame[c]))
        {
          frame[c] = 0;
          self->not_finite++;
          silent = FALSE;
        }
      silent = silent && !(frame[c] < 0 || frame[c] > 0);
      self->energies[c] += (double) frame[c] * (double) frame[c];
    }
  return silent;
}

void
assay_sound_values_push (AssaySoundValues *self, float *samples, gsize frames)
{
  for (gsize i = 0; i < frames; i++)
    {
      float *frame = samples + i * self->channels;
      const guint64 at = self->frames + i;
      const gboolean silent = clean_frame (self, frame);

      push_chosen (self, (double) frame[self->chosen], at);
      self->zeros += !(frame[self->chosen] < 0 || frame[self->chosen] > 0);
      if (silent)
        self->zero_run++;
      else if (self->zero_run > 0)
        end_silence (self, at);
      if (self->channels > 1)
        push_pair (self, (double) frame[0], (double) frame[1], at);
    }
  self->frames += frames;
}

void
assay_sound_values_end (AssaySoundValues *self)
{
  self->tail = self->zero_run;
  self->zero_run = 0;
  end_flat_top (&self->top, self->frames);
  end_flat_top (&self->bottom, self->frames);
  if (self->channels > 1)
    end_second (self, self->frames);
}

guint
assay_sound_values_loudest (const AssaySoundValues *self)
{
  guint loudest = 0;

  for (guint c = 1; c < self->channels; c++)
    if (self->energies[c] > self->energies[loudest])
      loudest = c;
  return loudest;
}

double
assay_sound_values_offset (const AssaySoundValues *self)
{
  return self->frames > 0 ? self->sum / (double) self->frames : 0;
}

double
assay_sound_values_level (const AssaySoundValues *self)
{
  const double mean = self->frames > 0 ? self->squares / (double) self->frames : 0;

  return mean > 1e-20 ? 10 * log10 (mean) : -200;
}

guint
assay_sound_values_bits (const AssaySoundValues *self)
{
  guint bits = WORD_BITS;

  if (self->off_grid > 0 || self->grid == 0)
    return 0;
  for (guint64 grid = self->grid; (grid & 1) == 0 && bits > 1; grid >>= 1)
    bits--;
  return bits;
}

AssayChannelKind
assay_sound_values_channels (const AssaySoundValues *self)
{
  if (self->channels < 2)
    return ASSAY_CHANNELS_SINGLE;
  if (self->sounding > 0 && self->inverted == self->sounding)
    return ASSAY_CHANNELS_INVERTED;
  if (self->seconds_same > 0 && self->seconds_apart > 0)
    return ASSAY_CHANNELS_MIXED;
  return self->seconds_same > 0 ? ASSAY_CHANNELS_SAME : ASSAY_CHANNELS_APART;
}

int
assay_sound_compare_levels (gconstpointer a, gconstpointer b)
{
  const float x = *(const float *) a;
  const float y = *(const float *) b;

  return (x > y) - (x < y);
}
