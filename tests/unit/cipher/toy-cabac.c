/* toy-cabac.c: EncodeDecision, EncodeBypass, EncodeTerminate, EncodeFlush and their opposites. */
#include "toy-cabac.h"

typedef struct
{
  GByteArray *bytes;
  guint filled; /* bits of the last byte */
  guint low;    /* 10 bits */
  guint range;
  guint outstanding;
  gboolean first;
} Encoder;

static void
write_bit (Encoder *self, guint bit)
{
  guint8 zero = 0;

  if (self->filled == 0)
    g_byte_array_append (self->bytes, &zero, 1);
  self->bytes->data[self->bytes->len - 1] |= (guint8) (bit << (7 - self->filled));
  self->filled = (self->filled + 1) & 7;
}

static void
put_bit (Encoder *self, guint bit)
{
  if (self->first)
    self->first = FALSE;
  else
    write_bit (self, bit);
  for (; self->outstanding > 0; self->outstanding--)
    write_bit (self, 1 - bit);
}

static void
put_low (Encoder *self)
{
  if (self->low >= 512)
    {
      put_bit (self, 1);
      self->low -= 512;
    }
  else if (self->low < 256)
    put_bit (self, 0);
  else
    {
      self->low -= 256;
      self->outstanding++;
    }
  self->low <<= 1;
}

static void
renormalise (Encoder *self)
{
  while (self->range < 256)
    {
      put_low (self);
      self->range <<= 1;
    }
}

static void
encode_bypass (Encoder *self, guint bin)
{
  self->low <<= 1;
  if (bin != 0)
    self->low += self->range;
  if (self->low >= 1024)
    {
      put_bit (self, 1);
      self->low -= 1024;
    }
  else if (self->low < 512)
    put_bit (self, 0);
  else
    {
      self->low -= 512;
      self->outstanding++;
    }
}

static guint
interval_of_one (guint range, guint share)
{
  return CLAMP (range * share / 256, 6, range - 6);
}

static void
encode_coded (Encoder *self, guint bin, guint share)
{
  guint one = interval_of_one (self->range, share);

  self->range -= one;
  if (bin != 0)
    {
      self->low += self->range;
      self->range = one;
    }
  renormalise (self);
}

static void
encode_terminate (Encoder *self, guint bin)
{
  self->range -= 2;
  if (bin == 0)
    {
      renormalise (self);
      return;
    }
  self->low += self->range;
  self->range = 2;
  renormalise (self);
  put_bit (self, self->low >> 9 & 1);
  write_bit (self, self->low >> 8 & 1);
  write_bit (self, 1);
}

GByteArray *
toy_encode (const ToyBin *bins, guint n)
{
  Encoder self = { .bytes = g_byte_array_new (), .range = 510, .first = TRUE };

  for (guint i = 0; i < n; i++)
    switch (bins[i].kind)
      {
      case TOY_BYPASS:
        encode_bypass (&self, bins[i].bin);
        break;
      case TOY_CODED:
        encode_coded (&self, bins[i].bin, bins[i].share);
        break;
      case TOY_TERMINATE:
        encode_terminate (&self, bins[i].bin);
        break;
      }
  return self.bytes;
}

static guint
read_bit (ToyDecoder *self)
{
  guint64 at = self->read++;

  return at / 8 < self->size ? (guint) self->bytes[at / 8] >> (7 - at % 8) & 1 : 0;
}

void
toy_decoder_init (ToyDecoder *self, const guint8 *bytes, gsize size)
{
  *self = (ToyDecoder){ .bytes = bytes, .size = size, .range = 510 };
  for (guint i = 0; i < 9; i++)
    self->offset = self->offset << 1 | read_bit (self);
}

guint
toy_decode (ToyDecoder *self, ToyKind kind, guint share)
{
  guint part = kind == TOY_TERMINATE ? 2 : interval_of_one (self->range, share);
  guint bin;

  if (kind == TOY_BYPASS)
    {
      self->offset = self->offset << 1 | read_bit (self);
      bin = self->offset >= self->range;
      self->offset -= bin ? self->range : 0;
      return bin;
    }
  self->range -= part;
  bin = self->offset >= self->range;
  if (bin != 0)
    {
      self->offset -= self->range;
      if (kind == TOY_TERMINATE)
        return 1;
      self->range = part;
    }
  for (; self->range < 256; self->range <<= 1)
    self->offset = self->offset << 1 | read_bit (self);
  return bin;
}
