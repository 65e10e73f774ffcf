/* cipher-parse.c: how long the parser takes for a byte stream that is in memory.
 * usage: cipher-parse FILE TIMES; prints seconds of processor time of the fastest pass, and bits.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "cipher/assay-hevc-parser.h"

static guint64
parse (const guint8 *data, gsize size)
{
  g_autoptr (AssayHevcParser) parser = assay_hevc_parser_new ();
  guint64 n_bins = 0;
  gsize at = assay_hevc_find_start_code (data, size, 0);

  while (at < size)
    {
      gsize begin = at + 3;
      AssayHevcSliceSegment segment;
      AssayHevcNal nal;
      gboolean found;

      at = assay_hevc_find_start_code (data, size, begin);
      if (assay_hevc_nal_read (data + begin, at - begin, &nal) && nal.layer == 0
          && assay_hevc_parser_take (parser, &nal, &segment, &found, NULL) && found)
        for (guint i = 0; i < segment.found->runs->len; i++)
          n_bins += g_array_index (segment.found->runs, AssayBypassRun, i).n;
    }
  return n_bins;
}

int
main (int argc, char **argv)
{
  g_autofree char *data = NULL;
  gsize size = 0;
  double best = 1e9;
  guint64 n_bins = 0;

  if (argc != 3 || !g_file_get_contents (argv[1], &data, &size, NULL))
    return 2;
  for (int i = 0; i < atoi (argv[2]); i++)
    {
      clock_t start = clock ();

      n_bins = parse ((const guint8 *) data, size);
      best = MIN (best, (double) (clock () - start) / CLOCKS_PER_SEC);
    }
  printf ("%.6f %" G_GSIZE_FORMAT " %" G_GUINT64_FORMAT "\n", best, 8 * size, n_bins);
  return 0;
}
