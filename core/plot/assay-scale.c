/* assay-scale.c: the six scales. No pixels here. */
#include "plot/assay-scale.h"

#include <math.h>

/* Smallest probability that a probit axis tells apart from 0. */
#define LEAST_PROBABILITY 1e-6

double
assay_scale_probit (double p)
{
  double tail = MIN (p, 1.0 - p);
  /* Abramowitz and Stegun 26.2.23 gives three digits; two Halley steps on the exact distribution do
   * the rest. */
  double t = sqrt (-2.0 * log (tail));
  double x = t
             - (2.515517 + t * (0.802853 + t * 0.010328))
                   / (1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308)));

  for (guint i = 0; i < 2; i++)
    {
      double error = 0.5 * erfc (x / G_SQRT2) - tail;
      double density = exp (-0.5 * x * x) / sqrt (2.0 * G_PI);
      double step = error / density;

      x += step / (1.0 - 0.5 * x * step);
    }
  return p < 0.5 ? -x : x;
}

double
assay_scale_forward (AssayScale scale, double value)
{
  switch (scale)
    {
    case ASSAY_SCALE_LOG:
      return value > 0.0 ? log10 (value) : (double) NAN;
    case ASSAY_SCALE_MEL:
      /* O'Shaughnessy's form: 1000 Hz is 1000 mel */
      return value > -700.0 ? 2595.0 * log10 (1.0 + value / 700.0) : (double) NAN;
    case ASSAY_SCALE_PROBIT:
      if (isnan (value))
        return value;
      return assay_scale_probit (CLAMP (value, LEAST_PROBABILITY, 1.0 - LEAST_PROBABILITY));
    case ASSAY_SCALE_LINEAR:
    case ASSAY_SCALE_TIME:
    case ASSAY_SCALE_NAMES:
      return value;
    }
  return value;
}

double
assay_scale_backward (AssayScale scale, double place)
{
  switch (scale)
    {
    case ASSAY_SCALE_LOG:
      return pow (10.0, place);
    case ASSAY_SCALE_MEL:
      return 700.0 * (pow (10.0, place / 2595.0) - 1.0);
    case ASSAY_SCALE_PROBIT:
      return 0.5 * erfc (-place / G_SQRT2);
    case ASSAY_SCALE_LINEAR:
    case ASSAY_SCALE_TIME:
    case ASSAY_SCALE_NAMES:
      return place;
    }
  return place;
}
