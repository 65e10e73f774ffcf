/* assay-cipher-measure.c: two videos decoded side by side. */
#include "cipher/assay-cipher-measure.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "cipher/assay-cipher-drift.h"
#include "cipher/assay-cipher-error.h"
#include "cipher/assay-cipher-findings.h"
#include "cipher/assay-cipher-luma.h"
#include "cipher/assay-cipher-space-plots.h"

typedef struct
{
  AssayDecoder *decoder;
  AssayVideoReader *reader;
  AssayCipherLuma luma;
} Side;

typedef struct
{
  Side sides[2];
  AssayCipherMeasure sums;
  AssayCipherCurve psnr;    /* by picture */
  AssayCipherDrift *drift;  /* NULL without regions */
  AssayCipherCurve outside; /* PSNR of what is not encrypted, by picture */
  guint64 histogram[2][256];
} Run;

static void
clear_run (Run *run)
{
  for (guint i = 0; i < 2; i++)
    {
      g_clear_pointer (&run->sides[i].reader, assay_video_reader_free);
      g_clear_pointer (&run->sides[i].decoder, assay_decoder_unref);
      assay_cipher_luma_clear (&run->sides[i].luma);
    }
  g_clear_pointer (&run->drift, assay_cipher_drift_free);
  g_free (run->psnr.sums);
  g_free (run->outside.sums);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, clear_run)

static gboolean
open_side (Side *side, AssaySource *source, AssayToolJob *job, GError **error)
{
  gint stream;

  side->decoder = assay_decoder_new (source, assay_tool_job_get_threads (job),
                                     assay_tool_job_get_cancellable (job), error);
  if (side->decoder == NULL)
    return FALSE;
  stream = assay_decoder_find (side->decoder, ASSAY_STREAM_VIDEO);
  if (stream < 0)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                           _ ("The file holds no video that could be decoded"));
      return FALSE;
    }
  side->reader = assay_video_reader_new (side->decoder, (guint) stream, error);
  return side->reader != NULL;
}

static gboolean
are_unlike (GError **error)
{
  g_set_error_literal (error, ASSAY_CIPHER_ERROR, ASSAY_CIPHER_ERROR_MALFORMED,
                       _ ("Original and encrypted video do not have the same pictures"));
  return FALSE;
}

static gboolean
compare (Run *run, const AssayVideoFrame *a, const AssayVideoFrame *b, GError **error)
{
  const AssayCipherLuma *one = &run->sides[0].luma;
  const AssayCipherLuma *two = &run->sides[1].luma;
  double psnr;

  if (a->width != b->width || a->height != b->height)
    return are_unlike (error);
  if (!assay_cipher_luma_take (&run->sides[0].luma, a, error)
      || !assay_cipher_luma_take (&run->sides[1].luma, b, error))
    return FALSE;
  if (run->sums.pictures == 0)
    for (gsize i = 0; i < (gsize) a->width * a->height; i++)
      for (guint s = 0; s < 2; s++)
        run->histogram[s][run->sides[s].luma.samples[i]]++;
  assay_cipher_measure_pair (&run->sums, one->samples, two->samples, a->width, a->height, &psnr);
  assay_cipher_curve_add (&run->psnr, psnr);
  if (run->drift != NULL)
    {
      double outside
          = assay_cipher_drift_take (run->drift, one->samples, two->samples, a->width, a->height);

      /* A picture that is encrypted as a whole has nothing outside. */
      assay_cipher_curve_add (&run->outside, isfinite (outside) ? outside : psnr);
    }
  return TRUE;
}

static gboolean
compare_all (Run *run, const AssayCipherPass *pass, AssayToolJob *job, GError **error)
{
  for (;;)
    {
      g_autoptr (AssayVideoFrame) a = NULL;
      g_autoptr (AssayVideoFrame) b = NULL;
      GError *failure = NULL;

      if (g_cancellable_set_error_if_cancelled (assay_tool_job_get_cancellable (job), error))
        return FALSE;
      a = assay_video_reader_next (run->sides[0].reader, &failure);
      if (failure == NULL)
        b = assay_video_reader_next (run->sides[1].reader, &failure);
      if (failure != NULL)
        {
          g_propagate_error (error, failure);
          return FALSE;
        }
      if (a == NULL && b == NULL)
        return TRUE;
      if (a == NULL || b == NULL)
        return are_unlike (error);
      if (!compare (run, a, b, error))
        return FALSE;
      assay_progress_set_count (pass->progress, run->sums.pictures, pass->outcome.pictures,
                                N_ ("Comparing the pictures"));
    }
}

