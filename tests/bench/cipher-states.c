/* cipher-states.c: period and state coverage of the chaotic generator.
 *
 * usage: cipher-states [LOG2_STEPS]
 * Prints how long the maps' cycles are without their registers, after how many steps each register
 * comes back in the running generator (the period of the whole is a multiple of both), and how many
 * of 2^24 cells X of Eq. 1, X of Eq. 2 and the output have reached, by their high and by their low
 * bits, beside what numbers without any order would reach. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "cipher/assay-chaos.h"

#define CELLS (1u << 24)
#define SEEDS 16u
#define MOST_STEPS ((guint64) 1 << 26)
#define TENT_PERIOD 2147483647u
#define LINEAR_PERIOD 536870911u

typedef guint32 (*Map) (guint32 x, guint32 bound);

static void
seed_from (guint32 number, AssayChaos *chaos)
{
  guint8 seed[ASSAY_CHAOS_SEED];
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;

  g_checksum_update (sum, (const guchar *) &number, sizeof number);
  g_checksum_get_digest (sum, digest, &length);
  for (guint i = 0; i < sizeof seed; i++)
    seed[i] = digest[i];
  assay_chaos_start (chaos, seed);
}

/* Brent's algorithm: length of the cycle that @x runs into; 0 when it was not found in 2^26 steps.
 */
static guint64
find_cycle (Map map, guint32 x, guint32 bound)
{
  guint64 power = 1;
  guint64 length = 1;
  guint64 steps = 0;
  guint32 tortoise = x;
  guint32 hare = map (x, bound);

  while (tortoise != hare)
    {
      if (power == length)
        {
          tortoise = hare;
          power *= 2;
          length = 0;
        }
      hare = map (hare, bound);
      length++;
      if (++steps == MOST_STEPS)
        return 0;
    }
  return length;
}

static void
print_cycles (const char *name, Map map, gboolean tent)
{
  guint64 least = G_MAXUINT64;
  guint n = 0;

  for (guint i = 0; i < SEEDS; i++)
    {
      AssayChaos chaos;
      guint64 length;

      seed_from (i, &chaos);
      length = find_cycle (map, tent ? chaos.tent : chaos.linear,
                           tent ? chaos.tent_bound : chaos.linear_bound);
      n += length != 0 ? 1 : 0;
      if (length != 0)
        least = MIN (least, length);
    }
  printf ("%s without its register: within 2^26 values %u of %u keys run in a cycle", name, n,
          SEEDS);
  if (n > 0)
    printf (", the shortest of %" G_GUINT64_FORMAT, least);
  printf ("\n");
}

static void
print_periods (void)
{
  AssayChaos chaos;
  AssayChaos first;
  guint64 tent = 0;
  guint64 linear = 0;

  seed_from (0, &chaos);
  first = chaos;
  for (guint64 i = 1; i <= TENT_PERIOD; i++)
    {
      assay_chaos_next (&chaos);
      if (linear == 0 && chaos.linear_register == first.linear_register)
        linear = i;
      if (tent == 0 && chaos.tent_register == first.tent_register)
        tent = i;
    }
  printf ("registers come back after %" G_GUINT64_FORMAT " and %" G_GUINT64_FORMAT
          " outputs (2^31 - 1 and 2^29 - 1: %s): the period is a multiple of their product, 2^60\n",
          tent, linear, tent == TENT_PERIOD && linear == LINEAR_PERIOD ? "yes" : "NO");
}

static void
mark (guint8 *cells, guint32 value)
{
  cells[value >> 3] = (guint8) (cells[value >> 3] | 1u << (value & 7));
}

static guint
count (const guint8 *cells)
{
  guint n = 0;

  for (guint i = 0; i < CELLS / 8; i++)
    n += (guint) __builtin_popcount (cells[i]);
  return n;
}

static void
print_coverage (guint log2_steps)
{
  static const char *const names[] = { "X of Eq. 1", "X of Eq. 2", "output" };
  static guint8 cells[6][CELLS / 8];
  guint64 steps = (guint64) 1 << log2_steps;
  AssayChaos chaos;

  seed_from (0, &chaos);
  for (guint64 i = 0; i < steps; i++)
    {
      guint32 out = assay_chaos_next (&chaos);

      mark (cells[0], chaos.tent >> 8);
      mark (cells[1], chaos.tent & (CELLS - 1));
      mark (cells[2], chaos.linear >> 8);
      mark (cells[3], chaos.linear & (CELLS - 1));
      mark (cells[4], out >> 8);
      mark (cells[5], out & (CELLS - 1));
    }
  for (guint i = 0; i < 6; i++)
    printf ("%-10s %s 24 bits: %8u of %u cells after 2^%u outputs, %.6f; without order %.6f\n",
            names[i / 2], i % 2 == 0 ? "high" : "low ", count (cells[i]), CELLS, log2_steps,
            count (cells[i]) / (double) CELLS, 1 - exp (-(double) steps / CELLS));
}

int
main (int argc, char **argv)
{
  guint log2_steps = argc > 1 ? (guint) strtoul (argv[1], NULL, 10) : 28;

  print_cycles ("Eq. 1", assay_chaos_tent, TRUE);
  print_cycles ("Eq. 2", assay_chaos_linear, FALSE);
  fflush (stdout);
  print_coverage (CLAMP (log2_steps, 20, 34));
  fflush (stdout);
  print_periods ();
  return 0;
}
