/* assay-hevc-bits-private.h: reads the fields of parameter sets and slice headers (ITU-T H.265, 7.2
 * and 9.2). Past the end it gives zeros and remembers it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const guint8 *data;
  gsize size;     /* bytes */
  gsize position; /* bits */
  gboolean bad;   /* read past the end, or a code that is too long */
} AssayHevcBits;

static inline guint
assay_hevc_bit (AssayHevcBits *self)
{
  gsize at = self->position >> 3;
  guint bit = 0;

  if (at < self->size)
    bit = self->data[at] >> (7 - (self->position & 7)) & 1;
  else
    self->bad = TRUE;
  self->position++;
  return bit;
}

/* u(@n), at most 32. */
static inline guint32
assay_hevc_bits (AssayHevcBits *self, guint n)
{
  guint32 value = 0;

  while (n-- > 0)
    value = value << 1 | assay_hevc_bit (self);
  return value;
}

static inline void
assay_hevc_skip (AssayHevcBits *self, gsize n)
{
  self->position += n;
  if (self->position > 8 * self->size)
    self->bad = TRUE;
}

/* ue(v) */
static inline guint32
assay_hevc_ue (AssayHevcBits *self)
{
  guint zeros = 0;

  while (zeros < 32 && !self->bad && assay_hevc_bit (self) == 0)
    zeros++;
  if (zeros >= 32)
    {
      self->bad = TRUE;
      return 0;
    }
  return (guint32) ((G_GUINT64_CONSTANT (1) << zeros) - 1 + assay_hevc_bits (self, zeros));
}

/* se(v) */
static inline gint32
assay_hevc_se (AssayHevcBits *self)
{
  guint32 code = assay_hevc_ue (self);

  return (code & 1) != 0 ? (gint32) (code / 2 + 1) : -(gint32) (code / 2);
}

/* ue(v) that must not exceed @most. */
static inline guint32
assay_hevc_ue_most (AssayHevcBits *self, guint32 most)
{
  guint32 value = assay_hevc_ue (self);

  if (value <= most)
    return value;
  self->bad = TRUE;
  return 0;
}

G_END_DECLS
