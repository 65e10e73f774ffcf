/* assay-video-statement.c: see the header. */
#include "videomark/assay-video-statement.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "media/assay-media-error.h"

static void
add (AssayResultBuilder *builder, AssayFindingBuilder *finding)
{
  assay_result_builder_finding (builder, assay_finding_builder_end (finding));
}

void
assay_video_note_outcome (AssayResultBuilder *builder,
                          const char *outcome,
                          const char *mark,
                          const AssayVideoReading *reading)
{
  gboolean found = strcmp (outcome, "found") == 0;
  const char *other = strcmp (outcome, "none") == 0 ? "MRK-05" : "MRK-06";
  AssayFindingBuilder *finding
      = assay_finding_builder_new (found ? "MRK-01" : other, ASSAY_SEVERITY_INFO);

  if (mark != NULL)
    assay_finding_builder_text (finding, "mark.value", mark);
  assay_finding_builder_real (finding, "mark.log10_p", reading->log10_p, 1, "");
  assay_finding_builder_real (finding, "mark.claim_log10_p", ASSAY_VIDEO_CLAIM, 0, "");
  assay_finding_builder_int (finding, "mark.frames", (gint64) reading->frames, "");
  assay_finding_builder_real (finding, "mark.seconds", reading->seconds, 1, "s");
  add (builder, finding);
}

void
assay_video_note_unreadable (AssayResultBuilder *builder,
                             gboolean after_codec,
                             const AssayVideoReading *reading,
                             const AssayVideoRewritten *written,
                             double psnr)
{
  AssayFindingBuilder *finding
      = assay_finding_builder_new (after_codec ? "MRK-16" : "MRK-07", ASSAY_SEVERITY_ATTENTION);

  assay_finding_builder_real (finding, "mark.log10_p", reading->log10_p, 1, "");
  assay_finding_builder_real (finding, "mark.claim_log10_p", ASSAY_VIDEO_CLAIM, 0, "");
  assay_finding_builder_int (finding, "mark.width", written->width, "px");
  assay_finding_builder_int (finding, "mark.height", written->height, "px");
  assay_finding_builder_int (finding, "mark.frames", (gint64) reading->frames, "");
  assay_finding_builder_real (finding, "mark.psnr", psnr, 1, "dB");
  add (builder, finding);
}

void
assay_video_note_restless (AssayResultBuilder *builder, guint64 others, guint64 frames, double psnr)
{
  AssayFindingBuilder *finding;

  if (frames < ASSAY_VIDEO_SEGMENT || 2 * others <= frames)
    return;
  finding = assay_finding_builder_new ("MRK-12", ASSAY_SEVERITY_ATTENTION);
  assay_finding_builder_int (finding, "mark.others", (gint64) others, "");
  assay_finding_builder_int (finding, "mark.frames", (gint64) frames, "");
  assay_finding_builder_real (finding, "mark.psnr", psnr, 1, "dB");
  add (builder, finding);
}

void
assay_video_note_similarity (AssayResultBuilder *builder, double ssim, double psnr)
{
  AssayFindingBuilder *finding;

  if (!(ssim < ASSAY_VIDEO_ALIKE))
    return;
  finding = assay_finding_builder_new ("MRK-17", ASSAY_SEVERITY_INFO);
  assay_finding_builder_real (finding, "mark.ssim", ssim, 4, "");
  assay_finding_builder_real (finding, "mark.psnr", psnr, 1, "dB");
  add (builder, finding);
}

void
assay_video_note_missing (AssayResultBuilder *builder, const AssayVideoRewritten *written)
{
  AssayFindingBuilder *finding;

  if (written->left_out == 0 && written->converted == 0 && !written->opaque)
    return;
  finding = assay_finding_builder_new ("MRK-08", ASSAY_SEVERITY_ATTENTION);
  if (written->left_out > 0)
    assay_finding_builder_text (finding, "mark.left_out", written->missing);
  if (written->converted > 0)
    assay_finding_builder_text (finding, "mark.converted", written->changed);
  /* Translators: what the value of “Transparency” can be: it is not in the copy */
  if (written->opaque)
    assay_finding_builder_bool (finding, "mark.alpha", FALSE);
  add (builder, finding);
}

void
assay_video_note_damage (AssayResultBuilder *builder, const AssayMediaLoss *loss, guint64 corrupt)
{
  AssayFindingBuilder *finding = assay_finding_builder_new ("MRK-09", ASSAY_SEVERITY_ATTENTION);
  const gboolean lost = loss != NULL && loss->lost;

  if (lost && loss->declared > 0)
    {
      assay_finding_builder_int (finding, "mark.packets_declared", (gint64) loss->declared, "");
      assay_finding_builder_int (finding, "mark.packets_found", (gint64) loss->found, "");
    }
  if (lost)
    assay_finding_builder_int (finding, "mark.lost_after", (gint64) loss->position, "");
  if (corrupt > 0)
    assay_finding_builder_int (finding, "mark.corrupt", (gint64) corrupt, "");
  add (builder, finding);
}
