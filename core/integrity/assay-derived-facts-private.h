/* assay-derived-facts-private.h: facts that rules need and that must be computed from others.
 *
 * All get names that begin with "derived." (or "run.", "file.name") and stand nowhere in the file.
 */
#pragma once

#include "media/assay-inspection.h"

G_BEGIN_DECLS

/**
 * assay_derive_facts:
 * @name: (nullable): the file's name as claimed
 * @reference_time: ms since 1970: when the file was taken in
 *
 * What follows from the facts alone:
 * - file.name; run.reference_time
 * - derived.file.sector_aligned: the size is a multiple of 512
 * - derived.image.longest_side, px
 * - derived.exif.size_differs, .size_doubled: PixelX/YDimension against the coded size
 * - derived.gps.distance_s, .zone_remainder_s: |camera clock - GPS|, and how far that is from a
 * whole quarter of an hour
 * - derived.media.created_shift_s: |zoned recording time - movie header|
 * - derived.media.length_difference_s, _part: sound against picture, of the longer
 * - derived.video.irregular_rate: the distances of the frames vary all the time
 */
void assay_derive_facts (AssayInspection *inspection, const char *name, gint64 reference_time);

G_END_DECLS
