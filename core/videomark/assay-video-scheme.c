/* assay-video-scheme.c: the ways to hide marks, and Assay's own as one of them. */
#include "videomark/assay-video-scheme.h"

#include <math.h>
#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "videomark/assay-video-pattern.h"
#include "videomark/assay-video-strength.h"
#include "videomark/assay-video-told.h"

/* More than this the perceptual mask is never enlarged. */
#define MOST_FACTOR 2

const AssayVideoScheme *
assay_video_scheme_of (AssayParameters *parameters)
{
  static const AssayVideoScheme *const schemes[]
      = { &assay_video_scheme_assay, &assay_video_scheme_revmark };
  const char *id = assay_parameters_get_text (parameters, "scheme");

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (strcmp (schemes[i]->id, id) == 0)
      return schemes[i];
  return schemes[0];
}

static gpointer
open_pattern (AssayToolJob *job, GError **error)
{
  return assay_video_pattern_new (
      assay_parameters_get_secret (assay_tool_job_get_parameters (job), "key"));
}

static void
close_pattern (gpointer shared)
{
  assay_video_pattern_unref (shared);
}

typedef struct
{
  AssayVideoEmbedder *embedder;
  double psnr;
  guint width, height;
  const float *difference; /* the embedder's */
  float factor;            /* at which it has its PSNR after rounding and clipping */
} Marker;

static void
marker_free (gpointer data)
{
  Marker *self = data;

  g_clear_pointer (&self->embedder, assay_video_embedder_free);
  g_free (self);
}

static gpointer
marker_new (
    gpointer shared, const guint8 *payload, double psnr, guint width, guint height, GError **error)
{
  Marker *self = g_new0 (Marker, 1);

  self->psnr = psnr;
  self->width = width;
  self->height = height;
  self->embedder = assay_video_embedder_new (shared, payload, psnr, width, height, error);
  if (self->embedder == NULL)
    g_clear_pointer (&self, marker_free);
  return self;
}

/* What @factor would change in @picture. */
static double
measure (gpointer marker, guint index, AssayVideoPicture *picture, double factor, guint row_step)
{
  const Marker *self = marker;
  AssayVideoLuma luma;
  double square = 0;
  double n = 0;

  assay_video_luma_of_picture (picture, &luma);
  for (guint p = 0; p < luma.n; p++)
    {
      double unit = (double) luma.step;

      square += assay_video_plane_error (&luma.planes[p], self->difference, (float) (factor * unit),
                                         luma.least, luma.most, row_step)
                / (unit * unit);
      n += (double) ((self->height + row_step - 1) / row_step) * self->width;
    }
  return square / MAX (1, n);
}

static gboolean
plan (gpointer marker, GPtrArray *pictures, GCancellable *cancellable, GError **error)
{
  Marker *self = marker;

  for (guint i = 0; i < pictures->len; i++)
    {
      AssayVideoLuma luma;

      assay_video_luma_of_picture (g_ptr_array_index (pictures, i), &luma);
      assay_video_luma_add (&luma, assay_video_embedder_luma (self->embedder));
      assay_video_embedder_count (self->embedder);
    }
  self->difference = assay_video_embedder_plan (self->embedder, cancellable, error);
  if (self->difference == NULL)
    return FALSE;
  self->factor = assay_video_strength_find (pictures, self->width, self->height, self->psnr,
                                            MOST_FACTOR, measure, self);
  return TRUE;
}

static const float *
difference (gpointer marker, float *factor)
{
  Marker *self = marker;

  *factor = self->factor;
  return self->difference;
}

static double
mark (gpointer marker, guint index, AssayVideoPicture *picture)
{
  Marker *self = marker;
  AssayVideoLuma luma;
  double squares = 0;

  assay_video_luma_of_picture (picture, &luma);
  for (guint p = 0; p < luma.n; p++)
    {
      double own = 0;

      assay_video_plane_add (&luma.planes[p], self->difference, self->factor * luma.step,
                             luma.least, luma.most, &own);
      squares += own / ((double) luma.step * (double) luma.step);
    }
  return squares / ((double) luma.n * self->width * self->height);
}

static gpointer
reader_new (
    gpointer shared, const AssayVideoQuestion *question, guint width, guint height, GError **error)
{
  return assay_video_detector_new (shared, width, height, question->search, error);
}

static void
reader_free (gpointer reader)
{
  assay_video_detector_free (reader);
}

static gboolean
read_picture (gpointer reader,
              const AssayVideoLuma *picture,
              double seconds,
              GCancellable *cancellable,
              GError **error)
{
  assay_video_luma_add_share (picture, assay_video_detector_luma (reader));
  return assay_video_detector_count (reader, picture->share, seconds, cancellable, error);
}

static gboolean
end (gpointer reader, AssayVideoReading *reading, GCancellable *cancellable, GError **error)
{
  return assay_video_detector_end (reader, reading, cancellable, error);
}

static const AssayVideoSpan *
spans (gpointer reader, guint *n)
{
  return assay_video_detector_spans (reader, n);
}

static void
plot_energy (const AssayVideoSpan *pieces, guint n, AssayResultBuilder *builder)
{
  static const AssayAxis x = { N_ ("Time"), "", ASSAY_SCALE_TIME, 0, 0 };
  static const AssayAxis share = { N_ ("Share of the signal"), "", ASSAY_SCALE_LINEAR, 0, 1 };
  guint step = 1 + n / 20000;
  guint shown = n / step;
  g_autofree double *time = g_new0 (double, shown + 1);
  g_autofree double *energy = g_new0 (double, shown + 1);
  AssayPlotBuilder *plot;

  for (guint i = 0; i < shown; i++)
    {
      time[i] = (pieces[i * step].start + pieces[i * step].end) / 2;
      energy[i] = pieces[i * step].energy;
    }
  plot = assay_plot_builder_new ("energy", N_ ("Strength of the mark"), &x, &share);
  assay_plot_builder_series (plot, ASSAY_SERIES_LINE, N_ ("Share in the key's patterns"), time,
                             energy, NULL, shown, 3);
  assay_plot_builder_annotation (plot, ASSAY_ANNOTATION_HORIZONTAL, 0,
                                 (double) ASSAY_VIDEO_BITS / ASSAY_VIDEO_DIMENSIONS, 0,
                                 N_ ("By chance"));
  assay_plot_builder_link (plot, "time");
  assay_result_builder_plot (builder, assay_plot_builder_end (plot));
}

static void
tell (gpointer reader, const AssayVideoReading *reading, AssayResultBuilder *builder)
{
  guint n;
  const AssayVideoSpan *pieces = assay_video_detector_spans (reader, &n);

  assay_result_builder_metric (builder, "hypotheses", reading->hypotheses);
  assay_result_builder_metric (builder, "energy", reading->energy);
  assay_result_builder_metric (builder, "margin", reading->margin);
  if (reading->outcome == ASSAY_VIDEO_MARKED)
    assay_video_tell_place (reading, builder);
  if (n >= 2)
    plot_energy (pieces, n, builder);
}

const AssayVideoScheme assay_video_scheme_assay = {
  .id = "assay",
  .ends_at_cuts = TRUE,
  .open = open_pattern,
  .close = close_pattern,
  .marker_new = marker_new,
  .marker_free = marker_free,
  .plan = plan,
  .difference = difference,
  .mark = mark,
  .reader_new = reader_new,
  .reader_free = reader_free,
  .read = read_picture,
  .end = end,
  .spans = spans,
  .tell = tell,
};
