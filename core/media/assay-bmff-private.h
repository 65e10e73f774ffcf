/* assay-bmff-private.h: what the files of the ISO base media parser share (ISO/IEC 14496-12;
 * QuickTime File Format). */
#pragma once

#include "media/assay-inspection.h"
#include "media/assay-window-private.h"

G_BEGIN_DECLS

#define ASSAY_FOURCC(a, b, c, d)                                                                   \
  (((guint32) (guchar) (a) << 24) | ((guint32) (guchar) (b) << 16) | ((guint32) (guchar) (c) << 8) \
   | (guint32) (guchar) (d))

/* Real files have at most a few dozen tracks and one item per tile of a picture. */
#define ASSAY_BMFF_TRACKS 256
#define ASSAY_BMFF_ITEMS 10000
/* Media data boxes remembered for the check of chunk offsets. */
#define ASSAY_BMFF_MDATS 8192
/* Payload of a leaf box that is read whole: header boxes, key lists, codec entries. */
#define ASSAY_BMFF_LEAF (1024u * 1024u)
/* Bytes of leaf boxes read for one file. */
#define ASSAY_BMFF_LEAF_BYTES (128u * 1024u * 1024u)
/* Bytes of sample tables read for one file: 24 h of video at 120 fps needs about 120 MB. */
#define ASSAY_BMFF_TABLE_BYTES (256u * 1024u * 1024u)

/* A box as its header declares it, cut to its parent. */
typedef struct
{
  guint32 type;
  guint32 parent; /* type of the parent; 0 at the top */
  guint64 offset;
  guint64 header;  /* 8, 16, 24 or 32 */
  guint64 end;     /* first byte after it */
  guint8 uuid[16]; /* type 'uuid' only */
  guint depth;     /* 0 at the top */
} AssayBmffBox;

/* Where the entries of a sample table stand; count is already limited to what fits into the box. */
typedef struct
{
  guint64 offset;
  guint32 count;
} AssayBmffTable;

typedef struct
{
  guint number; /* 1.. in file order */
  guint32 id;
  guint32 handler;
  guint32 codec;
  guint32 timescale;
  guint64 duration;        /* mdhd, in timescale */
  gint64 first_media_time; /* first non-empty edit; 0 without one */
  gboolean hevc;           /* NAL units have the headers of H.265 */
  guint nal_length;        /* bytes of a NAL unit's length in avc1, hvc1 samples; 0 otherwise */
  AssayBmffTable stts, ctts, stss, stsc, stsz, chunks;
  gboolean has_stss;
  gboolean wide_chunks;                                  /* co64 */
  guint size_bits;                                       /* 32 for stsz, 4, 8, 16 for stz2 */
  guint32 constant_size;                                 /* stsz without table */
  guint32 n_samples;                                     /* as stsz or stz2 says */
  guint32 default_size, default_duration, default_flags; /* trex */
} AssayBmffTrack;

/* One run of samples of a movie fragment (trun), with the defaults of its tfhd resolved. */
typedef struct
{
  guint32 track_id;
  guint32 flags; /* trun flags */
  guint32 count;
  guint64 table;       /* offset of the first entry */
  guint64 data;        /* offset of the first sample; G_MAXUINT64: follows the run before */
  guint64 decode_time; /* tfdt + runs before; G_MAXUINT64 when unknown */
  guint32 size, duration, sample_flags, first_flags;
} AssayBmffRun;

typedef struct
{
  guint32 id;
  guint32 type;
  gboolean mime_xmp;
  guint construction; /* 0 file, 1 idat */
  guint n_extents;
  guint64 offset; /* of the first extent */
  guint64 bytes;  /* of all extents */
  guint32 width, height;
  guint rotation; /* degrees counter-clockwise, irot */
  gint mirror;    /* -1 none, else imir axis */
  gboolean thumbnail;
  gboolean auxiliary;
  guint tiles;
} AssayBmffItem;

/* A property of ipco, in order; items point at it by number (ISO/IEC 23008-12 6.5). */
typedef struct
{
  guint32 type; /* ispe, irot, imir, auxC; others only count */
  guint32 a;    /* width, degrees, axis */
  guint32 b;    /* height */
} AssayBmffProperty;

typedef struct
{
  guint64 begin;
  guint64 end;
} AssayBmffRange;

typedef struct
{
  AssaySource *source;         /* borrowed */
  AssayInspection *inspection; /* borrowed */
  GCancellable *cancellable;   /* borrowed */
  AssayWindow window;
  guint64 size; /* of the file */
  guint boxes;
  gboolean trailer; /* the walk stopped at something that is no box */
  gboolean depth_told;
  gboolean limit_told;
  guint number;        /* of the track that the fact helpers name */
  gboolean track_open; /* the newest trak is the newest of tracks */

  GArray *tracks;         /* AssayBmffTrack */
  GArray *runs;           /* AssayBmffRun */
  GArray *items;          /* AssayBmffItem */
  GHashTable *item_index; /* id → place in items + 1 */
  GArray *mdats;          /* AssayBmffRange */
  GPtrArray *keys;        /* char*: names of 'keys', in order */
  GArray *properties;     /* AssayBmffProperty */
  GString *top;
  guint64 leaf_bytes;  /* left of ASSAY_BMFF_LEAF_BYTES */
  guint64 table_bytes; /* left of ASSAY_BMFF_TABLE_BYTES */
  guint64 idat;        /* payload of idat */
  guint64 idat_end;
  guint32 primary;
  double longest; /* s, of the tracks' samples */
  guint64 mdat_bytes, free_bytes;
  guint64 first_mdat, first_moov;
  guint moov_count, mdat_count, moof_count;
  gboolean has_ftyp, has_meta;
  gboolean c2pa;

  /* The fragment being read. */
  guint64 moof;
  AssayBmffRun traf;
} AssayBmff;

