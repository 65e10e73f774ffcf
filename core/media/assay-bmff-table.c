/* assay-bmff-table.c: where the sample tables stand, and the movie fragments that replace them.
 *
 * Only places and counts are kept; assay-bmff-sample.c reads the entries through small windows, so
 * memory does not grow with the length of a recording. ISO/IEC 14496-12 8.6, 8.7, 8.8. */
#include "media/assay-bmff-private.h"

#include "config.h"

#include "media/assay-parser-private.h"

/* trun and tfhd flags, 8.8.7 and 8.8.8. */
enum
{
  TFHD_BASE_DATA_OFFSET = 0x000001,
  TFHD_DESCRIPTION = 0x000002,
  TFHD_DURATION = 0x000008,
  TFHD_SIZE = 0x000010,
  TFHD_FLAGS = 0x000020,
  TRUN_DATA_OFFSET = 0x000001,
  TRUN_FIRST_FLAGS = 0x000004,
};

typedef struct
{
  guint32 type;
  guint entry; /* bytes */
  gsize member;
} TableKind;

static const TableKind table_kinds[] = {
  { ASSAY_FOURCC ('s', 't', 't', 's'), 8, offsetof (AssayBmffTrack, stts) },
  { ASSAY_FOURCC ('c', 't', 't', 's'), 8, offsetof (AssayBmffTrack, ctts) },
  { ASSAY_FOURCC ('s', 't', 's', 's'), 4, offsetof (AssayBmffTrack, stss) },
  { ASSAY_FOURCC ('s', 't', 's', 'c'), 12, offsetof (AssayBmffTrack, stsc) },
  { ASSAY_FOURCC ('s', 't', 'c', 'o'), 4, offsetof (AssayBmffTrack, chunks) },
  { ASSAY_FOURCC ('c', 'o', '6', '4'), 8, offsetof (AssayBmffTrack, chunks) },
};

/* Limits @count to what stands in the box behind the reader, @bits an entry. */
static guint32
count_that_fits (AssayBmff *self, const AssayBmffBox *box, guint64 table, guint32 count, guint bits)
{
  guint64 room = table < box->end ? (box->end - table) * 8 / bits : 0;
  char text[24];

  if (count <= room)
    return count;
  assay_inspection_problem (self->inspection, "count", box->offset,
                            "%s declares %u entries, there is room for %" G_GUINT64_FORMAT,
                            assay_bmff_type_text (box->type, text), count, room);
  return (guint32) MIN (room, (guint64) G_MAXUINT32);
}

/* stts, ctts, stss, stsc, stco, co64: version and flags, count, entries. */
void
assay_bmff_table (AssayBmff *self, const AssayBmffBox *box)
{
  AssayBmffTrack *track = assay_bmff_track (self);
  guint64 payload = box->offset + box->header;
  AssayReader reader;
  guint32 count;

  if (track == NULL || box->end - payload < 8
      || !assay_window_reader (&self->window, payload + 4, 4, &reader))
    return;
  count = assay_reader_read_u32_be (&reader);
  for (guint i = 0; i < G_N_ELEMENTS (table_kinds); i++)
    if (table_kinds[i].type == box->type)
      {
        AssayBmffTable *table = G_STRUCT_MEMBER_P (track, table_kinds[i].member);

        table->offset = payload + 8;
        table->count = count_that_fits (self, box, payload + 8, count, table_kinds[i].entry * 8);
      }
  if (box->type == ASSAY_FOURCC ('s', 't', 's', 's'))
    track->has_stss = TRUE;
  if (box->type == ASSAY_FOURCC ('c', 'o', '6', '4'))
    track->wide_chunks = TRUE;
}

/* 8.7.3: one size for all samples or a table of 32-bit sizes (stsz), or of 4, 8 or 16 bits (stz2).
 */
void
assay_bmff_stsz (AssayBmff *self, const AssayBmffBox *box)
{
  AssayBmffTrack *track = assay_bmff_track (self);
  guint64 payload = box->offset + box->header;
  AssayReader reader;
  guint32 word;

  if (track == NULL || box->end - payload < 12
      || !assay_window_reader (&self->window, payload + 4, 8, &reader))
    return;
  word = assay_reader_read_u32_be (&reader);
  track->n_samples = assay_reader_read_u32_be (&reader);
  track->stsz.offset = payload + 12;
  track->size_bits = 32;
  track->constant_size = 0;
  if (box->type == ASSAY_FOURCC ('s', 't', 's', 'z'))
    track->constant_size = word;
  else
    track->size_bits = word & 0xff;
  if (track->size_bits != 4 && track->size_bits != 8 && track->size_bits != 16
      && track->size_bits != 32)
    {
      assay_inspection_problem (self->inspection, "malformed", box->offset,
                                "sample sizes of %u bits", track->size_bits);
      track->n_samples = 0;
      track->size_bits = 32;
    }
  if (track->constant_size > 0)
    { /* no table: the samples themselves must find room in the file */
      guint64 room = self->size / track->constant_size;

      if (track->n_samples > room)
        assay_inspection_problem (self->inspection, "count", box->offset,
                                  "%u samples of %u bytes in a file of %" G_GUINT64_FORMAT,
                                  track->n_samples, track->constant_size, self->size);
      track->n_samples = (guint32) MIN ((guint64) track->n_samples, room);
    }
  else
    track->n_samples
        = count_that_fits (self, box, payload + 12, track->n_samples, track->size_bits);
  track->stsz.count = track->n_samples;
}

