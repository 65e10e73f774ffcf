/* assay-bmff-sample.c: the samples of one track in decoding order.
 *
 * Seven cursors walk the tables side by side (ISO/IEC 14496-12 8.6.1, 8.6.2, 8.7), each through a
 * small window; after the tables of moov come the runs of the movie fragments (8.8). */
#include "media/assay-bmff-sample-private.h"

#include "config.h"

#define CURSOR_WINDOW 8192u

/* trun flags of what each entry holds; sample flag "is not a sync sample" (8.8.3.1). */
enum
{
  TRUN_DURATION = 0x100,
  TRUN_SIZE = 0x200,
  TRUN_FLAGS = 0x400,
  TRUN_COMPOSITION = 0x800,
  SAMPLE_IS_NON_SYNC = 0x10000,
};

void
assay_bmff_cursor_init (AssayBmffCursor *self, AssayBmff *owner, guint64 offset, guint32 count)
{
  *self = (AssayBmffCursor){ .offset = offset, .left = count };
  if (count > 0)
    assay_window_init_sized (&self->window, owner->source, CURSOR_WINDOW);
}

gboolean
assay_bmff_cursor_read (AssayBmffCursor *self, AssayBmff *owner, gsize bytes, AssayReader *reader)
{
  if (self->left == 0 || owner->table_bytes < bytes)
    return FALSE;
  if (!assay_window_reader (&self->window, self->offset, bytes, reader))
    {
      self->left = 0;
      return FALSE;
    }
  self->offset += bytes;
  self->left--;
  owner->table_bytes -= bytes;
  return TRUE;
}

static void
cursor_for (AssayBmffCursor *self, AssayBmff *owner, const AssayBmffTable *table)
{
  assay_bmff_cursor_init (self, owner, table->offset, table->count);
}

static guint32
cursor_u32 (AssayBmffCursor *self, AssayBmff *owner)
{
  AssayReader reader;

  return assay_bmff_cursor_read (self, owner, 4, &reader) ? assay_reader_read_u32_be (&reader) : 0;
}

static void
next_stsc (AssayBmffSamples *self)
{
  AssayReader reader;

  self->samples_per_chunk = self->next_samples;
  self->next_first_chunk = G_MAXUINT32;
  if (assay_bmff_cursor_read (&self->stsc, self->owner, 12, &reader))
    {
      self->next_first_chunk = assay_reader_read_u32_be (&reader);
      self->next_samples = assay_reader_read_u32_be (&reader);
    }
}

void
assay_bmff_samples_init (AssayBmffSamples *self, AssayBmff *owner, const AssayBmffTrack *track)
{
  AssayBmffTable sizes = track->stsz;

  *self = (AssayBmffSamples){ .owner = owner, .track = track };
  if (track->constant_size > 0)
    sizes.count = 0;
  else if (track->size_bits == 4)
    sizes.count = (sizes.count + 1) / 2;
  cursor_for (&self->stts, owner, &track->stts);
  cursor_for (&self->ctts, owner, &track->ctts);
  cursor_for (&self->stss, owner, &track->stss);
  cursor_for (&self->stsc, owner, &track->stsc);
  cursor_for (&self->chunks, owner, &track->chunks);
  cursor_for (&self->sizes, owner, &sizes);
  self->next_sync = track->has_stss ? cursor_u32 (&self->stss, owner) : 0;
  next_stsc (self); /* reads ahead: the first entry becomes the current one at chunk 1 */
}

void
assay_bmff_samples_clear (AssayBmffSamples *self)
{
  AssayBmffCursor *const cursors[] = { &self->stts,   &self->ctts,  &self->stss,   &self->stsc,
                                       &self->chunks, &self->sizes, &self->entries };

  for (guint i = 0; i < G_N_ELEMENTS (cursors); i++)
    assay_window_clear (&cursors[i]->window);
}

/* Samples that no table lists cost a file nothing: they are paid for as if they had entries. */
static gboolean
spend_unlisted (AssayBmff *owner)
{
  if (owner->table_bytes < 16)
    return FALSE;
  owner->table_bytes -= 16;
  return TRUE;
}

static gboolean
next_size (AssayBmffSamples *self, guint32 *size)
{
  const AssayBmffTrack *track = self->track;
  AssayReader reader;

  *size = track->constant_size;
  if (track->constant_size > 0)
    return spend_unlisted (self->owner);
  if (track->size_bits == 4 && self->index % 2 == 1)
    { /* the second half of the byte read last */
      if (!assay_window_reader (&self->sizes.window, self->sizes.offset - 1, 1, &reader))
        return FALSE;
      *size = assay_reader_read_u8 (&reader) & 15u;
      return TRUE;
    }
  if (!assay_bmff_cursor_read (&self->sizes, self->owner, MAX (track->size_bits, 8) / 8, &reader))
    return FALSE;
  if (track->size_bits == 32)
    *size = assay_reader_read_u32_be (&reader);
  else if (track->size_bits == 16)
    *size = assay_reader_read_u16_be (&reader);
  else
    *size = (guint32) (assay_reader_read_u8 (&reader) >> (8 - track->size_bits));
  return TRUE;
}

