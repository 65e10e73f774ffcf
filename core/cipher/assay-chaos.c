/* assay-chaos.c: two maps, two registers, one output. */
#include "cipher/assay-chaos.h"

#include <string.h>

#define PASSED_OVER 64
/* Low bits that a register disturbs: the maps' high bits keep their dynamics. */
#define TENT_DISTURBED 0x7fffffffu
#define LINEAR_DISTURBED 0x1fffffffu

static guint32
saturate (guint64 value)
{
  return value > G_MAXUINT32 ? G_MAXUINT32 : (guint32) value;
}

guint32
assay_chaos_tent (guint32 x, guint32 bound)
{
  guint64 size = G_GUINT64_CONSTANT (1) << 32;

  if (x == 0 || x == bound)
    return G_MAXUINT32;
  if (x < bound)
    return saturate (((guint64) x << 32) / bound);
  return saturate (((size - x) << 32) / (size - bound));
}

guint32
assay_chaos_linear (guint32 x, guint32 bound)
{
  guint64 size = G_GUINT64_CONSTANT (1) << 32;
  guint64 half = size >> 1;
  guint64 y = x > half ? size - x : x; /* branches 3 and 4 mirror 2 and 1 */

  if (x == 0)
    return G_MAXUINT32;
  if (y <= bound)
    return saturate ((y << 32) / bound);
  return saturate (((y - bound) << 32) / (half - bound));
}

/* One step of a Fibonacci register of @length bits with the trinomial x^length + x^tap + 1. */
static guint32
step (guint32 state, guint length, guint tap)
{
  guint32 bit = (state >> (length - 1) ^ state >> (tap - 1)) & 1;

  return (state << 1 | bit) & (guint32) ((G_GUINT64_CONSTANT (1) << length) - 1);
}

guint32
assay_chaos_next (AssayChaos *self)
{
  self->tent_register = step (self->tent_register, 31, 28);
  self->linear_register = step (self->linear_register, 29, 27);
  self->tent
      = assay_chaos_tent (self->tent, self->tent_bound) ^ (self->tent_register & TENT_DISTURBED);
  self->linear = assay_chaos_linear (self->linear, self->linear_bound)
                 ^ (self->linear_register & LINEAR_DISTURBED);
  /* Equal values would leave 0 of the exclusive or: their sum is taken. */
  if (self->tent == self->linear)
    return self->tent + self->linear;
  return self->tent ^ self->linear;
}

static guint32
read_word (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

void
assay_chaos_start (AssayChaos *self, const guint8 seed[ASSAY_CHAOS_SEED])
{
  guint32 tent_register = read_word (seed + 16) & 0x7fffffffu;
  guint32 linear_register = read_word (seed + 20) & 0x1fffffffu;

  self->tent = read_word (seed);
  self->tent_bound = (1u << 30) + (read_word (seed + 4) >> 1);
  self->linear = read_word (seed + 8);
  self->linear_bound
      = (1u << 28) + (guint32) ((guint64) read_word (seed + 12) * 3 * (1u << 29) >> 32);
  self->tent_register = tent_register != 0 ? tent_register : 1;
  self->linear_register = linear_register != 0 ? linear_register : 1;
  for (guint i = 0; i < PASSED_OVER; i++)
    assay_chaos_next (self);
}
