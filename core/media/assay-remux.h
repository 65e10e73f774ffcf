/* assay-remux.h: a container written again with the packets of one video stream changed and all
 * others as they were. Only assay-worker-media links it.
 *
 * MP4, MOV and Matroska. Nothing is decoded; times, order, configuration records, metadata,
 * chapters, attachments, covers and the packets of other streams stay. No program's name and no
 * date is written. What the muxer cannot write (data tracks of telephones) is an error unless asked
 * for; so is what an edit list takes out. */
#pragma once

#include <gio/gio.h>

#include "base/assay-base.h"
#include "media/assay-media-error.h"
#include "media/assay-media-loss.h"

G_BEGIN_DECLS

typedef struct _AssayRemux AssayRemux;

/**
 * AssayRemuxFunc:
 * @data: (array length=size): a packet of the video
 * @last: there is no further one
 * @out: empty; takes what is written instead: now, or, after assay_remux_set_settle(), until that
 *   function has been called
 */
typedef gboolean (*AssayRemuxFunc) (const guint8 *data,
                                    gsize size,
                                    gboolean last,
                                    GByteArray *out,
                                    gpointer user_data,
                                    GError **error);

/**
 * AssayRemuxSoundFunc:
 * @stream: number among the streams of sound, from 0
 * @codec: FFmpeg's short name
 * @data: (array length=size): a packet
 * @out: empty; takes what is written instead, as many bytes
 */
typedef gboolean (*AssayRemuxSoundFunc) (guint stream,
                                         const char *codec,
                                         const guint8 *data,
                                         gsize size,
                                         GByteArray *out,
                                         gpointer user_data,
                                         GError **error);

/**
 * assay_remux_new:
 * @codec: FFmpeg's short name of the video that is to be changed, "hevc"
 *
 * Returns: (transfer full) (nullable): %NULL with ASSAY_MEDIA_ERROR UNSUPPORTED (another container,
 * no such video) and as assay_decoder_new() says
 */
AssayRemux *assay_remux_new (AssaySource *source,
                             const char *codec,
                             GCancellable *cancellable,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_remux_free (AssayRemux *self);
/* What the container keeps beside the packets (hvcC); borrowed; NULL and 0 without it. */
const guint8 *assay_remux_get_configuration (AssayRemux *self, gsize *size);
/* "mp4", "mov" or "matroska": what is written. */
const char *assay_remux_get_container (AssayRemux *self);
/* Streams of pictures beside it; covers are none. */
guint assay_remux_get_n_other_videos (const AssayRemux *self);
/* Leaves out what cannot be written again, and counts it; and what edit lists take out. */
void assay_remux_set_lenient (AssayRemux *self);
/* After assay_remux_run(): what could not be read of a damaged container, and so is not in the file
 * that was written; must be looked at. Borrowed. */
const AssayMediaLoss *assay_remux_get_loss (const AssayRemux *self);
/* The written file was read again: packets of video and sound that are shown at other times than in
 * the source, or that one of both does not have. PCM, which containers divide as they like, is not
 * looked at. */
typedef struct
{
  guint64 packets;
  gint stream;     /* the first one with such packets, number in the source, from 0; -1: none */
  double most;     /* s: the largest difference */
  guint64 visible; /* shown, and only decoded in the source */
} AssayRemuxTimes;

/* After assay_remux_run() into a file; borrowed. */
const AssayRemuxTimes *assay_remux_get_times (const AssayRemux *self);
/* The names of what the file that is written says of itself: "title", "location" …; what only tells
 * how the container is built is left out. (transfer full): "" without any. */
char *assay_remux_get_fields (AssayRemux *self) G_GNUC_WARN_UNUSED_RESULT;
/* What the new file has beside video, sound and time codes: "cover “mjpeg”, subtitle “tx3g”,
 * chapters (3)"; "" without any. Borrowed. */
const char *assay_remux_get_beside (const AssayRemux *self);
/* Packets of sound through @func, with the user data of assay_remux_run(). */
void assay_remux_set_sound (AssayRemux *self, AssayRemuxSoundFunc func);

/**
 * AssayRemuxOtherFunc:
 * @stream: number in the source, from 0
 * @record: (nullable) (array length=record_size): what the container keeps beside the packets
 * @data: (array length=size): a packet, which stays as it is
 */
typedef void (*AssayRemuxOtherFunc) (guint stream,
                                     const guint8 *record,
                                     gsize record_size,
                                     const guint8 *data,
                                     gsize size,
                                     gpointer user_data);
/* Shows @func the packets of further videos of the same kind while they are written, with the user
 * data of assay_remux_run(). */
void assay_remux_set_others (AssayRemux *self, AssayRemuxOtherFunc func);
/* What was left open in packets of the video must be filled when this returns. FALSE stops. */
typedef gboolean (*AssayRemuxSettle) (gpointer user_data, GError **error);
/* Lets work on packets be put off: up to 64 pictures or 16 MiB are held back before @settle is
 * called, with the user data of assay_remux_run(). Without it each is written at once. */
void assay_remux_set_settle (AssayRemux *self, AssayRemuxSettle settle);
/**
 * assay_remux_run:
 * @fd: borrowed, seekable, empty; -1 to write nothing, only to call @func
 * @progress: (nullable)
 *
 * Once. FALSE with ASSAY_BASE_ERROR_IO, ASSAY_MEDIA_ERROR (also UNSUPPORTED: a stream that cannot
 * be written again, named), @func's own error, G_IO_ERROR_CANCELLED.
 */
gboolean assay_remux_run (AssayRemux *self,
                          int fd,
                          AssayRemuxFunc func,
                          gpointer user_data,
                          AssayProgress *progress,
                          GError **error);
/* Streams, and records of a stream (Dolby Vision in MOV), that were left out. */
guint assay_remux_get_left_out (const AssayRemux *self);
/* What they are ("data “mebx”, DOVI configuration record"), FFmpeg's words; borrowed. */
const char *assay_remux_get_missing (const AssayRemux *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayRemux, assay_remux_free)

G_END_DECLS
