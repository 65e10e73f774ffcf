/* assay-revmark-coder.c: segments through a card's encoder and decoder. */
#include "videomark/assay-revmark-coder.h"

#include <math.h>
#include <string.h>

#include "base/assay-base.h"
#include "videomark/assay-revmark-flow.h"
#include "videomark/assay-revmark-residual.h"

/* FORMAT.md, "Feedback": how much a bit's loudness changes in a round, and in all. */
#define LEAST_CHANGE 0.5
#define MOST_CHANGE 2.0
#define LEAST_GAIN 0.25
#define MOST_GAIN 4.0

struct _AssayRevmarkCoder
{
  const AssayRevmarkCard *card;
  guint rows, columns;
  gboolean averages;            /* the decoder sees the frames' mean alone */
  AssayRevmarkNetwork *encoder; /* NULL where nothing is marked */
  AssayRevmarkNetwork *decoder;
  float *segment; /* card->frames × rows × columns × 3: the last frame repeated; NULL where a mean
                     is read */
  float *marked;  /* the same; NULL where nothing is marked */
  guint8 *luma;   /* card->frames × rows × columns; NULL when no part wants flow */
};

/* Whether the frames enter only through their mean: then there may be any number. */
static gboolean
sees_mean_alone (const AssayRevmarkPart *part)
{
  gboolean seen = FALSE;

  for (guint i = 0; i < part->n_inputs; i++)
    if (part->inputs[i] == ASSAY_REVMARK_FLOW)
      return FALSE;
  for (guint i = 0; i < part->n_layers; i++)
    for (guint k = 0; k < part->layers[i].n_sources; k++)
      if (part->layers[i].sources[k] < part->n_inputs
          && part->inputs[part->layers[i].sources[k]] == ASSAY_REVMARK_VIDEO)
        {
          if (part->layers[i].kind != ASSAY_REVMARK_MEAN_TIME)
            return FALSE;
          seen = TRUE;
        }
  return seen;
}

static gboolean
wants (const AssayRevmarkPart *part, AssayRevmarkInput input)
{
  for (guint i = 0; i < part->n_inputs; i++)
    if (part->inputs[i] == input)
      return TRUE;
  return FALSE;
}

/* What the parts answer must be what the format says: the residual has the video's size, logits
 * stand at one place or at all of the tile. */
static gboolean
check_answers (const AssayRevmarkCoder *self, GError **error)
{
  const AssayRevmarkCard *card = self->card;
  const AssayRevmarkPart *decoder = &card->decoder;
  AssayRevmarkShape bits = { card->bits, 1, 1, 1 };
  AssayRevmarkShape places = { card->bits, 1, card->tile, card->tile };
  AssayRevmarkShape video = { 3, card->frames, self->rows, self->columns };

  if (!assay_revmark_shape_equal (assay_revmark_network_shape (self->decoder, decoder->output),
                                  &bits)
      || (decoder->places >= 0
          && !assay_revmark_shape_equal (
              assay_revmark_network_shape (self->decoder, (guint) decoder->places), &places)))
    return assay_revmark_fail ("decoder", error);
  if (wants (decoder, ASSAY_REVMARK_MESSAGE) || wants (decoder, ASSAY_REVMARK_HOST)
      || wants (decoder, ASSAY_REVMARK_READINGS))
    return assay_revmark_fail ("decoder", error);
  if (self->encoder != NULL
      && (wants (&card->encoder, ASSAY_REVMARK_READINGS)
          || !assay_revmark_shape_equal (
              assay_revmark_network_shape (self->encoder, card->encoder.output), &video)))
    return assay_revmark_fail ("encoder", error);
  return TRUE;
}

AssayRevmarkCoder *
assay_revmark_coder_new (const AssayRevmarkCard *card,
                         guint rows,
                         guint columns,
                         gboolean marks,
                         guint threads,
                         GError **error)
{
  g_autoptr (AssayRevmarkCoder) self = g_new0 (AssayRevmarkCoder, 1);
  gsize pixels = (gsize) rows * columns;

  self->card = card;
  self->rows = rows;
  self->columns = columns;
  self->averages = sees_mean_alone (&card->decoder);
  self->decoder = assay_revmark_network_new (
      card, &card->decoder, self->averages ? 1 : card->frames, rows, columns, threads, error);
  if (self->decoder == NULL)
    return NULL;
  if (marks)
    {
      self->encoder = assay_revmark_network_new (card, &card->encoder, card->frames, rows, columns,
                                                 threads, error);
      if (self->encoder == NULL)
        return NULL;
      self->marked = g_new (float, card->frames *pixels * 3);
    }
  if (marks || !self->averages)
    self->segment = g_new (float, card->frames *pixels * 3);
  if (wants (&card->decoder, ASSAY_REVMARK_FLOW) || wants (&card->encoder, ASSAY_REVMARK_FLOW))
    self->luma = g_new (guint8, card->frames * pixels);
  return check_answers (self, error) ? g_steal_pointer (&self) : NULL;
}

