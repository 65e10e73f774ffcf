/* assay-outcome.c: what came of a run. */
#include "config.h"

#include "worker/assay-outcome-private.h"

G_DEFINE_BOXED_TYPE (AssayOutcome, assay_outcome, assay_outcome_ref, assay_outcome_unref)

static void
input_clear (gpointer data)
{
  AssayRequestInput *input = data;

  g_free (input->role);
  g_free (input->name);
  g_free (input->sha256);
}

/* An output as it is kept; the public form borrows from it. */
typedef struct
{
  char *role;
  char *path;
  char *sha256;
  guint64 size;
} Output;

static void
output_clear (gpointer data)
{
  Output *output = data;

  g_free (output->role);
  g_free (output->path);
  g_free (output->sha256);
}

static AssayOutcome *
new_empty (AssayParameters *parameters)
{
  AssayOutcome *self = g_atomic_rc_box_new0 (AssayOutcome);

  self->parameters = parameters != NULL ? assay_parameters_ref (parameters) : NULL;
  self->inputs = g_array_new (FALSE, FALSE, sizeof (AssayRequestInput));
  self->outputs = g_array_new (FALSE, FALSE, sizeof (Output));
  g_array_set_clear_func (self->inputs, input_clear);
  g_array_set_clear_func (self->outputs, output_clear);
  return self;
}

AssayOutcome *
assay_outcome_new (const AssayRequest *request)
{
  AssayOutcome *self = new_empty (request->parameters);

  self->started = g_get_real_time () / 1000;
  return self;
}

AssayOutcome *
assay_outcome_new_recorded (const AssayOutcomeRecord *record)
{
  AssayOutcome *self = new_empty (record->parameters);

  self->result = assay_result_ref (record->result);
  self->started = record->started;
  self->ended = record->ended;
  assay_outcome_set_engine (self, record->sandbox, record->libraries);
  for (guint i = 0; i < record->n_outputs; i++)
    assay_outcome_add_output (self, record->outputs[i].role, record->outputs[i].path,
                              record->outputs[i].sha256, record->outputs[i].size);
  return self;
}

void
assay_outcome_set_engine (AssayOutcome *self, const char *sandbox, const char *libraries)
{
  g_free (self->sandbox);
  g_free (self->libraries);
  self->sandbox = g_strdup (sandbox);
  self->libraries = g_strdup (libraries);
}

void
assay_outcome_add_output (
    AssayOutcome *self, const char *role, const char *path, const char *sha256, guint64 size)
{
  Output output = {
    .role = g_strdup (role), .path = g_strdup (path), .sha256 = g_strdup (sha256), .size = size
  };

  g_array_append_val (self->outputs, output);
}

static void
add_input (AssayOutcome *self, const char *role, const char *name, guint64 size, const char *sha256)
{
  AssayRequestInput input = { .role = g_strdup (role),
                              .name = g_strdup (name),
                              .fd = -1,
                              .size = size,
                              .sha256 = g_strdup (sha256) };

  g_array_append_val (self->inputs, input);
}

void
assay_outcome_add_file (
    AssayOutcome *self, const char *parameter, const char *name, guint64 size, const char *sha256)
{
  add_input (self, parameter, name, size, sha256);
}

void
assay_outcome_set_inputs (AssayOutcome *self, const AssayRequest *request)
{
  for (guint i = 0; i < request->inputs->len; i++)
    {
      AssayRequestInput *from = &g_array_index (request->inputs, AssayRequestInput, i);

      add_input (self, from->role, from->name, from->size, from->sha256);
    }
}

void
assay_outcome_complete (AssayOutcome *self, AssayResult *result)
{
  self->result = assay_result_ref (result);
  self->ended = g_get_real_time () / 1000;
}

AssayOutcome *
assay_outcome_ref (AssayOutcome *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
outcome_clear (gpointer data)
{
  AssayOutcome *self = data;

  g_clear_pointer (&self->parameters, assay_parameters_unref);
  g_clear_pointer (&self->result, assay_result_unref);
  g_array_unref (self->inputs);
  g_array_unref (self->outputs);
  g_free (self->sandbox);
  g_free (self->libraries);
}

void
assay_outcome_unref (AssayOutcome *self)
{
  g_atomic_rc_box_release_full (self, outcome_clear);
}

AssayResult *
assay_outcome_get_result (AssayOutcome *self)
{
  return self->result;
}

AssayParameters *
assay_outcome_get_parameters (AssayOutcome *self)
{
  return self->parameters;
}

guint
assay_outcome_get_n_inputs (AssayOutcome *self)
{
  return self->inputs->len;
}

void
assay_outcome_get_input (AssayOutcome *self, guint index, AssayOutcomeInput *input)
{
  const AssayRequestInput *from = &g_array_index (self->inputs, AssayRequestInput, index);

  *input = (AssayOutcomeInput){
    .role = from->role, .name = from->name, .size = from->size, .sha256 = from->sha256
  };
}

guint
assay_outcome_get_n_outputs (AssayOutcome *self)
{
  return self->outputs->len;
}

void
assay_outcome_get_output (AssayOutcome *self, guint index, AssayOutcomeOutput *output)
{
  const Output *from = &g_array_index (self->outputs, Output, index);

  *output = (AssayOutcomeOutput){
    .role = from->role, .path = from->path, .sha256 = from->sha256, .size = from->size
  };
}

gint64
assay_outcome_get_started (AssayOutcome *self)
{
  return self->started;
}

gint64
assay_outcome_get_ended (AssayOutcome *self)
{
  return self->ended;
}

const char *
assay_outcome_get_sandbox (AssayOutcome *self)
{
  return self->sandbox;
}

const char *
assay_outcome_get_libraries (AssayOutcome *self)
{
  return self->libraries;
}
