/* assay-video-rewriter.h: a video decoded, changed picture by picture, encoded and put into a new
 * container beside everything else that the file holds. Only assay-worker-media links it.
 *
 * Sound, subtitles, chapters and attachments are copied packet by packet, not decoded. Memory does
 * not grow with the length. The same input gives the same bytes whatever the number of
 * processors: the encoders' threads are fixed, no program's name and no date is written. */
#pragma once

#include "media/assay-video-picture.h"

G_BEGIN_DECLS

/* Pixels of a side of what is read or written: 8K and a margin. */
#define ASSAY_VIDEO_REWRITER_SIDE 8192u

typedef enum
{
  ASSAY_VIDEO_CODEC_FFV1, /* lossless; RGB stays RGB */
  ASSAY_VIDEO_CODEC_H264,
  ASSAY_VIDEO_CODEC_H265,
  ASSAY_VIDEO_CODEC_VP9,
  ASSAY_VIDEO_CODEC_AV1,
  ASSAY_VIDEO_CODEC_MJPEG,
  ASSAY_VIDEO_CODEC_PNG,  /* one picture: the first one written */
  ASSAY_VIDEO_CODEC_JPEG, /* the same */
} AssayVideoCodec;

typedef enum
{
  ASSAY_VIDEO_CONTAINER_AUTO, /* the source's family where the codec fits into it, else Matroska */
  ASSAY_VIDEO_CONTAINER_MATROSKA,
  ASSAY_VIDEO_CONTAINER_MP4,
  ASSAY_VIDEO_CONTAINER_MOV,
  ASSAY_VIDEO_CONTAINER_WEBM,
} AssayVideoContainer;

/* Whether players expect @codec in @container; AUTO holds all. FFV1 is for Matroska alone. */
gboolean assay_video_container_holds (AssayVideoContainer container, AssayVideoCodec codec);
/* The same, FALSE with ASSAY_MEDIA_ERROR_UNSUPPORTED. */
gboolean
assay_video_container_check (AssayVideoContainer container, AssayVideoCodec codec, GError **error);

/* The samples that the function sees. */
typedef enum
{
  ASSAY_VIDEO_SAMPLES_ENCODED, /* as the encoder takes them: YUV stays YUV, and what is written is
                                  what was set. RGB is YUV 4:2:0 for all codecs but FFV1 and PNG */
  ASSAY_VIDEO_SAMPLES_RGB, /* R, G, B; converted for codecs that want YUV. FFV1 and PNG then hold
                              RGB */
} AssayVideoSamples;

typedef struct
{
  AssayVideoCodec codec;
  AssayVideoContainer container;
  AssayVideoSamples samples;
  double quality;     /* CRF of H.264, H.265 (0..51), VP9, AV1 (0..63); 1..100 of JPEG and MJPEG;
                         negative for the codec's usual one (20, 22, 28, 28, 92) */
  guint bit_rate;     /* bit/s instead of @quality; 0 for @quality */
  const char *preset; /* "ultrafast" … "veryslow" of H.264 and H.265; NULL for "medium" */
  guint key_interval; /* pictures at most between key pictures; 0 for the encoder's usual */
  gboolean drop_metadata; /* titles, places, times, makers, Exif and XMP: nothing but languages and
                             what pictures are shown by is kept */
  gboolean drop_others;   /* the video alone is written */
  gboolean plain_titles;  /* MP4's subtitles become plain text where the container holds only that;
                             they are left out otherwise */
  double fps; /* of what is written, where the function sets other times: ticks are then 1 ms or
                 finer; 0 for the source's */
} AssayVideoForm;

typedef struct
{
  guint stream; /* in the source */
  guint width, height;
  double fps;      /* average; 0 when unknown */
  double duration; /* s; 0 when unknown */
  gint64 frames;   /* an estimate; 0 when unknown */
  gint64 tick_num; /* s of one tick: tick_num / tick_den */
  gint64 tick_den;
  guint rotation; /* degrees clockwise that the output's pictures are still to be turned */
  gboolean still; /* a photograph */
} AssayVideoSourceInfo;

typedef struct
{
  guint64 read;             /* pictures decoded */
  guint64 written;          /* pictures encoded */
  guint64 corrupt;          /* pictures from damaged data */
  guint64 packets;          /* copied of other streams */
  guint copied;             /* streams copied */
  guint left_out;           /* streams that the new container cannot hold, and data streams */
  const char *missing;      /* what they are ("data “mebx”"), FFmpeg's words; borrowed */
  guint converted;          /* streams whose packets were written in another form */
  const char *changed;      /* what they are; borrowed */
  gboolean opaque;          /* transparency that the source has is not in what was written */
  guint width, height;      /* as written */
  const char *container;    /* "matroska", "mp4", "mov", "webm", "png", "jpeg" */
  const char *pixel_format; /* as encoded: FFmpeg's name */
} AssayVideoRewritten;

typedef struct _AssayVideoRewriter AssayVideoRewriter;

/**
 * AssayVideoRewriteFunc:
 * @picture: (transfer full) (nullable): the next one, its samples free to be changed; %NULL once
 *   behind the last
 *
 * Writes any number of pictures with assay_video_rewriter_write(), those held back included, and
 * so changes, drops, repeats, delays or replaces them.
 */
typedef gboolean (*AssayVideoRewriteFunc) (AssayVideoRewriter *rewriter,
                                           AssayVideoPicture *picture,
                                           gpointer user_data,
                                           GError **error);

/**
 * assay_video_rewriter_new:
 * @stream: of the source; -1 for the one that a player would show
 * @form: copied but for the preset, which must live on
 * @threads: of the decoder
 *
 * Returns: (transfer full) (nullable): %NULL with ASSAY_MEDIA_ERROR UNSUPPORTED (no video in it),
 * TRUNCATED, MALFORMED, LIMIT (a side above ASSAY_VIDEO_REWRITER_SIDE), G_IO_ERROR_CANCELLED
 */
AssayVideoRewriter *assay_video_rewriter_new (AssaySource *source,
                                              gint stream,
                                              const AssayVideoForm *form,
                                              guint threads,
                                              GCancellable *cancellable,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_video_rewriter_free (AssayVideoRewriter *self);
const AssayVideoSourceInfo *assay_video_rewriter_get_info (AssayVideoRewriter *self);
/**
 * assay_video_rewriter_run:
 * @fd: borrowed, seekable, empty; emptied again when it fails
 * @progress: (nullable):
 *
 * Once. FALSE with ASSAY_MEDIA_ERROR TRUNCATED (not one picture could be decoded), UNSUPPORTED
 * (the codec does not take such pictures), MALFORMED, LIMIT; ASSAY_BASE_ERROR_IO; the function's
 * own errors; G_IO_ERROR_CANCELLED.
 */
gboolean assay_video_rewriter_run (AssayVideoRewriter *self,
                                   int fd,
                                   AssayVideoRewriteFunc func,
                                   gpointer user_data,
                                   AssayProgress *progress,
                                   GError **error);
/* From within the function. @picture: (transfer full): in the samples' format that the function
 * got; its size is that of the first one written. Times that do not rise are moved one tick on. */
gboolean
assay_video_rewriter_write (AssayVideoRewriter *self, AssayVideoPicture *picture, GError **error);
/* After a run. */
const AssayVideoRewritten *assay_video_rewriter_get_written (AssayVideoRewriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayVideoRewriter, assay_video_rewriter_free)

G_END_DECLS
