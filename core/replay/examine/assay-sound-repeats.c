/* assay-sound-repeats.c: stretches that occur twice, found by hashes of 64 samples.
 *
 * Every place whose hash happens to end in ten zero bits is an anchor: the same samples give the
 * same anchors wherever they stand, so two occurrences meet at a constant distance. */
#include <math.h>

#include "replay/examine/assay-sound-joins-private.h"

#define WINDOW 64u
#define ANCHOR_MASK G_GUINT64_CONSTANT (1023)
#define TABLE_BITS 20u
#define MULTIPLIER G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)
/* A window in which fewer samples change is silence or a flat top. */
#define LEAST_CHANGES 32u

static guint64
power (guint64 base, guint exponent)
{
  guint64 result = 1;

  for (guint i = 0; i < exponent; i++)
    result *= base;
  return result;
}

AssaySoundRepeats *
assay_sound_repeats_new (guint64 least)
{
  AssaySoundRepeats *self = g_new0 (AssaySoundRepeats, 1);

  self->least = least;
  self->window = g_new0 (gint32, WINDOW);
  self->table_hash = g_new0 (guint64, 1u << TABLE_BITS);
  self->table_at = g_new0 (guint64, 1u << TABLE_BITS);
  return self;
}

void
assay_sound_repeats_free (AssaySoundRepeats *self)
{
  g_free (self->window);
  g_free (self->table_hash);
  g_free (self->table_at);
  g_free (self);
}

static void
end_current (AssaySoundRepeats *self)
{
  const AssayRepeat *current = &self->current;

  /* A distance below the length is a periodic sound, not a copy. */
  if (current->length >= self->least && current->second - current->first >= current->length)
    {
      self->all_repeats++;
      if (self->n_repeats < ASSAY_SOUND_REPEATS)
        self->repeats[self->n_repeats++] = *current;
    }
  self->current.length = 0;
}

static void
meet (AssaySoundRepeats *self, guint64 earlier, guint64 now)
{
  AssayRepeat *current = &self->current;

  if (current->length > 0 && now - earlier == current->second - current->first
      && now < current->second + current->length + 16 * (ANCHOR_MASK + 1))
    {
      current->length = now + 1 - current->second;
      return;
    }
  end_current (self);
  *current = (AssayRepeat){ earlier + 1 - WINDOW, now + 1 - WINDOW, WINDOW };
}

static void
look_at_anchor (AssaySoundRepeats *self)
{
  const guint64 mixed = self->hash * MULTIPLIER;
  const gsize slot = (gsize) (mixed >> (64 - TABLE_BITS));

  if (self->table_hash[slot] == self->hash && self->table_at[slot] > 0)
    {
      meet (self, self->table_at[slot], self->position);
      /* The first occurrence stays, so that a third one is compared with it too. */
      return;
    }
  self->table_hash[slot] = self->hash;
  self->table_at[slot] = self->position;
}

void
assay_sound_repeats_push (AssaySoundRepeats *self, const double *samples, gsize n)
{
  const guint64 leaving = power (MULTIPLIER, WINDOW);

  for (gsize i = 0; i < n; i++)
    {
      const gint32 value = (gint32) CLAMP (rint (samples[i] * 8388608), -2147483647, 2147483647);
      const gsize slot = (gsize) (self->position % WINDOW);
      const gint32 old = self->window[slot];
      const gint32 next_old = self->window[(slot + 1) % WINDOW];
      const gint32 last = self->window[(slot + WINDOW - 1) % WINDOW];
      guint64 high;

      self->hash
          = self->hash * MULTIPLIER + (guint64) (gint64) value - leaving * (guint64) (gint64) old;
      self->changes += value != last;
      if (self->position >= WINDOW)
        self->changes -= old != next_old;
      self->window[slot] = value;
      /* The low bits of a product depend on the low bits only: the anchor looks at mixed ones. */
      high = (self->hash ^ (self->hash >> 32)) * MULTIPLIER;
      if (self->position >= WINDOW && self->changes >= LEAST_CHANGES
          && ((high >> 40) & ANCHOR_MASK) == 0)
        look_at_anchor (self);
      self->position++;
    }
}

void
assay_sound_repeats_end (AssaySoundRepeats *self)
{
  end_current (self);
}
