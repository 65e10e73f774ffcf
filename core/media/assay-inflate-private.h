/* assay-inflate-private.h: zlib and raw deflate streams with a bound on what comes out. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Metadata that is stored compressed: profiles and packets of some megabytes are the largest met.
 */
#define ASSAY_INFLATE_MOST ((gsize) 16 * 1024 * 1024)

/**
 * assay_inflate:
 * @data: (array length=size): a zlib stream (RFC 1950)
 * @most: bytes to produce at most
 * @whole: (out): whether the stream ended as it should within @most
 *
 * What comes before damage or before @most is given too.
 *
 * Returns: (transfer full) (nullable): the bytes; %NULL if there is not one
 */
GBytes *assay_inflate (const guint8 *data, gsize size, gsize most, gboolean *whole)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
