/* assay-jpeg-pixels.h: pixels of a JPEG without FFmpeg: whole, or reduced while decoding. */
#pragma once

#include <gio/gio.h>

#include "base/assay-base.h"
#include "model/assay-image.h"

G_BEGIN_DECLS

/**
 * assay_jpeg_pixels:
 * @offset, @length: where the JPEG stands in @source; the rest of the file is not looked at
 * @id, @title: of the image
 * @least: 0 for full size; else the longer side of the result is at least this, px, and as little
 * larger as the decoder's eighths allow. Reducing by 8 costs about a tenth of full decoding.
 * @complete: (out) (optional): %FALSE if data was missing or damaged, so that part of the pixels is
 * invented
 *
 * As stored: the orientation of Exif is not applied.
 *
 * Returns: (transfer full) (nullable): RGB8; %NULL with ASSAY_MEDIA_ERROR_MALFORMED, LIMIT (pixels,
 * memory, number of scans) or UNSUPPORTED, or when cancelled
 */
AssayImage *assay_jpeg_pixels (AssaySource *source,
                               guint64 offset,
                               guint64 length,
                               const char *id,
                               const char *title,
                               guint least,
                               gboolean *complete,
                               GCancellable *cancellable,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
