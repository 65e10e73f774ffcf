/* assay-remux-private.h: what a remux holds, and which streams it takes over. */
#pragma once

#include "media/assay-decode-private.h"
#include "media/assay-remux.h"

G_BEGIN_DECLS

struct _AssayRemux
{
  AssayDemuxer *demuxer;
  AVFormatContext *format;
  AVIOContext *io;
  AVPacket *packet;
  GQueue waiting; /* AssayRemuxEntry: read, not yet written, in order */
  gsize waiting_bytes;
  guint n_waiting;         /* packets of the video that were given to the function */
  AssayRemuxSettle settle; /* NULL: each is written at once */
  gint video;
  GArray *durations; /* gint64, by stream of the source: of its last packet of sound that had one */
  gint *places;      /* by stream of the source: stream of the result, -1 when left out */
  GString *missing;  /* what the muxer cannot write, for people */
  GString *beside;   /* covers, subtitles, chapters and so on, for people */
  guint left_out;
  gboolean lenient;
  AssayMediaLoss loss;
  AssayRemuxTimes times;
  AssayRemuxSoundFunc sound;  /* NULL: packets of sound stay as they are */
  AssayRemuxOtherFunc others; /* (nullable) */
  int fd;
  gint64 position;
  int error_number; /* of the last write that failed */
};

/* All packets through @func and into the file. */
gboolean assay_remux_copy_packets (AssayRemux *self,
                                   AssayRemuxFunc func,
                                   gpointer user_data,
                                   AssayProgress *progress,
                                   GError **error);
/* After the file was written: sets times. */
gboolean assay_remux_compare_times (AssayRemux *self, GError **error);
/* Drops what was not written. */
void assay_remux_clear_packets (AssayRemux *self);
/* Sets the error for FFmpeg's @code, or for the last write; FALSE. */
gboolean assay_remux_fail (AssayRemux *self, int code, GError **error);
/* Makes the streams, chapters and attachments of the result; sets places, missing and left_out.
 * Negative: FFmpeg's error. */
int assay_remux_add_streams (AssayRemux *self);

G_END_DECLS
