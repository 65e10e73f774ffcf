/* assay-video-attack.c: the tool `video.attack`: damages a video on purpose, repeatably. */
#include "videomark/assay-video-attack.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "media/assay-decode.h"
#include "videomark/assay-video-form.h"
#include "videomark/assay-video-statement.h"
#include "videomark/assay-videomark.h"

typedef struct
{
  const char *id;
  double least, most; /* of the amount */
  AssayVideoAttackPicture picture;
  AssayVideoAttackSequence sequence;
  AssayVideoCodec codec; /* of those without functions */
  gboolean rgb;
  gboolean retimed; /* sound would not fit any more */
} Kind;

static const Kind kinds[] = {
  { "average", 1, 64, NULL, assay_video_attack_average, 0, FALSE, FALSE },
  { "drop", 0, 1, NULL, assay_video_attack_drop, 0, FALSE, FALSE },
  { "swap", 0, 1, NULL, assay_video_attack_swap, 0, FALSE, FALSE },
  { "crop", 0.05, 1, assay_video_attack_crop, NULL, 0, FALSE, FALSE },
  { "noise", 0, 1, assay_video_attack_noise, NULL, 0, TRUE, FALSE },
  { "blur", 0, 16, NULL, assay_video_attack_blur, 0, FALSE, FALSE },
  { "h264", 0, 51, NULL, NULL, ASSAY_VIDEO_CODEC_H264, FALSE, FALSE },
  { "h265", 0, 51, NULL, NULL, ASSAY_VIDEO_CODEC_H265, FALSE, FALSE },
  { "vp9", 0, 63, NULL, NULL, ASSAY_VIDEO_CODEC_VP9, FALSE, FALSE },
  { "av1", 0, 63, NULL, NULL, ASSAY_VIDEO_CODEC_AV1, FALSE, FALSE },
  { "bitrate", 10, 500000, NULL, NULL, ASSAY_VIDEO_CODEC_H264, FALSE, FALSE },
  { "jpeg", 1, 100, NULL, NULL, ASSAY_VIDEO_CODEC_MJPEG, FALSE, FALSE },
  { "resize", 0.05, 4, assay_video_attack_resize, NULL, 0, FALSE, FALSE },
  { "rotate", -360, 360, assay_video_attack_rotate, NULL, 0, TRUE, FALSE },
  { "letterbox", 0, 1, assay_video_attack_letterbox, NULL, 0, FALSE, FALSE },
  { "screen", 0, 1, assay_video_attack_screen, NULL, 0, TRUE, FALSE },
  { "rate", 1, 240, NULL, assay_video_attack_rate, 0, FALSE, FALSE },
  { "cut", 0, 0.95, NULL, assay_video_attack_cut, 0, FALSE, TRUE },
  { "speed", 0.1, 10, NULL, assay_video_attack_speed, 0, FALSE, TRUE },
  { "pip", 0.1, 1, assay_video_attack_inset, NULL, 0, FALSE, FALSE },
  { "logo", 0, 1, assay_video_attack_logo, NULL, 0, TRUE, FALSE },
  { "grade", 0, 1, assay_video_attack_grade, NULL, 0, TRUE, FALSE },
  { "aspect", 0.25, 4, assay_video_attack_aspect, NULL, 0, FALSE, FALSE },
};

void
assay_video_attack_seed (const AssayVideoAttack *self, gint64 index, AssayRandom *random)
{
  /* The generator's start mixes all bits, so neighbouring numbers are unlike each other. */
  assay_random_init (random, self->seed * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)
                                 + (guint64) index * G_GUINT64_CONSTANT (0xd1342543de82ef95) + 1);
}

static const Kind *
find_kind (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].id, id))
      return &kinds[i];
  g_return_val_if_reached (&kinds[0]);
}

static gboolean
is_codec (const Kind *kind)
{
  return kind->picture == NULL && kind->sequence == NULL;
}

static gboolean
choose_form (AssayToolJob *job, const Kind *kind, AssayVideoForm *form, GError **error)
{
  double amount = assay_parameters_get_real (assay_tool_job_get_parameters (job), "amount");

  form->samples = kind->rgb ? ASSAY_VIDEO_SAMPLES_RGB : ASSAY_VIDEO_SAMPLES_ENCODED;
  form->drop_others = kind->retimed;
  form->plain_titles = TRUE;
  form->fps = g_str_equal (kind->id, "rate") ? amount : 0;
  if (is_codec (kind))
    {
      form->quality = amount;
      form->bit_rate = g_str_equal (kind->id, "bitrate") ? (guint) (amount * 1000.0) : 0;
    }
  return assay_video_form_choose (job, ASSAY_VIDEO_FORM_LOSSLESS,
                                  is_codec (kind) ? &kind->codec : NULL, form, error);
}

