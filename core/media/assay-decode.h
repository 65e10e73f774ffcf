/* assay-decode.h: decoding of foreign media through FFmpeg and libheif. Only assay-worker-media
 * links it.
 *
 * Everything here reads an AssaySource, opens no file, and keeps to white lists of formats and
 * codecs. Objects are for one thread at a time; FFmpeg's own threads work inside. Results are
 * bit-exact for one version of FFmpeg whatever the number of threads. */
#pragma once

#include <gio/gio.h>

#include "media/assay-inspection.h"
#include "media/assay-media-error.h"
#include "media/assay-media-loss.h"
#include "model/assay-image.h"
#include "model/assay-tool.h"

G_BEGIN_DECLS

/* Streams of one file that are looked at; more is a hostile file. */
#define ASSAY_DECODER_STREAMS 64u

/**
 * assay_decoder_prewarm:
 *
 * Touches everything that FFmpeg, libheif and the C library load or look up at first use. Called
 * once, before the sandbox closes; afterwards no decoding opens a file.
 */
void assay_decoder_prewarm (void);

/* "libavcodec 59.37.100 libavformat 59.27.100 …": what belongs into a run record. */
const char *assay_decoder_versions (void);

typedef enum
{
  ASSAY_STREAM_VIDEO,
  ASSAY_STREAM_AUDIO,
  ASSAY_STREAM_OTHER,
} AssayStreamKind;

typedef struct
{
  AssayStreamKind kind;
  const char *codec; /* FFmpeg's short name: "h264" */
  gboolean decodable;
  gboolean attached_picture; /* a cover in a sound file */
  double duration;           /* s; 0 when unknown */
  gboolean guessed;          /* no length is told: it is reckoned from the bit rate at the start */
  gboolean shared;           /* it is that of the whole file, whose longest stream may be another */
  double start;              /* s */
  gint64 frames;             /* as the container says; 0 when unknown */
  guint width, height;       /* pixels as coded */
  guint rotation;            /* degrees clockwise to turn for display: 0, 90, 180, 270 */
  double fps;                /* average; 0 when unknown */
  guint rate;                /* Hz */
  guint channels;
  guint bits;        /* a sample of lossless sound; 0 for other codecs */
  gboolean floating; /* samples are floating point */
} AssayStreamInfo;

/* A container opened for decoding. */
typedef struct _AssayDecoder AssayDecoder;

/**
 * assay_decoder_new:
 * @threads: how many threads a codec may use; at least 1
 * @cancellable: (nullable): also interrupts reading
 *
 * Returns: (transfer full) (nullable): %NULL with ASSAY_MEDIA_ERROR UNSUPPORTED (no format of the
 * white list), MALFORMED, TRUNCATED, LIMIT (too many streams, 20 s without result), or
 * G_IO_ERROR_CANCELLED
 */
