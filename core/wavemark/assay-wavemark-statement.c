/* assay-wavemark-statement.c: what reading a mark shows about its owner, as a finding. */
#include "wavemark/assay-wavemark-statement.h"

#include "signal/assay-mark.h"

static const char *
rule_of (const AssayWavemarkStatement *self)
{
  if (!self->keyed)
    return "MRK-04";
  if (g_str_equal (self->outcome, "found"))
    return "MRK-01";
  if (!g_str_equal (self->outcome, "inconclusive"))
    return self->columns != NULL ? "MRK-03" : "MRK-19";
  return self->votes_needed > 0.0 ? "MRK-10" : "MRK-02";
}

/* That a mark was found says nothing of the one that was looked for. */
static void
add_other (const AssayWavemarkStatement *self, AssayResultBuilder *result)
{
  g_autofree char *expected = assay_mark_spell (self->expected);
  AssayFindingBuilder *finding;

  if (g_str_equal (self->mark, expected))
    return;
  finding = assay_finding_builder_new ("MRK-20", ASSAY_SEVERITY_INFO);
  assay_finding_builder_text (finding, "mark.value", self->mark);
  assay_finding_builder_text (finding, "mark.expected", expected);
  assay_result_builder_finding (result, assay_finding_builder_end (finding));
}

void
assay_wavemark_statement_add (const AssayWavemarkStatement *self, AssayResultBuilder *result)
{
  AssayFindingBuilder *finding = assay_finding_builder_new (rule_of (self), ASSAY_SEVERITY_INFO);

  if (self->mark != NULL)
    assay_finding_builder_text (finding, "mark.value", self->mark);
  assay_finding_builder_real (finding, "mark.log10_p", self->log10_p, 2, "");
  if (self->log10_hypotheses >= 0.0)
    assay_finding_builder_real (finding, "mark.log10_hypotheses", self->log10_hypotheses, 2, "");
  assay_finding_builder_int (finding, "mark.bits", self->n_bits, "bit");
  assay_finding_builder_int (finding, "mark.used", (gint64) self->used, "");
  if (self->columns != NULL)
    assay_finding_builder_text (finding, "mark.columns", self->columns);
  if (self->time != NULL)
    assay_finding_builder_text (finding, "mark.time", self->time);
  if (self->time_others != NULL && !g_str_equal (self->outcome, "found"))
    assay_finding_builder_text (finding, "mark.time_others", self->time_others);
  if (self->votes_needed > 0.0)
    {
      const char *unit = self->votes_unit != NULL ? self->votes_unit : "";

      assay_finding_builder_real (finding, "mark.votes", self->votes, 1, unit);
      assay_finding_builder_real (finding, "mark.votes_needed", self->votes_needed, 1, unit);
    }
  if (self->expected != NULL)
    assay_finding_builder_text (finding, "mark.expected", self->expected);
  if (self->expected != NULL && self->expect_log10_p <= 0.0)
    assay_finding_builder_real (finding, "mark.expected_log10_p", self->expect_log10_p, 2, "");
  assay_result_builder_finding (result, assay_finding_builder_end (finding));
  if (self->keyed && self->mark != NULL && self->expected != NULL)
    add_other (self, result);
}
