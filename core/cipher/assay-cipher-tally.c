/* assay-cipher-tally.c: the sums of a seal; where two of them part. */
#include <openssl/crypto.h>
#include <string.h>

#include "cipher/assay-cipher-content.h"

struct _AssayCipherTally
{
  AssayCipherSum *encrypted;
  AssayCipherSum *plain;
  AssayCipherContent *content;
  AssayCipherSum *arrangement;
  guint32 units; /* of the encrypted stream */
  guint step_log2;
  guint n_steps;
  guint8 steps[ASSAY_CIPHER_STEPS][ASSAY_CIPHER_STEP_SIZE];
  guint64 pictures[ASSAY_CIPHER_STEPS]; /* that began before each step */
};

AssayCipherTally *
assay_cipher_tally_new (const AssayCipherKeys *keys, guint version)
{
  AssayCipherTally *self = g_new0 (AssayCipherTally, 1);

  self->encrypted = assay_cipher_sum_new (keys, "encrypted");
  self->plain = assay_cipher_sum_new (keys, "plain");
  self->content = assay_cipher_content_new (keys, version);
  self->arrangement = assay_cipher_sum_new (keys, "arrangement");
  return self;
}

void
assay_cipher_tally_free (AssayCipherTally *self)
{
  if (self == NULL)
    return;
  assay_cipher_sum_free (self->encrypted);
  assay_cipher_sum_free (self->plain);
  assay_cipher_content_free (self->content);
  assay_cipher_sum_free (self->arrangement);
  g_free (self);
}

/* Twice as far between two of them. */
static void
thin_steps (AssayCipherTally *self)
{
  self->n_steps /= 2;
  for (guint i = 0; i < self->n_steps; i++)
    {
      memcpy (self->steps[i], self->steps[2 * i + 1], ASSAY_CIPHER_STEP_SIZE);
      self->pictures[i] = self->pictures[2 * i + 1];
    }
  self->step_log2++;
}

static void
add_step (AssayCipherTally *self, guint64 pictures)
{
  if ((self->units & ((1u << self->step_log2) - 1)) != 0)
    return;
  if (self->n_steps == ASSAY_CIPHER_STEPS)
    {
      thin_steps (self);
      if ((self->units & ((1u << self->step_log2) - 1)) != 0)
        return;
    }
  assay_cipher_sum_peek (self->encrypted, self->steps[self->n_steps], ASSAY_CIPHER_STEP_SIZE);
  self->pictures[self->n_steps] = pictures;
  self->n_steps++;
}

void
assay_cipher_tally_encrypted (AssayCipherTally *self,
                              const guint8 *nal,
                              gsize size,
                              guint64 pictures)
{
  self->units++;
  assay_cipher_sum_unit (self->encrypted, nal, size);
  assay_cipher_content_add (self->content, nal, size);
  add_step (self, pictures);
}

void
assay_cipher_tally_plain (AssayCipherTally *self, const guint8 *nal, gsize size)
{
  assay_cipher_sum_unit (self->plain, nal, size);
}

void
assay_cipher_tally_beside (AssayCipherTally *self, const guint8 *data, gsize size)
{
  assay_cipher_sum_unit (self->arrangement, data, size);
}

void
assay_cipher_tally_end (AssayCipherTally *self, guint32 segments, AssayCipherSeal *seal)
{
  seal->segments = segments;
  seal->units = self->units;
  assay_cipher_sum_end (self->encrypted, seal->digest, sizeof seal->digest);
  assay_cipher_sum_end (self->plain, seal->plain, sizeof seal->plain);
  assay_cipher_content_end (self->content, seal->content, sizeof seal->content);
  assay_cipher_sum_end (self->arrangement, seal->arrangement, sizeof seal->arrangement);
  seal->extended = TRUE;
  seal->step_log2 = self->step_log2;
  seal->n_steps = self->n_steps;
  memcpy (seal->steps, self->steps, sizeof seal->steps);
}

static gboolean
equal (const guint8 *a, const guint8 *b, gsize size)
{
  return CRYPTO_memcmp (a, b, size) == 0;
}

/* Whether the encrypted units in order are those that were sealed. */
static gboolean
fits (const AssayCipherSeal *sealed, const AssayCipherSeal *found)
{
  return sealed->units == found->units
         && equal (sealed->digest, found->digest, sealed->old ? 32 : ASSAY_CIPHER_SEAL_DIGEST);
}

AssayCipherState
assay_cipher_seal_compare (const AssayCipherSeal *sealed,
                           const AssayCipherSeal *found,
                           gboolean behind)
{
  if (sealed->broken)
    return ASSAY_CIPHER_BROKEN;
  if (!behind && fits (sealed, found))
    {
      if (!equal (sealed->plain, found->plain, sizeof sealed->plain))
        return ASSAY_CIPHER_DIFFERENT;
      return sealed->old
                     || equal (sealed->arrangement, found->arrangement, sizeof sealed->arrangement)
                 ? ASSAY_CIPHER_WHOLE
                 : ASSAY_CIPHER_REPACKED;
    }
  if (!behind && sealed->extended && sealed->segments == found->segments
      && equal (sealed->content, found->content, sizeof sealed->content))
    return ASSAY_CIPHER_REPACKED;
  /* Whatever became of the encrypted one: all units came back as they were, in order. */
  return equal (sealed->plain, found->plain, sizeof sealed->plain) ? ASSAY_CIPHER_REPACKED
                                                                   : ASSAY_CIPHER_ALTERED;
}

AssayCipherChange
assay_cipher_tally_compare (const AssayCipherTally *self,
                            const AssayCipherSeal *seal,
                            guint64 pictures)
{
  const guint log2 = MAX (self->step_log2, seal->step_log2);
  const guint mine = log2 - self->step_log2;
  const guint theirs = log2 - seal->step_log2;
  AssayCipherChange change = { .known = seal->extended,
                               .units = { 0, MAX (self->units, 1) - 1 },
                               .pictures = { 1, pictures } };

  /* Beyond so many steps neither has any. */
  if (mine > 4 || theirs > 4)
    return change;
  for (guint i = 1; i << mine <= self->n_steps && i << theirs <= seal->n_steps; i++)
    {
      const guint at = (i << mine) - 1;
      const guint64 units = (guint64) i << log2;

      if (!equal (self->steps[at], seal->steps[(i << theirs) - 1], ASSAY_CIPHER_STEP_SIZE))
        {
          change.units[1] = units - 1;
          /* The last unit may begin one more. */
          change.pictures[1] = MIN (self->pictures[at] + 1, pictures);
          break;
        }
      change.units[0] = units;
      change.pictures[0] = MAX (self->pictures[at], 1);
    }
  /* All that is there fits: what is missing stood behind it. */
  change.units[0] = MIN (change.units[0], change.units[1]);
  return change;
}
