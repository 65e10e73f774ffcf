/* assay-tool-panel.h: the generic panel of all tools that share a page: settings, run, result.
 *
 * Which tools those are comes from the registry: all whose description names the panel with this
 * id's title. A tool added to the registry appears without code here. Tools without settings run as
 * soon as the panel is opened. */
#pragma once

#include "assay-panel.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_TOOL_PANEL (assay_tool_panel_get_type ())
G_DECLARE_FINAL_TYPE (AssayToolPanel, assay_tool_panel, ASSAY, TOOL_PANEL, AssayPanel)

G_END_DECLS
