/* assay-fault-private.h: named points at which a test makes the disk fail or the process die.
 *
 * ASSAY_FAULT=POINT:N:WHAT acts at the N-th time that POINT is reached; WHAT is the name of an
 * errno value (EIO, ENOSPC) or KILL. Compiled in only with -Dfault_injection=true; otherwise the
 * call is the constant FALSE. */
#pragma once

#include "config.h"

#include <glib.h>

G_BEGIN_DECLS

#ifdef ASSAY_FAULT_INJECTION
/* TRUE if @point shall fail now; errno says how. Does not come back from KILL. */
gboolean assay_fault (const char *point);
#else
#define assay_fault(point) FALSE
#endif

G_END_DECLS