/* Reading (assay-bmff.c). */
AssayBmff *assay_bmff_new (AssaySource *source,
                           AssayInspection *inspection,
                           GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
void assay_bmff_free (AssayBmff *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayBmff, assay_bmff_free)

/* Walks the boxes of the whole file. */
void assay_bmff_walk (AssayBmff *self);
/* Walks the boxes between @offset and @end as children of @parent. */
void assay_bmff_children (AssayBmff *self, guint64 offset, guint64 end, const AssayBmffBox *parent);
/* Reads a box header at @offset within @end, noting what is wrong; FALSE if the walk must stop
 * here. */
gboolean
assay_bmff_header (AssayBmff *self, guint64 offset, guint64 end, guint32 parent, AssayBmffBox *box);
/* The payload of @box, at most ASSAY_BMFF_LEAF bytes, with @reader upon it; NULL if it cannot be
 * read. */
GBytes *assay_bmff_payload (AssayBmff *self,
                            const AssayBmffBox *box,
                            AssayReader *reader) G_GNUC_WARN_UNUSED_RESULT;
/* FullBox: reads version and flags. */
guint assay_bmff_full (AssayReader *reader, guint32 *flags);
/* "moov" with unprintable bytes as visible text; @text has at least 24 bytes. */
const char *assay_bmff_type_text (guint32 type, char *text);
AssayBmffTrack *assay_bmff_track (AssayBmff *self); /* the newest; NULL without one */

/* Facts of the track self->number. @name is appended to "bmff.track[n]." */
void assay_bmff_track_text (
    AssayBmff *self, const char *name, const char *value, guint64 offset, guint64 length);
void assay_bmff_track_int (
    AssayBmff *self, const char *name, gint64 value, guint64 offset, guint64 length);
void assay_bmff_track_bool (
    AssayBmff *self, const char *name, gboolean value, guint64 offset, guint64 length);
void assay_bmff_track_real (
    AssayBmff *self, const char *name, double value, guint64 offset, guint64 length);

/* Handlers of single boxes. */
void assay_bmff_ftyp (AssayBmff *self, const AssayBmffBox *box);
void assay_bmff_mvhd (AssayBmff *self, const AssayBmffBox *box);
void assay_bmff_tkhd (AssayBmff *self, const AssayBmffBox *box);
void assay_bmff_mdhd (AssayBmff *self, const AssayBmffBox *box);
void assay_bmff_hdlr (AssayBmff *self, const AssayBmffBox *box);
void assay_bmff_elst (AssayBmff *self, const AssayBmffBox *box);
void assay_bmff_stsd (AssayBmff *self, const AssayBmffBox *box);
void assay_bmff_codec (AssayBmff *self, const AssayBmffBox *box);
void assay_bmff_table (AssayBmff *self, const AssayBmffBox *box);
void assay_bmff_stsz (AssayBmff *self, const AssayBmffBox *box);
void assay_bmff_trex (AssayBmff *self, const AssayBmffBox *box);
void assay_bmff_tfhd (AssayBmff *self, const AssayBmffBox *box);
void assay_bmff_tfdt (AssayBmff *self, const AssayBmffBox *box);
void assay_bmff_trun (AssayBmff *self, const AssayBmffBox *box);
void assay_bmff_udta_entry (AssayBmff *self, const AssayBmffBox *box);
void assay_bmff_keys (AssayBmff *self, const AssayBmffBox *box);
void assay_bmff_ilst_item (AssayBmff *self, const AssayBmffBox *box);
void assay_bmff_uuid (AssayBmff *self, const AssayBmffBox *box);
void assay_bmff_xmp (AssayBmff *self, const AssayBmffBox *box);
void assay_bmff_free_box (AssayBmff *self, const AssayBmffBox *box);
void assay_bmff_pitm (AssayBmff *self, const AssayBmffBox *box);
void assay_bmff_infe (AssayBmff *self, const AssayBmffBox *box);
void assay_bmff_iloc (AssayBmff *self, const AssayBmffBox *box);
void assay_bmff_iref (AssayBmff *self, const AssayBmffBox *box);
void assay_bmff_property (AssayBmff *self, const AssayBmffBox *box);
void assay_bmff_ipma (AssayBmff *self, const AssayBmffBox *box);
void assay_bmff_idat (AssayBmff *self, const AssayBmffBox *box);

/* After the walk. */
void assay_bmff_finish_tracks (AssayBmff *self);
void assay_bmff_finish_items (AssayBmff *self);

G_END_DECLS
