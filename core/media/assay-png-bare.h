/* assay-png-bare.h: a PNG without what a decoder would unpack for nothing. */
#pragma once

#include "base/assay-source.h"

G_BEGIN_DECLS

/**
 * assay_png_bare:
 * @source: any file
 *
 * The file without its textual chunks and colour profile (tEXt, zTXt, iTXt and iCCP of ISO/IEC
 * 15948, 11.3), if it is a PNG that has such: libavcodec unpacks all of them to their end before it
 * gives a picture, and a few kilobytes may say gigabytes. Nothing else is changed; what follows a
 * broken chunk stays as it is. Its places are not those of the file.
 *
 * Returns: (transfer full): a source in memory, or @source where nothing was to be taken out, or
 * the file is larger than ASSAY_LIMIT_BLOCK
 */
AssaySource *assay_png_bare (AssaySource *source) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