static AssayBmffTrack *
track_by_id (AssayBmff *self, guint32 id)
{
  for (guint i = 0; i < self->tracks->len; i++)
    if (g_array_index (self->tracks, AssayBmffTrack, i).id == id)
      return &g_array_index (self->tracks, AssayBmffTrack, i);
  return NULL;
}

/* 8.8.3: defaults of a track's samples in fragments. */
void
assay_bmff_trex (AssayBmff *self, const AssayBmffBox *box)
{
  AssayReader reader;
  g_autoptr (GBytes) bytes = assay_bmff_payload (self, box, &reader);
  guint32 id, duration, size, flags;
  AssayBmffTrack *track;

  assay_bmff_full (&reader, NULL);
  id = assay_reader_read_u32_be (&reader);
  assay_reader_skip (&reader, 4);
  duration = assay_reader_read_u32_be (&reader);
  size = assay_reader_read_u32_be (&reader);
  flags = assay_reader_read_u32_be (&reader);
  track = track_by_id (self, id);
  if (bytes == NULL || !assay_reader_ok (&reader) || track == NULL)
    return;
  track->default_duration = duration;
  track->default_size = size;
  track->default_flags = flags;
}

/* 8.8.7: whose fragment follows, where its data begin, its own defaults. */
void
assay_bmff_tfhd (AssayBmff *self, const AssayBmffBox *box)
{
  AssayReader reader;
  g_autoptr (GBytes) bytes = assay_bmff_payload (self, box, &reader);
  const AssayBmffTrack *track;
  AssayBmffRun run = { .decode_time = G_MAXUINT64, .data = self->moof };
  guint32 flags;

  assay_bmff_full (&reader, &flags);
  run.track_id = assay_reader_read_u32_be (&reader);
  track = track_by_id (self, run.track_id);
  if (track != NULL)
    {
      run.duration = track->default_duration;
      run.size = track->default_size;
      run.sample_flags = track->default_flags;
    }
  if (flags & TFHD_BASE_DATA_OFFSET)
    run.data = assay_reader_read_u64_be (&reader);
  if (flags & TFHD_DESCRIPTION)
    assay_reader_skip (&reader, 4);
  if (flags & TFHD_DURATION)
    run.duration = assay_reader_read_u32_be (&reader);
  if (flags & TFHD_SIZE)
    run.size = assay_reader_read_u32_be (&reader);
  if (flags & TFHD_FLAGS)
    run.sample_flags = assay_reader_read_u32_be (&reader);
  if (bytes == NULL || !assay_reader_ok (&reader))
    {
      assay_inspection_problem (self->inspection, "malformed", box->offset, "tfhd is too short");
      run = (AssayBmffRun){ .decode_time = G_MAXUINT64, .data = self->moof };
    }
  self->traf = run;
}

/* 8.8.12 */
void
assay_bmff_tfdt (AssayBmff *self, const AssayBmffBox *box)
{
  AssayReader reader;
  g_autoptr (GBytes) bytes = assay_bmff_payload (self, box, &reader);
  guint version = assay_bmff_full (&reader, NULL);
  guint64 time
      = version == 1 ? assay_reader_read_u64_be (&reader) : assay_reader_read_u32_be (&reader);

  if (bytes != NULL && assay_reader_ok (&reader))
    self->traf.decode_time = time;
}

/* 8.8.8: the place of the entries is kept; later runs of one traf continue where this one ends. */
void
assay_bmff_trun (AssayBmff *self, const AssayBmffBox *box)
{
  guint64 payload = box->offset + box->header;
  AssayBmffRun run = self->traf;
  AssayReader reader;
  guint entry;

  if (!assay_window_reader (&self->window, payload, MIN (box->end - payload, 16), &reader))
    return;
  assay_bmff_full (&reader, &run.flags);
  run.count = assay_reader_read_u32_be (&reader);
  if (run.flags & TRUN_DATA_OFFSET)
    run.data = self->traf.data + (guint64) (gint64) (gint32) assay_reader_read_u32_be (&reader);
  run.first_flags = run.sample_flags;
  if (run.flags & TRUN_FIRST_FLAGS)
    run.first_flags = assay_reader_read_u32_be (&reader);
  if (!assay_reader_ok (&reader))
    {
      assay_inspection_problem (self->inspection, "malformed", box->offset, "trun is too short");
      return;
    }
  run.table = assay_reader_offset (&reader);
  entry = 4 * (guint) __builtin_popcount (run.flags & 0xf00);
  if (entry > 0)
    run.count = count_that_fits (self, box, run.table, run.count, entry * 8);
  /* Without entries a count costs nothing to write: no more samples than the file has bytes. */
  run.count = (guint32) MIN ((guint64) run.count, self->size);
  if (self->runs->len < ASSAY_LIMIT_ELEMENTS)
    g_array_append_val (self->runs, run);
  self->traf.decode_time = G_MAXUINT64;
}
