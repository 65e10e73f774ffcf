/* cli-run.c: `run`: any tool, on plain files or on an exhibit of a case. */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "case/assay-import.h"
#include "case/assay-key-store.h"
#include "case/assay-known-register.h"
#include "case/assay-recipient-register.h"
#include "cli.h"
#include "worker/assay-tool-list.h"

/* A secret longer than this is a mistaken file name. */
#define MAX_SECRET (1024 * 1024)

typedef struct
{
  char *case_name;
  int exhibit;
  char **settings;
  char **inputs; /* ROLE=FILE */
  char *known;   /* subject of the known recordings */
  char *output;
  gboolean force;
} RunOptions;

static void
run_options_clear (RunOptions *options)
{
  g_free (options->case_name);
  g_strfreev (options->settings);
  g_strfreev (options->inputs);
  g_free (options->known);
  g_free (options->output);
}

static GBytes *
read_stdin (void)
{
  GByteArray *bytes = g_byte_array_new ();
  guint8 buffer[4096];
  gsize got;

  while ((got = fread (buffer, 1, sizeof buffer, stdin)) > 0 && bytes->len < MAX_SECRET)
    g_byte_array_append (bytes, buffer, (guint) got);
  return g_byte_array_free_to_bytes (bytes);
}

/* "@key:NAME": a key of the key store, opened with the passphrase file if it is locked. */
static GBytes *
load_named_key (Cli *cli, const char *name, GError **error)
{
  g_autoptr (GError) inner = NULL;
  g_autofree char *passphrase = cli_read_passphrase (cli, &inner);

  if (inner == NULL)
    return assay_key_store_load (NULL, name, passphrase, error);
  g_propagate_error (error, g_steal_pointer (&inner));
  return NULL;
}

/* "@FILE", "@-" and "@key:NAME" keep a secret out of the process list; one final newline is not
 * part of it. */
static gboolean
set_secret (
    Cli *cli, AssayParametersBuilder *builder, const char *name, const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  char *contents;
  gsize length;

  if (g_str_equal (text, "@-"))
    bytes = read_stdin ();
  else if (g_str_has_prefix (text, "@key:"))
    bytes = load_named_key (cli, text + strlen ("@key:"), error);
  else if (g_file_get_contents (text + 1, &contents, &length, error))
    bytes = g_bytes_new_take (contents, length);
  if (bytes == NULL)
    return FALSE;

  const char *data = g_bytes_get_data (bytes, &length);

  if (length > 0 && data[length - 1] == '\n')
    length--;

  g_autoptr (GBytes) secret = g_bytes_new_from_bytes (bytes, 0, length);

  return assay_parameters_builder_set_secret (builder, name, secret, error);
}

/* A word that names a stored key was perhaps meant to be that key. */
static void
warn_of_name (const char *text)
{
  g_autoptr (GPtrArray) keys = assay_key_store_list (NULL, NULL);

  for (guint i = 0; keys != NULL && i < keys->len; i++)
    if (g_str_equal (((const AssayStoredKey *) keys->pdata[i])->name, text))
      g_printerr (_ ("assay-cli: “%s” is taken as the key itself; the stored key of this name is "
                     "@key:%s\n"),
                  text, text);
}

gboolean
cli_apply_setting (Cli *cli,
                   AssayParametersBuilder *builder,
                   const AssayToolInfo *info,
                   const char *setting,
                   GError **error)
{
  const char *equals = strchr (setting, '=');

  if (equals == NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("“--set %s” must be NAME=VALUE"), setting);
      return FALSE;
    }

  g_autofree char *name = g_strndup (setting, (gsize) (equals - setting));
  const AssayParameterInfo *parameter = assay_tool_info_parameter (info, name);

  if (parameter != NULL && parameter->type == ASSAY_PARAMETER_SECRET && equals[1] == '@')
    return set_secret (cli, builder, name, equals + 1, error);
  if (parameter != NULL && parameter->type == ASSAY_PARAMETER_SECRET)
    warn_of_name (equals + 1);
  return assay_parameters_builder_set (builder, name, equals + 1, error);
}

