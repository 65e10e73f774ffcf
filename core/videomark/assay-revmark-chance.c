/* assay-revmark-chance.c: what a key does to bits, and how unlikely a reading is without it. */
#include "videomark/assay-revmark-chance.h"

#include <math.h>

#include "signal/assay-keyed.h"

#define BITS ASSAY_VIDEO_BITS
#define ROUNDS 100

void
assay_revmark_key_init (AssayRevmarkKey *self, GBytes *key)
{
  g_autoptr (AssayKeyedStream) stream = assay_keyed_stream_new (key, "assay revmark 1");

  assay_keyed_stream_permutation (stream, self->order, BITS);
  for (guint b = 0; b < BITS; b++)
    self->flip[b] = (guint8) assay_keyed_stream_below (stream, 2);
}

void
assay_revmark_key_hide (const AssayRevmarkKey *self, const guint8 *payload, guint8 *bits)
{
  for (guint b = 0; b < BITS; b++)
    bits[self->order[b]] = (payload[b] != 0) ^ self->flip[b];
}

void
assay_revmark_key_show (const AssayRevmarkKey *self, const float *logits, double *soft)
{
  for (guint b = 0; b < BITS; b++)
    soft[b] = (double) logits[self->order[b]] * (self->flip[b] != 0 ? -1 : 1);
}

/* ln of E exp (λ (S - s)): Σ ln cosh (λ |soft|) - λ s. */
static double
exponent (const double *soft, double sum, double lambda)
{
  double value = -lambda * sum;

  for (guint b = 0; b < BITS; b++)
    {
      double z = lambda * fabs (soft[b]);

      value += z + log1p (exp (-2 * z)) - G_LN2;
    }
  return value;
}

double
assay_revmark_chance (const double *soft, const guint8 *word, double log2_words)
{
  double sum = 0;
  double total = 0;
  double low = 0;
  double high;
  double log10_p;

  for (guint b = 0; b < BITS; b++)
    {
      sum += word[b] != 0 ? soft[b] : -soft[b];
      total += fabs (soft[b]);
    }
  if (!(sum > 0))
    return 0;
  /* The exponent is convex: its least value lies between. Any λ gives a bound. */
  high = 100 * BITS / total;
  for (guint round = 0; round < ROUNDS; round++)
    {
      double third = (high - low) / 3;

      if (exponent (soft, sum, low + third) < exponent (soft, sum, high - third))
        high -= third;
      else
        low += third;
    }
  log10_p = exponent (soft, sum, (low + high) / 2) / G_LN10 + log2_words * G_LN2 / G_LN10;
  return MIN (0, log10_p);
}
