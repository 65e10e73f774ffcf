/* assay-feature-stream.c: static feature values of a recording of any length in bounded memory.
 *
 * Holds the samples of one round of blocks and of their surroundings. Where blocks begin depends on
 * the feature alone, never on how samples arrive or on the number of threads. */
#include "replay/assay-feature-stream.h"

#include <inttypes.h>
#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/assay-parallel.h"
#include "media/assay-media-error.h"
#include "replay/assay-feature-family-private.h"

/* Blocks of a round: more threads than that would not be used. */
#define ROUND_BLOCKS 4

struct _AssayFeatureStream
{
  AssayFeatureOptions options;
  const AssayFeatureFamily *family;
  gpointer tables;
  AssayFeatureReach reach;
  guint threads;
  GCancellable *cancellable;
  AssayFeatureSink sink;
  gpointer user_data;
  gsize n_columns;
  gsize n_levels;
  double *samples; /* capacity */
  gsize capacity;
  gsize n;            /* samples held */
  guint64 start;      /* index of samples[0] in the recording */
  guint64 next_frame; /* first one not yet given */
  double *rows;       /* ROUND_BLOCKS × block_frames × n_columns */
  gsize n_round;      /* frames of the round in hand */
};

AssayFeatureStream *
assay_feature_stream_new (const AssayFeatureOptions *options,
                          gboolean levels,
                          guint threads,
                          GCancellable *cancellable,
                          AssayFeatureSink sink,
                          gpointer user_data)
{
  AssayFeatureStream *self = g_new0 (AssayFeatureStream, 1);
  gsize round_frames;

  self->options = *options;
  self->family = assay_feature_family_get (options->feature);
  self->n_levels = levels && assay_feature_has_levels (options->feature) ? options->channels : 0;
  self->tables = self->family->prepare (options, self->n_levels > 0, &self->reach);
  self->threads = threads;
  g_set_object (&self->cancellable, cancellable);
  self->sink = sink;
  self->user_data = user_data;
  self->n_columns = assay_feature_options_columns (options) / (options->deltas ? 3 : 1);
  round_frames = ROUND_BLOCKS * self->reach.block_frames;
  self->capacity
      = self->reach.before + round_frames * options->hop + options->window + self->reach.after;
  self->samples = g_new (double, self->capacity);
  self->rows = g_new (double, round_frames *(self->n_columns + self->n_levels));
  return self;
}

void
assay_feature_stream_free (AssayFeatureStream *self)
{
  if (self == NULL)
    return;
  self->family->release (self->tables);
  g_clear_object (&self->cancellable);
  g_free (self->samples);
  g_free (self->rows);
  g_free (self);
}

static void
compute_blocks (gsize first, gsize last, gpointer user_data)
{
  AssayFeatureStream *self = user_data;

  for (gsize i = first; i < last; i++)
    {
      gsize frame = i * self->reach.block_frames;
      guint64 start = (self->next_frame + frame) * self->options.hop;
      gsize at = (gsize) (start - self->start);
      AssayFeatureBlock block = {
        .samples = self->samples + at,
        .before = MIN (at, self->reach.before),
        .start = start,
        .n_frames = MIN (self->reach.block_frames, self->n_round - frame),
      };
      gsize wanted
          = (block.n_frames - 1) * self->options.hop + self->options.window + self->reach.after;

      block.n = MIN (wanted, self->n - at);
      self->family->compute (self->tables, &block,
                             self->rows + frame * (self->n_columns + self->n_levels));
    }
}

/* Forgets what no later frame reaches back to. */
static void
drop_samples (AssayFeatureStream *self)
{
  guint64 next = self->next_frame * self->options.hop;
  guint64 keep = next > self->reach.before ? next - self->reach.before : 0;
  gsize drop = keep > self->start ? (gsize) MIN (keep - self->start, self->n) : 0;

  memmove (self->samples, self->samples + drop, (self->n - drop) * sizeof *self->samples);
  self->n -= drop;
  self->start += drop;
}

/* The next @n_frames, whose samples are all here. */
static gboolean
give_round (AssayFeatureStream *self, gsize n_frames, GError **error)
{
  gsize blocks = (n_frames + self->reach.block_frames - 1) / self->reach.block_frames;

  self->n_round = n_frames;
  if (!assay_parallel_for (blocks, 1, self->threads, compute_blocks, self, self->cancellable,
                           error))
    return FALSE;
  if (!self->sink (self->rows, n_frames, self->user_data, error))
    return FALSE;
  self->next_frame += n_frames;
  drop_samples (self);
  return TRUE;
}

gboolean
assay_feature_stream_push (AssayFeatureStream *self, const double *samples, gsize n, GError **error)
{
  while (n > 0)
    {
      gsize now = MIN (n, self->capacity - self->n);

      memcpy (self->samples + self->n, samples, now * sizeof *samples);
      self->n += now;
      samples += now;
      n -= now;
      /* A full buffer holds a round with its surroundings, whatever was kept in front of it. */
      if (self->n == self->capacity
          && !give_round (self, ROUND_BLOCKS * self->reach.block_frames, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
assay_feature_stream_end (AssayFeatureStream *self, GError **error)
{
  gsize rest
      = (gsize) (assay_feature_options_frames (&self->options, (gsize) (self->start + self->n))
                 - self->next_frame);
  gsize round = ROUND_BLOCKS * self->reach.block_frames;

  if (rest == 0 && self->next_frame == 0)
    {
      g_set_error (
          error, ASSAY_MEDIA_ERROR, ASSAY_MEDIA_ERROR_TRUNCATED,
          _ ("The sound is too short: at 16 kHz it has %" PRIu64 " of the %u samples of one frame"),
          self->start + self->n, self->options.window);
      return FALSE;
    }
  while (rest > 0)
    {
      gsize now = MIN (rest, round);

      if (!give_round (self, now, error))
        return FALSE;
      rest -= now;
    }
  return TRUE;
}

gsize
assay_feature_stream_get_n_frames (AssayFeatureStream *self)
{
  return (gsize) self->next_frame;
}

gsize
assay_feature_stream_get_n_columns (AssayFeatureStream *self)
{
  return self->n_columns;
}

gsize
assay_feature_stream_get_n_levels (AssayFeatureStream *self)
{
  return self->n_levels;
}