/* What opens the result must not be lost to it: the files that secrets come from. */
static void
keep_secrets (Cli *cli, AssayRequest *request, const AssayToolInfo *info, const RunOptions *options)
{
  char **settings = options->settings;

  if (cli->passphrase_file != NULL)
    assay_request_keep_path (request, cli->passphrase_file);
  for (guint i = 0; settings != NULL && settings[i] != NULL; i++)
    {
      const char *equals = strchr (settings[i], '=');
      g_autofree char *name = g_strndup (settings[i], (gsize) (equals - settings[i]));

      if (equals[1] == '@'
          && assay_tool_info_parameter (info, name)->type == ASSAY_PARAMETER_SECRET)
        assay_request_keep_path (request, equals + 2);
    }
}

static AssayParameters *
make_parameters (Cli *cli, const AssayToolInfo *info, const RunOptions *options, GError **error)
{
  g_autoptr (AssayParametersBuilder) builder = assay_parameters_builder_new (info);
  char **settings = options->settings;

  if (options->output != NULL
      && !assay_parameters_builder_set_by_name (builder, options->output, error))
    return NULL;
  for (guint i = 0; settings != NULL && settings[i] != NULL; i++)
    if (!cli_apply_setting (cli, builder, info, settings[i], error))
      return NULL;
  return assay_parameters_builder_end (g_steal_pointer (&builder), error);
}

static gboolean
add_inputs (AssayRequest *request, const AssayToolInfo *info, char **inputs, GError **error)
{
  for (guint i = 0; inputs != NULL && inputs[i] != NULL; i++)
    {
      const char *equals = strchr (inputs[i], '=');
      g_autofree char *role
          = equals == NULL ? g_strdup ("") : g_strndup (inputs[i], (gsize) (equals - inputs[i]));

      if (equals == NULL || assay_tool_info_input (info, role) == NULL)
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       _ ("“--input %s” must be ROLE=FILE with a role of the tool"), inputs[i]);
          return FALSE;
        }
      if (!assay_request_add_input_path (request, role, equals + 1, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
set_output (AssayRequest *request,
            const AssayToolInfo *info,
            const RunOptions *options,
            GError **error)
{
  if (options->output == NULL)
    return TRUE;

  const AssayOutputInfo *first = info->outputs;
  const char *equals = strchr (options->output, '=');
  g_autofree char *role
      = equals == NULL ? NULL : g_strndup (options->output, (gsize) (equals - options->output));
  gboolean named = role != NULL && assay_tool_info_output (info, role) != NULL;

  if (first == NULL || first->role == NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("“%s” writes no file, so --out has no meaning"), info->id);
      return FALSE;
    }
  assay_request_set_output (request, named ? role : first->role,
                            named ? equals + 1 : options->output, options->force);
  return TRUE;
}

/* Without a case nothing keeps what is made, so each output needs a place. */
static gboolean
check_outputs (const AssayRequest *request, const AssayToolInfo *info, GError **error)
{
  for (const AssayOutputInfo *output = info->outputs; output != NULL && output->role != NULL;
       output++)
    if (!output->optional && !assay_request_has_output (request, output->role))
      {
        g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_MISSING,
                     _ ("“%s” needs a place for its output “%s”: --out says where"), info->id,
                     output->role);
        return FALSE;
      }
  return TRUE;
}

/* Everything but the first input. NULL after reporting. */
static AssayRequest *
make_request (Cli *cli, const AssayToolInfo *info, const RunOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayParameters) parameters = make_parameters (cli, info, options, &error);
  g_autoptr (AssayRequest) request = parameters == NULL ? NULL : assay_request_new (parameters);

  if (request != NULL)
    keep_secrets (cli, request, info, options);
  if (request != NULL && set_output (request, info, options, &error))
    return g_steal_pointer (&request);
  cli_fail (cli, error, info->id, assay_outcome_error_json (info, request, error));
  return NULL;
}

/* What the register of the case says about a run. */
typedef struct
{
  AssayResult *result;       /* of the run; NULL: it failed */
  AssayRecipient *recipient; /* who was given the mark that was read; NULL: nobody */
  GPtrArray *known;          /* AssayKnown: what was compared with; NULL: nothing */
} Registered;

static void
registered_clear (Registered *self)
{
  g_clear_pointer (&self->recipient, assay_recipient_free);
  g_clear_pointer (&self->known, g_ptr_array_unref);
}

