/* assay-hevc-cabac-private.h: the arithmetic decoding engine (ITU-T H.265, 9.3.4.3).
 *
 * The standard's nine-bit ivlOffset is the upper part of @value; @spare bits below it have been
 * read ahead. What the standard calls the last bit read is bit position() - 1 of the data. */
#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

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
extern const guint8 assay_cabac_next_lps[64];

static inline void
assay_cabac_refill (AssayCabac *self)
{
  guint32 four = 0;

  if (self->spare > 16)
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
  self->value = self->value << 32 | four;
  self->spare += 32;
}

/* 9.3.2.5: begins at byte @at. */
static inline void
assay_cabac_start (AssayCabac *self, const guint8 *data, gsize size, gsize at)
{
  self->data = data;
  self->size = size;
  self->next = at;
  self->value = 0;
  self->range = 510;
  self->spare = 0;
  /* nine bits are ivlOffset */
  for (guint i = 0; i < 2; i++, self->next++)
    self->value = self->value << 8 | (self->next < size ? data[self->next] : 0);
  self->spare = 7;
  assay_cabac_refill (self);
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

/* 9.3.4.3.2 */
static inline guint
assay_cabac_decide (AssayCabac *self, AssayContext *context)
{
  guint state = *context >> 1;
  guint bin = *context & 1u;
  guint32 lps = assay_cabac_range_lps[state][self->range >> 6 & 3];
  guint64 scaled;
  guint shift;

  self->range -= lps;
  scaled = (guint64) self->range << self->spare;
  if (self->value < scaled)
    {
      if (state < 62)
        *context = (AssayContext) (*context + 2);
      if (self->range < 256)
        {
          self->range <<= 1;
          self->spare--;
        }
    }
  else
    {
      self->value -= scaled;
      self->range = lps;
      *context = (AssayContext) ((guint) assay_cabac_next_lps[state] << 1
                                 | (state == 0 ? bin ^ 1u : bin));
      bin ^= 1;
      shift = (guint) __builtin_clz (lps) - 23;
      self->range <<= shift;
      self->spare -= shift;
    }
  assay_cabac_refill (self);
  return bin;
}

/* 9.3.4.3.4 */
static inline guint
assay_cabac_bypass (AssayCabac *self)
{
  guint64 scaled;

  self->spare--;
  scaled = (guint64) self->range << self->spare;
  if (self->value < scaled)
    {
      assay_cabac_refill (self);
      return 0;
    }
  self->value -= scaled;
  assay_cabac_refill (self);
  return 1;
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
  scaled = (guint64) self->range << self->spare;
  if (self->value >= scaled)
    {
      *tail = (guint) ((self->value - scaled) >> self->spare);
      return TRUE;
    }
  if (self->range < 256)
    {
      self->range <<= 1;
      self->spare--;
    }
  assay_cabac_refill (self);
  return FALSE;
}

G_END_DECLS
