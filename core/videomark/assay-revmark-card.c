/* assay-revmark-card.c: the card as a whole: its numbers, and each part as a list of layers. */
#include "videomark/assay-revmark-card.h"

#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/assay-base.h"
#include "base/assay-json.h"
#include "videomark/assay-revmark-layer-private.h"

#define KIND "revmark"
#define FORMAT 1

static const char *const input_names[] = { "video", "message", "host", "flow", "readings" };

gboolean
assay_revmark_fail (const char *what, GError **error)
{
  /* Translators: %s is an English technical name of a part of the file. */
  g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
               _ ("The file holds no network that marks video (%s)"), what);
  return FALSE;
}

/* Where the reading of a part stands: names of its values so far. */
typedef struct
{
  AssayRevmarkPart *part;
  const char *name;
  GHashTable *values; /* name to number + 1 */
} Reading;

static gboolean
find_name (Reading *self, const char *name, guint *value, GError **error)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->values, name));

  if (number == 0)
    return assay_revmark_fail (name, error);
  *value = number - 1;
  return TRUE;
}

static gboolean
add_name (Reading *self, const char *name, GError **error)
{
  guint number = g_hash_table_size (self->values) + 1;

  if (!assay_revmark_is_name (name) || g_hash_table_contains (self->values, name))
    return assay_revmark_fail (self->name, error);
  g_hash_table_insert (self->values, g_strdup (name), GUINT_TO_POINTER (number));
  return TRUE;
}

/* A string of @array; never NULL. */
static const char *
get_string (JsonArray *array, guint index)
{
  JsonNode *node = json_array_get_element (array, index);
  const char *text = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;

  return text != NULL ? text : "";
}

static gboolean
read_inputs (Reading *self, JsonObject *object, GError **error)
{
  JsonArray *array = assay_json_array (object, "inputs");
  AssayRevmarkPart *part = self->part;

  if (array == NULL || json_array_get_length (array) == 0
      || json_array_get_length (array) > ASSAY_REVMARK_INPUTS)
    return assay_revmark_fail ("inputs", error);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      const char *name = get_string (array, i);
      guint at = 0;

      while (at < ASSAY_REVMARK_INPUTS && strcmp (input_names[at], name) != 0)
        at++;
      if (at == ASSAY_REVMARK_INPUTS)
        return assay_revmark_fail ("inputs", error);
      if (!add_name (self, name, error))
        return FALSE;
      part->inputs[part->n_inputs++] = (AssayRevmarkInput) at;
    }
  return TRUE;
}

static gboolean
read_sources (Reading *self, AssayRevmarkLayer *layer, JsonObject *object, GError **error)
{
  JsonArray *array = assay_json_array (object, "from");
  guint least;
  guint most;

  assay_revmark_layer_sources (layer->kind, &least, &most);
  if (array == NULL || json_array_get_length (array) < least
      || json_array_get_length (array) > most)
    return assay_revmark_fail (layer->name, error);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!find_name (self, get_string (array, i), &layer->sources[layer->n_sources++], error))
      return FALSE;
  return TRUE;
}

