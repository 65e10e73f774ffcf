/* assay-entry-points.h: entry_point_offset_minus1 of a slice segment whose emulation prevention has
 * changed (ITU-T H.265, 7.4.7.1: the offsets count those bytes). */
#pragma once

#include "cipher/assay-hevc-parser.h"

G_BEGIN_DECLS

/**
 * assay_entry_points_rewrite:
 * @segment: as it was parsed
 * @rbsp: the same unit with other slice data; its header is rewritten
 * @decrypt: which way
 *
 * Offsets that did not point at the substreams stay as they are. offset_len_minus1 grows where a
 * value needs it. So that decryption finds the old length again there is one rule: a length that
 * was the shortest possible becomes the shortest for the new values, any other stays.
 *
 * Returns: %FALSE with ASSAY_CIPHER_ERROR_UNSUPPORTED if a length is not the shortest one and has
 * no room to stay
 */
gboolean assay_entry_points_rewrite (const AssayHevcSliceSegment *segment,
                                     GByteArray *rbsp,
                                     gboolean decrypt,
                                     GError **error);

G_END_DECLS
