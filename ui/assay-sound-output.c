/* assay-sound-output.c: see the header. */
#include "assay-sound-output.h"

#include "config.h"

#include <glib/gi18n.h>
#include <gst/app/gstappsrc.h>
#include <gst/audio/streamvolume.h>
#include <gst/gst.h>

struct _AssaySoundOutput
{
  GObject parent_instance;

  GstElement *pipeline; /* NULL while stopped */
  GstElement *source;
  GstElement *volume_part;
  GstElement *sink;
  guint bus_watch;
  GCancellable *loading; /* GStreamer is being loaded for a start */
  GError *failure;
  guint rate, channels;
  guint64 given; /* frames */
  double volume;
};

enum
{
  READY,
  ENDED,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AssaySoundOutput, assay_sound_output, G_TYPE_OBJECT)

static void
fail (AssaySoundOutput *self, GError *error)
{
  g_clear_error (&self->failure);
  self->failure = error;
  assay_sound_output_stop (self);
  g_signal_emit (self, signals[FAILED], 0);
}

/* The pictures of the sound need no device: whoever reads it knows what still works. */
static GError *
in_our_words (const GError *said)
{
  return g_error_new (said != NULL ? said->domain : G_IO_ERROR,
                      said != NULL ? said->code : G_IO_ERROR_FAILED,
                      /* Translators: then comes what GStreamer said, often in English */
                      _ ("The sound cannot be played: the sound device or its driver failed. "
                         "Everything but listening works all the same. (GStreamer: %s)"),
                      said != NULL ? said->message : "-");
}

static gboolean
on_message (GstBus *bus, GstMessage *message, gpointer data)
{
  AssaySoundOutput *self = data;
  g_autoptr (GError) error = NULL;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
    g_signal_emit (self, signals[ENDED], 0);
  if (GST_MESSAGE_TYPE (message) != GST_MESSAGE_ERROR)
    return G_SOURCE_CONTINUE;
  gst_message_parse_error (message, &error, NULL);
  self->bus_watch = 0;
  fail (self, in_our_words (error));
  return G_SOURCE_REMOVE;
}

/* Element of @factory in the pipeline; NULL where the plugin is not installed. */
static GstElement *
add_element (AssaySoundOutput *self, const char *factory)
{
  GstElement *element = gst_element_factory_make (factory, NULL);

  if (element != NULL)
    gst_bin_add (GST_BIN (self->pipeline), element);
  return element;
}

static gboolean
make_pipeline (AssaySoundOutput *self)
{
  GstElement *convert;
  GstElement *resample;

  self->pipeline = gst_pipeline_new (NULL);
  self->source = add_element (self, "appsrc");
  convert = add_element (self, "audioconvert");
  resample = add_element (self, "audioresample");
  self->volume_part = add_element (self, "volume");
  self->sink = add_element (self, "autoaudiosink");
  return self->source != NULL && convert != NULL && resample != NULL && self->volume_part != NULL
         && self->sink != NULL
         && gst_element_link_many (self->source, convert, resample, self->volume_part, self->sink,
                                   NULL);
}

static void
describe_samples (AssaySoundOutput *self)
{
  GstCaps *caps = gst_caps_new_simple (
      "audio/x-raw", "format", G_TYPE_STRING, G_BYTE_ORDER == G_LITTLE_ENDIAN ? "F32LE" : "F32BE",
      "layout", G_TYPE_STRING, "interleaved", "rate", G_TYPE_INT, (int) self->rate, "channels",
      G_TYPE_INT, (int) self->channels, NULL);

  g_object_set (self->source, "caps", caps, "format", GST_FORMAT_TIME, "stream-type",
                GST_APP_STREAM_TYPE_STREAM, "max-bytes", (guint64) 0, NULL);
  gst_caps_unref (caps);
}

static void
start_pipeline (AssaySoundOutput *self)
{
  GstBus *bus;

  if (!make_pipeline (self))
    {
      fail (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                                       _ ("The sound cannot be played: the plugins for it are "
                                          "not installed (packages gstreamer1.0-plugins-base and "
                                          "gstreamer1.0-plugins-good).")));
      return;
    }
  describe_samples (self);
  assay_sound_output_set_volume (self, self->volume);
  bus = gst_element_get_bus (self->pipeline);
  self->bus_watch = gst_bus_add_watch (bus, on_message, self);
  gst_object_unref (bus);
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);
  g_signal_emit (self, signals[READY], 0);
}

