/* assay-video-extract.c: the tool `video.extract`. */
#include <math.h>
#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "media/assay-format.h"
#include "signal/assay-mark.h"
#include "videomark/assay-video-luma.h"
#include "videomark/assay-video-payload.h"
#include "videomark/assay-video-scheme.h"
#include "videomark/assay-video-statement.h"
#include "videomark/assay-videomark.h"

typedef struct
{
  AssayToolJob *job;
  const AssayVideoScheme *scheme;
  gpointer shared; /* of the scheme, like: */
  gpointer reader;
  AssayVideoQuestion question;
  guint width, height;
  guint64 corrupt;    /* frames decoded from damaged data */
  guint64 other_size; /* frames that are not as large as the first: not read */
  AssayVideoReading reading;
  guint8 bits[ASSAY_VIDEO_PAYLOAD_BITS];
  guint n_bits;
  gboolean checked; /* the CRC is right */
  gboolean still;
  gboolean damaged; /* not all of the file could be read */
  AssayMediaLoss loss;
} Run;

static void
clear_run (Run *run)
{
  g_clear_pointer (&run->reader, run->scheme->reader_free);
  g_clear_pointer (&run->shared, run->scheme->close);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, clear_run)

static gboolean
push (Run *run, const AssayVideoLuma *luma, double seconds, GError **error)
{
  const AssayVideoPlane *plane = &luma->planes[0];

  if (run->reader == NULL)
    {
      run->width = plane->width;
      run->height = plane->height;
      run->reader
          = run->scheme->reader_new (run->shared, &run->question, run->width, run->height, error);
      if (run->reader == NULL)
        return FALSE;
    }
  if (plane->width != run->width || plane->height != run->height)
    {
      run->other_size++;
      return TRUE;
    }
  return run->scheme->read (run->reader, luma, seconds, assay_tool_job_get_cancellable (run->job),
                            error);
}

static gboolean
read_picture (Run *run, AssaySource *source, GError **error)
{
  g_autoptr (AssayImage) image = assay_decode_picture (
      source, "picture", N_ ("Picture"), 0, 0, assay_tool_job_get_cancellable (run->job), error);
  AssayVideoLuma luma;

  if (image == NULL)
    return FALSE;
  assay_video_luma_of_image (image, &luma);
  run->damaged = !assay_decode_picture_is_whole (source, assay_tool_job_get_cancellable (run->job));
  return push (run, &luma, 0, error);
}

/* What is left of a video is read, but a mark that is not in it may be in the rest. */
static gboolean
look_for_damage (Run *run, AssayVideoReader *reader, GError **error)
{
  if (!assay_video_reader_find_loss (reader, &run->loss, error))
    return FALSE;
  run->damaged = run->loss.lost || run->corrupt > 0;
  return TRUE;
}

static gboolean
read_video (Run *run, AssaySource *source, GError **error)
{
  AssayProgress *progress = assay_tool_job_get_progress (run->job);
  GCancellable *cancellable = assay_tool_job_get_cancellable (run->job);
  g_autoptr (AssayDecoder) decoder
      = assay_decoder_new (source, assay_tool_job_get_threads (run->job), cancellable, error);
  g_autoptr (AssayVideoReader) reader = NULL;
  gint stream;

  if (decoder == NULL)
    return FALSE;
  stream = assay_decoder_find (decoder, ASSAY_STREAM_VIDEO);
  if (stream < 0)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_UNSUPPORTED,
                           _ ("The file holds no video that can be decoded"));
      return FALSE;
    }
  reader = assay_video_reader_new (decoder, (guint) stream, error);
  if (reader == NULL)
    return FALSE;
  for (;;)
    {
      g_autoptr (GError) failure = NULL;
      g_autoptr (AssayVideoFrame) frame = assay_video_reader_next (reader, &failure);
      AssayVideoLuma luma;

      if (failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      if (frame == NULL)
        return look_for_damage (run, reader, error);
      run->corrupt += frame->corrupt ? 1 : 0;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      assay_video_luma_of_frame (frame, &luma);
      if (!push (run, &luma, frame->seconds, error))
        return FALSE;
      assay_progress_set_count (progress, (guint64) (1000 * MAX (0, frame->seconds)),
                                (guint64) (1000 * assay_decoder_get_duration (decoder)),
                                N_ ("Reading"));
    }
}