AssayDecoder *assay_decoder_new (AssaySource *source,
                                 guint threads,
                                 GCancellable *cancellable,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
AssayDecoder *assay_decoder_ref (AssayDecoder *self);
void assay_decoder_unref (AssayDecoder *self);
/* s; 0 when unknown */
double assay_decoder_get_duration (AssayDecoder *self);
guint assay_decoder_get_n_streams (AssayDecoder *self);
const AssayStreamInfo *assay_decoder_get_stream (AssayDecoder *self, guint index);
/* The stream a player would choose; -1 without one. Covers count as no video. */
gint assay_decoder_find (AssayDecoder *self, AssayStreamKind kind);
/* Facts "stream.…" and "stream[n].…" as OVERVIEW.md names them. */
void assay_decoder_note_facts (AssayDecoder *self, AssayInspection *inspection);

/* Packets as they stand in the container, without decoding. */
typedef struct
{
  guint stream;
  double seconds; /* presentation time; NaN when the container has none */
  double decode_seconds;
  double duration; /* s; 0 when unknown */
  guint32 size;    /* bytes */
  gint64 position; /* in the file; -1 when unknown */
  gboolean key;
  char type; /* 'I', 'P', 'B' from the slice header; '-' for sound, '?' when not known */
} AssayPacket;

/* Answers FALSE to stop. */
typedef gboolean (*AssayPacketFunc) (const AssayPacket *packet, gpointer user_data);

/* All packets in the order of the file; memory does not grow with their number. Ends at damage
 * without an error. */
gboolean assay_decoder_walk_packets (AssayDecoder *self,
                                     AssayPacketFunc func,
                                     gpointer user_data,
                                     GError **error);

/* The packets of one stream, with their bytes. */
typedef struct _AssayPacketReader AssayPacketReader;

/* A reader has its own view of the file. NULL as assay_decoder_new() says. */
AssayPacketReader *assay_packet_reader_new (AssayDecoder *decoder,
                                            guint stream,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_packet_reader_free (AssayPacketReader *self);
/* What the container keeps beside the packets (hvcC, avcC …); borrowed; NULL and 0 without it. */
const guint8 *assay_packet_reader_get_configuration (AssayPacketReader *self, gsize *size);
/**
 * assay_packet_reader_next:
 * @packet: its type is '?': slice headers are not read
 * @data: (array length=packet->size): valid until the next call
 *
 * In the order of the file. Returns: %FALSE at the end (also at damage of the container), or with
 * an error
 */
gboolean assay_packet_reader_next (AssayPacketReader *self,
                                   AssayPacket *packet,
                                   const guint8 **data,
                                   GError **error);
/* After the last packet: what the container declares and could not be read of the stream. FALSE
 * with an error of reading the source. */
gboolean
assay_packet_reader_find_loss (AssayPacketReader *self, AssayMediaLoss *loss, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayPacketReader, assay_packet_reader_free)

/* Sound as interleaved float. */
typedef struct _AssayAudioReader AssayAudioReader;

/**
 * assay_audio_reader_new:
 * @rate: Hz; 0 for the stream's own
 * @channels: 1 mixes down; 0 for the stream's own
 *
 * A reader has its own view of the file: several may be open on one decoder.
 */
AssayAudioReader *assay_audio_reader_new (AssayDecoder *decoder,
                                          guint stream,
                                          guint rate,
                                          guint channels,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_audio_reader_free (AssayAudioReader *self);
guint assay_audio_reader_get_rate (AssayAudioReader *self);
guint assay_audio_reader_get_channels (AssayAudioReader *self);
/**
 * assay_audio_reader_get_mix:
 * @shares: (out caller-allocates) (array length=channels of the stream)
 *
 * What each channel has of the mix that a reader with one channel gives, their sum being 1: of
 * stereo one half each, of more what their places in the room are worth (the low-frequency channel
 * nothing).
 */
void assay_audio_reader_get_mix (AssayAudioReader *self, double *shares);
/* Index of the next sample, counted from the first one that the stream decodes to (encoder delay
 * removed). */
guint64 assay_audio_reader_get_position (AssayAudioReader *self);
/**
 * assay_audio_reader_read:
 * @buffer: (array length=frames × channels): interleaved, nominally -1..1
 *
 * Returns: how many frames (samples of all channels) there were, fewer than @frames only at the
 * end; -1 with an error
 */
gssize
assay_audio_reader_read (AssayAudioReader *self, float *buffer, gsize frames, GError **error);
/* Packets that the decoder refused or that fail their checksum (FLAC), and frames that it calls
 * damaged: how many were met, and before which sample of the stream the first of them: many, for
 * somebody may ask for a part that lies behind them. */
#define ASSAY_AUDIO_FAULTS 1000u
typedef struct
{
  guint64 n;
  guint64 at[ASSAY_AUDIO_FAULTS];
} AssayAudioFaults;
/* Borrowed; of all that was decoded up to now. */
const AssayAudioFaults *assay_audio_reader_get_faults (AssayAudioReader *self);
/* Between which samples of the stream byte @place of the file is heard, to about a second, or
 * less; where that has not been decoded yet, both are the next sample. */
void assay_audio_reader_around (AssayAudioReader *self, guint64 place, guint64 *from, guint64 *to);
/* Exactly to sample @position: reading then gives the same values as reading on from the start.
 * Backward and within what has been read it is quick, beyond it decodes. Behind the end nothing is
 * read any more. */
gboolean assay_audio_reader_seek (AssayAudioReader *self, guint64 position, GError **error);
/* By the container's index: quick everywhere, the position is what the timestamps say. */
gboolean assay_audio_reader_seek_time (AssayAudioReader *self, double seconds, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayAudioReader, assay_audio_reader_free)

/* How the planes of a frame are to be read. */
typedef enum
{
  ASSAY_PLANES_GREY, /* Y */
  ASSAY_PLANES_YUV,  /* Y, U, V; alpha last if there is one */
  ASSAY_PLANES_RGB,  /* G, B, R; alpha last if there is one */
} AssayPlanes;

/* One decoded picture. Immutable. Samples of more than 8 bits are 16-bit words of this machine,
 * value in the low bits. */
typedef struct
{
  gint64 index;   /* in display order from 0; -1 when it cannot be told */
  double seconds; /* presentation time from the stream's start */
  double duration;
  gboolean key;
  gboolean corrupt; /* decoded from damaged data */
  gboolean interlaced;
  char type;           /* 'I', 'P', 'B', '?' */
  guint width, height; /* as coded, not turned */
  guint rotation;      /* degrees clockwise for display */
  AssayPlanes planes;
  guint n_planes;
  guint depth;   /* bits a sample */
  gsize sample;  /* bytes a sample: 1 or 2 */
  guint shift_x; /* log2 of the chroma subsampling */
  guint shift_y;
  gboolean full_range;
  const char *pixel_format; /* of the stream: "yuv420p10le" */
  const guint8 *plane[4];
  gsize stride[4]; /* bytes */
} AssayVideoFrame;

void assay_video_frame_free (AssayVideoFrame *self);
/**
 * assay_video_frame_to_image:
 * @max_side: the longer side in pixels at most; 0 for the frame's own size
 *
 * RGB8, turned for display, scaled by area averaging.
 */
AssayImage *assay_video_frame_to_image (const AssayVideoFrame *self,
                                        const char *id,
                                        const char *title,
                                        guint max_side,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayVideoFrame, assay_video_frame_free)

/* Pictures of a video stream in display order. */
typedef struct _AssayVideoReader AssayVideoReader;

AssayVideoReader *assay_video_reader_new (AssayDecoder *decoder,
                                          guint stream,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
/**
 * AssayPacketChange:
 * @frame: number of the picture in the order of display; -1 when it is not known
 * @out: empty; takes what the decoder shall get instead
 *
 * A packet of a video between container and decoder. FALSE with an error ends decoding.
 */
typedef gboolean (*AssayPacketChange) (const guint8 *data,
                                       gsize size,
                                       gint64 frame,
                                       GByteArray *out,
                                       gpointer user_data,
                                       GError **error);
/* Packets that are read from now on are changed. */
void assay_video_reader_set_change (AssayVideoReader *self,
                                    AssayPacketChange change,
                                    gpointer user_data);
void assay_video_reader_free (AssayVideoReader *self);
/* (transfer full); NULL without an error at the end. */
AssayVideoFrame *assay_video_reader_next (AssayVideoReader *self,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Passes over the next picture: whether anything behind it shows through. */
gboolean assay_video_reader_shows_through (AssayVideoReader *self);
/* Only frames that others refer to, or only key frames: for overviews. */
void assay_video_reader_set_key_only (AssayVideoReader *self, gboolean key_only);
/* The next frame is the one shown at @seconds; the last one behind the end. */
gboolean assay_video_reader_seek (AssayVideoReader *self, double seconds, GError **error);
/* The next frame is exactly number @index in display order. The first call walks the packets once.
 */
gboolean assay_video_reader_seek_frame (AssayVideoReader *self, gint64 index, GError **error);
/* How many frames the packets announce; walks them once. */
gint64 assay_video_reader_count (AssayVideoReader *self, GError **error);
/* After the last picture, without seeking: what the container declares of the stream and could not
 * be read. FALSE with an error of reading the source. */
gboolean
assay_video_reader_find_loss (AssayVideoReader *self, AssayMediaLoss *loss, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayVideoReader, assay_video_reader_free)

/**
 * assay_decode_picture:
 * @orientation: 1..8 as Exif defines it; 0 for none. HEIF pictures turn themselves: it is not
 * applied to them
 * @max_side: the longer side in pixels at most; 0 for full size
 *
 * The first picture of a PNG, WebP, GIF, TIFF, BMP, JPEG, HEIF, AVIF … file, RGBA8 if it has
 * transparency, else RGB8.
 *
 * Returns: (transfer full) (nullable): %NULL with ASSAY_MEDIA_ERROR UNSUPPORTED, MALFORMED, LIMIT
 */
AssayImage *assay_decode_picture (AssaySource *source,
                                  const char *id,
                                  const char *title,
                                  guint orientation,
                                  guint max_side,
                                  GCancellable *cancellable,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether a picture that assay_decode_picture() gives is all there: FFmpeg fills what is missing of
 * a JPEG file; the other kinds it gives whole or not at all. */
gboolean assay_decode_picture_is_whole (AssaySource *source, GCancellable *cancellable);

/**
 * assay_decode_thumbnail:
 * @inspection: (nullable): of the same file: its orientation is applied
 *
 * A small picture of any medium that has one: the picture itself, a frame of a video from a tenth
 * of its length (at most 3 s), the cover of a sound file.
 */
AssayImage *assay_decode_thumbnail (AssaySource *source,
                                    const AssayInspection *inspection,
                                    guint max_side,
                                    GCancellable *cancellable,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Frames of a video, else sound in blocks of 4096 frames, else the picture, of the job's first
 * input. The parameters "preview-stream" (choice "video", "audio", "picture", if the tool has it)
 * and "preview-size" (int, pixels) select. */
extern const AssayToolPreview assay_decode_preview;

/* Of a stream that assay_decode_preview has opened on a video: packets are changed before they are
 * decoded. @user_data is freed with the stream; at once if there is no video. */
void assay_decode_preview_change (gpointer stream,
                                  AssayPacketChange change,
                                  gpointer user_data,
                                  GDestroyNotify free_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayDecoder, assay_decoder_unref)

G_END_DECLS
