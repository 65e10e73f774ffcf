/* assay-result-private.h: how a result is kept; for its wire form and its JSON. */
#pragma once

#include "model/assay-result.h"

G_BEGIN_DECLS

typedef struct
{
  char *name;
  char *value; /* answers: the answer; not run: the reason */
} AssayResultPair;

typedef struct
{
  const AssayMetricInfo *info;
  double value;
} AssayResultMetric;

struct _AssayResult
{
  const AssayToolInfo *info;
  AssayVerdict verdict;
  GPtrArray *findings;
  GPtrArray *tables;
  GPtrArray *plots;
  GPtrArray *images;
  GArray *metrics; /* AssayResultMetric */
  GArray *answers; /* AssayResultPair */
  GArray *not_run; /* AssayResultPair; name "" for the whole tool */
  GArray *stored;  /* AssayResultPair: id and SHA-256 of images that stored JSON only names */
};

/* What a stored result says of an image that is kept elsewhere. */
void
assay_result_builder_stored_image (AssayResultBuilder *self, const char *id, const char *sha256);

G_END_DECLS
