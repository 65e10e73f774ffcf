/* assay-parameters.c: the values of one run, checked against the tool's description. */
#include "model/assay-parameters.h"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/assay-limits.h"
#include "base/assay-text.h"
#include "model/assay-model-error.h"

typedef struct
{
  const AssayParameterInfo *info;
  gboolean given;
  gboolean boolean;
  gint64 integer;
  double real;
  char *text; /* CHOICE, TEXT, FILE, FOLDER, REGION, EXHIBIT */
  GBytes *secret;
  AssayRegion *region;
} Value;

struct _AssayParameters
{
  const AssayToolInfo *info;
  guint n;
  Value *values; /* in the order of the description */
};

struct _AssayParametersBuilder
{
  AssayParameters *parameters;
};

G_DEFINE_BOXED_TYPE (AssayParameters,
                     assay_parameters,
                     assay_parameters_ref,
                     assay_parameters_unref)

static void
value_clear (Value *value)
{
  g_clear_pointer (&value->text, g_free);
  g_clear_pointer (&value->secret, g_bytes_unref);
  g_clear_pointer (&value->region, assay_region_unref);
}

static void
parameters_clear (gpointer data)
{
  AssayParameters *self = data;

  for (guint i = 0; i < self->n; i++)
    value_clear (&self->values[i]);
  g_free (self->values);
}

AssayParameters *
assay_parameters_ref (AssayParameters *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
assay_parameters_unref (AssayParameters *self)
{
  g_atomic_rc_box_release_full (self, parameters_clear);
}

const AssayToolInfo *
assay_parameters_get_info (const AssayParameters *self)
{
  return self->info;
}

static Value *
find_value (const AssayParameters *self, const char *name)
{
  for (guint i = 0; i < self->n; i++)
    if (g_str_equal (self->values[i].info->name, name))
      return &self->values[i];
  return NULL;
}

static gboolean
set_invalid (GError **error, const AssayParameterInfo *info, const char *text, const char *wanted)
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

  return set_invalid (error, info, text, wanted);
}

static gboolean
set_bool (Value *value, const char *text, GError **error)
{
  static const char *const yes[] = { "true", "yes", "1", "on", NULL };
  static const char *const no[] = { "false", "no", "0", "off", NULL };

  value->boolean = g_strv_contains (yes, text);
  if (!value->boolean && !g_strv_contains (no, text))
    return set_invalid (error, value->info, text, _ ("it must be true or false"));
  return TRUE;
}

static gboolean
set_int (Value *value, const char *text, GError **error)
{
  char *end;

  errno = 0;
  value->integer = g_ascii_strtoll (text, &end, 10);
  if (end == text || *end != '\0' || errno != 0)
    return set_invalid (error, value->info, text, _ ("it must be a whole number"));
  if (is_bounded (value->info)
      && ((double) value->integer < value->info->minimum
          || (double) value->integer > value->info->maximum))
    return set_out_of_range (error, value->info, text, 0);
  return TRUE;
}

static gboolean
set_real (Value *value, const char *text, GError **error)
{
  char *end;

  value->real = g_ascii_strtod (text, &end);
  if (end == text || *end != '\0' || !isfinite (value->real))
    return set_invalid (error, value->info, text, _ ("it must be a number, with a point"));
  value->real = assay_number_round (value->real, value->info->digits);
  if (is_bounded (value->info)
      && (value->real < value->info->minimum || value->real > value->info->maximum))
    return set_out_of_range (error, value->info, text, value->info->digits);
  return TRUE;
}

static gboolean
set_choice (Value *value, const char *text, GError **error)
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

  return set_invalid (error, value->info, text, wanted);
}

