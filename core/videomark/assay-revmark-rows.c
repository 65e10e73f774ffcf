/* assay-revmark-rows.c: layers that make each row of their answer by itself. */
#include <math.h>
#include <string.h>

#include "videomark/assay-revmark-step-private.h"

/* Where a row of all frames lies. */
typedef struct
{
  gsize frame, row;
} Place;

static Place
place_of (const AssayRevmarkShape *shape, gsize row)
{
  return (Place){ row / shape->rows, row % shape->rows };
}

static const float *
source_row (const AssayRevmarkStep *step, guint source, gsize frame, gsize row)
{
  const AssayRevmarkShape *from = &step->from[source];

  return step->in[source] + assay_revmark_row (from, frame * from->rows + row);
}

static float *
answer_row (const AssayRevmarkStep *step, gsize row)
{
  return step->out + assay_revmark_row (&step->to, row);
}

static void
nearest_rows (gsize first, gsize last, gpointer data)
{
  const AssayRevmarkStep *step = data;
  const guint *scale = step->layer->scale;
  gsize channels = step->to.channels;

  for (gsize i = first; i < last; i++)
    {
      Place at = place_of (&step->to, i);
      const float *from = source_row (step, 0, at.frame / scale[0], at.row / scale[1]);
      float *to = answer_row (step, i);

      for (gsize x = 0; x < step->to.columns; x++)
        memcpy (to + x * channels, from + x / scale[2] * channels, channels * sizeof *to);
    }
}

/* Doubled along the axes on which the answer is larger than the source. */
static void
up_rows (gsize first, gsize last, gpointer data)
{
  const AssayRevmarkStep *step = data;
  const AssayRevmarkShape *from = &step->from[0];
  const AssayRevmarkShape *to = &step->to;
  guint frames = to->frames > from->frames ? 2 : 1;
  guint rows = to->rows > from->rows ? 2 : 1;
  guint columns = to->columns > from->columns ? 2 : 1;
  gsize channels = to->channels;

  for (gsize i = first; i < last; i++)
    {
      Place at = place_of (to, i);
      const float *in = source_row (step, 0, at.frame / frames, at.row / rows);
      float *out = answer_row (step, i);

      for (gsize x = 0; x < to->columns; x++)
        memcpy (out + x * channels, in + x / columns * channels, channels * sizeof *out);
    }
}

/* The row of @source that belongs to @at; an axis of 1 is repeated. */
static const float *
repeated_row (const AssayRevmarkStep *step, guint source, Place at)
{
  const AssayRevmarkShape *from = &step->from[source];

  return source_row (step, source, from->frames == 1 ? 0 : at.frame, from->rows == 1 ? 0 : at.row);
}

static void
concat_rows (gsize first, gsize last, gpointer data)
{
  const AssayRevmarkStep *step = data;

  for (gsize i = first; i < last; i++)
    {
      Place at = place_of (&step->to, i);
      float *to = answer_row (step, i);

      for (guint k = 0; k < step->layer->n_sources; k++)
        {
          const float *from = repeated_row (step, k, at);
          gsize channels = step->from[k].channels;
          gsize pixel = step->from[k].columns == 1 ? 0 : channels;

          for (gsize x = 0; x < step->to.columns; x++)
            memcpy (to + x * step->to.channels, from + x * pixel, channels * sizeof *to);
          to += channels;
        }
    }
}

/* Steps from number to number along the channels and from pixel to pixel; 0 repeats. */
typedef struct
{
  gsize channel, pixel;
} Pace;

static Pace
pace_of (const AssayRevmarkShape *from)
{
  return (Pace){ from->channels == 1 ? 0 : 1, from->columns == 1 ? 0 : from->channels };
}

static void
both_rows (gsize first, gsize last, const AssayRevmarkStep *step, gboolean multiply)
{
  Pace a = pace_of (&step->from[0]);
  Pace b = pace_of (&step->from[1]);
  gsize channels = step->to.channels;

  for (gsize i = first; i < last; i++)
    {
      Place at = place_of (&step->to, i);
      const float *left = repeated_row (step, 0, at);
      const float *right = repeated_row (step, 1, at);
      float *to = answer_row (step, i);

      for (gsize x = 0; x < step->to.columns; x++)
        for (gsize c = 0; c < channels; c++)
          {
            float l = left[x * a.pixel + c * a.channel];
            float r = right[x * b.pixel + c * b.channel];

            to[x * channels + c] = multiply ? l * r : l + r;
          }
    }
}

static void
add_rows (gsize first, gsize last, gpointer data)
{
  both_rows (first, last, data, FALSE);
}

static void
multiply_rows (gsize first, gsize last, gpointer data)
{
  both_rows (first, last, data, TRUE);
}

static void
tile_rows (gsize first, gsize last, gpointer data)
{
  const AssayRevmarkStep *step = data;
  const AssayRevmarkShape *from = &step->from[0];
  gsize channels = step->to.channels;

  for (gsize i = first; i < last; i++)
    {
      Place at = place_of (&step->to, i);
      const float *in = source_row (step, 0, from->frames == 1 ? 0 : at.frame, at.row % from->rows);
      float *out = answer_row (step, i);

      for (gsize x = 0; x < step->to.columns; x++)
        memcpy (out + x * channels, in + x % from->columns * channels, channels * sizeof *out);
    }
}

