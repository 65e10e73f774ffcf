/* assay-structure-panel.h: the parts of a file as a tree, and the bytes of the selected part. */
#pragma once

#include "assay-panel.h"

G_BEGIN_DECLS

#define ASSAY_TYPE_STRUCTURE_PANEL (assay_structure_panel_get_type ())
G_DECLARE_FINAL_TYPE (
    AssayStructurePanel, assay_structure_panel, ASSAY, STRUCTURE_PANEL, AssayPanel)

G_END_DECLS
