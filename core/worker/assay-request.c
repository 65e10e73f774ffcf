/* assay-request.c: what is to be run: parameters, open inputs, places for outputs. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assay-base.h"
#include "base/assay-write.h"
#include "model/assay-model-error.h"
#include "worker/assay-request-private.h"

static void
input_clear (gpointer data)
{
  AssayRequestInput *input = data;

  close (input->fd);
  g_free (input->role);
  g_free (input->name);
  g_free (input->sha256);
}

static void
output_clear (gpointer data)
{
  AssayRequestOutput *output = data;

  g_free (output->role);
  g_free (output->path);
}

static void
exhibit_clear (gpointer data)
{
  AssayRequestExhibit *exhibit = data;

  close (exhibit->fd);
  g_free (exhibit->parameter);
}

AssayRequest *
assay_request_new (AssayParameters *parameters)
{
  AssayRequest *self = g_new0 (AssayRequest, 1);

  self->parameters = assay_parameters_ref (parameters);
  self->inputs = g_array_new (FALSE, FALSE, sizeof (AssayRequestInput));
  self->outputs = g_array_new (FALSE, FALSE, sizeof (AssayRequestOutput));
  self->exhibits = g_array_new (FALSE, FALSE, sizeof (AssayRequestExhibit));
  self->guard = assay_guard_new ();
  g_array_set_clear_func (self->inputs, input_clear);
  g_array_set_clear_func (self->outputs, output_clear);
  g_array_set_clear_func (self->exhibits, exhibit_clear);
  return self;
}

void
assay_request_free (AssayRequest *self)
{
  g_array_unref (self->inputs);
  g_array_unref (self->outputs);
  g_array_unref (self->exhibits);
  assay_guard_free (self->guard);
  assay_parameters_unref (self->parameters);
  g_free (self);
}

static void
set_io_error (const char *name, const char *reason, GError **error)
{
  g_autofree char *shown = assay_text_visible (name, -1);

  /* Translators: a file's name and why it cannot be read */
  g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_IO, _ ("“%s” cannot be read: %s"), shown,
               reason);
}

/* Why a file of this kind is not evidence; NULL for a regular one. */
static const char *
refusal_of (mode_t mode)
{
  if (S_ISREG (mode))
    return NULL;
  if (S_ISDIR (mode))
    return _ ("it is a folder");
  if (S_ISLNK (mode))
    return _ ("it is a symbolic link");
  return _ ("it is not a regular file");
}

int
assay_request_open (const char *path, gboolean follow, GError **error)
{
  struct stat status;
  /* O_NONBLOCK: opening a FIFO must not wait for its writer. */
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | (follow ? 0 : O_NOFOLLOW));

  if (fd < 0)
    {
      set_io_error (path,
                    errno == ELOOP && !follow ? _ ("it is a symbolic link") : g_strerror (errno),
                    error);
      return -1;
    }

  const char *refusal = fstat (fd, &status) != 0 ? g_strerror (errno) : refusal_of (status.st_mode);
  char byte;

  /* What the kernel makes up has no size and bytes all the same. */
  if (refusal == NULL && status.st_size == 0 && pread (fd, &byte, 1, 0) > 0)
    refusal = _ ("it is made up by the system while it is read");
  if (refusal != NULL)
    {
      set_io_error (path, refusal, error);
      close (fd);
      return -1;
    }
  return fd;
}

/* A read-only descriptor of the same file, whatever @fd allows. */
static int
duplicate_read_only (int fd)
{
  int flags = fcntl (fd, F_GETFL);

  if (flags >= 0 && (flags & O_ACCMODE) == O_RDONLY)
    return fcntl (fd, F_DUPFD_CLOEXEC, 3);

  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);

  return open (path, O_RDONLY | O_CLOEXEC);
}

