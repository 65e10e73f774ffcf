/* assay-cipher-batch.c: a picture goes to the next lane that is free. */
#include "cipher/assay-cipher-batch.h"

#include "base/assay-base.h"

/* Pictures for each lane: with few, lanes wait for the one that has the largest. */
#define PICTURES 16
/* At which a batch ends in any case. */
#define MOST_BYTES ((gsize) 16 * 1024 * 1024)

struct _AssayCipherBatch
{
  AssayCipherLane **lanes;
  guint n_lanes;
  GPtrArray *items;
  guint n_pictures;
  gsize bytes;
  AssayCipherLane *last;  /* which had the last picture of the batch before: it may go on */
  AssayCipherLane *again; /* for pictures that went with the wrong key; NULL with one lane */
  AssayCipherRepeats *repeats;
  /* guarded by lock, while lanes work */
  GMutex lock;
  AssayCipherLane **idle;
  guint n_idle;
};

AssayCipherItem *
assay_cipher_item_new (const guint8 *gap, gsize gap_size, const guint8 *nal, gsize size)
{
  AssayCipherItem *self = g_new0 (AssayCipherItem, 1);

  self->gap
      = g_byte_array_append (g_byte_array_sized_new ((guint) gap_size), gap, (guint) gap_size);
  self->data = g_byte_array_append (g_byte_array_sized_new ((guint) size), nal, (guint) size);
  return self;
}

void
assay_cipher_item_free (AssayCipherItem *self)
{
  if (self == NULL)
    return;
  g_byte_array_unref (self->gap);
  g_byte_array_unref (self->data);
  g_clear_pointer (&self->changed, g_byte_array_unref);
  g_clear_error (&self->error);
  g_free (self);
}

static void
free_item (gpointer data)
{
  assay_cipher_item_free (data);
}

static AssayCipherLane *
make_lane (const AssayCipherHeader *header,
           const AssayCipherKeys *keys,
           const AssayCipherKeys *other,
           gboolean decrypt)
{
  AssayCipherLane *lane = assay_cipher_lane_new (header, keys, decrypt);

  if (other != NULL)
    assay_cipher_lane_compare (lane, other);
  return lane;
}

AssayCipherBatch *
assay_cipher_batch_new (const AssayCipherHeader *header,
                        const AssayCipherKeys *keys,
                        const AssayCipherKeys *other,
                        gboolean decrypt,
                        guint threads)
{
  AssayCipherBatch *self = g_new0 (AssayCipherBatch, 1);

  self->n_lanes = MAX (threads, 1);
  self->lanes = g_new0 (AssayCipherLane *, self->n_lanes);
  self->idle = g_new0 (AssayCipherLane *, self->n_lanes);
  for (guint i = 0; i < self->n_lanes; i++)
    self->lanes[i] = make_lane (header, keys, other, decrypt);
  if (self->n_lanes > 1)
    self->again = make_lane (header, keys, other, decrypt);
  self->repeats = assay_cipher_repeats_new (ASSAY_CIPHER_MOST_LABELS);
  self->last = self->lanes[0];
  self->items = g_ptr_array_new_with_free_func (free_item);
  g_mutex_init (&self->lock);
  return self;
}

void
assay_cipher_batch_free (AssayCipherBatch *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_lanes; i++)
    assay_cipher_lane_free (self->lanes[i]);
  assay_cipher_lane_free (self->again);
  assay_cipher_repeats_free (self->repeats);
  g_free (self->lanes);
  g_free (self->idle);
  g_ptr_array_unref (self->items);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* What is made for a unit beside its bytes: arrays and counts. Streams of nothing but tiny units
 * must not fill the memory either. */
#define ITEM_COST 512u

void
assay_cipher_batch_add (AssayCipherBatch *self, AssayCipherItem *item)
{
  item->picture = self->n_pictures;
  self->bytes += sizeof *item + ITEM_COST + item->gap->len + item->data->len;
  g_ptr_array_add (self->items, item);
}

void
assay_cipher_batch_begin_picture (AssayCipherBatch *self)
{
  self->n_pictures++;
}

gboolean
assay_cipher_batch_is_full (const AssayCipherBatch *self)
{
  return self->n_lanes == 1 || self->n_pictures >= PICTURES * self->n_lanes;
}

gboolean
assay_cipher_batch_is_over (const AssayCipherBatch *self)
{
  return self->bytes > MOST_BYTES;
}

