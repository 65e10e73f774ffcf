/* assay-sound-file.c: see the header. */
#include "assay-sound-file.h"

#include "config.h"

#include <fcntl.h>
#include <unistd.h>

#include "sound/assay-sound-info.h"

struct _AssaySoundFile
{
  GObject parent_instance;

  AssayClient *client;
  char *name;
  int fd;
};

G_DEFINE_FINAL_TYPE (AssaySoundFile, assay_sound_file, G_TYPE_OBJECT)

static void
assay_sound_file_finalize (GObject *object)
{
  AssaySoundFile *self = ASSAY_SOUND_FILE (object);

  g_clear_object (&self->client);
  g_free (self->name);
  if (self->fd >= 0)
    close (self->fd);
  G_OBJECT_CLASS (assay_sound_file_parent_class)->finalize (object);
}

static void
assay_sound_file_class_init (AssaySoundFileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = assay_sound_file_finalize;
}

static void
assay_sound_file_init (AssaySoundFile *self)
{
  self->fd = -1;
}

AssaySoundFile *
assay_sound_file_new (AssayClient *client, const char *name, int fd)
{
  AssaySoundFile *self = g_object_new (ASSAY_TYPE_SOUND_FILE, NULL);

  self->client = g_object_ref (client);
  self->name = g_strdup (name);
  self->fd = fcntl (fd, F_DUPFD_CLOEXEC, 3);
  return self;
}

static AssayRequest *
make_request (AssaySoundFile *self, const char *const *settings, GError **error)
{
  g_autoptr (AssayParametersBuilder) builder = assay_parameters_builder_new (&assay_sound_info);
  g_autoptr (AssayParameters) parameters = NULL;
  g_autoptr (AssayRequest) request = NULL;

  for (; *settings != NULL; settings += 2)
    if (!assay_parameters_builder_set (builder, settings[0], settings[1], error))
      return NULL;
  parameters = assay_parameters_builder_end (g_steal_pointer (&builder), error);
  if (parameters == NULL)
    return NULL;
  request = assay_request_new (parameters);
  if (!assay_request_add_input (request, "input", self->name, self->fd, error))
    return NULL;
  return g_steal_pointer (&request);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  AssaySoundFile *self = g_task_get_source_object (task);
  GError *error = NULL;
  AssayPreview *preview = assay_client_preview_finish (self->client, result, &error);

  if (preview != NULL)
    g_task_return_pointer (task, preview, g_object_unref);
  else
    g_task_return_error (task, error);
}

void
assay_sound_file_open_async (AssaySoundFile *self,
                             const char *const *settings,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GError) error = NULL;
  AssayRequest *request = make_request (self, settings, &error);

  if (request == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    assay_client_preview_async (self->client, request, cancellable, on_opened, g_object_ref (task));
}

AssayPreview *
assay_sound_file_open_finish (AssaySoundFile *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
