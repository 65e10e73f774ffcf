/* assay-video-embed.c: the tool `video.embed`. */
#include <string.h>

#include "config.h"

#include "media/assay-video-rewriter.h"
#include "videomark/assay-video-back.h"
#include "videomark/assay-video-form.h"
#include "videomark/assay-video-luma.h"
#include "videomark/assay-video-marking.h"
#include "videomark/assay-video-payload.h"
#include "videomark/assay-video-statement.h"
#include "videomark/assay-videomark.h"

typedef struct
{
  AssayToolJob *job;
  const AssayVideoScheme *scheme;
  gpointer shared; /* of the scheme */
  AssayVideoMarking *marking;
  AssayVideoRewriter *rewriter;
  AssayVideoCodec codec;
  AssayVideoReading reading; /* of the copy as it was written */
  gboolean readable;
  gboolean after_codec; /* it was readable before */
  double last;          /* s: when the last picture is shown */
  double end;           /* s: when the last picture ends */
} Run;

static void
clear_run (Run *run)
{
  g_clear_pointer (&run->marking, assay_video_marking_free);
  g_clear_pointer (&run->shared, run->scheme->close);
  g_clear_pointer (&run->rewriter, assay_video_rewriter_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, clear_run)

static gboolean
write_picture (AssayVideoPicture *picture, gpointer user_data, GError **error)
{
  Run *run = user_data;

  return assay_video_rewriter_write (run->rewriter, picture, error);
}

/* A picture whose length is not known is shown as long as the one before it. */
static void
note_end (Run *run, const AssayVideoPicture *picture)
{
  const AssayVideoSourceInfo *info = assay_video_rewriter_get_info (run->rewriter);
  double lasts = picture->duration > 0 ? (double) picture->duration * (double) info->tick_num
                                             / (double) info->tick_den
                                       : MAX (0, picture->seconds - run->last);

  run->last = picture->seconds;
  run->end = MAX (run->end, picture->seconds + lasts);
}

static gboolean
take_picture (AssayVideoRewriter *rewriter,
              AssayVideoPicture *picture,
              gpointer user_data,
              GError **error)
{
  Run *run = user_data;
  GCancellable *cancellable = assay_tool_job_get_cancellable (run->job);

  if (picture != NULL)
    note_end (run, picture);
  return picture == NULL ? assay_video_marking_flush (run->marking, cancellable, error)
                         : assay_video_marking_push (run->marking, picture, cancellable, error);
}

static gboolean
rewrite (Run *run, GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (run->job);
  AssayVideoForm form = {
    .quality = -1,
    .drop_metadata = !assay_parameters_get_bool (parameters, "metadata"),
    .plain_titles = TRUE,
  };

  if (!assay_video_form_choose (run->job, ASSAY_VIDEO_FORM_AS_SOURCE, NULL, &form, error))
    return FALSE;
  run->codec = form.codec;
  run->rewriter = assay_video_rewriter_new (assay_tool_job_get_input (run->job, 0)->source, -1,
                                            &form, assay_tool_job_get_threads (run->job),
                                            assay_tool_job_get_cancellable (run->job), error);
  if (run->rewriter == NULL)
    return FALSE;
  return assay_video_rewriter_run (run->rewriter, assay_tool_job_get_output (run->job, "marked"),
                                   take_picture, run, assay_tool_job_get_progress (run->job),
                                   error);
}

static gboolean
read_mark (Run *run, guint8 *marked, GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (run->job);
  const char *payload = assay_parameters_get_text (parameters, "payload");
  guint n_bits = 0;
  g_autofree guint8 *bits = assay_video_bits (parameters, payload, "mark", &n_bits, error);

  if (bits == NULL)
    return FALSE;
  if (n_bits == ASSAY_VIDEO_MESSAGE_BITS)
    assay_video_payload_encode (bits, marked);
  else
    memcpy (marked, bits, ASSAY_VIDEO_PAYLOAD_BITS);
  return TRUE;
}

/* Whether what was read of the marked pictures is what was written into them. */
static gboolean
is_readable (const AssayVideoReading *reading, const guint8 *payload, gboolean raw)
{
  guint8 message[ASSAY_VIDEO_MESSAGE_BITS];
  guint8 read[ASSAY_VIDEO_PAYLOAD_BITS];

  if (reading->outcome != ASSAY_VIDEO_MARKED || raw)
    return reading->outcome == ASSAY_VIDEO_MARKED;
  if (!assay_video_payload_decode (reading->soft, message))
    return FALSE;
  assay_video_payload_encode (message, read);
  return memcmp (read, payload, sizeof read) == 0;
}

/* Reads what was marked; after a codec that loses something, also the copy that it made. */
static gboolean
read_what_was_written (Run *run, const guint8 *payload, gboolean raw, GError **error)
{
  gboolean still = run->codec == ASSAY_VIDEO_CODEC_JPEG;
  gboolean lossless = run->codec == ASSAY_VIDEO_CODEC_FFV1 || run->codec == ASSAY_VIDEO_CODEC_PNG;
  AssayVideoQuestion question = { .raw = raw, .expected = payload };

  if (!assay_video_marking_end (run->marking, &run->reading,
                                assay_tool_job_get_cancellable (run->job), error))
    return FALSE;
  run->readable = is_readable (&run->reading, payload, raw);
  if (lossless || !run->readable)
    return TRUE;
  if (!assay_video_read_back (run->job, run->scheme, run->shared, &question,
                              assay_tool_job_get_output (run->job, "marked"), still, &run->reading,
                              error))
    return FALSE;
  run->readable = is_readable (&run->reading, payload, raw);
  run->after_codec = !run->readable;
  return TRUE;
}

static void
add_answers (const Run *run, AssayResultBuilder *builder)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (run->job);
  const AssayVideoRewritten *written = assay_video_rewriter_get_written (run->rewriter);
  const AssayVideoReport *report = assay_video_marking_report (run->marking);
  double psnr = assay_parameters_get_real (parameters, "psnr");

  assay_result_builder_answer (builder, "mark", assay_parameters_get_text (parameters, "mark"));
  assay_result_builder_answer (builder, "readable", run->readable ? "yes" : "no");
  assay_result_builder_metric (builder, "log10_p", run->reading.log10_p);
  if (!run->readable)
    assay_video_note_unreadable (builder, run->after_codec, &run->reading, written, psnr);
  else
    assay_video_note_restless (builder, report->others, report->pictures, psnr);
  assay_video_note_similarity (builder, assay_video_report_get_similarity (report), psnr);
  assay_video_note_missing (builder, written);
  if (written->corrupt > 0)
    assay_video_note_damage (builder, NULL, written->corrupt);
}

