/* assay-replay-detector.c: a model as a file and back. */
#include "replay/assay-replay-detector.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/assay-error.h"
#include "base/assay-json.h"
#include "replay/assay-replay-model-data.h"

#define KIND "assay-replay"
#define SHIPPED "/org/assay/replay/replay.model"

AssayReplayDetector *
assay_replay_detector_new (void)
{
  AssayReplayDetector *self = g_new0 (AssayReplayDetector, 1);

  self->systems = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_replay_system_free);
  return self;
}

void
assay_replay_detector_free (AssayReplayDetector *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->systems);
  g_free (self->fusion);
  g_free (self->genuine);
  g_free (self->spoof);
  g_clear_pointer (&self->card, json_object_unref);
  g_free (self->hash);
  g_free (self);
}

static gboolean
fail (GError **error)
{
  g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                       _ ("This is not a model of the replay analysis"));
  return FALSE;
}

static gboolean
read_systems (AssayReplayDetector *self, AssayModelFile *file, GError **error)
{
  JsonArray *systems = assay_json_array (self->card, "systems");
  guint n = systems == NULL ? 0 : json_array_get_length (systems);

  if (n < 1 || n > ASSAY_REPLAY_SYSTEMS_MOST)
    return fail (error);
  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (systems, i);
      AssayReplaySystem *system;

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        return fail (error);
      system = assay_replay_system_read (file, i, json_node_get_string (node), error);
      if (system == NULL)
        return FALSE;
      g_ptr_array_add (self->systems, system);
    }
  return TRUE;
}

/* A list of scores, in rising order. */
static double *
read_scores (AssayModelFile *file, const char *name, gsize *n, GError **error)
{
  gsize one = 1;
  const double *values;

  *n = 0;
  values = assay_model_file_get (file, name, &one, n, error);
  for (gsize i = 1; values != NULL && i < *n; i++)
    if (values[i] < values[i - 1])
      {
        fail (error);
        return NULL;
      }
  if (values != NULL && *n == 0)
    fail (error);
  return values == NULL || *n == 0 ? NULL : g_memdup2 (values, *n * sizeof *values);
}

static gboolean
read_numbers (AssayReplayDetector *self, AssayModelFile *file, GError **error)
{
  gsize one = 1;
  gsize two = 2;
  gsize width = self->systems->len + 1;
  gsize conditions = ASSAY_REPLAY_LEARNED;
  const double *fusion = assay_model_file_get (file, "fusion", &one, &width, error);
  const double *range
      = fusion == NULL ? NULL : assay_model_file_get (file, "range", &two, &conditions, error);
  const double *threshold
      = range == NULL ? NULL : assay_model_file_get (file, "threshold", &one, &one, error);

  if (threshold == NULL)
    return FALSE;
  self->fusion = g_memdup2 (fusion, width * sizeof *fusion);
  memcpy (self->range.low, range, conditions * sizeof *range);
  memcpy (self->range.high, range + conditions, conditions * sizeof *range);
  assay_replay_range_narrow (&self->range);
  self->threshold = *threshold;
  self->genuine = read_scores (file, "scores.genuine", &self->n_genuine, error);
  if (self->genuine != NULL)
    self->spoof = read_scores (file, "scores.spoof", &self->n_spoof, error);
  return self->spoof != NULL && assay_replay_bands_read (&self->bands, file, error);
}

static double
read_share (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  double value = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_double (node) : 0;

  return isfinite (value) ? value : 0;
}

static void
read_rates (AssayReplayDetector *self, const char *member, AssayReplayRates *rates)
{
  JsonObject *object = assay_json_object (self->card, member);

  if (object == NULL)
    return;
  rates->trials = (gsize) CLAMP (assay_json_int (object, "trials", 0), 0, G_MAXINT);
  rates->eer = read_share (object, "eer");
  rates->eer_low = read_share (object, "eer_low");
  rates->eer_high = read_share (object, "eer_high");
  rates->cllr = read_share (object, "cllr");
}

AssayReplayDetector *
assay_replay_detector_read (GBytes *bytes, GError **error)
{
  g_autoptr (AssayModelFile) file = assay_model_file_read (bytes, error);
  g_autoptr (AssayReplayDetector) self = assay_replay_detector_new ();

  if (file == NULL)
    return NULL;
  self->card = json_object_ref (assay_model_file_get_card (file));
  self->hash = g_strdup (assay_model_file_get_hash (file));
  if (g_strcmp0 (assay_json_string (self->card, "kind", ""), KIND) != 0)
    {
      fail (error);
      return NULL;
    }
  if (!read_systems (self, file, error) || !read_numbers (self, file, error))
    return NULL;
  read_rates (self, "cross_validation", &self->crossed);
  read_rates (self, "held_out", &self->held_out);
  return g_steal_pointer (&self);
}

AssayReplayDetector *
assay_replay_detector_read_shipped (GError **error)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (assay_replay_model_data_get_resource (),
                                                     SHIPPED, G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  return bytes == NULL ? NULL : assay_replay_detector_read (bytes, error);
}

static void
write_rates (JsonObject *card, const char *member, const AssayReplayRates *rates)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "trials", (gint64) rates->trials);
  json_object_set_double_member (object, "eer", rates->eer);
  json_object_set_double_member (object, "eer_low", rates->eer_low);
  json_object_set_double_member (object, "eer_high", rates->eer_high);
  json_object_set_double_member (object, "cllr", rates->cllr);
  json_object_set_object_member (card, member, object);
}

GBytes *
assay_replay_detector_write (const AssayReplayDetector *self)
{
  JsonArray *systems = json_array_new ();
  g_autoptr (AssayModelFile) file = NULL;
  double range[2 * ASSAY_REPLAY_LEARNED];

  json_object_set_string_member (self->card, "kind", KIND);
  for (guint i = 0; i < self->systems->len; i++)
    {
      const AssayReplaySystem *system = self->systems->pdata[i];
      g_autofree char *design = assay_replay_design_to_text (&system->design);

      json_array_add_string_element (systems, design);
    }
  json_object_set_array_member (self->card, "systems", systems);
  if (self->crossed.trials > 0)
    write_rates (self->card, "cross_validation", &self->crossed);
  if (self->held_out.trials > 0)
    write_rates (self->card, "held_out", &self->held_out);
  file = assay_model_file_new (self->card);
  memcpy (range, self->range.low, sizeof range / 2);
  memcpy (range + ASSAY_REPLAY_LEARNED, self->range.high, sizeof range / 2);
  assay_model_file_add (file, "fusion", ASSAY_MODEL_DOUBLE, self->fusion, 1,
                        self->systems->len + 1);
  assay_model_file_add (file, "range", ASSAY_MODEL_DOUBLE, range, 2, ASSAY_REPLAY_LEARNED);
  assay_replay_bands_write (&self->bands, file);
  assay_model_file_add (file, "threshold", ASSAY_MODEL_DOUBLE, &self->threshold, 1, 1);
  assay_model_file_add (file, "scores.genuine", ASSAY_MODEL_SINGLE, self->genuine, 1,
                        self->n_genuine);
  assay_model_file_add (file, "scores.spoof", ASSAY_MODEL_SINGLE, self->spoof, 1, self->n_spoof);
  for (guint i = 0; i < self->systems->len; i++)
    assay_replay_system_write (self->systems->pdata[i], i, file);
  return assay_model_file_to_bytes (file);
}
