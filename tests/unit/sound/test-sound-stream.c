/* test-sound-stream.c: outlines, columns and samples of a made recording, from the real worker. */
#include <glib/gstdio.h>
#include <math.h>

#include "model/assay-model-error.h"
#include "sound-stream.h"
#include "worker/assay-client-private.h"

#define RATE 48000u
#define SECONDS 30.0

/* Left: 1 kHz at −6 dB, from second 10 on 6 kHz at −20 dB. Right: a rising line. */
static double
made (guint channel, double seconds)
{
  if (channel == 1)
    return seconds / 60.0;
  if (seconds < 10.0)
    return 0.5 * sin (2.0 * G_PI * 1000.0 * seconds);
  return 0.1 * sin (2.0 * G_PI * 6000.0 * seconds);
}

typedef struct
{
  AssayClient *client;
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->client = assay_client_new ();
  self->folder = g_dir_make_tmp ("assay-sound-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "made.wav", NULL);
  sound_write_wav (self->path, RATE, 2, SECONDS, made);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_remove (self->path);
  g_rmdir (self->folder);
  g_free (self->path);
  g_free (self->folder);
  g_object_unref (self->client);
}

static void
test_envelope (Fixture *self, gconstpointer data)
{
  const char *const settings[] = { "kind", "envelope", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayPreview) preview = sound_stream_open (self->client, self->path, settings, &error);
  AssayPreviewUnit unit = { 0 };
  gsize bins = 0;

  g_assert_no_error (error);
  for (;;)
    {
      gsize size = 0;
      const float *values;

      g_assert_true (sound_stream_next (preview, &unit, &error));
      g_assert_cmpint (unit.index, ==,
                       unit.end ? (gint64) (SECONDS * RATE) : (gint64) (bins * ASSAY_SOUND_BIN));
      if (unit.end)
        break;
      g_assert_cmpuint (unit.channels, ==, 6);
      g_assert_cmpuint (unit.rate, ==, RATE);
      values = g_bytes_get_data (unit.samples, &size);
      /* whole periods of 1 kHz lie in a bin: 48 samples */
      if (bins == 0)
        {
          g_assert_cmpfloat_with_epsilon (values[0], -0.5, 1e-3);
          g_assert_cmpfloat_with_epsilon (values[1], 0.5, 1e-3);
          g_assert_cmpfloat_with_epsilon (values[2], 0.5 / G_SQRT2, 1e-2);
          g_assert_cmpfloat_with_epsilon (values[4], 255.0 / RATE / 60.0, 1e-4);
        }
      bins += size / sizeof (float) / 6;
      sound_unit_clear (&unit);
    }
  g_assert_cmpuint (bins, ==, (gsize) ceil (SECONDS * RATE / ASSAY_SOUND_BIN));
  g_assert_cmpfloat_with_epsilon (unit.seconds, SECONDS, 1e-9);
}

/* Level and row of the loudest place of a column. */
static double
loudest (AssayImage *image, guint column, guint *row)
{
  const guint8 *pixels = g_bytes_get_data (assay_image_get_pixels (image), NULL);
  guint width = assay_image_get_width (image);
  guint8 most = 0;

  for (guint i = 0; i < assay_image_get_height (image); i++)
    if (pixels[i * width + column] > most)
      {
        most = pixels[i * width + column];
        *row = i;
      }
  return ASSAY_SOUND_LEVEL_FLOOR + most * ASSAY_SOUND_LEVEL_STEP;
}

/* Frequencies and levels are told at any zoom, within a step and the loss between two bins. */
static void
test_spectrum (Fixture *self, gconstpointer data)
{
  const char *const settings[] = { "kind", "spectrum", "window", "1024", "channel", "1", NULL };
  static const struct
  {
    double start, end;
  } ranges[] = { { 0.0, 30.0 }, { 9.0, 11.0 }, { 9.99, 10.01 } };
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayPreview) preview = sound_stream_open (self->client, self->path, settings, &error);

  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      AssayPreviewUnit unit = { 0 };
      guint row = 0;

      g_assert_true (sound_stream_range (preview, ranges[i].start, ranges[i].end, 256, &error));
      g_assert_true (sound_stream_next (preview, &unit, &error));
      g_assert_cmpuint (assay_image_get_height (unit.image), ==, 513);
      if (i < 2)
        {
          double expected = 1000.0 * 1024.0 / RATE;

          g_assert_cmpfloat_with_epsilon (loudest (unit.image, 10, &row), -6.0, 1.5);
          g_assert_cmpfloat_with_epsilon (row, expected, 0.51);
          g_assert_cmpfloat_with_epsilon (loudest (unit.image, 250, &row), -20.0, 1.5);
          g_assert_cmpuint (row, ==, 128);
        }
      sound_unit_clear (&unit);
    }
  g_assert_false (sound_stream_range (preview, 0.0, 1.0, ASSAY_SOUND_COLUMNS + 1, &error));
  g_assert_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID);
}

static void
test_samples (Fixture *self, gconstpointer data)
{
  const char *const settings[] = { "kind", "samples", NULL };
  static const double starts[] = { 20.0, 20.25, 3.0, 29.9, 31.0, 0.0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayPreview) preview = sound_stream_open (self->client, self->path, settings, &error);

  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      AssayPreviewUnit unit = { 0 };
      const float *values;
      gsize size;

      g_assert_true (sound_stream_range (preview, starts[i], starts[i] + 0.25, 1, &error));
      g_assert_true (sound_stream_next (preview, &unit, &error));
      g_assert_cmpint (unit.end, ==, starts[i] > SECONDS);
      if (unit.end)
        continue;
      values = g_bytes_get_data (unit.samples, &size);
      g_assert_cmpint (unit.index, ==, (gint64) (starts[i] * RATE));
      g_assert_cmpuint (size / sizeof (float) / 2, ==,
                        (gsize) lround (MIN (0.25, SECONDS - starts[i]) * RATE));
      for (gsize at = 0; at < size / sizeof (float) / 2; at += 1000)
        g_assert_cmpfloat_with_epsilon (values[2 * at + 1], (starts[i] + (double) at / RATE) / 60.0,
                                        1e-4);
      sound_unit_clear (&unit);
    }
}

static void
test_refused (Fixture *self, gconstpointer data)
{
  const char *const settings[] = { "kind", "samples", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayPreview) preview = NULL;
  AssayPreviewUnit unit = { 0 };

  preview = sound_stream_open (self->client, self->path, settings, &error);
  g_assert_no_error (error);
  g_assert_false (sound_stream_next (preview, &unit, &error));
  g_assert_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID);
  g_clear_error (&error);
  /* the stream is still open */
  g_assert_true (sound_stream_range (preview, 0.0, 0.1, 1, &error));
  g_assert_false (sound_stream_range (preview, 0.0, 1e6, 1, &error));
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (self->path, "no sound at all", -1, NULL));
  g_clear_object (&preview);
  g_assert_null (sound_stream_open (self->client, self->path, settings, &error));
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  assay_client_use_programs (WORKER_FOLDER "/assay-worker", WORKER_FOLDER "/assay-worker-media");
  g_test_add ("/sound/stream/envelope", Fixture, NULL, set_up, test_envelope, tear_down);
  g_test_add ("/sound/stream/spectrum", Fixture, NULL, set_up, test_spectrum, tear_down);
  g_test_add ("/sound/stream/samples", Fixture, NULL, set_up, test_samples, tear_down);
  g_test_add ("/sound/stream/refused", Fixture, NULL, set_up, test_refused, tear_down);
  return g_test_run ();
}
