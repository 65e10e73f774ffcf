/* assay-cipher-measure-pair.c: two pictures as numbers. */
#include <math.h>
#include <stdlib.h>

#include "cipher/assay-cipher-measure.h"

#define EQUAL_DB 100.0
#define WINDOW 8u

static double
measure_psnr (const guint8 *a, const guint8 *b, gsize n)
{
  guint64 error = 0;

  for (gsize i = 0; i < n; i++)
    {
      int difference = (int) a[i] - (int) b[i];

      error += (guint64) (difference * difference);
    }
  if (error == 0)
    return EQUAL_DB;
  return 10 * log10 (255.0 * 255.0 * (double) n / (double) error);
}

/* SSIM of one window (Wang et al. 2004, Eq. 13), constants for 8 bits. */
static double
measure_window (const guint8 *a, const guint8 *b, guint stride)
{
  const double c1 = 6.5025;
  const double c2 = 58.5225;
  const double n = WINDOW * WINDOW;
  guint32 sa = 0;
  guint32 sb = 0;
  guint32 saa = 0;
  guint32 sbb = 0;
  guint32 sab = 0;

  for (guint y = 0; y < WINDOW; y++)
    for (guint x = 0; x < WINDOW; x++)
      {
        guint32 p = a[(gsize) y * stride + x];
        guint32 q = b[(gsize) y * stride + x];

        sa += p;
        sb += q;
        saa += p * p;
        sbb += q * q;
        sab += p * q;
      }

  double ma = sa / n;
  double mb = sb / n;
  double va = saa / n - ma * ma;
  double vb = sbb / n - mb * mb;
  double cov = sab / n - ma * mb;

  return (2 * ma * mb + c1) * (2 * cov + c2) / ((ma * ma + mb * mb + c1) * (va + vb + c2));
}

static double
measure_ssim (const guint8 *a, const guint8 *b, guint width, guint height)
{
  double sum = 0;
  guint n = 0;

  for (guint y = 0; y + WINDOW <= height; y += WINDOW)
    for (guint x = 0; x + WINDOW <= width; x += WINDOW, n++)
      sum += measure_window (a + (gsize) y * width + x, b + (gsize) y * width + x, width);
  return n > 0 ? sum / n : 1;
}

/* Share of samples that have @bit set. */
static double
count_ones (const guint32 *levels, guint bit, gsize n)
{
  guint64 ones = 0;

  for (guint i = 0; i < 256; i++)
    ones += (i >> bit & 1) != 0 ? levels[i] : 0;
  return (double) ones / (double) n;
}

static void
measure_levels (AssayCipherMeasure *self, const guint8 *a, const guint8 *b, gsize n)
{
  guint32 levels[2][256] = { { 0 } };
  guint64 bits = 0;
  guint64 sum = 0;
  double expected = 0;

  for (gsize i = 0; i < n; i++)
    {
      levels[0][a[i]]++;
      levels[1][b[i]]++;
      bits += (guint) __builtin_popcount ((guint) (a[i] ^ b[i]));
    }
  for (guint i = 0; i < 256; i++)
    sum += (guint64) ABS ((gint64) levels[0][i] - (gint64) levels[1][i]);
  for (guint bit = 0; bit < 8; bit++)
    {
      double p = count_ones (levels[0], bit, n);
      double q = count_ones (levels[1], bit, n);

      expected += p * (1 - q) + q * (1 - p);
    }
  self->eq += (double) sum / 256;
  self->hd += (double) bits / (8 * (double) n);
  self->hd_expected += expected / 8;
  self->bits += 8 * (guint64) n;
}

static double
measure_correlation (const guint8 *a, guint width, guint height)
{
  double n = 0;
  double sx = 0;
  double sy = 0;
  double sxx = 0;
  double syy = 0;
  double sxy = 0;
  double spread;

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x + 1 < width; x++)
      {
        double p = a[(gsize) y * width + x];
        double q = a[(gsize) y * width + x + 1];

        n++;
        sx += p;
        sy += q;
        sxx += p * p;
        syy += q * q;
        sxy += p * q;
      }
  spread = sqrt (MAX (n * sxx - sx * sx, 0)) * sqrt (MAX (n * syy - sy * sy, 0));
  return spread > 0 ? (n * sxy - sx * sy) / spread : 1;
}

void
assay_cipher_measure_pair (AssayCipherMeasure *self,
                           const guint8 *a,
                           const guint8 *b,
                           guint width,
                           guint height,
                           double *psnr)
{
  gsize n = (gsize) width * height;

  *psnr = measure_psnr (a, b, n);
  self->pictures++;
  self->psnr += *psnr;
  self->ssim += measure_ssim (a, b, width, height);
  measure_levels (self, a, b, n);
  self->correlation[0] += measure_correlation (a, width, height);
  self->correlation[1] += measure_correlation (b, width, height);
}
