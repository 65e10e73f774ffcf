/* assay-doors.c: opening what a job may reach besides its inputs, before the worker is asked
 * anything. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assay-base.h"
#include "model/assay-model-error.h"
#include "worker/assay-output-file.h"
#include "worker/assay-session.h"

/* Files that one job may ask for beneath its folders: a corpus for training has tens of thousands.
 */
#define MOST_FOLDER_FILES 200000

static void
clear_fd (gpointer data)
{
  close (*(int *) data);
}

static void
file_clear (gpointer data)
{
  AssayDoorFile *file = data;

  g_free (file->parameter);
  g_free (file->name);
}

void
assay_doors_note_file (AssayDoors *self, const char *parameter, const char *name, int fd)
{
  struct stat status;

  assay_guard_add_fd (self->guard, fd);
  if (self->record == NULL || fstat (fd, &status) != 0)
    return;

  AssayDoorFile file = { .parameter = g_strdup (parameter),
                         .name = assay_text_visible (name, -1),
                         .size = (guint64) status.st_size,
                         .hash = assay_input_hash_add (self->hash, fd) };

  g_array_append_val (self->record, file);
}

static gint
compare_files (gconstpointer a, gconstpointer b)
{
  const AssayDoorFile *first = a;
  const AssayDoorFile *second = b;
  gint order = strcmp (first->parameter, second->parameter);

  return order != 0 ? order : strcmp (first->name, second->name);
}

void
assay_doors_sort_record (AssayDoors *self)
{
  g_array_sort (self->record, compare_files);
  for (guint i = self->record->len; i > 1; i--)
    if (compare_files (&g_array_index (self->record, AssayDoorFile, i - 1),
                       &g_array_index (self->record, AssayDoorFile, i - 2))
        == 0)
      g_array_remove_index (self->record, i - 1);
}

/* @shown is what the record calls it. */
static void
add_file (AssayDoors *self, const char *name, const char *shown, int fd)
{
  g_ptr_array_add (self->file_names, g_strdup (name));
  g_array_append_val (self->file_fds, fd);
  assay_doors_note_file (self, name, shown, fd);
}

static gboolean
open_file (AssayDoors *self, const char *name, GError **error)
{
  const char *path = assay_parameters_get_text (self->request->parameters, name);
  g_autofree char *base = g_path_get_basename (path);
  int fd = assay_request_open (path, TRUE, error);

  if (fd < 0)
    return FALSE;
  add_file (self, name, base, fd);
  return TRUE;
}

static gboolean
open_folder (AssayDoors *self, const char *name, GError **error)
{
  const char *path = assay_parameters_get_text (self->request->parameters, name);
  int fd = open (path, O_PATH | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    {
      g_autofree char *shown = assay_text_visible (path, -1);

      g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_IO,
                   _ ("The folder “%s” cannot be opened: %s"), shown, g_strerror (errno));
      return FALSE;
    }
  assay_guard_add_fd (self->guard, fd);
  g_ptr_array_add (self->folder_names, g_strdup (name));
  g_array_append_val (self->folder_fds, fd);
  return TRUE;
}

static gboolean
open_exhibit (AssayDoors *self, const char *name, GError **error)
{
  for (guint i = 0; i < self->request->exhibits->len; i++)
    {
      AssayRequestExhibit *exhibit
          = &g_array_index (self->request->exhibits, AssayRequestExhibit, i);

      if (g_str_equal (exhibit->parameter, name))
        {
          add_file (self, name, assay_parameters_get_text (self->request->parameters, name),
                    fcntl (exhibit->fd, F_DUPFD_CLOEXEC, 3));
          return TRUE;
        }
    }
  g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_MISSING,
               _ ("Parameter “%s” names an exhibit, which only a case has"), name);
  return FALSE;
}

