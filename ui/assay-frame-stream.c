/* assay-frame-stream.c: see the header. */
#include "assay-frame-stream.h"

#include "config.h"

#include "worker/assay-view-info.h"

typedef enum
{
  WISH_NONE,
  WISH_STEP,
  WISH_SEEK,
} Wish;

struct _AssayFrameStream
{
  GObject parent_instance;

  AssayClient *client;
  AssayPreview *preview; /* NULL until it is open */
  GCancellable *closed;
  GError *failure;
  AssayImage *image;
  double seconds;
  double duration;
  gint64 index;
  gboolean at_end;
  gboolean busy;
  Wish wish;
  double wished_seconds;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AssayFrameStream, assay_frame_stream, G_TYPE_OBJECT)

static void serve (AssayFrameStream *self);

/* One command is over: the next wish, or the news. */
static void
finish (AssayFrameStream *self)
{
  self->busy = FALSE;
  if (self->wish != WISH_NONE && self->failure == NULL)
    serve (self);
  else
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
close_preview (AssayFrameStream *self)
{
  if (self->preview != NULL)
    assay_preview_close (self->preview);
  g_clear_object (&self->preview);
}

/* A stream that was let go of has nobody to tell. */
static gboolean
was_closed (AssayFrameStream *self)
{
  return g_cancellable_is_cancelled (self->closed);
}

static void
on_next (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (AssayFrameStream) self = data;
  AssayPreviewUnit unit = { 0 };

  if (assay_preview_next_finish (ASSAY_PREVIEW (source), result, &unit, &self->failure))
    {
      self->at_end = unit.end;
      if (unit.image != NULL)
        {
          g_clear_pointer (&self->image, assay_image_unref);
          self->image = g_steal_pointer (&unit.image);
          self->seconds = unit.seconds;
          self->index = unit.index;
          self->duration = MAX (unit.duration, unit.seconds);
        }
      g_clear_pointer (&unit.samples, g_bytes_unref);
    }
  if (!was_closed (self))
    finish (self);
}

static void
ask_next (AssayFrameStream *self)
{
  assay_preview_next_async (self->preview, self->closed, on_next, g_object_ref (self));
}

static void
on_sought (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (AssayFrameStream) self = data;

  if (!assay_preview_seek_finish (ASSAY_PREVIEW (source), result, &self->failure))
    {
      if (!was_closed (self))
        finish (self);
      return;
    }
  if (self->wish == WISH_SEEK)
    serve (self); /* the scrubber has moved on meanwhile */
  else
    ask_next (self);
}

static void
serve (AssayFrameStream *self)
{
  Wish wish = self->wish;

  self->wish = WISH_NONE;
  self->busy = TRUE;
  if (wish == WISH_SEEK)
    assay_preview_seek_async (self->preview, self->wished_seconds, self->closed, on_sought,
                              g_object_ref (self));
  else
    ask_next (self);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (AssayFrameStream) self = data;

  self->preview = assay_client_preview_finish (self->client, result, &self->failure);
  if (was_closed (self))
    close_preview (self);
  else if (self->preview == NULL)
    finish (self);
  else
    serve (self);
}

AssayFrameStream *
assay_frame_stream_new (AssayClient *client, const char *name, int fd, guint size, GError **error)
{
  g_autoptr (AssayParametersBuilder) builder = assay_parameters_builder_new (&assay_view_info);
  g_autofree char *text = g_strdup_printf ("%u", size);

  if (!assay_parameters_builder_set (builder, "preview-size", text, error))
    return NULL;

  g_autoptr (AssayParameters) parameters
      = assay_parameters_builder_end (g_steal_pointer (&builder), error);

  return parameters != NULL ? assay_frame_stream_new_made (client, parameters, name, fd, error)
                            : NULL;
}

AssayFrameStream *
assay_frame_stream_new_made (
    AssayClient *client, AssayParameters *parameters, const char *name, int fd, GError **error)
{
  g_autoptr (AssayRequest) request = assay_request_new (parameters);
  AssayFrameStream *self;

  if (!assay_request_add_input (request, assay_parameters_get_info (parameters)->inputs[0].role,
                                name, fd, error))
    return NULL;
  self = g_object_new (ASSAY_TYPE_FRAME_STREAM, NULL);

  self->client = g_object_ref (client);
  self->busy = TRUE;
  self->wish = WISH_STEP;
  assay_client_preview_async (client, g_steal_pointer (&request), self->closed, on_opened,
                              g_object_ref (self));
  return self;
}

void
assay_frame_stream_close (AssayFrameStream *self)
{
  g_cancellable_cancel (self->closed);
  close_preview (self);
}

static void
wish_for (AssayFrameStream *self, Wish wish)
{
  if (self->failure != NULL || was_closed (self))
    return;
  self->wish = wish;
  if (!self->busy)
    serve (self);
}

void
assay_frame_stream_seek (AssayFrameStream *self, double seconds)
{
  self->wished_seconds = MAX (seconds, 0.0);
  wish_for (self, WISH_SEEK);
}

void
assay_frame_stream_step (AssayFrameStream *self)
{
  if (self->wish == WISH_NONE)
    wish_for (self, WISH_STEP);
}

AssayImage *
assay_frame_stream_get_image (AssayFrameStream *self)
{
  return self->image;
}

double
assay_frame_stream_get_seconds (AssayFrameStream *self)
{
  return self->seconds;
}

double
assay_frame_stream_get_duration (AssayFrameStream *self)
{
  return self->duration;
}

gint64
assay_frame_stream_get_index (AssayFrameStream *self)
{
  return self->index;
}

gboolean
assay_frame_stream_is_at_end (AssayFrameStream *self)
{
  return self->at_end;
}

gboolean
assay_frame_stream_is_busy (AssayFrameStream *self)
{
  return self->busy;
}

const GError *
assay_frame_stream_get_error (AssayFrameStream *self)
{
  return self->failure;
}

static void
assay_frame_stream_dispose (GObject *object)
{
  AssayFrameStream *self = ASSAY_FRAME_STREAM (object);

  close_preview (self);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (assay_frame_stream_parent_class)->dispose (object);
}

static void
assay_frame_stream_finalize (GObject *object)
{
  AssayFrameStream *self = ASSAY_FRAME_STREAM (object);

  g_clear_object (&self->closed);
  g_clear_error (&self->failure);
  g_clear_pointer (&self->image, assay_image_unref);
  G_OBJECT_CLASS (assay_frame_stream_parent_class)->finalize (object);
}

static void
assay_frame_stream_class_init (AssayFrameStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = assay_frame_stream_dispose;
  G_OBJECT_CLASS (klass)->finalize = assay_frame_stream_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
assay_frame_stream_init (AssayFrameStream *self)
{
  self->closed = g_cancellable_new ();
}