void
assay_revmark_coder_free (AssayRevmarkCoder *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->encoder, assay_revmark_network_free);
  g_clear_pointer (&self->decoder, assay_revmark_network_free);
  g_free (self->segment);
  g_free (self->marked);
  g_free (self->luma);
  g_free (self);
}

/* @rgb, 0..255, as a part's video. */
static void
give_video (AssayRevmarkNetwork *network, const float *rgb, gsize n)
{
  float *video = assay_revmark_network_input (network, ASSAY_REVMARK_VIDEO);

  for (gsize i = 0; video != NULL && i < n; i++)
    video[i] = rgb[i] / 127.5f - 1;
}

static void
give_flow (AssayRevmarkCoder *self, AssayRevmarkNetwork *network, const float *rgb)
{
  float *flow = assay_revmark_network_input (network, ASSAY_REVMARK_FLOW);
  gsize n = (gsize) self->card->frames * self->rows * self->columns;

  if (flow == NULL)
    return;
  for (gsize i = 0; i < n; i++)
    {
      guint level[3];

      for (guint c = 0; c < 3; c++)
        level[c] = (guint) lrintf (CLAMP (rgb[3 * i + c], 0.0f, 255.0f));
      self->luma[i] = (guint8) ((77 * level[0] + 150 * level[1] + 29 * level[2] + 128) >> 8);
    }
  assay_revmark_flow (self->luma, self->card->frames, self->rows, self->columns,
                      self->card->reference, flow);
}

/* The last of fewer frames is repeated. */
static void
repeat_last (AssayRevmarkCoder *self, const float *rgb, guint frames)
{
  gsize frame = (gsize) self->rows * self->columns * 3;

  for (guint t = 0; t < self->card->frames; t++)
    memcpy (self->segment + t * frame, rgb + MIN (t, frames - 1) * frame, frame * sizeof *rgb);
}

static void
give_mean (AssayRevmarkCoder *self, const float *rgb, guint frames)
{
  float *video = assay_revmark_network_input (self->decoder, ASSAY_REVMARK_VIDEO);
  gsize frame = (gsize) self->rows * self->columns * 3;

  memset (video, 0, frame * sizeof *video);
  for (guint t = 0; t < frames; t++)
    for (gsize i = 0; i < frame; i++)
      video[i] += rgb[t * frame + i];
  for (gsize i = 0; i < frame; i++)
    video[i] = video[i] / (127.5f * (float) frames) - 1;
}

static void
give_decoder (AssayRevmarkCoder *self, const float *rgb, guint frames)
{
  if (self->averages)
    give_mean (self, rgb, frames);
  else
    {
      gsize n = (gsize) self->card->frames * self->rows * self->columns * 3;
      gboolean whole = rgb == self->marked || rgb == self->segment;

      if (!whole)
        repeat_last (self, rgb, frames);
      give_video (self->decoder, whole ? rgb : self->segment, n);
      give_flow (self, self->decoder, whole ? rgb : self->segment);
    }
}

gboolean
assay_revmark_coder_read (AssayRevmarkCoder *self,
                          const float *rgb,
                          guint frames,
                          GCancellable *cancellable,
                          GError **error)
{
  give_decoder (self, rgb, frames);
  return self->card->decoder.places < 0
             ? assay_revmark_network_run (self->decoder, cancellable, error)
             : assay_revmark_network_run_places (self->decoder, cancellable, error);
}

/* What is read of whole segments where they were marked. */
static gboolean
read_in_place (AssayRevmarkCoder *self, const float *rgb, GCancellable *cancellable, GError **error)
{
  give_decoder (self, rgb, self->card->frames);
  return self->card->decoder.places < 0
             ? assay_revmark_network_run (self->decoder, cancellable, error)
             : assay_revmark_network_run_in_place (self->decoder, cancellable, error);
}

gboolean
assay_revmark_coder_averages (AssayRevmarkCoder *self)
{
  return self->averages;
}

const float *
assay_revmark_coder_places (AssayRevmarkCoder *self, gsize *n_places)
{
  const AssayRevmarkPart *part = &self->card->decoder;

  *n_places = part->places < 0 ? 1 : (gsize) self->card->tile * self->card->tile;
  return assay_revmark_network_value (self->decoder,
                                      part->places < 0 ? part->output : (guint) part->places);
}