/* Looks through the installed plugins at the first time: not in the window's thread. */
static void
load_gstreamer (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;

  if (gst_init_check (NULL, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, in_our_words (error));
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  AssaySoundOutput *self = ASSAY_SOUND_OUTPUT (source);
  GError *error = NULL;
  gboolean loaded = g_task_propagate_boolean (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (error);
      return;
    }
  g_clear_object (&self->loading);
  if (loaded)
    start_pipeline (self);
  else
    fail (self, error);
}

void
assay_sound_output_start (AssaySoundOutput *self, guint rate, guint channels)
{
  g_autoptr (GTask) task = NULL;

  assay_sound_output_stop (self);
  g_clear_error (&self->failure);
  self->rate = rate;
  self->channels = channels;
  self->given = 0;
  self->loading = g_cancellable_new ();
  task = g_task_new (self, self->loading, on_loaded, NULL);
  g_task_run_in_thread (task, load_gstreamer);
}

void
assay_sound_output_stop (AssaySoundOutput *self)
{
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_handle_id (&self->bus_watch, g_source_remove);
  if (self->pipeline == NULL)
    return;
  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  gst_object_unref (self->pipeline);
  self->pipeline = NULL;
}

void
assay_sound_output_pause (AssaySoundOutput *self, gboolean paused)
{
  if (self->pipeline != NULL)
    gst_element_set_state (self->pipeline, paused ? GST_STATE_PAUSED : GST_STATE_PLAYING);
}

void
assay_sound_output_push (AssaySoundOutput *self, GBytes *samples)
{
  GstBuffer *buffer;
  guint64 frames = g_bytes_get_size (samples) / sizeof (float) / MAX (self->channels, 1);

  if (self->pipeline == NULL)
    return;
  buffer = gst_buffer_new_wrapped_bytes (samples);
  GST_BUFFER_PTS (buffer) = gst_util_uint64_scale (self->given, GST_SECOND, self->rate);
  GST_BUFFER_DURATION (buffer) = gst_util_uint64_scale (frames, GST_SECOND, self->rate);
  self->given += frames;
  gst_app_src_push_buffer (GST_APP_SRC (self->source), buffer);
}

void
assay_sound_output_finish (AssaySoundOutput *self)
{
  if (self->pipeline != NULL)
    gst_app_src_end_of_stream (GST_APP_SRC (self->source));
}

double
assay_sound_output_get_waiting (AssaySoundOutput *self)
{
  if (self->pipeline == NULL)
    return 0.0;
  return (double) gst_app_src_get_current_level_bytes (GST_APP_SRC (self->source))
         / (double) (sizeof (float) * self->channels * self->rate);
}

double
assay_sound_output_get_heard (AssaySoundOutput *self)
{
  gint64 position = 0;

  if (self->pipeline == NULL
      || !gst_element_query_position (self->pipeline, GST_FORMAT_TIME, &position))
    return 0.0;
  return (double) position / GST_SECOND;
}

void
assay_sound_output_set_volume (AssaySoundOutput *self, double volume)
{
  self->volume = volume;
  if (self->pipeline != NULL)
    g_object_set (self->volume_part, "volume",
                  gst_stream_volume_convert_volume (GST_STREAM_VOLUME_FORMAT_CUBIC,
                                                    GST_STREAM_VOLUME_FORMAT_LINEAR, volume),
                  NULL);
}

/* The automatic sink puts a sink that swallows everything in itself where no device answers. */
gboolean
assay_sound_output_has_device (AssaySoundOutput *self)
{
  GstElement *inner;
  GstElementFactory *factory;
  gboolean real;

  if (self->pipeline == NULL || GST_BIN (self->sink)->children == NULL)
    return TRUE;
  inner = GST_BIN (self->sink)->children->data;
  factory = gst_element_get_factory (inner);
  real = factory == NULL
         || g_strcmp0 (gst_plugin_feature_get_name (GST_PLUGIN_FEATURE (factory)), "fakesink") != 0;
  return real;
}

const GError *
assay_sound_output_get_error (AssaySoundOutput *self)
{
  return self->failure;
}

static void
assay_sound_output_dispose (GObject *object)
{
  assay_sound_output_stop (ASSAY_SOUND_OUTPUT (object));
  g_clear_error (&ASSAY_SOUND_OUTPUT (object)->failure);
  G_OBJECT_CLASS (assay_sound_output_parent_class)->dispose (object);
}

static void
assay_sound_output_class_init (AssaySoundOutputClass *klass)
{
  static const char *const names[N_SIGNALS] = { "ready", "ended", "failed" };

  G_OBJECT_CLASS (klass)->dispose = assay_sound_output_dispose;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                               NULL, NULL, G_TYPE_NONE, 0);
}

static void
assay_sound_output_init (AssaySoundOutput *self)
{
  self->volume = 1.0;
}

AssaySoundOutput *
assay_sound_output_new (void)
{
  return g_object_new (ASSAY_TYPE_SOUND_OUTPUT, NULL);
}