void
assay_cipher_batch_take_parameters (AssayCipherBatch *self, AssayCipherItem *item)
{
  AssayCipherCount nothing = { 0 };

  for (guint i = 0; i < self->n_lanes + (self->again != NULL ? 1 : 0); i++)
    {
      AssayCipherLane *lane = i < self->n_lanes ? self->lanes[i] : self->again;

      g_clear_error (&item->error);
      assay_cipher_lane_take (lane, &item->nal, &item->turn, &item->area, &nothing, &item->error);
    }
}

static void
work_on (AssayCipherBatch *self, AssayCipherLane *lane, guint picture)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      AssayCipherItem *item = g_ptr_array_index (self->items, i);
      const GByteArray *changed;

      if (!item->readable || item->picture != picture)
        continue;
      g_clear_error (&item->error);
      g_clear_pointer (&item->changed, g_byte_array_unref);
      item->count = (AssayCipherCount){ 0 };
      changed = assay_cipher_lane_take (lane, &item->nal, &item->turn, &item->area, &item->count,
                                        &item->error);
      if (changed == NULL)
        continue;
      item->changed = g_byte_array_sized_new (changed->len);
      g_byte_array_append (item->changed, changed->data, changed->len);
    }
}

/* Pictures @first .. @last - 1, counted from 0, by a lane that nobody else has. */
static void
work (gsize first, gsize last, gpointer user_data)
{
  AssayCipherBatch *self = user_data;
  AssayCipherLane *lane;

  g_mutex_lock (&self->lock);
  lane = self->idle[--self->n_idle];
  g_mutex_unlock (&self->lock);
  for (gsize i = first; i < last; i++)
    work_on (self, lane, (guint) i + 1);
  g_mutex_lock (&self->lock);
  if (last == self->n_pictures)
    self->last = lane;
  self->idle[self->n_idle++] = lane;
  g_mutex_unlock (&self->lock);
}

/* Where nothing is done before it, a slice segment learns at once how often its label came. */
static void
prepare_turns (AssayCipherBatch *self)
{
  const gboolean in_order = self->n_lanes == 1 || self->n_pictures <= 1;

  for (guint i = 0; i < self->items->len; i++)
    {
      AssayCipherItem *item = g_ptr_array_index (self->items, i);

      item->turn.repeats = in_order || item->picture == 0 ? self->repeats : NULL;
      item->turn.repeat = assay_cipher_repeats_guess (self->repeats);
    }
}

/* Labels of pictures that went side by side, in order. Those that have come before had the wrong
 * key: these pictures go again. Rare: such slice segments agree in all that can be read of them. */
static gboolean
settle_turns (AssayCipherBatch *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) wrong = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < self->items->len; i++)
    {
      AssayCipherItem *item = g_ptr_array_index (self->items, i);
      AssayCipherRepeat repeat;

      if (!item->readable || item->turn.repeats != NULL || !item->turn.drawn)
        continue;
      repeat = assay_cipher_repeats_count (self->repeats, item->turn.label, item->turn.picture);
      if (repeat.round == item->turn.repeat.round && repeat.number == item->turn.repeat.number)
        continue;
      item->turn.repeat = repeat;
      if (wrong->len == 0 || g_array_index (wrong, guint, wrong->len - 1) != item->picture)
        g_array_append_val (wrong, item->picture);
    }
  for (guint i = 0; i < wrong->len; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      work_on (self, self->again, g_array_index (wrong, guint, i));
    }
  return TRUE;
}

gboolean
assay_cipher_batch_run (AssayCipherBatch *self, GCancellable *cancellable, GError **error)
{
  prepare_turns (self);
  /* Slice segments that go on with a picture need the states that it left behind. */
  work_on (self, self->last, 0);
  self->n_idle = self->n_lanes;
  for (guint i = 0; i < self->n_lanes; i++)
    self->idle[i] = self->lanes[i];
  if (self->n_pictures > 1)
    return assay_parallel_for (self->n_pictures, 1, self->n_lanes, work, self, cancellable, error)
           && settle_turns (self, cancellable, error);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (self->n_pictures == 1)
    work (0, 1, self);
  return TRUE;
}

const GPtrArray *
assay_cipher_batch_get_items (const AssayCipherBatch *self)
{
  return self->items;
}

void
assay_cipher_batch_clear (AssayCipherBatch *self)
{
  g_ptr_array_set_size (self->items, 0);
  self->n_pictures = 0;
  self->bytes = 0;
}
