/* assay-condition-private.h: the condition of a rule as constant data, and its evaluation.
 *
 * Rules are written in data/rules/rules-*.json; data/rules/compile-rules.py checks them and turns
 * them into the constants of this form when Assay is built, so that nothing is parsed when a worker
 * starts. The language is described in data/rules/README.md. */
#pragma once

#include "media/assay-inspection.h"
#include "model/assay-finding.h"

G_BEGIN_DECLS

/* Named list of patterns (data/rules/tables.json), NULL-terminated. */
typedef struct
{
  const char *id;
  const char *const *patterns;
} AssayRuleTable;

typedef enum
{
  ASSAY_CONDITION_ALL,     /* every child holds */
  ASSAY_CONDITION_ANY,     /* some child holds */
  ASSAY_CONDITION_NOT,     /* the one child does not hold */
  ASSAY_CONDITION_EXISTS,  /* there is a fact of that name */
  ASSAY_CONDITION_MATCHES, /* its text matches one pattern of the table */
  ASSAY_CONDITION_ABOVE,   /* its number is > low */
  ASSAY_CONDITION_BELOW,   /* its number is < low */
  ASSAY_CONDITION_EQUALS,  /* its number is low (whole numbers, booleans) */
  ASSAY_CONDITION_EXCEEDS, /* fact - other > low (times: seconds) */
  ASSAY_CONDITION_APART,   /* |fact - other| > low */
  ASSAY_CONDITION_PAIR,    /* "text of fact|text of other" matches one pattern of the table */
  ASSAY_CONDITION_SAME,    /* the two texts are equal, case ignored */
  ASSAY_CONDITION_PROBLEM, /* a problem whose code matches one pattern of the table */
  ASSAY_CONDITION_ELEMENT, /* an element whose path matches one pattern of the table */
  ASSAY_CONDITION_FIRED,   /* the rule named by fact has fired in this run */
} AssayConditionOp;

typedef struct _AssayCondition AssayCondition;
struct _AssayCondition
{
  AssayConditionOp op;
  const char *fact;  /* name; with '*' it is a pattern over names and some fact must hold */
  const char *other; /* second fact, or NULL */
  double low;
  const AssayRuleTable *table;
  const AssayCondition *children;
  guint n_children;
};

/* A value that a finding quotes. */
typedef struct
{
  const char *name;            /* in the finding: [a-z0-9_.]+ */
  const char *fact;            /* name or pattern over names; NULL when a problem is quoted */
  const AssayRuleTable *table; /* only values (problem codes) that match are quoted; NULL for all */
  const char *unit;            /* "" without one */
} AssayQuote;

/* What kind of argument a rule is; the combination rules count them. */
typedef enum
{
  ASSAY_NATURE_TRACE,         /* fits software better than a device, but proves nothing alone */
  ASSAY_NATURE_DECLARATION,   /* the file itself names what was done to it */
  ASSAY_NATURE_CONTRADICTION, /* two statements of the file exclude each other */
  ASSAY_NATURE_ABSENCE,       /* something usual is missing */
  ASSAY_NATURE_DAMAGE,        /* the bytes break their own format */
  ASSAY_NATURE_COMBINATION,   /* made from other findings */
} AssayRuleNature;

typedef struct
{
  AssaySeverity severity;
  const AssayCondition *when;
} AssaySoftening;

typedef struct
{
  const char *id;
  const char *family;
  AssayRuleNature nature;
  AssaySeverity severity;
  const char *declares;           /* what a declaration says was done, NULL for nothing of weight */
  const char *explained_by;       /* what, once declared, explains a contradiction; or NULL */
  const char *const *formats;     /* format ids, NULL-terminated; NULL for all */
  const AssayCondition *when;     /* NULL: cannot run here, for the reason */
  const char *not_live;           /* msgid of the reason, NULL for a live rule */
  const AssaySoftening *softened; /* the first that holds lowers the severity */
  guint n_softened;
  const AssayQuote *quotes;
  guint n_quotes;
} AssayRuleSpec;

/* Generated. In catalogue order, which is the order of findings. */
extern const AssayRuleSpec assay_rule_specs[];
extern const guint assay_rule_n_specs;

/* Whether a rule has fired earlier in this run. */
typedef gboolean (*AssayConditionFired) (const char *rule, gpointer user_data);

/* A fact that is missing makes every comparison FALSE. */
gboolean assay_condition_holds (const AssayCondition *self,
                                const AssayInspection *inspection,
                                AssayConditionFired fired,
                                gpointer user_data);

/* INT, BOOL, REAL as they are, TIME in s since 1970. FALSE for text and bytes. */
gboolean assay_fact_number (const AssayFact *fact, double *number);

/* Some pattern of @table matches the whole of @text. */
gboolean assay_rule_table_matches (const AssayRuleTable *table, const char *text);

G_END_DECLS