static gboolean
read_all (Run *run, GError **error)
{
  AssaySource *source = assay_tool_job_get_input (run->job, 0)->source;
  guint kinds = assay_format_sniff (source)->kinds;

  run->still = (kinds & ASSAY_MEDIA_IMAGE) != 0 && (kinds & ASSAY_MEDIA_VIDEO) == 0;
  if (!(run->still ? read_picture (run, source, error) : read_video (run, source, error)))
    return FALSE;
  if (run->reader == NULL)
    {
      g_set_error_literal (error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_TRUNCATED,
                           _ ("Not one picture could be decoded"));
      return FALSE;
    }
  return run->scheme->end (run->reader, &run->reading, assay_tool_job_get_cancellable (run->job),
                           error);
}

static void
decode_bits (Run *run, const char *payload)
{
  if (strcmp (payload, "raw") != 0)
    {
      run->n_bits = ASSAY_VIDEO_MESSAGE_BITS;
      run->checked = assay_video_payload_decode (run->reading.soft, run->bits);
      return;
    }
  run->n_bits = ASSAY_VIDEO_PAYLOAD_BITS;
  run->checked = TRUE;
  for (guint b = 0; b < run->n_bits; b++)
    run->bits[b] = run->reading.soft[b] > 0;
}

/* The mark is there, but its check fails: more of it is needed to tell the bits. */
static const char *
outcome (const Run *run)
{
  if (run->reading.outcome == ASSAY_VIDEO_NONE)
    return "none";
  return run->reading.outcome == ASSAY_VIDEO_MARKED && run->checked ? "found" : "inconclusive";
}

static void
plot_spans (Run *run, AssayResultBuilder *builder)
{
  static const AssayAxis x = { N_ ("Time"), "", ASSAY_SCALE_TIME, 0, 0 };
  static const AssayAxis chance
      = { N_ ("Chance without the mark (log10)"), "", ASSAY_SCALE_LINEAR, 0, 0 };
  guint n;
  const AssayVideoSpan *spans = run->scheme->spans (run->reader, &n);
  guint step = 1 + n / 20000;
  guint shown = n / step;
  g_autofree double *time = g_new0 (double, shown + 1);
  g_autofree double *p = g_new0 (double, shown + 1);
  AssayPlotBuilder *plot;

  if (n < 2)
    return;
  for (guint i = 0; i < shown; i++)
    {
      time[i] = (spans[i * step].start + spans[i * step].end) / 2;
      p[i] = spans[i * step].log10_p;
    }
  plot = assay_plot_builder_new ("chance", N_ ("Each second by itself"), &x, &chance);
  assay_plot_builder_series (plot, ASSAY_SERIES_STEP, N_ ("Chance (log10)"), time, p, NULL, shown,
                             1);
  assay_plot_builder_annotation (plot, ASSAY_ANNOTATION_HORIZONTAL, 0, -6, 0, N_ ("Claim"));
  assay_plot_builder_link (plot, "time");
  assay_result_builder_plot (builder, assay_plot_builder_end (plot));
}

static void
plot_bits (const Run *run, AssayResultBuilder *builder)
{
  static const AssayAxis x = { N_ ("Bit"), "", ASSAY_SCALE_LINEAR, 0, 0 };
  static const AssayAxis y = { N_ ("Soft value"), "", ASSAY_SCALE_LINEAR, 0, 0 };
  AssayPlotBuilder *plot = assay_plot_builder_new ("bits", N_ ("Bits as received"), &x, &y);
  double index[ASSAY_VIDEO_BITS];

  for (guint b = 0; b < ASSAY_VIDEO_BITS; b++)
    index[b] = b;
  assay_plot_builder_series (plot, ASSAY_SERIES_STEM, N_ ("Up: 1, down: 0"), index,
                             run->reading.soft, NULL, ASSAY_VIDEO_BITS, 3);
  assay_result_builder_plot (builder, assay_plot_builder_end (plot));
}

