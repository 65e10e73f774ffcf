/* assay-condition.c: evaluates the conditions of rules over the facts of one inspection. */
#include "integrity/assay-condition-private.h"

#include <math.h>
#include <string.h>

#include "integrity/assay-glob-private.h"

typedef struct
{
  const AssayInspection *inspection;
  AssayConditionFired fired;
  gpointer user_data;
} Context;

typedef gboolean (*FactTest) (const AssayCondition *condition,
                              const AssayFact *fact,
                              const AssayInspection *inspection);

gboolean
assay_fact_number (const AssayFact *fact, double *number)
{
  switch (fact->type)
    {
    case ASSAY_FACT_INT:
    case ASSAY_FACT_BOOL:
      *number = (double) fact->integer;
      return TRUE;
    case ASSAY_FACT_REAL:
      *number = fact->real;
      return isfinite (fact->real);
    case ASSAY_FACT_TIME:
      *number = (double) fact->integer / 1000.0;
      return TRUE;
    case ASSAY_FACT_TEXT:
    case ASSAY_FACT_BYTES:
      return FALSE;
    }
  return FALSE;
}

gboolean
assay_rule_table_matches (const AssayRuleTable *table, const char *text)
{
  if (text == NULL)
    return FALSE;
  for (const char *const *pattern = table->patterns; *pattern != NULL; pattern++)
    if (assay_glob_match (*pattern, text))
      return TRUE;
  return FALSE;
}

static gboolean
test_exists (const AssayCondition *condition,
             const AssayFact *fact,
             const AssayInspection *inspection)
{
  return TRUE;
}

static gboolean
test_matches (const AssayCondition *condition,
              const AssayFact *fact,
              const AssayInspection *inspection)
{
  return assay_rule_table_matches (condition->table, fact->text);
}

static gboolean
test_number (const AssayCondition *condition,
             const AssayFact *fact,
             const AssayInspection *inspection)
{
  double number;

  if (!assay_fact_number (fact, &number))
    return FALSE;
  if (condition->op == ASSAY_CONDITION_ABOVE)
    return number > condition->low;
  if (condition->op == ASSAY_CONDITION_BELOW)
    return number < condition->low;
  return fabs (number - condition->low) < 1e-9;
}

static gboolean
test_difference (const AssayCondition *condition,
                 const AssayFact *fact,
                 const AssayInspection *inspection)
{
  const AssayFact *other = assay_inspection_find (inspection, condition->other);
  double a;
  double b;

  if (other == NULL || !assay_fact_number (fact, &a) || !assay_fact_number (other, &b))
    return FALSE;
  if (condition->op == ASSAY_CONDITION_APART)
    return fabs (a - b) > condition->low;
  return a - b > condition->low;
}

static gboolean
test_texts (const AssayCondition *condition,
            const AssayFact *fact,
            const AssayInspection *inspection)
{
  const AssayFact *other = assay_inspection_find (inspection, condition->other);
  g_autofree char *joined = NULL;

  if (other == NULL || other->text == NULL || fact->text == NULL)
    return FALSE;
  if (condition->op == ASSAY_CONDITION_SAME)
    return g_ascii_strcasecmp (fact->text, other->text) == 0;
  joined = g_strconcat (fact->text, "|", other->text, NULL);
  return assay_rule_table_matches (condition->table, joined);
}

static FactTest
test_for (AssayConditionOp op)
{
  switch (op)
    {
    case ASSAY_CONDITION_EXISTS:
      return test_exists;
    case ASSAY_CONDITION_MATCHES:
      return test_matches;
    case ASSAY_CONDITION_ABOVE:
    case ASSAY_CONDITION_BELOW:
    case ASSAY_CONDITION_EQUALS:
      return test_number;
    case ASSAY_CONDITION_EXCEEDS:
    case ASSAY_CONDITION_APART:
      return test_difference;
    case ASSAY_CONDITION_PAIR:
    case ASSAY_CONDITION_SAME:
      return test_texts;
    case ASSAY_CONDITION_ALL:
    case ASSAY_CONDITION_ANY:
    case ASSAY_CONDITION_NOT:
    case ASSAY_CONDITION_PROBLEM:
    case ASSAY_CONDITION_ELEMENT:
    case ASSAY_CONDITION_FIRED:
      break;
    }
  return NULL;
}

