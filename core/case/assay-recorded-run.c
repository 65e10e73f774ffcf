/* assay-recorded-run.c: see the header. All is read from the entry, which is signed; the table of
 * runs only says which entry it is. */
#include "case/assay-recorded-run.h"

#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "base/assay-base.h"
#include "case/assay-case-private.h"
#include "case/assay-files-private.h"
#include "case/assay-hashes-private.h"
#include "worker/assay-tool-list.h"

#define ENTRY_DEPTH 16u

static void
input_clear (gpointer data)
{
  AssayRecordedInput *input = data;

  g_free (input->role);
  g_free (input->sha256);
}

void
assay_recorded_run_free (AssayRecordedRun *self)
{
  g_clear_pointer (&self->outcome, assay_outcome_unref);
  g_clear_pointer (&self->settings, json_object_unref);
  g_clear_pointer (&self->inputs, g_array_unref);
  g_strfreev (self->lost);
  g_free (self);
}

const char *
assay_recorded_run_get_setting (const AssayRecordedRun *self, const char *name)
{
  JsonNode *node = json_object_get_member (self->settings, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return json_node_get_boolean (node) ? "true" : "false";
  return json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

/* The runs come oldest first. */
static gboolean
look_for (const AssayRunRecord *run, gpointer data)
{
  AssayRunRecord *newest = data;

  if (g_strcmp0 (run->tool, newest->tool) == 0 && run->result_sha256[0] != '\0')
    {
      newest->run = run->run;
      newest->started = run->started;
      newest->ended = run->ended;
    }
  return TRUE;
}

static gboolean
find_newest (AssayCase *self,
             guint exhibit,
             const char *const *tools,
             AssayRunRecord *newest,
             GError **error)
{
  *newest = (AssayRunRecord){ .run = 0 };
  for (guint i = 0; tools[i] != NULL; i++)
    {
      AssayRunRecord one = { .tool = tools[i] };

      if (!assay_case_foreach_run (self, exhibit, 0, look_for, &one, error))
        return FALSE;
      if (one.run > newest->run)
        *newest = one;
    }
  return TRUE;
}

typedef struct
{
  JsonNode *root;
} Entry;

static gboolean
take_entry (const AssayLedgerEntry *entry, gpointer data)
{
  ((Entry *) data)->root = assay_json_parse (entry->revealed, -1, ENTRY_DEPTH, NULL);
  return FALSE;
}

/* Where the file of an output is; NULL where it must not be looked for. */
static char *
find_file (AssayCase *self, JsonObject *output)
{
  const char *inside = assay_json_string (output, "file", "");
  const char *outside = assay_json_string (output, "path", "");

  if (*inside != '\0')
    {
      g_autofree char *plain = g_canonicalize_filename (inside, "/");

      if (!g_str_has_prefix (inside, "results/") || !g_str_equal (plain + 1, inside))
        return NULL;
      return g_build_filename (assay_case_get_path (self), inside, NULL);
    }
  if (!g_path_is_absolute (outside) || assay_case_get_mode (self) != ASSAY_CASE_WRITE)
    return NULL;
  return g_strdup (outside);
}

/* Whether @path has the bytes that were made. */
static gboolean
is_as_made (const char *path, const AssayOutcomeOutput *made, GCancellable *cancellable)
{
  const int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
  struct stat info;
  AssayHashes hashes = { .sha256 = "" };
  gboolean same = fd >= 0 && fstat (fd, &info) == 0 && S_ISREG (info.st_mode)
                  && (guint64) info.st_size == made->size
                  && assay_hash_descriptor (fd, made->size, ASSAY_HASH_SHA256, NULL, cancellable,
                                            &hashes, NULL, NULL)
                  && g_strcmp0 (hashes.sha256, made->sha256) == 0;

  assay_close (fd);
  return same;
}

static const char *
name_of (JsonObject *output)
{
  const char *path = assay_json_string (output, "file", NULL);

  if (path == NULL)
    path = assay_json_string (output, "path", "");
  if (*path == '\0')
    return assay_json_string (output, "role", "");
  return strrchr (path, '/') != NULL ? strrchr (path, '/') + 1 : path;
}

/* Sorts what the run made into what is there and what is @lost. Paths live in @paths. */
static GArray *
check_outputs (
    AssayCase *self, JsonObject *data, GPtrArray *paths, GPtrArray *lost, GCancellable *cancellable)
{
  GArray *there = g_array_new (FALSE, FALSE, sizeof (AssayOutcomeOutput));
  JsonArray *outputs = assay_json_array (data, "outputs");

  for (guint i = 0; outputs != NULL && i < json_array_get_length (outputs); i++)
    {
      JsonNode *node = json_array_get_element (outputs, i);
      JsonObject *one = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      char *path = one != NULL ? find_file (self, one) : NULL;
      AssayOutcomeOutput output;

      if (one == NULL)
        continue;
      output = (AssayOutcomeOutput){
        .role = assay_json_string (one, "role", ""),
        .path = path,
        .sha256 = assay_json_string (one, "sha256", ""),
        .size = (guint64) MAX (assay_json_int (one, "size", 0), 0),
      };
      if (path != NULL)
        g_ptr_array_add (paths, path);
      if (path != NULL && is_as_made (path, &output, cancellable))
        g_array_append_val (there, output);
      else
        g_ptr_array_add (lost, g_strdup (name_of (one)));
    }
  return there;
}

/* The settings as far as they can be had again; NULL where one that is needed cannot, as a key. */
static AssayParameters *
make_parameters (const AssayRecordedRun *run)
{
  g_autoptr (AssayParametersBuilder) builder = assay_parameters_builder_new (run->info);

  for (const AssayParameterInfo *at = run->info->parameters; at != NULL && at->name != NULL; at++)
    {
      const char *text = assay_recorded_run_get_setting (run, at->name);

      if (text != NULL && at->type != ASSAY_PARAMETER_SECRET)
        (void) assay_parameters_builder_set (builder, at->name, text, NULL);
    }
  return assay_parameters_builder_end (g_steal_pointer (&builder), NULL);
}

static void
take_inputs (AssayRecordedRun *run, JsonObject *data)
{
  JsonArray *inputs = assay_json_array (data, "inputs");

  for (guint i = 1; inputs != NULL && i < json_array_get_length (inputs); i++)
    {
      JsonNode *node = json_array_get_element (inputs, i);
      AssayRecordedInput input;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;
      input.role = g_strdup (assay_json_string (json_node_get_object (node), "role", ""));
      input.sha256 = g_strdup (assay_json_string (json_node_get_object (node), "sha256", ""));
      g_array_append_val (run->inputs, input);
    }
}

/* What the entry says, with the result that it names. */
static AssayRecordedRun *
make_run (AssayCase *self,
          const AssayRunRecord *record,
          JsonObject *data,
          AssayResult *result,
          GCancellable *cancellable)
{
  AssayRecordedRun *run = g_new0 (AssayRecordedRun, 1);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *lost = g_ptr_array_new ();
  g_autoptr (GArray) outputs = check_outputs (self, data, paths, lost, cancellable);
  JsonObject *settings = assay_json_object (data, "parameters");
  g_autoptr (AssayParameters) parameters = NULL;

  g_ptr_array_add (lost, NULL);
  run->lost = (char **) g_ptr_array_free (lost, FALSE);
  run->entry = record->run;
  run->ended = record->ended;
  run->info = assay_tool_list_find (record->tool);
  run->settings = settings != NULL ? json_object_ref (settings) : json_object_new ();
  run->inputs = g_array_new (FALSE, FALSE, sizeof (AssayRecordedInput));
  g_array_set_clear_func (run->inputs, input_clear);
  take_inputs (run, data);
  parameters = make_parameters (run);
  run->outcome = assay_outcome_new_recorded (
      &(AssayOutcomeRecord){ .parameters = parameters,
                             .result = result,
                             .started = record->started,
                             .ended = record->ended,
                             .sandbox = assay_json_string (data, "sandbox", ""),
                             .libraries = assay_json_string (data, "libraries", ""),
                             .outputs = (const AssayOutcomeOutput *) (gconstpointer) outputs->data,
                             .n_outputs = outputs->len });
  return run;
}

/* A table that was edited may point at the entry of something else. */
static gboolean
is_entry_of (JsonObject *data, guint exhibit, const AssayRunRecord *record)
{
  return g_str_equal (assay_json_string (data, "module", ""), record->tool)
         && assay_json_int (data, "item", 0) == (gint64) exhibit;
}

AssayRecordedRun *
assay_case_find_recorded_run (AssayCase *self,
                              guint exhibit,
                              const char *const *tools,
                              GCancellable *cancellable,
                              GError **error)
{
  AssayRunRecord record;
  Entry entry = { NULL };
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (AssayResult) result = NULL;
  JsonObject *data;

  if (!find_newest (self, exhibit, tools, &record, error) || record.run == 0)
    return NULL;
  if (!assay_case_foreach_entry (self, record.run, record.run, take_entry, &entry, error))
    return NULL;
  root = entry.root;
  data = root != NULL && JSON_NODE_HOLDS_OBJECT (root)
             ? assay_json_object (json_node_get_object (root), "data")
             : NULL;
  if (data == NULL || !is_entry_of (data, exhibit, &record))
    return NULL;
  record.result_sha256 = assay_json_string (data, "result", "");
  result = assay_case_load_result (self, &record, error);
  return result != NULL ? make_run (self, &record, data, result, cancellable) : NULL;
}
