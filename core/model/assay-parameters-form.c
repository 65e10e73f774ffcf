/* assay-parameters-form.c: parameters on the wire; reading runs the checks of the builder. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "base/assay-text.h"
#include "model/assay-model-error.h"
#include "model/assay-parameters-private.h"

static GVariant *
value_to_variant (const AssayParameterValue *value)
{
  switch (value->info->type)
    {
    case ASSAY_PARAMETER_BOOL:
      return g_variant_new_boolean (value->boolean);
    case ASSAY_PARAMETER_INT:
      return g_variant_new_int64 (value->integer);
    case ASSAY_PARAMETER_REAL:
      return g_variant_new_double (value->real);
    case ASSAY_PARAMETER_SECRET:
      return value->secret == NULL
                 ? g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, NULL, 0, 1)
                 : g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, value->secret, TRUE);
    case ASSAY_PARAMETER_CHOICE:
    case ASSAY_PARAMETER_TEXT:
    case ASSAY_PARAMETER_REGION:
    case ASSAY_PARAMETER_EXHIBIT:
      return g_variant_new_string (value->text);
    case ASSAY_PARAMETER_FILE:
    case ASSAY_PARAMETER_FOLDER:
      {
        /* The worker has no use for the path, only for the name that a person would recognise. */
        g_autofree char *base
            = value->text[0] == '\0' ? g_strdup ("") : g_path_get_basename (value->text);

        return g_variant_new_take_string (assay_text_visible (base, -1));
      }
    }
  g_assert_not_reached ();
}

GVariant *
assay_parameters_to_variant (const AssayParameters *self)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  for (guint i = 0; i < self->n; i++)
    g_variant_builder_add (&builder, "{sv}", self->values[i].info->name,
                           value_to_variant (&self->values[i]));
  return g_variant_builder_end (&builder);
}

/* The value's text for the builder; NULL if its type is not the parameter's. */
static char *
variant_text (const AssayParameterInfo *info, GVariant *value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  switch (info->type)
    {
    case ASSAY_PARAMETER_BOOL:
      if (!g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
        return NULL;
      return g_strdup (g_variant_get_boolean (value) ? "true" : "false");
    case ASSAY_PARAMETER_INT:
      if (!g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
        return NULL;
      return g_strdup_printf ("%" PRId64, g_variant_get_int64 (value));
    case ASSAY_PARAMETER_REAL:
      if (!g_variant_is_of_type (value, G_VARIANT_TYPE_DOUBLE))
        return NULL;
      return g_strdup (g_ascii_dtostr (buffer, sizeof buffer, g_variant_get_double (value)));
    case ASSAY_PARAMETER_SECRET:
      return NULL;
    case ASSAY_PARAMETER_CHOICE:
    case ASSAY_PARAMETER_TEXT:
    case ASSAY_PARAMETER_FILE:
    case ASSAY_PARAMETER_FOLDER:
    case ASSAY_PARAMETER_REGION:
    case ASSAY_PARAMETER_EXHIBIT:
      if (!g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
        return NULL;
      return g_variant_dup_string (value, NULL);
    }
  g_assert_not_reached ();
}

static gboolean
read_value (AssayParametersBuilder *builder, const char *name, GVariant *value, GError **error)
{
  const AssayParameterInfo *info = assay_tool_info_parameter (builder->parameters->info, name);

  if (info != NULL && info->type == ASSAY_PARAMETER_SECRET
      && g_variant_is_of_type (value, G_VARIANT_TYPE_BYTESTRING))
    {
      g_autoptr (GBytes) secret = g_variant_get_data_as_bytes (value);

      return assay_parameters_builder_set_secret (builder, name, secret, error);
    }

  g_autofree char *text = info == NULL ? NULL : variant_text (info, value);

  if (text == NULL)
    {
      g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
                   _ ("Parameter “%s” has a type that cannot be"), name);
      return FALSE;
    }
  return assay_parameters_builder_set (builder, name, text, error);
}

AssayParameters *
assay_parameters_from_variant (const AssayToolInfo *info, GVariant *variant, GError **error)
{
  g_autoptr (AssayParametersBuilder) builder = assay_parameters_builder_new (info);
  GVariantIter iter;
  const char *name;
  GVariant *value;
  gboolean valid = TRUE;

  g_variant_iter_init (&iter, variant);
  while (valid && g_variant_iter_next (&iter, "{&sv}", &name, &value))
    {
      valid = read_value (builder, name, value, error);
      g_variant_unref (value);
    }
  return valid ? assay_parameters_builder_end (g_steal_pointer (&builder), error) : NULL;
}
