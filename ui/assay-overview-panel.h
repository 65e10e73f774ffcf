/* assay-overview-panel.h: the first panel of an exhibit: what it is, the verdict, and the reasons
 * in plain words. */
#pragma once

#include "assay-panel.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_OVERVIEW_PANEL (assay_overview_panel_get_type ())
G_DECLARE_FINAL_TYPE (AssayOverviewPanel, assay_overview_panel, ASSAY, OVERVIEW_PANEL, AssayPanel)

G_END_DECLS
