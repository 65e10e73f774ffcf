/* assay-bmff-timing.c: what the samples of a track say together: counts, gaps in time, distances of
 * key frames. */
#include "media/assay-bmff-sample-private.h"

#include "config.h"

#include "media/assay-encoder-scan-private.h"
#include "media/assay-parser-private.h"

/* Runs of equal durations and key-frame distances that are looked at: 4 h of changing frame rate at
 * 60 fps. */
#define RUNS_MAXIMUM (1024u * 1024u)
/* How many samples at the start are searched for names of encoders, and how much of each. */
#define SCANNED_SAMPLES 3u
#define SCANNED_BYTES ASSAY_WINDOW_SIZE

typedef struct
{
  guint32 value;
  guint32 count;
} Run;

typedef struct
{
  GArray *durations; /* Run, in order */
  GArray *groups;    /* guint32: samples from one sync sample to the next */
  guint64 samples, bytes, ticks, sync, outside;
  guint32 last_sync;
  guint64 first_outside;
} Walk;

static gboolean
in_media_data (const AssayBmff *self, guint64 offset, guint32 size)
{
  for (guint i = 0; i < self->mdats->len; i++)
    {
      const AssayBmffRange *range = &g_array_index (self->mdats, AssayBmffRange, i);

      if (offset >= range->begin && offset <= range->end && size <= range->end - offset)
        return TRUE;
    }
  return FALSE;
}

/* What is derived from a table is placed at it. */
static guint64
table_place (const AssayBmffTable *table)
{
  return table->offset > 0 ? table->offset : ASSAY_OFFSET_NONE;
}

static void
add_duration (Walk *walk, guint32 duration)
{
  Run run = { duration, 1 };

  if (walk->durations->len > 0)
    {
      Run *last = &g_array_index (walk->durations, Run, walk->durations->len - 1);

      if (last->value == duration)
        {
          last->count++;
          return;
        }
    }
  if (walk->durations->len < RUNS_MAXIMUM)
    g_array_append_val (walk->durations, run);
}

static void
add_sync (Walk *walk, guint32 index)
{
  guint32 distance = index - walk->last_sync;

  if (walk->sync > 0 && walk->groups->len < RUNS_MAXIMUM)
    g_array_append_val (walk->groups, distance);
  walk->last_sync = index;
  walk->sync++;
}

/* A fragmented recording of a day has thousands of mdat boxes: then only ranges of the file are
 * checked. */
static gboolean
sample_outside (const AssayBmff *self, const AssayBmffSample *sample)
{
  if (!sample->located || sample->size == 0)
    return FALSE;
  if (self->mdats->len > 16)
    return sample->offset > self->size || sample->size > self->size - sample->offset;
  return !in_media_data (self, sample->offset, sample->size);
}

static void
scan_sample (AssayBmff *self, const AssayBmffTrack *track, const AssayBmffSample *sample)
{
  AssayReader reader;
  gsize size = MIN (sample->size, SCANNED_BYTES);
  const guint8 *data;

  size = assay_window_reader_partial (&self->window, sample->offset, size, &reader);
  data = assay_reader_peek (&reader, size);
  if (size == 0 || data == NULL)
    return;
  if (track->nal_length > 0)
    assay_nal_scan_sample (self->inspection, data, size, sample->offset, track->nal_length,
                           track->hevc);
  else
    assay_encoder_scan (self->inspection, data, size, sample->offset);
}

static void
walk_samples (AssayBmff *self, const AssayBmffTrack *track, Walk *walk)
{
  g_auto (AssayBmffSamples) samples = { 0 };
  AssayBmffSample sample;

  assay_bmff_samples_init (&samples, self, track);
  while (assay_bmff_samples_next (&samples, &sample))
    {
      if ((sample.index & 0xffff) == 0 && g_cancellable_is_cancelled (self->cancellable))
        return;
      walk->samples++;
      walk->bytes += sample.size;
      walk->ticks += sample.duration;
      add_duration (walk, sample.duration);
      if (sample.sync)
        add_sync (walk, sample.index);
      if (sample_outside (self, &sample) && walk->outside++ == 0)
        walk->first_outside = sample.offset;
      if (sample.index < SCANNED_SAMPLES && sample.located)
        scan_sample (self, track, &sample);
    }
}

