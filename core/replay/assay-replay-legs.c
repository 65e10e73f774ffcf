/* assay-replay-legs.c: mixtures on their way, as a file and back. */
#include "replay/assay-replay-legs.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/assay-error.h"
#include "base/assay-json.h"

#define KIND "assay-replay-unfinished"
/* Systems × folds × classes. */
#define UNITS_MOST 1024

typedef struct
{
  AssayMixture *mixture;
  guint rounds;
} Unit;

struct _AssayReplayLegs
{
  char *plan;
  gboolean endless;
  guint left;
  GHashTable *units; /* char → Unit */
};

static void
unit_free (gpointer data)
{
  Unit *unit = data;

  assay_mixture_free (unit->mixture);
  g_free (unit);
}

AssayReplayLegs *
assay_replay_legs_new (const char *plan, guint rounds)
{
  AssayReplayLegs *self = g_new0 (AssayReplayLegs, 1);

  self->plan = g_strdup (plan);
  self->endless = rounds == 0;
  self->left = rounds;
  self->units = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, unit_free);
  return self;
}

void
assay_replay_legs_free (AssayReplayLegs *self)
{
  if (self == NULL)
    return;
  g_free (self->plan);
  g_hash_table_unref (self->units);
  g_free (self);
}

static gboolean
fail (GError **error)
{
  g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                       _ ("This is not an unfinished training"));
  return FALSE;
}

static AssayMixture *
read_mixture (AssayModelFile *file, const char *unit, GError **error)
{
  g_autofree char *weights_name = g_strconcat (unit, ".weights", NULL);
  g_autofree char *means_name = g_strconcat (unit, ".means", NULL);
  g_autofree char *variances_name = g_strconcat (unit, ".variances", NULL);
  gsize one = 1;
  gsize components = 0;
  gsize columns = 0;
  const double *weights = assay_model_file_get (file, weights_name, &one, &components, error);
  const double *means = weights == NULL
                            ? NULL
                            : assay_model_file_get (file, means_name, &components, &columns, error);
  const double *variances
      = means == NULL ? NULL
                      : assay_model_file_get (file, variances_name, &components, &columns, error);
  g_autoptr (AssayMixture) mixture = NULL;

  if (variances == NULL)
    return NULL;
  if (components < 1 || components > ASSAY_MIXTURE_MOST || columns < 1
      || columns > ASSAY_MIXTURE_MOST_COLUMNS)
    {
      fail (error);
      return NULL;
    }
  mixture = assay_mixture_new (components, columns);
  memcpy (mixture->weights, weights, components * sizeof *weights);
  memcpy (mixture->means, means, components * columns * sizeof *means);
  memcpy (mixture->variances, variances, components * columns * sizeof *variances);
  return assay_mixture_check (mixture, error) ? g_steal_pointer (&mixture) : NULL;
}

static gboolean
read_unit (AssayReplayLegs *self, AssayModelFile *file, JsonNode *node, GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *name = object == NULL ? "" : assay_json_string (object, "name", "");
  gint64 rounds = object == NULL ? -1 : assay_json_int (object, "rounds", -1);
  g_autoptr (AssayMixture) mixture = NULL;

  if (name[0] == '\0' || strlen (name) > 40 || rounds < 0 || rounds > G_MAXINT)
    return fail (error);
  mixture = read_mixture (file, name, error);
  if (mixture == NULL)
    return FALSE;
  assay_replay_legs_keep (self, name, mixture, (guint) rounds);
  return TRUE;
}

gboolean
assay_replay_legs_resume (AssayReplayLegs *self, GBytes *bytes, GError **error)
{
  g_autoptr (AssayModelFile) file = assay_model_file_read (bytes, error);
  JsonObject *card = file == NULL ? NULL : assay_model_file_get_card (file);
  JsonArray *units = card == NULL ? NULL : assay_json_array (card, "units");

  if (file == NULL)
    return FALSE;
  if (g_strcmp0 (assay_json_string (card, "kind", ""), KIND) != 0 || units == NULL
      || json_array_get_length (units) > UNITS_MOST)
    return fail (error);
  if (g_strcmp0 (assay_json_string (card, "plan", ""), self->plan) != 0)
    {
      g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_INVALID,
                           _ ("The unfinished training had other recordings or settings"));
      return FALSE;
    }
  for (guint i = 0; i < json_array_get_length (units); i++)
    if (!read_unit (self, file, json_array_get_element (units, i), error))
      return FALSE;
  return TRUE;
}

static void
write_unit (const char *name, const Unit *unit, AssayModelFile *file)
{
  const AssayMixture *mixture = unit->mixture;
  const struct
  {
    const char *part;
    const double *values;
    gsize rows, columns;
  } arrays[] = {
    { ".weights", mixture->weights, 1, mixture->n_components },
    { ".means", mixture->means, mixture->n_components, mixture->n_columns },
    { ".variances", mixture->variances, mixture->n_components, mixture->n_columns },
  };

  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    {
      g_autofree char *whole = g_strconcat (name, arrays[i].part, NULL);

      assay_model_file_add (file, whole, ASSAY_MODEL_DOUBLE, arrays[i].values, arrays[i].rows,
                            arrays[i].columns);
    }
}

GBytes *
assay_replay_legs_write (AssayReplayLegs *self)
{
  g_autoptr (GList) names
      = g_list_sort (g_hash_table_get_keys (self->units), (GCompareFunc) strcmp);
  g_autoptr (JsonObject) card = json_object_new ();
  g_autoptr (AssayModelFile) file = NULL;
  JsonArray *units = json_array_new ();

  json_object_set_string_member (card, "kind", KIND);
  json_object_set_string_member (card, "plan", self->plan);
  for (GList *at = names; at != NULL; at = at->next)
    {
      JsonObject *object = json_object_new ();
      const Unit *unit = g_hash_table_lookup (self->units, at->data);

      json_object_set_string_member (object, "name", at->data);
      json_object_set_int_member (object, "rounds", unit->rounds);
      json_array_add_object_element (units, object);
    }
  json_object_set_array_member (card, "units", units);
  file = assay_model_file_new (card);
  for (GList *at = names; at != NULL; at = at->next)
    write_unit (at->data, g_hash_table_lookup (self->units, at->data), file);
  return assay_model_file_to_bytes (file);
}

AssayMixture *
assay_replay_legs_get (AssayReplayLegs *self, const char *unit, guint *rounds)
{
  const Unit *found = g_hash_table_lookup (self->units, unit);

  *rounds = found == NULL ? 0 : found->rounds;
  return found == NULL ? NULL : assay_mixture_copy (found->mixture);
}

void
assay_replay_legs_keep (AssayReplayLegs *self,
                        const char *unit,
                        const AssayMixture *mixture,
                        guint rounds)
{
  Unit *kept = g_new (Unit, 1);

  *kept = (Unit){ .mixture = assay_mixture_copy (mixture), .rounds = rounds };
  g_hash_table_replace (self->units, g_strdup (unit), kept);
}

gboolean
assay_replay_legs_take_round (AssayReplayLegs *self)
{
  if (self->endless)
    return TRUE;
  if (self->left == 0)
    return FALSE;
  self->left--;
  return TRUE;
}

guint
assay_replay_legs_get_rounds (AssayReplayLegs *self)
{
  GHashTableIter iter;
  gpointer value;
  guint rounds = 0;

  g_hash_table_iter_init (&iter, self->units);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    rounds += ((const Unit *) value)->rounds;
  return rounds;
}
