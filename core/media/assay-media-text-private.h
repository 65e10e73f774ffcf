/* assay-media-text-private.h: text in the encodings of tags. Without iconv: its tables are files,
 * and a worker opens none. */
#pragma once

#include "base/assay-base.h"

G_BEGIN_DECLS

/* UTF-16 up to @size bytes or a NUL; a byte order mark overrules @big_endian. Visible UTF-8,
 * unpaired surrogates as U+FFFD. */
char *assay_media_text_utf16 (const guint8 *data,
                              gsize size,
                              gboolean big_endian) G_GNUC_WARN_UNUSED_RESULT;
/* ISO 8859-1 up to @size bytes or a NUL, unless it is valid UTF-8 (which is what such fields often
 * hold). */
char *assay_media_text_latin1 (const guint8 *data, gsize size) G_GNUC_WARN_UNUSED_RESULT;
/* UTF-16 if it begins with a byte order mark, else as assay_media_text_latin1(). */
char *assay_media_text_tag (const guint8 *data, gsize size) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