/* Uncompressed sound: one sample a frame, 158 million an hour, all alike. Only the runs of
 * durations and the chunks are walked. */
static void
walk_uniform (AssayBmff *self, const AssayBmffTrack *track, Walk *walk)
{
  AssayBmffCursor stts, chunks;
  AssayReader reader;
  guint64 counted = 0;

  walk->samples = walk->sync = track->n_samples;
  walk->bytes = (guint64) track->n_samples * track->constant_size;
  assay_bmff_cursor_init (&stts, self, track->stts.offset, track->stts.count);
  while (assay_bmff_cursor_read (&stts, self, 8, &reader))
    {
      guint32 count = assay_reader_read_u32_be (&reader);
      Run run = { assay_reader_read_u32_be (&reader),
                  (guint32) MIN ((guint64) count, walk->samples - counted) };

      counted += run.count;
      walk->ticks += (guint64) run.count * run.value;
      if (run.count > 0 && walk->durations->len < RUNS_MAXIMUM)
        g_array_append_val (walk->durations, run);
    }
  assay_bmff_cursor_init (&chunks, self, track->chunks.offset, track->chunks.count);
  while (assay_bmff_cursor_read (&chunks, self, track->wide_chunks ? 8 : 4, &reader))
    {
      AssayBmffSample first = { .located = TRUE, .size = 1 };

      first.offset = track->wide_chunks ? assay_reader_read_u64_be (&reader)
                                        : assay_reader_read_u32_be (&reader);
      if (sample_outside (self, &first) && walk->outside++ == 0)
        walk->first_outside = first.offset;
    }
  assay_window_clear (&stts.window);
  assay_window_clear (&chunks.window);
}

static gint
compare_runs (gconstpointer a, gconstpointer b)
{
  const Run *left = a;
  const Run *right = b;

  return (left->value > right->value) - (left->value < right->value);
}

/* The middle value, each counted as often as it occurs; the lower one of two. */
static guint32
weighted_median (GArray *runs)
{
  g_autoptr (GArray) sorted = g_array_copy (runs);
  guint64 total = 0, seen = 0;

  for (guint i = 0; i < sorted->len; i++)
    total += g_array_index (sorted, Run, i).count;
  g_array_sort (sorted, compare_runs);
  for (guint i = 0; i < sorted->len; i++)
    {
      seen += g_array_index (sorted, Run, i).count;
      if (seen * 2 >= total)
        return g_array_index (sorted, Run, i).value;
    }
  return 0;
}

/* Rule VID-11: a duration over three medians, unless it is the last one. */
static void
note_gaps (AssayBmff *self, const AssayBmffTrack *track, GArray *runs)
{
  guint32 median = weighted_median (runs);
  guint32 maximum = 0;
  guint64 ticks = 0, gaps = 0, first_at = 0, first_length = 0;

  for (guint i = 0; i < runs->len; i++)
    {
      const Run *run = &g_array_index (runs, Run, i);
      guint32 inner = i + 1 == runs->len ? run->count - 1 : run->count;

      maximum = inner > 0 ? MAX (maximum, run->value) : maximum;
      if (inner > 0 && run->value > 3 * (guint64) median)
        {
          first_at = gaps == 0 ? ticks : first_at;
          first_length = gaps == 0 ? run->value : first_length;
          gaps += inner;
        }
      ticks += (guint64) run->value * run->count;
    }
  assay_bmff_track_int (self, "stts.median", median, table_place (&track->stts), 0);
  assay_bmff_track_int (self, "stts.max", maximum, table_place (&track->stts), 0);
  assay_bmff_track_int (self, "stts.gaps", (gint64) gaps, table_place (&track->stts), 0);
  if (gaps > 0 && track->timescale > 0)
    {
      assay_bmff_track_real (self, "stts.gap_s", (double) first_at / track->timescale,
                             table_place (&track->stts), 0);
      assay_bmff_track_real (self, "stts.gap_length_s", (double) first_length / track->timescale,
                             table_place (&track->stts), 0);
    }
}

