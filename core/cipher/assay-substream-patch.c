/* assay-substream-patch.c: one sum over a codeword and its carries. */
#include "cipher/assay-substream-patch.h"

#include <string.h>

#include "base/assay-base.h"

/* Slice segments are far smaller: a picture of level 6.2 has at most 100 MB. */
#define MOST_BYTES ((gsize) 256 * 1024 * 1024)

void
assay_substream_patch_init (AssaySubstreamPatch *self)
{
  memset (self, 0, sizeof *self);
}

void
assay_substream_patch_clear (AssaySubstreamPatch *self)
{
  g_clear_pointer (&self->limbs, g_free);
  assay_substream_patch_init (self);
}

static void
forget (AssaySubstreamPatch *self)
{
  if (self->used > 0)
    memset (self->limbs, 0, self->used * sizeof *self->limbs);
  self->used = 0;
  self->failed = FALSE;
}

gboolean
assay_substream_patch_begin (AssaySubstreamPatch *self, gsize size, GError **error)
{
  gsize limbs = size / 4 + 2;

  forget (self);
  if (limbs > self->capacity)
    {
      gint64 *grown = assay_try_alloc (limbs, 2 * sizeof *grown, 4 * MOST_BYTES, error);

      if (grown == NULL)
        return FALSE;
      g_free (self->limbs);
      self->limbs = grown;
      self->capacity = 2 * limbs;
    }
  self->n_bits = (guint64) size * 8;
  return TRUE;
}

/* Limb @index (1 is the first of the codeword) of the bytes; what is behind the end counts as 0. */
static guint32
read_limb (const guint8 *bytes, gsize size, gsize index)
{
  gsize at = (index - 1) * 4;
  guint32 value = 0;

  if (G_LIKELY (at + 4 <= size))
    {
      memcpy (&value, bytes + at, 4);
      return GUINT32_FROM_BE (value);
    }
  for (gsize i = 0; i < 4; i++)
    value = value << 8 | (at + i < size ? bytes[at + i] : 0);
  return value;
}

static void
write_limb (guint8 *bytes, gsize size, gsize index, guint32 value)
{
  gsize at = (index - 1) * 4;
  guint32 ordered = GUINT32_TO_BE (value);

  if (G_LIKELY (at + 4 <= size))
    {
      memcpy (bytes + at, &ordered, 4);
      return;
    }
  for (gsize i = 0; i < 4 && at + i < size; i++)
    bytes[at + i] = (guint8) (value >> (24 - 8 * i));
}

/* Adds the limbs to the bytes from the last to the first; what is carried out of the front. */
static gint64
add_limbs (AssaySubstreamPatch *self, guint8 *bytes, gsize size, int sign)
{
  gint64 carry = 0;

  for (gsize i = self->used; i-- > 1;)
    {
      gint64 sum = carry + sign * self->limbs[i];

      if (sum == 0)
        {
          carry = 0;
          continue;
        }
      sum += read_limb (bytes, size, i);
      write_limb (bytes, size, i, (guint32) (sum & 0xffffffff));
      carry = sum >> 32;
    }
  return carry + (self->used > 0 ? sign * self->limbs[0] : 0);
}

/* EncodeFlush writes 1 in the last place: the number itself may have had a 0 there. */
static void
mend_stop_bit (AssaySubstreamPatch *self, guint64 stop_bit, guint surplus)
{
  assay_substream_patch_add (self, stop_bit, 1, surplus == 0 ? 1 : -1);
}

static gboolean
is_set (const guint8 *bytes, guint64 bit)
{
  return (bytes[(bit - 1) >> 3] >> (7 - ((bit - 1) & 7)) & 1) != 0;
}

gboolean
assay_substream_patch_apply (
    AssaySubstreamPatch *self, guint8 *bytes, gsize size, guint64 stop_bit, guint surplus)
{
  gint64 carry;

  if (self->used == 0 && !self->failed)
    return TRUE;
  if (self->failed || (guint64) size * 8 > self->n_bits || stop_bit == 0
      || stop_bit > (guint64) size * 8 || !is_set (bytes, stop_bit))
    {
      forget (self);
      return FALSE;
    }
  carry = add_limbs (self, bytes, size, 1);
  if (carry == 0 && !is_set (bytes, stop_bit))
    {
      add_limbs (self, bytes, size, -1);
      mend_stop_bit (self, stop_bit, surplus);
      carry = add_limbs (self, bytes, size, 1);
    }
  if (carry != 0)
    add_limbs (self, bytes, size, -1); /* back: modulo the codeword's length this is exact */
  forget (self);
  return carry == 0;
}
