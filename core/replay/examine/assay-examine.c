/* assay-examine.c: the tool replay.examine. */
#include "replay/assay-replay.h"

#include <math.h>
#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "replay/examine/assay-examine-private.h"

/* Mean power of what moves in digital silence and constant offset: below the rounding of 24 bits.
 */
#define SILENT 1e-15
/* Of the squares: what is less beside a constant is rounding. 16 bits have 1e-9 and more. */
#define CONSTANT 1e-11

/* NULL, or why these checks can say nothing about the recording. */
static const char *
why_nothing (const AssayExamination *self)
{
  const AssaySoundValues *values = self->values;
  const double frames = (double) MAX (values->frames, 1);
  const double mean = values->sum / frames;
  const double power = values->squares / frames;

  if (self->spectrum->frames == 0)
    return N_ ("The recording is too short to be examined.");
  if (power > ASSAY_EXAMINE_BEYOND * ASSAY_EXAMINE_BEYOND)
    return N_ ("The samples lie so far beyond full scale that they are no sound.");
  if (!(power - mean * mean > MAX (SILENT, CONSTANT * power)))
    return N_ ("The recording holds no sound that could be examined.");
  return NULL;
}

static GPtrArray *
examine_references (AssayToolJob *job, guint channel, GError **error)
{
  g_autoptr (GPtrArray) references
      = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_examination_free);

  for (guint i = 0; i < assay_tool_job_get_n_inputs (job); i++)
    {
      const AssayToolInput *input = assay_tool_job_get_input (job, i);
      g_autoptr (AssayExamination) reference = NULL;
      const char *nothing;

      if (strcmp (input->role, "reference") != 0)
        continue;
      reference
          = assay_examination_new (input->source, NULL, channel, assay_tool_job_get_threads (job),
                                   NULL, assay_tool_job_get_cancellable (job), error);
      /* Nothing is near to silence, or far from it. */
      nothing = reference != NULL ? why_nothing (reference) : NULL;
      if (nothing != NULL)
        g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_MALFORMED,
                             assay_text_translate (nothing));
      if (reference == NULL || nothing != NULL)
        {
          g_prefix_error (error, "%s: ", input->name);
          return NULL;
        }
      g_ptr_array_add (references, g_steal_pointer (&reference));
    }
  return g_steal_pointer (&references);
}

static void
conclude (const AssayExamination *self, const char *nothing, AssayResultBuilder *builder)
{
  if (self->part)
    assay_result_builder_not_run (
        builder, NULL, N_ ("Only the chosen part was examined, not the rest of the recording."));
  if (nothing != NULL)
    assay_result_builder_not_run (builder, NULL, nothing);
  /* That a part is missing, damaged or no number calls for attention even so. */
  if (nothing == NULL || assay_replay_damage_is_told (&self->damage))
    assay_result_builder_verdict_from_findings (builder);
}

AssayResult *
assay_replay_examine_run (AssayToolJob *job, GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  const gint64 channel = assay_parameters_get_int (parameters, "channel");
  g_autoptr (AssayExamination) self = NULL;
  g_autoptr (GPtrArray) references = NULL;
  AssayResultBuilder *builder;
  AssayReferenceMatch match;
  const char *nothing;

  self = assay_examination_new (assay_tool_job_get_input (job, 0)->source,
                                assay_parameters_get_region (parameters, "region"), (guint) channel,
                                assay_tool_job_get_threads (job), assay_tool_job_get_progress (job),
                                assay_tool_job_get_cancellable (job), error);
  if (self == NULL)
    return NULL;
  references = examine_references (job, (guint) channel, error);
  if (references == NULL)
    return NULL;
  builder = assay_result_builder_new (assay_tool_job_get_info (job));
  nothing = why_nothing (self);
  assay_examine_metrics (self, nothing == NULL, builder);
  assay_examine_match (self, references, &match);
  if (match.n > 0)
    assay_result_builder_metric (builder, "reference_distance", match.distance);
  if (match.n > 1)
    assay_result_builder_metric (builder, "reference_spread", match.spread);
  /* The spectrum of a constant, or of what rounding leaves of it, tells nothing. */
  if (nothing == NULL)
    assay_examine_findings (self, builder);
  assay_examine_more_findings (self, builder);
  assay_examine_match_finding (&match, builder);
  assay_examine_tables (self, builder);
  assay_examine_plots (self, references, builder);
  conclude (self, nothing, builder);
  return assay_result_builder_end (builder, error);
}
