/* assay-finding.h: one thing that was observed, without words: a rule id and typed values.
 *
 * Title, explanation, innocent explanations and the check by hand are in the rule catalogue and are
 * looked up where a finding is shown, so that the same run in two languages is the same bytes. */
#pragma once

#include <glib-object.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  ASSAY_SEVERITY_INFO,
  ASSAY_SEVERITY_ATTENTION,
  ASSAY_SEVERITY_COMPROMISED,
} AssaySeverity;

/* "info", "attention", "compromised" */
const char *assay_severity_id (AssaySeverity severity);
gboolean assay_severity_parse (const char *id, AssaySeverity *severity);

typedef struct _AssayFinding AssayFinding;
#define ASSAY_TYPE_FINDING (assay_finding_get_type ())
GType assay_finding_get_type (void);

typedef struct _AssayFindingBuilder AssayFindingBuilder;

/* @rule is [A-Z0-9-]{2,32}. */
AssayFindingBuilder *assay_finding_builder_new (const char *rule, AssaySeverity severity);
/* Observed values, in order. Text is foreign and kept as valid UTF-8 (assay_text_visible()). Names
 * are [a-z0-9_.]+ . */
void assay_finding_builder_text (AssayFindingBuilder *self, const char *name, const char *value);
void assay_finding_builder_int (AssayFindingBuilder *self,
                                const char *name,
                                gint64 value,
                                const char *unit);
void assay_finding_builder_real (
    AssayFindingBuilder *self, const char *name, double value, guint digits, const char *unit);
void assay_finding_builder_bool (AssayFindingBuilder *self, const char *name, gboolean value);
/* A place in the file, bytes: shown as a link to the hex view. @length 0 when unknown. */
void assay_finding_builder_place (AssayFindingBuilder *self,
                                  const char *name,
                                  guint64 offset,
                                  guint64 length);
/* A stretch of time in s; @end < @start for a moment. */
void
assay_finding_builder_time (AssayFindingBuilder *self, const char *name, double start, double end);
/* Frees the builder. */
AssayFinding *assay_finding_builder_end (AssayFindingBuilder *self) G_GNUC_WARN_UNUSED_RESULT;

AssayFinding *assay_finding_ref (AssayFinding *self);
void assay_finding_unref (AssayFinding *self);
const char *assay_finding_get_rule (const AssayFinding *self);
AssaySeverity assay_finding_get_severity (const AssayFinding *self);

typedef enum
{
  ASSAY_OBSERVED_TEXT,
  ASSAY_OBSERVED_INT,
  ASSAY_OBSERVED_REAL,
  ASSAY_OBSERVED_BOOL,
  ASSAY_OBSERVED_PLACE,
  ASSAY_OBSERVED_TIME,
} AssayObservedType;

typedef struct
{
  const char *name;
  AssayObservedType type;
  const char *text; /* TEXT */
  gint64 integer;   /* INT; BOOL 0 or 1; PLACE: length */
  double real;      /* REAL; TIME: start */
  double end;       /* TIME */
  guint64 offset;   /* PLACE */
  guint digits;     /* REAL */
  const char *unit; /* "" without one */
} AssayObserved;

guint assay_finding_get_n_observed (const AssayFinding *self);
/* Filled with pointers borrowed from @self. */
void assay_finding_get_observed (const AssayFinding *self, guint index, AssayObserved *observed);
/* By name; FALSE if there is none. */
gboolean assay_finding_find (const AssayFinding *self, const char *name, AssayObserved *observed);
/* One value with its unit for people ("2048 bytes", "12.5 dB", "0x1a2b (16)", "Yes"). */
char *assay_observed_to_text (const AssayObserved *observed) G_GNUC_WARN_UNUSED_RESULT;

/* Wire form (sua(sv)): rule, severity, observed. Floating. */
GVariant *assay_finding_to_variant (const AssayFinding *self);
AssayFinding *assay_finding_from_variant (GVariant *variant,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* {"rule", "severity", "observed"}. For people and scripts "observed" is an object of plain values
 * (a place is {"offset", "length"}, a time {"start", "end"}); with @canonical it is an array that
 * keeps types and units, reals as decimal text. */
JsonNode *assay_finding_to_json (const AssayFinding *self,
                                 gboolean canonical) G_GNUC_WARN_UNUSED_RESULT;
/* Reads the canonical form back. */
AssayFinding *assay_finding_from_json (JsonObject *object,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayFinding, assay_finding_unref)

G_END_DECLS
