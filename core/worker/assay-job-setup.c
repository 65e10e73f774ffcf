/* assay-job-setup.c: from a JOB frame to the AssayToolJob that a tool sees. */
#include "worker/assay-job-private.h"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "worker/assay-client.h"
#include "worker/assay-registry.h"

/* What the setup borrows: lives as long as the process, which has this one job. */
typedef struct
{
  GArray *inputs;     /* AssayToolInput */
  GPtrArray *roles;   /* char: of the outputs */
  GArray *output_fds; /* int */
  GPtrArray *names;   /* char: file and exhibit parameters */
  GPtrArray *sources; /* AssaySource, one for each of names */
  GVariant *body;     /* holds the texts */
} Parts;

static gboolean
fail (GError **error)
{
  g_set_error_literal (error, ASSAY_WORKER_ERROR, ASSAY_WORKER_ERROR_PROTOCOL,
                       _ ("The job is not one that this analysis process understands"));
  return FALSE;
}

/* A tool that runs in either program may have its preview only in the other. */
static gboolean
refuse_preview (AssayJob *self, GError **error)
{
  if (self->program->has_media || self->tool->info->engine != ASSAY_ENGINE_AUTO)
    return fail (error);
  g_set_error_literal (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_NEEDS_MEDIA,
                       _ ("The preview needs a decoder"));
  return FALSE;
}

/* The descriptor of number @index; -1 if the host did not send it. */
static int
attached_fd (AssayJob *self, guint32 index)
{
  return index < self->attached->len ? g_array_index (self->attached, int, index) : -1;
}

static gboolean
take_inputs (AssayJob *self, Parts *parts, GVariantIter *iter, GError **error)
{
  const char *role;
  const char *name;
  guint32 index;

  while (g_variant_iter_next (iter, "(&s&su)", &role, &name, &index))
    {
      AssayToolInput input = { .role = role, .name = name };

      input.source = assay_source_new_fd (attached_fd (self, index), error);
      if (input.source == NULL)
        return FALSE;
      g_array_append_val (parts->inputs, input);
    }
  return TRUE;
}

/* The descriptor of the output @role; -1 without. */
static int
find_output (const Parts *parts, const char *role)
{
  for (guint i = 0; i < parts->roles->len; i++)
    if (g_str_equal (parts->roles->pdata[i], role))
      return g_array_index (parts->output_fds, int, i);
  return -1;
}

static gboolean
take_outputs (AssayJob *self, Parts *parts, GVariantIter *iter, GError **error)
{
  const char *role;
  guint32 index;

  while (g_variant_iter_next (iter, "(&su)", &role, &index))
    {
      int fd = attached_fd (self, index);

      if (fd < 0)
        return fail (error);
      g_ptr_array_add (parts->roles, g_strdup (role));
      g_array_append_val (parts->output_fds, fd);
    }
  return TRUE;
}

static gboolean
take_files (AssayJob *self, Parts *parts, GVariantIter *iter, GError **error)
{
  const char *name;
  guint32 index;

  while (g_variant_iter_next (iter, "(&su)", &name, &index))
    {
      AssaySource *source = assay_source_new_fd (attached_fd (self, index), error);

      if (source == NULL)
        return FALSE;
      g_ptr_array_add (parts->names, g_strdup (name));
      g_ptr_array_add (parts->sources, source);
    }
  return TRUE;
}

/* Names are opened beneath the folder without following links: the system's words for what stands
 * in the way of that say nothing to a person. */
static const char *
why_not (int code)
{
  switch (code)
    {
    case EXDEV:
      return _ ("the name leads out of the folder");
    case ELOOP:
      return _ ("it is a link, and links are not followed");
    case EISDIR:
      return _ ("it is a folder");
    case ENXIO: /* a socket as the system says it, a pipe or device as assay-folder.c does */
      return _ ("it is not a regular file");
    default:
      return g_strerror (code);
    }
}

/* Asks the host for a file beneath a folder parameter and waits for the answer. */
static AssaySource *
open_beneath (const char *parameter, const char *name, gpointer user_data, GError **error)
{
  AssayJob *self = user_data;

  g_mutex_lock (&self->folder_lock);

  guint32 serial = ++self->folder_serial;

  self->folder_waiting = TRUE;
  if (!assay_wire_send (self->wire, ASSAY_WIRE_FOLDER_REQUEST,
                        g_variant_new ("(uss)", serial, parameter, name), NULL, 0, -1, error))
    self->folder_waiting = FALSE;

  gboolean asked = self->folder_waiting;

  while (self->folder_waiting)
    g_cond_wait (&self->folder_answered, &self->folder_lock);

  guint32 code = self->folder_errno;
  int fd = asked ? self->folder_fd : -1;

  self->folder_fd = -1;
  g_mutex_unlock (&self->folder_lock);
  if (!asked)
    return NULL;
  if (fd < 0)
    {
      g_autofree char *shown = assay_text_visible (name, -1);

      g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_IO,
                   _ ("“%s” cannot be read in that folder: %s"), shown, why_not ((int) code));
      return NULL;
    }

  AssaySource *source = assay_source_new_fd (fd, error);

  close (fd);
  return source;
}

