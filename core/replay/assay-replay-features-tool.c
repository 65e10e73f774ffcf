/* assay-replay-features-tool.c: the tool `replay.features`: a recording's feature matrix, and what
 * it looks like. */
#include <math.h>
#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "replay/assay-feature-file-private.h"
#include "replay/assay-feature-stream.h"
#include "replay/assay-feature-view-private.h"
#include "replay/assay-replay-features.h"
#include "replay/assay-replay-input.h"
#include "replay/assay-replay.h"
#include "signal/assay-npy.h"

/* Samples read at once. */
#define BLOCK 65536

typedef struct
{
  AssayToolJob *job;
  AssayFeatureOptions options;
  int statics; /* working file of static values; -1 when nothing is written */
  guint64 written;
  gsize n_columns;
  gsize n_levels;
  AssayFeatureView *view;
} Run;

/* Which features have a cosine transform to keep coefficients of. */
static gboolean
has_cepstra (const AssayFeatureOptions *options)
{
  const gboolean magnitude
      = options->feature == ASSAY_FEATURE_CM || options->feature == ASSAY_FEATURE_CM_TRIANGULAR;

  return (magnitude && options->deltas) || options->feature == ASSAY_FEATURE_MFCC
         || options->feature == ASSAY_FEATURE_LFCC || options->feature == ASSAY_FEATURE_CQCC;
}

/* The text of all settings, from the parameters that are one each. */
static char *
join_settings (AssayParameters *parameters)
{
  static const char *const copied[]
      = { "k",           "dc",   "mvn",       "deltas",          "mvn-first",
          "delta-width", "grid", "bandwidth", "bandwidth-scale", "linear-radius",
          "unit-gain" };
  GString *text = g_string_new ("feature=");

  g_string_append (text, assay_parameters_get_text (parameters, "feature"));
  for (guint i = 0; i < G_N_ELEMENTS (copied); i++)
    {
      g_autofree char *value = assay_parameters_to_text (parameters, copied[i], NULL);

      g_string_append_printf (text, " %s=%s", copied[i], value);
    }
  if (assay_parameters_get_int (parameters, "cepstra") > 0)
    {
      g_autofree char *value = assay_parameters_to_text (parameters, "cepstra", NULL);

      g_string_append_printf (text, " cepstra=%s", value);
    }
  return g_string_free (text, FALSE);
}

static gboolean
read_options (AssayParameters *parameters, AssayFeatureOptions *options, GError **error)
{
  g_autofree char *joined = join_settings (parameters);

  if (!assay_parameters_is_empty (parameters, "settings"))
    return assay_feature_options_from_text (assay_parameters_get_text (parameters, "settings"),
                                            options, error);
  if (!assay_feature_options_from_text (joined, options, error))
    return FALSE;
  if (assay_parameters_get_int (parameters, "cepstra") == 0 || has_cepstra (options))
    return TRUE;
  g_set_error_literal (
      error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_INVALID,
      _ ("“Coefficients kept” has no effect with these settings: the matrix has no "
         "cosine transform. Leave it at 0."));
  return FALSE;
}

static gboolean
take_rows (const double *rows, gsize n_frames, gpointer user_data, GError **error)
{
  Run *run = user_data;
  gsize width = run->n_columns + run->n_levels;
  gsize size = n_frames * run->n_columns * sizeof *rows;
  g_autofree double *statics = NULL;

  assay_feature_view_add_rows (run->view, rows, n_frames);
  if (run->statics < 0)
    return TRUE;
  statics = g_new (double, n_frames * run->n_columns);
  for (gsize i = 0; i < n_frames; i++)
    memcpy (statics + i * run->n_columns, rows + i * width, run->n_columns * sizeof *rows);
  if (!assay_write_output (run->statics, run->written, statics, size, error))
    return FALSE;
  run->written += size;
  return TRUE;
}

/* The whole recording through the stream. */
static gboolean
read_recording (Run *run,
                AssayReplayAudio *audio,
                AssayFeatureStream *stream,
                AssayProgress *progress,
                GError **error)
{
  g_autofree double *samples = g_new (double, BLOCK);
  const AssayReplayAudioInfo *info = assay_replay_audio_get_info (audio);
  gssize n;

  do
    {
      if (g_cancellable_set_error_if_cancelled (assay_tool_job_get_cancellable (run->job), error))
        return FALSE;
      n = assay_replay_audio_read (audio, samples, BLOCK, error);
      if (n > 0)
        assay_feature_view_add_samples (run->view, samples, (gsize) n);
      if (n < 0 || !assay_feature_stream_push (stream, samples, (gsize) n, error))
        return FALSE;
      assay_progress_set_count (progress, info->n_decoded, (guint64) (info->duration * info->rate),
                                N_ ("Analysing"));
    }
  while (n > 0);
  return assay_feature_stream_end (stream, error);
}