static gboolean
on_picture (AssayVideoRewriter *rewriter,
            AssayVideoPicture *picture,
            gpointer user_data,
            GError **error)
{
  AssayVideoAttack *self = user_data;

  if (picture == NULL)
    return TRUE;
  if (self->picture != NULL)
    picture = self->picture (self, picture, error);
  return picture != NULL && assay_video_rewriter_write (rewriter, picture, error);
}

static gboolean
on_sequence (AssayVideoRewriter *rewriter,
             AssayVideoPicture *picture,
             gpointer user_data,
             GError **error)
{
  AssayVideoAttack *self = user_data;

  return self->sequence (self, picture, error);
}

static gboolean
check_amount (const Kind *kind, double amount, GError **error)
{
  if (amount >= kind->least && amount <= kind->most)
    return TRUE;
  g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
               _ ("The amount of this change must be %g to %g, not %g"), kind->least, kind->most,
               amount);
  return FALSE;
}

/* Walks the packets once: what a container says of a stream's length may be the whole file's. */
static gboolean
count_frames (AssayToolJob *job, AssayVideoAttack *self, GError **error)
{
  guint stream = assay_video_rewriter_get_info (self->rewriter)->stream;
  g_autoptr (AssayDecoder) decoder = assay_decoder_new (
      assay_tool_job_get_input (job, 0)->source, 1, assay_tool_job_get_cancellable (job), error);
  g_autoptr (AssayVideoReader) reader
      = decoder != NULL ? assay_video_reader_new (decoder, stream, error) : NULL;
  gint64 frames = reader != NULL ? assay_video_reader_count (reader, error) : -1;

  self->frames = (guint64) MAX (frames, 0);
  return frames >= 0;
}

static AssayResult *
report (AssayToolJob *job, const AssayVideoRewritten *written, GError **error)
{
  AssayResultBuilder *builder = assay_result_builder_new (assay_tool_job_get_info (job));

  assay_result_builder_metric (builder, "frames", (double) written->read);
  assay_result_builder_metric (builder, "frames_left", (double) written->written);
  assay_result_builder_metric (builder, "width", written->width);
  assay_result_builder_metric (builder, "height", written->height);
  assay_video_note_missing (builder, written);
  if (written->corrupt > 0)
    assay_video_note_damage (builder, NULL, written->corrupt);
  return assay_result_builder_end (builder, error);
}

AssayResult *
assay_video_attack_run (AssayToolJob *job, GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  const Kind *kind = find_kind (assay_parameters_get_text (parameters, "attack"));
  AssayVideoForm form = { .quality = -1 };
  AssayVideoAttack self = { .sequence = kind->sequence, .picture = kind->picture };
  g_autoptr (AssayVideoRewriter) rewriter = NULL;
  g_autoptr (GPtrArray) window
      = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_video_picture_unref);

  self.amount = assay_parameters_get_real (parameters, "amount");
  self.kernel = (guint) assay_parameters_get_int (parameters, "kernel") | 1u;
  self.seed = (guint64) assay_parameters_get_int (parameters, "seed");
  self.window = window;
  self.last_pts = G_MININT64;
  assay_random_init (&self.random, self.seed);
  if (!check_amount (kind, self.amount, error))
    return NULL;
  if (!choose_form (job, kind, &form, error))
    return NULL;
  rewriter = assay_video_rewriter_new (assay_tool_job_get_input (job, 0)->source, -1, &form,
                                       assay_tool_job_get_threads (job),
                                       assay_tool_job_get_cancellable (job), error);
  self.rewriter = rewriter;
  if (rewriter == NULL
      || (kind->sequence == assay_video_attack_cut && !count_frames (job, &self, error))
      || !assay_video_rewriter_run (rewriter, assay_tool_job_get_output (job, "changed"),
                                    kind->sequence != NULL ? on_sequence : on_picture, &self,
                                    assay_tool_job_get_progress (job), error))
    return NULL;
  return report (job, assay_video_rewriter_get_written (rewriter), error);
}