gboolean
assay_request_add_input (
    AssayRequest *self, const char *role, const char *name, int fd, GError **error)
{
  struct stat status;
  int copy = duplicate_read_only (fd);

  if (copy < 0 || fstat (copy, &status) != 0)
    {
      set_io_error (name, g_strerror (errno), error);
      if (copy >= 0)
        close (copy);
      return FALSE;
    }
  if (!S_ISREG (status.st_mode))
    {
      set_io_error (name, refusal_of (status.st_mode), error);
      close (copy);
      return FALSE;
    }

  AssayRequestInput input = { .role = g_strdup (role),
                              .name = assay_text_visible (name, -1),
                              .fd = copy,
                              .size = (guint64) status.st_size };

  g_array_append_val (self->inputs, input);
  return TRUE;
}

gboolean
assay_request_put_first_input (
    AssayRequest *self, const char *role, const char *name, int fd, GError **error)
{
  if (!assay_request_add_input (self, role, name, fd, error))
    return FALSE;

  guint last = self->inputs->len - 1;
  AssayRequestInput input = g_array_index (self->inputs, AssayRequestInput, last);

  /* Set aside without being cleared: the element owns a descriptor. */
  g_array_index (self->inputs, AssayRequestInput, last) = (AssayRequestInput){ .fd = -1 };
  g_array_set_clear_func (self->inputs, NULL);
  g_array_remove_index (self->inputs, last);
  g_array_set_clear_func (self->inputs, input_clear);
  g_array_prepend_val (self->inputs, input);
  return TRUE;
}

gboolean
assay_request_add_input_path (AssayRequest *self,
                              const char *role,
                              const char *path,
                              GError **error)
{
  int fd = assay_request_open (path, FALSE, error);
  g_autofree char *name = g_path_get_basename (path);

  if (fd < 0)
    return FALSE;

  gboolean added = assay_request_add_input (self, role, name, fd, error);

  close (fd);
  return added;
}

gboolean
assay_request_add_input_bytes (
    AssayRequest *self, const char *role, const char *name, GBytes *bytes, GError **error)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);
  int fd = memfd_create ("assay-input", MFD_CLOEXEC);
  gboolean added = FALSE;

  if (fd < 0 || !assay_write_all (fd, data, size))
    set_io_error (name, g_strerror (errno), error);
  else
    added = assay_request_add_input (self, role, name, fd, error);
  if (fd >= 0)
    close (fd);
  return added;
}

void
assay_request_set_output (AssayRequest *self,
                          const char *role,
                          const char *path,
                          gboolean overwrite)
{
  AssayRequestOutput output
      = { .role = g_strdup (role), .path = g_strdup (path), .overwrite = overwrite };

  for (guint i = 0; i < self->outputs->len; i++)
    if (g_str_equal (g_array_index (self->outputs, AssayRequestOutput, i).role, role))
      {
        g_array_remove_index (self->outputs, i);
        break;
      }
  g_array_append_val (self->outputs, output);
}

void
assay_request_keep_path (AssayRequest *self, const char *path)
{
  assay_guard_add_path (self->guard, path);
}

gboolean
assay_request_set_exhibit (AssayRequest *self, const char *parameter, int fd, GError **error)
{
  int copy = duplicate_read_only (fd);

  if (copy < 0)
    {
      set_io_error (parameter, g_strerror (errno), error);
      return FALSE;
    }

  AssayRequestExhibit exhibit = { .parameter = g_strdup (parameter), .fd = copy };

  g_array_append_val (self->exhibits, exhibit);
  return TRUE;
}

AssayRequest *
assay_request_copy (const AssayRequest *self, GError **error)
{
  g_autoptr (AssayRequest) copy = assay_request_new (self->parameters);

  for (guint i = 0; i < self->inputs->len; i++)
    {
      const AssayRequestInput *input = &g_array_index (self->inputs, AssayRequestInput, i);

      if (!assay_request_add_input (copy, input->role, input->name, input->fd, error))
        return NULL;
    }
  for (guint i = 0; i < self->exhibits->len; i++)
    {
      const AssayRequestExhibit *exhibit = &g_array_index (self->exhibits, AssayRequestExhibit, i);

      if (!assay_request_set_exhibit (copy, exhibit->parameter, exhibit->fd, error))
        return NULL;
    }
  for (guint i = 0; i < self->outputs->len; i++)
    {
      const AssayRequestOutput *output = &g_array_index (self->outputs, AssayRequestOutput, i);

      assay_request_set_output (copy, output->role, output->path, output->overwrite);
    }
  assay_guard_free (copy->guard);
  copy->guard = assay_guard_copy (self->guard);
  copy->reference_time = self->reference_time;
  copy->threads = self->threads;
  return g_steal_pointer (&copy);
}

