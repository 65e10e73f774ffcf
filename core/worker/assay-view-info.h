/* assay-view-info.h: the tool behind players and scrubbers: it shows an input and finds nothing.
 *
 * It is in the registry of assay-worker-media, not in the list of tools: nobody runs it, a window
 * asks for its preview (assay_client_preview_async()). */
#pragma once

#include "model/assay-tool-info.h"

G_BEGIN_DECLS

/* Parameters: preview-stream (auto, video, audio, picture) and preview-size (longest side, px). */
extern const AssayToolInfo assay_view_info;

G_END_DECLS
