/* assay-mp3-checksum-private.h: what LAME's extension of the Xing header says of the bytes that
 * follow it. */
#pragma once

#include "media/assay-frame-scan-private.h"

G_BEGIN_DECLS

typedef enum
{
  ASSAY_MP3_UNCHECKED, /* there is no such extension, or it is damaged itself */
  ASSAY_MP3_AS_WRITTEN,
  ASSAY_MP3_SHORTER, /* than the encoder wrote it */
  ASSAY_MP3_CHANGED, /* as long, with other bytes */
} AssayMp3State;

/* @scan: of @source. */
AssayMp3State
assay_mp3_checksum (AssaySource *source, const AssayFrameScan *scan, GCancellable *cancellable);

G_END_DECLS
