/* assay-worker-error.c: the error domain of core/worker, known to both sides. */
#include "worker/assay-client.h"

GQuark
assay_worker_error_quark (void)
{
  return g_quark_from_static_string ("assay-worker-error");
}