static double
decibels (double amplitude)
{
  return 20 * log10 (MAX (amplitude, 1e-10));
}

static void
add_metrics (AssayResultBuilder *builder,
             const AssayReplayAudioInfo *info,
             const Run *run,
             double stated,
             gsize frames)
{
  double n = (double) MAX (info->n_counted, 1);

  assay_result_builder_metric (builder, "frames", (double) frames);
  assay_result_builder_metric (builder, "columns",
                               (double) assay_feature_options_columns (&run->options));
  assay_result_builder_metric (builder, "duration", (double) info->n_counted / info->rate);
  if (stated > 0)
    assay_result_builder_metric (builder, "stated", stated);
  assay_result_builder_metric (builder, "rate", info->rate);
  assay_result_builder_metric (builder, "channels", info->channels);
  assay_result_builder_metric (builder, "peak", decibels (info->peak));
  assay_result_builder_metric (builder, "level", decibels (sqrt (info->sum_squares / n)));
  assay_result_builder_metric (builder, "clipped", (double) info->clipped);
  assay_result_builder_metric (builder, "not_finite", (double) info->not_finite);
}

static AssayResult *
make_result (Run *run, AssayReplayAudio *audio, gsize frames, GError **error)
{
  g_autoptr (AssayLongSpectrum) references = assay_long_spectrum_new ();
  guint n_references;
  AssayParameters *parameters = assay_tool_job_get_parameters (run->job);
  AssayResultBuilder *builder;
  const AssayReplayAudioInfo *info = assay_replay_audio_get_info (audio);
  g_autofree char *settings = assay_feature_options_to_text (&run->options);

  if (!assay_long_spectrum_read_references (
          references, run->job, (guint) assay_parameters_get_int (parameters, "channel"),
          &n_references, error))
    return NULL;
  builder = assay_result_builder_new (&assay_replay_features_info);
  add_metrics (builder, info, run, assay_replay_audio_get_stated (audio), frames);
  assay_feature_view_plot (run->view, (guint) assay_parameters_get_int (parameters, "band"),
                           n_references > 0 ? references : NULL, builder);
  assay_result_builder_answer (builder, "settings", settings);
  assay_result_builder_answer (builder, "codec", info->codec);
  assay_result_builder_answer (builder, "silent", info->peak > 0 ? "no" : "yes");
  return assay_result_builder_end (builder, error);
}

AssayResult *
assay_replay_features_run (AssayToolJob *job, GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  const AssayRegion *region = assay_parameters_get_region (parameters, "region");
  GCancellable *cancellable = assay_tool_job_get_cancellable (job);
  int output = assay_tool_job_get_output (job, "features");
  Run run = { .job = job, .statics = output < 0 ? -1 : assay_tool_job_get_scratch (job) };
  g_autoptr (AssayReplayAudio) audio = NULL;
  g_autoptr (AssayFeatureStream) stream = NULL;
  g_autoptr (AssayFeatureView) view = NULL;
  g_autoptr (AssayProgress) reading
      = assay_progress_sub (assay_tool_job_get_progress (job), 0, output < 0 ? 1 : 0.7);
  g_autoptr (AssayProgress) writing
      = assay_progress_sub (assay_tool_job_get_progress (job), 0.7, 1);
  gsize frames;

  if (!read_options (parameters, &run.options, error))
    return NULL;
  audio = assay_replay_audio_open (assay_tool_job_get_input (job, 0)->source,
                                   (guint) assay_parameters_get_int (parameters, "channel"),
                                   ASSAY_FEATURE_RATE, cancellable, error);
  if (audio == NULL || !assay_replay_audio_restrict (audio, region, error))
    return NULL;
  stream = assay_feature_stream_new (&run.options, TRUE, assay_tool_job_get_threads (job),
                                     cancellable, take_rows, &run);
  run.n_columns = assay_feature_stream_get_n_columns (stream);
  run.n_levels = assay_feature_stream_get_n_levels (stream);
  view = assay_feature_view_new (&run.options, run.n_columns, run.n_levels,
                                 region == NULL ? 0 : MAX (assay_region_get_start (region), 0));
  run.view = view;
  if (!read_recording (&run, audio, stream, reading, error))
    return NULL;
  frames = assay_feature_stream_get_n_frames (stream);
  if (output >= 0
      && !assay_feature_file_finish (run.statics, frames, &run.options, output, writing,
                                     cancellable, error))
    return NULL;
  return make_result (&run, audio, frames, error);
}
