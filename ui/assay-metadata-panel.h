/* assay-metadata-panel.h: what the file says about itself, grouped and searchable, with "what is
 * this?". */
#pragma once

#include "assay-panel.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_METADATA_PANEL (assay_metadata_panel_get_type ())
G_DECLARE_FINAL_TYPE (AssayMetadataPanel, assay_metadata_panel, ASSAY, METADATA_PANEL, AssayPanel)

G_END_DECLS
