/* assay-custody-panel.h: what happened to an exhibit since it came in: fingerprints, the record,
 * and its verification. */
#pragma once

#include "assay-panel.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_CUSTODY_PANEL (assay_custody_panel_get_type ())
G_DECLARE_FINAL_TYPE (AssayCustodyPanel, assay_custody_panel, ASSAY, CUSTODY_PANEL, AssayPanel)

G_END_DECLS
