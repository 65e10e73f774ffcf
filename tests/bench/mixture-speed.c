/* mixture-speed.c: how long training of a mixture on hours of sound takes.
 *
 * usage: mixture-speed [COMPONENTS [COLUMNS [FRAMES]]]   (default: 512, 120, 360000: one hour)
 *
 * Frames are made up anew whenever they are read, from as many clusters as there are components, so
 * any number fits. Times are processor seconds of one thread, which a busy neighbour does not
 * change much; the sums of several threads are joined in the same order, so two cores take half. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "signal/assay-mixture-train.h"
#include "signal/assay-random.h"

static gboolean
make_frames (const AssayFrames *frames, gsize first, gsize count, double *rows, GError **error)
{
  for (gsize i = 0; i < count; i++)
    {
      AssayRandom cluster;
      AssayRandom own;

      assay_random_init (&cluster, (first + i) % GPOINTER_TO_SIZE (frames->data));
      assay_random_init (&own, 1000003 + first + i);
      for (gsize c = 0; c < frames->n_columns; c++)
        rows[i * frames->n_columns + c]
            = 2 * assay_random_real (&cluster) + assay_random_real (&own);
    }
  return TRUE;
}

static double
processor_seconds (void)
{
  return (double) clock () / CLOCKS_PER_SEC;
}

static gsize
argument (int argc, char **argv, int index, gsize fallback)
{
  return argc > index ? (gsize) g_ascii_strtoull (argv[index], NULL, 10) : fallback;
}

int
main (int argc, char **argv)
{
  gsize components = argument (argc, argv, 1, 512);
  AssayFrames frames = { .n_columns = argument (argc, argv, 2, 120),
                         .n_frames = argument (argc, argv, 3, 360000),
                         .read = make_frames,
                         .data = GSIZE_TO_POINTER (components) };
  const AssayMixtureOptions options
      = { .n_components = components, .seed = 1, .floor = 0.01, .threads = 1 };
  g_autofree double *floors = g_new (double, MAX (frames.n_columns, 1));
  g_autoptr (AssayMixture) mixture = NULL;
  double start = processor_seconds ();
  double before, begun, hours;

  if (!assay_mixture_floors (&frames, &options, floors, NULL, NULL))
    return EXIT_FAILURE;
  before = processor_seconds () - start;
  mixture = assay_mixture_start (&frames, &options, floors, NULL, NULL, NULL);
  begun = processor_seconds () - start - before;
  start = processor_seconds ();
  if (mixture == NULL
      || !assay_mixture_improve (mixture, &frames, &options, floors, NULL, NULL, NULL, NULL))
    return EXIT_FAILURE;
  start = processor_seconds () - start;
  hours = (double) frames.n_frames / 360000;
  printf ("%zu components, %zu columns, %.3f h of frames\n", components, frames.n_columns, hours);
  printf ("variances %.1f s, k-means %.1f s, one round of EM %.1f s\n", before, begun, start);
  printf ("10 h, 10 rounds, 2 cores: %.1f min\n",
          ((before + 10 * start) * 10 / hours + begun) / 60 / 2);
  return EXIT_SUCCESS;
}
