/* assay-tool-compare.h: what a run made of an exhibit, shown beside it. */
#pragma once

#include "assay-compare-player.h"
#include "assay-subject.h"

G_BEGIN_DECLS

/* Opens @player on the exhibit and the first output of @outcome (nullable) that is a
 * picture or video; hides it when there is none, or when it can no longer be read. */
void assay_tool_compare_show (AssayComparePlayer *player,
                              AssaySubject *subject,
                              const AssayToolInfo *tool,
                              AssayOutcome *outcome);

/* Opens @player on the exhibit and on what @parameters' tool would make of it (AssayToolInfo.view);
 * hides it when there is nothing to show. */
void assay_tool_compare_show_view (AssayComparePlayer *player,
                                   AssaySubject *subject,
                                   AssayParameters *parameters);

G_END_DECLS
