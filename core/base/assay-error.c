/* assay-error.c: the quark of core/base's error domain. */
#include "base/assay-error.h"

GQuark
assay_base_error_quark (void)
{
  return g_quark_from_static_string ("assay-base-error");
}