static void
add_registered (JsonObject *object, const Registered *self)
{
  JsonArray *known;

  if (self->recipient != NULL)
    json_object_set_object_member (object, "recipient",
                                   cli_found_recipient_to_json (self->recipient, self->result));
  if (self->known == NULL || self->known->len == 0)
    return;
  known = json_array_new ();
  for (guint i = 0; i < self->known->len; i++)
    {
      const AssayKnown *at = self->known->pdata[i];
      JsonObject *member = json_object_new ();

      json_object_set_int_member (member, "exhibit", at->exhibit);
      json_object_set_string_member (member, "subject", at->subject);
      json_array_add_object_element (known, member);
    }
  json_object_set_array_member (object, "known", known);
}

static void
print_registered (Cli *cli, const Registered *self)
{
  if (self->recipient != NULL)
    {
      g_autofree char *words = assay_recipient_words (self->recipient, self->result);
      g_autofree char *contact = assay_text_line (self->recipient->contact, -1);

      cli_print (cli, "  recipient: %s %s\n", words, contact);
    }
  for (guint i = 0; self->known != NULL && i < self->known->len; i++)
    {
      const AssayKnown *at = self->known->pdata[i];
      g_autofree char *subject = assay_text_line (at->subject, -1);

      cli_print (cli, _ ("  compared with exhibit %u, known to be of %s\n"), at->exhibit, subject);
    }
}

/* @registered: (nullable); @path: (nullable): the file. */
static void
finish_run (Cli *cli,
            const AssayToolInfo *info,
            AssayRequest *request,
            AssayOutcome *outcome,
            const Registered *registered,
            const GError *error,
            const char *path,
            const char *about)
{
  cli_progress_end (cli);
  if (outcome == NULL)
    {
      cli_fail (cli, error, about, cli_error_document (info, request, path, error));
      return;
    }
  if (cli->json)
    {
      g_autoptr (JsonNode) node = assay_outcome_to_json (outcome);

      if (registered != NULL)
        add_registered (json_node_get_object (node), registered);
      cli_print_json (g_steal_pointer (&node));
      return;
    }
  if (cli_is_proof (info->id))
    cli_print_proof (cli, info->id, outcome);
  else
    cli_print_outcome (cli, outcome);
  if (registered != NULL)
    print_registered (cli, registered);
}

/* @n files as first input of one run; with none the inputs are those of --input alone. */
static void
run_on (Cli *cli, const AssayToolInfo *info, const RunOptions *options, char **paths, int n)
{
  g_autoptr (AssayRequest) request = make_request (cli, info, options);
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOutcome) outcome = NULL;
  const char *role = info->inputs == NULL ? NULL : info->inputs[0].role;
  const char *about = n == 1 ? paths[0] : NULL;

  if (request == NULL)
    return;

  g_autoptr (AssayProgress) progress = cli_progress (cli, about == NULL ? info->id : about);
  gboolean added = TRUE;

  for (int i = 0; i < n && added; i++)
    added = assay_request_add_input_path (request, role, paths[i], &error);
  if (added && add_inputs (request, info, options->inputs, &error)
      && check_outputs (request, info, &error))
    outcome = assay_client_run (cli_get_client (cli), request, progress, cli->cancellable, &error);
  finish_run (cli, info, request, outcome, NULL, error, about, about);
}

/* What the case knows to be genuine, for a tool that compares, unless --input says with what.
 * @known: (out) (nullable): with what */
static gboolean
add_known (AssayCase *opened,
           AssayRequest *request,
           const AssayToolInfo *info,
           const RunOptions *options,
           GPtrArray **known,
           GError **error)
{
  g_autoptr (GError) inner = NULL;

  for (guint i = 0; options->inputs != NULL && options->inputs[i] != NULL; i++)
    if (g_str_has_prefix (options->inputs[i], ASSAY_KNOWN_ROLE "="))
      return TRUE;
  if (!assay_known_apply (info))
    return TRUE;
  *known = assay_known_register_add_inputs (opened, (guint) options->exhibit, options->known,
                                            request, &inner);
  if (g_error_matches (inner, ASSAY_CASE_ERROR, ASSAY_CASE_ERROR_INVALID) && options->known == NULL)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("%s “--known SUBJECT” does, and “--known ''” compares with none."),
                 inner->message);
  else if (inner != NULL)
    g_propagate_error (error, g_steal_pointer (&inner));
  return *known != NULL;
}

