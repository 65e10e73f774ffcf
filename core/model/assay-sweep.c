/* assay-sweep.c: change a marked file harder and harder, read it each time. */
#include "model/assay-sweep-private.h"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  const AssaySweep *sweep;
  AssayToolJob *job;
  AssayParameters *parameters; /* of the sweep */
  const char *const *metrics;
  char *mark; /* that the file has as it is; NULL if not read, or given */
  AssayTableBuilder *tries;
  AssayTableBuilder *withstood;
  AssayResultBuilder *result;
  guint runs;
  guint n_tries; /* in all */
  guint n_steps; /* tries and the reading of the file as it is */
  guint n_done;
  guint n_found;
  guint n_undone; /* tries whose change cannot be made to this file: they count as none */
} Walk;

/* Values that the sweep and @info share by name, but not @except, which the sweep may have as
 * "all". A secret does not go through text. */
static gboolean
hand_on (const AssayParameters *from,
         const AssayToolInfo *info,
         const char *except,
         AssayParametersBuilder *builder,
         GError **error)
{
  const AssayToolInfo *own = assay_parameters_get_info (from);

  for (const AssayParameterInfo *at = info->parameters; at != NULL && at->name != NULL; at++)
    {
      const AssayParameterInfo *same = assay_tool_info_parameter (own, at->name);
      gboolean valued = at->type == ASSAY_PARAMETER_BOOL || at->type == ASSAY_PARAMETER_INT
                        || at->type == ASSAY_PARAMETER_REAL || at->type == ASSAY_PARAMETER_CHOICE;

      if (same == NULL || same->type != at->type || g_str_equal (at->name, except)
          || (!valued && assay_parameters_is_empty (from, at->name)))
        continue;
      if (at->type == ASSAY_PARAMETER_SECRET)
        {
          GBytes *secret = assay_parameters_get_secret (from, at->name);

          if (!assay_parameters_builder_set_secret (builder, at->name, secret, error))
            return FALSE;
          continue;
        }

      g_autofree char *text = assay_parameters_to_text (from, at->name, NULL);

      if (!assay_parameters_builder_set (builder, at->name, text, error))
        return FALSE;
    }
  return TRUE;
}

static AssayParameters *
change_parameters (
    Walk *self, const AssaySweepRange *range, double amount, guint run, GError **error)
{
  const AssayToolInfo *info = self->sweep->change->info;
  g_autoptr (AssayParametersBuilder) builder = assay_parameters_builder_new (info);
  g_autofree char *strength = assay_number_text (amount, range->digits);
  g_autofree char *seed = g_strdup_printf (
      "%" G_GINT64_FORMAT, assay_parameters_get_int (self->parameters, self->sweep->seed) + run);

  if (!hand_on (self->parameters, info, self->sweep->choice, builder, error))
    return NULL;
  for (const AssayParameterInfo *at = info->parameters; at != NULL && at->name != NULL; at++)
    {
      const char *text = g_str_equal (at->name, self->sweep->amount)   ? strength
                         : g_str_equal (at->name, self->sweep->seed)   ? seed
                         : g_str_equal (at->name, self->sweep->choice) ? range->id
                                                                       : NULL;

      if (text != NULL && !assay_parameters_builder_set (builder, at->name, text, error))
        return NULL;
    }
  return assay_parameters_builder_end (g_steal_pointer (&builder), error);
}

/* Empties the scratch file and writes the changed file into it. */
static gboolean
change (Walk *self, AssayParameters *parameters, AssayProgress *progress, GError **error)
{
  int scratch = assay_tool_job_get_scratch (self->job);
  const AssayToolInput *given = assay_tool_job_get_input (self->job, 0);
  AssayToolInput input = *given;
  g_autoptr (AssayResult) result = NULL;

  if (scratch < 0 || ftruncate (scratch, 0) != 0 || lseek (scratch, 0, SEEK_SET) != 0)
    {
      g_set_error (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_IO,
                   _ ("The temporary file of the test cannot be used: %s"), g_strerror (errno));
      return FALSE;
    }
  input.role = self->sweep->change->info->inputs[0].role;
  result = assay_tool_job_run_inside (self->job, self->sweep->change, parameters, &input, scratch,
                                      progress, error);
  return result != NULL;
}

