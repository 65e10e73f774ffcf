/* assay-rule-engine-private.h: facts to findings.
 *
 * Rules run in the order of the catalogue, so findings always come in the same order. */
#pragma once

#include "media/assay-inspection.h"
#include "model/assay-result.h"

#include "integrity/assay-condition-private.h"

G_BEGIN_DECLS

typedef struct
{
  guint checked;  /* rules that applied and could run */
  guint found[3]; /* findings by AssaySeverity */
} AssayRuleTally;

/**
 * assay_rules_run:
 * @specs: rules in catalogue order; combination rules stand last
 * @inspection: facts; the counts that combination rules read (run.*) are added to it
 * @builder: gets the findings, for each rule that applies to the format but cannot run the reason,
 * and the table "checks": every rule with what came of it
 * @tally: (out): counts
 */
void assay_rules_run (const AssayRuleSpec *specs,
                      guint n_specs,
                      AssayInspection *inspection,
                      AssayResultBuilder *builder,
                      AssayRuleTally *tally);

G_END_DECLS
