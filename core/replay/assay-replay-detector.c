/* assay-replay-detector.c: a model as a file and back. */
#include "replay/assay-replay-detector.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/assay-error.h"
#include "base/assay-json.h"
#include "replay/assay-replay-model-data.h"
#include "replay/assay-replay-plots.h"

#define KIND "assay-replay"
#define TRIALS_MOST 1e9
#define CLLR_MOST 1e3
#define HASH_DIGITS 64
/* Scores are kept with 24 bits. */
#define RATE_TOLERANCE 1e-4
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
        {
          /* A setting is wrong usage on the command line; here the file is wrong. */
          if (error != NULL && g_error_matches (*error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_INVALID))
            (*error)->code = ASSAY_BASE_ERROR_MALFORMED;
          g_prefix_error (error, _ ("The model file is wrong: "));
          return FALSE;
        }
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

/* A number of the card from 0 to @most. */
static gboolean
read_number (JsonObject *object, const char *member, double most, double *value)
{
  JsonNode *node = json_object_get_member (object, member);

  *value = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_double (node) : -1;
  return *value >= 0 && *value <= most;
}

static gboolean
read_rates (AssayReplayDetector *self, const char *member, AssayReplayRates *rates, GError **error)
{
  JsonObject *object = assay_json_object (self->card, member);
  double trials;

  if (object == NULL)
    return TRUE;
  if (!read_number (object, "trials", TRIALS_MOST, &trials)
      || !read_number (object, "eer", 1, &rates->eer)
      || !read_number (object, "eer_low", 1, &rates->eer_low)
      || !read_number (object, "eer_high", 1, &rates->eer_high)
      || !read_number (object, "cllr", CLLR_MOST, &rates->cllr) || rates->eer_low > rates->eer_high)
    return fail (error);
  rates->trials = (gsize) trials;
  return TRUE;
}

/* Whether the card says what it was trained on: words, counts that fit together, and the hash of
 * the samples, by which the recordings can be told. */
static gboolean
check_card (const AssayReplayDetector *self, GError **error)
{
  JsonObject *training = assay_json_object (self->card, "training");
  gint64 genuine = training != NULL ? assay_json_int (training, "genuine", 0) : 0;
  gint64 spoof = training != NULL ? assay_json_int (training, "spoof", 0) : 0;
  const char *hash = training != NULL ? assay_json_string (training, "samples_sha256", "") : "";

  if (assay_json_string (self->card, "note", NULL) != NULL && genuine >= 1 && spoof >= 1
      && genuine <= (gint64) TRIALS_MOST && spoof <= (gint64) TRIALS_MOST
      && assay_json_int (training, "recordings", 0) == genuine + spoof
      && assay_json_int (training, "talkers", -1) >= 0 && strlen (hash) == HASH_DIGITS
      && strspn (hash, "0123456789abcdef") == HASH_DIGITS)
    return TRUE;
  g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                       _ ("The model’s card does not say what it was trained on"));
  return FALSE;
}

/* A system that lowers the ratio may be right beside others that raise it; if all do, the ratio
 * says the reverse of what it means. */
static gboolean
check_fusion (const AssayReplayDetector *self, GError **error)
{
  for (guint i = 0; i < self->systems->len; i++)
    if (self->fusion[i] > 0)
      return TRUE;
  g_set_error_literal (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
                       _ ("No system of the model raises its ratio for genuine recordings"));
  return FALSE;
}

/* The rates that the card states are those of the scores that the model keeps: a card that was
 * changed by hand would speak in every finding. */
static gboolean
check_rates (const AssayReplayDetector *self, GError **error)
{
  const AssayReplayRates *stated = self->held_out.trials > 0 ? &self->held_out : &self->crossed;
  g_autoptr (AssayTrials) trials = assay_replay_detector_trials (self);
  double threshold;
  double eer = assay_trials_eer (trials, &threshold);

  if (stated->trials == trials->n && fabs (eer - stated->eer) <= RATE_TOLERANCE
      && fabs (assay_trials_cllr (trials) - stated->cllr) <= RATE_TOLERANCE
      && fabs (threshold - self->threshold) <= RATE_TOLERANCE)
    return TRUE;
  g_set_error_literal (
      error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_MALFORMED,
      _ ("The error rates in the model’s card are not those of the scores that it keeps"));
  return FALSE;
}

/* Whether @bytes are those of the model that comes with Assay, however they were given. */
static gboolean
is_shipped (GBytes *bytes)
{
  g_autoptr (GBytes) shipped = g_resource_lookup_data (assay_replay_model_data_get_resource (),
                                                       SHIPPED, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  return shipped != NULL && g_bytes_equal (bytes, shipped);
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
  self->shipped = is_shipped (bytes);
  if (g_strcmp0 (assay_json_string (self->card, "kind", ""), KIND) != 0)
    {
      fail (error);
      return NULL;
    }
  if (!read_systems (self, file, error) || !read_numbers (self, file, error)
      || !read_rates (self, "cross_validation", &self->crossed, error)
      || !read_rates (self, "held_out", &self->held_out, error) || !check_rates (self, error)
      || !check_card (self, error) || !check_fusion (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

double
assay_replay_detector_bound (const AssayReplayDetector *self, double llr)
{
  return CLAMP (llr, -log ((double) self->n_genuine + 1), log ((double) self->n_spoof + 1));
}

void
assay_replay_detector_score_range (const AssayReplayDetector *self, double *low, double *high)
{
  double least = MIN (self->genuine[0], self->spoof[0]);
  double most = MAX (self->genuine[self->n_genuine - 1], self->spoof[self->n_spoof - 1]);

  *low = least - ASSAY_REPLAY_WIDER * (most - least);
  *high = most + ASSAY_REPLAY_WIDER * (most - least);
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