static void
run_on_exhibit (Cli *cli, const AssayToolInfo *info, const RunOptions *options)
{
  if (options->exhibit <= 0)
    {
      cli_fail_usage (cli, _ ("With --case, --exhibit N says which exhibit"));
      return;
    }

  g_autoptr (AssayRequest) request = make_request (cli, info, options);
  g_autoptr (AssayCase) opened
      = request == NULL ? NULL : cli_open_case (cli, options->case_name, CLI_WRITE);
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOutcome) outcome = NULL;
  Registered registered = { NULL };

  if (opened == NULL)
    return;

  g_autoptr (AssayProgress) progress = cli_progress (cli, info->id);

  if (add_inputs (request, info, options->inputs, &error)
      && add_known (opened, request, info, options, &registered.known, &error))
    outcome = assay_case_run (opened, (guint) options->exhibit, request, cli_get_client (cli),
                              progress, cli->cancellable, &error);
  if (outcome != NULL)
    {
      registered.result = assay_outcome_get_result (outcome);
      registered.recipient = assay_recipient_register_look_up (opened, registered.result, 0, NULL);
    }

  AssayExhibit *exhibit = assay_case_get_exhibit (opened, (guint) options->exhibit);
  g_autofree char *name
      = exhibit != NULL ? assay_text_line (assay_exhibit_get_name (exhibit), -1) : NULL;
  g_autofree char *about
      = name != NULL ? g_strdup_printf (_ ("Exhibit %u: %s"), (guint) options->exhibit, name)
                     : g_strdup (options->case_name);

  finish_run (cli, info, request, outcome, &registered, error, NULL, about);
  registered_clear (&registered);
}

/* One run a file, each with its document; a tool that works on several files takes all at once. */
static void
run_on_files (Cli *cli, const AssayToolInfo *info, const RunOptions *options, int n, char **paths)
{
  if (n == 0 || (info->inputs != NULL && info->inputs[0].role != NULL && info->inputs[0].most != 1))
    {
      run_on (cli, info, options, paths, n);
      return;
    }
  if (n > 1 && options->output != NULL)
    {
      cli_fail_usage (cli, _ ("--out names one file, but %d files were given"), n);
      return;
    }
  for (int i = 0; i < n && !g_cancellable_is_cancelled (cli->cancellable); i++)
    run_on (cli, info, options, paths + i, 1);
}

void
cli_run (Cli *cli, int argc, char **argv)
{
  RunOptions options = { NULL };
  const GOptionEntry entries[] = {
    { "case", 0, 0, G_OPTION_ARG_STRING, &options.case_name, N_ ("Run in this case"), N_ ("CASE") },
    { "exhibit", 0, 0, G_OPTION_ARG_INT, &options.exhibit, N_ ("On this exhibit"), N_ ("N") },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.settings,
      N_ ("Set a parameter (“assay-cli tools TOOL” lists them); a secret as NAME=@FILE, NAME=@- or "
          "NAME=@key:KEY"),
      N_ ("NAME=VALUE") },
    { "input", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.inputs,
      N_ ("A further input of the tool"), N_ ("ROLE=FILE") },
    { "known", 0, 0, G_OPTION_ARG_STRING, &options.known,
      N_ ("Compare with the known recordings of this speaker or device"), N_ ("SUBJECT") },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &options.output,
      N_ ("Where the output goes; ROLE=PATH if there are several"), N_ ("PATH") },
    { "force", 0, 0, G_OPTION_ARG_NONE, &options.force, N_ ("Replace an existing output"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (cli_parse (cli, entries, _ ("TOOL [FILE…]"), 1, -1, &argc, &argv))
    {
      const AssayToolInfo *info = assay_tool_list_find (argv[1]);

      if (info == NULL)
        cli_fail_usage (cli, _ ("There is no tool “%s”; “assay-cli tools” lists them"), argv[1]);
      else if (options.known != NULL && (options.case_name == NULL || !assay_known_apply (info)))
        cli_fail_usage (cli, _ ("--known needs --case and a tool that compares with recordings"));
      else if (options.case_name != NULL && argc > 2)
        cli_fail_usage (cli, _ ("With --case, the exhibit is the input: give no file"));
      else if (options.case_name != NULL)
        run_on_exhibit (cli, info, &options);
      else if (g_str_equal (info->id, "bag.verify") && options.settings == NULL && argc == 3
               && assay_bag_is (argv[2]))
        cli_verify_bag (cli, argv[2]); /* the folder says all that the tool asks for */
      else
        run_on_files (cli, info, &options, argc - 2, argv + 2);
    }
  run_options_clear (&options);
}