static void
note_groups (AssayBmff *self, const AssayBmffTrack *track, GArray *groups)
{
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (Run));
  guint32 median, maximum = 0;
  guint irregular = 0;

  if (groups->len == 0)
    return;
  for (guint i = 0; i < groups->len; i++)
    {
      Run run = { g_array_index (groups, guint32, i), 1 };

      maximum = MAX (maximum, run.value);
      g_array_append_val (runs, run);
    }
  median = weighted_median (runs);
  for (guint i = 1; i < groups->len; i++)
    irregular += g_array_index (groups, guint32, i) != median ? 1 : 0;
  assay_bmff_track_int (self, "gop.first", g_array_index (groups, guint32, 0),
                        table_place (&track->stss), 0);
  assay_bmff_track_int (self, "gop.median", median, table_place (&track->stss), 0);
  assay_bmff_track_int (self, "gop.max", maximum, table_place (&track->stss), 0);
  assay_bmff_track_int (self, "gop.irregular", irregular, table_place (&track->stss), 0);
}

static void
note_walk (AssayBmff *self, const AssayBmffTrack *track, const Walk *walk)
{
  assay_bmff_track_int (self, "sample.count", (gint64) walk->samples, table_place (&track->stsz),
                        0);
  assay_bmff_track_int (self, "sample.bytes", (gint64) walk->bytes, table_place (&track->stsz), 0);
  assay_bmff_track_int (self, "sample.sync", (gint64) walk->sync, table_place (&track->stss), 0);
  if (track->timescale > 0)
    {
      self->longest = MAX (self->longest, (double) walk->ticks / track->timescale);
      assay_bmff_track_real (self, "sample.duration_s", (double) walk->ticks / track->timescale,
                             table_place (&track->stts), 0);
      assay_bmff_track_real (self, "edit.start_s",
                             (double) track->first_media_time / track->timescale, ASSAY_OFFSET_NONE,
                             0);
    }
  assay_bmff_track_int (self, "stts.runs", track->stts.count, table_place (&track->stts), 0);
  assay_bmff_track_int (self, "chunk.count", track->chunks.count, table_place (&track->chunks), 0);
  assay_bmff_track_int (self, "sample.outside", (gint64) walk->outside, ASSAY_OFFSET_NONE, 0);
  if (walk->outside > 0)
    assay_inspection_problem (self->inspection, "outside", walk->first_outside,
                              "track %u: %" G_GUINT64_FORMAT
                              " samples do not lie in the media data",
                              track->number, walk->outside);
}

/* Sync sample distances, time gaps, chunk places (assay-bmff-timing.c). */
static void
time_track (AssayBmff *self, AssayBmffTrack *track)
{
  g_autoptr (GArray) durations = g_array_new (FALSE, FALSE, sizeof (Run));
  g_autoptr (GArray) groups = g_array_new (FALSE, FALSE, sizeof (guint32));
  Walk walk = { .durations = durations, .groups = groups };

  self->number = track->number;
  if (track->constant_size > 0 && !track->has_stss && self->runs->len == 0)
    walk_uniform (self, track, &walk);
  else
    walk_samples (self, track, &walk);
  note_walk (self, track, &walk);
  if (durations->len > 0)
    note_gaps (self, track, durations);
  if (track->has_stss || self->runs->len > 0)
    note_groups (self, track, groups);
}

void
assay_bmff_finish_tracks (AssayBmff *self)
{
  for (guint i = 0; i < self->tracks->len; i++)
    time_track (self, &g_array_index (self->tracks, AssayBmffTrack, i));
  if (self->table_bytes < 16)
    assay_inspection_problem (self->inspection, "limit", ASSAY_OFFSET_NONE,
                              "sample tables over %u bytes", (guint) ASSAY_BMFF_TABLE_BYTES);
}
