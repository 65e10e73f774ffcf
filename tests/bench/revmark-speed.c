/* revmark-speed.c: milliseconds of a network for a segment of 8 frames, on as many threads as
 * asked.
 *
 * usage: revmark-speed MODEL [SIDE [THREADS]]
 *
 * MODEL may have any weights: the time does not depend on them. One line for the encoder with all
 * that belongs to a marking (host, flow, feedback), one for the encoder alone, one for the decoder;
 * the best of several; processor time is that of all threads. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "videomark/assay-revmark-coder.h"

#define ROUNDS 7

/* Processor time of all threads, ms: on a busy machine the only time that means something. */
static double
processor (void)
{
  return (double) clock () * 1000 / CLOCKS_PER_SEC;
}

static double
milliseconds (gint64 since)
{
  return (double) (g_get_monotonic_time () - since) / 1000;
}

static void
stop_at (GError *error)
{
  if (error == NULL)
    return;
  fprintf (stderr, "%s\n", error->message);
  exit (1);
}

/* Blotches that move, in 0..255. */
static float *
make_segment (guint frames, guint side)
{
  float *rgb = g_new (float, (gsize) frames *side *side * 3);
  float *at = rgb;

  for (guint t = 0; t < frames; t++)
    for (guint y = 0; y < side; y++)
      for (guint x = 0; x < side; x++)
        for (guint c = 0; c < 3; c++)
          *at++ = (float) (128 + 60 * sin ((x + 2 * t) / 5.0 + c) + 40 * cos ((y + t) / 7.0));
  return rgb;
}

/* A run uses the memory of its inputs for other things. */
static void
give_inputs (AssayRevmarkNetwork *network, const AssayRevmarkPart *part)
{
  for (guint v = 0; v < part->n_inputs; v++)
    {
      gsize n = assay_revmark_shape_size (assay_revmark_network_shape (network, v));
      float *to = assay_revmark_network_input (network, part->inputs[v]);

      for (gsize i = 0; i < n; i++)
        to[i] = (float) (i % 13) / 13 - 0.5f;
    }
}

static double
time_network (const AssayRevmarkCard *card,
              const AssayRevmarkPart *part,
              guint frames,
              guint side,
              guint threads)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayRevmarkNetwork) network
      = assay_revmark_network_new (card, part, frames, side, side, threads, &error);
  double best = INFINITY;
  double least = INFINITY;

  stop_at (error);
  for (guint i = 0; i < ROUNDS; i++)
    {
      gint64 start;
      double used;

      give_inputs (network, part);
      start = g_get_monotonic_time ();
      used = processor ();
      assay_revmark_network_run (network, NULL, &error);
      stop_at (error);
      best = MIN (best, milliseconds (start));
      least = MIN (least, processor () - used);
    }
  printf ("  %.1f ms of processor time, %.2f GMAC, %.0f MiB, ", least,
          assay_revmark_network_work (network) / 1e9,
          (double) assay_revmark_network_memory (network) / 1048576);
  return best;
}

static double
time_marking (const AssayRevmarkCard *card, guint side, guint threads)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayRevmarkCoder) coder
      = assay_revmark_coder_new (card, side, side, TRUE, threads, &error);
  g_autofree float *rgb = make_segment (card->frames, side);
  g_autofree float *residual = g_new (float, (gsize) card->frames *side *side * 3);
  guint8 bits[ASSAY_REVMARK_BITS] = { 0 };
  double best = INFINITY;

  stop_at (error);
  for (guint i = 0; i < ROUNDS; i++)
    {
      gint64 start = g_get_monotonic_time ();

      assay_revmark_coder_mark (coder, rgb, card->frames, bits, 42, residual, NULL, &error);
      stop_at (error);
      best = MIN (best, milliseconds (start));
    }
  return best;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (AssayRevmarkCard) card = NULL;
  guint threads = argc > 3 ? (guint) atoi (argv[3]) : 2;
  guint side = argc > 2 ? (guint) atoi (argv[2]) : 128;
  char *data;
  gsize size;
  double encoder;
  double decoder;

  if (argc < 2 || !g_file_get_contents (argv[1], &data, &size, &error))
    {
      fprintf (stderr, "usage: revmark-speed MODEL [SIDE [THREADS]]\n");
      return 2;
    }
  bytes = g_bytes_new_take (data, size);
  card = assay_revmark_card_read (bytes, &error);
  stop_at (error);
  printf ("%s, 8 frames of %u x %u, %u threads\n", card->name, side, side, threads);
  encoder = time_network (card, &card->encoder, card->frames, side, threads);
  printf ("encoder %.1f ms\n", encoder);
  decoder = time_network (card, &card->decoder, card->frames, side, threads);
  printf ("decoder %.1f ms\n", decoder);
  printf ("  encoder and decoder %.1f ms\n", encoder + decoder);
  printf ("  marking with host, flow and feedback %.1f ms\n", time_marking (card, side, threads));
  return 0;
}
