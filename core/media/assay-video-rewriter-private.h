/* assay-video-rewriter-private.h: what the files of the video rewriter share. */
#pragma once

#include "media/assay-decode-private.h"
#include "media/assay-picture-extras.h"
#include "media/assay-video-rewriter.h"

G_BEGIN_DECLS

/* Takes @frame, which is of a plain planar format; NULL with LIMIT. */
AssayVideoPicture *assay_video_picture_new_frame (AVFrame *frame,
                                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Borrowed; valid while the picture is. */
AVFrame *assay_video_picture_get_frame (AssayVideoPicture *self);

/* A frame with memory of its own; NULL with LIMIT. */
AVFrame *assay_video_frame_alloc (enum AVPixelFormat format, int width, int height, GError **error);

/* Formats: of the encoder for what is decoded, and the planar one whose samples are the same. */
enum AVPixelFormat
assay_video_encoder_format (const AVCodec *codec, enum AVPixelFormat source, gboolean rgb);
enum AVPixelFormat assay_video_planar_format (enum AVPixelFormat format);
/* "yuvj420p" → yuv420p: FFmpeg's old way of saying full range. */
enum AVPixelFormat assay_video_modern_format (enum AVPixelFormat format);
gboolean assay_video_format_is_rgb (enum AVPixelFormat format);
/* The matrix of a frame; what is not said is BT.709 from 720 rows on, BT.601 below. */
enum AVColorSpace assay_video_matrix (const AVFrame *frame);

/* A converter that keeps its tables from frame to frame. */
typedef struct
{
  struct SwsContext *scaler;
} AssayVideoConverter;

void assay_video_converter_clear (AssayVideoConverter *self);
/* @frame in another format and size: (transfer full), properties kept; a reference on the same
 * samples when nothing differs. @full_range: of the result if that is YUV. */
AVFrame *assay_video_converter_convert (AssayVideoConverter *self,
                                        const AVFrame *frame,
                                        enum AVPixelFormat format,
                                        int width,
                                        int height,
                                        gboolean full_range,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* @frame, of a planar format, turned clockwise by 90, 180 or 270 degrees. */
AVFrame *assay_video_frame_turn (const AVFrame *frame,
                                 guint degrees,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Which field of @frame is shown first, as a container says it; UNKNOWN for a picture of one. */
enum AVFieldOrder assay_video_field_order (const AVFrame *frame);
/* What @stream's container says of fields, for codecs whose decoded pictures do not: an H.265 copy
 * is such a one, since x265 can write fields only as pictures of half the height. */
void assay_video_take_field_order (AVFrame *frame, const AVStream *stream);
/* @frame was turned: columns are no fields, and upside down the bottom one is on top. */
void assay_video_turn_fields (AVFrame *frame, guint degrees);

/* Whether what was decoded of @stream lacks the transparency that it has. */
gboolean assay_video_stream_hides_alpha (const AVStream *stream);

/* What is to be known of the source for encoding. */
typedef struct
{
  const AVStream *stream;
  const AVFrame *first; /* in the encoder's size and colours */
  enum AVPixelFormat format;
  AVRational time_base;
  AVRational rate;
  gboolean global_header;
} AssayVideoEncoderSetup;

/* Mastering screen or light level: of the container, else of the first picture's own data; NULL for
 * none. Borrowed. */
const void *assay_video_light (const AVStream *stream,
                               const AVFrame *first,
                               enum AVPacketSideDataType type,
                               gsize *size);
const AVCodec *assay_video_find_encoder (AssayVideoCodec codec, GError **error);
AVCodecContext *assay_video_encoder_open (const AssayVideoForm *form,
                                          const AssayVideoEncoderSetup *setup,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_video_encoder_free (AVCodecContext *encoder);

/* Bytes of FFmpeg into a descriptor. */
typedef struct _AssayOutputIo AssayOutputIo;
AssayOutputIo *assay_output_io_new (int fd) G_GNUC_WARN_UNUSED_RESULT;
void assay_output_io_free (AssayOutputIo *self);
AVIOContext *assay_output_io_get_context (AssayOutputIo *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayOutputIo, assay_output_io_free)

/* Whether subtitles of MP4 can be written into @format as plain text; what they then are. */
gboolean assay_video_titles_fit (const AVOutputFormat *format, const AVCodecParameters *parameters);
void assay_video_titles_set (AVCodecParameters *parameters);
/* @packet of such subtitles becomes plain text. FALSE where it has none: MP4 writes pauses too. */
gboolean assay_video_titles_convert (AVPacket *packet);

/* Of a copied stream all; of the encoded @video what pictures are shown by, with @matrix also how
 * they are turned. FALSE without memory, like the next. */
gboolean
assay_video_copy_side_data (const AVStream *from, AVStream *to, gboolean video, gboolean matrix);
/* What HDR screens go by, also where the stream alone said it. */
gboolean assay_video_copy_light (const AVStream *from, const AVFrame *first, AVStream *to);

/* The new container: the video and what is copied beside it. */
typedef struct _AssayVideoMuxer AssayVideoMuxer;
/* Whether a stream of @parameters can be copied into @format. */
gboolean assay_video_format_holds (const AVOutputFormat *format,
                                   const AVCodecParameters *parameters);
/* A container that holds it: "matroska", else "mov"; NULL if none does. */
const char *assay_video_find_holder (const AVCodecParameters *parameters);
/* Which container @form means for @source; a still's is NULL. */
const char *
assay_video_muxer_choose (const AssayVideoForm *form, const AVFormatContext *source, gint video);
AssayVideoMuxer *assay_video_muxer_new (const AssayVideoForm *form,
                                        const char *container,
                                        const AVFormatContext *source,
                                        gint video,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Of a still: what is written beside its samples; @extras must live on. */
void assay_video_muxer_set_extras (AssayVideoMuxer *self, const AssayPictureExtras *extras);
void assay_video_muxer_free (AssayVideoMuxer *self);
gboolean assay_video_muxer_wants_header (const AssayVideoMuxer *self);
/* Writes the head. @first: of the pictures; @keep_matrix: they are still to be turned. */
gboolean assay_video_muxer_start (AssayVideoMuxer *self,
                                  int fd,
                                  const AVCodecContext *encoder,
                                  const AVFrame *first,
                                  AVRational rate,
                                  gboolean keep_matrix,
                                  GError **error);
/* @packet is taken over and left blank. */
gboolean assay_video_muxer_copy (AssayVideoMuxer *self, AVPacket *packet, GError **error);
gboolean assay_video_muxer_video (AssayVideoMuxer *self,
                                  AVPacket *packet,
                                  AVRational time_base,
                                  GError **error);
gboolean assay_video_muxer_end (AssayVideoMuxer *self, GError **error);
void assay_video_muxer_note (const AssayVideoMuxer *self, AssayVideoRewritten *written);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayVideoMuxer, assay_video_muxer_free)

struct _AssayVideoRewriter
{
  AssayDemuxer *demuxer;
  AVCodecContext *decoder;
  AVCodecContext *encoder;
  AssayVideoMuxer *muxer;
  AssayVideoConverter in; /* decoded → what the function sees */
  AssayVideoConverter out;
  AVPacket *packet;
  AVFrame *frame;
  gint stream;
  AssayVideoForm form;
  const char *container;     /* NULL for a still */
  AssayPictureExtras extras; /* of a still */
  AssayVideoSourceInfo info;
  AssayVideoRewritten written;
  enum AVPixelFormat encoded; /* as the encoder takes it */
  enum AVPixelFormat seen;    /* as the function sees it */
  int width, height;          /* of what is decoded, cut to what the encoder takes */
  guint turn;                 /* degrees clockwise, where the container cannot say them */
  GQueue early;               /* AVPacket */
  gsize early_bytes;
  GHashTable *durations; /* pts of pictures inside the encoder → duration */
  int fine;              /* ticks of the output to one of the source */
  gint64 last_pts;       /* decoded */
  gint64 last_written;
  double last_seconds; /* end of what was read, any stream */
  guint64 video_packets;
  int fd;
  AssayVideoRewriteFunc func;
  gpointer user_data;
};

/* Behind the last picture written: what the encoder holds, and the container's end. */
gboolean assay_video_rewriter_end (AssayVideoRewriter *self, GError **error);
/* @error from FFmpeg's @code while writing. FALSE. */
gboolean assay_video_set_write_error (GError **error, int code);

G_END_DECLS
