/* assay-convolutional-code.c: a convolutional code of constraint length 9 with soft decisions. */
#include "signal/assay-convolutional-code.h"

#include <string.h>

#define STATES 256
#define MOST_RATE 4
/* Below every sum that finite values can make in practice, yet finite itself. */
#define UNREACHED (-1e300)

/* By rate - 2. */
static const guint generators[3][MOST_RATE] = {
  { 0561, 0753 },
  { 0557, 0663, 0711 },
  { 0463, 0535, 0733, 0745 },
};

/* The register is the new bit above the eight before it, newest first. */
static gint8
symbol_of (guint reg, guint generator)
{
  return (gint8) (1 - 2 * __builtin_parity (reg & generator));
}

gsize
assay_code_get_length (guint n_bits, guint rate)
{
  return (gsize) (n_bits + ASSAY_CODE_TAIL) * rate;
}

void
assay_code_encode (const guint8 *bits, guint n_bits, guint rate, gint8 *symbols)
{
  guint state = 0;

  g_return_if_fail (rate >= 2 && rate <= MOST_RATE);
  for (guint i = 0; i < n_bits + ASSAY_CODE_TAIL; i++)
    {
      guint reg = (i < n_bits && bits[i] != 0 ? STATES : 0) | state;

      for (guint g = 0; g < rate; g++)
        *symbols++ = symbol_of (reg, generators[rate - 2][g]);
      state = reg >> 1;
    }
}

/* All signs of the branches: [bit][state][generator]. */
static void
make_branches (guint rate, gint8 branches[2][STATES][MOST_RATE])
{
  for (guint bit = 0; bit < 2; bit++)
    for (guint state = 0; state < STATES; state++)
      for (guint g = 0; g < rate; g++)
        branches[bit][state][g] = symbol_of (bit * STATES | state, generators[rate - 2][g]);
}

static double
branch_sum (const gint8 *signs, const double *soft, guint rate)
{
  double sum = 0;

  for (guint g = 0; g < rate; g++)
    sum += signs[g] * soft[g];
  return sum;
}

/* One step of all states. State s is reached from (s << 1) and (s << 1 | 1) by the bit s >> 7. */
static void
step (const double *before,
      double *after,
      guint8 *chosen,
      const gint8 branches[2][STATES][MOST_RATE],
      const double *soft,
      guint rate,
      guint n_bits_allowed)
{
  for (guint state = 0; state < STATES; state++)
    {
      guint bit = state >> 7;
      guint first = (state << 1) & (STATES - 1);
      guint second = first | 1;

      after[state] = UNREACHED;
      chosen[state] = 0;
      if (bit >= n_bits_allowed)
        continue;

      double a = before[first] + branch_sum (branches[bit][first], soft, rate);
      double b = before[second] + branch_sum (branches[bit][second], soft, rate);

      chosen[state] = b > a;
      after[state] = b > a ? b : a;
    }
}

double
assay_code_decode (const double *soft, guint n_bits, guint rate, guint8 *bits)
{
  guint length = n_bits + ASSAY_CODE_TAIL;
  g_autofree guint8 *chosen = NULL;
  gint8 branches[2][STATES][MOST_RATE];
  double sums[2][STATES];
  guint state = 0;

  g_return_val_if_fail (rate >= 2 && rate <= MOST_RATE && n_bits <= ASSAY_CODE_MOST_BITS, 0.0);
  chosen = g_malloc ((gsize) length * STATES);
  make_branches (rate, branches);
  for (guint i = 0; i < STATES; i++)
    sums[0][i] = i == 0 ? 0.0 : UNREACHED;
  for (guint i = 0; i < length; i++)
    step (sums[i % 2], sums[1 - i % 2], chosen + (gsize) i * STATES, branches,
          soft + (gsize) i * rate, rate, i < n_bits ? 2 : 1);
  for (guint i = length; i > 0; i--)
    {
      if (i <= n_bits)
        bits[i - 1] = (guint8) (state >> 7);
      state = ((state << 1) & (STATES - 1)) | chosen[(gsize) (i - 1) * STATES + state];
    }
  return sums[length % 2][0];
}
