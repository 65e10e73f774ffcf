/* wavelet-speed.c: seconds of the processor that transforms of 1e7 values take; run by wavelet.py
 * beside PyWavelets.
 */
#include <gio/gio.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

#include "signal/assay-wavelet.h"

#define N 10000000u
#define TRIES 5u
#define HUGE_PAGE (2u << 20)

/* In large pages, as numpy's arrays are. */
static double *
values_new (void)
{
  double *self = g_aligned_alloc0 (N, sizeof *self, HUGE_PAGE);

  (void) madvise (self, N * sizeof *self, MADV_HUGEPAGE);
  for (guint i = 0; i < N; i++)
    self[i] = (double) (i * 2654435761u) / 4294967296.0;
  return self;
}

/* Of the processor, the kernel's for clearing pages included: other programs do not count. */
static double
seconds (void)
{
  struct timespec now;

  (void) clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec + (double) now.tv_nsec * 1e-9;
}

/* usage: wavelet-speed WAVELET LEVELS: prints the best of a few tries of the transform into new
 * memory, into memory that was used before, and back. */
int
main (int argc, char **argv)
{
  AssayWavelet wavelet;
  double best[3] = { G_MAXDOUBLE, G_MAXDOUBLE, G_MAXDOUBLE };
  double *x = values_new ();
  double *back = values_new ();
  guint levels = argc == 3 ? (guint) atoi (argv[2]) : 0;

  if (levels == 0 || !assay_wavelet_parse (argv[1], &wavelet))
    return 2;
  for (guint i = 0; i < TRIES; i++)
    {
      double start = seconds ();
      g_autoptr (AssayWaveletBands) bands
          = assay_wavelet_decompose (wavelet, ASSAY_WAVELET_SYMMETRIC, x, N, levels);

      best[0] = MIN (best[0], seconds () - start);
      start = seconds ();
      assay_wavelet_bands_analyse (bands, x);
      best[1] = MIN (best[1], seconds () - start);
      start = seconds ();
      assay_wavelet_recompose (bands, back);
      best[2] = MIN (best[2], seconds () - start);
    }
  printf ("%.6f %.6f %.6f\n", best[0], best[1], best[2]);
  g_aligned_free (x);
  g_aligned_free (back);
  return 0;
}
