/* sound-zoom.c: how long the sound screen takes for a frame while it is zoomed: a window of 1200 by
 * 500 pixels over a whole recording, in and out, while the outline is read and for 400 frames after
 * it has come. Beside the time of a frame what this thread computed for it, which other programs do
 * not change.
 *
 * sound-zoom FILE, on a display; GSK_RENDERER says what paints. */
#include <adwaita.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

#include "base/assay-numbers.h"
#include "ui/assay-sound-view.h"
#include "worker/assay-client-private.h"

#define FRAMES 400
/* Frames that are kept of those while the outline is read. */
#define EARLY 4000

/* ms */
typedef struct
{
  double elapsed[EARLY];
  double computed[EARLY];
  guint n;
} Times;

typedef struct
{
  AssaySoundView *view;
  gint64 start;
  double loaded; /* s until the outline was there */
  gint64 begun;
  double begun_computing;
  Times early; /* while the outline is read */
  Times times;
} Bench;

static double
computed (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static void
on_before (GdkFrameClock *clock, Bench *bench)
{
  bench->begun = g_get_monotonic_time ();
  bench->begun_computing = computed ();
}

static void
on_after (GdkFrameClock *clock, Bench *bench)
{
  Times *times = bench->loaded > 0.0 ? &bench->times : &bench->early;

  if (times->n >= EARLY)
    return;
  times->elapsed[times->n] = (double) (g_get_monotonic_time () - bench->begun) / 1000.0;
  times->computed[times->n++] = computed () - bench->begun_computing;
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
  assay_sound_view_zoom (bench->view,
                         (bench->early.n + bench->times.n) % 200 < 100 ? 1.08 : 1.0 / 1.08);
  gtk_widget_queue_draw (widget);
  return G_SOURCE_CONTINUE;
}

static void
print_times (const char *when, Times *times)
{
  if (times->n == 0)
    return;
  assay_sort_doubles (times->elapsed, times->n);
  assay_sort_doubles (times->computed, times->n);
  printf ("%s: %u frames, %.1f ms in the middle, %.1f ms at 95 %%; computed %.1f and %.1f ms\n",
          when, times->n, times->elapsed[times->n / 2], times->elapsed[times->n * 95 / 100],
          times->computed[times->n / 2], times->computed[times->n * 95 / 100]);
}

int
main (int argc, char **argv)
{
  static Bench bench;
  struct rusage usage;
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
  while (bench.times.n < FRAMES)
    g_main_context_iteration (NULL, TRUE);
  getrusage (RUSAGE_SELF, &usage);
  printf ("outline on the screen after %.2f s; %.0f MiB of memory at most\n", bench.loaded,
          (double) usage.ru_maxrss / 1024.0);
  print_times ("while it is read", &bench.early);
  print_times ("then", &bench.times);
  return 0;
}
