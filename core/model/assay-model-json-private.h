/* assay-model-json-private.h: numbers as JSON has them: plain for scripts, text in the canonical
 * form.
 *
 * RFC 8785 as CUSTODY restricts it has no reals and only integers below 2^53. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Canonical: decimal text with @digits; else a number, or null if it is not finite. */
JsonNode *assay_model_json_real (double value, guint digits, gboolean canonical);
/* A number; as text where 53 bits do not hold it. */
JsonNode *assay_model_json_int (gint64 value);
/* Read either form back; @fallback when it is neither. */
double assay_model_json_read_real (JsonNode *node, double fallback);
gint64 assay_model_json_read_int (JsonNode *node, gint64 fallback);
/* An array of @n reals, and back: NULL if @array is missing or longer than ASSAY_LIMIT_SERIES. */
JsonArray *assay_model_json_reals (const double *values, gsize n, guint digits, gboolean canonical);
double *assay_model_json_read_reals (JsonArray *array, gsize *n);

G_END_DECLS
