/* assay-rule-engine.c: runs the rules and builds their findings. */
#include "integrity/assay-rule-engine-private.h"

#include <string.h>

#include "config.h"

#include <glib/gi18n-lib.h>

#include "integrity/assay-glob-private.h"

/* A finding quotes at most so many values of one kind; a hostile file has thousands. */
#define MOST_VALUES 8

static const AssayColumn check_columns[] = {
  { "rule", N_ ("Check"), ASSAY_COLUMN_TEXT, "", 0 },
  { "outcome", N_ ("Outcome"), ASSAY_COLUMN_TERM, "", 0 },
};

typedef enum
{
  OUTCOME_NOTHING,
  OUTCOME_INFO,
  OUTCOME_ATTENTION,
  OUTCOME_COMPROMISED,
  OUTCOME_OTHER_FORMAT,
  OUTCOME_NOT_RUN,
} Outcome;

static const char *const outcome_titles[] = {
  [OUTCOME_NOTHING] = N_ ("Nothing found"),
  [OUTCOME_INFO] = N_ ("For information"),
  [OUTCOME_ATTENTION] = N_ ("Asks for attention"),
  [OUTCOME_COMPROMISED] = N_ ("Says compromised"),
  [OUTCOME_OTHER_FORMAT] = N_ ("Does not apply to this format"),
  [OUTCOME_NOT_RUN] = N_ ("Could not run"),
};

typedef struct
{
  AssayInspection *inspection;
  AssayResultBuilder *builder;
  const AssayRuleSpec *specs;
  guint n_specs;
  gboolean *fired;           /* by rule */
  AssaySeverity *severities; /* by rule that has fired */
  AssayRuleTally *tally;
} Run;

