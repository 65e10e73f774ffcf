/* assay-registry.h: from a tool's id to its functions (engine side). */
#pragma once

#include "model/assay-tool.h"

G_BEGIN_DECLS

/* NULL if this worker program does not have the tool. */
const AssayTool *assay_registry_find (const char *id);

/* For the test workers alone: a further tool, which must outlive the process. Not thread-safe;
 * before any job. */
void assay_registry_add (const AssayTool *tool);

G_END_DECLS
