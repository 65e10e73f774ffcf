/* assay-cipher-session.c: batches of pictures, the header. */
#include "cipher/assay-cipher-session-private.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "base/assay-base.h"
#include "cipher/assay-cipher-messages.h"
#include "cipher/assay-hevc-units.h"

#define MOST_DAMAGE 1000
#define MOST_SHOWN 1000000u
/* Ends of a sequence that wait for the seal. */
#define MOST_HELD 16u
/* Seals whose places are remembered: a video has one. */
#define MOST_SEALS 16u

static void
free_item (gpointer data)
{
  assay_cipher_item_free (data);
}

AssayCipherSession *
assay_cipher_session_new (const AssayCipherSetup *setup)
{
  AssayCipherSession *self = g_new0 (AssayCipherSession, 1);

  self->setup = *setup;
  self->header = *setup->header;
  self->keys = *setup->keys;
  self->batch = assay_cipher_batch_new (&self->header, &self->keys, setup->other,
                                        setup->way == ASSAY_CIPHER_DECRYPT, setup->threads);
  self->held = g_ptr_array_new_with_free_func (free_item);
  self->outcome.damage = g_array_new (FALSE, FALSE, sizeof (AssayCipherDamage));
  self->seals = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->outcome.gaps = g_array_new (FALSE, FALSE, sizeof (AssayCipherGapPlace));
  self->outcome.shown.orders = g_array_new (FALSE, FALSE, sizeof (gint32));
  self->outcome.shown.whole_from = G_MAXINT32;
  self->tally = assay_cipher_tally_new (
      &self->keys, setup->way == ASSAY_CIPHER_DECRYPT ? self->header.version : 0);
  self->stripped = g_byte_array_new ();
  if (setup->space != NULL)
    self->timeline = assay_cipher_timeline_new (setup->space);
  self->gaps = assay_cipher_gaps_new ();
  self->order = assay_cipher_order_new ();
  return self;
}

void
assay_cipher_session_free (AssayCipherSession *self)
{
  if (self == NULL)
    return;
  assay_cipher_batch_free (self->batch);
  g_ptr_array_unref (self->held);
  g_array_unref (self->outcome.damage);
  g_array_unref (self->outcome.gaps);
  g_array_unref (self->seals);
  assay_cipher_gaps_free (self->gaps);
  g_array_unref (self->outcome.shown.orders);
  assay_cipher_tally_free (self->tally);
  g_byte_array_unref (self->stripped);
  g_clear_pointer (&self->description, g_bytes_unref);
  assay_cipher_order_free (self->order);
  assay_cipher_timeline_free (self->timeline);
  assay_cipher_keys_clear (&self->keys);
  g_clear_error (&self->damaged);
  g_free (self);
}

static gboolean
emit (AssayCipherSession *self,
      const guint8 *gap,
      gsize gap_size,
      const guint8 *nal,
      gsize size,
      gpointer place,
      GError **error)
{
  if (self->setup.way == ASSAY_CIPHER_ENCRYPT)
    assay_cipher_tally_encrypted (self->tally, nal, size, self->outcome.pictures);
  else
    assay_cipher_tally_plain (self->tally, nal, size);
  return self->setup.emit (gap, gap_size, nal, size, place, self->setup.user_data, error);
}

gboolean
assay_cipher_session_emit_item (AssayCipherSession *self,
                                const AssayCipherItem *item,
                                GError **error)
{
  const GByteArray *data = item->changed != NULL ? item->changed : item->data;

  return emit (self, item->gap->data, item->gap->len, data->data, data->len, item->place, error);
}

static void
count_damage (AssayCipherSession *self, const AssayCipherDamage *damage)
{
  self->outcome.n_unread += self->outcome.n_damaged == 0 || self->unread != damage->picture ? 1 : 0;
  self->unread = damage->picture;
  self->outcome.n_damaged++;
  if (self->outcome.damage->len < MOST_DAMAGE)
    g_array_append_val (self->outcome.damage, *damage);
}

/* FALSE if the damage ends the work. Whether it was there when the video was encrypted only its
 * seal tells. */
static gboolean
note_damage (AssayCipherSession *self, AssayCipherItem *item, GError **error)
{
  const AssayCipherDamage damage
      = { item->unit, item->turn.number, item->coded, (AssayCipherError) item->error->code };

  count_damage (self, &damage);
  if (self->setup.keep_damaged)
    return TRUE;
  if (self->setup.way == ASSAY_CIPHER_DECRYPT)
    {
      if (self->damaged == NULL)
        g_propagate_prefixed_error (&self->damaged, g_steal_pointer (&item->error),
                                    _ ("NAL unit %" PRIu64 ": "), item->unit);
      return TRUE;
    }
  g_set_error (error, ASSAY_CIPHER_ERROR, item->error->code,
               _ ("NAL unit %" PRIu64 ": %s; set “damaged” to “keep” to leave what cannot be read "
                  "as it is, readable for all"),
               item->unit, item->error->message);
  return FALSE;
}

