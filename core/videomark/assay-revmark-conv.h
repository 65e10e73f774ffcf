/* assay-revmark-conv.h: convolutions as products of matrices, by oneDNN.
 *
 * oneDNN compiles its product once for all sizes; a worker cannot make code once it is locked down,
 * so its template has to. Convolutions of oneDNN itself are compiled for each size, which is known
 * only when a video is being read. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * assay_revmark_prewarm:
 *
 * Compiles the product, then takes back the right to change the code. Instructions up to AVX2 are
 * used: wider ones were no faster here for few channels, and all processors that have AVX2 then
 * give the same bytes. Any number of times, from one thread.
 */
void assay_revmark_prewarm (void);

/* "oneDNN 2.6.3": what belongs into a run record. */
const char *assay_revmark_versions (void);

G_END_DECLS
