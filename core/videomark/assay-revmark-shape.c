/* assay-revmark-shape.c: the size of each layer's answer: FORMAT.md's table, line by line. */
#include "videomark/assay-revmark-shape.h"

#include <math.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/assay-base.h"

/* One layer with the shapes of what it reads. */
typedef struct
{
  const AssayRevmarkLayer *layer;
  const AssayRevmarkShape *from[ASSAY_REVMARK_SOURCES];
  double work;
} Step;

typedef gboolean (*ShapeFunc) (Step *step, AssayRevmarkShape *to);

gsize
assay_revmark_shape_size (const AssayRevmarkShape *self)
{
  return (gsize) self->channels * self->frames * self->rows * self->columns;
}

gboolean
assay_revmark_shape_equal (const AssayRevmarkShape *a, const AssayRevmarkShape *b)
{
  return a->channels == b->channels && a->frames == b->frames && a->rows == b->rows
         && a->columns == b->columns;
}

/* Places of a kernel along one axis; FALSE if there is none. */
static gboolean
slide (guint size, guint kernel, guint stride, guint pad, guint *places)
{
  if (size + 2 * pad < kernel || pad >= kernel)
    return FALSE;
  *places = (size + 2 * pad - kernel) / stride + 1;
  return TRUE;
}

static gboolean
shape_conv (Step *step, AssayRevmarkShape *to)
{
  const AssayRevmarkLayer *layer = step->layer;
  const AssayRevmarkShape *from = step->from[0];
  gsize columns = (gsize) from->channels * layer->kernel[0] * layer->kernel[1] * layer->kernel[2];

  to->channels = layer->out;
  if (layer->weight.columns != columns
      || !slide (from->frames, layer->kernel[0], layer->stride[0], layer->pad[0], &to->frames)
      || !slide (from->rows, layer->kernel[1], layer->stride[1], layer->pad[1], &to->rows)
      || !slide (from->columns, layer->kernel[2], layer->stride[2], layer->pad[2], &to->columns))
    return FALSE;
  step->work = (double) columns * (double) to->channels * (double) to->frames * (double) to->rows
               * (double) to->columns;
  return TRUE;
}

static gboolean
shape_linear (Step *step, AssayRevmarkShape *to)
{
  gsize columns = assay_revmark_shape_size (step->from[0]);

  *to = (AssayRevmarkShape){ step->layer->out, 1, 1, 1 };
  step->work = (double) columns * (double) to->channels;
  return step->layer->weight.columns == columns;
}

static gboolean
shape_reshape (Step *step, AssayRevmarkShape *to)
{
  const guint *shape = step->layer->shape;
  gsize size = assay_revmark_shape_size (step->from[0]);

  *to = (AssayRevmarkShape){ shape[0], shape[1], shape[2], shape[3] };
  /* Divided, not multiplied: four numbers of 8192 would not fit. */
  for (guint i = 0; i < 4; i++)
    {
      if (size % shape[i] != 0)
        return FALSE;
      size /= shape[i];
    }
  return size == 1;
}

static gboolean
shape_nearest (Step *step, AssayRevmarkShape *to)
{
  const guint *scale = step->layer->scale;

  to->frames *= scale[0];
  to->rows *= scale[1];
  to->columns *= scale[2];
  return TRUE;
}

/* Doubled where @wanted is larger, and cut to it. */
static gboolean
double_up (guint *size, guint wanted)
{
  if (wanted <= *size)
    return TRUE;
  if (wanted > 2 * *size)
    return FALSE;
  *size = wanted;
  return TRUE;
}

static gboolean
shape_up (Step *step, AssayRevmarkShape *to)
{
  const AssayRevmarkShape *like = step->from[1];

  return double_up (&to->frames, like->frames) && double_up (&to->rows, like->rows)
         && double_up (&to->columns, like->columns);
}

/* The larger of two sizes of which the smaller is 1, or both alike. */
static gboolean
widen (guint *size, guint other)
{
  if (*size != other && *size != 1 && other != 1)
    return FALSE;
  *size = MAX (*size, other);
  return TRUE;
}

static gboolean
shape_concat (Step *step, AssayRevmarkShape *to)
{
  for (guint i = 1; i < step->layer->n_sources; i++)
    {
      const AssayRevmarkShape *other = step->from[i];

      if (!widen (&to->frames, other->frames) || !widen (&to->rows, other->rows)
          || !widen (&to->columns, other->columns))
        return FALSE;
      to->channels += other->channels;
    }
  return TRUE;
}

static gboolean
shape_both (Step *step, AssayRevmarkShape *to)
{
  const AssayRevmarkShape *other = step->from[1];

  return widen (&to->channels, other->channels) && widen (&to->frames, other->frames)
         && widen (&to->rows, other->rows) && widen (&to->columns, other->columns);
}

static gboolean
shape_tile (Step *step, AssayRevmarkShape *to)
{
  const AssayRevmarkShape *like = step->from[1];

  to->rows = like->rows;
  to->columns = like->columns;
  if (to->frames == 1)
    to->frames = like->frames;
  return to->frames == like->frames;
}

