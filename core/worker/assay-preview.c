/* assay-preview.c: an open stream of frames or samples, pulled one unit at a time by a thread of
 * its own. */
#include "worker/assay-client.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <unistd.h>

#include "base/assay-base.h"
#include "worker/assay-buffer.h"
#include "worker/assay-client-private.h"
#include "worker/assay-session.h"

/* Sound of one unit: 8 channels at 192 kHz for 20 s of float samples fit. */
#define MOST_CHANNELS 64
#define MOST_RATE 768000
/* Where sound stands in a buffer, after the picture. */
#define SOUND_ALIGNMENT 64

struct _AssayPreview
{
  GObject parent_instance;
  AssayClient *client;
  AssayRequest *request;
  GThreadPool *thread;  /* one: commands in the order in which they were given */
  GCancellable *closed; /* ends whatever is being waited for */
  /* Of the thread alone. */
  AssayDoors doors;
  AssaySession *session;
};

G_DEFINE_FINAL_TYPE (AssayPreview, assay_preview, G_TYPE_OBJECT)

/* One thing to do in the thread; the task's data. */
typedef struct
{
  gboolean (*work) (AssayPreview *self, GTask *task, GCancellable *cancellable, GError **error);
  double seconds;
  double end;    /* of a range */
  guint columns; /* of a range */
  AssayPreviewUnit unit;
} Command;

static void
unit_clear (AssayPreviewUnit *unit)
{
  g_clear_pointer (&unit->image, assay_image_unref);
  g_clear_pointer (&unit->samples, g_bytes_unref);
}

static void
command_free (gpointer data)
{
  Command *command = data;

  unit_clear (&command->unit);
  g_free (command);
}

static void
on_task_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

/* Does a command, and stops when its own cancellable or the preview's says so. */
static void
do_command (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) either = g_cancellable_new ();
  AssayPreview *self = g_task_get_source_object (task);
  GCancellable *own = g_task_get_cancellable (task);
  Command *command = g_task_get_task_data (task);
  gulong from_own = own == NULL ? 0
                                : g_cancellable_connect (own, G_CALLBACK (on_task_cancelled),
                                                         g_object_ref (either), g_object_unref);
  gulong from_close = g_cancellable_connect (self->closed, G_CALLBACK (on_task_cancelled),
                                             g_object_ref (either), g_object_unref);
  gboolean done = command->work (self, task, either, &error);

  g_cancellable_disconnect (own, from_own);
  g_cancellable_disconnect (self->closed, from_close);
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
assay_preview_init (AssayPreview *self)
{
  self->closed = g_cancellable_new ();
  self->thread = g_thread_pool_new (do_command, NULL, 1, FALSE, NULL);
}

static void
assay_preview_finalize (GObject *object)
{
  AssayPreview *self = ASSAY_PREVIEW (object);

  /* Commands hold a reference, so none is left. */
  g_thread_pool_free (self->thread, FALSE, FALSE);
  g_clear_pointer (&self->session, assay_session_free);
  assay_doors_clear (&self->doors);
  g_clear_pointer (&self->request, assay_request_free);
  g_clear_object (&self->client);
  g_clear_object (&self->closed);
  G_OBJECT_CLASS (assay_preview_parent_class)->finalize (object);
}

static void
assay_preview_class_init (AssayPreviewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = assay_preview_finalize;
}

static gboolean
set_closed (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, _ ("The preview is closed"));
  return FALSE;
}

/* Waits for an answer of @kind. An error of the tool leaves the stream open; anything else ends it.
 */
static gboolean
await (AssayPreview *self,
       AssayWireKind kind,
       AssayFrame *frame,
       GCancellable *cancellable,
       GError **error)
{
  g_autoptr (GError) own = NULL;
  gboolean answered = assay_session_answer (self->session, frame, cancellable, &own);

  if (answered && frame->kind == kind)
    return TRUE;
  if (answered)
    g_set_error (&own, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_PROTOCOL,
                 _ ("The analysis process broke its protocol (%s)"), "unexpected answer");
  if (own->domain == ASSAY_WORKER_ERROR || own->domain == G_IO_ERROR)
    g_clear_pointer (&self->session, assay_session_free);
  if (g_cancellable_is_cancelled (self->closed))
    return set_closed (error);
  g_propagate_error (error, g_steal_pointer (&own));
  return FALSE;
}