static gboolean
read_layer (Reading *self, JsonNode *node, AssayModelFile *file, GError **error)
{
  AssayRevmarkLayer *layer = &self->part->layers[self->part->n_layers];
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *name;

  if (object == NULL)
    return assay_revmark_fail ("layers", error);
  name = assay_json_string (object, "name", "");
  self->part->n_layers++;
  layer->name = g_strdup (name);
  /* Its name is known only to those that follow: no layer can read itself. */
  if (!assay_revmark_layer_read (layer, object, self->name, file, error)
      || !read_sources (self, layer, object, error) || !add_name (self, name, error))
    {
      g_prefix_error (error, "%s.%.60s: ", self->name, name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_layers (Reading *self, JsonObject *object, AssayModelFile *file, GError **error)
{
  JsonArray *array = assay_json_array (object, "layers");
  guint n = array == NULL ? 0 : json_array_get_length (array);

  if (n == 0 || n > ASSAY_REVMARK_LAYERS)
    return assay_revmark_fail ("layers", error);
  self->part->layers = g_new0 (AssayRevmarkLayer, n);
  for (guint i = 0; i < n; i++)
    if (!read_layer (self, json_array_get_element (array, i), file, error))
      return FALSE;
  return TRUE;
}

static gboolean
read_part (AssayRevmarkCard *self,
           JsonObject *card,
           const char *name,
           AssayRevmarkPart *part,
           GError **error)
{
  JsonObject *object = assay_json_object (card, name);
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Reading reading = { .part = part, .name = name, .values = values };
  guint places = 0;

  part->places = -1;
  if (object == NULL)
    return assay_revmark_fail (name, error);
  if (!read_inputs (&reading, object, error) || !read_layers (&reading, object, self->file, error)
      || !find_name (&reading, assay_json_string (object, "output", ""), &part->output, error))
    return FALSE;
  if (!json_object_has_member (object, "places"))
    return TRUE;
  if (!find_name (&reading, assay_json_string (object, "places", ""), &places, error))
    return FALSE;
  part->places = (gint) places;
  return TRUE;
}

static gboolean
read_numbers (AssayRevmarkCard *self, JsonObject *card, GError **error)
{
  return assay_revmark_read_count (card, "bits", 1, ASSAY_REVMARK_BITS, -1, &self->bits, error)
         && assay_revmark_read_count (card, "frames", 1, ASSAY_REVMARK_FRAMES, -1, &self->frames,
                                      error)
         && assay_revmark_read_count (card, "side", 0, 1024, 0, &self->side, error)
         && assay_revmark_read_count (card, "tile", 0, ASSAY_REVMARK_PERIOD, 0, &self->tile, error)
         && assay_revmark_read_count (card, "reference", 0, ASSAY_REVMARK_FRAMES - 1, 0,
                                      &self->reference, error)
         && assay_revmark_read_count (card, "clip_times", 0, 8, 0, &self->clip_times, error)
         && assay_revmark_read_real (card, "alpha", 1e-3, 1e3, &self->alpha, error)
         && assay_revmark_read_real (card, "clip_sigma", 0.1, 1e3, &self->clip_sigma, error);
}

static gboolean
read_feedback (AssayRevmarkCard *self, JsonObject *card, GError **error)
{
  JsonObject *object = assay_json_object (card, "feedback");

  if (!json_object_has_member (card, "feedback"))
    return TRUE;
  if (object == NULL)
    return assay_revmark_fail ("feedback", error);
  return assay_revmark_read_count (object, "rounds", 0, 16, -1, &self->feedback_rounds, error)
         && assay_revmark_read_real (object, "rate", 0, 10, &self->feedback_rate, error);
}

AssayRevmarkCard *
assay_revmark_card_read (GBytes *bytes, GError **error)
{
  g_autoptr (AssayRevmarkCard) self = g_new0 (AssayRevmarkCard, 1);
  JsonObject *card;
  guint format;

  self->file = assay_model_file_read (bytes, error);
  if (self->file == NULL)
    return NULL;
  card = assay_model_file_get_card (self->file);
  if (strcmp (assay_json_string (card, "kind", ""), KIND) != 0
      && !assay_revmark_fail ("kind", error))
    return NULL;
  self->name = g_strdup (assay_json_string (card, "name", ""));
  if (!assay_revmark_read_count (card, "format", FORMAT, FORMAT, -1, &format, error)
      || !read_numbers (self, card, error) || !read_feedback (self, card, error)
      || !read_part (self, card, "encoder", &self->encoder, error)
      || !read_part (self, card, "decoder", &self->decoder, error)
      || (json_object_has_member (card, "starts")
          && !read_part (self, card, "starts", &self->starts, error)))
    return NULL;
  return g_steal_pointer (&self);
}

static void
clear_part (AssayRevmarkPart *part)
{
  for (guint i = 0; i < part->n_layers; i++)
    g_free (part->layers[i].name);
  g_free (part->layers);
}

void
assay_revmark_card_free (AssayRevmarkCard *self)
{
  if (self == NULL)
    return;
  clear_part (&self->encoder);
  clear_part (&self->decoder);
  clear_part (&self->starts);
  g_clear_pointer (&self->file, assay_model_file_free);
  g_free (self->name);
  g_free (self);
}