static gboolean
shape_mean_time (Step *step, AssayRevmarkShape *to)
{
  to->frames = 1;
  return TRUE;
}

static gboolean
shape_max_pool (Step *step, AssayRevmarkShape *to)
{
  to->frames /= step->layer->kernel[0];
  to->rows /= step->layer->kernel[1];
  to->columns /= step->layer->kernel[2];
  return to->frames > 0 && to->rows > 0 && to->columns > 0;
}

/* Two separable filters: a blur that reaches three sigma, and a mean. */
static gboolean
shape_filter (Step *step, AssayRevmarkShape *to)
{
  const AssayRevmarkLayer *layer = step->layer;

  step->work = 2 * (2 * ceil (3 * layer->sigma) + 1 + layer->window)
               * (double) assay_revmark_shape_size (to);
  return TRUE;
}

static gboolean
shape_fold (Step *step, AssayRevmarkShape *to)
{
  to->rows = step->layer->period;
  to->columns = step->layer->period;
  return TRUE;
}

/* Each channel by itself through a transform: no larger than a tile may be. */
static gboolean
shape_spectrum (Step *step, AssayRevmarkShape *to)
{
  return to->rows <= ASSAY_REVMARK_PERIOD && to->columns <= ASSAY_REVMARK_PERIOD;
}

static gboolean
shape_match (Step *step, AssayRevmarkShape *to)
{
  const AssayRevmarkLayer *layer = step->layer;
  gsize area = (gsize) layer->period * layer->period;

  if (to->frames != 1 || to->rows != layer->period || to->columns != layer->period
      || to->channels > 64 || layer->weight.columns != area * to->channels)
    return FALSE;
  step->work = 20.0 * (double) layer->out * (double) layer->weight.columns;
  to->channels = layer->out;
  return TRUE;
}

static gboolean
shape_pick (Step *step, AssayRevmarkShape *to)
{
  to->rows = 1;
  to->columns = 1;
  return to->frames == 1;
}

static gboolean
shape_align (Step *step, AssayRevmarkShape *to)
{
  const AssayRevmarkShape *flow = step->from[1];

  return flow->channels == 2 && flow->frames == to->frames && flow->rows == to->rows
         && flow->columns == to->columns;
}

/* By AssayRevmarkKind. Each starts from the first source's shape. */
static const ShapeFunc functions[] = {
  shape_conv,     shape_linear, shape_reshape, shape_nearest, shape_up,
  shape_concat,   shape_both,   shape_both,    shape_tile,    shape_mean_time,
  shape_max_pool, shape_filter, shape_filter,  shape_fold,    shape_spectrum,
  shape_match,    shape_pick,   shape_align,   shape_align,
};

static AssayRevmarkShape
shape_input (
    const AssayRevmarkCard *card, AssayRevmarkInput input, guint frames, guint rows, guint columns)
{
  if (input == ASSAY_REVMARK_MESSAGE || input == ASSAY_REVMARK_HOST)
    return (AssayRevmarkShape){ card->bits, 1, 1, 1 };
  if (input == ASSAY_REVMARK_READINGS)
    return (AssayRevmarkShape){ 1, frames, rows, columns };
  return (AssayRevmarkShape){ input == ASSAY_REVMARK_VIDEO ? 3 : 2, frames, rows, columns };
}

/* Checked before the product of four is taken. */
static gboolean
within_limits (const AssayRevmarkShape *shape)
{
  return shape->channels <= ASSAY_REVMARK_CHANNELS && shape->frames <= ASSAY_REVMARK_SIDE
         && shape->rows <= ASSAY_REVMARK_SIDE && shape->columns <= ASSAY_REVMARK_SIDE
         && (double) shape->channels * (double) shape->frames * (double) shape->rows
                    * (double) shape->columns
                <= (double) ASSAY_REVMARK_VALUE;
}

static gboolean
too_large (GError **error)
{
  g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_LIMIT,
                       _ ("The network needs more memory or time than is allowed"));
  return FALSE;
}

gboolean
assay_revmark_shape_part (const AssayRevmarkCard *card,
                          const AssayRevmarkPart *part,
                          guint frames,
                          guint rows,
                          guint columns,
                          AssayRevmarkShape *shapes,
                          double *work,
                          GError **error)
{
  *work = 0;
  for (guint i = 0; i < part->n_inputs; i++)
    {
      shapes[i] = shape_input (card, part->inputs[i], frames, rows, columns);
      if (!within_limits (&shapes[i]))
        return too_large (error);
    }
  for (guint i = 0; i < part->n_layers; i++)
    {
      const AssayRevmarkLayer *layer = &part->layers[i];
      AssayRevmarkShape *to = &shapes[part->n_inputs + i];
      Step step = { .layer = layer };

      for (guint k = 0; k < layer->n_sources; k++)
        step.from[k] = &shapes[layer->sources[k]];
      *to = *step.from[0];
      if (!functions[layer->kind](&step, to))
        return assay_revmark_fail (layer->name, error);
      *work += step.work;
      if (!within_limits (to) || *work > ASSAY_REVMARK_WORK)
        return too_large (error);
    }
  return TRUE;
}
