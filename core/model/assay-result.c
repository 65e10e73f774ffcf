/* assay-result.c: results: built and checked once, then only read. */
#include "model/assay-result.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/assay-limits.h"
#include "base/assay-text.h"
#include "model/assay-model-error.h"
#include "model/assay-result-private.h"

/* Tables, plots and pictures of one result that a person can still look through. */
#define MAX_PARTS 256

struct _AssayResultBuilder
{
  AssayResult *result;
  char *problem; /* the first part that did not fit; NULL while all do */
};

G_DEFINE_BOXED_TYPE (AssayResult, assay_result, assay_result_ref, assay_result_unref)

static const char *const verdict_ids[] = { "not-applicable", "clear", "attention", "compromised" };
static const char *const verdict_phrases[] = {
  N_ ("No conclusion possible"),
  N_ ("No obvious signs of tampering detected"),
  N_ ("Potential integrity anomalies detected"),
  N_ ("Integrity compromised"),
};

const char *
assay_verdict_id (AssayVerdict verdict)
{
  return verdict_ids[verdict];
}

gboolean
assay_verdict_parse (const char *id, AssayVerdict *verdict)
{
  for (guint i = 0; i < G_N_ELEMENTS (verdict_ids); i++)
    if (g_str_equal (id, verdict_ids[i]))
      {
        *verdict = (AssayVerdict) i;
        return TRUE;
      }
  return FALSE;
}

const char *
assay_verdict_phrase (AssayVerdict verdict)
{
  return verdict_phrases[verdict];
}

static void
pair_clear (gpointer data)
{
  AssayResultPair *pair = data;

  g_free (pair->name);
  g_free (pair->value);
}

AssayResultBuilder *
assay_result_builder_new (const AssayToolInfo *info)
{
  AssayResultBuilder *self = g_new0 (AssayResultBuilder, 1);
  AssayResult *result = g_atomic_rc_box_new0 (AssayResult);

  result->info = info;
  result->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_finding_unref);
  result->tables = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_table_unref);
  result->plots = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_plot_unref);
  result->images = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_image_unref);
  result->metrics = g_array_new (FALSE, TRUE, sizeof (AssayResultMetric));
  result->answers = g_array_new (FALSE, TRUE, sizeof (AssayResultPair));
  result->not_run = g_array_new (FALSE, TRUE, sizeof (AssayResultPair));
  result->stored = g_array_new (FALSE, TRUE, sizeof (AssayResultPair));
  g_array_set_clear_func (result->answers, pair_clear);
  g_array_set_clear_func (result->not_run, pair_clear);
  g_array_set_clear_func (result->stored, pair_clear);
  self->result = result;
  return self;
}

void
assay_result_builder_free (AssayResultBuilder *self)
{
  g_clear_pointer (&self->result, assay_result_unref);
  g_free (self->problem);
  g_free (self);
}

static void
set_problem (AssayResultBuilder *self, const char *part)
{
  if (self->problem == NULL)
    self->problem = g_strdup (part);
}

void
assay_result_builder_verdict (AssayResultBuilder *self, AssayVerdict verdict)
{
  if ((guint) verdict > ASSAY_VERDICT_COMPROMISED)
    set_problem (self, "verdict");
  else
    self->result->verdict = verdict;
}

void
assay_result_builder_verdict_from_findings (AssayResultBuilder *self)
{
  static const AssayVerdict verdicts[]
      = { ASSAY_VERDICT_CLEAR, ASSAY_VERDICT_ATTENTION, ASSAY_VERDICT_COMPROMISED };
  AssaySeverity worst = ASSAY_SEVERITY_INFO;

  for (guint i = 0; i < self->result->findings->len; i++)
    worst = MAX (worst, assay_finding_get_severity (self->result->findings->pdata[i]));
  self->result->verdict = verdicts[worst];
}

/* Adds to a list of parts; beyond @most the result is refused rather than silently cut. */
static gboolean
add_part (AssayResultBuilder *self, GPtrArray *list, gpointer part, guint most, const char *what)
{
  gboolean fits = list->len < most;

  if (!fits)
    set_problem (self, what);
  else
    g_ptr_array_add (list, part);
  return fits;
}

