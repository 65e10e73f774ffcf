/* assay-revmark-whole.c: layers that see their source as a list of numbers, channel after channel.
 */
#include "videomark/assay-revmark-step-private.h"

/* Number @index, channels slowest, as it stands in memory. */
static gsize
stored_at (const AssayRevmarkShape *shape, gsize index)
{
  gsize plane = (gsize) shape->frames * shape->rows * shape->columns;

  return index % plane * shape->channels + index / plane;
}

static void
linear (const AssayRevmarkStep *step)
{
  gsize columns = step->layer->weight.columns;

  for (gsize o = 0; o < step->layer->out; o++)
    {
      const float *weights = step->weights + o * columns;
      double sum = step->bias != NULL ? (double) step->bias[o] : 0;

      for (gsize i = 0; i < columns; i++)
        sum += (double) (weights[i] * step->in[0][i]);
      step->out[o] = (float) sum;
    }
}

static void
reshape (const AssayRevmarkStep *step)
{
  gsize n = assay_revmark_shape_size (&step->to);

  for (gsize i = 0; i < n; i++)
    step->out[stored_at (&step->to, i)] = step->in[0][stored_at (&step->from[0], i)];
}

AssayRevmarkWholeFunc
assay_revmark_whole_of (AssayRevmarkKind kind)
{
  static const AssayRevmarkWholeFunc functions[] = {
    [ASSAY_REVMARK_LINEAR] = linear,
    [ASSAY_REVMARK_RESHAPE] = reshape,
    [ASSAY_REVMARK_WHITEN] = assay_revmark_whiten,
    [ASSAY_REVMARK_DEVIATION] = assay_revmark_deviation,
    [ASSAY_REVMARK_FOLD] = assay_revmark_fold,
    [ASSAY_REVMARK_SPECTRUM] = assay_revmark_spectrum,
    [ASSAY_REVMARK_MATCH] = assay_revmark_match,
    [ASSAY_REVMARK_PICK] = assay_revmark_pick,
    [ASSAY_REVMARK_UNALIGN] = NULL,
  };

  return functions[kind];
}
