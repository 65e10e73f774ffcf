/* assay-error.c: the quark of core/base's error domain. */
#include "base/assay-error.h"

G_DEFINE_QUARK (assay - base - error, assay_base_error)