static gboolean
open_on (AssayPreview *self, gboolean media, GCancellable *cancellable, GError **error)
{
  g_auto (AssayFrame) frame = { 0 };

  g_clear_pointer (&self->session, assay_session_free);
  self->session = assay_session_start (assay_client_get_launcher (self->client, media),
                                       &self->doors, TRUE, NULL, error);
  return self->session != NULL && await (self, ASSAY_WIRE_READY, &frame, cancellable, error);
}

static gboolean
work_open (AssayPreview *self, GTask *task, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) own = NULL;

  if (!assay_request_check (self->request, TRUE, error)
      || !assay_doors_open (&self->doors, self->request, TRUE, error))
    return FALSE;

  const AssayToolInfo *info = self->doors.info;

  if (open_on (self, info->engine == ASSAY_ENGINE_MEDIA, cancellable, &own))
    return TRUE;
  if (info->engine == ASSAY_ENGINE_AUTO
      && g_error_matches (own, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_NEEDS_MEDIA))
    return open_on (self, TRUE, cancellable, error);
  g_propagate_error (error, g_steal_pointer (&own));
  return FALSE;
}

static gboolean
work_seek (AssayPreview *self, GTask *task, GCancellable *cancellable, GError **error)
{
  g_auto (AssayFrame) frame = { 0 };
  Command *command = g_task_get_task_data (task);

  if (self->session == NULL || g_cancellable_is_cancelled (self->closed))
    return set_closed (error);
  return assay_session_tell (self->session, ASSAY_WIRE_SEEK,
                             g_variant_new_double (command->seconds), NULL, 0, error)
         && await (self, ASSAY_WIRE_READY, &frame, cancellable, error);
}

static gboolean
work_range (AssayPreview *self, GTask *task, GCancellable *cancellable, GError **error)
{
  g_auto (AssayFrame) frame = { 0 };
  Command *command = g_task_get_task_data (task);

  if (self->session == NULL || g_cancellable_is_cancelled (self->closed))
    return set_closed (error);
  return assay_session_tell (
             self->session, ASSAY_WIRE_RANGE,
             g_variant_new ("(ddu)", command->seconds, command->end, command->columns), NULL, 0,
             error)
         && await (self, ASSAY_WIRE_READY, &frame, cancellable, error);
}

static gboolean
refuse_unit (const char *reason, GError **error)
{
  g_set_error (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_PROTOCOL,
               _ ("The analysis process broke its protocol (%s)"), reason);
  return FALSE;
}

/* What a UNIT frame claims about its buffer. */
typedef struct
{
  guint32 format;
  guint32 width;
  guint32 height;
  guint64 image_size;
  guint32 channels;
  guint32 rate;
  guint64 sound_size;
} Claim;

/* The picture, if its numbers fit together: the constructor checks them again. */
static gboolean
take_image (const Claim *claim, GBytes *bytes, AssayPreviewUnit *unit, GError **error)
{
  if (claim->image_size == 0)
    return TRUE;
  if (claim->format > ASSAY_PIXELS_RGBA8 || claim->width == 0 || claim->height == 0)
    return refuse_unit ("picture", error);

  guint64 row = (guint64) claim->width * assay_pixels_size ((AssayPixels) claim->format);

  if (row > claim->image_size || claim->image_size / row != claim->height
      || claim->image_size % row != 0)
    return refuse_unit ("picture", error);

  g_autoptr (GBytes) pixels = g_bytes_new_from_bytes (bytes, 0, claim->image_size);

  unit->image = assay_image_new ("frame", "", (AssayPixels) claim->format, claim->width,
                                 claim->height, pixels, error);
  return unit->image != NULL;
}

static gboolean
take_samples (
    const Claim *claim, guint64 offset, GBytes *bytes, AssayPreviewUnit *unit, GError **error)
{
  if (claim->sound_size == 0)
    return TRUE;
  if (claim->channels == 0 || claim->channels > MOST_CHANNELS || claim->rate == 0
      || claim->rate > MOST_RATE || claim->sound_size % (claim->channels * sizeof (float)) != 0)
    return refuse_unit ("sound", error);
  unit->channels = claim->channels;
  unit->rate = claim->rate;
  unit->samples = g_bytes_new_from_bytes (bytes, offset, claim->sound_size);
  return TRUE;
}

/* Checks the claims of a UNIT frame against each other and the limits before a byte of its buffer
 * is looked at. */