static gboolean
open_parameters (AssayDoors *self, GError **error)
{
  for (const AssayParameterInfo *info = self->info->parameters; info != NULL && info->name != NULL;
       info++)
    {
      gboolean opened = TRUE;

      if (info->type != ASSAY_PARAMETER_FILE && info->type != ASSAY_PARAMETER_FOLDER
          && info->type != ASSAY_PARAMETER_EXHIBIT)
        continue;
      if (assay_parameters_is_empty (self->request->parameters, info->name))
        continue;
      if (info->type == ASSAY_PARAMETER_FILE)
        opened = open_file (self, info->name, error);
      else if (info->type == ASSAY_PARAMETER_FOLDER)
        opened = open_folder (self, info->name, error);
      else
        opened = open_exhibit (self, info->name, error);
      if (!opened)
        return FALSE;
    }
  return TRUE;
}

static gboolean
open_outputs (AssayDoors *self, GError **error)
{
  for (guint i = 0; i < self->request->outputs->len; i++)
    {
      AssayRequestOutput *output = &g_array_index (self->request->outputs, AssayRequestOutput, i);
      AssayOutputFile *file = assay_guard_check (self->guard, output->path, error)
                                  ? assay_output_file_new (output->path, output->overwrite, error)
                                  : NULL;

      if (file == NULL)
        return FALSE;
      g_ptr_array_add (self->outputs, file);
    }
  return TRUE;
}

/* In memory where that is all there is, else on disk: an attacked video is large. */
static gboolean
open_scratch (AssayDoors *self, GError **error)
{
  const char *folder = g_get_tmp_dir ();

  if (!self->info->scratch)
    return TRUE;
  self->scratch = open (folder, O_RDWR | O_TMPFILE | O_CLOEXEC, 0600);
  if (self->scratch < 0)
    self->scratch = memfd_create ("assay-scratch", MFD_CLOEXEC);
  if (self->scratch < 0)
    g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_IO,
                 _ ("No temporary file can be made in “%s”: %s"), folder, g_strerror (errno));
  return self->scratch >= 0;
}

gboolean
assay_doors_open (AssayDoors *self, const AssayRequest *request, gboolean preview, GError **error)
{
  *self = (AssayDoors){
    .request = request,
    .info = assay_parameters_get_info (request->parameters),
    .hash = preview ? NULL : assay_input_hash_new (),
    .file_names = g_ptr_array_new_with_free_func (g_free),
    .file_fds = g_array_new (FALSE, FALSE, sizeof (int)),
    .folder_names = g_ptr_array_new_with_free_func (g_free),
    .folder_fds = g_array_new (FALSE, FALSE, sizeof (int)),
    .scratch = -1,
    .guard = assay_guard_copy (request->guard),
    .outputs = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_output_file_free),
    .threads = request->threads == 0 ? g_get_num_processors () : request->threads,
    .reference_time
    = request->reference_time != 0 ? request->reference_time : g_get_real_time () / 1000,
    .most_files = MOST_FOLDER_FILES,
  };
  if (!preview)
    {
      self->record = g_array_new (FALSE, FALSE, sizeof (AssayDoorFile));
      g_array_set_clear_func (self->record, file_clear);
    }
  g_array_set_clear_func (self->file_fds, clear_fd);
  g_array_set_clear_func (self->folder_fds, clear_fd);
  for (guint i = 0; !preview && i < request->inputs->len; i++)
    {
      int fd = g_array_index (request->inputs, AssayRequestInput, i).fd;

      assay_guard_add_fd (self->guard, fd);
      assay_input_hash_add (self->hash, fd);
    }
  return open_parameters (self, error)
         && (preview || (open_outputs (self, error) && open_scratch (self, error)));
}

void
assay_doors_clear (AssayDoors *self)
{
  g_clear_pointer (&self->hash, assay_input_hash_free);
  g_clear_pointer (&self->file_names, g_ptr_array_unref);
  g_clear_pointer (&self->file_fds, g_array_unref);
  g_clear_pointer (&self->folder_names, g_ptr_array_unref);
  g_clear_pointer (&self->folder_fds, g_array_unref);
  g_clear_pointer (&self->outputs, g_ptr_array_unref);
  g_clear_pointer (&self->guard, assay_guard_free);
  g_clear_pointer (&self->record, g_array_unref);
  if (self->scratch > 0) /* 0: never opened */
    close (self->scratch);
  self->scratch = -1;
}
