/* cipher-random.c: the key streams under SP 800-22: sequences of a million bits each, from one key
 * and one place after the other.
 *
 * usage: cipher-random aes|chaos [SEQUENCES] */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cipher/assay-cipher-keystream.h"
#include "sp800-22.h"

#define BITS 1000000u
#define ALPHA 0.01
#define MOST 1000u

static void
fill (AssayKeyStream *stream, guint32 number, guint8 *bits)
{
  AssayCipherPlace place = { .segment = number };

  assay_key_stream_start (stream, &place);
  for (guint i = 0; i < BITS; i += 32)
    {
      guint32 word = assay_key_stream_encrypt (stream, 0, 32);

      for (guint b = 0; b < 32 && i + b < BITS; b++)
        bits[i + b] = word >> (31 - b) & 1;
    }
}

/* 4.2.2: whether p-values are spread evenly. */
static double
uniformity (const double *values, guint n)
{
  double found[10] = { 0 };
  double chi = 0;

  for (guint i = 0; i < n; i++)
    found[MIN ((guint) (values[i] * 10), 9)]++;
  for (guint i = 0; i < 10; i++)
    chi += (found[i] - n / 10.0) * (found[i] - n / 10.0) / (n / 10.0);
  return sp_igamc (4.5, chi / 2);
}

static void
print_row (const char *name, const double *values, guint n)
{
  guint passed = 0;

  for (guint i = 0; i < n; i++)
    passed += values[i] >= ALPHA;
  printf ("%-22s %4u / %u   least %.4f   %s  uniformity p = %.4f\n", name, passed, n,
          (double) n * (1 - ALPHA - 3 * sqrt (ALPHA * (1 - ALPHA) / n)),
          passed >= n * (1 - ALPHA - 3 * sqrt (ALPHA * (1 - ALPHA) / n)) ? "ok  " : "FAIL",
          uniformity (values, n));
}

int
main (int argc, char **argv)
{
  static const guint8 key[ASSAY_CIPHER_KEY_SIZE] = "assay sp 800-22";
  AssayGenerator generator
      = argc > 1 && strcmp (argv[1], "aes") == 0 ? ASSAY_GENERATOR_AES : ASSAY_GENERATOR_CHAOS;
  guint n = argc > 2 ? (guint) strtoul (argv[2], NULL, 10) : 100;
  g_autoptr (AssayKeyStream) stream = assay_key_stream_new (generator, key);
  g_autofree guint8 *bits = g_malloc (BITS);
  g_autofree double *values = NULL;

  n = CLAMP (n, 1, MOST);
  values = g_new0 (double, (gsize) sp_n_tests * 2 * n);
  for (guint i = 0; i < n; i++)
    {
      fill (stream, i, bits);
      for (guint t = 0; t < sp_n_tests; t++)
        {
          double p[2] = { 0 };

          sp_tests[t].run (bits, BITS, p);
          for (guint v = 0; v < sp_tests[t].n_values; v++)
            values[(2 * t + v) * n + i] = p[v];
        }
    }
  printf ("%s, %u sequences of %u bits, alpha %.2f\n", argc > 1 ? argv[1] : "chaos", n, BITS,
          ALPHA);
  for (guint t = 0; t < sp_n_tests; t++)
    for (guint v = 0; v < sp_tests[t].n_values; v++)
      print_row (sp_tests[t].name, values + (gsize) (2 * t + v) * n, n);
  return 0;
}