static AssayPlot *
plot_histogram (const Run *run)
{
  static const AssayAxis x = { .title = N_ ("Luma"), .unit = "", .scale = ASSAY_SCALE_LINEAR };
  static const AssayAxis y = { .title = N_ ("Samples"), .unit = "", .scale = ASSAY_SCALE_LINEAR };
  static const char *const names[2] = { N_ ("Original"), N_ ("Without the key") };
  AssayPlotBuilder *builder
      = assay_plot_builder_new ("histogram", N_ ("Histogram of the first picture"), &x, &y);
  double levels[256];
  double counts[256];

  for (guint s = 0; s < 2; s++)
    {
      for (guint i = 0; i < 256; i++)
        {
          levels[i] = i;
          counts[i] = (double) run->histogram[s][i];
        }
      assay_plot_builder_series (builder, ASSAY_SERIES_STEP, names[s], levels, counts, NULL, 256,
                                 0);
    }
  return assay_plot_builder_end (builder);
}

/* What lies around a region is the person's to know, too. */
static void
add_drift (Run *run, AssayResultBuilder *builder)
{
  double psnr;
  double unlike;

  run->sums.psnr_inside = (double) NAN;
  if (run->drift == NULL)
    return;
  if (assay_cipher_drift_get (run->drift, TRUE, &psnr, &unlike))
    {
      run->sums.psnr_inside = psnr;
      assay_result_builder_metric (builder, "psnr_inside", psnr);
      assay_cipher_note_recognisable (builder, G_MAXUINT, (double) NAN, psnr, (double) NAN);
    }
  if (!assay_cipher_drift_get (run->drift, FALSE, &psnr, &unlike))
    return;
  assay_result_builder_metric (builder, "psnr_outside", psnr);
  assay_result_builder_metric (builder, "outside_changed", 100.0 * unlike);
}

gboolean
assay_cipher_measure (AssayCipherMeasure *self,
                      AssayToolJob *job,
                      const AssayCipherPass *pass,
                      AssayResultBuilder *builder,
                      GError **error)
{
  g_auto (Run) run = { 0 };
  g_autoptr (AssaySource) output = NULL;
  double n;

  output = assay_source_new_fd (assay_tool_job_get_output (job, "encrypted"), error);
  if (pass->header.regions.n_tracks > 0)
    run.drift = assay_cipher_drift_new (&pass->header.regions, &pass->outcome.shown);
  if (output == NULL || !open_side (&run.sides[0], pass->source, job, error)
      || !open_side (&run.sides[1], output, job, error) || !compare_all (&run, pass, job, error))
    return FALSE;
  if (run.sums.pictures == 0)
    return are_unlike (error);
  n = (double) run.sums.pictures;
  assay_result_builder_metric (builder, "psnr", run.sums.psnr / n);
  assay_result_builder_metric (builder, "ssim", run.sums.ssim / n);
  assay_result_builder_metric (builder, "eq", run.sums.eq / n);
  assay_result_builder_metric (builder, "hd", run.sums.hd / n);
  assay_result_builder_metric (builder, "hd_expected", run.sums.hd_expected / n);
  assay_result_builder_metric (builder, "correlation_before", run.sums.correlation[0] / n);
  assay_result_builder_metric (builder, "correlation_after", run.sums.correlation[1] / n);
  add_drift (&run, builder);
  *self = run.sums;
  assay_result_builder_plot (
      builder, assay_cipher_space_plot_shown (pass->space, &run.psnr,
                                              run.drift != NULL ? &run.outside : NULL));
  assay_result_builder_plot (builder, plot_histogram (&run));
  return TRUE;
}
