/* assay-parsers-av-private.h: the parsers of video, sound and box formats, one a family. */
#pragma once

#include "media/assay-parser-private.h"

G_BEGIN_DECLS

void assay_parse_bmff (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable);
void assay_parse_riff (AssaySource *source, AssayInspection *inspection, GCancellable *cancellable);

G_END_DECLS
