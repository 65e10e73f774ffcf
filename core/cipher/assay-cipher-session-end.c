/* assay-cipher-session-end.c: the end of a stream: its seal is put in, or compared. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cipher/assay-cipher-session-private.h"

static void
close_seal (AssayCipherSession *self)
{
  assay_cipher_tally_end (self->tally, self->n_segments, &self->seal);
  self->outcome.n_segments = self->n_segments;
  self->outcome.n_units = self->seal.units;
  if (self->setup.sound != NULL)
    memcpy (self->seal.sound, self->setup.sound, sizeof self->seal.sound);
}

/* What was held back for the seal, which covers it. */
static gboolean
emit_held (AssayCipherSession *self, GError **error)
{
  gboolean done = TRUE;

  for (guint i = 0; i < self->held->len && done; i++)
    {
      const AssayCipherItem *item = g_ptr_array_index (self->held, i);

      done = self->setup.emit (item->gap->data, item->gap->len, item->data->data, item->data->len,
                               item->place, self->setup.user_data, error);
    }
  return done;
}

/* The seal stands before what ends the sequence, and covers it too. */
static gboolean
put_seal (AssayCipherSession *self, GError **error)
{
  g_autoptr (GBytes) seal = NULL;
  const guint8 *data;
  gsize size;

  for (guint i = 0; i < self->held->len; i++)
    {
      const AssayCipherItem *item = g_ptr_array_index (self->held, i);

      assay_cipher_tally_encrypted (self->tally, item->data->data, item->data->len,
                                    self->outcome.pictures);
    }
  close_seal (self);
  if (assay_cipher_session_is_null (self))
    return emit_held (self, error);
  seal = assay_cipher_seal_write (&self->seal, &self->keys, &self->header, self->temporal_id,
                                  ASSAY_CIPHER_MOST_BYTES - self->described - sizeof start_code);
  data = g_bytes_get_data (seal, &size);
  return self->setup.emit (start_code, sizeof start_code, data, size, self->place,
                           self->setup.user_data, error)
         && emit_held (self, error);
}

/* @seal: (nullable): of a video that is decrypted, and not as it was sealed. */
static void
take_gaps (AssayCipherSession *self, const AssayCipherGapSeal *seal)
{
  const GArray *gaps = assay_cipher_gaps_end (self->gaps, seal);

  if (gaps->len > 0)
    g_array_append_vals (self->outcome.gaps, gaps->data, gaps->len);
}

/* Whether what could not be read explains the first change. */
static gboolean
is_damaged_there (const AssayCipherOutcome *outcome)
{
  for (guint i = 0; i < outcome->damage->len; i++)
    {
      const guint64 picture = g_array_index (outcome->damage, AssayCipherDamage, i).picture;

      if (picture + 1 >= outcome->change.pictures[0] && picture <= outcome->change.pictures[1])
        return TRUE;
    }
  return FALSE;
}

/* Of a video that is whole it is known that what is missing was missing before. */
static void
find_gaps (AssayCipherSession *self)
{
  const AssayCipherOutcome *outcome = &self->outcome;
  AssayCipherGapSeal seal = { .fewer = outcome->seal.segments > self->n_segments };

  if (outcome->state == ASSAY_CIPHER_WHOLE || outcome->state == ASSAY_CIPHER_REPACKED)
    return;
  if (outcome->change.known && !is_damaged_there (outcome))
    memcpy (seal.pictures, outcome->change.pictures, sizeof seal.pictures);
  take_gaps (self, &seal);
}

/* Where the units of the change are: the sums leave seals out. */
static void
find_change (AssayCipherSession *self)
{
  AssayCipherOutcome *outcome = &self->outcome;

  outcome->numbered = self->n_units == self->seal.units + self->seals->len;
  for (guint end = 0; end < 2; end++)
    {
      outcome->change_at[end] = outcome->change.units[end];
      for (guint i = 0; i < self->seals->len; i++)
        if (g_array_index (self->seals, guint64, i) <= outcome->change_at[end])
          outcome->change_at[end]++;
    }
}

static gboolean
check_seal (AssayCipherSession *self, GError **error)
{
  const AssayCipherSeal *found = &self->outcome.seal;

  for (guint i = 0; i < self->held->len; i++)
    if (!assay_cipher_session_emit_item (self, g_ptr_array_index (self->held, i), error))
      return FALSE;
  close_seal (self);
  if (!self->has_seal)
    self->outcome.state = ASSAY_CIPHER_CUT;
  else
    self->outcome.state = assay_cipher_seal_compare (found, &self->seal, self->behind_seal);
  if (self->outcome.state == ASSAY_CIPHER_ALTERED)
    self->outcome.change = assay_cipher_tally_compare (self->tally, found, self->outcome.pictures);
  find_change (self);
  find_gaps (self);
  if (self->setup.keep_damaged || assay_cipher_state_check (self->outcome.state, error))
    return TRUE;
  if (self->damaged != NULL)
    g_prefix_error (error, "%s. ", self->damaged->message);
  return FALSE;
}

gboolean
assay_cipher_session_end (AssayCipherSession *self, GError **error)
{
  if (!assay_cipher_session_flush (self, error))
    return FALSE;
  if (self->timeline != NULL)
    assay_cipher_timeline_end (self->timeline);
  if (self->n_segments == 0)
    {
      g_set_error_literal (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_MALFORMED,
                           _ ("There is no picture in the video"));
      return FALSE;
    }
  if (self->setup.way == ASSAY_CIPHER_DECRYPT)
    return check_seal (self, error);
  take_gaps (self, NULL);
  return put_seal (self, error);
}
