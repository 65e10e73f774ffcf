/* assay-revmark-scheme.c: the scheme revmark: a trained network of the parameter "model", or the
 * shipped one. */
#include <math.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/assay-base.h"
#include "base/assay-json.h"
#include "videomark/assay-revmark-conv.h"
#include "videomark/assay-revmark-model-data.h"
#include "videomark/assay-revmark-scheme-private.h"
#include "videomark/assay-videomark.h"

#define SHIPPED "/org/assay/videomark/revmark.model"
/* The shorter side of what a network sees of large pictures: the same for a copy in any size. */
#define SHORTER_SIDE 270.0
/* Pixels of it, for very wide ones: 8 frames of its widest layers stay below 300 MB. */
#define MOST_PIXELS 262144.0

void
assay_video_prewarm (void)
{
  assay_revmark_prewarm ();
}

const char *
assay_video_versions (void)
{
  return assay_revmark_versions ();
}

double
assay_revmark_scale (guint width, guint height)
{
  double pixels = (double) width * (double) height;
  double shorter = (double) MIN (width, height);

  return MAX (1, MAX (shorter / SHORTER_SIDE, sqrt (pixels / MOST_PIXELS)));
}

static GBytes *
read_model (AssayToolJob *job, GError **error)
{
  g_autoptr (AssaySource) source = NULL;

  if (assay_parameters_is_empty (assay_tool_job_get_parameters (job), "model"))
    return g_resource_lookup_data (assay_revmark_model_data_get_resource (), SHIPPED,
                                   G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  source = assay_tool_job_open_file (job, "model", error);
  if (source == NULL)
    return NULL;
  if (assay_source_get_size (source) > ASSAY_LIMIT_BLOCK)
    {
      g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_LIMIT,
                           _ ("The model file is larger than any model"));
      return NULL;
    }
  return assay_source_read (source, 0, (gsize) assay_source_get_size (source), error);
}

static void
close_shared (gpointer data)
{
  AssayRevmarkShared *self = data;

  g_clear_pointer (&self->card, assay_revmark_card_free);
  g_free (self);
}

/* A network may be made for fewer bits or other segments; payloads and the tools are not. */
static gboolean
fits (const AssayRevmarkCard *card, GError **error)
{
  if (card->bits != ASSAY_VIDEO_BITS)
    return assay_revmark_fail ("bits", error);
  return card->frames == ASSAY_VIDEO_SEGMENT || assay_revmark_fail ("frames", error);
}

static gpointer
open_shared (AssayToolJob *job, GError **error)
{
  AssayRevmarkShared *self = g_new0 (AssayRevmarkShared, 1);
  g_autoptr (GBytes) bytes = read_model (job, error);

  self->card = bytes == NULL ? NULL : assay_revmark_card_read (bytes, error);
  if (self->card == NULL || !fits (self->card, error))
    {
      close_shared (self);
      return NULL;
    }
  assay_revmark_key_init (&self->key,
                          assay_parameters_get_secret (assay_tool_job_get_parameters (job), "key"));
  self->threads = assay_tool_job_get_threads (job);
  return self;
}

static void
describe (gpointer shared, AssayResultBuilder *builder)
{
  const AssayRevmarkShared *self = shared;
  JsonObject *training
      = assay_json_object (assay_model_file_get_card (self->card->file), "training");
  gint64 steps = training == NULL ? 0 : assay_json_int (training, "steps", 0);
  g_autofree char *network
      = g_strdup_printf ("%.40s, %" G_GINT64_FORMAT " steps", self->card->name, MAX (0, steps));

  assay_result_builder_answer (builder, "model", assay_model_file_get_hash (self->card->file));
  assay_result_builder_answer (builder, "network", network);
}

const AssayVideoScheme assay_video_scheme_revmark = {
  .id = "revmark",
  .open = open_shared,
  .close = close_shared,
  .describe = describe,
  .marker_new = assay_revmark_marker_new,
  .marker_free = assay_revmark_marker_free,
  .plan = assay_revmark_marker_plan,
  .difference = assay_revmark_marker_difference,
  .mark = assay_revmark_marker_mark,
  .reader_new = assay_revmark_reader_new,
  .reader_free = assay_revmark_reader_free,
  .read = assay_revmark_reader_read,
  .end = assay_revmark_reader_end,
  .spans = assay_revmark_reader_spans,
  .tell = assay_revmark_reader_tell,
};
