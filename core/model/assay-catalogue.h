/* assay-catalogue.h: the rule catalogue: for every rule its words, its severity, and its condition.
 *
 * the JSON files of data/rules, compiled into the program. The host looks words up here; the engine
 * reads conditions. Text members are msgids of the domain "assay"; callers translate with
 * g_dgettext (NULL, …) when showing them. */
#pragma once

#include <glib.h>

#include "model/assay-finding.h"
#include "model/assay-table.h"

G_BEGIN_DECLS

/* How often a rule fired in the validation run (tests/bench/validation.py); -1 where it was not
 * measured. */
typedef struct
{
  int altered; /* of so many altered files */
  int of_altered;
  int originals; /* of so many believed camera originals */
  int of_originals;
  gboolean tuned; /* its thresholds were chosen on these same files: the figures are optimistic */
} AssayMeasured;

typedef struct
{
  const char *id;
  const char
      *family; /* "format", "jpeg", "exif" …: findings of two families weigh more than two of one */
  AssaySeverity severity;    /* the worst it may say */
  const char *title;         /* msgid, all the following too */
  const char *plain;         /* for a victim: one or two sentences without jargon */
  const char *technical;     /* why it matters, for the examiner */
  const char *innocent;      /* known innocent explanations */
  const char *check_by_hand; /* how to see it with another tool */
  const char *measured;      /* the counts as an English sentence, for data; "" if not measured */
  AssayMeasured counts;   /* assay_rule_measured_text() words them in the language of the program */
  const char *definition; /* the whole entry as JSON text, condition included */
} AssayRule;

/* Constants of the program, the same in both sides: the files are checked and compiled when Assay
 * is built. */
guint assay_catalogue_get_n_rules (void);
const AssayRule *assay_catalogue_get_rule (guint index);
/* NULL if there is none. */
const AssayRule *assay_catalogue_find (const char *id);
/* "Fired on 12 of 91 altered files and on 0 of 22 believed camera originals." in the language of
 * the program, "" if it was not measured. */
char *assay_rule_measured_text (const AssayRule *rule) G_GNUC_WARN_UNUSED_RESULT;
/* Lower-case hex SHA-256 of the catalogue's bytes: part of every run record. */
const char *assay_catalogue_get_hash (void);
/* What people read in place of the name of an observation, in the language of the program: "Track
 * 2: Creation time (tkhd)" for "bmff.track2.creation". An unknown name stands for itself. */
char *assay_observed_words (const char *name) G_GNUC_WARN_UNUSED_RESULT;
/* A unit in the language of the program, as it is said of @count; (nullable), "" without. The one
 * way from a unit to words: findings, measures, columns and axes say the same. */
const char *assay_unit_words (const char *unit, guint64 count);
/* As it is said of @number, which is shown with @digits behind the point. */
const char *assay_unit_words_real (const char *unit, double number, guint digits);
/* "Yes" or "No" in the language of the program for a @number of the unit ASSAY_UNIT_TRUTH, %NULL
 * for any other @unit. */
const char *assay_truth_words (const char *unit, double number);
/* What is said of a column, an axis and a number with a fraction, as of several. */
#define ASSAY_UNIT_MANY 2
/* What people read in place of the name of an answer of a result, in the language of the program.
 */
char *assay_answer_title (const char *name) G_GNUC_WARN_UNUSED_RESULT;
/* Its value: words where it is a term of the program ("found"), else @value itself. Borrowed. */
const char *assay_answer_words (const char *name, const char *value);
/* Whether the fact @name is of those that people ask for first: what a file is, when, where and
 * with what it was made. */
gboolean assay_catalogue_is_key_fact (const char *name);
/* The cell as a person reads it, in the language of the program: terms translated, the names of
 * facts in a table with a column "name" beside one "group" (the tool `metadata`) in words. */
char *
assay_table_cell_words (const AssayTable *table, guint row, guint column) G_GNUC_WARN_UNUSED_RESULT;
/**
 * assay_catalogue_explain:
 * @name: a fact ("exif.ifd0.Make", "bmff.track[2].handler") or the path of an element
 * ("moov[1]/trak[2]/mdia[1]")
 *
 * "What is this?": a plain sentence from data/rules/glossary.json. Numbers in brackets are ignored;
 * for a path the longest ending that is known counts.
 *
 * Returns: (nullable): a msgid
 */
const char *assay_catalogue_explain (const char *name);

G_END_DECLS