/* Behind what matters more. */
static void
add_measures (const Run *run, AssayResultBuilder *builder)
{
  const AssayVideoRewritten *written = assay_video_rewriter_get_written (run->rewriter);

  assay_result_builder_metric (builder, "width", written->width);
  assay_result_builder_metric (builder, "height", written->height);
  if (written->read > 1) /* a picture lasts no time */
    assay_result_builder_metric (builder, "duration", run->end);
}

AssayResult *
assay_video_embed_run (AssayToolJob *job, GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  g_auto (Run) run = { .job = job, .scheme = assay_video_scheme_of (parameters) };
  g_autoptr (AssayResultBuilder) builder = NULL;
  guint8 payload[ASSAY_VIDEO_PAYLOAD_BITS];
  gboolean raw = strcmp (assay_parameters_get_text (parameters, "payload"), "raw") == 0;

  if (!read_mark (&run, payload, error))
    return NULL;
  run.shared = run.scheme->open (job, error);
  if (run.shared == NULL)
    return NULL;
  run.marking = assay_video_marking_new (run.scheme, run.shared, payload, raw,
                                         assay_parameters_get_real (parameters, "psnr"),
                                         write_picture, &run);
  if (!rewrite (&run, error) || !read_what_was_written (&run, payload, raw, error))
    return NULL;
  builder = assay_result_builder_new (&assay_video_embed_info);
  add_answers (&run, builder);
  if (run.scheme->describe != NULL)
    run.scheme->describe (run.shared, builder);
  assay_video_report_fill (assay_video_marking_report (run.marking), builder);
  add_measures (&run, builder);
  return assay_result_builder_end (g_steal_pointer (&builder), error);
}
