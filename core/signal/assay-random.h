/* assay-random.h: the engine's only random numbers: a seed gives the same numbers everywhere.
 *
 * xoshiro256** (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021),
 * its state filled by SplitMix64. For sampling and starting points, never for secrets. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint64 state[4];
} AssayRandom;

void assay_random_init (AssayRandom *self, guint64 seed);
/* All 64 bits are uniform. */
guint64 assay_random_next (AssayRandom *self);
/* Uniform in [0, 1), a multiple of 2^-53. */
double assay_random_real (AssayRandom *self);
/* Uniform in 0 .. @bound - 1 without bias; @bound is at least 1. */
guint64 assay_random_below (AssayRandom *self, guint64 bound);

G_END_DECLS