static gboolean
has_fired (const char *rule, gpointer user_data)
{
  const Run *run = user_data;

  for (guint i = 0; i < run->n_specs; i++)
    if (run->fired[i] && strcmp (run->specs[i].id, rule) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
applies (const AssayRuleSpec *spec, const AssayInspection *inspection)
{
  const AssayFormat *format = assay_inspection_get_format (inspection);

  return spec->formats == NULL || (format != NULL && g_strv_contains (spec->formats, format->id));
}

/* "bmff.track[1].handler_name" → "bmff.track1.handler_name", what a finding allows as a name. */
static char *
observed_name (const char *fact)
{
  GString *name = g_string_new (NULL);

  for (const char *p = fact; *p != '\0'; p++)
    if (g_ascii_isalnum (*p) || *p == '.' || *p == '_')
      g_string_append_c (name, g_ascii_tolower (*p));
    else if (*p != '[' && *p != ']')
      g_string_append_c (name, '_');
  return g_string_free (name, FALSE);
}

/* The second value of a name gets ".2" and so on. */
static char *
unused_name (GHashTable *used, const char *name)
{
  g_autofree char *unique = g_strdup (name);

  for (guint n = 2; g_hash_table_contains (used, unique); n++)
    {
      g_free (unique);
      unique = g_strdup_printf ("%s.%u", name, n);
    }
  g_hash_table_add (used, g_strdup (unique));
  return g_steal_pointer (&unique);
}

static void
add_place (AssayFindingBuilder *finding,
           GHashTable *used,
           const char *name,
           guint64 offset,
           guint64 length)
{
  g_autofree char *place = NULL;
  g_autofree char *unique = NULL;

  if (offset == G_MAXUINT64)
    return;
  place = g_strconcat (name, ".at", NULL);
  unique = unused_name (used, place);
  assay_finding_builder_place (finding, unique, offset, length);
}

static void
quote_fact (AssayFindingBuilder *finding,
            GHashTable *used,
            const AssayQuote *quote,
            const AssayFact *fact)
{
  g_autofree char *plain = observed_name (quote->name != NULL ? quote->name : fact->name);
  g_autofree char *name = unused_name (used, plain);

  switch (fact->type)
    {
    case ASSAY_FACT_INT:
      assay_finding_builder_int (finding, name, fact->integer, quote->unit);
      break;
    case ASSAY_FACT_BOOL:
      assay_finding_builder_bool (finding, name, fact->integer != 0);
      break;
    case ASSAY_FACT_REAL:
      assay_finding_builder_real (finding, name, fact->real, 4, quote->unit);
      break;
    case ASSAY_FACT_TIME:
    case ASSAY_FACT_TEXT:
    case ASSAY_FACT_BYTES:
      assay_finding_builder_text (finding, name, fact->text);
      break;
    }
  add_place (finding, used, name, fact->offset, fact->length);
}

static void
quote_facts (AssayFindingBuilder *finding,
             GHashTable *used,
             const AssayQuote *quote,
             const AssayInspection *inspection)
{
  const gboolean pattern = strchr (quote->fact, '*') != NULL;
  guint quoted = 0;

  if (!pattern && assay_inspection_find (inspection, quote->fact) == NULL)
    return;
  for (guint i = 0; i < assay_inspection_get_n_facts (inspection) && quoted < MOST_VALUES; i++)
    {
      const AssayFact *fact = assay_inspection_get_fact (inspection, i);
      const gboolean named = pattern ? assay_glob_match (quote->fact, fact->name)
                                     : strcmp (quote->fact, fact->name) == 0;

      if (!named || (quote->table != NULL && !assay_rule_table_matches (quote->table, fact->text)))
        continue;
      quote_fact (finding, used, quote, fact);
      quoted++;
    }
}

static void
quote_problems (AssayFindingBuilder *finding,
                GHashTable *used,
                const AssayQuote *quote,
                const AssayInspection *inspection)
{
  guint quoted = 0;

  for (guint i = 0; i < assay_inspection_get_n_problems (inspection) && quoted < MOST_VALUES; i++)
    {
      const AssayProblem *problem = assay_inspection_get_problem (inspection, i);
      g_autofree char *text = NULL;
      g_autofree char *name = NULL;

      if (!assay_rule_table_matches (quote->table, problem->code))
        continue;
      text = g_strdup_printf ("%s: %s: %s", problem->code, problem->where, problem->detail);
      name = unused_name (used, quote->name != NULL ? quote->name : "problem");
      assay_finding_builder_text (finding, name, text);
      add_place (finding, used, name, problem->offset, 0);
      quoted++;
    }
}

static AssayFinding *
make_finding (const AssayRuleSpec *spec, AssaySeverity severity, const AssayInspection *inspection)
{
  AssayFindingBuilder *finding = assay_finding_builder_new (spec->id, severity);
  g_autoptr (GHashTable) used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < spec->n_quotes; i++)
    if (spec->quotes[i].fact != NULL)
      quote_facts (finding, used, &spec->quotes[i], inspection);
    else
      quote_problems (finding, used, &spec->quotes[i], inspection);
  return assay_finding_builder_end (finding);
}

static AssaySeverity
severity_of (const AssayRuleSpec *spec, Run *run)
{
  for (guint i = 0; i < spec->n_softened; i++)
    if (assay_condition_holds (spec->softened[i].when, run->inspection, has_fired, run))
      return spec->softened[i].severity;
  return spec->severity;
}

/* Whether the file declares openly what leaves this contradiction behind: an editor that names
 * itself has changed dates, sizes and tables, and hides nothing. */
static gboolean
is_explained (const Run *run, const AssayRuleSpec *spec)
{
  if (spec->explained_by == NULL)
    return FALSE;
  for (guint i = 0; i < run->n_specs; i++)
    if (run->fired[i] && run->severities[i] != ASSAY_SEVERITY_INFO
        && g_strcmp0 (run->specs[i].declares, spec->explained_by) == 0)
      return TRUE;
  return FALSE;
}

/* What combination rules read: from how many families contradictions above information come that
 * no declaration explains, and which rules they are. The rules of a family stand together in the
 * catalogue. */
static void
add_contradictions (Run *run)
{
  g_autoptr (GString) rules = g_string_new (NULL);
  const char *family = "";
  gint64 families = 0;

  for (guint i = 0; i < run->n_specs; i++)
    {
      const AssayRuleSpec *spec = &run->specs[i];

      if (!run->fired[i] || spec->nature != ASSAY_NATURE_CONTRADICTION
          || run->severities[i] == ASSAY_SEVERITY_INFO || is_explained (run, spec))
        continue;
      if (strcmp (family, spec->family) != 0)
        families++;
      family = spec->family;
      if (rules->len > 0)
        g_string_append_c (rules, ' ');
      g_string_append (rules, spec->id);
    }
  assay_inspection_int (run->inspection, "run.contradiction_families", families, NULL, G_MAXUINT64,
                        0);
  assay_inspection_text (run->inspection, "run.contradictions", rules->str, G_MAXUINT64, 0);
}

static Outcome
run_rule (Run *run, guint index)
{
  const AssayRuleSpec *spec = &run->specs[index];

  if (!applies (spec, run->inspection))
    return OUTCOME_OTHER_FORMAT;
  if (spec->when == NULL)
    {
      assay_result_builder_not_run (run->builder, spec->id, spec->not_live);
      return OUTCOME_NOT_RUN;
    }
  run->tally->checked++;
  if (!assay_condition_holds (spec->when, run->inspection, has_fired, run))
    return OUTCOME_NOTHING;
  run->fired[index] = TRUE;
  run->severities[index] = severity_of (spec, run);
  run->tally->found[run->severities[index]]++;
  assay_result_builder_finding (run->builder,
                                make_finding (spec, run->severities[index], run->inspection));
  return OUTCOME_INFO + run->severities[index];
}

void
assay_rules_run (const AssayRuleSpec *specs,
                 guint n_specs,
                 AssayInspection *inspection,
                 AssayResultBuilder *builder,
                 AssayRuleTally *tally)
{
  AssayTableBuilder *checks = assay_table_builder_new ("checks", N_ ("Checks"), check_columns,
                                                       G_N_ELEMENTS (check_columns));
  g_autofree gboolean *fired = g_new0 (gboolean, n_specs);
  g_autofree AssaySeverity *severities = g_new0 (AssaySeverity, n_specs);
  Run run = { inspection, builder, specs, n_specs, fired, severities, tally };
  gboolean counted = FALSE;

  *tally = (AssayRuleTally){ 0 };
  for (guint i = 0; i < n_specs; i++)
    {
      if (specs[i].nature == ASSAY_NATURE_COMBINATION && !counted)
        {
          add_contradictions (&run);
          counted = TRUE;
        }
      assay_table_builder_text (checks, specs[i].id);
      assay_table_builder_text (checks, outcome_titles[run_rule (&run, i)]);
      assay_table_builder_row (checks, 0);
    }
  assay_result_builder_table (builder, assay_table_builder_end (checks));
}