typedef struct
{
  const AssayCondition *condition;
  const AssayInspection *inspection;
  FactTest test;
  gboolean holds;
} Search;

static gboolean
on_fact (const AssayFact *fact, gpointer data)
{
  Search *search = data;

  search->holds = search->test (search->condition, fact, search->inspection);
  return !search->holds;
}

/* Some fact of that name (or of a name that matches the pattern) passes the test. */
static gboolean
some_fact_holds (const AssayCondition *condition, const AssayInspection *inspection)
{
  Search search = { condition, inspection, test_for (condition->op), FALSE };

  if (strchr (condition->fact, '*') == NULL)
    {
      assay_inspection_foreach (inspection, condition->fact, on_fact, &search);
      return search.holds;
    }
  for (guint i = 0; i < assay_inspection_get_n_facts (inspection) && !search.holds; i++)
    {
      const AssayFact *fact = assay_inspection_get_fact (inspection, i);

      if (assay_glob_match (condition->fact, fact->name))
        on_fact (fact, &search);
    }
  return search.holds;
}

static gboolean
some_problem_matches (const AssayRuleTable *table, const AssayInspection *inspection)
{
  for (guint i = 0; i < assay_inspection_get_n_problems (inspection); i++)
    if (assay_rule_table_matches (table, assay_inspection_get_problem (inspection, i)->code))
      return TRUE;
  return FALSE;
}

static gboolean
some_element_matches (const AssayRuleTable *table, const AssayInspection *inspection)
{
  for (guint i = 0; i < assay_inspection_get_n_elements (inspection); i++)
    if (assay_rule_table_matches (table, assay_inspection_get_element (inspection, i)->path))
      return TRUE;
  return FALSE;
}

static gboolean
holds (const AssayCondition *condition, const Context *context)
{
  switch (condition->op)
    {
    case ASSAY_CONDITION_ALL:
      for (guint i = 0; i < condition->n_children; i++)
        if (!holds (&condition->children[i], context))
          return FALSE;
      return TRUE;
    case ASSAY_CONDITION_ANY:
      for (guint i = 0; i < condition->n_children; i++)
        if (holds (&condition->children[i], context))
          return TRUE;
      return FALSE;
    case ASSAY_CONDITION_NOT:
      return !holds (&condition->children[0], context);
    case ASSAY_CONDITION_PROBLEM:
      return some_problem_matches (condition->table, context->inspection);
    case ASSAY_CONDITION_ELEMENT:
      return some_element_matches (condition->table, context->inspection);
    case ASSAY_CONDITION_FIRED:
      return context->fired != NULL && context->fired (condition->fact, context->user_data);
    case ASSAY_CONDITION_EXISTS:
    case ASSAY_CONDITION_MATCHES:
    case ASSAY_CONDITION_ABOVE:
    case ASSAY_CONDITION_BELOW:
    case ASSAY_CONDITION_EQUALS:
    case ASSAY_CONDITION_EXCEEDS:
    case ASSAY_CONDITION_APART:
    case ASSAY_CONDITION_PAIR:
    case ASSAY_CONDITION_SAME:
      return some_fact_holds (condition, context->inspection);
    }
  return FALSE;
}

gboolean
assay_condition_holds (const AssayCondition *self,
                       const AssayInspection *inspection,
                       AssayConditionFired fired,
                       gpointer user_data)
{
  const Context context = { inspection, fired, user_data };

  return holds (self, &context);
}
