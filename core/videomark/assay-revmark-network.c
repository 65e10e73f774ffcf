/* assay-revmark-network.c: memory, weights and the order of work of one network. */
#include "videomark/assay-revmark-network.h"

#include <math.h>
#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/assay-base.h"
#include "videomark/assay-revmark-conv.h"
#include "videomark/assay-revmark-place.h"
#include "videomark/assay-revmark-step-private.h"

/* Rows that a thread takes at a time. */
#define ROWS 8

/* Numbers of a cache line: where values begin. */
#define ALIGN 16

/* Where a value stands in the network's memory and from which layer to which it is needed; values
 * share memory one after the other. */
typedef struct
{
  gsize first, size; /* numbers */
  guint birth, last; /* layers; the last one is n_layers when it is asked for afterwards */
} Piece;

struct _AssayRevmarkNetwork
{
  const AssayRevmarkPart *part;
  guint threads;
  guint n_values;
  AssayRevmarkShape *shapes; /* of each value */
  Piece *pieces;             /* the same */
  float *numbers;            /* of all values */
  AssayRevmarkStep *steps;   /* of each layer */
  gboolean *varies;          /* of each value: whether the message has a say in it */
  double work;
  gsize memory;
};

static void
find_varying (AssayRevmarkNetwork *self)
{
  const AssayRevmarkPart *part = self->part;

  for (guint v = 0; v < part->n_inputs; v++)
    self->varies[v] = part->inputs[v] == ASSAY_REVMARK_MESSAGE;
  for (guint i = 0; i < part->n_layers; i++)
    for (guint k = 0; k < part->layers[i].n_sources; k++)
      if (self->varies[part->layers[i].sources[k]])
        self->varies[part->n_inputs + i] = TRUE;
}

/* The last layer that reads value @value; n_layers when it is asked for afterwards, by the caller
 * or by the same network with another message. */
static guint
last_use (const AssayRevmarkNetwork *self, guint value)
{
  const AssayRevmarkPart *part = self->part;
  guint last = value < part->n_inputs ? 0 : value - part->n_inputs;

  if (value == part->output || (gint) value == part->places
      || (value < part->n_inputs && self->varies[value]))
    return part->n_layers;
  for (guint i = 0; i < part->n_layers; i++)
    for (guint k = 0; k < part->layers[i].n_sources; k++)
      if (part->layers[i].sources[k] == value)
        last = self->varies[part->n_inputs + i] && !self->varies[value] ? part->n_layers
                                                                        : MAX (last, i);
  return last;
}

/* Whether two values may not share memory. What the message has a say in is written anew with every
 * message, so it never shares with what is kept from the first one. */
static gboolean
conflict (const AssayRevmarkNetwork *self, guint a, guint b)
{
  const Piece *one = &self->pieces[a];
  const Piece *other = &self->pieces[b];
  guint end = self->part->n_layers;

  if (self->varies[a] != self->varies[b] && (self->varies[a] ? other : one)->last == end)
    return TRUE;
  return one->birth <= other->last && other->birth <= one->last;
}

/* The lowest place of value @value beside those before it. Ends: each step passes one of them. */
static gsize
find_room (const AssayRevmarkNetwork *self, guint value)
{
  gsize first = 0;
  gboolean moved;

  do
    {
      moved = FALSE;
      for (guint v = 0; v < value; v++)
        {
          const Piece *other = &self->pieces[v];

          if (other->first < first + self->pieces[value].size && first < other->first + other->size
              && conflict (self, v, value))
            {
              first = other->first + other->size;
              moved = TRUE;
            }
        }
    }
  while (moved);
  return first;
}

/* Which value stands where. Returns: how many numbers that takes. */
static gsize
plan_memory (AssayRevmarkNetwork *self)
{
  const AssayRevmarkPart *part = self->part;
  gsize total = 0;

  for (guint v = 0; v < self->n_values; v++)
    {
      Piece *piece = &self->pieces[v];

      piece->size = (assay_revmark_shape_size (&self->shapes[v]) + ALIGN - 1) / ALIGN * ALIGN;
      piece->birth = v < part->n_inputs ? 0 : v - part->n_inputs;
      piece->last = last_use (self, v);
      piece->first = find_room (self, v);
      total = MAX (total, piece->first + piece->size);
    }
  return total;
}

