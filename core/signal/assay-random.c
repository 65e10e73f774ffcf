/* assay-random.c: xoshiro256** with SplitMix64 seeding. */
#include "signal/assay-random.h"

static guint64
rotate (guint64 value, guint count)
{
  return (value << count) | (value >> (64 - count));
}

void
assay_random_init (AssayRandom *self, guint64 seed)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->state); i++)
    {
      guint64 z = seed += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

      z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
      z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
      self->state[i] = z ^ (z >> 31);
    }
}

guint64
assay_random_next (AssayRandom *self)
{
  guint64 *s = self->state;
  guint64 result = rotate (s[1] * 5, 7) * 9;
  guint64 shifted = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= shifted;
  s[3] = rotate (s[3], 45);
  return result;
}

double
assay_random_real (AssayRandom *self)
{
  return (double) (assay_random_next (self) >> 11) * 0x1p-53;
}

guint64
assay_random_below (AssayRandom *self, guint64 bound)
{
  guint64 value;
  guint64 least;

  g_return_val_if_fail (bound > 0, 0);
  /* 2^64 mod bound: values below it would make the small remainders more frequent. */
  least = (G_MAXUINT64 - bound + 1) % bound;
  do
    value = assay_random_next (self);
  while (value < least);
  return value % bound;
}