static void
next_times (AssayBmffSamples *self, AssayBmffSample *sample)
{
  AssayReader reader;

  while (self->stts_left == 0 && assay_bmff_cursor_read (&self->stts, self->owner, 8, &reader))
    {
      self->stts_left = assay_reader_read_u32_be (&reader);
      self->stts_delta = assay_reader_read_u32_be (&reader);
    }
  while (self->ctts_left == 0 && assay_bmff_cursor_read (&self->ctts, self->owner, 8, &reader))
    {
      self->ctts_left = assay_reader_read_u32_be (&reader);
      self->ctts_offset = (gint32) assay_reader_read_u32_be (&reader);
    }
  sample->decode_time = self->time;
  sample->composition = self->time + (self->ctts_left > 0 ? self->ctts_offset : 0);
  sample->duration = self->stts_left > 0 ? self->stts_delta : 0;
  self->time += sample->duration;
  self->stts_left -= self->stts_left > 0 ? 1 : 0;
  self->ctts_left -= self->ctts_left > 0 ? 1 : 0;
}

/* 8.7.4: entries say from which chunk on a number of samples holds. */
static void
next_chunk (AssayBmffSamples *self)
{
  AssayReader reader;

  self->located = FALSE;
  while (self->chunk_left == 0)
    {
      if (!assay_bmff_cursor_read (&self->chunks, self->owner, self->track->wide_chunks ? 8 : 4,
                                   &reader))
        return;
      self->offset = self->track->wide_chunks ? assay_reader_read_u64_be (&reader)
                                              : assay_reader_read_u32_be (&reader);
      self->chunk++;
      while (self->chunk >= self->next_first_chunk)
        next_stsc (self);
      self->chunk_left = self->samples_per_chunk;
    }
  self->located = TRUE;
}

static gboolean
sample_is_sync (AssayBmffSamples *self)
{
  guint32 number = self->index + 1;

  if (!self->track->has_stss)
    return TRUE;
  while (self->next_sync != 0 && self->next_sync < number)
    self->next_sync = cursor_u32 (&self->stss, self->owner);
  return self->next_sync == number;
}

static gboolean
next_of_tables (AssayBmffSamples *self, AssayBmffSample *sample)
{
  if (self->index >= self->track->n_samples || !next_size (self, &sample->size))
    return FALSE;
  next_times (self, sample);
  if (self->chunk_left == 0)
    next_chunk (self);
  sample->located = self->located;
  sample->offset = self->offset;
  sample->sync = sample_is_sync (self);
  sample->index = self->index++;
  self->offset += sample->size;
  self->chunk_left -= self->chunk_left > 0 ? 1 : 0;
  return TRUE;
}

/* Opens the next run of this track that has samples; NULL after the last. */
static const AssayBmffRun *
current_run (AssayBmffSamples *self)
{
  GArray *runs = self->owner->runs;

  for (; self->run < runs->len; self->run++, self->run_index = 0)
    {
      const AssayBmffRun *run = &g_array_index (runs, AssayBmffRun, self->run);

      if (run->track_id != self->track->id || self->run_index >= run->count)
        continue;
      if (self->run_index > 0)
        return run;
      assay_window_clear (&self->entries.window);
      assay_bmff_cursor_init (&self->entries, self->owner, run->table, run->count);
      self->offset = run->data;
      if (run->decode_time <= G_MAXINT64 / 2) /* no overflow later */
        self->time = (gint64) run->decode_time;
      return run;
    }
  return NULL;
}

static gboolean
next_of_fragments (AssayBmffSamples *self, AssayBmffSample *sample)
{
  const AssayBmffRun *run = current_run (self);
  guint32 flags;
  AssayReader reader;
  gsize entry;

  if (run == NULL)
    return FALSE;
  *sample = (AssayBmffSample){ .size = run->size,
                               .duration = run->duration,
                               .decode_time = self->time };
  flags = self->run_index == 0 ? run->first_flags : run->sample_flags;
  entry = 4 * (gsize) __builtin_popcount (run->flags & 0xf00);
  sample->composition = self->time;
  if (entry > 0)
    {
      if (!assay_bmff_cursor_read (&self->entries, self->owner, entry, &reader))
        return FALSE;
      if (run->flags & TRUN_DURATION)
        sample->duration = assay_reader_read_u32_be (&reader);
      if (run->flags & TRUN_SIZE)
        sample->size = assay_reader_read_u32_be (&reader);
      if (run->flags & TRUN_FLAGS)
        flags = assay_reader_read_u32_be (&reader);
      if (run->flags & TRUN_COMPOSITION)
        sample->composition += (gint32) assay_reader_read_u32_be (&reader);
    }
  else if (!spend_unlisted (self->owner))
    return FALSE;
  sample->sync = (flags & SAMPLE_IS_NON_SYNC) == 0;
  sample->located = TRUE;
  sample->offset = self->offset;
  sample->index = self->index++;
  self->offset += sample->size;
  self->time += sample->duration;
  self->run_index++;
  return TRUE;
}

gboolean
assay_bmff_samples_next (AssayBmffSamples *self, AssayBmffSample *sample)
{
  if (self->index >= ASSAY_LIMIT_SAMPLES)
    return FALSE;
  if (self->run == 0 && self->run_index == 0 && next_of_tables (self, sample))
    return TRUE;
  return next_of_fragments (self, sample);
}
