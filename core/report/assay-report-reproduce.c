/* assay-report-reproduce.c: the command line with which a run is done again. Values that a report
 * does not know (secrets) or must not hand on (paths of this machine) are words in capitals to fill
 * in. */
#include "config.h"

#include <string.h>

#include "report/assay-report-writer-private.h"

/* @value as the command line takes it; NULL for an object or a list. */
static char *
value_text (JsonNode *value)
{
  if (!JSON_NODE_HOLDS_VALUE (value))
    return NULL;
  if (json_node_get_value_type (value) == G_TYPE_STRING)
    return json_node_dup_string (value);
  return assay_json_text (value, ASSAY_JSON_COMPACT);
}

/* Numbers may be written with other decimals than in the description. */
static gboolean
is_fallback (const AssayParameterInfo *info, const char *text)
{
  if (info->fallback == NULL)
    return FALSE;
  if (g_str_equal (info->fallback, text))
    return TRUE;
  if ((info->type != ASSAY_PARAMETER_INT && info->type != ASSAY_PARAMETER_REAL)
      || *info->fallback == '\0')
    return FALSE;
  const double usual = g_ascii_strtod (info->fallback, NULL);
  const double given = g_ascii_strtod (text, NULL);
  return !(usual < given) && !(usual > given);
}

static void
add_setting (GString *line, const AssayParameterInfo *info, const char *text, gboolean redacted)
{
  const char *word = NULL;
  if (info->type == ASSAY_PARAMETER_SECRET)
    word = "@KEYFILE";
  else if (info->type == ASSAY_PARAMETER_FILE)
    word = info->confidential ? "KEYFILE" : "FILE";
  else if (info->type == ASSAY_PARAMETER_FOLDER)
    word = "FOLDER";
  else if (info->type == ASSAY_PARAMETER_TEXT && redacted)
    word = "TEXT";
  g_autofree char *setting = g_strdup_printf ("%s=%s", info->name, word != NULL ? word : text);
  const gboolean plain = strspn (setting, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                          "0123456789_-=.,:;/@+%")
                         == strlen (setting);
  g_autofree char *quoted = plain ? g_strdup (setting) : g_shell_quote (setting);
  g_string_append_printf (line, " --set %s", quoted);
}

/* The inputs beside the exhibit, without which the result is another one. */
static void
add_inputs (GString *line, const AssayReportRun *run)
{
  g_auto (GStrv) others = g_strsplit (run->others != NULL ? run->others : "", "\n", -1);
  for (guint i = 0; others[i] != NULL; i++)
    {
      const gsize length = strcspn (others[i], " ");
      for (const AssayInputInfo *input = run->info != NULL ? run->info->inputs : NULL;
           input != NULL && input->role != NULL; input++)
        if (strlen (input->role) == length && strncmp (input->role, others[i], length) == 0)
          g_string_append_printf (line, " --input=%s=FILE", input->role);
    }
}

char *
assay_report_run_command (const AssayReportRun *run, gboolean redacted)
{
  GString *line = g_string_new (NULL);
  g_string_append_printf (line, "assay-cli --json run %s NAME", run->tool);
  g_autoptr (JsonNode) node
      = run->parameters == NULL ? NULL : assay_json_parse (run->parameters, -1, 8, NULL);
  JsonObject *values
      = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const AssayToolInfo *info = run->info;
  for (const AssayParameterInfo *at = info == NULL || values == NULL ? NULL : info->parameters;
       at != NULL && at->name != NULL; at++)
    {
      JsonNode *value = json_object_get_member (values, at->name);
      g_autofree char *text = value == NULL ? NULL : value_text (value);
      if (text != NULL && *text != '\0' && !is_fallback (at, text))
        add_setting (line, at, text, redacted);
    }
  add_inputs (line, run);
  const AssayOutputInfo *output = info == NULL ? NULL : info->outputs;
  if (output != NULL && output->role != NULL && (!output->optional || run->made))
    g_string_append (line, " --out FILE");
  return g_string_free (line, FALSE);
}