static gboolean
set_text (Value *value, const char *text, GError **error)
{
  gsize most = value->info->type == ASSAY_PARAMETER_TEXT && value->info->maximum > 0
                   ? (gsize) value->info->maximum
                   : ASSAY_LIMIT_TEXT;

  if (strlen (text) > most)
    return set_invalid (error, value->info, "…", _ ("it is too long"));
  if (value->info->type == ASSAY_PARAMETER_TEXT && !g_utf8_validate (text, -1, NULL))
    return set_invalid (error, value->info, "…", _ ("it is not valid UTF-8"));
  value->text = g_strdup (text);
  return TRUE;
}

static gboolean
set_exhibit (Value *value, const char *text, GError **error)
{
  if (text[0] != '\0' && (strspn (text, "0123456789") != strlen (text) || strlen (text) > 9))
    return set_invalid (error, value->info, text, _ ("it must be the number of an exhibit"));
  value->text = g_strdup (text);
  return TRUE;
}

static gboolean
set_region (Value *value, const char *text, GError **error)
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
set_value (Value *value, const char *text, GError **error)
{
  value_clear (value);
  value->given = TRUE;
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

static AssayParameters *
parameters_new (const AssayToolInfo *info)
{
  AssayParameters *self = g_atomic_rc_box_new0 (AssayParameters);

  self->info = info;
  while (info->parameters != NULL && info->parameters[self->n].name != NULL)
    self->n++;
  self->values = g_new0 (Value, MAX (self->n, 1));
  for (guint i = 0; i < self->n; i++)
    {
      Value *value = &self->values[i];

      value->info = &info->parameters[i];
      if (value->info->fallback == NULL)
        continue;

      g_autoptr (GError) error = NULL;

      /* A default that its own range refuses is a mistake of ours, found by the first test that
       * lists the tool. */
      if (!set_value (value, value->info->fallback, &error))
        g_error ("%s: %s", info->id, error->message);
      value->given = TRUE;
    }
  return self;
}

AssayParametersBuilder *
assay_parameters_builder_new (const AssayToolInfo *info)
{
  AssayParametersBuilder *self = g_new0 (AssayParametersBuilder, 1);

  self->parameters = parameters_new (info);
  return self;
}

void
assay_parameters_builder_free (AssayParametersBuilder *self)
{
  g_clear_pointer (&self->parameters, assay_parameters_unref);
  g_free (self);
}

static Value *
find_or_fail (AssayParametersBuilder *self, const char *name, GError **error)
{
  Value *value = find_value (self->parameters, name);

  if (value == NULL)
    g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_UNKNOWN_PARAMETER,
                 _ ("Tool “%s” has no parameter “%s”"), self->parameters->info->id, name);
  return value;
}

gboolean
assay_parameters_builder_set (AssayParametersBuilder *self,
                              const char *name,
                              const char *text,
                              GError **error)
{
  Value *value = find_or_fail (self, name, error);

  return value != NULL && set_value (value, text, error);
}

gboolean
assay_parameters_builder_set_secret (AssayParametersBuilder *self,
                                     const char *name,
                                     GBytes *secret,
                                     GError **error)
{
  Value *value = find_or_fail (self, name, error);

  if (value == NULL)
    return FALSE;
  if (value->info->type != ASSAY_PARAMETER_SECRET)
    return set_invalid (error, value->info, "…", _ ("it is not a secret"));
  value_clear (value);
  value->given = TRUE;
  value->secret = g_bytes_ref (secret);
  return TRUE;
}

AssayParameters *
assay_parameters_builder_end (AssayParametersBuilder *self, GError **error)
{
  g_autoptr (AssayParameters) parameters = g_steal_pointer (&self->parameters);

  assay_parameters_builder_free (self);
  for (guint i = 0; i < parameters->n; i++)
    if (!parameters->values[i].given)
      {
        g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_MISSING,
                     _ ("Parameter “%s” of “%s” must be given"), parameters->values[i].info->name,
                     parameters->info->id);
        return NULL;
      }
  return g_steal_pointer (&parameters);
}

AssayParameters *
assay_parameters_new_default (const AssayToolInfo *info, GError **error)
{
  return assay_parameters_builder_end (assay_parameters_builder_new (info), error);
}