static gboolean
read_unit (GVariant *body, int buffer, AssayPreviewUnit *unit, GError **error)
{
  Claim claim;
  gint64 index;

  g_variant_get (body, "(ddxb(uuut)(uut))", &unit->seconds, &unit->duration, &index, &unit->end,
                 &claim.format, &claim.width, &claim.height, &claim.image_size, &claim.channels,
                 &claim.rate, &claim.sound_size);
  unit->index = index;
  if (!isfinite (unit->seconds) || !isfinite (unit->duration) || unit->duration < 0.0
      || claim.image_size > ASSAY_WIRE_BUFFER_SIZE || claim.sound_size > ASSAY_WIRE_BUFFER_SIZE)
    return refuse_unit ("unit", error);

  guint64 offset = (claim.image_size + SOUND_ALIGNMENT - 1) / SOUND_ALIGNMENT * SOUND_ALIGNMENT;
  guint64 size = claim.sound_size > 0 ? offset + claim.sound_size : claim.image_size;
  g_autoptr (GBytes) bytes = assay_buffer_map (buffer, size, error);

  return bytes != NULL && take_image (&claim, bytes, unit, error)
         && take_samples (&claim, offset, bytes, unit, error);
}

static gboolean
work_next (AssayPreview *self, GTask *task, GCancellable *cancellable, GError **error)
{
  g_auto (AssayFrame) frame = { 0 };
  Command *command = g_task_get_task_data (task);

  if (self->session == NULL || g_cancellable_is_cancelled (self->closed))
    return set_closed (error);

  int buffer = assay_buffer_new (error);

  if (buffer < 0)
    return FALSE;

  gboolean taken
      = assay_session_tell (self->session, ASSAY_WIRE_NEXT, g_variant_new ("()"), &buffer, 1, error)
        && await (self, ASSAY_WIRE_UNIT, &frame, cancellable, error)
        && read_unit (frame.body, buffer, &command->unit, error);

  close (buffer);
  return taken;
}

static void
push_range (AssayPreview *self,
            GTask *task,
            gboolean (*work) (AssayPreview *, GTask *, GCancellable *, GError **),
            double seconds,
            double end,
            guint columns)
{
  Command *command = g_new0 (Command, 1);

  command->work = work;
  command->seconds = seconds;
  command->end = end;
  command->columns = columns;
  g_task_set_task_data (task, command, command_free);
  g_thread_pool_push (self->thread, task, NULL);
}

static void
push (AssayPreview *self,
      GTask *task,
      gboolean (*work) (AssayPreview *, GTask *, GCancellable *, GError **),
      double seconds)
{
  push_range (self, task, work, seconds, 0.0, 0);
}

void
assay_client_preview_async (AssayClient *self,
                            AssayRequest *request,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (AssayPreview) preview = g_object_new (ASSAY_TYPE_PREVIEW, NULL);
  GTask *task = g_task_new (preview, cancellable, callback, user_data);

  g_task_set_source_tag (task, assay_client_preview_async);
  preview->client = g_object_ref (self);
  preview->request = request;
  push (preview, task, work_open, 0);
}

AssayPreview *
assay_client_preview_finish (AssayClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, assay_client_preview_async), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return g_object_ref (g_task_get_source_object (G_TASK (result)));
}

void
assay_preview_seek_async (AssayPreview *self,
                          double seconds,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, assay_preview_seek_async);
  push (self, task, work_seek, seconds);
}

gboolean
assay_preview_seek_finish (AssayPreview *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
assay_preview_range_async (AssayPreview *self,
                           double start,
                           double end,
                           guint columns,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (start < end && columns > 0);

  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, assay_preview_range_async);
  push_range (self, task, work_range, start, end, columns);
}

gboolean
assay_preview_range_finish (AssayPreview *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
assay_preview_next_async (AssayPreview *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, assay_preview_next_async);
  push (self, task, work_next, 0);
}

gboolean
assay_preview_next_finish (AssayPreview *self,
                           GAsyncResult *result,
                           AssayPreviewUnit *unit,
                           GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;

  Command *command = g_task_get_task_data (G_TASK (result));

  *unit = command->unit;
  command->unit = (AssayPreviewUnit){ 0 };
  return TRUE;
}

/* The process ends with the session, in the thread. */
static gboolean
work_close (AssayPreview *self, GTask *task, GCancellable *cancellable, GError **error)
{
  g_clear_pointer (&self->session, assay_session_free);
  return TRUE;
}

void
assay_preview_close (AssayPreview *self)
{
  g_return_if_fail (ASSAY_IS_PREVIEW (self));

  if (g_cancellable_is_cancelled (self->closed))
    return;
  g_cancellable_cancel (self->closed);
  push (self, g_task_new (self, NULL, NULL, NULL), work_close, 0);
}
