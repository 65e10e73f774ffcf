/* assay-video-payload.c: 96 bits that carry a message of 64. */
#include "videomark/assay-video-payload.h"

#include <math.h>
#include <string.h>

#define BITS ASSAY_VIDEO_PAYLOAD_BITS
#define MESSAGE ASSAY_VIDEO_MESSAGE_BITS
#define CHECK 10
#define INFO (MESSAGE + CHECK)
#define PARITY (BITS - INFO)
/* The BCH code's own parity; one more bit makes the number of ones even. */
#define BCH_PARITY 21
/* lcm of the minimal polynomials of α, α³ and α⁵ over GF(2), α of x⁷ + x³ + 1: (x⁷+x³+1)
 * (x⁷+x³+x²+x+1) (x⁷+x⁴+x³+x²+1). */
static const guint8 minimal[3] = { 0x89, 0x8f, 0x9d };

/* A code word or a column order: 96 bits in two words. */
typedef struct
{
  guint64 word[2];
} Bits;

static gboolean
get_bit (const Bits *bits, guint at)
{
  return (bits->word[at / 64] >> (at % 64) & 1) != 0;
}

static void
flip_bit (Bits *bits, guint at)
{
  bits->word[at / 64] ^= G_GUINT64_CONSTANT (1) << (at % 64);
}

static void
add_bits (Bits *to, const Bits *from)
{
  to->word[0] ^= from->word[0];
  to->word[1] ^= from->word[1];
}

static guint
crc (const guint8 *bits, guint n)
{
  guint value = 0x3ff;

  for (guint i = 0; i < n; i++)
    {
      guint top = (value >> 9 & 1) ^ (bits[i] != 0 ? 1 : 0);

      value = (value << 1 & 0x3ff) ^ (top != 0 ? 0x233 : 0);
    }
  return value;
}

/* The product of the minimal polynomials. */
static guint
generator (void)
{
  guint product = 1;

  for (guint i = 0; i < G_N_ELEMENTS (minimal); i++)
    {
      guint next = 0;

      for (guint bit = 0; bit < 8; bit++)
        if ((minimal[i] >> bit & 1) != 0)
          next ^= product << bit;
      product = next;
    }
  return product;
}

/* @info: INFO bits; @word: BITS. */
static void
add_parity (const guint8 *info, guint8 *word)
{
  guint divisor = generator ();
  guint rest = 0;
  guint ones = 0;

  for (guint i = 0; i < INFO; i++)
    {
      guint top = (rest >> (BCH_PARITY - 1) & 1) ^ (info[i] != 0 ? 1 : 0);

      rest = (rest << 1 & ((1u << BCH_PARITY) - 1))
             ^ (top != 0 ? divisor & ((1u << BCH_PARITY) - 1) : 0);
      word[i] = info[i] != 0;
      ones += word[i];
    }
  for (guint i = 0; i < BCH_PARITY; i++)
    {
      word[INFO + i] = rest >> (BCH_PARITY - 1 - i) & 1;
      ones += word[INFO + i];
    }
  word[BITS - 1] = ones & 1;
}

void
assay_video_payload_encode (const guint8 *message, guint8 *payload)
{
  guint8 info[INFO];
  guint check = crc (message, MESSAGE);

  memcpy (info, message, MESSAGE);
  for (guint i = 0; i < CHECK; i++)
    info[MESSAGE + i] = check >> (CHECK - 1 - i) & 1;
  add_parity (info, payload);
}

typedef struct
{
  guint order[BITS]; /* places, most certain first */
  double weight[BITS];
  Bits rows[INFO];   /* generator matrix, unit columns at basis[] */
  guint basis[INFO]; /* the most certain independent places */
  Bits hard;         /* signs of the soft values */
  Bits best;         /* difference of the best word to hard */
  double least;      /* its weight */
} Decoder;

static void
sort_places (Decoder *self)
{
  for (guint i = 0; i < BITS; i++)
    {
      guint at = i;

      for (; at > 0 && self->weight[self->order[at - 1]] < self->weight[i]; at--)
        self->order[at] = self->order[at - 1];
      self->order[at] = i;
    }
}

/* Gauss and Jordan along the order: each place that is independent of those before joins the basis.
 */
static void
make_basis (Decoder *self)
{
  guint done = 0;

  for (guint i = 0; i < BITS && done < INFO; i++)
    {
      guint place = self->order[i];
      guint row = done;

      while (row < INFO && !get_bit (&self->rows[row], place))
        row++;
      if (row == INFO)
        continue;
      Bits swap = self->rows[row];

      self->rows[row] = self->rows[done];
      self->rows[done] = swap;
      for (guint other = 0; other < INFO; other++)
        if (other != done && get_bit (&self->rows[other], place))
          add_bits (&self->rows[other], &self->rows[done]);
      self->basis[done++] = place;
    }
}

static double
weigh (const Decoder *self, const Bits *difference, double limit)
{
  double sum = 0;

  for (guint w = 0; w < 2; w++)
    for (guint64 rest = difference->word[w]; rest != 0 && sum < limit; rest &= rest - 1)
      sum += self->weight[w * 64 + (guint) __builtin_ctzll (rest)];
  return sum;
}

static void
consider (Decoder *self, const Bits *difference)
{
  double sum = weigh (self, difference, self->least);

  if (sum < self->least)
    {
      self->least = sum;
      self->best = *difference;
    }
}

/* Up to three of the basis changed. */
static void
try_changes (Decoder *self, const Bits *start)
{
  consider (self, start);
  for (guint i = 0; i < INFO; i++)
    {
      Bits one = *start;

      add_bits (&one, &self->rows[i]);
      consider (self, &one);
      for (guint j = i + 1; j < INFO; j++)
        {
          Bits two = one;

          add_bits (&two, &self->rows[j]);
          consider (self, &two);
          /* The changes alone weigh more than the best word so far. */
          if (self->weight[self->basis[i]] + self->weight[self->basis[j]] > self->least)
            continue;
          for (guint k = j + 1; k < INFO; k++)
            {
              Bits three = two;

              add_bits (&three, &self->rows[k]);
              consider (self, &three);
            }
        }
    }
}

gboolean
assay_video_payload_decode (const double *soft, guint8 *message)
{
  Decoder self = { .least = INFINITY };
  guint8 word[BITS];
  guint8 info[INFO] = { 0 };
  guint check = 0;
  Bits start;

  for (guint i = 0; i < BITS; i++)
    {
      self.weight[i] = fabs (soft[i]);
      if (soft[i] > 0)
        flip_bit (&self.hard, i);
    }
  for (guint i = 0; i < INFO; i++)
    {
      info[i] = 1;
      add_parity (info, word);
      info[i] = 0;
      for (guint k = 0; k < BITS; k++)
        if (word[k] != 0)
          flip_bit (&self.rows[i], k);
    }
  sort_places (&self);
  make_basis (&self);
  /* The word whose basis has the hard decisions, as its difference to them. */
  start = self.hard;
  for (guint i = 0; i < INFO; i++)
    if (get_bit (&self.hard, self.basis[i]))
      add_bits (&start, &self.rows[i]);
  try_changes (&self, &start);
  add_bits (&self.best, &self.hard);
  for (guint i = 0; i < MESSAGE; i++)
    message[i] = get_bit (&self.best, i) ? 1 : 0;
  for (guint i = 0; i < CHECK; i++)
    check = check << 1 | (get_bit (&self.best, MESSAGE + i) ? 1u : 0u);
  return check == crc (message, MESSAGE);
}
