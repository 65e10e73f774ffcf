/* assay-revmark-reader.c: from sums of logits to a reading: size, place, chance, outcome. */
#include <math.h>
#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/assay-base.h"
#include "videomark/assay-revmark-place.h"
#include "videomark/assay-revmark-sum.h"
#include "videomark/assay-revmark-told.h"
#include "videomark/assay-video-payload.h"

#define LEAST_SIDE 16
/* Frames after which one of the sizes is chosen. */
#define CHOICE (4 * ASSAY_VIDEO_SEGMENT)
#define MOST_SUMS 8
/* Nats by which another size must be likelier than the natural one. */
#define LEAD 20.0

typedef struct
{
  const AssayRevmarkShared *shared;
  gboolean raw;
  gboolean expects;
  guint8 expected[ASSAY_VIDEO_BITS];
  AssayRevmarkSum *sums[MOST_SUMS]; /* the first is the natural size */
  guint n_sums;
  guint tried;
  guint64 frames;
  double first, last; /* s */
  guint place;
  double contrast;
  GArray *spans;   /* of AssayVideoSpan */
  gboolean wanted; /* where segments begin */
  gboolean search; /* other sizes, of a network that has them */
  GArray *starts;  /* of AssayRevmarkStart; NULL until the end */
  guint looked;    /* frames */
} Reader;

void
assay_revmark_reader_free (gpointer reader)
{
  Reader *self = reader;

  for (guint i = 0; i < self->n_sums; i++)
    assay_revmark_sum_free (self->sums[i]);
  g_clear_pointer (&self->spans, g_array_unref);
  g_clear_pointer (&self->starts, g_array_unref);
  g_free (self);
}

/* A copy that was cut out of a larger picture is natural at another size. */
static gboolean
add_sums (Reader *self, guint width, guint height, gboolean search, GError **error)
{
  /* Of pictures with 360, 480, 540, 720, 1080 and 2160 lines. */
  static const double scales[] = { 360 / 270.0, 480 / 270.0, 2, 720 / 270.0, 4, 8 };
  double natural = assay_revmark_scale (width, height);
  gboolean fixed = self->shared->card->side > 0;

  self->sums[0] = assay_revmark_sum_new (self->shared, width, height, natural, self->wanted, error);
  if (self->sums[0] == NULL)
    return FALSE;
  self->n_sums = 1;
  for (guint i = 0; search && !fixed && i < G_N_ELEMENTS (scales) && self->n_sums < MOST_SUMS - 1;
       i++)
    {
      if (scales[i] < 1.01 * natural || MIN (width, height) < scales[i] * self->shared->card->tile)
        continue;
      self->sums[self->n_sums]
          = assay_revmark_sum_new (self->shared, width, height, scales[i], self->wanted, error);
      if (self->sums[self->n_sums] == NULL)
        return FALSE;
      self->n_sums++;
    }
  self->tried = self->n_sums;
  return TRUE;
}

/* A picture in black bars is natural at the size that it has without them. */
static gboolean
add_within_bars (Reader *self, const AssayVideoLuma *picture, GError **error)
{
  guint width = picture->planes[0].width;
  guint height = picture->planes[0].height;
  double natural = assay_revmark_scale (width, height);
  guint inner[2];
  double scale;

  if (!assay_revmark_within_bars (picture, &inner[0], &inner[1])
      || MIN (inner[0], inner[1]) < LEAST_SIDE)
    return TRUE;
  scale = assay_revmark_scale (inner[0], inner[1]);
  if (scale > 0.995 * natural)
    return TRUE;
  self->sums[self->n_sums]
      = assay_revmark_sum_new (self->shared, width, height, scale, self->wanted, error);
  if (self->sums[self->n_sums] == NULL)
    return FALSE;
  self->tried = ++self->n_sums;
  return TRUE;
}

static gboolean
check_size (guint width, guint height, GError **error)
{
  if (MIN (width, height) >= LEAST_SIDE && MAX (width, height) <= ASSAY_VIDEO_MOST_SIDE)
    return TRUE;
  g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_LIMIT,
               _ ("A picture of %u × %u pixels cannot be read: sides from %d to %d can"), width,
               height, LEAST_SIDE, ASSAY_VIDEO_MOST_SIDE);
  return FALSE;
}

gpointer
assay_revmark_reader_new (
    gpointer shared, const AssayVideoQuestion *question, guint width, guint height, GError **error)
{
  Reader *self = g_new0 (Reader, 1);

  self->shared = shared;
  self->raw = question->raw;
  self->search = question->search && self->shared->card->side == 0;
  self->wanted = question->starts;
  self->spans = g_array_new (FALSE, TRUE, sizeof (AssayVideoSpan));
  if (question->expected != NULL)
    {
      self->expects = TRUE;
      memcpy (self->expected, question->expected, sizeof self->expected);
    }
  if (!check_size (width, height, error)
      || !add_sums (self, width, height, question->search, error))
    g_clear_pointer (&self, assay_revmark_reader_free);
  return self;
}

/* One size stays: the natural one unless another is much likelier. */
static void
choose_sum (Reader *self)
{
  guint best = 0;
  double most = 0;

  for (guint i = 0; i < self->n_sums; i++)
    {
      double score;
      double contrast;

      assay_revmark_sum_place (self->sums[i], &score, &contrast);
      if (i == 0 || score > most + (best == 0 ? LEAD : 0))
        {
          most = score;
          best = i;
        }
    }
  for (guint i = 0; i < self->n_sums; i++)
    if (i != best)
      assay_revmark_sum_free (self->sums[i]);
  self->sums[0] = self->sums[best];
  self->n_sums = 1;
}

