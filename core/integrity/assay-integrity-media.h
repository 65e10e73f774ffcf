/* assay-integrity-media.h: what the tools of this folder take from decoders, as a table.
 *
 * assay-worker does not link FFmpeg, so the tools reach it only through this table, which
 * assay-worker-media installs before it reads the first byte of evidence. */
#pragma once

#include <gio/gio.h>

#include "base/assay-base.h"
#include "media/assay-inspection.h"
#include "model/assay-image.h"

G_BEGIN_DECLS

typedef enum
{
  ASSAY_FRAME_KEY,       /* can be decoded alone */
  ASSAY_FRAME_PREDICTED, /* P */
  ASSAY_FRAME_BOTH_WAYS, /* B */
  ASSAY_FRAME_OTHER,
} AssayFrameType;

typedef struct
{
  double seconds; /* presentation time */
  guint64 bytes;  /* coded size */
  AssayFrameType type;
} AssayFrameRecord;

typedef struct
{
  /* Adds the facts stream.* (core/media/OVERVIEW.md). FALSE with an error of AssayMediaError. */
  gboolean (*add_streams) (AssaySource *source,
                           AssayInspection *inspection,
                           GCancellable *cancellable,
                           GError **error);
  /* The picture, or of a video a frame from its beginning, upright, scaled so that no side is
   * longer than @most px (0: as it is). NULL with an error. */
  AssayImage *(*picture) (AssaySource *source,
                          const AssayInspection *inspection,
                          const char *id,
                          const char *title,
                          guint most,
                          GCancellable *cancellable,
                          GError **error);
  /* Frames of the first video stream in the order of the file, at most ASSAY_LIMIT_SAMPLES;
   * elements are AssayFrameRecord. NULL with an error. */
  GArray *(*list_frames) (AssaySource *source,
                          AssayProgress *progress,
                          GCancellable *cancellable,
                          GError **error);
} AssayIntegrityMedia;

/* Once, by the program, before any job; @media lasts as long as the process. */
void assay_integrity_set_media (const AssayIntegrityMedia *media);
/* NULL in assay-worker. */
const AssayIntegrityMedia *assay_integrity_get_media (void);

G_END_DECLS
