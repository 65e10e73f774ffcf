/* cli-tools.c: `tools`: what can be run, and with which parameters. */
#include "config.h"

#include <glib/gi18n.h>

#include "cli.h"
#include "worker/assay-tool-list.h"

static void
set_text (JsonObject *object, const char *member, const char *text)
{
  json_object_set_string_member (object, member, text == NULL ? "" : text);
}

static JsonArray *
kinds_to_json (guint kinds)
{
  static const char *const names[]
      = { "image", "video", "audio", "table", "document", "archive", "bitstream", "other" };
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if ((kinds & (1u << i)) != 0)
      json_array_add_string_element (array, names[i]);
  return array;
}

static JsonObject *
parameter_to_json (const AssayParameterInfo *info)
{
  JsonObject *object = json_object_new ();

  set_text (object, "name", info->name);
  set_text (object, "type", assay_parameter_type_name (info->type));
  set_text (object, "title", info->title == NULL ? "" : _ (info->title));
  set_text (object, "help", info->help == NULL ? "" : _ (info->help));
  set_text (object, "unit", info->unit);
  if (info->fallback == NULL)
    json_object_set_null_member (object, "default");
  else
    set_text (object, "default", info->fallback);
  if (info->minimum < info->maximum)
    {
      json_object_set_double_member (object, "minimum", info->minimum);
      json_object_set_double_member (object, "maximum", info->maximum);
    }
  if (info->choices != NULL)
    {
      JsonArray *choices = json_array_new ();

      for (const AssayChoice *at = info->choices; at->id != NULL; at++)
        json_array_add_string_element (choices, at->id);
      json_object_set_array_member (object, "choices", choices);
    }
  return object;
}

static JsonArray *
parameters_to_json (const AssayToolInfo *info)
{
  JsonArray *array = json_array_new ();

  for (const AssayParameterInfo *at = info->parameters; at != NULL && at->name != NULL; at++)
    json_array_add_object_element (array, parameter_to_json (at));
  return array;
}

static JsonArray *
inputs_to_json (const AssayToolInfo *info)
{
  JsonArray *array = json_array_new ();

  for (const AssayInputInfo *at = info->inputs; at != NULL && at->role != NULL; at++)
    {
      JsonObject *object = json_object_new ();

      set_text (object, "role", at->role);
      json_object_set_array_member (object, "media", kinds_to_json (at->kinds));
      json_object_set_int_member (object, "least", at->least);
      json_object_set_int_member (object, "most", at->most);
      json_array_add_object_element (array, object);
    }
  return array;
}

static JsonArray *
outputs_to_json (const AssayToolInfo *info)
{
  JsonArray *array = json_array_new ();

  for (const AssayOutputInfo *at = info->outputs; at != NULL && at->role != NULL; at++)
    {
      JsonObject *object = json_object_new ();

      set_text (object, "role", at->role);
      set_text (object, "extension", at->extension);
      json_object_set_boolean_member (object, "optional", at->optional);
      json_array_add_object_element (array, object);
    }
  return array;
}

static JsonArray *
metrics_to_json (const AssayToolInfo *info)
{
  JsonArray *array = json_array_new ();

  for (const AssayMetricInfo *at = info->metrics; at != NULL && at->name != NULL; at++)
    {
      JsonObject *object = json_object_new ();

      set_text (object, "name", at->name);
      set_text (object, "unit", at->unit);
      json_object_set_int_member (object, "digits", at->digits);
      json_array_add_object_element (array, object);
    }
  return array;
}

static JsonObject *
tool_to_json (const AssayToolInfo *info)
{
  JsonObject *object = json_object_new ();

  set_text (object, "id", info->id);
  set_text (object, "version", info->version);
  set_text (object, "title", _ (info->title));
  set_text (object, "summary", _ (info->summary));
  set_text (object, "limits", info->limits == NULL ? "" : _ (info->limits));
  json_object_set_array_member (object, "media", kinds_to_json (info->kinds));
  json_object_set_array_member (object, "parameters", parameters_to_json (info));
  json_object_set_array_member (object, "inputs", inputs_to_json (info));
  json_object_set_array_member (object, "outputs", outputs_to_json (info));
  json_object_set_array_member (object, "metrics", metrics_to_json (info));
  return object;
}

/* What a value may be: its type, or the choices themselves. */
static char *
value_words (const AssayParameterInfo *info)
{
  GString *words = g_string_new (NULL);

  for (const AssayChoice *at = info->choices; at != NULL && at->id != NULL; at++)
    g_string_append_printf (words, "%s%s", words->len == 0 ? "" : "|", at->id);
  if (words->len == 0)
    g_string_append (words, assay_parameter_type_name (info->type));
  if (info->unit != NULL)
    g_string_append_printf (words, ", %s", info->unit);
  return g_string_free (words, FALSE);
}

static void
print_parameter (Cli *cli, const AssayParameterInfo *info)
{
  g_autofree char *words = value_words (info);

  cli_print (cli, "  --set %s=%s  %s\n      %s\n", info->name,
             info->fallback == NULL ? "…" : info->fallback, words,
             info->help == NULL ? "" : _ (info->help));
  if (info->type == ASSAY_PARAMETER_SECRET)
    cli_print (cli, "      %s\n",
               _ ("The text itself, @FILE for what a file holds, @- for the standard input, or "
                  "@key:NAME for a key of “assay-cli key list”."));
}

static void
print_tool (Cli *cli, const AssayToolInfo *info, gboolean parameters)
{
  cli_print (cli, "%-18s %s\n", info->id, _ (info->summary));
  if (!parameters)
    return;
  if (info->limits != NULL)
    cli_print (cli, "  %s\n", _ (info->limits));
  for (const AssayInputInfo *at = info->inputs; at != NULL && at->role != NULL; at++)
    cli_print (cli, _ ("  input %s (at least %u)\n"), at->role, at->least);
  for (const AssayOutputInfo *at = info->outputs; at != NULL && at->role != NULL; at++)
    cli_print (cli, _ ("  output %s\n"), at->role);
  for (const AssayParameterInfo *at = info->parameters; at != NULL && at->name != NULL; at++)
    print_parameter (cli, at);
}

void
cli_tools (Cli *cli, int argc, char **argv)
{
  if (!cli_parse (cli, NULL, _ ("[TOOL]"), 0, 1, &argc, &argv))
    return;

  const char *wanted = argc > 1 ? argv[1] : NULL;

  if (wanted != NULL && assay_tool_list_find (wanted) == NULL)
    {
      cli_fail_usage (cli, _ ("There is no tool “%s”; “assay-cli tools” lists them"), wanted);
      return;
    }

  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *tools = json_array_new ();

  if (wanted == NULL)
    cli_print (cli, "%-18s %s\n", _ ("Tool"), _ ("What it does"));
  for (guint i = 0; i < assay_tool_list_get_n (); i++)
    {
      const AssayToolInfo *info = assay_tool_list_get (i);

      if (wanted != NULL && !g_str_equal (wanted, info->id))
        continue;
      json_array_add_object_element (tools, tool_to_json (info));
      print_tool (cli, info, wanted != NULL);
    }
  json_object_set_array_member (object, "tools", tools);
  if (cli->json)
    cli_print_json (json_node_init_object (json_node_alloc (), object));
}
