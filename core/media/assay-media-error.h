/* assay-media-error.h: the error domain of core/media. The host knows it too, to word and rank what
 * workers say. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AssayMediaError:
 * @ASSAY_MEDIA_ERROR_TRUNCATED: empty, or ends before anything can be said
 * @ASSAY_MEDIA_ERROR_MALFORMED: it is not what it must be
 * @ASSAY_MEDIA_ERROR_LIMIT: the input reaches a limit (pixels, nesting, memory, time)
 * @ASSAY_MEDIA_ERROR_UNSUPPORTED: a format or codec that is not read
 * @ASSAY_MEDIA_ERROR_LOSSY: what would be written lacks something; the message names the setting
 * that allows it
 */
typedef enum
{
  ASSAY_MEDIA_ERROR_TRUNCATED,
  ASSAY_MEDIA_ERROR_MALFORMED,
  ASSAY_MEDIA_ERROR_LIMIT,
  ASSAY_MEDIA_ERROR_UNSUPPORTED,
  ASSAY_MEDIA_ERROR_LOSSY,
} AssayMediaError;

#define ASSAY_MEDIA_ERROR (assay_media_error_quark ())
GQuark assay_media_error_quark (void);

G_END_DECLS
