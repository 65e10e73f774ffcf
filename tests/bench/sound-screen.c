/* sound-screen.c: how long the worker takes for what the sound screen shows of a long recording:
 * all of its outline, and a screen of 1280 spectrogram columns over its whole length.
 *
 * sound-screen FILE; made by: ffmpeg -f lavfi -i anoisesrc=r=48000:d=3600 hour.wav */
#include <stdio.h>

#include "../unit/sound/sound-stream.h"
#include "worker/assay-client-private.h"

#define TILES 5
#define COLUMNS 256

static double
seconds_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

static double
read_outline (AssayPreview *preview, GError **error)
{
  AssayPreviewUnit unit = { 0 };

  while (!unit.end)
    {
      sound_unit_clear (&unit);
      if (!sound_stream_next (preview, &unit, error))
        return 0.0;
    }
  return unit.seconds;
}

static gboolean
read_columns (AssayPreview *preview, double seconds, GError **error)
{
  for (guint i = 0; i < TILES; i++)
    {
      AssayPreviewUnit unit = { 0 };

      if (!sound_stream_range (preview, i * seconds / TILES, (i + 1) * seconds / TILES, COLUMNS,
                               error)
          || !sound_stream_next (preview, &unit, error))
        return FALSE;
      sound_unit_clear (&unit);
    }
  return TRUE;
}

int
main (int argc, char **argv)
{
  const char *const outline[] = { "kind", "envelope", NULL };
  const char *const spectrum[] = { "kind", "spectrum", "window", "1024", NULL };
  g_autoptr (AssayClient) client = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayPreview) preview = NULL;
  gint64 start = g_get_monotonic_time ();
  double seconds = 0.0;

  if (argc != 2)
    return 2;
  assay_client_use_programs (WORKER_FOLDER "/assay-worker", WORKER_FOLDER "/assay-worker-media");
  client = assay_client_new ();
  preview = sound_stream_open (client, argv[1], outline, &error);
  if (preview != NULL)
    seconds = read_outline (preview, &error);
  printf ("outline of %.0f s: %.2f s\n", seconds, seconds_since (start));
  g_clear_object (&preview);
  start = g_get_monotonic_time ();
  if (error == NULL)
    preview = sound_stream_open (client, argv[1], spectrum, &error);
  if (preview != NULL && read_columns (preview, seconds, &error))
    printf ("%d columns of it: %.2f s\n", TILES * COLUMNS, seconds_since (start));
  if (error != NULL)
    fprintf (stderr, "%s\n", error->message);
  return error != NULL;
}
