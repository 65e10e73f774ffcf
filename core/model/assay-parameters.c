/* assay-parameters.c: the values of one run, checked against the tool's description. */
#include "model/assay-parameters.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "base/assay-text.h"
#include "model/assay-model-error.h"
#include "model/assay-parameters-private.h"

G_DEFINE_BOXED_TYPE (AssayParameters,
                     assay_parameters,
                     assay_parameters_ref,
                     assay_parameters_unref)

static void
parameters_clear (gpointer data)
{
  AssayParameters *self = data;

  for (guint i = 0; i < self->n; i++)
    assay_parameter_value_clear (&self->values[i]);
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

static AssayParameterValue *
find_value (const AssayParameters *self, const char *name)
{
  for (guint i = 0; i < self->n; i++)
    if (g_str_equal (self->values[i].info->name, name))
      return &self->values[i];
  return NULL;
}

static AssayParameters *
parameters_new (const AssayToolInfo *info)
{
  AssayParameters *self = g_atomic_rc_box_new0 (AssayParameters);

  self->info = info;
  while (info->parameters != NULL && info->parameters[self->n].name != NULL)
    self->n++;
  self->values = g_new0 (AssayParameterValue, MAX (self->n, 1));
  for (guint i = 0; i < self->n; i++)
    {
      AssayParameterValue *value = &self->values[i];

      value->info = &info->parameters[i];
      if (value->info->fallback == NULL)
        continue;

      g_autoptr (GError) error = NULL;

      /* A default that its own range refuses is a mistake of ours, found by the first test that
       * lists the tool. */
      if (!assay_parameter_value_set (value, value->info->fallback, &error))
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

static AssayParameterValue *
find_or_fail (AssayParametersBuilder *self, const char *name, GError **error)
{
  AssayParameterValue *value = find_value (self->parameters, name);

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
  AssayParameterValue *value = find_or_fail (self, name, error);

  return value != NULL && assay_parameter_value_set (value, text, error);
}

gboolean
assay_parameters_builder_set_secret (AssayParametersBuilder *self,
                                     const char *name,
                                     GBytes *secret,
                                     GError **error)
{
  AssayParameterValue *value = find_or_fail (self, name, error);

  if (value == NULL)
    return FALSE;
  if (value->info->type != ASSAY_PARAMETER_SECRET)
    return assay_parameter_value_refuse (value->info, "…", _ ("it is not a secret"), error);
  assay_parameter_value_clear (value);
  value->given = TRUE;
  value->secret = g_bytes_ref (secret);
  return TRUE;
}

/* The parameter and the choice of it that the ending of @path names; NULL if none does. */
static const AssayParameterInfo *
find_by_name (const AssayToolInfo *info, const char *path, const char **id)
{
  static const char *const names[] = { "format", "container", "codec" };
  static const char *const others[][2] = {
    { "jpg", "jpeg" }, { "m4v", "mp4" }, { "qt", "mov" }, { "265", "hevc" }, { "h265", "hevc" }
  };
  const char *dot = strrchr (path, '.');
  g_autofree char *ending = dot == NULL ? NULL : g_ascii_strdown (dot + 1, -1);
  const char *wanted = ending;

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    wanted = g_strcmp0 (ending, others[i][0]) == 0 ? others[i][1] : wanted;
  for (guint i = 0; wanted != NULL && i < G_N_ELEMENTS (names); i++)
    {
      const AssayParameterInfo *parameter = assay_tool_info_parameter (info, names[i]);

      if (parameter == NULL || parameter->type != ASSAY_PARAMETER_CHOICE)
        continue;
      for (const AssayChoice *choice = parameter->choices; choice->id != NULL; choice++)
        if (strcmp (choice->id, wanted) == 0)
          {
            *id = choice->id;
            return parameter;
          }
    }
  return NULL;
}

gboolean
assay_parameters_know_name (const AssayToolInfo *info, const char *path)
{
  const char *id;

  return find_by_name (info, path, &id) != NULL;
}

const char *
assay_parameters_contradict (const AssayParameters *self,
                             const char *path,
                             const AssayParameterInfo **parameter)
{
  const char *id = NULL;
  const char *chosen;

  *parameter = find_by_name (self->info, path, &id);
  /* A codec or a container that is chosen may have a name of any other. */
  if (*parameter == NULL || !g_str_equal ((*parameter)->name, "format"))
    return NULL;
  chosen = assay_parameters_get_text (self, (*parameter)->name);
  return g_str_equal (chosen, "auto") || g_str_equal (chosen, id) ? NULL : id;
}

const char *
assay_parameters_get_ending (const AssayParameters *self)
{
  static const char *const names[] = { "container", "format" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const AssayParameterInfo *info = assay_tool_info_parameter (self->info, names[i]);
      const char *id = info == NULL || info->type != ASSAY_PARAMETER_CHOICE
                           ? "auto"
                           : assay_parameters_get_text (self, names[i]);

      if (!g_str_equal (id, "auto"))
        return id;
    }
  return NULL;
}

gboolean
assay_parameters_builder_set_by_name (AssayParametersBuilder *self,
                                      const char *path,
                                      GError **error)
{
  const char *id = NULL;
  const AssayParameterInfo *parameter = find_by_name (self->parameters->info, path, &id);

  return parameter == NULL || assay_parameters_builder_set (self, parameter->name, id, error);
}

/* An empty secret is none: what is marked or locked with it is open to everybody. */
static gboolean
is_missing (const AssayParameterValue *value)
{
  return !value->given
         || (value->info->type == ASSAY_PARAMETER_SECRET && value->info->fallback == NULL
             && (value->secret == NULL || g_bytes_get_size (value->secret) == 0));
}

AssayParameters *
assay_parameters_builder_end (AssayParametersBuilder *self, GError **error)
{
  g_autoptr (AssayParameters) parameters = g_steal_pointer (&self->parameters);

  assay_parameters_builder_free (self);
  for (guint i = 0; i < parameters->n; i++)
    if (is_missing (&parameters->values[i]))
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

static const AssayParameterValue *
get_value (const AssayParameters *self, const char *name)
{
  const AssayParameterValue *value = find_value (self, name);

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
  const AssayParameterValue *value = get_value (self, name);

  if (value->info->type == ASSAY_PARAMETER_SECRET)
    return value->secret == NULL || g_bytes_get_size (value->secret) == 0;
  return value->text == NULL || value->text[0] == '\0';
}

char *
assay_secret_fingerprint (GBytes *key, const void *secret, gsize size)
{
  g_autofree char *digest = g_compute_hmac_for_data (
      G_CHECKSUM_SHA256, g_bytes_get_data (key, NULL), g_bytes_get_size (key), secret, size);

  return g_strdup_printf ("hmac-sha256:%.16s", digest);
}

static char *
secret_text (const AssayParameterValue *value, GBytes *key)
{
  gsize size;
  const guint8 *data = value->secret == NULL ? NULL : g_bytes_get_data (value->secret, &size);

  if (data == NULL || size == 0)
    return g_strdup ("");
  if (key == NULL)
    return g_strdup ("secret");

  return assay_secret_fingerprint (key, data, size);
}

static char *
value_text (const AssayParameterValue *value, GBytes *key)
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
      const AssayParameterValue *value = &self->values[i];
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
