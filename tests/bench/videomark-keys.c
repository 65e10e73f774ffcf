/* videomark-keys.c: the chances that wrong keys give, over real pictures.
 *
 * usage: videomark-keys KEYS WIDTH HEIGHT FRAMES.gray: each WIDTH × HEIGHT frame of bytes is a
 * segment, read with KEYS keys that marked nothing. Prints a histogram of log10 p. */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "signal/assay-tail.h"
#include "videomark/assay-video-blocks.h"
#include "videomark/assay-video-score.h"

#include "video-chances.h"

/* Both ways of folding: ASSAY_VIDEO_AREA values each. */
typedef struct
{
  float tiles[2][ASSAY_VIDEO_AREA];
} Folded;

/* (array length=@n): of each frame. Folding asks no more of a key than the band, the same for all.
 */
static Folded *
fold_frames (const guint8 *frames, guint n, guint width, guint height)
{
  guint scale = assay_video_scale (width, height);
  guint columns = width / scale;
  guint rows = height / scale;
  g_autoptr (AssayVideoFlattener) flattener = assay_video_flattener_new (columns, rows);
  g_autoptr (GBytes) any = g_bytes_new_static ("any", 3);
  g_autoptr (AssayVideoPattern) pattern = assay_video_pattern_new (any);
  g_autofree float *luma = g_new (float, (gsize) width *height);
  g_autofree float *work = g_new (float, (gsize) width *height);
  Folded *folded = g_new0 (Folded, n);

  for (guint i = 0; i < n; i++)
    {
      for (gsize j = 0; j < (gsize) width * height; j++)
        luma[j] = frames[(gsize) i * width * height + j];
      assay_video_reduce (luma, width, height, scale, 1, work);
      assay_video_flattener_run (flattener, work, work);
      assay_video_fold (work, columns, rows, &assay_video_map_identity,
                        folded[i].tiles[ASSAY_VIDEO_FOLD_PLAIN]);
      if (!assay_video_blocks_fold (pattern, work, columns, rows, &assay_video_map_identity,
                                    folded[i].tiles[ASSAY_VIDEO_FOLD_BLOCKS]))
        exit (1);
    }
  return folded;
}

/* As the detector tells it: the better of both, counted twice. */
static double
read_folded (AssayVideoScorer *scorer, const Folded *folded)
{
  double least = 0;

  for (guint fold = 0; fold < 2; fold++)
    {
      AssayVideoScore score;

      assay_video_scorer_search (scorer, fold, folded->tiles[fold], &score);
      least = MIN (least, score.log10_p);
    }
  return assay_tail_union (least, 2);
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
  g_autofree Folded *folded = fold_frames ((const guint8 *) data, n, width, height);

  for (guint k = 0; k < keys; k++)
    {
      g_autofree char *text = g_strdup_printf ("wrong key %u", k);
      g_autoptr (GBytes) key = g_bytes_new (text, strlen (text));
      g_autoptr (AssayVideoPattern) pattern = assay_video_pattern_new (key);
      g_autoptr (AssayVideoScorer) scorer = assay_video_scorer_new (pattern);

      for (guint i = 0; i < n; i++)
        video_chances_add (&chances, read_folded (scorer, &folded[i]));
    }
  video_chances_print (&chances, "segments");
  return 0;
}
