/* sound-zoom.c: how long the sound screen takes for a frame while it is zoomed: a window of 1200 by
 * 500 pixels over a whole recording, in and out for 400 frames, after the outline has come.
 *
 * sound-zoom FILE, on a display; GSK_RENDERER says what paints. */
#include <adwaita.h>
#include <fcntl.h>
#include <stdio.h>

#include "ui/assay-sound-view.h"
#include "worker/assay-client-private.h"

#define FRAMES 400

typedef struct
{
  AssaySoundView *view;
  gint64 start;
  double loaded; /* s until the outline was there */
  gint64 begun;
  double times[FRAMES];
  guint n;
} Bench;

static void
on_before (GdkFrameClock *clock, Bench *bench)
{
  bench->begun = g_get_monotonic_time ();
}

static void
on_after (GdkFrameClock *clock, Bench *bench)
{
  if (bench->loaded > 0.0 && bench->n < FRAMES)
    bench->times[bench->n++] = (double) (g_get_monotonic_time () - bench->begun) / 1000.0;
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Bench *bench = data;

  if (bench->begun == 0)
    {
      g_signal_connect (clock, "before-paint", G_CALLBACK (on_before), bench);
      g_signal_connect (clock, "after-paint", G_CALLBACK (on_after), bench);
      bench->begun = 1;
    }
  if (bench->loaded <= 0.0 && assay_sound_view_is_complete (bench->view))
    bench->loaded = (double) (g_get_monotonic_time () - bench->start) / G_USEC_PER_SEC;
  if (bench->loaded > 0.0)
    assay_sound_view_zoom (bench->view, bench->n % 200 < 100 ? 1.08 : 1.0 / 1.08);
  else
    gtk_widget_queue_draw (widget);
  return G_SOURCE_CONTINUE;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

int
main (int argc, char **argv)
{
  Bench bench = { 0 };
  g_autoptr (AssayClient) client = NULL;
  g_autoptr (AssaySoundFile) file = NULL;
  GtkWidget *window;
  int fd;

  if (argc != 2 || !gtk_init_check ())
    return 2;
  adw_init ();
  assay_client_use_programs (WORKER_FOLDER "/assay-worker", WORKER_FOLDER "/assay-worker-media");
  client = assay_client_new ();
  fd = open (argv[1], O_RDONLY | O_CLOEXEC);
  file = assay_sound_file_new (client, "sound", fd);
  window = gtk_window_new ();
  bench.view = ASSAY_SOUND_VIEW (assay_sound_view_new ());
  gtk_window_set_default_size (GTK_WINDOW (window), 1200, 500);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (bench.view));
  bench.start = g_get_monotonic_time ();
  assay_sound_view_set_file (bench.view, file, FALSE);
  gtk_widget_add_tick_callback (GTK_WIDGET (bench.view), on_tick, &bench, NULL);
  gtk_window_present (GTK_WINDOW (window));
  while (bench.n < FRAMES)
    g_main_context_iteration (NULL, TRUE);
  qsort (bench.times, FRAMES, sizeof (double), compare);
  printf ("outline on the screen after %.2f s; a frame %.1f ms in the middle, %.1f ms at 95 %%\n",
          bench.loaded, bench.times[FRAMES / 2], bench.times[FRAMES * 95 / 100]);
  return 0;
}
