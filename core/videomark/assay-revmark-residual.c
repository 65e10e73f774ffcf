/* assay-revmark-residual.c: what an encoder adds, brought to its strength. */
#include "videomark/assay-revmark-residual.h"

#include <math.h>

/* Numbers whose length is taken for the trained pictures: 128 × 128. */
#define TRAINED 16384.0

static void
clip (float *residual, gsize n, double sigma)
{
  double mean = 0;
  double square = 0;

  for (gsize i = 0; i < n; i++)
    mean += (double) residual[i];
  mean /= (double) n;
  for (gsize i = 0; i < n; i++)
    square += ((double) residual[i] - mean) * ((double) residual[i] - mean);

  float reach = (float) (sigma * sqrt (square / (double) n));

  for (gsize i = 0; i < n; i++)
    residual[i] = CLAMP (residual[i], (float) mean - reach, (float) mean + reach);
}

void
assay_revmark_residual (const AssayRevmarkCard *card,
                        const AssayRevmarkShape *shape,
                        float *residual)
{
  gsize pixels = (gsize) shape->rows * shape->columns;
  gsize frame = pixels * shape->channels;

  for (guint i = 0; i < card->clip_times; i++)
    clip (residual, frame * shape->frames, card->clip_sigma);
  for (guint t = 0; t < shape->frames; t++)
    {
      double square = 0;
      float factor;

      for (gsize i = 0; i < frame; i++)
        square += (double) residual[t * frame + i] * (double) residual[t * frame + i];
      factor = (float) (card->alpha * sqrt ((double) pixels / TRAINED) / (sqrt (square) + 1e-9));
      for (gsize i = 0; i < frame; i++)
        residual[t * frame + i] *= factor;
    }
}
