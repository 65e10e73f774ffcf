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
  AVPacket *held; /* of the video: whether it is the last is known when the next has come */
  GByteArray *out;
  gint video;
  gint *places;     /* by stream of the source: stream of the result, -1 when left out */
  GString *missing; /* what the muxer cannot write, for people */
  guint left_out;
  gboolean lenient;
  AssayRemuxSoundFunc sound; /* NULL: packets of sound stay as they are */
  int fd;
  gint64 position;
  int error_number; /* of the last write that failed */
};

/* Makes the streams, chapters and attachments of the result; sets places, missing and left_out.
 * Negative: FFmpeg's error. */
int assay_remux_add_streams (AssayRemux *self);

G_END_DECLS
