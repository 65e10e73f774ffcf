/* assay-parameters-private.h: how parameters are kept; for their checks and their wire form. */
#pragma once

#include "model/assay-parameters.h"

G_BEGIN_DECLS

typedef struct
{
  const AssayParameterInfo *info;
  gboolean given;
  gboolean boolean;
  gint64 integer;
  double real;
  char *text; /* CHOICE, TEXT, FILE, FOLDER, REGION, EXHIBIT */
  GBytes *secret;
  AssayRegion *region;
} AssayParameterValue;

struct _AssayParameters
{
  const AssayToolInfo *info;
  guint n;
  AssayParameterValue *values; /* in the order of the description */
};

struct _AssayParametersBuilder
{
  AssayParameters *parameters;
};

/* Frees what @value holds. */
void assay_parameter_value_clear (AssayParameterValue *value);
/* Takes @text as the value if the description allows it; otherwise ASSAY_MODEL_ERROR_INVALID, and
 * the value stays what it was. */
gboolean assay_parameter_value_set (AssayParameterValue *value, const char *text, GError **error);
/* The error of a value that cannot be; always FALSE. @wanted is a translated half-sentence. */
gboolean assay_parameter_value_refuse (const AssayParameterInfo *info,
                                       const char *text,
                                       const char *wanted,
                                       GError **error);

G_END_DECLS