double
assay_revmark_coder_prior (AssayRevmarkCoder *self)
{
  const AssayRevmarkPart *part = &self->card->decoder;

  for (guint i = 0; i < part->n_layers; i++)
    if (part->layers[i].kind == ASSAY_REVMARK_PICK)
      return part->layers[i].prior;
  return 0;
}

/* @out: the encoder's answer, with the mean square that @psnr says. */
static void
take_residual (AssayRevmarkCoder *self, double psnr, float *out)
{
  guint output = self->card->encoder.output;
  const AssayRevmarkShape *shape = assay_revmark_network_shape (self->encoder, output);
  gsize n = assay_revmark_shape_size (shape);
  double square = 0;
  float factor;

  memcpy (out, assay_revmark_network_value (self->encoder, output), n * sizeof *out);
  assay_revmark_residual (self->card, shape, out);
  for (gsize i = 0; i < n; i++)
    square += (double) out[i] * (double) out[i];
  factor = (float) (255 * pow (10, -psnr / 20) / sqrt (MAX (1e-12, square / (double) n)));
  for (gsize i = 0; i < n; i++)
    out[i] *= factor;
}

static void
give_message (AssayRevmarkCoder *self, const guint8 *bits, const double *gains)
{
  float *message = assay_revmark_network_input (self->encoder, ASSAY_REVMARK_MESSAGE);

  for (guint b = 0; message != NULL && b < self->card->bits; b++)
    message[b] = (float) (gains[b] * (bits[b] != 0 ? 0.5 : -0.5));
}

/* One round: louder what is read badly. FALSE when cancelled. */
static gboolean
listen (AssayRevmarkCoder *self,
        const float *residual,
        const guint8 *bits,
        double *gains,
        GCancellable *cancellable,
        GError **error)
{
  gsize n = (gsize) self->card->frames * self->rows * self->columns * 3;
  guint n_bits = self->card->bits;
  double right[ASSAY_REVMARK_BITS];
  double mean = 0;
  const float *read;
  gsize places;

  for (gsize i = 0; i < n; i++)
    self->marked[i] = rintf (CLAMP (self->segment[i] + residual[i], 0.0f, 255.0f));
  if (!read_in_place (self, self->marked, cancellable, error))
    return FALSE;
  read = assay_revmark_coder_places (self, &places);
  for (guint b = 0; b < n_bits; b++)
    {
      right[b] = bits[b] != 0 ? (double) read[b] : -(double) read[b];
      mean += right[b] / n_bits;
    }
  for (guint b = 0; b < n_bits && mean > 0; b++)
    {
      double change = 1 + self->card->feedback_rate * (1 - right[b] / mean);

      gains[b]
          = CLAMP (gains[b] * CLAMP (change, LEAST_CHANGE, MOST_CHANGE), LEAST_GAIN, MOST_GAIN);
    }
  return TRUE;
}

/* What the unmarked segment says already. */
static gboolean
give_host (AssayRevmarkCoder *self, GCancellable *cancellable, GError **error)
{
  float *host = assay_revmark_network_input (self->encoder, ASSAY_REVMARK_HOST);
  gsize places;

  if (host == NULL)
    return TRUE;
  if (!read_in_place (self, self->segment, cancellable, error))
    return FALSE;
  memcpy (host, assay_revmark_coder_places (self, &places), self->card->bits * sizeof *host);
  return TRUE;
}

gboolean
assay_revmark_coder_mark (AssayRevmarkCoder *self,
                          const float *rgb,
                          guint frames,
                          const guint8 *bits,
                          double psnr,
                          float *residual,
                          GCancellable *cancellable,
                          GError **error)
{
  gsize frame = (gsize) self->rows * self->columns * 3;
  gboolean all = frames == self->card->frames;
  g_autofree float *longer = all ? NULL : g_new (float, self->card->frames *frame);
  float *whole = all ? residual : longer;
  double gains[ASSAY_REVMARK_BITS];

  for (guint b = 0; b < ASSAY_REVMARK_BITS; b++)
    gains[b] = 1;
  repeat_last (self, rgb, frames);
  if (!give_host (self, cancellable, error))
    return FALSE;
  give_video (self->encoder, self->segment, self->card->frames * frame);
  give_flow (self, self->encoder, self->segment);
  give_message (self, bits, gains);
  if (!assay_revmark_network_run (self->encoder, cancellable, error))
    return FALSE;
  take_residual (self, psnr, whole);
  for (guint round = 0; round < self->card->feedback_rounds; round++)
    {
      if (!listen (self, whole, bits, gains, cancellable, error))
        return FALSE;
      give_message (self, bits, gains);
      if (!assay_revmark_network_run_again (self->encoder, cancellable, error))
        return FALSE;
      take_residual (self, psnr, whole);
    }
  if (!all)
    memcpy (residual, whole, frames * frame * sizeof *residual);
  return TRUE;
}
