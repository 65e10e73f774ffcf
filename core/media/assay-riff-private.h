/* assay-riff-private.h: what the files of the RIFF parser share (Multimedia Programming
 * Interface 1.0, EBU Tech 3306). */
#pragma once

#include "media/assay-inspection.h"
#include "media/assay-window-private.h"

G_BEGIN_DECLS

#define ASSAY_RIFF_ID(a, b, c, d)                                                                  \
  (((guint32) (guchar) (a)) | ((guint32) (guchar) (b) << 8) | ((guint32) (guchar) (c) << 16)       \
   | ((guint32) (guchar) (d) << 24))
/* Chunks read whole, and the bytes that all of them may have in one file. */
#define ASSAY_RIFF_LEAF (256u * 1024u)
#define ASSAY_RIFF_LEAF_BYTES (64u * 1024u * 1024u)
#define ASSAY_RIFF_STREAMS 64u

typedef struct
{
  guint32 id;
  guint32 list;   /* type of a LIST or RIFF chunk; 0 for others */
  guint32 parent; /* list type of the parent; 0 at the top */
  guint64 offset;
  guint64 end; /* without padding */
  guint depth;
} AssayRiffChunk;

typedef struct
{
  AssaySource *source;         /* borrowed */
  AssayInspection *inspection; /* borrowed */
  GCancellable *cancellable;   /* borrowed */
  AssayWindow window;
  guint64 size;
  guint64 leaf_bytes; /* left of ASSAY_RIFF_LEAF_BYTES */
  guint32 form;
  guint chunks;
  gboolean depth_told;

  /* ds64 of RF64 and BW64: sizes that do not fit into 32 bits */
  gboolean wide;
  guint64 wide_riff, wide_data;

  /* AVI */
  guint streams; /* strh chunks so far */
  guint32 stream_type;
  guint64 movi, movi_end;
  guint junks;
  gboolean has_index;

  /* WAV */
  guint32 rate, byte_rate, channels, align;
  guint64 data_bytes;
  gboolean has_format, has_data;
} AssayRiff;

/* "LIST" with unprintable bytes as visible text; @text has at least 24 bytes. */
const char *assay_riff_id_text (guint32 id, char *text);
/* The payload of @chunk, at most ASSAY_RIFF_LEAF bytes, with @reader upon it; NULL if it cannot be
 * read. */
GBytes *assay_riff_payload (AssayRiff *self,
                            const AssayRiffChunk *chunk,
                            AssayReader *reader) G_GNUC_WARN_UNUSED_RESULT;

/* AVI (assay-riff-avi.c). */
void assay_riff_avih (AssayRiff *self, const AssayRiffChunk *chunk);
void assay_riff_strh (AssayRiff *self, const AssayRiffChunk *chunk);
void assay_riff_strf (AssayRiff *self, const AssayRiffChunk *chunk);
void assay_riff_strn (AssayRiff *self, const AssayRiffChunk *chunk);
void assay_riff_idit (AssayRiff *self, const AssayRiffChunk *chunk);
void assay_riff_movi (AssayRiff *self, const AssayRiffChunk *chunk);
void assay_riff_idx1 (AssayRiff *self, const AssayRiffChunk *chunk);
void assay_riff_junk (AssayRiff *self, const AssayRiffChunk *chunk);
void assay_riff_finish_avi (AssayRiff *self);

/* WAV (assay-riff-wav.c). */
void assay_riff_fmt (AssayRiff *self, const AssayRiffChunk *chunk);
void assay_riff_data (AssayRiff *self, const AssayRiffChunk *chunk);
void assay_riff_fact (AssayRiff *self, const AssayRiffChunk *chunk);
void assay_riff_bext (AssayRiff *self, const AssayRiffChunk *chunk);
void assay_riff_ds64 (AssayRiff *self, const AssayRiffChunk *chunk);
void assay_riff_finish_wav (AssayRiff *self);
/* WAVEFORMATEX: channels, rate and the rest; @prefix is "wav." or "avi.stream[n].". */
void assay_riff_wave_format (AssayRiff *self, AssayReader *reader, const char *prefix);

/* One text of LIST INFO. */
void assay_riff_info (AssayRiff *self, const AssayRiffChunk *chunk);

G_END_DECLS