void
assay_result_builder_finding (AssayResultBuilder *self, AssayFinding *finding)
{
  if (!add_part (self, self->result->findings, finding, ASSAY_LIMIT_FINDINGS, "findings"))
    assay_finding_unref (finding);
}

void
assay_result_builder_table (AssayResultBuilder *self, AssayTable *table)
{
  if (!add_part (self, self->result->tables, table, MAX_PARTS, "tables"))
    assay_table_unref (table);
}

void
assay_result_builder_plot (AssayResultBuilder *self, AssayPlot *plot)
{
  if (!add_part (self, self->result->plots, plot, MAX_PARTS, "plots"))
    assay_plot_unref (plot);
}

void
assay_result_builder_image (AssayResultBuilder *self, AssayImage *image)
{
  if (!add_part (self, self->result->images, image, MAX_PARTS, "images"))
    assay_image_unref (image);
}

void
assay_result_builder_metric (AssayResultBuilder *self, const char *name, double value)
{
  const AssayMetricInfo *info = assay_tool_info_metric (self->result->info, name);

  if (info == NULL)
    {
      set_problem (self, name);
      return;
    }

  AssayResultMetric metric = { info, assay_number_round (value, info->digits) };

  g_array_append_val (self->result->metrics, metric);
}

static void
add_pair (GArray *list, const char *name, const char *value)
{
  AssayResultPair pair = { assay_text_visible (name, -1), assay_text_visible (value, -1) };

  g_array_append_val (list, pair);
}

void
assay_result_builder_answer (AssayResultBuilder *self, const char *name, const char *value)
{
  if (self->result->answers->len >= MAX_PARTS)
    set_problem (self, "answers");
  else
    add_pair (self->result->answers, name, value);
}

void
assay_result_builder_not_run (AssayResultBuilder *self, const char *rule, const char *reason)
{
  if (self->result->not_run->len >= MAX_PARTS)
    set_problem (self, "not_run");
  else
    add_pair (self->result->not_run, rule == NULL ? "" : rule, reason);
}

void
assay_result_builder_stored_image (AssayResultBuilder *self, const char *id, const char *sha256)
{
  if (self->result->stored->len >= MAX_PARTS)
    set_problem (self, "images");
  else
    add_pair (self->result->stored, id, sha256);
}

AssayResult *
assay_result_builder_end (AssayResultBuilder *self, GError **error)
{
  g_autoptr (AssayResult) result = g_steal_pointer (&self->result);
  g_autofree char *problem = g_steal_pointer (&self->problem);

  assay_result_builder_free (self);
  if (problem == NULL)
    return g_steal_pointer (&result);
  g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID,
               _ ("The result of “%s” does not fit its description: %s"), result->info->id,
               problem);
  return NULL;
}

