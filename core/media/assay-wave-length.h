/* assay-wave-length.h: what a WAVE file says about its length against what there is. FFmpeg reckons
 * the length of a cut one from its bytes. */
#pragma once

#include "base/assay-base.h"

G_BEGIN_DECLS

/* s of sound that the chunk `data` declares and the file lacks; 0 of whole files and of others. A
 * length that was not known when the head was written (0, all bits) is none. */
double assay_wave_missing (AssaySource *source);

G_END_DECLS
