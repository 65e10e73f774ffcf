/* assay-sound-hybrid-private.h: the filter bank of MPEG layer III ("MP3") as an encoder applies it.
 *
 * ISO/IEC 11172-3, 3-C.1.3 (polyphase analysis, 32 bands of 512 taps) and 3-C.1.5.3.3 (windowed
 * transform of 36 samples of each band to 18 lines, butterflies against aliasing), long blocks
 * only. On decoded sound, from the place where an encoder had its granules, it gives the numbers
 * that were quantised, but for rounding and for what the polyphase bank does not reconstruct. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Lines, and samples, of a granule. */
#define ASSAY_HYBRID_LINES 576u

typedef struct _AssayHybrid AssayHybrid;

AssayHybrid *assay_hybrid_new (void) G_GNUC_WARN_UNUSED_RESULT;
void assay_hybrid_free (AssayHybrid *self);
/* Takes @n samples, at least 544, for assay_hybrid_transform (): the 32 bands at every place. */
void assay_hybrid_load (AssayHybrid *self, const double *samples, gsize n);
/* The ASSAY_HYBRID_LINES lines of the 36 slots of 32 samples that begin at sample @offset: needs
 * @offset + 1664 samples (36 × 32 + 512). */
void assay_hybrid_transform (const AssayHybrid *self, gsize offset, double *lines);
/* Mean power of a line when samples of ±1 are rounded to 16 bits. */
double assay_hybrid_get_rounding (const AssayHybrid *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayHybrid, assay_hybrid_free)

G_END_DECLS
