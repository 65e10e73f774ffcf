/* assay-hevc-cabac-private.h: the arithmetic decoding engine (ITU-T H.265, 9.3.4.3).
 *
 * The standard's nine-bit ivlOffset is in the highest bits of @value, ivlCurrRange in those of
 * @range, and @spare bits of @value below have been read ahead: at least 21 after each call. No
 * branch depends on a bin, as those are what a processor cannot foresee; what takes the time is the
 * chain of steps from one range to the next. In loops, work on a copy of the engine: stores to
 * context variables then do not make the compiler read it again. */
#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

#define ASSAY_CABAC_OFFSET 55
#define ASSAY_CABAC_LEAST_SPARE 21

typedef struct
{
  guint64 value;
  guint64 range; /* ivlCurrRange << ASSAY_CABAC_OFFSET: its highest bit is always set */
  guint spare;   /* bits of value below ivlOffset */
  const guint8 *data;
  gsize size; /* bytes */
  gsize next; /* byte; may run past size, then zeros are read */
} AssayCabac;

/* A context variable. From the least bit: seven bits, pStateIdx << 1 | valMps; from bit 31 on four
 * bytes, ivlLpsRange for each quarter of the range, that of the first highest, so that a shift by 8
 * for each quarter brings it to where ivlCurrRange is. That the ranges come with the state saves
 * looking them up when the same context is used again at once. */
typedef guint64 AssayContext;

#define ASSAY_CONTEXT_STATE 0x7fu
#define ASSAY_CONTEXT_RANGE (G_GUINT64_CONSTANT (0xff) << ASSAY_CABAC_OFFSET)

/* By state. */
extern const AssayContext assay_cabac_states[128];
/* By state: behind a bin of the more probable value, and of the other. */
extern const AssayContext assay_cabac_next[128][2];

static inline void
assay_cabac_refill (AssayCabac *self)
{
  guint32 four = 0;

  if (G_LIKELY (self->spare >= ASSAY_CABAC_LEAST_SPARE))
    return;
  if (G_LIKELY (self->next + 4 <= self->size))
    {
      memcpy (&four, self->data + self->next, 4);
      four = GUINT32_FROM_BE (four);
    }
  else
    for (gsize i = 0; i < 4; i++)
      four = four << 8 | (self->next + i < self->size ? self->data[self->next + i] : 0);
  self->next += 4;
  self->value |= (guint64) four << (ASSAY_CABAC_OFFSET - 32 - self->spare);
  self->spare += 32;
}

/* 9.3.2.5: begins at byte @at. FALSE when ivlOffset is one of the two that are forbidden. */
static inline gboolean
assay_cabac_start (AssayCabac *self, gsize at)
{
  guint32 two = 0;

  for (gsize i = 0; i < 2; i++)
    two = two << 8 | (at + i < self->size ? self->data[at + i] : 0);
  self->next = at + 2;
  self->range = G_GUINT64_CONSTANT (510) << ASSAY_CABAC_OFFSET;
  self->spare = 7; /* of 16 bits nine are ivlOffset */
  self->value = (guint64) two << (ASSAY_CABAC_OFFSET - 7);
  assay_cabac_refill (self);
  return two >> 7 < 510;
}

/* Bits read so far as the standard counts them, from the start of data. */
static inline gsize
assay_cabac_position (const AssayCabac *self)
{
  return 8 * self->next - self->spare;
}

/* Something was decoded from beyond the data. */
static inline gboolean
assay_cabac_overran (const AssayCabac *self)
{
  return assay_cabac_position (self) > 8 * self->size;
}

/* ivlCurrRange, 256 to 510 */
static inline guint
assay_cabac_range (const AssayCabac *self)
{
  return (guint) (self->range >> ASSAY_CABAC_OFFSET);
}

/* 9.3.4.3.2. Both outcomes are worked out side by side, and one is taken: a chain of half the
 * length. */
__attribute__ ((always_inline)) static inline guint
assay_cabac_decide (AssayCabac *self, AssayContext *context)
{
  AssayContext now = *context;
  guint state = now & ASSAY_CONTEXT_STATE;
  AssayContext more = assay_cabac_next[state][0];
  AssayContext less = assay_cabac_next[state][1];
  guint64 lps = now << (self->range >> 58 & 24) & ASSAY_CONTEXT_RANGE;
  guint64 mps = self->range - lps;
  guint64 mask = -(guint64) (self->value < mps); /* all ones for the more probable value */
  guint lps_shift = (guint) __builtin_clzll (lps);
  guint mps_shift = (guint) (mps >> 63) ^ 1;
  guint shift = lps_shift ^ ((lps_shift ^ mps_shift) & (guint) mask);

  self->value = (self->value - mps + (mps & mask)) << shift;
  self->range = (lps ^ ((lps ^ mps) & mask)) << shift;
  self->spare -= shift;
  *context = less ^ ((less ^ more) & mask);
  assay_cabac_refill (self);
  return (state ^ ~(guint) mask) & 1;
}

/* 2^39 / ivlCurrRange, rounded up, from 256 on. */
extern const guint32 assay_cabac_inverse[256];

/* The next @n bypass bins (9.3.4.3.4), at most ASSAY_CABAC_LEAST_SPARE, without taking them. Bypass
 * bins are the digits of a quotient: @n steps of doubling, comparing and subtracting divide what
 * ivlOffset and @n more bits hold by the range. With at most 30 bits below, multiplying by the
 * inverse is exact. */
static inline guint32
assay_cabac_peek (const AssayCabac *self, guint n)
{
  guint64 dividend = self->value >> (ASSAY_CABAC_OFFSET - n);

  return (guint32) (dividend * assay_cabac_inverse[assay_cabac_range (self) - 256] >> 39);
}

/* Takes @n bins of which assay_cabac_peek() said that they are @bins. */
static inline void
assay_cabac_take (AssayCabac *self, guint n, guint32 bins)
{
  /* what both carry out of 64 bits is the same */
  self->value = (self->value << n) - bins * self->range;
  self->spare -= n;
  assay_cabac_refill (self);
}

static inline guint
assay_cabac_bypass (AssayCabac *self)
{
  guint64 half = self->range >> 1; /* the value doubled would not fit */
  guint bin = self->value >= half;

  self->value = (self->value - (half & -(guint64) bin)) << 1;
  self->spare--;
  assay_cabac_refill (self);
  return bin;
}

/* @n: at most ASSAY_CABAC_LEAST_SPARE; the first bin is the highest bit. */
static inline guint32
assay_cabac_bypasses (AssayCabac *self, guint n)
{
  guint32 bins = assay_cabac_peek (self, n);

  assay_cabac_take (self, n, bins);
  return bins;
}

/* 9.3.4.3.5. After a 1, @tail is offset minus range (0 or 1) and the last bit read is the stop bit
 * of the codeword. */
static inline gboolean
assay_cabac_terminate (AssayCabac *self, guint *tail)
{
  self->range -= G_GUINT64_CONSTANT (2) << ASSAY_CABAC_OFFSET;
  if (self->value >= self->range)
    {
      *tail = (guint) ((self->value - self->range) >> ASSAY_CABAC_OFFSET);
      return TRUE;
    }
  if (self->range >> 63 == 0)
    {
      self->range <<= 1;
      self->value <<= 1;
      self->spare--;
    }
  assay_cabac_refill (self);
  return FALSE;
}

G_END_DECLS
