/* assay-decode-private.h: what the files of the decoding library share. */
#pragma once

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>

#include "media/assay-decode.h"

G_BEGIN_DECLS

/* Bytes looked at to tell the streams; s of media; s of wall time until an opening or one read
 * gives up. */
#define ASSAY_DECODE_PROBE_BYTES (8 * 1024 * 1024)
#define ASSAY_DECODE_PROBE_SECONDS 8
#define ASSAY_DECODE_PATIENCE 20
/* One allocation of FFmpeg: a frame of ASSAY_LIMIT_PIXELS with 16 bits and four planes. */
#define ASSAY_DECODE_ALLOCATION ((size_t) 2 * 1024 * 1024 * 1024 - 1)
#define ASSAY_DECODE_CHANNELS 64

/* What was read of one stream. */
typedef struct
{
  guint64 packets;
  guint64 bytes;
  guint64 end; /* behind the last one, in the file */
} AssayDemuxerRead;

/* An open demuxer over a source: every reader has one of its own. */
typedef struct
{
  AVFormatContext *format;
  AVIOContext *io;
  AssaySource *source;       /* owned */
  GCancellable *cancellable; /* owned */
  guint64 position;
  gint64 deadline; /* monotonic µs; 0 for none */
  /* (nullable): changes a packet that is on its way to a decoder; FALSE with an error */
  gboolean (*change) (AVPacket *packet, gpointer user_data, GError **error);
  gpointer change_data;
  AssayDemuxerRead read[ASSAY_DECODER_STREAMS]; /* since it was opened; seeking does not count */
  guint64 end;                                  /* the largest of theirs */
  guint64 faults; /* packets and frames that assay_decode_pull() met and that are damaged */
  int ended;      /* FFmpeg's code of the read that failed; 0: none */
} AssayDemuxer;

AssayDemuxer *assay_demuxer_open (AssaySource *source, GCancellable *cancellable, GError **error);
void assay_demuxer_free (AssayDemuxer *self);
/* The next packet of @stream (-1: of any) into @packet; FALSE at the end (no error) or with an
 * error. */
gboolean assay_demuxer_read (AssayDemuxer *self, gint stream, AVPacket *packet, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayDemuxer, assay_demuxer_free)
/* After all packets have been read without seeking: whether some that the container declares, or
 * that come after damage, are missing. @stream: the only one that matters in MP4 and MOV; -1: all.
 * FALSE with an error of reading the source. */
gboolean
assay_demuxer_find_loss (AssayDemuxer *self, gint stream, AssayMediaLoss *loss, GError **error);
/* Whether what ends at @end is short of @duration, s, by more than streams may differ. */
gboolean assay_media_is_short (double end, double duration, double fps);
/* Whether @read packets of pictures are too few of those that the container counts. */
gboolean assay_media_lacks_packets (guint64 read, gint64 counted);
/* With only the head read; of MP4 and MOV: with edit lists, or as if there were none. */
AssayDemuxer *assay_demuxer_open_head (AssaySource *source,
                                       gboolean edited,
                                       GCancellable *cancellable,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The next decoded frame into @frame; damaged packets are passed over, as players do. FALSE at the
 * end (no error) or with an error. @draining is FALSE at first and belongs to the callee. @packet
 * is empty at first and after a seek; it may hold what is still to be decoded. */
gboolean assay_decode_pull (AssayDemuxer *demuxer,
                            AVCodecContext *codec,
                            gint stream,
                            AVPacket *packet,
                            AVFrame *frame,
                            gboolean *draining,
                            GError **error);

/* Sets @error from FFmpeg's @code; cancelling and time-outs of @demuxer (nullable) come first. */
void assay_decode_set_error (GError **error, const AssayDemuxer *demuxer, int code);
/* Why FFmpeg's @code stopped writing, after @what ("The video cannot be written", translated): the
 * system's words where the disk or the memory failed, else ours and FFmpeg's as the detail. FALSE,
 * so that a writer can return it. */
gboolean assay_decode_set_write_error (GError **error, const char *what, int code);
/* A decoder for @stream within the white list and the limits, opened. */
AVCodecContext *assay_decode_open_codec (const AVStream *stream, guint threads, GError **error);
/* Damage inside a JPEG picture then makes it fail, where FFmpeg otherwise fills the rest with grey.
 * Of its other decoders of pictures some fail by themselves, and some also at what is only odd. */
void assay_decode_be_strict (AVCodecContext *context);
const AVCodec *assay_decode_find_codec (enum AVCodecID id);
extern const char assay_decode_formats[];
extern const char assay_decode_codecs[];
gboolean assay_decode_name_listed (const char *name, const char *list);
/* Adds @stream to a list of what is left out, for people: "data “gpmd”"; FFmpeg's word where it has
 * no tag. @n: how many @names has. */
void assay_decode_add_name (GString *names, guint n, const AVStream *stream);
void assay_decode_set_limits (void);
/* Degrees clockwise of a stream's display matrix, to quarters. */
guint assay_decode_rotation (const AVStream *stream);

struct _AssayDecoder
{
  gatomicrefcount references;
  AssaySource *source;
  GCancellable *cancellable;
  guint threads;
  AssayDemuxer *demuxer; /* of the facts; rewound by each walk */
  AssayStreamInfo *streams;
  guint n_streams;
  double duration;
};

/* RGB8 or RGBA8 of @frame, scaled to @max_side and turned by Exif's @orientation (1..8). */
AssayImage *assay_decode_frame_to_image (const AVFrame *frame,
                                         const char *id,
                                         const char *title,
                                         guint orientation,
                                         guint max_side,
                                         GError **error);
gboolean assay_decode_is_heif (AssaySource *source);
AssayImage *assay_decode_heif (
    AssaySource *source, const char *id, const char *title, guint max_side, GError **error);
void assay_decode_heif_prewarm (void);

/* Exif orientation of a clockwise rotation. */
guint assay_decode_orientation (guint rotation);

G_END_DECLS
