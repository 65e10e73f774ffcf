/* assay-worker-error.c: the error domain of core/worker, known to both sides. */
#include "worker/assay-client.h"

G_DEFINE_QUARK (assay - worker - error - quark, assay_worker_error)
