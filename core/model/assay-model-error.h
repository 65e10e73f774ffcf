/* assay-model-error.h: the error domain of core/model. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AssayModelError: what parameters and results can get wrong.
 * @ASSAY_MODEL_ERROR_INVALID: a value outside what its description allows
 * @ASSAY_MODEL_ERROR_UNKNOWN_PARAMETER: no such parameter
 * @ASSAY_MODEL_ERROR_MISSING: a parameter, input or output that must be given was not
 * @ASSAY_MODEL_ERROR_NEEDS_MEDIA: run again in assay-worker-media
 * @ASSAY_MODEL_ERROR_NOT_APPLICABLE: the tool does not apply to this kind of file
 */
typedef enum
{
  ASSAY_MODEL_ERROR_INVALID,
  ASSAY_MODEL_ERROR_UNKNOWN_PARAMETER,
  ASSAY_MODEL_ERROR_MISSING,
  ASSAY_MODEL_ERROR_NEEDS_MEDIA,
  ASSAY_MODEL_ERROR_NOT_APPLICABLE,
} AssayModelError;

#define ASSAY_MODEL_ERROR (assay_model_error_quark ())
GQuark assay_model_error_quark (void);

G_END_DECLS
