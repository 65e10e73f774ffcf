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

/* A piece of memory that values share one after the other. What the message has a say in is written
 * anew with every message, so it never shares with what is kept from the first one. */
typedef struct
{
  gsize size; /* numbers */
  float *numbers;
  gboolean varies;
  gboolean taken;
} Slab;

struct _AssayRevmarkNetwork
{
  const AssayRevmarkPart *part;
  guint threads;
  guint n_values;
  AssayRevmarkShape *shapes; /* of each value */
  guint *slab_of;            /* the same */
  GArray *slabs;             /* Slab */
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

/* The free slab that wastes least, else a new one. */
static guint
take_slab (AssayRevmarkNetwork *self, gsize size, gboolean varies)
{
  guint best = self->slabs->len;

  for (guint i = 0; i < self->slabs->len; i++)
    {
      Slab *slab = &g_array_index (self->slabs, Slab, i);
      gboolean fits = !slab->taken && slab->varies == varies && slab->size >= size;

      if (fits
          && (best == self->slabs->len
              || slab->size < g_array_index (self->slabs, Slab, best).size))
        best = i;
    }
  if (best == self->slabs->len)
    {
      Slab slab = { .size = size, .varies = varies };

      g_array_append_val (self->slabs, slab);
    }
  g_array_index (self->slabs, Slab, best).taken = TRUE;
  return best;
}

/* Which value stands where. Inputs stay where they are until the layers that read them are done. */
static void
plan_memory (AssayRevmarkNetwork *self)
{
  const AssayRevmarkPart *part = self->part;
  g_autofree guint *last = g_new (guint, self->n_values);

  for (guint v = 0; v < self->n_values; v++)
    last[v] = last_use (self, v);
  for (guint v = 0; v < part->n_inputs; v++)
    self->slab_of[v]
        = take_slab (self, assay_revmark_shape_size (&self->shapes[v]), self->varies[v]);
  for (guint i = 0; i < part->n_layers; i++)
    {
      guint value = part->n_inputs + i;

      self->slab_of[value]
          = take_slab (self, assay_revmark_shape_size (&self->shapes[value]), self->varies[value]);
      for (guint v = 0; v <= value; v++)
        if (last[v] == i)
          g_array_index (self->slabs, Slab, self->slab_of[v]).taken = FALSE;
    }
}

static gboolean
get_memory (AssayRevmarkNetwork *self, GError **error)
{
  gsize total = 0;

  for (guint i = 0; i < self->slabs->len; i++)
    total += g_array_index (self->slabs, Slab, i).size;
  if (total > ASSAY_REVMARK_MEMORY)
    {
      g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_LIMIT,
                           _ ("The network needs more memory or time than is allowed"));
      return FALSE;
    }
  for (guint i = 0; i < self->slabs->len; i++)
    {
      Slab *slab = &g_array_index (self->slabs, Slab, i);

      slab->numbers = assay_try_alloc (slab->size, sizeof (float),
                                       ASSAY_REVMARK_MEMORY * sizeof (float), error);
      if (slab->numbers == NULL)
        return FALSE;
    }
  self->memory = total * sizeof (float);
  return TRUE;
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
  return g_array_index (self->slabs, Slab, self->slab_of[value]).numbers;
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
  self->slab_of = g_new0 (guint, self->n_values);
  self->slabs = g_array_new (FALSE, TRUE, sizeof (Slab));
  if (!assay_revmark_shape_part (card, part, frames, rows, columns, self->shapes, &self->work,
                                 error))
    return NULL;
  self->varies = g_new0 (gboolean, self->n_values);
  find_varying (self);
  plan_memory (self);
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
  for (guint i = 0; i < self->slabs->len; i++)
    g_free (g_array_index (self->slabs, Slab, i).numbers);
  g_array_unref (self->slabs);
  g_free (self->steps);
  g_free (self->shapes);
  g_free (self->slab_of);
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
