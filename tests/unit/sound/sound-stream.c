/* sound-stream.c: see the header. */
#include "sound-stream.h"

#include <math.h>
#include <string.h>

#include "worker/assay-client-private.h"

static void
on_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (result);
}

AssayPreview *
sound_stream_open (AssayClient *client,
                   const char *path,
                   const char *const *settings,
                   GError **error)
{
  g_autoptr (AssayParametersBuilder) builder = assay_parameters_builder_new (&assay_sound_info);
  GAsyncResult *ready = NULL;

  for (; *settings != NULL; settings += 2)
    if (!assay_parameters_builder_set (builder, settings[0], settings[1], error))
      return NULL;

  g_autoptr (AssayParameters) parameters
      = assay_parameters_builder_end (g_steal_pointer (&builder), error);
  g_autoptr (AssayRequest) request = assay_request_new (parameters);

  if (!assay_request_add_input_path (request, "input", path, error))
    return NULL;
  assay_client_preview_async (client, g_steal_pointer (&request), NULL, on_ready, &ready);

  g_autoptr (GAsyncResult) result = wait_for (&ready);

  return assay_client_preview_finish (client, result, error);
}

gboolean
sound_stream_range (AssayPreview *preview, double start, double end, guint columns, GError **error)
{
  GAsyncResult *ready = NULL;

  assay_preview_range_async (preview, start, end, columns, NULL, on_ready, &ready);

  g_autoptr (GAsyncResult) result = wait_for (&ready);

  return assay_preview_range_finish (preview, result, error);
}

gboolean
sound_stream_next (AssayPreview *preview, AssayPreviewUnit *unit, GError **error)
{
  GAsyncResult *ready = NULL;

  assay_preview_next_async (preview, NULL, on_ready, &ready);

  g_autoptr (GAsyncResult) result = wait_for (&ready);

  return assay_preview_next_finish (preview, result, unit, error);
}

void
sound_unit_clear (AssayPreviewUnit *unit)
{
  g_clear_pointer (&unit->image, assay_image_unref);
  g_clear_pointer (&unit->samples, g_bytes_unref);
}

static void
put (GByteArray *bytes, guint32 value, guint size)
{
  guint8 parts[4]
      = { (guint8) value, (guint8) (value >> 8), (guint8) (value >> 16), (guint8) (value >> 24) };

  g_byte_array_append (bytes, parts, size);
}

void
sound_write_wav (
    const char *path, guint rate, guint channels, double seconds, SoundFunction function)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint frames = (guint) lround (seconds * rate);
  guint32 size = frames * channels * 2;

  g_byte_array_append (bytes, (const guint8 *) "RIFF", 4);
  put (bytes, 36 + size, 4);
  g_byte_array_append (bytes, (const guint8 *) "WAVEfmt ", 8);
  put (bytes, 16, 4);
  put (bytes, 1, 2);
  put (bytes, channels, 2);
  put (bytes, rate, 4);
  put (bytes, rate * channels * 2, 4);
  put (bytes, channels * 2, 2);
  put (bytes, 16, 2);
  g_byte_array_append (bytes, (const guint8 *) "data", 4);
  put (bytes, size, 4);
  for (guint i = 0; i < frames; i++)
    for (guint channel = 0; channel < channels; channel++)
      put (bytes, (guint32) lround (32767.0 * function (channel, (double) i / rate)), 2);
  g_assert_true (g_file_set_contents (path, (const char *) bytes->data, (gssize) bytes->len, NULL));
}