/* A slice segment that went through a lane. */
static void
note_space (AssayCipherSession *self, const AssayCipherItem *item)
{
  guint64 encrypted = 0;

  if (self->timeline == NULL || !item->readable)
    return;
  for (guint i = 0; i < ASSAY_CIPHER_N_CLASSES; i++)
    encrypted += item->count.bits[i];
  assay_cipher_timeline_add (self->timeline, item->shown.order, item->begins,
                             8 * (guint64) item->data->len, encrypted);
}

static void
note_gaps (AssayCipherSession *self, const AssayCipherItem *item)
{
  const gboolean decrypt = self->setup.way == ASSAY_CIPHER_DECRYPT;
  const AssayCipherGapSlice slice
      = { .unit = item->unit,
          .picture = item->coded,
          .segment = item->turn.number,
          .begins = item->begins,
          .shown = &item->shown,
          .units = item->error == NULL ? item->count.units : 0,
          .picture_units = item->count.picture_units,
          .like = decrypt && item->turn.drawn && item->turn.repeat.number > 0
                      ? item->turn.repeat.first
                      : 0 };

  if (item->readable)
    assay_cipher_gaps_add (self->gaps, &slice);
}

gboolean
assay_cipher_session_flush (AssayCipherSession *self, GError **error)
{
  const GPtrArray *items = assay_cipher_batch_get_items (self->batch);
  gboolean done = assay_cipher_batch_run (self->batch, self->setup.cancellable, error);

  for (guint i = 0; i < items->len && done; i++)
    {
      AssayCipherItem *item = g_ptr_array_index (items, i);

      assay_cipher_count_add (&self->outcome.count, &item->count);
      note_space (self, item);
      note_gaps (self, item);
      done = (item->error == NULL || note_damage (self, item, error))
             && assay_cipher_session_emit_item (self, item, error);
    }
  assay_cipher_batch_clear (self->batch);
  return done;
}

/* Parameter sets are for all lanes; what came before must not see them. */
static gboolean
take_parameters (AssayCipherSession *self, AssayCipherItem *item, GError **error)
{
  if (!assay_cipher_session_flush (self, error))
    {
      assay_cipher_item_free (item);
      return FALSE;
    }
  assay_cipher_batch_take_parameters (self->batch, item);
  /* In the batch for its place in the order; not to be taken again. */
  item->readable = FALSE;
  assay_cipher_batch_add (self->batch, item);
  return TRUE;
}

static gboolean
put_header (AssayCipherSession *self, GError **error)
{
  g_autoptr (GBytes) header = NULL;
  const guint8 *data;
  gsize size;

  if (self->has_header || self->setup.way == ASSAY_CIPHER_DECRYPT
      || assay_cipher_session_is_null (self))
    return TRUE;
  self->has_header = TRUE;
  header = assay_cipher_header_write (&self->header, &self->keys);
  data = g_bytes_get_data (header, &size);
  self->described = size + sizeof start_code;
  return assay_cipher_session_flush (self, error)
         && emit (self, start_code, sizeof start_code, data, size, self->place, error);
}

static void
note_shown (AssayCipherSession *self, gint32 order)
{
  AssayCipherShown *shown = &self->outcome.shown;

  if (self->header.regions.n_tracks == 0 || shown->orders->len >= MOST_SHOWN)
    return;
  g_array_append_val (shown->orders, order);
  assay_cipher_order_get_window (self->order, shown->window);
  shown->unit = assay_cipher_order_get_unit (self->order);
  if (self->whole && self->area.n > 0)
    shown->whole_from = MIN (shown->whole_from, order);
}

/* What of a picture that begins is encrypted. */
static void
find_area (AssayCipherSession *self)
{
  gint32 order = assay_cipher_order_get (self->order);

  assay_cipher_regions_at (&self->header.regions, order, &self->area);
  self->outcome.late
      |= !self->reached && self->area.n > 0 && !assay_cipher_order_is_intra (self->order);
  self->reached |= self->area.n > 0;
  self->whole |= self->reached && self->header.regions.whole_after
                 && assay_cipher_order_is_intra (self->order);
  if (self->whole && self->area.n > 0)
    self->area.limited = FALSE;
  for (guint i = 0; i < self->area.n; i++)
    self->outcome.count.regions[self->area.track[i]].pictures++;
  note_shown (self, order);
}

