/* assay-revmark-told.h: the segments that the detector found, as a result tells them. */
#pragma once

#include "model/assay-result.h"

G_BEGIN_DECLS

/* @starts: of AssayRevmarkStart. @looked: frames that were looked at. */
void assay_revmark_tell_starts (const GArray *starts, guint looked, AssayResultBuilder *builder);

G_END_DECLS