void
assay_request_set_reference_time (AssayRequest *self, gint64 unix_ms)
{
  self->reference_time = unix_ms;
}

void
assay_request_set_threads (AssayRequest *self, guint threads)
{
  self->threads = threads;
}

AssayParameters *
assay_request_get_parameters (AssayRequest *self)
{
  return self->parameters;
}

static guint
count_inputs (const AssayRequest *self, const char *role)
{
  guint count = 0;

  for (guint i = 0; i < self->inputs->len; i++)
    count += g_str_equal (g_array_index (self->inputs, AssayRequestInput, i).role, role);
  return count;
}

static gboolean
check_inputs (const AssayRequest *self, const AssayToolInfo *info, GError **error)
{
  guint known = 0;

  for (const AssayInputInfo *input = info->inputs; input != NULL && input->role != NULL; input++)
    {
      guint count = count_inputs (self, input->role);

      known += count;
      if (count < input->least)
        {
          g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_MISSING,
                       ngettext ("“%s” needs at least %u file as “%s”",
                                 "“%s” needs at least %u files as “%s”", input->least),
                       info->id, input->least, input->role);
          return FALSE;
        }
      if (input->most > 0 && count > input->most)
        {
          g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                       ngettext ("“%s” takes at most %u file as “%s”",
                                 "“%s” takes at most %u files as “%s”", input->most),
                       info->id, input->most, input->role);
          return FALSE;
        }
    }
  if (known == self->inputs->len)
    return TRUE;
  g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
               _ ("“%s” was given a file in a role that it does not have"), info->id);
  return FALSE;
}

gboolean
assay_request_has_output (const AssayRequest *self, const char *role)
{
  for (guint i = 0; i < self->outputs->len; i++)
    if (g_str_equal (g_array_index (self->outputs, AssayRequestOutput, i).role, role))
      return TRUE;
  return FALSE;
}

static gboolean
check_outputs (const AssayRequest *self, const AssayToolInfo *info, GError **error)
{
  for (const AssayOutputInfo *output = info->outputs; output != NULL && output->role != NULL;
       output++)
    if (!output->optional && !assay_request_has_output (self, output->role))
      {
        g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_MISSING,
                     _ ("“%s” needs a place for its output “%s”"), info->id, output->role);
        return FALSE;
      }
  for (guint i = 0; i < self->outputs->len; i++)
    {
      const AssayRequestOutput *place = &g_array_index (self->outputs, AssayRequestOutput, i);
      const AssayParameterInfo *parameter;
      const char *said;

      if (assay_tool_info_output (info, place->role) == NULL)
        {
          g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                       _ ("“%s” has no output “%s”"), info->id, place->role);
          return FALSE;
        }
      if (assay_tool_info_instead (info, place->path) != NULL)
        {
          g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                       _ ("“%s” never writes what the ending of “%s” promises; “.%s” would fit"),
                       info->id, place->path, assay_tool_info_instead (info, place->path));
          return FALSE;
        }
      said = assay_parameters_contradict (self->parameters, place->path, &parameter);
      if (said != NULL)
        {
          g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                       _ ("“%s” is set to “%s”, but the ending of “%s” says “%s”"), parameter->name,
                       assay_parameters_get_text (self->parameters, parameter->name), place->path,
                       said);
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
assay_request_check (const AssayRequest *self, gboolean preview, GError **error)
{
  const AssayToolInfo *info = assay_parameters_get_info (self->parameters);

  return check_inputs (self, info, error) && (preview || check_outputs (self, info, error));
}
