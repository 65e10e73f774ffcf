/* assay-bmff-sample-private.h: the samples of one track in decoding order, read as they are asked
 * for. */
#pragma once

#include "media/assay-bmff-private.h"

G_BEGIN_DECLS

typedef struct
{
  guint32 index; /* from 0 */
  guint32 size;  /* bytes */
  guint64 offset;
  gint64 decode_time; /* ticks of the track */
  gint64 composition; /* decode_time + ctts */
  guint32 duration;   /* ticks */
  gboolean sync;
  gboolean located; /* offset is known */
} AssayBmffSample;

/* A table read one entry after the other. */
typedef struct
{
  AssayWindow window;
  guint64 offset; /* of the next entry */
  guint32 left;   /* entries */
} AssayBmffCursor;

typedef struct
{
  AssayBmff *owner; /* borrowed */
  const AssayBmffTrack *track;
  AssayBmffCursor stts, ctts, stss, stsc, chunks, sizes, entries;
  guint32 index;
  guint32 stts_left, stts_delta;
  guint32 ctts_left;
  gint32 ctts_offset;
  guint32 next_sync; /* 1-based number of the next sync sample; 0 when there is none */
  guint32 chunk, chunk_left, samples_per_chunk, next_first_chunk, next_samples;
  guint64 offset;
  gint64 time;
  gboolean located;
  /* fragments */
  guint run;
  guint32 run_index;
} AssayBmffSamples;

/* @owner has been walked; @track is one of its tracks. */
void
assay_bmff_samples_init (AssayBmffSamples *self, AssayBmff *owner, const AssayBmffTrack *track);
void assay_bmff_samples_clear (AssayBmffSamples *self);
/* FALSE at the end, or when the file's budget for tables is spent. */
gboolean assay_bmff_samples_next (AssayBmffSamples *self, AssayBmffSample *sample);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AssayBmffSamples, assay_bmff_samples_clear)

/* One entry of a table: 4 or 8 bytes big endian. 0 and FALSE at its end. */
void
assay_bmff_cursor_init (AssayBmffCursor *self, AssayBmff *owner, guint64 offset, guint32 count);
gboolean
assay_bmff_cursor_read (AssayBmffCursor *self, AssayBmff *owner, gsize bytes, AssayReader *reader);

G_END_DECLS