static gboolean
get_memory (AssayRevmarkNetwork *self, GError **error)
{
  gsize total = plan_memory (self);

  if (total > ASSAY_REVMARK_MEMORY)
    {
      g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_LIMIT,
                           _ ("The network needs more memory or time than is allowed"));
      return FALSE;
    }
  self->numbers
      = assay_try_alloc (total, sizeof (float), ASSAY_REVMARK_MEMORY * sizeof (float), error);
  self->memory = total * sizeof (float);
  return self->numbers != NULL;
}

/* Rows of weights in the order in which the source's numbers stand in memory. */
static float *
pack_linear (const AssayRevmarkLayer *layer, const AssayRevmarkShape *from)
{
  gsize columns = layer->weight.columns;
  gsize plane = columns / from->channels;
  float *packed = g_new (float, layer->weight.rows *columns);

  for (gsize o = 0; o < layer->weight.rows; o++)
    for (gsize i = 0; i < columns; i++)
      packed[o * columns + i % plane * from->channels + i / plane]
          = (float) layer->weight.values[o * columns + i];
  return packed;
}

static float *
pack_weights (AssayRevmarkNetwork *self,
              const AssayRevmarkLayer *layer,
              const AssayRevmarkStep *step)
{
  gsize n = layer->weight.rows * layer->weight.columns * sizeof (float);

  if (layer->kind == ASSAY_REVMARK_MATCH)
    {
      self->memory += 2 * n;
      return (float *) (gpointer) assay_revmark_pack_match (layer);
    }
  self->memory += n;
  return layer->kind == ASSAY_REVMARK_CONV ? assay_revmark_pack_conv (layer, step->from[0].channels)
                                           : pack_linear (layer, &step->from[0]);
}

static float *
pack_bias (const AssayRevmarkLayer *layer)
{
  float *packed;

  if (layer->bias.values == NULL)
    return NULL;
  packed = g_new (float, layer->bias.columns);
  for (gsize o = 0; o < layer->bias.columns; o++)
    packed[o] = (float) layer->bias.values[o];
  return packed;
}

static float *
numbers_of (AssayRevmarkNetwork *self, guint value)
{
  return self->numbers + self->pieces[value].first;
}

static void
make_steps (AssayRevmarkNetwork *self)
{
  for (guint i = 0; i < self->part->n_layers; i++)
    {
      const AssayRevmarkLayer *layer = &self->part->layers[i];
      AssayRevmarkStep *step = &self->steps[i];
      guint value = self->part->n_inputs + i;

      step->layer = layer;
      step->to = self->shapes[value];
      step->out = numbers_of (self, value);
      for (guint k = 0; k < layer->n_sources; k++)
        {
          step->from[k] = self->shapes[layer->sources[k]];
          step->in[k] = numbers_of (self, layer->sources[k]);
        }
      if (layer->weight.values != NULL)
        step->weights = pack_weights (self, layer, step);
      step->bias = pack_bias (layer);
    }
}

AssayRevmarkNetwork *
assay_revmark_network_new (const AssayRevmarkCard *card,
                           const AssayRevmarkPart *part,
                           guint frames,
                           guint rows,
                           guint columns,
                           guint threads,
                           GError **error)
{
  g_autoptr (AssayRevmarkNetwork) self = g_new0 (AssayRevmarkNetwork, 1);

  assay_revmark_prewarm ();
  self->part = part;
  self->threads = threads;
  self->n_values = part->n_inputs + part->n_layers;
  self->shapes = g_new0 (AssayRevmarkShape, self->n_values);
  self->pieces = g_new0 (Piece, self->n_values);
  if (!assay_revmark_shape_part (card, part, frames, rows, columns, self->shapes, &self->work,
                                 error))
    return NULL;
  self->varies = g_new0 (gboolean, self->n_values);
  find_varying (self);
  if (!get_memory (self, error))
    return NULL;
  self->steps = g_new0 (AssayRevmarkStep, part->n_layers);
  make_steps (self);
  return g_steal_pointer (&self);
}

