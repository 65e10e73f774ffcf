/* assay-video-quality.c: how far a marked picture is from its original. */
#include "videomark/assay-video-quality.h"

#include <math.h>

#define SIDE ASSAY_VIDEO_SSIM_SIDE
#define SIGMA 1.5
#define STEP 4
#define C1 (0.01 * 255 * 0.01 * 255)
#define C2 (0.03 * 255 * 0.03 * 255)

double
assay_video_ssim_window (const float *a, const float *b, gsize stride, const float *weights)
{
  float sum_a = 0, sum_b = 0, aa = 0, bb = 0, ab = 0;

  for (guint y = 0; y < SIDE; y++)
    for (guint x = 0; x < SIDE; x++)
      {
        float w = weights[y * SIDE + x];
        /* Round 128, so that squares keep their digits. */
        float p = a[y * stride + x] - 128;
        float q = b[y * stride + x] - 128;

        sum_a += w * p;
        sum_b += w * q;
        aa += w * p * p;
        bb += w * q * q;
        ab += w * p * q;
      }

  double mean_a = (double) sum_a + 128;
  double mean_b = (double) sum_b + 128;
  double var_a = (double) aa - (double) sum_a * (double) sum_a;
  double var_b = (double) bb - (double) sum_b * (double) sum_b;
  double cov = (double) ab - (double) sum_a * (double) sum_b;

  return (2 * mean_a * mean_b + C1) * (2 * cov + C2)
         / ((mean_a * mean_a + mean_b * mean_b + C1) * (var_a + var_b + C2));
}

void
assay_video_ssim_weights (float *weights)
{
  double total = 0;

  for (guint pass = 0; pass < 2; pass++)
    for (int i = 0; i < SIDE * SIDE; i++)
      {
        int x = i % SIDE - SIDE / 2;
        int y = i / SIDE - SIDE / 2;
        double weight = exp (-(x * x + y * y) / (2 * SIGMA * SIGMA));

        if (pass == 0)
          total += weight;
        else
          weights[i] = (float) (weight / total);
      }
}

double
assay_video_ssim (const float *a, const float *b, guint width, guint height)
{
  float weights[SIDE * SIDE];
  double sum = 0;
  guint64 n = 0;

  assay_video_ssim_weights (weights);
  for (guint y = 0; y + SIDE <= height; y += STEP)
    for (guint x = 0; x + SIDE <= width; x += STEP, n++)
      sum += assay_video_ssim_window (a + (gsize) y * width + x, b + (gsize) y * width + x, width,
                                      weights);
  return n > 0 ? sum / (double) n : 1;
}

double
assay_video_psnr (double mean_square)
{
  return mean_square > 0 ? MIN (100, 10 * log10 (255.0 * 255.0 / mean_square)) : 100;
}
