/* fuzz-options.c: settings of a tool as text, one NAME=VALUE a line. What is accepted must give the
 * same text again and pass the wire. */
#include <string.h>

#include "everything-info.h"
#include "model/assay-parameters.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_again (AssayParameters *parameters)
{
  const AssayToolInfo *info = assay_parameters_get_info (parameters);
  g_autoptr (GVariant) variant = g_variant_ref_sink (assay_parameters_to_variant (parameters));
  g_autoptr (AssayParameters) received = assay_parameters_from_variant (info, variant, NULL);

  g_assert_nonnull (received);
  for (const AssayParameterInfo *at = info->parameters; at->name != NULL; at++)
    {
      g_autofree char *text = assay_parameters_to_text (parameters, at->name, NULL);
      g_autofree char *wire = assay_parameters_to_text (received, at->name, NULL);
      g_autoptr (AssayParametersBuilder) builder = assay_parameters_builder_new (info);

      /* A path does not leave the host: only its last name does. */
      if (at->type != ASSAY_PARAMETER_FILE && at->type != ASSAY_PARAMETER_FOLDER)
        g_assert_cmpstr (text, ==, wire);
      if (at->type != ASSAY_PARAMETER_SECRET && *text != '\0')
        g_assert_true (assay_parameters_builder_set (builder, at->name, text, NULL));
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *all = g_strndup ((const char *) data, size);
  g_auto (GStrv) lines = g_strsplit (all, "\n", 100);
  g_autoptr (AssayParametersBuilder) builder = assay_parameters_builder_new (&test_everything_info);
  g_autoptr (AssayParameters) parameters = NULL;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *equals = strchr (lines[i], '=');

      if (equals == NULL)
        continue;
      *equals = '\0';
      if (g_utf8_validate (lines[i], -1, NULL))
        (void) assay_parameters_builder_set (builder, lines[i], equals + 1, NULL);
    }
  parameters = assay_parameters_builder_end (g_steal_pointer (&builder), NULL);
  if (parameters != NULL)
    check_again (parameters);
  return 0;
}
