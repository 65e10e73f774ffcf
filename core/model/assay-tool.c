/* assay-tool.c: what a run may reach, handed to the tool as one object. */
#include "model/assay-tool.h"

#include "config.h"

#include <glib/gi18n-lib.h>

struct _AssayToolJob
{
  AssayToolJobSetup setup; /* arrays borrowed from the caller for the life of the job */
};

AssayToolJob *
assay_tool_job_new (const AssayToolJobSetup *setup)
{
  AssayToolJob *self = g_new0 (AssayToolJob, 1);

  self->setup = *setup;
  return self;
}

void
assay_tool_job_free (AssayToolJob *self)
{
  g_free (self);
}

const AssayToolInfo *
assay_tool_job_get_info (AssayToolJob *self)
{
  return self->setup.info;
}

AssayParameters *
assay_tool_job_get_parameters (AssayToolJob *self)
{
  return self->setup.parameters;
}

guint
assay_tool_job_get_n_inputs (AssayToolJob *self)
{
  return self->setup.n_inputs;
}

const AssayToolInput *
assay_tool_job_get_input (AssayToolJob *self, guint index)
{
  return &self->setup.inputs[index];
}

const AssayToolInput *
assay_tool_job_find_input (AssayToolJob *self, const char *role)
{
  for (guint i = 0; i < self->setup.n_inputs; i++)
    if (g_str_equal (self->setup.inputs[i].role, role))
      return &self->setup.inputs[i];
  return NULL;
}

int
assay_tool_job_get_output (AssayToolJob *self, const char *role)
{
  for (guint i = 0; i < self->setup.n_outputs; i++)
    if (g_str_equal (self->setup.output_roles[i], role))
      return self->setup.output_fds[i];
  return -1;
}

int
assay_tool_job_get_scratch (AssayToolJob *self)
{
  return self->setup.info->scratch ? self->setup.scratch : -1;
}

AssayResult *
assay_tool_job_run_inside (AssayToolJob *self,
                           const AssayTool *tool,
                           AssayParameters *parameters,
                           const AssayToolInput *input,
                           int output,
                           AssayProgress *progress,
                           GError **error)
{
  AssayToolJobSetup setup = self->setup;
  const char *role = tool->info->outputs != NULL ? tool->info->outputs[0].role : NULL;
  g_autoptr (AssayToolJob) inside = NULL;

  setup.info = tool->info;
  setup.parameters = parameters;
  setup.inputs = input;
  setup.n_inputs = 1;
  setup.output_roles = &role;
  setup.output_fds = &output;
  setup.n_outputs = output >= 0 && role != NULL ? 1 : 0;
  setup.progress = progress;
  inside = assay_tool_job_new (&setup);
  return tool->run (inside, error);
}

AssaySource *
assay_tool_job_open_file (AssayToolJob *self, const char *parameter, GError **error)
{
  for (guint i = 0; i < self->setup.n_files; i++)
    if (g_str_equal (self->setup.file_names[i], parameter))
      return assay_source_ref (self->setup.file_sources[i]);
  g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
               _ ("Parameter “%s” names no file"), parameter);
  return NULL;
}

AssaySource *
assay_tool_job_open_beneath (AssayToolJob *self,
                             const char *parameter,
                             const char *name,
                             GError **error)
{
  if (self->setup.open_beneath == NULL)
    {
      g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                   _ ("Parameter “%s” names no folder"), parameter);
      return NULL;
    }
  return self->setup.open_beneath (parameter, name, self->setup.open_beneath_data, error);
}

AssayProgress *
assay_tool_job_get_progress (AssayToolJob *self)
{
  return self->setup.progress;
}

GCancellable *
assay_tool_job_get_cancellable (AssayToolJob *self)
{
  return self->setup.cancellable;
}

guint
assay_tool_job_get_threads (AssayToolJob *self)
{
  return self->setup.threads;
}

gint64
assay_tool_job_get_reference_time (AssayToolJob *self)
{
  return self->setup.reference_time;
}

gboolean
assay_tool_job_has_media (AssayToolJob *self)
{
  return self->setup.has_media;
}