static gboolean
take_slice (AssayCipherSession *self, AssayCipherItem *item, GError **error)
{
  gboolean first = assay_hevc_nal_begins_picture (&item->nal);

  if (!put_header (self, error)
      || (first && assay_cipher_batch_is_full (self->batch)
          && !assay_cipher_session_flush (self, error)))
    {
      assay_cipher_item_free (item);
      return FALSE;
    }
  if (first)
    {
      assay_cipher_batch_begin_picture (self->batch);
      item->coded = ++self->outcome.pictures;
    }
  item->area = self->area;
  item->begins = first;
  item->shown = *assay_cipher_order_get_picture (self->order);
  item->turn.number = self->n_segments++;
  item->turn.picture = (guint32) item->coded;
  self->temporal_id = item->nal.temporal_id;
  assay_cipher_batch_add (self->batch, item);
  return TRUE;
}

/* Whether the unit ends here: what Assay put in, and what is to be left out. */
static gboolean
is_dropped (AssayCipherSession *self, const AssayHevcNal *nal)
{
  const guint64 unit = self->n_units - 1;
  AssayCipherSeal seal;

  if (self->setup.way == ASSAY_CIPHER_ENCRYPT)
    {
      gboolean removed
          = self->header.hash_sei == ASSAY_HASH_SEI_STRIP && assay_hash_sei_is_all (nal);

      self->outcome.removed += removed ? 1 : 0;
      return removed;
    }
  if (assay_cipher_seal_read (&seal, nal, &self->keys))
    {
      /* Old ones had no sum of themselves: whoever forges a seal writes such a one. */
      seal.broken |= seal.old && self->header.version >= ASSAY_CIPHER_SUMMED_VERSION;
      self->behind_seal |= self->has_seal;
      self->outcome.seal = seal;
      self->has_seal = TRUE;
      if (self->seals->len < MOST_SEALS)
        g_array_append_val (self->seals, unit);
      return TRUE;
    }
  self->behind_seal |= self->has_seal && nal->type != ASSAY_NAL_END_OF_SEQUENCE
                       && nal->type != ASSAY_NAL_END_OF_SEQUENCE + 1;
  assay_cipher_tally_encrypted (self->tally, nal->data, nal->size, self->outcome.pictures);
  if (!assay_cipher_header_is (nal))
    return FALSE;
  const gsize size = assay_hevc_trim (nal->data, nal->size);
  self->has_header = TRUE;
  if (self->description == NULL)
    self->description = g_bytes_new (nal->data, size);
  /* One that is repeated goes too; another one is that of another video, put behind this one. */
  return g_bytes_get_size (self->description) == size
         && memcmp (g_bytes_get_data (self->description, NULL), nal->data, size) == 0;
}

/* Picture hashes that share their unit with other messages. */
static void
strip_hashes (AssayCipherSession *self, AssayHevcNal *unit)
{
  if (self->setup.way != ASSAY_CIPHER_ENCRYPT || self->header.hash_sei != ASSAY_HASH_SEI_STRIP
      || !assay_hash_sei_strip (unit, self->stripped))
    return;
  self->outcome.removed++;
  assay_hevc_nal_read (self->stripped->data, self->stripped->len, unit);
}

void
assay_cipher_session_release (AssayCipherSession *self)
{
  for (guint i = 0; i < self->held->len; i++)
    assay_cipher_batch_add (self->batch, g_ptr_array_index (self->held, i));
  g_ptr_array_set_free_func (self->held, NULL);
  g_ptr_array_set_size (self->held, 0);
  g_ptr_array_set_free_func (self->held, free_item);
}

void
assay_cipher_session_set_place (AssayCipherSession *self, gpointer place)
{
  self->place = place;
}

static gboolean
take_item (AssayCipherSession *self, AssayCipherItem *item, GError **error)
{
  assay_cipher_session_release (self);
  if (item->readable && assay_cipher_order_take (self->order, &item->nal))
    find_area (self);
  if (item->readable && (item->nal.type == ASSAY_NAL_SPS || item->nal.type == ASSAY_NAL_PPS))
    return take_parameters (self, item, error);
  if (item->readable && assay_hevc_nal_is_slice (&item->nal))
    return take_slice (self, item, error);
  item->readable = FALSE;
  assay_cipher_batch_add (self->batch, item);
  return TRUE;
}