gboolean
assay_revmark_reader_read (gpointer reader,
                           const AssayVideoLuma *picture,
                           double seconds,
                           GCancellable *cancellable,
                           GError **error)
{
  Reader *self = reader;

  if (self->frames == 0)
    self->first = seconds;
  if (self->frames == 0 && self->search && !add_within_bars (self, picture, error))
    return FALSE;
  self->last = MAX (self->last, seconds);
  self->frames++;
  for (guint i = 0; i < self->n_sums; i++)
    if (!assay_revmark_sum_add (self->sums[i], picture, seconds, cancellable, error))
      return FALSE;
  if (self->n_sums > 1 && self->frames == CHOICE)
    choose_sum (self);
  return TRUE;
}

/* The bits that are claimed, and how many others could have been. FALSE when none can be: raw bits
 * say nothing about themselves. */
static gboolean
claimed_word (const Reader *self, const double *soft, guint8 *word, double *log2_words)
{
  guint8 message[ASSAY_VIDEO_MESSAGE_BITS];

  if (self->raw)
    {
      *log2_words = 0;
      memcpy (word, self->expected, sizeof self->expected);
      return self->expects;
    }
  *log2_words = ASSAY_VIDEO_MESSAGE_BITS;
  assay_video_payload_decode (soft, message);
  assay_video_payload_encode (message, word);
  return TRUE;
}

/* Each segment by itself against the same word. */
static void
judge_pieces (Reader *self, const guint8 *word)
{
  const GArray *pieces = assay_revmark_sum_pieces (self->sums[0]);

  for (guint i = 0; i < pieces->len; i++)
    {
      const AssayRevmarkPiece *piece = &g_array_index (pieces, AssayRevmarkPiece, i);
      AssayVideoSpan span = { .start = piece->start, .end = piece->end };
      double soft[ASSAY_VIDEO_BITS];

      /* What was read at a third place is not kept: then it does not count. */
      if (piece->place == self->place || self->place == 0)
        {
          assay_revmark_key_show (&self->shared->key,
                                  piece->place == self->place ? piece->best : piece->here, soft);
          /* The word was chosen from all segments, so this one alone has had little say. */
          span.log10_p = assay_revmark_chance (soft, word, 0);
        }
      g_array_append_val (self->spans, span);
    }
}

/* By the chance alone: that a picture stands out at some place is so of unmarked ones too, and of
 * those that another key marked. */
static void
decide (const Reader *self, AssayVideoReading *reading)
{
  reading->unclaimed = self->raw && !self->expects;
  if (reading->log10_p <= ASSAY_VIDEO_CLAIM)
    reading->outcome = ASSAY_VIDEO_MARKED;
  else if (reading->log10_p <= ASSAY_VIDEO_HINT || reading->unclaimed)
    reading->outcome = ASSAY_VIDEO_INCONCLUSIVE;
  if (reading->outcome == ASSAY_VIDEO_INCONCLUSIVE && !reading->unclaimed)
    reading->seconds_more = MAX (1, reading->seconds);
}

gboolean
assay_revmark_reader_end (gpointer reader,
                          AssayVideoReading *reading,
                          GCancellable *cancellable,
                          GError **error)
{
  Reader *self = reader;
  guint8 word[ASSAY_VIDEO_BITS];
  double log2_words;
  double score;

  *reading = (AssayVideoReading){ .hypotheses = self->tried, .frames = self->frames };
  if (self->frames == 0)
    return TRUE;
  for (guint i = 0; i < self->n_sums; i++)
    if (!assay_revmark_sum_end (self->sums[i], cancellable, error))
      return FALSE;
  choose_sum (self);
  self->place = assay_revmark_sum_place (self->sums[0], &score, &self->contrast);
  assay_revmark_key_show (&self->shared->key, assay_revmark_sum_bits (self->sums[0], self->place),
                          reading->soft);
  reading->seconds = self->last - self->first;
  /* The last frame is shown as long as the others. */
  if (self->frames > 1)
    reading->seconds += reading->seconds / (double) (self->frames - 1);
  self->starts
      = assay_revmark_sum_starts (self->sums[0], self->place, &self->looked, cancellable, error);
  if (self->starts == NULL)
    return FALSE;
  if (claimed_word (self, reading->soft, word, &log2_words))
    {
      reading->log10_p = assay_revmark_chance (reading->soft, word, log2_words);
      judge_pieces (self, word);
    }
  decide (self, reading);
  return TRUE;
}

const AssayVideoSpan *
assay_revmark_reader_spans (gpointer reader, guint *n)
{
  Reader *self = reader;

  *n = self->spans->len;
  return &g_array_index (self->spans, AssayVideoSpan, 0);
}

void
assay_revmark_reader_tell (gpointer reader,
                           const AssayVideoReading *reading,
                           AssayResultBuilder *builder)
{
  Reader *self = reader;
  guint tile = self->shared->card->tile;

  if (reading->frames == 0 || reading->outcome == ASSAY_VIDEO_NONE)
    return;
  if (tile > 0)
    {
      assay_result_builder_metric (builder, "contrast", self->contrast);
      assay_result_builder_metric (builder, "shift_x", self->place % tile);
      assay_result_builder_metric (builder, "shift_y", self->place / tile);
      assay_result_builder_answer (builder, "altered", self->place != 0 ? "cut" : "in-place");
    }
  else
    assay_result_builder_metric (builder, "phase", assay_revmark_sum_phase (self->sums[0]));
  if (self->wanted && self->shared->card->starts.n_layers > 0)
    assay_revmark_tell_starts (self->starts, self->looked, builder);
  else if (self->wanted)
    assay_result_builder_not_run (builder, NULL,
                                  N_ ("This network has no part that finds where segments begin"));
}