void
assay_revmark_network_free (AssayRevmarkNetwork *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; self->steps != NULL && i < self->part->n_layers; i++)
    {
      g_free (self->steps[i].weights);
      g_free (self->steps[i].bias);
    }
  g_free (self->steps);
  g_free (self->shapes);
  g_free (self->pieces);
  g_free (self->numbers);
  g_free (self->varies);
  g_free (self);
}

float *
assay_revmark_network_input (AssayRevmarkNetwork *self, AssayRevmarkInput input)
{
  for (guint v = 0; v < self->part->n_inputs; v++)
    if (self->part->inputs[v] == input)
      return numbers_of (self, v);
  return NULL;
}

static gboolean
run_step (AssayRevmarkNetwork *self,
          AssayRevmarkStep *step,
          GCancellable *cancellable,
          GError **error)
{
  AssayRevmarkRowsFunc rows = assay_revmark_rows_of (step->layer->kind);

  if (step->layer->kind == ASSAY_REVMARK_CONV)
    return assay_revmark_conv (step, self->threads, cancellable, error);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (rows == NULL)
    assay_revmark_whole_of (step->layer->kind) (step);
  else if (!assay_parallel_for ((gsize) step->to.frames * step->to.rows, ROWS, self->threads, rows,
                                step, cancellable, error))
    return FALSE;
  assay_revmark_activate (step->layer, step->out, assay_revmark_shape_size (&step->to));
  return TRUE;
}

static gboolean
is_finite (AssayRevmarkNetwork *self, guint value)
{
  const float *numbers = numbers_of (self, value);
  gsize n = assay_revmark_shape_size (&self->shapes[value]);

  for (gsize i = 0; i < n; i++)
    if (!isfinite (numbers[i]))
      return FALSE;
  return TRUE;
}

/* Weights are finite, but their products may not be. @picked: the output was computed too. */
static gboolean
check_answer (AssayRevmarkNetwork *self, gboolean picked, GError **error)
{
  gint places = self->part->places;

  return ((!picked || is_finite (self, self->part->output))
          && (places < 0 || is_finite (self, (guint) places)))
         || assay_revmark_fail ("infinite", error);
}

static gboolean
run_steps (AssayRevmarkNetwork *self, gboolean all, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < self->part->n_layers; i++)
    if ((all || self->varies[self->part->n_inputs + i])
        && !run_step (self, &self->steps[i], cancellable, error))
      return FALSE;
  return check_answer (self, TRUE, error);
}

gboolean
assay_revmark_network_run (AssayRevmarkNetwork *self, GCancellable *cancellable, GError **error)
{
  return run_steps (self, TRUE, cancellable, error);
}

gboolean
assay_revmark_network_run_again (AssayRevmarkNetwork *self,
                                 GCancellable *cancellable,
                                 GError **error)
{
  return run_steps (self, FALSE, cancellable, error);
}

static gboolean
run_unpicked (AssayRevmarkNetwork *self,
              AssayRevmarkWholeFunc match,
              GCancellable *cancellable,
              GError **error)
{
  for (guint i = 0; i < self->part->n_layers; i++)
    {
      AssayRevmarkStep *step = &self->steps[i];

      if (step->layer->kind == ASSAY_REVMARK_MATCH && match != NULL)
        match (step);
      else if (step->layer->kind != ASSAY_REVMARK_PICK
               && !run_step (self, step, cancellable, error))
        return FALSE;
    }
  return check_answer (self, FALSE, error);
}

gboolean
assay_revmark_network_run_places (AssayRevmarkNetwork *self,
                                  GCancellable *cancellable,
                                  GError **error)
{
  return run_unpicked (self, NULL, cancellable, error);
}

gboolean
assay_revmark_network_run_in_place (AssayRevmarkNetwork *self,
                                    GCancellable *cancellable,
                                    GError **error)
{
  return run_unpicked (self, assay_revmark_match_in_place, cancellable, error);
}

const float *
assay_revmark_network_value (AssayRevmarkNetwork *self, guint value)
{
  return numbers_of (self, value);
}

const AssayRevmarkShape *
assay_revmark_network_shape (AssayRevmarkNetwork *self, guint value)
{
  return &self->shapes[value];
}

gsize
assay_revmark_network_memory (AssayRevmarkNetwork *self)
{
  return self->memory;
}

double
assay_revmark_network_work (AssayRevmarkNetwork *self)
{
  return self->work;
}
