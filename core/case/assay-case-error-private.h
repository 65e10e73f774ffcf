/* assay-case-error-private.h: making errors of core/case. */
#pragma once

#include <gio/gio.h>

#include "case/assay-case-error.h"

G_BEGIN_DECLS

/* Sets FULL, READ_ONLY or IO after @number (an errno value), with @sentence (translated) and the
 * system's reason. */
void assay_case_set_errno (GError **error, int number, const char *sentence);
/* "FULL", "CANCELLED", … for the ledger; "OTHER" for a foreign domain. */
const char *assay_case_error_id (const GError *error);

G_END_DECLS
