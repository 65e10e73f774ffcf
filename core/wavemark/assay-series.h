/* assay-series.h: the tools that mark time series, read the marks and attack them. */
#pragma once

#include "model/assay-tool.h"
#include "wavemark/assay-wavemark-info.h"

G_BEGIN_DECLS

AssayResult *assay_series_embed_run (AssayToolJob *job, GError **error);
AssayResult *assay_series_extract_run (AssayToolJob *job, GError **error);
AssayResult *assay_series_attack_run (AssayToolJob *job, GError **error);
AssayResult *assay_series_robustness_run (AssayToolJob *job, GError **error);

G_END_DECLS
