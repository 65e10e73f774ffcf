/* assay-tool-list.h: the descriptions of all tools, for both sides. */
#pragma once

#include "model/assay-tool-info.h"

G_BEGIN_DECLS

/* In the order in which panels and `assay-cli tools` show them. Never freed. */
guint assay_tool_list_get_n (void);
const AssayToolInfo *assay_tool_list_get (guint index);
/* NULL if there is none. */
const AssayToolInfo *assay_tool_list_find (const char *id);

G_END_DECLS
