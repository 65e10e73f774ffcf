/* assay-jpeg-standard-private.h: the example tables of ITU-T T.81 Annex K, which most software uses
 * as they stand or scaled. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* K.3: sixteen counts, then the values, as in DHT. @table_class 0 DC, 1 AC; @chroma FALSE for
 * luminance. */
const guint8 *assay_jpeg_standard_huffman (guint table_class, gboolean chroma, gsize *size);

/* The table in row order that the IJG makes of K.1 for @quality 1 .. 100 (its jcparam.c is where
 * the formula became a standard of fact). */
void assay_jpeg_scaled_quantisation (gboolean chroma, guint quality, guint16 values[64]);

G_END_DECLS