void
assay_job_folder_reply (AssayJob *self, AssayFrame *frame)
{
  guint32 serial;
  guint32 code;

  g_variant_get (frame->body, "(uu)", &serial, &code);
  g_mutex_lock (&self->folder_lock);
  if (self->folder_waiting && serial == self->folder_serial)
    {
      self->folder_fd = assay_frame_take_fd (frame, 0);
      self->folder_errno = code;
      self->folder_waiting = FALSE;
      g_cond_signal (&self->folder_answered);
    }
  g_mutex_unlock (&self->folder_lock);
}

static void
on_progress (double fraction, const char *what, guint64 done, guint64 total, gpointer user_data)
{
  AssayJob *self = user_data;

  /* A host that is gone ends this process through the reading thread. */
  assay_wire_send (self->wire, ASSAY_WIRE_PROGRESS,
                   g_variant_new ("(dstt)", fraction, what, done, total), NULL, 0, -1, NULL);
}

/* Makes the tool's view of the job; its parts stay until the process ends. */
static void
make_tool_job (AssayJob *self,
               Parts *parts,
               AssayParameters *parameters,
               guint32 threads,
               gint64 reference_time)
{
  self->progress = assay_progress_new (on_progress, self, NULL);

  AssayToolJobSetup setup = {
    .info = self->tool->info,
    .parameters = parameters,
    .inputs = (const AssayToolInput *) (gpointer) parts->inputs->data,
    .n_inputs = parts->inputs->len,
    .output_roles = (const char *const *) parts->roles->pdata,
    .output_fds = (const int *) (gpointer) parts->output_fds->data,
    .n_outputs = parts->roles->len,
    .scratch = find_output (parts, ASSAY_WIRE_SCRATCH),
    .file_names = (const char *const *) parts->names->pdata,
    .file_sources = (AssaySource *const *) parts->sources->pdata,
    .n_files = parts->names->len,
    .open_beneath = open_beneath,
    .open_beneath_data = self,
    .progress = self->progress,
    .cancellable = self->cancellable,
    .threads = threads,
    .reference_time = reference_time,
    .has_media = self->program->has_media,
  };

  self->tool_job = assay_tool_job_new (&setup);
}

gboolean
assay_job_set_up (AssayJob *self, AssayFrame *frame, GError **error)
{
  guint32 kind;
  guint32 threads;
  gint64 reference_time;
  const char *tool;
  g_autoptr (GVariant) values = NULL;
  g_autoptr (GVariantIter) inputs = NULL;
  g_autoptr (GVariantIter) outputs = NULL;
  g_autoptr (GVariantIter) files = NULL;
  /* Not freed: the process ends with the job. */
  Parts *parts = g_new0 (Parts, 1);

  parts->inputs = g_array_new (FALSE, FALSE, sizeof (AssayToolInput));
  parts->roles = g_ptr_array_new ();
  parts->output_fds = g_array_new (FALSE, FALSE, sizeof (int));
  parts->names = g_ptr_array_new ();
  parts->sources = g_ptr_array_new ();
  parts->body = g_variant_ref (frame->body);
  g_variant_get (parts->body, "(u&s@a{sv}a(ssu)a(su)a(su)ux)", &kind, &tool, &values, &inputs,
                 &outputs, &files, &threads, &reference_time);
  self->buffer = assay_frame_take_fd (frame, 0);
  self->preview = kind == 1;
  self->tool = assay_registry_find (tool);
  if (self->tool == NULL || kind > 1)
    return fail (error);
  if (!self->preview && self->tool->run == NULL)
    return fail (error);
  if (self->preview && self->tool->preview == NULL)
    return refuse_preview (self, error);
  if (!take_inputs (self, parts, inputs, error) || !take_outputs (self, parts, outputs, error)
      || !take_files (self, parts, files, error))
    return FALSE;

  AssayParameters *parameters = assay_parameters_from_variant (self->tool->info, values, error);

  if (parameters == NULL)
    return FALSE;
  make_tool_job (self, parts, parameters, threads, reference_time);
  return TRUE;
}
