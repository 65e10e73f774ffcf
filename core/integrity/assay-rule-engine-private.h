/* assay-rule-engine-private.h: facts to findings.
 *
 * Rules run in the order of the catalogue, so findings always come in the same order. */
#pragma once

#include "media/assay-inspection.h"
#include "model/assay-result.h"

#include "integrity/assay-condition-private.h"

G_BEGIN_DECLS

/**
 * assay_rules_run:
 * @specs: rules in catalogue order; combination rules stand last
 * @inspection: facts; the counts that combination rules read (run.*) are added to it
 * @builder: gets the findings, and for each rule that applies to the format but cannot run the
 * reason
 */
void assay_rules_run (const AssayRuleSpec *specs,
                      guint n_specs,
                      AssayInspection *inspection,
                      AssayResultBuilder *builder);

G_END_DECLS