/* Runs of seconds that carry the mark by themselves, "0.0-5.0 7.1-9.2". */
static char *
marked_times (Run *run)
{
  guint n;
  const AssayVideoSpan *spans = run->scheme->spans (run->reader, &n);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n && text->len < 4000; i++)
    {
      guint last = i;
      char start[G_ASCII_DTOSTR_BUF_SIZE];
      char end[G_ASCII_DTOSTR_BUF_SIZE];

      if (spans[i].log10_p > -3)
        continue;
      while (last + 1 < n && spans[last + 1].log10_p <= -3)
        last++;
      g_ascii_formatd (start, sizeof start, "%.1f", spans[i].start);
      g_ascii_formatd (end, sizeof end, "%.1f", spans[last].end);
      g_string_append_printf (text, "%s%s-%s", text->len > 0 ? " " : "", start, end);
      i = last;
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_reading (Run *run, AssayResultBuilder *builder)
{
  const AssayVideoReading *reading = &run->reading;
  const char *result = outcome (run);
  gboolean found = strcmp (result, "found") == 0;
  g_autofree char *times = marked_times (run);
  g_autofree char *mark = found ? assay_mark_to_hex (run->bits, run->n_bits) : NULL;

  assay_result_builder_answer (builder, "outcome", result);
  if (found)
    assay_result_builder_answer (builder, "mark", mark);
  assay_video_note_outcome (builder, result, mark, reading);
  if (run->damaged)
    assay_video_note_damage (builder, &run->loss, run->corrupt);
  if (found && times[0] != '\0')
    assay_result_builder_answer (builder, "marked_seconds", times);
  assay_result_builder_metric (builder, "log10_p", reading->log10_p);
  assay_result_builder_metric (builder, "seconds_used", reading->seconds);
  assay_result_builder_metric (builder, "frames", (double) reading->frames);
  if (strcmp (result, "inconclusive") == 0 && !reading->unclaimed && !run->still)
    assay_result_builder_metric (builder, "seconds_more",
                                 reading->seconds_more > 0 ? reading->seconds_more
                                                           : MAX (1, reading->seconds));
  if (run->scheme->describe != NULL)
    run->scheme->describe (run->shared, builder);
}

AssayResult *
assay_video_extract_run (AssayToolJob *job, GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  const char *payload = assay_parameters_get_text (parameters, "payload");
  g_auto (Run) run = { .job = job, .scheme = assay_video_scheme_of (parameters) };
  g_autoptr (AssayResultBuilder) builder = NULL;
  g_autofree guint8 *expected = NULL;
  guint n_expected = 0;

  if (!assay_parameters_is_empty (parameters, "expect"))
    {
      expected = assay_video_bits (parameters, payload, "expect", &n_expected, error);
      if (expected == NULL)
        return NULL;
    }
  run.question.search = assay_parameters_get_bool (parameters, "search");
  run.question.starts = assay_parameters_get_bool (parameters, "starts");
  run.question.raw = strcmp (payload, "raw") == 0;
  run.question.expected = run.question.raw ? expected : NULL;
  run.shared = run.scheme->open (job, error);
  if (run.shared == NULL || !read_all (&run, error))
    return NULL;
  decode_bits (&run, payload);
  builder = assay_result_builder_new (&assay_video_extract_info);
  add_reading (&run, builder);
  if (expected != NULL)
    assay_result_builder_metric (builder, "bit_accuracy",
                                 1 - assay_mark_error_rate (run.bits, expected, run.n_bits));
  if (run.reading.unclaimed)
    assay_result_builder_not_run (builder, NULL,
                                  N_ ("Raw bits have no check: without the expected mark nothing "
                                      "can be said of them"));
  if (run.other_size > 0)
    assay_result_builder_not_run (builder, NULL,
                                  N_ ("Frames of another size than the first were not read"));
  plot_bits (&run, builder);
  plot_spans (&run, builder);
  if (run.scheme->tell != NULL)
    run.scheme->tell (run.reader, &run.reading, builder);
  return assay_result_builder_end (g_steal_pointer (&builder), error);
}
