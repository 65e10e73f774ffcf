/* assay-tool-list-private.h: for test programs alone: a further tool in the list of this process.
 */
#pragma once

#include "model/assay-tool-info.h"

G_BEGIN_DECLS

/* @info must outlive the process. Before the list is first used; not thread-safe. */
void assay_tool_list_add (const AssayToolInfo *info);

G_END_DECLS
