/* assay-hevc-cabac-private.h: the arithmetic decoding engine (ITU-T H.265, 9.3.4.3).
 *
 * The standard's nine-bit ivlOffset is in bits 54 to 62 of @value, and @spare bits below it have
 * been read ahead: at least 16 after each call. No branch depends on a bin, as those are what a
 * processor cannot foresee. In loops, work on a copy of the engine: stores to context variables,
 * which are bytes, then do not make the compiler read it again. */
#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

#define ASSAY_CABAC_OFFSET 54
#define ASSAY_CABAC_LEAST_SPARE 16

typedef struct
{
  guint64 value;
  guint32 range; /* ivlCurrRange, 256 to 510 */
  guint spare;   /* bits of value below ivlOffset */
  const guint8 *data;
  gsize size; /* bytes */
  gsize next; /* byte; may run past size, then zeros are read */
} AssayCabac;

/* State of a context variable: pStateIdx << 1 | valMps. */
typedef guint8 AssayContext;

extern const guint8 assay_cabac_range_lps[64][4];
/* The state behind a bin: first of the more probable value, then of the other. */
extern const guint8 assay_cabac_next[2][128];

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
  self->range = 510;
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

/* 9.3.4.3.2. Both outcomes are worked out side by side, and one is taken: a chain of half the
 * length. */
static inline guint
assay_cabac_decide (AssayCabac *self, AssayContext *context)
{
  guint state = *context;
  guint32 lps = assay_cabac_range_lps[state >> 1][self->range >> 6 & 3];
  guint32 mps = self->range - lps;
  guint64 scaled = (guint64) mps << ASSAY_CABAC_OFFSET;
  guint64 rest = self->value - scaled; /* its sign says which: neither reaches bit 63 */
  guint64 mask = -(rest >> 63);        /* all ones for the more probable value */
  guint32 lps_shift = (guint32) __builtin_clz (lps) - 23;
  guint32 mps_shift = mps >> 8 ^ 1;
  guint32 lps_range = lps << lps_shift;
  guint32 mps_range = mps << mps_shift;
  guint32 shift = lps_shift ^ ((lps_shift ^ mps_shift) & (guint32) mask);
  guint other = (guint) (mask & 1) ^ 1;

  self->range = lps_range ^ ((lps_range ^ mps_range) & (guint32) mask);
  self->value = (rest + (scaled & mask)) << shift;
  self->spare -= shift;
  *context = assay_cabac_next[other][state];
  assay_cabac_refill (self);
  return (state & 1) ^ other;
}

/* 9.3.4.3.4, without reading ahead: at most ASSAY_CABAC_LEAST_SPARE times, then
 * assay_cabac_refill(). */
static inline guint
assay_cabac_bypass_spare (AssayCabac *self)
{
  guint64 scaled = (guint64) self->range << ASSAY_CABAC_OFFSET;
  guint bin;

  self->value <<= 1;
  self->spare--;
  bin = self->value >= scaled;
  self->value -= scaled & -(guint64) bin;
  return bin;
}

static inline guint
assay_cabac_bypass (AssayCabac *self)
{
  guint bin = assay_cabac_bypass_spare (self);

  assay_cabac_refill (self);
  return bin;
}

static inline guint32
assay_cabac_bypasses (AssayCabac *self, guint n)
{
  guint32 value = 0;

  while (n-- > 0)
    value = value << 1 | assay_cabac_bypass (self);
  return value;
}

/* 9.3.4.3.5. After a 1, @tail is offset minus range (0 or 1) and the last bit read is the stop bit
 * of the codeword. */
static inline gboolean
assay_cabac_terminate (AssayCabac *self, guint *tail)
{
  guint64 scaled;

  self->range -= 2;
  scaled = (guint64) self->range << ASSAY_CABAC_OFFSET;
  if (self->value >= scaled)
    {
      *tail = (guint) ((self->value - scaled) >> ASSAY_CABAC_OFFSET);
      return TRUE;
    }
  if (self->range < 256)
    {
      self->range <<= 1;
      self->value <<= 1;
      self->spare--;
    }
  assay_cabac_refill (self);
  return FALSE;
}

G_END_DECLS
