/* assay-hevc-stream.h: the NAL units of the HEVC video in a file, whatever holds it: a byte stream
 * (Annex B), or a container that FFmpeg opens. Only assay-worker-media links it. */
#pragma once

#include <gio/gio.h>

#include "cipher/assay-hevc-nal.h"
#include "media/assay-media-loss.h"
#include "model/assay-tool.h"

G_BEGIN_DECLS

typedef struct
{
  AssayHevcNal nal; /* its data are valid until the next one is asked for; an empty one has a type
                       beyond all, 64 */
  gboolean damaged; /* no header that could be read, or .packet: not to be interpreted */
  gboolean packet;  /* all of a container's packet, the lengths in which contradict each other */
  guint64 number;   /* of the unit, from 0; a container's parameter sets come first */
  gint64 position;  /* byte of the file where it begins; -1 when a container does not tell */
  double seconds;   /* presentation time; NaN for byte streams, and when the container has none */
} AssayHevcUnit;

typedef struct _AssayHevcStream AssayHevcStream;

/**
 * assay_hevc_stream_open:
 *
 * Returns: (transfer full) (nullable): %NULL with ASSAY_MEDIA_ERROR UNSUPPORTED (no HEVC video in
 * it) and what assay_decoder_new() says
 */
AssayHevcStream *assay_hevc_stream_open (AssaySource *source,
                                         GCancellable *cancellable,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_hevc_stream_free (AssayHevcStream *self);
/* After the last unit: packets that a container declares and that could not be read. FALSE with an
 * error of reading the source. */
gboolean assay_hevc_stream_find_loss (AssayHevcStream *self, AssayMediaLoss *loss, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayHevcStream, assay_hevc_stream_free)

/* FALSE at the end (no error) or with an error. */
gboolean assay_hevc_stream_next (AssayHevcStream *self, AssayHevcUnit *unit, GError **error);
/* Bytes of video so far: all of a byte stream, the packets of a container. */
guint64 assay_hevc_stream_get_bytes (const AssayHevcStream *self);
/* How far in the file, for progress: bytes. */
guint64 assay_hevc_stream_get_place (const AssayHevcStream *self);

G_END_DECLS
