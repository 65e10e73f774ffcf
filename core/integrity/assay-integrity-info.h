/* assay-integrity-info.h: the descriptions of the tools of this folder, for both sides. */
#pragma once

#include "model/assay-tool-info.h"

G_BEGIN_DECLS

extern const AssayToolInfo assay_integrity_info; /* "integrity": facts, rules, verdict */
extern const AssayToolInfo assay_metadata_info;  /* "metadata": every field, with its place */
extern const AssayToolInfo assay_structure_info; /* "structure": every element, as a tree */
extern const AssayToolInfo assay_image_info;     /* "image": histograms, tables, frames */

G_END_DECLS
