/* assay-model-error.c: the quark of core/model's error domain. */
#include "model/assay-model-error.h"

G_DEFINE_QUARK (assay - model - error, assay_model_error)
