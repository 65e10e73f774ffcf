/* assay-frame-scan-private.h: walking files that are frames one after the other (MP3, ADTS). */
#pragma once

#include "media/assay-inspection.h"
#include "media/assay-window-private.h"

G_BEGIN_DECLS

/* What a frame header says. */
typedef struct
{
  guint32 length; /* bytes with the header */
  guint32 rate;   /* Hz */
  guint channels;
  guint samples;
  guint kind;    /* what must not change between frames: version, layer, profile */
  guint bitrate; /* bit/s; 0 when the header does not say */
} AssayFrameHeader;

/* Reads a header of ASSAY_FRAME_HEADER bytes; FALSE if it is none. */
typedef gboolean (*AssayFrameFunc) (const guint8 *bytes, AssayFrameHeader *header);
/* Those of MPEG audio (layers I to III) and of AAC. */
gboolean assay_mp3_header (const guint8 *bytes, AssayFrameHeader *header);
gboolean assay_adts_header (const guint8 *bytes, AssayFrameHeader *header);
/* Bytes between the header of MPEG audio and the Xing header, if there is one. */
guint assay_mp3_side_information (const AssayFrameHeader *header);
#define ASSAY_FRAME_HEADER 8u
/* Places between frames that are kept; more are only counted. */
#define ASSAY_FRAME_BREAKS 1000u

typedef struct
{
  AssayFrameHeader first; /* first.length 0: there is no frame */
  guint64 first_at;
  guint64 frames, samples, bytes;
  guint64 lost;                          /* bytes between frames */
  guint64 lost_at;                       /* where the first of them stand */
  guint64 breaks;                        /* places between two frames with bytes of none */
  guint64 broken_at[ASSAY_FRAME_BREAKS]; /* where the first of them are */
  guint64 end;                           /* behind the last frame */
  gboolean cut;                          /* a frame begins there that is longer than what is left */
  guint rate_changes, kind_changes, bitrate_changes;
  gboolean limited; /* the walk was ended by a limit */
} AssayFrameScan;

/* Walks the frames between @begin and @end. */
void assay_frame_scan (AssaySource *source,
                       guint64 begin,
                       guint64 end,
                       AssayFrameFunc func,
                       GCancellable *cancellable,
                       AssayFrameScan *scan);

G_END_DECLS