/* Errors that say something about the program or the person, not about the changed file. */
static gboolean
ends_the_test (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
         || g_error_matches (error, ASSAY_BASE_ERROR, ASSAY_BASE_ERROR_LIMIT)
         || g_error_matches (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_NEEDS_MEDIA)
         || g_error_matches (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_INVALID)
         || g_error_matches (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_MISSING);
}

/* The result of reading @source; NULL without @error and with @reason if nothing can be read. */
static AssayResult *
read_source (
    Walk *self, AssaySource *source, AssayProgress *progress, char **reason, GError **error)
{
  const AssayToolInfo *info = self->sweep->read->info;
  g_autoptr (AssayParametersBuilder) builder = assay_parameters_builder_new (info);
  g_autoptr (AssayParameters) parameters = NULL;
  g_autoptr (GError) trouble = NULL;
  AssayToolInput input = *assay_tool_job_get_input (self->job, 0);

  if (!hand_on (self->parameters, info, self->sweep->choice, builder, error))
    return NULL;
  if (self->mark != NULL
      && !assay_parameters_builder_set (builder, self->sweep->expect, self->mark, error))
    return NULL;
  parameters = assay_parameters_builder_end (g_steal_pointer (&builder), error);
  if (parameters == NULL)
    return NULL;
  input.role = info->inputs[0].role;
  input.source = source;

  AssayResult *result = assay_tool_job_run_inside (self->job, self->sweep->read, parameters, &input,
                                                   -1, progress, &trouble);

  if (result == NULL && ends_the_test (trouble))
    g_propagate_error (error, g_steal_pointer (&trouble));
  else if (result == NULL)
    *reason = g_strdup (trouble->message);
  return result;
}

/* The change cannot be made to such a file (pieces cut out of one picture): no answer about its
 * mark. */
static gboolean
is_not_possible (const GError *error)
{
  return g_error_matches (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_NOT_APPLICABLE);
}

/* The result of reading the changed file, as read_source() has it. */
static AssayResult *
read_back (Walk *self, AssayProgress *progress, char **reason, GError **error)
{
  g_autoptr (AssaySource) source
      = assay_source_new_fd (assay_tool_job_get_scratch (self->job), error);

  return source == NULL ? NULL : read_source (self, source, progress, reason, error);
}

/* "inconclusive" without bits that were read (a method without a key reads some from every file) is
 * nothing to compare with either: too little is there, or it is too much damaged already. */
static gboolean
has_no_mark (const AssayResult *result, gboolean alone)
{
  const char *outcome = result == NULL ? NULL : assay_result_get_answer (result, "outcome");

  if (outcome == NULL || g_str_equal (outcome, "none"))
    return TRUE;
  return alone && g_str_equal (outcome, "inconclusive")
         && assay_result_get_answer (result, "read") == NULL
         && assay_result_get_answer (result, "mark") == NULL;
}

/* The file as it is: without a mark in it there is nothing to test. @alone: no mark is expected,
 * and changed copies are compared with what is there. */
