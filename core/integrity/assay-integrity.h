/* assay-integrity.h: what core/integrity offers to others: its tools. */
#pragma once

#include "integrity/assay-integrity-info.h"
#include "integrity/assay-integrity-media.h"
#include "model/assay-tool.h"

G_BEGIN_DECLS

/* Run functions of the tools, for the registry. Each returns NULL with an error of AssayMediaError
 * or AssayModelError (NEEDS_MEDIA in assay-worker). An input that is damaged is no error but gives
 * findings; only an empty or unreadable one is refused. */
AssayResult *assay_integrity_run (AssayToolJob *job, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AssayResult *assay_metadata_run (AssayToolJob *job, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AssayResult *assay_structure_run (AssayToolJob *job, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AssayResult *assay_image_run (AssayToolJob *job, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