AssayResult *
assay_result_ref (AssayResult *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
result_clear (gpointer data)
{
  AssayResult *self = data;

  g_ptr_array_unref (self->findings);
  g_ptr_array_unref (self->tables);
  g_ptr_array_unref (self->plots);
  g_ptr_array_unref (self->images);
  g_array_unref (self->metrics);
  g_array_unref (self->answers);
  g_array_unref (self->not_run);
  g_array_unref (self->stored);
}

void
assay_result_unref (AssayResult *self)
{
  g_atomic_rc_box_release_full (self, result_clear);
}

const char *
assay_result_get_tool (const AssayResult *self)
{
  return self->info->id;
}

const char *
assay_result_get_version (const AssayResult *self)
{
  return self->info->version;
}

AssayVerdict
assay_result_get_verdict (const AssayResult *self)
{
  return self->verdict;
}

guint
assay_result_get_n_findings (const AssayResult *self)
{
  return self->findings->len;
}

AssayFinding *
assay_result_get_finding (const AssayResult *self, guint index)
{
  return g_ptr_array_index (self->findings, index);
}

guint
assay_result_get_n_tables (const AssayResult *self)
{
  return self->tables->len;
}

AssayTable *
assay_result_get_table (const AssayResult *self, guint index)
{
  return g_ptr_array_index (self->tables, index);
}

AssayTable *
assay_result_find_table (const AssayResult *self, const char *id)
{
  for (guint i = 0; i < self->tables->len; i++)
    if (g_str_equal (assay_table_get_id (self->tables->pdata[i]), id))
      return self->tables->pdata[i];
  return NULL;
}

guint
assay_result_get_n_plots (const AssayResult *self)
{
  return self->plots->len;
}

AssayPlot *
assay_result_get_plot (const AssayResult *self, guint index)
{
  return g_ptr_array_index (self->plots, index);
}

guint
assay_result_get_n_images (const AssayResult *self)
{
  return self->images->len;
}

AssayImage *
assay_result_get_image (const AssayResult *self, guint index)
{
  return g_ptr_array_index (self->images, index);
}

AssayImage *
assay_result_find_image (const AssayResult *self, const char *id)
{
  for (guint i = 0; i < self->images->len; i++)
    if (g_str_equal (assay_image_get_id (self->images->pdata[i]), id))
      return self->images->pdata[i];
  return NULL;
}

char *
assay_result_hash_image (const AssayResult *self, const char *id)
{
  AssayImage *image = assay_result_find_image (self, id);

  if (image != NULL)
    return assay_image_hash (image);
  for (guint i = 0; i < self->stored->len; i++)
    {
      const AssayResultPair *pair = &g_array_index (self->stored, AssayResultPair, i);

      if (strcmp (pair->name, id) == 0)
        return g_strdup (pair->value);
    }
  return NULL;
}

gboolean
assay_result_lacks_images (const AssayResult *self)
{
  for (guint i = 0; i < self->stored->len; i++)
    {
      if (!g_str_equal (g_array_index (self->stored, AssayResultPair, i).name, "thumbnail"))
        return TRUE;
    }
  return FALSE;
}

guint
assay_result_get_n_metrics (const AssayResult *self)
{
  return self->metrics->len;
}

void
assay_result_get_metric (const AssayResult *self,
                         guint index,
                         const char **name,
                         double *value,
                         guint *digits,
                         const char **unit)
{
  const AssayResultMetric *metric = &g_array_index (self->metrics, AssayResultMetric, index);

  *name = metric->info->name;
  *value = metric->value;
  *digits = metric->info->digits;
  *unit = metric->info->unit == NULL ? "" : metric->info->unit;
}

double
assay_result_find_metric (const AssayResult *self, const char *name, double otherwise)
{
  for (guint i = 0; i < self->metrics->len; i++)
    {
      const AssayResultMetric *metric = &g_array_index (self->metrics, AssayResultMetric, i);

      if (strcmp (metric->info->name, name) == 0)
        return metric->value;
    }
  return otherwise;
}

guint
assay_result_get_n_answers (const AssayResult *self)
{
  return self->answers->len;
}

void
assay_result_get_answer_at (const AssayResult *self,
                            guint index,
                            const char **name,
                            const char **value)
{
  const AssayResultPair *pair = &g_array_index (self->answers, AssayResultPair, index);

  *name = pair->name;
  *value = pair->value;
}

const char *
assay_result_get_answer (const AssayResult *self, const char *name)
{
  for (guint i = 0; i < self->answers->len; i++)
    {
      const AssayResultPair *pair = &g_array_index (self->answers, AssayResultPair, i);

      if (g_str_equal (pair->name, name))
        return pair->value;
    }
  return NULL;
}

guint
assay_result_get_n_not_run (const AssayResult *self)
{
  return self->not_run->len;
}

void
assay_result_get_not_run (const AssayResult *self,
                          guint index,
                          const char **rule,
                          const char **reason)
{
  const AssayResultPair *pair = &g_array_index (self->not_run, AssayResultPair, index);

  *rule = pair->name;
  *reason = pair->value;
}

const char *
assay_result_get_no_verdict (const AssayResult *self)
{
  if (self->verdict != ASSAY_VERDICT_NOT_APPLICABLE)
    return NULL;
  for (guint i = self->not_run->len; i > 0; i--)
    {
      const AssayResultPair *pair = &g_array_index (self->not_run, AssayResultPair, i - 1);

      if (pair->name[0] == '\0')
        return pair->value;
    }
  return NULL;
}