gboolean
assay_cipher_session_skip (
    AssayCipherSession *self, const guint8 *data, gsize size, guint64 packet, GError **error)
{
  const AssayCipherDamage damage = { .unit = self->n_units,
                                     .segment = self->n_segments,
                                     .picture = self->outcome.pictures + 1,
                                     .code = ASSAY_CIPHER_ERROR_MALFORMED };

  /* What came before it goes before it. */
  assay_cipher_session_release (self);
  if (!assay_cipher_session_flush (self, error))
    return FALSE;
  assay_cipher_tally_encrypted (self->tally, data, size, self->outcome.pictures);
  assay_cipher_tally_plain (self->tally, data, size);
  count_damage (self, &damage);
  self->n_units++;
  self->outcome.pictures++;
  self->n_skipped++;
  if (self->setup.keep_damaged)
    return TRUE;
  if (self->setup.way == ASSAY_CIPHER_ENCRYPT)
    {
      g_set_error (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_MALFORMED,
                   _ ("Packet %" PRIu64 " of the video is damaged; set “damaged” to “keep” to "
                      "leave what cannot be read as it is, readable for all"),
                   packet);
      return FALSE;
    }
  /* The seal tells whether it came so. */
  if (self->damaged == NULL)
    self->damaged = g_error_new (ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_MALFORMED,
                                 _ ("Packet %" PRIu64 " of the video is damaged"), packet);
  return TRUE;
}

void
assay_cipher_session_beside (AssayCipherSession *self, const guint8 *data, gsize size)
{
  assay_cipher_tally_beside (self->tally, data, size);
}

/* A second description or seal would be taken for those of the video that is written. */
static gboolean
check_plain (const AssayHevcNal *nal, GError **error)
{
  if (assay_cipher_header_is (nal))
    {
      g_set_error_literal (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_UNSUPPORTED,
                           _ ("The video is encrypted already"));
      return FALSE;
    }
  if (!assay_cipher_seal_is (nal))
    return TRUE;
  g_set_error_literal (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_UNSUPPORTED,
                       _ ("The video holds the seal of an encrypted one: it is encrypted already, "
                          "and what describes that was taken out of it"));
  return FALSE;
}

gboolean
assay_cipher_session_push (AssayCipherSession *self,
                           const guint8 *gap,
                           gsize gap_size,
                           const guint8 *nal,
                           gsize size,
                           GError **error)
{
  AssayCipherItem *item;
  AssayHevcNal unit = { .data = nal, .size = size, .type = 64 };
  gboolean has_header = assay_hevc_nal_read (nal, size, &unit);

  if (assay_cipher_batch_is_over (self->batch) && !assay_cipher_session_flush (self, error))
    return FALSE;
  self->n_units++;
  if (self->setup.way == ASSAY_CIPHER_ENCRYPT && has_header && !check_plain (&unit, error))
    return FALSE;
  if (self->setup.way == ASSAY_CIPHER_ENCRYPT && has_header)
    self->outcome.messages += assay_cipher_messages_count (&unit);
  if (is_dropped (self, &unit))
    return TRUE;
  if (has_header)
    strip_hashes (self, &unit);
  if (self->setup.bytes)
    assay_cipher_tally_beside (self->tally, gap, gap_size);
  if (self->setup.way == ASSAY_CIPHER_ENCRYPT)
    assay_cipher_tally_plain (self->tally, unit.data, unit.size);
  item = assay_cipher_item_new (gap, gap_size, unit.data, unit.size);
  item->unit = self->n_units - 1;
  item->coded = self->outcome.pictures;
  item->place = self->place;
  /* Empty ones say nothing. */
  if (!has_header && unit.size > 0)
    item->error = g_error_new_literal (ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_MALFORMED,
                                       _ ("It has no header that can be read"));
  item->readable
      = assay_hevc_nal_read (item->data->data, item->data->len, &item->nal) && item->nal.layer == 0;
  if (has_header && unit.layer != 0)
    {
      self->outcome.passed++;
      self->outcome.passed_bytes += size;
      self->outcome.passed_layers |= G_GUINT64_CONSTANT (1) << (unit.layer & 63);
    }
  if (self->setup.hashes != NULL && has_header
      && !assay_cipher_rehash (
          self->setup.hashes, &item->nal, self->outcome.pictures - self->n_skipped,
          self->setup.way == ASSAY_CIPHER_ENCRYPT, &self->outcome.hashes, &item->changed, error))
    {
      assay_cipher_item_free (item);
      return FALSE;
    }
  if (item->readable
      && (item->nal.type == ASSAY_NAL_END_OF_SEQUENCE
          || item->nal.type == ASSAY_NAL_END_OF_SEQUENCE + 1))
    {
      item->readable = FALSE;
      g_ptr_array_add (self->held, item);
      /* Two may end a stream; who writes hundreds has another intention. */
      if (self->held->len > MOST_HELD)
        assay_cipher_session_release (self);
      return TRUE;
    }
  return take_item (self, item, error);
}

const AssayCipherOutcome *
assay_cipher_session_get_outcome (const AssayCipherSession *self)
{
  return &self->outcome;
}
