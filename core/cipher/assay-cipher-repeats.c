/* assay-cipher-repeats.c: a table of labels with open addresses.
 *
 * Labels are keyed sums, so nobody without the key can make many that fall on one place. Of a label
 * its first eight bytes are kept: two that agree in them count as one, which changes a number and
 * harms nothing. */
#include "cipher/assay-cipher-repeats.h"

#include <string.h>

#define FIRST_SLOTS 1024u

typedef struct
{
  guint64 label;
  guint32 count; /* 0: free */
  guint32 first; /* picture */
} Slot;

struct _AssayCipherRepeats
{
  Slot *slots;
  guint n_slots; /* a power of two */
  guint n_labels;
  guint most;
  guint32 round;
};

AssayCipherRepeats *
assay_cipher_repeats_new (guint most)
{
  AssayCipherRepeats *self = g_new0 (AssayCipherRepeats, 1);

  self->most = most;
  self->n_slots = FIRST_SLOTS;
  self->slots = g_new0 (Slot, self->n_slots);
  return self;
}

void
assay_cipher_repeats_free (AssayCipherRepeats *self)
{
  if (self == NULL)
    return;
  g_free (self->slots);
  g_free (self);
}

/* That of @label, or the free one where it belongs. */
static Slot *
find (const AssayCipherRepeats *self, guint64 label)
{
  guint at = (guint) label & (self->n_slots - 1);

  while (self->slots[at].count != 0 && self->slots[at].label != label)
    at = (at + 1) & (self->n_slots - 1);
  return &self->slots[at];
}

static void
grow (AssayCipherRepeats *self)
{
  g_autofree Slot *old = self->slots;
  const guint n_old = self->n_slots;

  self->n_slots *= 2;
  self->slots = g_new0 (Slot, self->n_slots);
  for (guint i = 0; i < n_old; i++)
    if (old[i].count != 0)
      *find (self, old[i].label) = old[i];
}

AssayCipherRepeat
assay_cipher_repeats_count (AssayCipherRepeats *self,
                            const guint8 label[ASSAY_CIPHER_LABEL],
                            guint32 picture)
{
  guint64 start;
  Slot *slot;

  memcpy (&start, label, sizeof start);
  start = GUINT64_FROM_LE (start);
  slot = find (self, start);
  if (slot->count == 0)
    {
      if (self->n_labels == self->most)
        {
          memset (self->slots, 0, self->n_slots * sizeof *self->slots);
          self->n_labels = 0;
          self->round++;
        }
      else if (self->n_labels + 1 > self->n_slots / 4 * 3)
        grow (self);
      self->n_labels++;
      slot = find (self, start);
      slot->label = start;
      slot->first = picture;
    }
  return (AssayCipherRepeat){ .round = self->round, .number = slot->count++, .first = slot->first };
}

AssayCipherRepeat
assay_cipher_repeats_guess (const AssayCipherRepeats *self)
{
  return (AssayCipherRepeat){ .round = self->round };
}
