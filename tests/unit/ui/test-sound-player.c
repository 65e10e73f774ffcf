/* test-sound-player.c: sound from the real worker through GStreamer: on a machine without a sound
 * device it runs in real time all the same. */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <math.h>

#include "../sound/sound-stream.h"
#include "ui/assay-sound-player.h"
#include "worker/assay-client-private.h"

#define RATE 16000u

static double
made (guint channel, double seconds)
{
  return 0.3 * sin (2.0 * G_PI * 440.0 * seconds);
}

typedef struct
{
  AssayClient *client;
  AssaySoundPlayer *player;
  char *path;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (AssaySoundFile) file = NULL;
  int fd = g_file_open_tmp ("assay-player-XXXXXX.wav", &self->path, NULL);

  sound_write_wav (self->path, RATE, 1, 5.0, made);
  g_close (fd, NULL);
  fd = g_open (self->path, O_RDONLY | O_CLOEXEC, 0);
  self->client = assay_client_new ();
  self->player = assay_sound_player_new ();
  file = assay_sound_file_new (self->client, "made.wav", fd);
  g_close (fd, NULL);
  assay_sound_player_open (self->player, file, NULL, RATE, 1);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  assay_sound_player_close (self->player);
  g_object_unref (self->player);
  g_object_unref (self->client);
  g_remove (self->path);
  g_free (self->path);
}

static gboolean
on_timeout (gpointer data)
{
  g_assert_not_reached (); /* nothing happened for 60 s */
  return G_SOURCE_REMOVE;
}

/* Until it has ended: the farthest place, and how often it went back. */
static double
listen (AssaySoundPlayer *player, double most, guint *turns)
{
  guint watchdog = g_timeout_add_seconds (60, on_timeout, NULL);
  double farthest = 0.0;
  double last = 0.0;

  while (assay_sound_player_is_active (player) && (turns == NULL || *turns < 2))
    {
      double position = assay_sound_player_get_position (player);

      if (turns != NULL && position < last - 0.05)
        *turns += 1;
      last = position;
      farthest = MAX (farthest, position);
      g_assert_cmpfloat (position, <=, most + 1e-6);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (watchdog);
  return farthest;
}

static void
test_part (Fixture *self, gconstpointer data)
{
  gint64 start;
  double farthest;

  assay_sound_player_play (self->player, 1.0, 1.0, 2.0, FALSE);
  start = g_get_monotonic_time ();
  farthest = listen (self->player, 2.0, NULL);
  g_assert_no_error (assay_sound_player_get_error (self->player));
  g_assert_cmpfloat (farthest, >, 1.5);
  g_assert_cmpint (g_get_monotonic_time () - start, >, G_USEC_PER_SEC / 2);
}

static void
test_loop (Fixture *self, gconstpointer data)
{
  guint turns = 0;

  assay_sound_player_play (self->player, 3.0, 3.0, 3.3, TRUE);
  listen (self->player, 3.3, &turns);
  g_assert_cmpuint (turns, ==, 2);
  assay_sound_player_stop (self->player);
  g_assert_false (assay_sound_player_is_active (self->player));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  assay_client_use_programs (WORKER_FOLDER "/assay-worker", WORKER_FOLDER "/assay-worker-media");
  g_test_add ("/ui/sound-player/part", Fixture, NULL, set_up, test_part, tear_down);
  g_test_add ("/ui/sound-player/loop", Fixture, NULL, set_up, test_loop, tear_down);
  return g_test_run ();
}
