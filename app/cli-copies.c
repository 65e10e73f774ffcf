/* cli-copies.c: `case recipients copies`: a copy with a mark of its own for each recipient. */
#include "config.h"

#include <glib/gi18n.h>

#include "case/assay-case-run.h"
#include "case/assay-recipient-copies.h"
#include "cli.h"
#include "worker/assay-tool-list.h"

typedef struct
{
  int exhibit;
  char *tool;
  char *list;
  char *folder;
  char **settings;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->tool);
  g_free (options->list);
  g_free (options->folder);
  g_strfreev (options->settings);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static AssayRequest *
make_request (Cli *cli,
              const AssayToolInfo *info,
              const Options *options,
              const AssayRecipientCopy *copy,
              GError **error)
{
  g_autoptr (AssayParametersBuilder) builder = assay_parameters_builder_new (info);
  g_autoptr (AssayParameters) parameters = NULL;
  AssayRequest *request;

  if (!assay_parameters_builder_set_by_name (builder, copy->path, error))
    return NULL;
  for (guint i = 0; options->settings != NULL && options->settings[i] != NULL; i++)
    if (!cli_apply_setting (cli, builder, info, options->settings[i], error))
      return NULL;
  if (!assay_parameters_builder_set (builder, "mark", copy->recipient->mark, error))
    return NULL;
  parameters = assay_parameters_builder_end (g_steal_pointer (&builder), error);
  if (parameters == NULL)
    return NULL;
  request = assay_request_new (parameters);
  assay_request_set_output (request, info->outputs[0].role, copy->path, FALSE);
  return request;
}

/* One copy, made and noted. */
static gboolean
make_copy (Cli *cli,
           AssayCase *opened,
           const AssayToolInfo *info,
           const Options *options,
           AssayRecipientCopy *copy,
           GError **error)
{
  g_autoptr (AssayRequest) request = make_request (cli, info, options, copy, error);
  g_autoptr (AssayProgress) progress = cli_progress (cli, copy->recipient->name);
  g_autoptr (AssayOutcome) outcome = NULL;

  if (request != NULL)
    outcome = assay_case_run (opened, (guint) options->exhibit, request, cli_get_client (cli),
                              progress, cli->cancellable, error);
  cli_progress_end (cli);
  return outcome != NULL && assay_recipient_copies_note (opened, copy, outcome, error);
}

static void
tell (Cli *cli, const AssayRecipientCopy *copy, JsonArray *made)
{
  JsonObject *object = cli_recipient_to_json (copy->recipient);
  g_autofree char *name = assay_text_line (copy->recipient->name, -1);
  g_autofree char *path = assay_text_line (copy->path, -1);

  json_object_set_string_member (object, "path", copy->path);
  json_array_add_object_element (made, object);
  cli_print (cli, "%s  %s  %s\n", copy->recipient->mark, name, path);
}

static void
make_all (Cli *cli, const char *case_name, const AssayToolInfo *info, const Options *options)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *list = NULL;
  g_autoptr (AssayCase) opened = NULL;
  g_autoptr (GPtrArray) copies = NULL;
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *made = json_array_new ();

  json_object_set_array_member (object, "recipients", made);
  if (g_file_get_contents (options->list, &list, NULL, &error)
      && (opened = cli_open_case (cli, case_name, CLI_WRITE)) != NULL)
    copies = assay_recipient_copies_plan (opened, (guint) MAX (options->exhibit, 0), info, list,
                                          options->folder, &error);
  for (guint i = 0; copies != NULL && i < copies->len && error == NULL; i++)
    if (make_copy (cli, opened, info, options, copies->pdata[i], &error))
      tell (cli, copies->pdata[i], made);
  /* What was made before a failure is told as well: it is in the register. */
  if (cli->json && copies != NULL)
    cli_print_json (json_node_init_object (json_node_alloc (), object));
  if (error != NULL)
    cli_fail (cli, error, case_name, NULL);
}

void
cli_copies (Cli *cli, int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  const AssayToolInfo *info;
  const GOptionEntry entries[]
      = { { "exhibit", 0, 0, G_OPTION_ARG_INT, &options.exhibit, N_ ("Exhibit that is copied"),
            N_ ("N") },
          { "tool", 0, 0, G_OPTION_ARG_STRING, &options.tool, N_ ("Tool that marks"), N_ ("TOOL") },
          { "list", 0, 0, G_OPTION_ARG_FILENAME, &options.list,
            N_ ("Recipients, a line each: NAME or NAME, CONTACT"), N_ ("FILE") },
          { "folder", 0, 0, G_OPTION_ARG_FILENAME, &options.folder, N_ ("Where the copies go"),
            N_ ("FOLDER") },
          { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.settings,
            N_ ("Set a parameter; a secret as NAME=@FILE, NAME=@- or NAME=@key:KEY"),
            N_ ("NAME=VALUE") },
          G_OPTION_ENTRY_NULL };

  if (!cli_parse (cli, entries, _ ("CASE"), 1, 1, &argc, &argv))
    return;
  info = options.tool != NULL ? assay_tool_list_find (options.tool) : NULL;
  if (info == NULL || !assay_recipient_copies_apply (info))
    cli_fail_usage (cli, _ ("--tool names a tool that hides a mark in a copy: video.embed or "
                            "audio.embed"));
  else if (options.list == NULL || options.folder == NULL)
    cli_fail_usage (cli, _ ("Copies need --list FILE and --folder FOLDER"));
  else
    make_all (cli, argv[1], info, &options);
}
