/* assay-model-error.c: the quark of core/model's error domain. */
#include "model/assay-model-error.h"

GQuark
assay_model_error_quark (void)
{
  return g_quark_from_static_string ("assay-model-error");
}