static gboolean
read_as_it_is (Walk *self, gboolean alone, GError **error)
{
  AssayProgress *progress = assay_tool_job_get_progress (self->job);
  g_autoptr (AssayProgress) first = assay_progress_sub (progress, 0.0, 1.0 / self->n_steps);
  g_autofree char *reason = NULL;
  g_autoptr (GError) trouble = NULL;
  g_autoptr (AssayResult) result = read_source (
      self, assay_tool_job_get_input (self->job, 0)->source, first, &reason, &trouble);

  self->n_done++;
  if (trouble != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&trouble));
      return FALSE;
    }
  if (has_no_mark (result, alone))
    {
      g_set_error (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_NOT_APPLICABLE,
                   _ ("No mark of this key is found in the file as it is, so there is nothing to "
                      "test%s%s"),
                   reason == NULL ? "" : ": ", reason == NULL ? "" : reason);
      return FALSE;
    }
  if (!alone)
    return TRUE;
  self->mark = g_strdup (assay_result_get_answer (result, "mark"));
  if (self->mark == NULL)
    self->metrics = self->sweep->alone;
  return TRUE;
}

static void
add_try (Walk *self,
         const AssaySweepRange *range,
         double amount,
         guint run,
         const char *outcome,
         const char *mark,
         const double values[ASSAY_SWEEP_MOST_METRICS])
{
  assay_table_builder_text (self->tries, range->id);
  assay_table_builder_real (self->tries, amount);
  assay_table_builder_text (self->tries, range->unit);
  assay_table_builder_int (self->tries, run + 1);
  assay_table_builder_text (self->tries, outcome);
  assay_table_builder_text (self->tries, mark);
  for (guint i = 0; self->metrics[i] != NULL; i++)
    assay_table_builder_real (self->tries, values[i]);
  assay_table_builder_row (self->tries, 0);
  self->n_done++;
}

/* One change and one reading; adds to @found and @values, and a row to the table. */
static gboolean
try_once (Walk *self,
          const AssaySweepRange *range,
          double amount,
          guint run,
          guint *found,
          double values[ASSAY_SWEEP_MOST_METRICS],
          GError **error)
{
  AssayProgress *progress = assay_tool_job_get_progress (self->job);
  double from = (double) self->n_done / self->n_steps;
  double to = (double) (self->n_done + 1) / self->n_steps;
  g_autoptr (AssayProgress) first = assay_progress_sub (progress, from, (from + to) / 2);
  g_autoptr (AssayProgress) second = assay_progress_sub (progress, (from + to) / 2, to);
  g_autoptr (AssayParameters) parameters = change_parameters (self, range, amount, run, error);
  g_autofree char *reason = NULL;
  g_autoptr (GError) trouble = NULL;
  g_autoptr (AssayResult) result = NULL;

  if (parameters == NULL)
    return FALSE;
  if (!change (self, parameters, first, &trouble) && is_not_possible (trouble))
    {
      add_try (self, range, amount, run, "not-possible", trouble->message, values);
      self->n_undone++;
      return TRUE;
    }
  if (trouble == NULL)
    result = read_back (self, second, &reason, &trouble);
  if (trouble != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&trouble));
      return FALSE;
    }

  const char *outcome = result == NULL ? "unreadable" : assay_result_get_answer (result, "outcome");
  const char *mark = result == NULL ? NULL : assay_result_get_answer (result, "mark");

  if (g_strcmp0 (outcome, "found") == 0)
    ++*found;
  for (guint i = 0; self->metrics[i] != NULL; i++)
    values[i] = result == NULL ? (double) NAN
                               : assay_result_find_metric (result, self->metrics[i], (double) NAN);
  add_try (self, range, amount, run, outcome != NULL ? outcome : "unreadable",
           mark != NULL ? mark : reason, values);
  return !g_cancellable_set_error_if_cancelled (assay_tool_job_get_cancellable (self->job), error);
}

static gboolean
try_amount (
    Walk *self, const AssaySweepRange *range, guint index, AssaySweepCurves *curves, GError **error)
{
  guint found = 0;
  guint counted[ASSAY_SWEEP_MOST_METRICS] = { 0 };
  double sums[ASSAY_SWEEP_MOST_METRICS] = { 0 };

  for (guint run = 0; run < self->runs; run++)
    {
      double values[ASSAY_SWEEP_MOST_METRICS] = { (double) NAN, (double) NAN };

      if (!try_once (self, range, range->amounts[index], run, &found, values, error))
        return FALSE;
      for (guint i = 0; i < ASSAY_SWEEP_MOST_METRICS; i++)
        if (isfinite (values[i]))
          {
            sums[i] += values[i];
            counted[i]++;
          }
    }
  self->n_found += found;
  curves->shares[index] = 100.0 * found / self->runs;
  for (guint i = 0; i < ASSAY_SWEEP_MOST_METRICS; i++)
    curves->metrics[i][index] = counted[i] > 0 ? sums[i] / counted[i] : (double) NAN;
  return TRUE;
}

