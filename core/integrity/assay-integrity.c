/* assay-integrity.c: the tool `integrity`: facts, rules, verdict, and a small picture to recognise
 * the file by. */
#include "integrity/assay-integrity.h"

#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "integrity/assay-condition-private.h"
#include "integrity/assay-derived-facts-private.h"
#include "integrity/assay-orient-private.h"
#include "integrity/assay-preview-private.h"
#include "integrity/assay-rule-engine-private.h"
#include "integrity/assay-shrink-private.h"
#include "integrity/assay-tool-input-private.h"

/* Longer side of the picture in the result, px: enough for a list, and six pixels for each cell of
 * the comparison with the preview. */
#define THUMBNAIL 192

/* Adds what only a decoder can say. A decoder that refuses the file leaves the rest of the check as
 * it is; FALSE only when the run must end (another worker, cancelled, a limit). */
static gboolean
add_streams (AssayToolJob *job,
             AssayInspection *inspection,
             AssayResultBuilder *builder,
             GError **error)
{
  g_autoptr (GError) failed = NULL;

  if (assay_tool_input_add_streams (job, inspection, &failed))
    return TRUE;
  if (failed->domain == ASSAY_MEDIA_ERROR && failed->code != ASSAY_MEDIA_ERROR_LIMIT)
    {
      assay_result_builder_not_run (builder, NULL, N_ ("The decoder could not read the streams."));
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&failed));
  return FALSE;
}

/* The picture of a JPEG was decoded for its preview already. */
static AssayImage *
make_thumbnail (AssayToolJob *job, const AssayInspection *inspection, const AssayPreview *preview)
{
  g_autoptr (AssayImage) small = NULL;

  if (preview == NULL)
    return assay_tool_input_picture (job, inspection, "thumbnail", N_ ("Thumbnail"), THUMBNAIL,
                                     NULL);
  small = assay_shrink (preview->picture, "thumbnail", N_ ("Thumbnail"), THUMBNAIL, NULL);
  return small != NULL ? assay_orient (small, assay_orientation_of (inspection), NULL) : NULL;
}

/* A picture that cannot be decoded is no reason to refuse the check: its findings say what is
 * wrong. */
static void
add_thumbnail (AssayToolJob *job,
               const AssayInspection *inspection,
               const AssayPreview *preview,
               AssayResultBuilder *builder)
{
  AssayImage *picture = make_thumbnail (job, inspection, preview);

  if (picture != NULL)
    assay_result_builder_image (builder, picture);
}

static void
add_metrics (AssayResultBuilder *builder,
             const AssayInspection *inspection,
             const AssayRuleTally *tally)
{
  const AssayFact *duration = assay_inspection_find (inspection, "media.duration_s");
  double seconds;

  assay_result_builder_metric (builder, "compromised", tally->found[ASSAY_SEVERITY_COMPROMISED]);
  assay_result_builder_metric (builder, "attention", tally->found[ASSAY_SEVERITY_ATTENTION]);
  assay_result_builder_metric (builder, "info", tally->found[ASSAY_SEVERITY_INFO]);
  assay_result_builder_metric (builder, "checks", tally->checked);
  if (duration != NULL && assay_fact_number (duration, &seconds) && seconds > 0)
    assay_result_builder_metric (builder, "duration", seconds);
}

/* Families of formats without a parser that looks inside, or with rules for a single trait. */
static gboolean
is_hardly_checked (const AssayFormat *format)
{
  static const char *const families[] = { "csv", "other", "pdf", "text", "zip", NULL };

  return g_strv_contains (families, format->family);
}

/* A text must not get the same answer as a photograph whose every part was looked at: that nothing
 * was found in it says nothing. */
static void
set_verdict (AssayResultBuilder *builder,
             const AssayInspection *inspection,
             const AssayRuleTally *tally)
{
  assay_result_builder_verdict_from_findings (builder);
  if (tally->found[ASSAY_SEVERITY_COMPROMISED] > 0 || tally->found[ASSAY_SEVERITY_ATTENTION] > 0
      || !is_hardly_checked (assay_inspection_get_format (inspection)))
    return;
  assay_result_builder_verdict (builder, ASSAY_VERDICT_NOT_APPLICABLE);
  assay_result_builder_not_run (
      builder, NULL,
      N_ ("Assay can check little of this kind of file: its name and its outer form, not what it "
          "says. That nothing was found there says next to nothing about whether it was changed."));
}

AssayResult *
assay_integrity_run (AssayToolJob *job, GError **error)
{
  const AssayToolInput *input = assay_tool_job_get_input (job, 0);
  const gboolean full
      = strcmp (assay_parameters_get_text (assay_tool_job_get_parameters (job), "depth"), "full")
        == 0;
  g_autoptr (AssayInspection) inspection = assay_tool_input_inspect (job, error);
  g_autoptr (AssayResultBuilder) builder = NULL;
  g_autoptr (AssayPreview) preview = NULL;
  GCancellable *cancellable = assay_tool_job_get_cancellable (job);
  AssayRuleTally tally;

  if (inspection == NULL)
    return NULL;
  builder = assay_result_builder_new (&assay_integrity_info);
  if (full && !add_streams (job, inspection, builder, error))
    return NULL;
  assay_derive_facts (inspection, input->name, assay_tool_job_get_reference_time (job));
  preview = assay_preview_load (inspection, input->source, THUMBNAIL, cancellable);
  if (preview != NULL)
    assay_preview_add_facts (preview, inspection);
  assay_rules_run (assay_rule_specs, assay_rule_n_specs, inspection, builder, &tally);
  set_verdict (builder, inspection, &tally);
  assay_result_builder_answer (builder, "type", assay_inspection_get_format (inspection)->mime);
  add_metrics (builder, inspection, &tally);
  add_thumbnail (job, inspection, preview, builder);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return assay_result_builder_end (g_steal_pointer (&builder), error);
}