static const Value *
get_value (const AssayParameters *self, const char *name)
{
  const Value *value = find_value (self, name);

  if (value == NULL)
    g_error ("%s: no parameter %s", self->info->id, name);
  return value;
}

gboolean
assay_parameters_get_bool (const AssayParameters *self, const char *name)
{
  return get_value (self, name)->boolean;
}

gint64
assay_parameters_get_int (const AssayParameters *self, const char *name)
{
  return get_value (self, name)->integer;
}

double
assay_parameters_get_real (const AssayParameters *self, const char *name)
{
  return get_value (self, name)->real;
}

const char *
assay_parameters_get_text (const AssayParameters *self, const char *name)
{
  return get_value (self, name)->text;
}

GBytes *
assay_parameters_get_secret (const AssayParameters *self, const char *name)
{
  return get_value (self, name)->secret;
}

AssayRegion *
assay_parameters_get_region (const AssayParameters *self, const char *name)
{
  return get_value (self, name)->region;
}

gboolean
assay_parameters_is_empty (const AssayParameters *self, const char *name)
{
  const Value *value = get_value (self, name);

  if (value->info->type == ASSAY_PARAMETER_SECRET)
    return value->secret == NULL || g_bytes_get_size (value->secret) == 0;
  return value->text == NULL || value->text[0] == '\0';
}

static char *
secret_text (const Value *value, GBytes *key)
{
  gsize size;
  const guint8 *data = value->secret == NULL ? NULL : g_bytes_get_data (value->secret, &size);

  if (data == NULL || size == 0)
    return g_strdup ("");
  if (key == NULL)
    return g_strdup ("secret");

  g_autofree char *digest = g_compute_hmac_for_data (
      G_CHECKSUM_SHA256, g_bytes_get_data (key, NULL), g_bytes_get_size (key), data, size);

  return g_strdup_printf ("hmac-sha256:%.16s", digest);
}

static char *
value_text (const Value *value, GBytes *key)
{
  switch (value->info->type)
    {
    case ASSAY_PARAMETER_BOOL:
      return g_strdup (value->boolean ? "true" : "false");
    case ASSAY_PARAMETER_INT:
      return g_strdup_printf ("%" PRId64, value->integer);
    case ASSAY_PARAMETER_REAL:
      return assay_number_text (value->real, value->info->digits);
    case ASSAY_PARAMETER_SECRET:
      return secret_text (value, key);
    case ASSAY_PARAMETER_CHOICE:
    case ASSAY_PARAMETER_TEXT:
    case ASSAY_PARAMETER_FILE:
    case ASSAY_PARAMETER_FOLDER:
    case ASSAY_PARAMETER_REGION:
    case ASSAY_PARAMETER_EXHIBIT:
      return assay_text_visible (value->text, -1);
    }
  g_assert_not_reached ();
}

char *
assay_parameters_to_text (const AssayParameters *self, const char *name, GBytes *fingerprint_key)
{
  return value_text (get_value (self, name), fingerprint_key);
}

JsonNode *
assay_parameters_to_json (const AssayParameters *self, GBytes *fingerprint_key)
{
  g_autoptr (JsonObject) object = json_object_new ();

  for (guint i = 0; i < self->n; i++)
    {
      const Value *value = &self->values[i];
      g_autofree char *text = value_text (value, fingerprint_key);

      if (value->info->type == ASSAY_PARAMETER_BOOL)
        json_object_set_boolean_member (object, value->info->name, value->boolean);
      else if (value->info->type == ASSAY_PARAMETER_INT)
        json_object_set_int_member (object, value->info->name, value->integer);
      else if (value->info->type == ASSAY_PARAMETER_REAL)
        json_object_set_double_member (object, value->info->name, value->real);
      else
        json_object_set_string_member (object, value->info->name, text);
    }
  return json_node_init_object (json_node_alloc (), object);
}

static GVariant *
value_to_variant (const Value *value)
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