/* The amounts at which every try found the mark, or those at which not: "10, 30, 50". They need not
 * follow each other: a sampling rate of a quarter leaves what one of nine tenths destroys. */
static void
add_amounts (Walk *self,
             const AssaySweepRange *range,
             const AssaySweepCurves *curves,
             gboolean found)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < range->n_amounts; i++)
    {
      g_autofree char *amount = assay_number_text (range->amounts[i], range->digits);

      if ((curves->shares[i] >= 100.0) == found)
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", amount);
    }
  if (text->len > 0)
    assay_table_builder_text (self->withstood, text->str);
  else
    assay_table_builder_empty (self->withstood);
}

static void
add_withstood (Walk *self, const AssaySweepRange *range, const AssaySweepCurves *curves)
{
  assay_table_builder_text (self->withstood, range->id);
  if (range->n_amounts > 1 || fabs (range->amounts[0]) > 0.0)
    {
      add_amounts (self, range, curves, TRUE);
      add_amounts (self, range, curves, FALSE);
    }
  else
    {
      /* there is nothing to choose: whether it is found always */
      assay_table_builder_text (self->withstood,
                                curves->shares[0] >= 100.0 ? N_ ("Yes") : N_ ("No"));
      assay_table_builder_empty (self->withstood);
    }
  assay_table_builder_text (self->withstood, range->unit);
  assay_table_builder_row (self->withstood, 0);
}

static gboolean
try_range (Walk *self, const AssaySweepRange *range, GError **error)
{
  g_autofree double *shares = g_new0 (double, range->n_amounts);
  g_autofree double *first = g_new0 (double, range->n_amounts);
  g_autofree double *second = g_new0 (double, range->n_amounts);
  AssaySweepCurves curves = { shares, { first, second } };
  guint undone = self->n_undone;

  for (guint i = 0; i < range->n_amounts; i++)
    if (!try_amount (self, range, i, &curves, error))
      return FALSE;
  if (self->n_undone > undone)
    return TRUE;
  assay_sweep_add_plots (self->sweep, range, self->metrics, &curves, self->result);
  add_withstood (self, range, &curves);
  return TRUE;
}

static gboolean
is_wanted (const Walk *self, const AssaySweepRange *range)
{
  const char *choice = assay_parameters_get_text (self->parameters, self->sweep->choice);

  return g_str_equal (choice, ASSAY_SWEEP_ALL) || g_str_equal (choice, range->id);
}

/* As many decimals as the amounts have that are tried. */
static guint
digits_of_amounts (const Walk *self)
{
  guint digits = 0;

  for (const AssaySweepRange *range = self->sweep->ranges; range->id != NULL; range++)
    if (is_wanted (self, range))
      digits = MAX (digits, range->digits);
  return digits;
}

