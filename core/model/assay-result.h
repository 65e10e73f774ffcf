/* assay-result.h: what a tool found: plain data, no language, the same bytes for the same input. */
#pragma once

#include <glib-object.h>
#include <json-glib/json-glib.h>

#include "model/assay-finding.h"
#include "model/assay-image.h"
#include "model/assay-plot.h"
#include "model/assay-table.h"
#include "model/assay-tool-info.h"

G_BEGIN_DECLS

typedef enum
{
  ASSAY_VERDICT_NOT_APPLICABLE, /* the tool gives none */
  ASSAY_VERDICT_CLEAR,
  ASSAY_VERDICT_ATTENTION,
  ASSAY_VERDICT_COMPROMISED,
} AssayVerdict;

/* "not-applicable", "clear", "attention", "compromised" */
const char *assay_verdict_id (AssayVerdict verdict);
gboolean assay_verdict_parse (const char *id, AssayVerdict *verdict);
/* The fixed phrase as a msgid: "No obvious signs of tampering detected" … */
const char *assay_verdict_phrase (AssayVerdict verdict);

typedef struct _AssayResult AssayResult;
#define ASSAY_TYPE_RESULT (assay_result_get_type ())
GType assay_result_get_type (void);

typedef struct _AssayResultBuilder AssayResultBuilder;

AssayResultBuilder *assay_result_builder_new (const AssayToolInfo *info);
/* Unless set, the verdict is NOT_APPLICABLE. A tool with rules calls _verdict_from_findings(). */
void assay_result_builder_verdict (AssayResultBuilder *self, AssayVerdict verdict);
/* The worst severity decides: compromised, attention, else clear. */
void assay_result_builder_verdict_from_findings (AssayResultBuilder *self);
/* All (transfer full). */
void assay_result_builder_finding (AssayResultBuilder *self, AssayFinding *finding);
void assay_result_builder_table (AssayResultBuilder *self, AssayTable *table);
void assay_result_builder_plot (AssayResultBuilder *self, AssayPlot *plot);
void assay_result_builder_image (AssayResultBuilder *self, AssayImage *image);
/* @name must be in the description, whose digits round the value. */
void assay_result_builder_metric (AssayResultBuilder *self, const char *name, double value);
/* Short answers to the question of the tool: "outcome" = "found" | "none" | "inconclusive", "mark",
 * … and facts that other layers need: "type" (MIME type of the input). */
void assay_result_builder_answer (AssayResultBuilder *self, const char *name, const char *value);
/* A check that could not run, with the reason as msgid: reports list it. @rule NULL for the whole
 * tool; the last such reason is why a tool with verdicts gives none. */
void assay_result_builder_not_run (AssayResultBuilder *self, const char *rule, const char *reason);
/* Frees the builder. NULL with ASSAY_MODEL_ERROR_INVALID if the parts do not fit together. */
AssayResult *assay_result_builder_end (AssayResultBuilder *self,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
void assay_result_builder_free (AssayResultBuilder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayResultBuilder, assay_result_builder_free)

AssayResult *assay_result_ref (AssayResult *self);
void assay_result_unref (AssayResult *self);

const char *assay_result_get_tool (const AssayResult *self);
const char *assay_result_get_version (const AssayResult *self);
AssayVerdict assay_result_get_verdict (const AssayResult *self);
/* Each list in the order of the tool; elements borrowed. */
guint assay_result_get_n_findings (const AssayResult *self);
AssayFinding *assay_result_get_finding (const AssayResult *self, guint index);
guint assay_result_get_n_tables (const AssayResult *self);
AssayTable *assay_result_get_table (const AssayResult *self, guint index);
AssayTable *assay_result_find_table (const AssayResult *self, const char *id);
guint assay_result_get_n_plots (const AssayResult *self);
AssayPlot *assay_result_get_plot (const AssayResult *self, guint index);
guint assay_result_get_n_images (const AssayResult *self);
AssayImage *assay_result_get_image (const AssayResult *self, guint index);
AssayImage *assay_result_find_image (const AssayResult *self, const char *id);
/* SHA-256 (hex) of the pixels of the image @id, which stored results name without holding it; NULL
 * without such an image. */
char *assay_result_hash_image (const AssayResult *self, const char *id) G_GNUC_WARN_UNUSED_RESULT;
/* Whether stored JSON names pictures that it does not hold; the small one of an exhibit
 * ("thumbnail") is none of them, because a case keeps it. */
gboolean assay_result_lacks_images (const AssayResult *self);
guint assay_result_get_n_metrics (const AssayResult *self);
void assay_result_get_metric (const AssayResult *self,
                              guint index,
                              const char **name,
                              double *value,
                              guint *digits,
                              const char **unit);
/* The number that it measured; @otherwise where it did not. */
double assay_result_find_metric (const AssayResult *self, const char *name, double otherwise);
guint assay_result_get_n_answers (const AssayResult *self);
void assay_result_get_answer_at (const AssayResult *self,
                                 guint index,
                                 const char **name,
                                 const char **value);
/* NULL if there is none of that name. */
const char *assay_result_get_answer (const AssayResult *self, const char *name);
guint assay_result_get_n_not_run (const AssayResult *self);
void assay_result_get_not_run (const AssayResult *self,
                               guint index,
                               const char **rule,
                               const char **reason);

/* Why a tool that has verdicts gives none for this input, as msgid; NULL when it gives one, and for
 * tools without verdicts. */
const char *assay_result_get_no_verdict (const AssayResult *self);

/* Wire form; floating. Reading runs every check of the builder: nothing from a worker is believed.
 */
GVariant *assay_result_to_variant (const AssayResult *self);
AssayResult *assay_result_from_variant (const AssayToolInfo *info,
                                        GVariant *variant,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The members "verdict" … "tables", "plots", "images", "not_run" of DESIGN §4; reals as JSON
 * numbers. With @canonical (vault, hashes): typed, loss-free, reals as decimal text, so that
 * assay_json_text (CANONICAL) is defined. */
JsonNode *assay_result_to_json (const AssayResult *self,
                                gboolean canonical) G_GNUC_WARN_UNUSED_RESULT;
/* Reads back what was written with @canonical (reports, reopened cases); images come back without
 * pixels and are left out. */
AssayResult *assay_result_from_json (const AssayToolInfo *info,
                                     JsonNode *node,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayResult, assay_result_unref)

G_END_DECLS
