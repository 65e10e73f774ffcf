/* assay-worker-fault.h: what went wrong in a worker, as an error of the host (host side). */
#pragma once

#include "model/assay-tool-info.h"
#include "worker/assay-client.h"

G_BEGIN_DECLS

/* The error that the worker sent: (sis). Domains that are not the engine's, and codes that only the
 * host may give, become ASSAY_WORKER_ERROR_PROTOCOL. @cancelled: the worker was told to stop. */
void assay_worker_fault_from_variant (GVariant *body, gboolean cancelled, GError **error);
/* The end of a process that gave no answer; @status as waitpid() gives it, -1 if unknown. */
void assay_worker_fault_from_status (int status, const AssayToolInfo *info, GError **error);

G_END_DECLS