static AssayTableBuilder *
make_tries_table (const Walk *self)
{
  const char *const *metrics = self->metrics;
  AssayColumn columns[6 + ASSAY_SWEEP_MOST_METRICS]
      = { { "change", N_ ("Change"), ASSAY_COLUMN_TERM, "", 0 },
          { "amount", N_ ("Strength"), ASSAY_COLUMN_REAL, "", digits_of_amounts (self) },
          { "unit", N_ ("Unit"), ASSAY_COLUMN_TEXT, "", 0 },
          { "run", N_ ("Try"), ASSAY_COLUMN_INT, "", 0 },
          { "outcome", N_ ("Outcome"), ASSAY_COLUMN_TERM, "", 0 },
          { "mark", N_ ("Mark, or why not"), ASSAY_COLUMN_TEXT, "", 0 } };
  guint n = 6;

  for (guint i = 0; metrics[i] != NULL && i < ASSAY_SWEEP_MOST_METRICS; i++)
    {
      const AssayMetricInfo *metric = assay_tool_info_metric (self->sweep->read->info, metrics[i]);

      columns[n++] = (AssayColumn){ metric->name, metric->title, ASSAY_COLUMN_REAL, metric->unit,
                                    metric->digits };
    }
  return assay_table_builder_new ("tries", N_ ("All tries"), columns, n);
}

static AssayTableBuilder *
make_withstood_table (void)
{
  const AssayColumn columns[]
      = { { "change", N_ ("Change"), ASSAY_COLUMN_TERM, "", 0 },
          { "found_at", N_ ("Always found at"), ASSAY_COLUMN_TERM, "", 0 },
          { "lost_at", N_ ("Not always found at"), ASSAY_COLUMN_TERM, "", 0 },
          { "unit", N_ ("Unit"), ASSAY_COLUMN_TEXT, "", 0 } };

  return assay_table_builder_new ("withstood", N_ ("What the mark withstood"), columns,
                                  G_N_ELEMENTS (columns));
}

static AssayResult *
finish (Walk *self, GError **error)
{
  assay_result_builder_table (self->result, assay_table_builder_end (self->withstood));
  assay_result_builder_table (self->result, assay_table_builder_end (self->tries));
  self->n_tries -= self->n_undone;
  assay_result_builder_metric (self->result, "tries", self->n_tries);
  assay_result_builder_metric (self->result, "found", self->n_found);
  assay_result_builder_metric (self->result, "found_percent",
                               100.0 * self->n_found / self->n_tries);
  g_free (self->mark);
  return assay_result_builder_end (self->result, error);
}

/* Ends the builders of a walk that failed. */
static void
discard (Walk *self)
{
  assay_table_unref (assay_table_builder_end (self->tries));
  assay_table_unref (assay_table_builder_end (self->withstood));
  assay_result_builder_free (self->result);
  g_free (self->mark);
}

AssayResult *
assay_sweep_run (const AssaySweep *self, AssayToolJob *job, GError **error)
{
  AssayParameters *parameters = assay_tool_job_get_parameters (job);
  Walk walk = { .sweep = self, .job = job, .parameters = parameters, .metrics = self->metrics };
  gboolean alone = self->expect != NULL && assay_parameters_is_empty (parameters, self->expect);

  walk.runs = (guint) assay_parameters_get_int (parameters, self->runs);
  for (const AssaySweepRange *range = self->ranges; range->id != NULL; range++)
    if (is_wanted (&walk, range))
      walk.n_tries += range->n_amounts * walk.runs;
  g_return_val_if_fail (walk.n_tries > 0, NULL);
  walk.n_steps = walk.n_tries + 1;
  if (!read_as_it_is (&walk, alone, error))
    return NULL;
  walk.tries = make_tries_table (&walk);
  walk.withstood = make_withstood_table ();
  walk.result = assay_result_builder_new (assay_tool_job_get_info (job));
  if (walk.mark != NULL)
    assay_result_builder_answer (walk.result, "expected", "own");
  for (const AssaySweepRange *range = self->ranges; range->id != NULL; range++)
    if (is_wanted (&walk, range) && !try_range (&walk, range, error))
      {
        discard (&walk);
        return NULL;
      }
  if (walk.n_undone < walk.n_tries)
    return finish (&walk, error);
  discard (&walk);
  g_set_error_literal (error, ASSAY_MODEL_ERROR, ASSAY_MODEL_ERROR_NOT_APPLICABLE,
                       _ ("This change cannot be made to such a file"));
  return NULL;
}
