/* videomark-keys.c: the chances that wrong keys give, over real pictures.
 *
 * usage: videomark-keys KEYS WIDTH HEIGHT FRAMES.gray: each WIDTH × HEIGHT frame of bytes is a
 * segment, read with KEYS keys that marked nothing. Prints a histogram of log10 p. */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "videomark/assay-video-plane.h"
#include "videomark/assay-video-score.h"

#include "video-chances.h"

/* @tiles: ASSAY_VIDEO_AREA values for each of @n frames. */
static float *
fold_frames (const guint8 *frames, guint n, guint width, guint height)
{
  guint scale = assay_video_scale (width, height);
  g_autoptr (AssayVideoFlattener) flattener
      = assay_video_flattener_new (width / scale, height / scale);
  g_autofree float *luma = g_new (float, (gsize) width *height);
  g_autofree float *work = g_new (float, (gsize) width *height);
  float *tiles = g_new (float, (gsize) n *ASSAY_VIDEO_AREA);

  for (guint i = 0; i < n; i++)
    {
      for (gsize j = 0; j < (gsize) width * height; j++)
        luma[j] = frames[(gsize) i * width * height + j];
      assay_video_reduce (luma, width, height, scale, 1, work);
      assay_video_flattener_run (flattener, work, work);
      assay_video_fold (work, width / scale, height / scale, &assay_video_map_identity,
                        tiles + (gsize) i * ASSAY_VIDEO_AREA);
    }
  return tiles;
}

int
main (int argc, char **argv)
{
  g_autofree char *data = NULL;
  gsize size = 0;
  VideoChances chances = { { 0 }, 0, 0 };

  if (argc != 5 || !g_file_get_contents (argv[4], &data, &size, NULL))
    return fprintf (stderr, "usage: videomark-keys KEYS WIDTH HEIGHT FRAMES.gray\n"), 2;

  guint keys = (guint) strtoul (argv[1], NULL, 10);
  guint width = (guint) strtoul (argv[2], NULL, 10);
  guint height = (guint) strtoul (argv[3], NULL, 10);
  guint n = (guint) (size / MAX (1, (gsize) width * height));
  g_autofree float *tiles = fold_frames ((const guint8 *) data, n, width, height);

  for (guint k = 0; k < keys; k++)
    {
      g_autofree char *text = g_strdup_printf ("wrong key %u", k);
      g_autoptr (GBytes) key = g_bytes_new (text, strlen (text));
      g_autoptr (AssayVideoPattern) pattern = assay_video_pattern_new (key);
      g_autoptr (AssayVideoScorer) scorer = assay_video_scorer_new (pattern);

      for (guint i = 0; i < n; i++)
        {
          AssayVideoScore score;

          assay_video_scorer_search (scorer, tiles + (gsize) i * ASSAY_VIDEO_AREA, &score);
          video_chances_add (&chances, score.log10_p);
        }
    }
  video_chances_print (&chances, "segments");
  return 0;
}
