/* assay-encoder-scan-private.h: the strings in which programs name themselves inside coded data. */
#pragma once

#include "media/assay-inspection.h"

G_BEGIN_DECLS

/* Adds a "media.encoder" fact unless the same text is there already. */
void
assay_encoder_note (AssayInspection *inspection, const char *text, guint64 offset, guint64 length);
/* Looks for known signatures (Lavf, Lavc, x264, x265, LAME, …) in @data, which stands at @base. The
 * patterns are long enough that chance finds them once in 10^12 bytes. */
void assay_encoder_scan (AssayInspection *inspection, const guint8 *data, gsize size, guint64 base);

/* Length-prefixed NAL units (MP4, Matroska): user data SEI messages become "media.sei" facts, then
 * as above.
 * @hevc: two-byte NAL headers. @length_size: 1, 2 or 4. */
void assay_nal_scan_sample (AssayInspection *inspection,
                            const guint8 *data,
                            gsize size,
                            guint64 base,
                            guint length_size,
                            gboolean hevc);
/* The same with start codes (Annex B). */
void assay_nal_scan_annexb (
    AssayInspection *inspection, const guint8 *data, gsize size, guint64 base, gboolean hevc);

G_END_DECLS
