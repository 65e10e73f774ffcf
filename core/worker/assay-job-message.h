/* assay-job-message.h: what the host tells a worker at the start (host side). */
#pragma once

#include "worker/assay-session.h"

G_BEGIN_DECLS

/* Descriptors first, as many frames as it takes, then the job itself with the result buffer. */
gboolean assay_job_message_send (AssayWire *wire,
                                 const AssayDoors *doors,
                                 gboolean preview,
                                 int buffer,
                                 int timeout_ms,
                                 GError **error);

G_END_DECLS
