/* assay-parameter-value.c: one value, checked against its description. */
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/assay-limits.h"
#include "base/assay-text.h"
#include "model/assay-model-error.h"
#include "model/assay-parameters-private.h"

void
assay_parameter_value_clear (AssayParameterValue *value)
{
  g_clear_pointer (&value->text, g_free);
  g_clear_pointer (&value->secret, g_bytes_unref);
  g_clear_pointer (&value->region, assay_region_unref);
}

gboolean
assay_parameter_value_refuse (const AssayParameterInfo *info,
                              const char *text,
                              const char *wanted,
                              GError **error)
{
  g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
               _ ("Parameter “%s” cannot be “%s”: %s"), info->name, text, wanted);
  return FALSE;
}

static gboolean
is_bounded (const AssayParameterInfo *info)
{
  return info->minimum < info->maximum;
}

static gboolean
set_out_of_range (GError **error, const AssayParameterInfo *info, const char *text, guint digits)
{
  g_autofree char *least = assay_number_text (info->minimum, digits);
  g_autofree char *most = assay_number_text (info->maximum, digits);
  g_autofree char *wanted = g_strdup_printf (_ ("it must lie between %s and %s"), least, most);

  return assay_parameter_value_refuse (info, text, wanted, error);
}

static gboolean
set_bool (AssayParameterValue *value, const char *text, GError **error)
{
  static const char *const yes[] = { "true", "yes", "1", "on", NULL };
  static const char *const no[] = { "false", "no", "0", "off", NULL };

  value->boolean = g_strv_contains (yes, text);
  if (!value->boolean && !g_strv_contains (no, text))
    return assay_parameter_value_refuse (value->info, text, _ ("it must be true or false"), error);
  return TRUE;
}

static gboolean
set_int (AssayParameterValue *value, const char *text, GError **error)
{
  char *end;

  errno = 0;
  value->integer = g_ascii_strtoll (text, &end, 10);
  if (end == text || *end != '\0' || errno != 0)
    return assay_parameter_value_refuse (value->info, text, _ ("it must be a whole number"), error);
  if (is_bounded (value->info)
      && ((double) value->integer < value->info->minimum
          || (double) value->integer > value->info->maximum))
    return set_out_of_range (error, value->info, text, 0);
  return TRUE;
}

static gboolean
set_real (AssayParameterValue *value, const char *text, GError **error)
{
  char *end;

  value->real = g_ascii_strtod (text, &end);
  /* strtod() reads "0x1" as well. */
  if (end == text || *end != '\0' || strpbrk (text, "xX") != NULL || !isfinite (value->real))
    return assay_parameter_value_refuse (value->info, text, _ ("it must be a number, with a point"),
                                         error);
  value->real = assay_number_round (value->real, value->info->digits);
  if (is_bounded (value->info)
      && (value->real < value->info->minimum || value->real > value->info->maximum))
    return set_out_of_range (error, value->info, text, value->info->digits);
  return TRUE;
}

static gboolean
set_choice (AssayParameterValue *value, const char *text, GError **error)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (const AssayChoice *at = value->info->choices; at->id != NULL; at++)
    {
      if (g_str_equal (at->id, text))
        {
          value->text = g_strdup (text);
          return TRUE;
        }
      g_string_append_printf (all, "%s%s", all->len == 0 ? "" : ", ", at->id);
    }

  g_autofree char *wanted = g_strdup_printf (_ ("it must be one of %s"), all->str);

  return assay_parameter_value_refuse (value->info, text, wanted, error);
}

static gboolean
set_text (AssayParameterValue *value, const char *text, GError **error)
{
  gsize most = value->info->type == ASSAY_PARAMETER_TEXT && value->info->maximum > 0
                   ? (gsize) value->info->maximum
                   : ASSAY_LIMIT_TEXT;

  if (strlen (text) > most)
    return assay_parameter_value_refuse (value->info, "…", _ ("it is too long"), error);
  if (value->info->type == ASSAY_PARAMETER_TEXT && !g_utf8_validate (text, -1, NULL))
    return assay_parameter_value_refuse (value->info, "…", _ ("it is not valid UTF-8"), error);
  value->text = g_strdup (text);
  return TRUE;
}

static gboolean
set_exhibit (AssayParameterValue *value, const char *text, GError **error)
{
  if (text[0] != '\0' && (strspn (text, "0123456789") != strlen (text) || strlen (text) > 9))
    return assay_parameter_value_refuse (value->info, text,
                                         _ ("it must be the number of an exhibit"), error);
  value->text = g_strdup (text);
  return TRUE;
}

static gboolean
set_region (AssayParameterValue *value, const char *text, GError **error)
{
  value->region = assay_region_parse (text, error);
  if (value->region == NULL)
    {
      g_prefix_error (error, _ ("Parameter “%s”: "), value->info->name);
      return FALSE;
    }
  value->text = assay_region_to_text (value->region);
  return TRUE;
}

static gboolean
set_any (AssayParameterValue *value, const char *text, GError **error)
{
  switch (value->info->type)
    {
    case ASSAY_PARAMETER_BOOL:
      return set_bool (value, text, error);
    case ASSAY_PARAMETER_INT:
      return set_int (value, text, error);
    case ASSAY_PARAMETER_REAL:
      return set_real (value, text, error);
    case ASSAY_PARAMETER_CHOICE:
      return set_choice (value, text, error);
    case ASSAY_PARAMETER_TEXT:
    case ASSAY_PARAMETER_FILE:
    case ASSAY_PARAMETER_FOLDER:
      return set_text (value, text, error);
    case ASSAY_PARAMETER_SECRET:
      value->secret = g_bytes_new (text, strlen (text));
      return TRUE;
    case ASSAY_PARAMETER_REGION:
      return set_region (value, text, error);
    case ASSAY_PARAMETER_EXHIBIT:
      return set_exhibit (value, text, error);
    }
  g_assert_not_reached ();
}

gboolean
assay_parameter_value_set (AssayParameterValue *value, const char *text, GError **error)
{
  AssayParameterValue fresh = { .info = value->info, .given = TRUE };

  if (!set_any (&fresh, text, error))
    {
      assay_parameter_value_clear (&fresh);
      return FALSE;
    }
  assay_parameter_value_clear (value);
  *value = fresh;
  return TRUE;
}