static void
mean_time_rows (gsize first, gsize last, gpointer data)
{
  const AssayRevmarkStep *step = data;
  const AssayRevmarkShape *from = &step->from[0];
  gsize n = (gsize) from->columns * from->channels;
  float share = 1.0f / (float) from->frames;

  for (gsize i = first; i < last; i++)
    {
      float *to = answer_row (step, i);

      memset (to, 0, n * sizeof *to);
      for (gsize t = 0; t < from->frames; t++)
        {
          const float *in = source_row (step, 0, t, i);

          for (gsize k = 0; k < n; k++)
            to[k] += in[k];
        }
      for (gsize k = 0; k < n; k++)
        to[k] *= share;
    }
}

static float
largest (const AssayRevmarkStep *step, Place at, gsize column, gsize channel)
{
  const guint *kernel = step->layer->kernel;
  float most = -INFINITY;

  for (gsize t = 0; t < kernel[0]; t++)
    for (gsize y = 0; y < kernel[1]; y++)
      {
        const float *in = source_row (step, 0, at.frame * kernel[0] + t, at.row * kernel[1] + y);

        for (gsize x = 0; x < kernel[2]; x++)
          most = MAX (most, in[(column * kernel[2] + x) * step->to.channels + channel]);
      }
  return most;
}

static void
max_pool_rows (gsize first, gsize last, gpointer data)
{
  const AssayRevmarkStep *step = data;

  for (gsize i = first; i < last; i++)
    {
      float *to = answer_row (step, i);
      Place at = place_of (&step->to, i);

      for (gsize x = 0; x < step->to.columns; x++)
        for (gsize c = 0; c < step->to.channels; c++)
          *to++ = largest (step, at, x, c);
    }
}

/* A coordinate clamped to the picture. A network's own flow may hold anything: of a number and a
 * NaN these two functions take the number. */
static float
inside (float at, guint n)
{
  return fminf (fmaxf (at, 0.0f), (float) (n - 1));
}

/* Between two rows and two columns of frame @frame. */
static void
sample (const AssayRevmarkStep *step, gsize frame, float y, float x, float *to)
{
  const AssayRevmarkShape *from = &step->from[0];
  gsize channels = from->channels;
  float row = inside (y, from->rows);
  float column = inside (x, from->columns);
  gsize top = (gsize) row;
  gsize left = (gsize) column;
  float down = row - (float) top;
  float right = column - (float) left;
  gsize next = left + 1 < from->columns ? channels : 0;
  const float *a = source_row (step, 0, frame, top) + left * channels;
  const float *b = source_row (step, 0, frame, MIN (top + 1, from->rows - 1)) + left * channels;

  for (gsize c = 0; c < channels; c++)
    {
      float above = a[c] * (1 - right) + a[next + c] * right;
      float below = b[c] * (1 - right) + b[next + c] * right;

      to[c] = above * (1 - down) + below * down;
    }
}

static void
warp_rows (gsize first, gsize last, const AssayRevmarkStep *step, float sign)
{
  gsize channels = step->to.channels;

  for (gsize i = first; i < last; i++)
    {
      Place at = place_of (&step->to, i);
      const float *flow = source_row (step, 1, at.frame, at.row);
      float *to = answer_row (step, i);

      for (gsize x = 0; x < step->to.columns; x++)
        sample (step, at.frame, (float) at.row + sign * flow[2 * x],
                (float) x + sign * flow[2 * x + 1], to + x * channels);
    }
}

static void
align_rows (gsize first, gsize last, gpointer data)
{
  warp_rows (first, last, data, 1);
}

static void
unalign_rows (gsize first, gsize last, gpointer data)
{
  warp_rows (first, last, data, -1);
}

AssayRevmarkRowsFunc
assay_revmark_rows_of (AssayRevmarkKind kind)
{
  static const AssayRevmarkRowsFunc functions[] = {
    [ASSAY_REVMARK_NEAREST] = nearest_rows,     [ASSAY_REVMARK_UP] = up_rows,
    [ASSAY_REVMARK_CONCAT] = concat_rows,       [ASSAY_REVMARK_ADD] = add_rows,
    [ASSAY_REVMARK_MULTIPLY] = multiply_rows,   [ASSAY_REVMARK_TILE] = tile_rows,
    [ASSAY_REVMARK_MEAN_TIME] = mean_time_rows, [ASSAY_REVMARK_MAX_POOL] = max_pool_rows,
    [ASSAY_REVMARK_ALIGN] = align_rows,         [ASSAY_REVMARK_UNALIGN] = unalign_rows,
  };

  return functions[kind];
}

void
assay_revmark_activate (const AssayRevmarkLayer *layer, float *values, gsize n)
{
  float slope = (float) layer->slope;

  switch (layer->act)
    {
    case ASSAY_REVMARK_NONE:
      return;
    case ASSAY_REVMARK_LEAKY:
      for (gsize i = 0; i < n; i++)
        values[i] = values[i] > 0 ? values[i] : slope * values[i];
      return;
    case ASSAY_REVMARK_SOFTPLUS:
      for (gsize i = 0; i < n; i++)
        values[i] = MAX (values[i], 0.0f) + log1pf (expf (-fabsf (values[i])));
      return;
    case ASSAY_REVMARK_TANH:
      for (gsize i = 0; i < n; i++)
        values[i] = tanhf (values[i]);
      return;
    }
}
